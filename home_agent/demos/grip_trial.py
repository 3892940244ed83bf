"""A robot beside a thing and a tool pose come in; how gripping the thing there goes comes out.

Only the grip is played, in the true physics of the home: the robot is set down where it stands,
its hand before the thing, and it goes in, closes, and lifts. Nothing is rendered.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import mujoco
import numpy as np
from numpy.typing import NDArray

from home_agent.sim.body import MAX_GAP_M, TUCK
from home_agent.sim.kinematics import ArmKinematics, cost, hand_matrix
from home_agent.sim.motions.motion import cumulative
from home_agent.sim.motions.nearby import Nearby
from home_agent.sim.motions.reach import ARM_SPEED, OPEN_N
from home_agent.sim.motions.stand import COMFORT
from home_agent.sim.motions.way_in import FLIP, way_in
from home_agent.sim.world import CONTROL_DT_S, World

Floats = NDArray[np.float64]

ROUND_M = 1.7
PACE = 0.35  # of the arm's speed on the way in
SETTLE_S, CLOSE_S, HOLD_S = 0.3, 1.0, 0.4
LIFT_M, LIFT_STEP_M, LEAST_LIFT_M = 0.08, 0.02, 0.04
MOVED_M, TIPPED = 0.03, 0.9  # another thing has been knocked; cosine of 25 degrees
AIR_M, TRIED = 0.006, 2
NEAREST_M, FARTHEST_M = 0.2, 1.15  # of the tool from the base


@dataclass(frozen=True, slots=True)
class Grip:
    """A tool pose in the map, position [3] and axes [3, 3], and how far the hand comes from [3]."""

    position_m: Floats
    matrix: Floats
    back_m: Floats


@dataclass(frozen=True, slots=True)
class Outcome:
    """Was the thing held after it was lifted, and how many other things were knocked?"""

    held: bool
    knocked: int


class Trials:
    """Grips in one home, each from the home as it was when this was made."""

    def __init__(self, world: World) -> None:
        self.world, self._arm = world, ArmKinematics()
        self._model, self._data = world.model, world.data
        self._before = mujoco.MjData(self._model)
        mujoco.mj_copyData(self._before, self._model, self._data)
        self._ticks = round(CONTROL_DT_S / self._model.opt.timestep)
        self._things = np.array(list(world.scene.free_q.values()))

    def restore(self, base: Floats, arm: Floats = TUCK) -> None:
        """Everything as at first, but the robot at `base` [3] with its arm at `arm` [8]."""
        data, scene = self._data, self.world.scene
        mujoco.mj_copyData(data, self._model, self._before)
        data.qpos[scene.base_q], data.qpos[scene.arm_q] = base, arm
        data.qpos[scene.finger_q] = MAX_GAP_M / 2
        data.ctrl[scene.base_u], data.ctrl[scene.arm_u] = 0.0, arm
        data.ctrl[scene.grip_u] = OPEN_N
        mujoco.mj_forward(self._model, data)

    def near(self, thing: str) -> Nearby:
        """What is round a thing, frozen, for checks of clearance."""
        self.restore(np.array([*self.world.spec.start]))
        x, y, _ = self._data.xpos[self.world.scene.body[thing]]
        return Nearby(self._model, self._data, (float(x), float(y)), ROUND_M)

    def reaches(self, near: Nearby, thing: str, base: Floats, grip: Grip) -> bool:
        """Can the hand be at a grip, clear of all that is, and before it?"""
        return next(self._ways(near, thing, base, grip), None) is not None

    def way_in(self, near: Nearby, thing: str, base: Floats, grip: Grip) -> list[Floats] | None:
        """Joints from before a grip straight to it, clear of all that is; None: there is none."""
        touch = frozenset({thing})
        for joints, matrix in self._ways(near, thing, base, grip):
            at, back = grip.position_m, grip.back_m
            path = way_in(
                self._arm,
                base,
                at,
                matrix,
                back,
                joints,
                lambda arm: near.clear(base, arm, AIR_M, touch=touch),
            )
            if path is not None:
                return path
        return None

    def _ways(
        self, near: Nearby, thing: str, base: Floats, grip: Grip
    ) -> Iterator[tuple[Floats, Floats]]:
        """Joints at a grip, and its axes, the most comfortable first, clear there and before.

        The gripper turned half round holds just as well.
        """
        turn = hand_matrix(-base[2], 0.0, 0.0)
        at = turn @ (grip.position_m - [base[0], base[1], 0.0])
        if not NEAREST_M < math.hypot(at[0], at[1]) < FARTHEST_M:
            return
        touch = frozenset({thing})
        ways = []
        for matrix in (grip.matrix, grip.matrix @ FLIP):
            before = self._arm.solutions(at + turn @ grip.back_m, turn @ matrix)
            found = self._arm.solutions(at, turn @ matrix) if before else []
            ways += [(cost(joints, COMFORT), n, joints, matrix) for n, joints in enumerate(found)]
        for _, _, joints, matrix in sorted(ways, key=lambda way: way[:2])[:TRIED]:
            if near.clear(base, joints, AIR_M, touch=touch):
                yield joints, matrix

    def play(self, thing: str, base: Floats, path: Sequence[Floats], force_n: float) -> Outcome:
        """Go in along `path` ([8] each), close with `force_n`, lift, and see."""
        scene, data = self.world.scene, self._data
        self.restore(base, path[0])
        before = self._poses()
        body = scene.body[thing]
        low = float(data.xpos[body][2])
        self._follow(path)
        self._step(SETTLE_S)
        data.ctrl[scene.grip_u] = force_n
        self._step(CLOSE_S)
        up = self._lift(base, path[-1])
        self._follow(up)
        self._step(HOLD_S)
        risen = float(data.xpos[body][2]) - low
        reached = self._arm.tool_frame(up[-1])[0][2] - self._arm.tool_frame(up[0])[0][2]
        held = risen > max(0.6 * reached, LEAST_LIFT_M * 0.5) and self._pressed(body)
        after = self._poses()
        other = np.array([name != thing for name in scene.free_q])
        moved = np.linalg.norm(after[:, :3] - before[:, :3], axis=1) > MOVED_M
        knocked = moved | (_upright(after) < _upright(before) - (1 - TIPPED))
        return Outcome(held, int(np.count_nonzero(knocked & other)))

    def _lift(self, base: Floats, joints: Floats) -> list[Floats]:
        """Joints straight up from where the hand is, as far as the arm can."""
        position, matrix = self._arm.tool_frame(joints)
        path = [joints]
        for step in range(1, round(LIFT_M / LIFT_STEP_M) + 1):
            at = position + np.array([0.0, 0.0, step * LIFT_STEP_M])
            found = self._arm.descend(at, matrix, path[-1], rounds=15)
            if found is None:
                break
            path.append(found)
        return path

    def _follow(self, path: Sequence[Floats]) -> None:
        if len(path) < 2:
            return
        table, times = np.array(path), cumulative(path, ARM_SPEED * PACE)
        steps = max(1, math.ceil(float(times[-1]) / CONTROL_DT_S))
        for n in range(1, steps + 1):
            at = n / steps * times[-1]
            wanted = [np.interp(at, times, table[:, j]) for j in range(8)]
            self._data.ctrl[self.world.scene.arm_u] = wanted
            self._step(CONTROL_DT_S)

    def _step(self, seconds: float) -> None:
        mujoco.mj_step(self._model, self._data, self._ticks * round(seconds / CONTROL_DT_S))

    def _pressed(self, body: int) -> bool:
        """Do both pads touch the thing?"""
        touched = set()
        for pair in self._data.contact.geom:
            for own, other in (pair, pair[::-1]):
                if int(own) in self.world.scene.pads and self._model.geom_bodyid[other] == body:
                    touched.add(int(own))
        return len(touched) == 2

    def _poses(self) -> Floats:
        """Position and quaternion of every loose thing, [n, 7]."""
        return np.array(self._data.qpos[self._things[:, None] + np.arange(7)])


def _upright(poses: Floats) -> Floats:
    """The cosine between each thing's own z axis and the vertical, [n]."""
    up: Floats = 1 - 2 * (poses[:, 4] ** 2 + poses[:, 5] ** 2)
    return up
