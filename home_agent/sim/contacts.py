"""Physics sub-steps come in; what the robot and the people touched in a control period goes out."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import mujoco
import numpy as np
from numpy.typing import NDArray

from home_agent.sim.scene import PERSON, ROBOT, THING, Scene
from home_agent.sim.touch import inward


@dataclass(frozen=True, slots=True)
class Touch:
    """The robot (or a person) touched `owner` in the last control period.

    geom: the robot's (or person's) geom; other: the geom touched; kind: a code of `scene`;
    force_n: the greatest total force; speed_mps: the greatest speed between them (people only).
    """

    geom: int
    other: int
    owner: str
    kind: int
    force_n: float
    speed_mps: float = 0.0


@dataclass(slots=True)
class Touches:
    """All touches of one control period; `held` are things between both pads."""

    robot: list[Touch] = field(default_factory=list)
    people: list[Touch] = field(default_factory=list)
    held: frozenset[str] = frozenset()
    grip_n: float = 0.0


class Feelers:
    """Gather contacts that involve the robot or people, a few microseconds a sub-step."""

    def __init__(self, model: mujoco.MjModel, scene: Scene) -> None:
        self._model, self._scene = model, scene
        # Plain lists: this is asked thirteen times in a control period, for few contacts.
        self._mine = (scene.is_robot | (scene.geom_kind == PERSON)).tolist()
        self._kinds = scene.geom_kind.tolist()
        self._owners = [scene.owner(geom) for geom in range(model.ngeom)]
        self._force = np.zeros(6)
        self._found: dict[tuple[int, int], tuple[float, float]] = {}
        self._pads: dict[int, set[str]] = {pad: set() for pad in scene.pads}
        self._grip_n = 0.0
        self._steps = 0

    def feel(self, data: mujoco.MjData, walking: Mapping[str, NDArray[np.float64]]) -> None:
        """Read the contacts of the sub-step just made. `walking`: velocities [2] of people."""
        self._steps += 1
        if not data.ncon:
            return
        for row, (one, two) in enumerate(data.contact.geom.tolist()):
            if self._mine[one] or self._mine[two]:
                self._note(data, row, one, two, walking)

    def _note(
        self,
        data: mujoco.MjData,
        row: int,
        one: int,
        two: int,
        walking: Mapping[str, NDArray[np.float64]],
    ) -> None:
        kinds = self._kinds
        if kinds[one] == kinds[two]:
            if kinds[one] == ROBOT and {one, two} == set(self._scene.pads):
                mujoco.mj_contactForce(self._model, data, row, self._force)
                self._grip_n += abs(float(self._force[0]))
            return
        if kinds[two] == ROBOT or (kinds[two] == PERSON and kinds[one] != ROBOT):
            one, two = two, one
        mujoco.mj_contactForce(self._model, data, row, self._force)
        push = self._force[:3]
        force = math.sqrt(float(push @ push))
        if one in self._pads:
            self._grip_n += abs(float(self._force[0])) / 2
            held, thing = self._pads[one], self._owners[two]
            new = kinds[two] == THING and force > 0.05 and thing not in held
            if new and self._inward(data, row, one):
                held.add(thing)
        speed = 0.0
        if kinds[one] == ROBOT and kinds[two] == PERSON:
            speed = self._speed(data, one, data.contact.pos[row], walking[self._owners[two]])
        before = self._found.get((one, two), (0.0, 0.0))
        self._found[(one, two)] = (max(force, before[0]), max(speed, before[1]))

    def _inward(self, data: mujoco.MjData, row: int, pad: int) -> bool:
        """Does a pad press towards the other one? Its edge or end can hook a thing, not hold it."""
        return inward(data, row, pad, sum(self._pads) - pad)

    def _speed(
        self,
        data: mujoco.MjData,
        geom: int,
        at: NDArray[np.float64],
        walk: NDArray[np.float64],
    ) -> float:
        twist = np.zeros(6)
        kind = mujoco.mjtObj.mjOBJ_GEOM
        mujoco.mj_objectVelocity(self._model, data, kind, geom, twist, 0)
        there = twist[3:] + np.cross(twist[:3], at - data.geom_xpos[geom])
        there[:2] -= walk
        return float(np.linalg.norm(there))

    def take(self) -> Touches:
        """What was felt since the last call; starts the next control period."""
        robot: list[Touch] = []
        people: list[Touch] = []
        kinds = self._scene.geom_kind
        for (one, two), (force, speed) in self._found.items():
            touch = Touch(one, two, self._scene.owner(two), int(kinds[two]), force, speed)
            (robot if kinds[one] == ROBOT else people).append(touch)
        left, right = self._pads.values()
        felt = Touches(robot, people, frozenset(left & right), self._grip_n / max(self._steps, 1))
        self._found = {}
        self._pads = {pad: set() for pad in self._scene.pads}
        self._grip_n, self._steps = 0.0, 0
        return felt
