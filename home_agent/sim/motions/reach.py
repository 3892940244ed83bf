"""Motor wishes come in (follow this path, drive there, close), set points every 0.05 s go out.

Every motion is a generator: it yields one `Point` per control period and returns an empty string,
or a sentence that says what went wrong.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass

import mujoco
import numpy as np
from numpy.typing import NDArray

from home_agent.sim.body import (
    ARM_JOINTS,
    BASE_JOINTS,
    FINGER_JOINTS,
    HEAD_JOINTS,
    MAX_GRIP_N,
)
from home_agent.sim.kinematics import ArmKinematics, wrap
from home_agent.sim.motions.motion import cumulative
from home_agent.sim.motions.stand import Stand
from home_agent.sim.touch import inward

Floats = NDArray[np.float64]

DT_S = 0.05
OPEN_N = -20.0
LOOSE_N, LOOSE_S = -1.5, (0.8, 5.0)
LOOSER_NPS, LOOSEST_N = 1.5, -5.0  # what is jammed needs more, but no finger may jump
ARM_SPEED = np.array([0.40, 1.2, 1.0, 1.5, 2.0, 2.0, 2.0, 2.5])  # m/s, rad/s
_RAMP_S = 0.35  # time to get up to speed
LAG = np.array([0.03, 0.12, 0.12, 0.15, 0.2, 0.2, 0.2, 0.25])  # more than this: wait for the arm
_PATIENCE_S = 8.0  # somebody may stand near, for whom the guard holds the arm
_BASE_MPS = 0.30
_BASE_RADPS = 0.8


@dataclass(frozen=True, slots=True)
class Point:
    """One set point: base (m/s, m/s, rad/s, base frame), arm [8], head [2], grip (N)."""

    base: Floats
    arm: Floats
    head: Floats
    grip: float


Motion = Generator[Point, None, str]


class Limbs:
    """Read the true robot and turn motions into set points. `sync` goes before every chunk."""

    def __init__(self, model: mujoco.MjModel, data: mujoco.MjData) -> None:
        self.model, self.data = model, data
        self.kinematics = ArmKinematics()
        self._qpos = {
            name: np.array([model.joint(joint).qposadr[0] for joint in joints])
            for name, joints in (
                ("base", BASE_JOINTS),
                ("arm", ARM_JOINTS),
                ("head", HEAD_JOINTS),
                ("fingers", FINGER_JOINTS),
            )
        }
        self._tool = model.site("tool").id
        self._robot = model.body("robot").id
        self._pads = tuple(model.geom(f"robot/pad_{side}").id for side in "lr")
        self.base = self.base_now()
        self.arm = self.arm_now()
        self.head = data.qpos[self._qpos["head"]].copy()
        self.force_n = OPEN_N

    def sync(self) -> None:
        """Take the base's true pose as the start of the next set points."""
        self.base = self.base_now()

    def base_now(self) -> Floats:
        """x, y, yaw [3] in the map."""
        return np.array(self.data.qpos[self._qpos["base"]])

    def arm_now(self) -> Floats:
        """Lift and joints [8] as they are."""
        return np.array(self.data.qpos[self._qpos["arm"]])

    def gap_m(self) -> float:
        """Opening between the pads."""
        return float(self.data.qpos[self._qpos["fingers"]].sum())

    def tool_now(self) -> tuple[Floats, Floats]:
        """Position [3] and rotation [3, 3] of the tool in the map."""
        return (
            self.data.site_xpos[self._tool].copy(),
            self.data.site_xmat[self._tool].reshape(3, 3).copy(),
        )

    def point(self, velocity: Floats | None = None) -> Point:
        """The present set point with the base moving at `velocity` [3] (else at rest)."""
        base = np.zeros(3) if velocity is None else velocity
        return Point(base, self.arm.copy(), self.head.copy(), self.force_n)

    def rest(self, seconds: float) -> Motion:
        """Hold still."""
        for _ in range(max(1, round(seconds / DT_S))):
            yield self.point()
        return ""

    def follow(
        self,
        path: Sequence[Floats],
        pace: float = 1.0,
        until: Callable[[], bool] | None = None,
    ) -> Motion:
        """Move the arm through `path` ([8] each) at `pace` times its usual speed.

        Waits while the arm lags; ends early when `until` says so.
        """
        if len(path) < 2:
            return ""
        times = cumulative(path, ARM_SPEED * pace)
        total, table = float(times[-1]), np.array(path)
        at, speed, waited = 0.0, 0.0, 0.0
        while at < total:
            if until is not None and until():
                return ""
            if np.any(np.abs(self.arm_now() - self.arm) > LAG + 0.12 * ARM_SPEED * pace):
                waited += DT_S
                speed = 0.0
                if waited > _PATIENCE_S:
                    return "The arm is held back by something."
                yield self.point()
                continue
            waited = 0.0
            brake = math.sqrt(max(0.0, 2 * (total - at) / _RAMP_S))
            speed = min(1.0, speed + DT_S / _RAMP_S, max(brake, 0.08))
            at = min(total, at + speed * DT_S)
            self.arm = np.array([np.interp(at, times, table[:, j]) for j in range(8)])
            yield self.point()
        return (yield from self.arrive())

    def arrive(self, tolerance: float = 0.012, patience_s: float = 1.0) -> Motion:
        """Wait until the arm is where it was sent, or `patience_s` has passed."""
        for _ in range(round(patience_s / DT_S)):
            if np.all(np.abs(self.arm_now() - self.arm) < tolerance):
                break
            yield self.point()
        return ""

    def drive(self, path: Sequence[Floats], pace: float = 1.0, exact: bool = True) -> Motion:
        """Move the base through `path` (map x, y, yaw each), the arm held."""
        for i, goal in enumerate(path):
            last = i == len(path) - 1
            near_m, near_rad = (0.008, 0.015) if last and exact else (0.04, 0.1)
            stuck, best = 0.0, math.inf
            while True:
                off = goal - self.base
                off[2] = wrap(off[2])
                gap, turn = float(np.hypot(*off[:2])), abs(float(off[2]))
                if gap < near_m and turn < near_rad:
                    break
                if gap + 0.3 * turn < best - 0.004:
                    best, stuck = gap + 0.3 * turn, 0.0
                stuck += DT_S
                if stuck > 6.0:
                    return "The base cannot get there."
                yield self.point(self._towards(off, gap, turn, pace, last))
        yield self.point()
        return ""

    def take_up(self, stand: Stand, pace: float = 1.0) -> Motion:
        """Drive to a stand; where it is narrow, with the arm unfolded before."""
        trouble = yield from self.drive(stand.drive, pace)
        if not trouble and stand.enter:
            trouble = (yield from self.follow(stand.to_ready, 0.6)) or (
                yield from self.drive(stand.enter, 0.5)
            )
        return trouble

    def _towards(self, off: Floats, gap: float, turn: float, pace: float, last: bool) -> Floats:
        """Base velocity [3] in the base frame, and the pose it leads to."""
        slow = 2.0 if last else 3.0
        speed = min(_BASE_MPS * pace, slow * gap + 0.01)
        spin = math.copysign(min(_BASE_RADPS * pace, 2.0 * turn + 0.02), off[2])
        flat = off[:2] / max(gap, 1e-9) * min(speed, gap / DT_S)
        cos, sin = math.cos(self.base[2]), math.sin(self.base[2])
        velocity = np.array([cos * flat[0] + sin * flat[1], -sin * flat[0] + cos * flat[1], spin])
        self.base = self.base + np.array([*flat, spin]) * DT_S
        return velocity

    def close(self, force_n: float, patience_s: float = 1.6) -> Motion:
        """Close with `force_n` until the pads stop moving."""
        self.force_n = min(force_n, MAX_GRIP_N)
        still, before = 0, self.gap_m()
        for i in range(round(patience_s / DT_S)):
            yield self.point()
            gap = self.gap_m()
            still = still + 1 if abs(gap - before) < 3e-4 and i > 4 else 0
            before = gap
            if still > 8:
                break
        return ""

    def open(self, seconds: float = 0.6) -> Motion:
        """Open the gripper."""
        self.force_n = OPEN_N
        return (yield from self.rest(seconds))

    def loosen(self, body: int) -> Motion:
        """Open slowly until `body` is out of the hand: somebody's fingers may be round it."""
        self.force_n = LOOSE_N
        yield from self.rest(LOOSE_S[0])
        for _ in range(round((LOOSE_S[1] - LOOSE_S[0]) / DT_S)):
            if self.holding() != body:
                break
            self.force_n = max(self.force_n - LOOSER_NPS * DT_S, LOOSEST_N)
            yield self.point()
        self.force_n = 0.0
        return ""

    def tare(self) -> None:
        """What is felt now, the arm at rest, is the weight of what is held: no pressing."""

    def pulled(self, front: str, value: float, *, opening: bool) -> None:
        """The hand at its handle has pulled or pushed a door or drawer to `value` (rad or m)."""

    def pressed_n(self, body: int) -> float:
        """With what force [N] the thing `body` bears on things other than the robot."""
        total, force = 0.0, np.zeros(6)
        for row, contact in enumerate(self.data.contact):
            bodies = [int(self.model.geom_bodyid[g]) for g in contact.geom]
            if body in bodies:
                other = bodies[0] if bodies[1] == body else bodies[1]
                if int(self.model.body_rootid[other]) != self._robot:
                    mujoco.mj_contactForce(self.model, self.data, row, force)
                    total += abs(float(force[0]))
        return total

    def holding(self) -> int | None:
        """The body of the thing between both pads, None when the hand is empty."""
        sides: list[set[int]] = [set(), set()]
        left, right = self._pads
        for row, contact in enumerate(self.data.contact):
            a, b = contact.geom.tolist()
            for side, pad, other in ((0, left, right), (1, right, left)):
                near = pad in (a, b) and contact.dist < 0.001
                if near and inward(self.data, row, pad, other):
                    sides[side].add(int(self.model.geom_bodyid[b if a == pad else a]))
        both = sides[0] & sides[1]
        free = [body for body in both if self.model.body_dofnum[body] == 6]
        return free[0] if free else None
