"""What the robot's own senses tell comes in; limbs go out that move in the supposed home."""

from __future__ import annotations

from dataclasses import dataclass

import mujoco
import numpy as np
from numpy.typing import NDArray

from home_agent.baselines.supposed import Supposed
from home_agent.sim.body import ARM_JOINTS, BASE_JOINTS, FINGER_JOINTS, HEAD_JOINTS
from home_agent.sim.motions.reach import Limbs
from home_agent.sim.spec import ThingSpec
from home_agent.types import Observation

Floats = NDArray[np.float64]

HELD_N, HELD_M = 0.5, 0.002  # less force, or nearer fingers, hold nothing


@dataclass(frozen=True, slots=True)
class Held:
    """What the hand holds: the thing, and its pose in the tool's frame [3], [3, 3]."""

    thing: ThingSpec
    offset_m: Floats
    turn: Floats


class SensedLimbs(Limbs):
    """Limbs in a supposed home that `feel` keeps as the sensors tell.

    wanted: the thing that the hand is about to take. held: what it has taken, if anything.
    """

    def __init__(
        self,
        home: Supposed,
        seen: Observation,
        last: Limbs | None = None,
        wanted: ThingSpec | None = None,
        held: Held | None = None,
    ) -> None:
        model = home.model
        self._at = {
            names: np.array([model.joint(name).qposadr[0] for name in names])
            for names in (BASE_JOINTS, ARM_JOINTS, HEAD_JOINTS, FINGER_JOINTS)
        }
        self.wanted, self.held = wanted, held
        self._seen = seen
        self._rest = np.zeros(3)
        self._put(home.data, seen)
        super().__init__(model, home.data)
        self._carry()
        if last is not None:  # set points go on from where they were sent
            self.arm, self.head, self.force_n = last.arm.copy(), last.head.copy(), last.force_n
        elif self.grips:  # what the hand holds already it goes on holding
            self.force_n = seen.grip.force_n

    def feel(self, seen: Observation) -> None:
        """Take over where base, arm, head and fingers are."""
        self._seen = seen
        self._put(self.data, seen)
        mujoco.mj_kinematics(self.model, self.data)
        self._carry()

    @property
    def grips(self) -> bool:
        """Is anything between the fingers?"""
        return self._seen.grip.force_n > HELD_N and self._seen.grip.gap_m > HELD_M

    def holding(self) -> int | None:
        """The body of what is held: what was wanted when the fingers closed on something."""
        if not self.grips:
            self.held = None
        elif self.held is None and self.wanted is not None:
            body = self.model.body(self.wanted.id).id
            tool, matrix = self.tool_now()
            offset = matrix.T @ (self.data.xpos[body] - tool)
            turn = matrix.T @ self.data.xmat[body].reshape(3, 3)
            self.held = Held(self.wanted, offset, turn)
        return None if self.held is None else int(self.model.body(self.held.thing.id).id)

    def tare(self) -> None:
        """What is felt now is the weight of what is held."""
        self._rest = self._force()

    def pulled(self, front: str, value: float, *, opening: bool) -> None:
        """A handle that is still between the fingers has come along; one may also be pushed."""
        if self.grips or not opening:
            self.data.qpos[self.model.joint(front).qposadr[0]] = value

    def pressed_n(self, body: int) -> float:
        """How much less than its weight the hand bears, N."""
        return float(np.linalg.norm(self._force() - self._rest))

    def _force(self) -> Floats:
        """The force at the wrist in the map's axes [3]."""
        _, matrix = self.tool_now()
        return matrix @ self._seen.wrench[:3]

    def _put(self, data: mujoco.MjData, seen: Observation) -> None:
        base = seen.base
        data.qpos[self._at[BASE_JOINTS]] = base.x_m, base.y_m, base.yaw_rad
        data.qpos[self._at[ARM_JOINTS]] = seen.arm
        data.qpos[self._at[HEAD_JOINTS]] = seen.head
        data.qpos[self._at[FINGER_JOINTS]] = max(seen.grip.gap_m, 0.0) / 2

    def _carry(self) -> None:
        """What is held goes with the hand."""
        mujoco.mj_kinematics(self.model, self.data)
        if self.held is None:
            return
        tool, matrix = self.tool_now()
        body = self.model.body(self.held.thing.id).id
        q = int(self.model.jnt_qposadr[self.model.body_jntadr[body]])
        quat = np.empty(4)
        mujoco.mju_mat2Quat(quat, np.ascontiguousarray(matrix @ self.held.turn).ravel())
        self.data.qpos[q : q + 3] = tool + matrix @ self.held.offset_m
        self.data.qpos[q + 3 : q + 7] = quat
        mujoco.mj_kinematics(self.model, self.data)
