"""A door or drawer comes in; set points that grip its handle and move it along its way go out."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import mujoco
import numpy as np
from numpy.typing import NDArray

from home_agent.home.graph import Place
from home_agent.sim.kinematics import ArmKinematics, cost, hand_matrix, wrap
from home_agent.sim.motions.carry import around, straight
from home_agent.sim.motions.motion import arm_path
from home_agent.sim.motions.nearby import Nearby
from home_agent.sim.motions.pick import to_tuck
from home_agent.sim.motions.reach import Limbs, Motion
from home_agent.sim.motions.roam import Roam
from home_agent.sim.movers import Mover, movers

Floats = NDArray[np.float64]

_OPEN = {True: 1.48, False: 0.31}  # how far a hinge (rad) or a slide (m) is opened
_NEARLY = {True: 0.25, False: 0.04}
_GRIP_N = 40.0
_PACE = 0.35
_BACK_M = 0.11
_STEPS, _FINE = 14, 60
_GRIPPED_M = 0.034  # the opening of the pads while a bar is held, with some air
_BASE_AIR_M = 0.02
_AIR_M = 0.006
_OFF_FRONT_M = 0.002
_COMFORT = np.array([0.5, -0.6, 0.0, 1.2, 0.0, 0.0, 0.0, 0.0])


@dataclass(frozen=True, slots=True)
class _Way:
    """A way to do it: where to stand, and joints along the handle's path."""

    base: Floats
    path: list[Floats]
    back: list[Floats]


def move_front(
    limbs: Limbs,
    place: Place,
    point_m: Sequence[float] | None,
    rng: np.random.Generator,
    *,
    opening: bool,
) -> Motion:
    """Open or close the door or drawer of `place` that is nearest in height to `point_m`."""
    mover = _choose(place, point_m)
    word = "open" if opening else "close"
    if mover is None:
        return f"The {place.name} has nothing to {word}."
    front = f"{place.id}/{mover.surface}"
    goal = _OPEN[mover.hinged] if opening else 0.0
    if _arrived(limbs, front, goal, mover, opening):
        return ""
    if limbs.holding() is not None:
        return f"I need a free hand to {word} the {place.name}."
    trouble = yield from to_tuck(limbs, rng)
    if trouble:
        return trouble
    yield from limbs.open(0.1)
    body = limbs.model.body(front).id
    handle = limbs.data.xpos[body] + limbs.data.xmat[body].reshape(3, 3) @ mover.handle
    near = Nearby(limbs.model, limbs.data, (handle[0], handle[1]), 1.9, front=front)
    plan = _Plan(limbs, near, mover, front, goal)
    way = None
    for _ in range(3):
        route, why = plan.route(limbs.base_now(), limbs.arm_now())
        if route is None:
            return f"{why} of the {place.name}."
        trouble = yield from limbs.drive(route)
        if trouble:
            return trouble
        here = limbs.base_now()
        plan.air_m = _AIR_M
        way = next(plan.ways(here, [here]), None)
        if way is not None:
            break
        plan.air_m += 0.004
    if way is None:
        return f"I cannot reach the handle of the {place.name} from here."
    near.swing(plan.start)
    ready = arm_path(limbs.arm_now(), way.back[0], partial(plan.free_arm, here, 0.128), rng)
    if ready is None:
        return f"Something is in the way before the {place.name}."
    trouble = (yield from limbs.follow(ready)) or (yield from limbs.follow(way.back, _PACE))
    if trouble:
        return trouble
    yield from limbs.arrive(0.008, 0.5)
    yield from limbs.close(_GRIP_N)
    trouble = yield from limbs.follow(way.path, _PACE)
    yield from limbs.rest(0.2)
    limbs.pulled(front, plan.value_at(limbs.tool_now()[0]), opening=opening)
    yield from limbs.open(0.6)
    yield from _withdraw(limbs)
    yield from to_tuck(limbs, rng)
    if trouble:
        return trouble
    if not _arrived(limbs, front, goal, mover, opening):
        return f"The {place.name} did not {word} all the way."
    return ""


def _choose(place: Place, point_m: Sequence[float] | None) -> Mover | None:
    found = movers(place, (0.5, 0.5, 0.5))
    if not found or point_m is None:
        return found[0] if found else None
    heights = {surface.id: surface.height_m for surface in place.surfaces}
    return min(found, key=lambda mover: abs(heights.get(mover.surface, 0.0) - point_m[2]))


def _value(limbs: Limbs, front: str) -> float:
    joint = limbs.model.body_jntadr[limbs.model.body(front).id]
    return float(limbs.data.qpos[limbs.model.jnt_qposadr[joint]])


def _arrived(limbs: Limbs, front: str, goal: float, mover: Mover, opening: bool) -> bool:
    value, slack = _value(limbs, front), _NEARLY[mover.hinged]
    return value > goal - slack if opening else value < 0.3 * slack


def _withdraw(limbs: Limbs) -> Motion:
    """Draw the hand straight back off the handle."""
    _, matrix = limbs.tool_now()
    for back in (_BACK_M, 0.07, 0.04):
        for air in (0.0, -0.005):
            _, free = around(limbs, None, air)
            path = straight(limbs, -back * matrix[:, 0], free)
            if path is not None:
                return (yield from limbs.follow(path, 0.5))
    return ""


def _rising(values: Floats, column: Floats) -> tuple[Floats, Floats]:
    """Both in the order of rising values, as `np.interp` wants them."""
    order = np.argsort(values)
    return values[order], column[order]


class _Plan:
    """Find where to stand so that the arm alone can take the handle along its whole path."""

    def __init__(self, limbs: Limbs, near: Nearby, mover: Mover, front: str, goal: float) -> None:
        self._arm: ArmKinematics = limbs.kinematics
        self._near, self._mover, self._front = near, mover, front
        self.start = _value(limbs, front)
        self.air_m = _AIR_M + 0.004
        # Closing, push a little past the end; the servos give way.
        end = goal if goal > 0 else -0.02 if mover.hinged else -0.008
        self._values = np.linspace(self.start, end, _STEPS)
        self._handles = [self._handle(limbs, value) for value in self._values]

    def _handle(self, limbs: Limbs, value: float) -> tuple[Floats, float]:
        """Where the handle is [3] in the map with the front at `value`, and the way in to it."""
        model, data = limbs.model, limbs.data
        body = model.body(self._front).id
        turn = data.xmat[body].reshape(3, 3)
        at = data.xpos[body] + turn @ np.array(self._mover.handle)
        inward = -turn[:, 0]
        change = value - self.start
        joint = int(model.body_jntadr[body])
        axis = data.xaxis[joint]
        if self._mover.hinged:
            quat, rotation = np.empty(4), np.empty(9)
            mujoco.mju_axisAngle2Quat(quat, axis, change)
            mujoco.mju_quat2Mat(rotation, quat)
            swing = rotation.reshape(3, 3)
            at = data.xanchor[joint] + swing @ (at - data.xanchor[joint])
            inward = swing @ inward
        else:
            at = at + change * axis
        return at, math.atan2(inward[1], inward[0])

    def value_at(self, tool_m: Floats) -> float:
        """How far open the front is with its handle at a map point [3]."""
        fine = np.linspace(self._values[0], self._values[-1], _FINE)
        table = np.array([at for at, _ in self._handles])
        handles = np.stack([np.interp(fine, *_rising(self._values, table[:, k])) for k in range(3)])
        return float(fine[int(np.argmin(np.linalg.norm(handles.T - tool_m, axis=1)))])

    def stands(self, base: Floats, arm: Floats) -> list[Floats]:
        """Base poses that are free whatever the front does, the nearest first."""
        found = [base]
        for at, inward in (self._handles[0], self._handles[len(self._handles) // 2]):
            for distance in (0.45, 0.55, 0.65, 0.75, 0.85):
                for i in range(-5, 6):
                    angle = inward + math.pi + 0.26 * i
                    xy = at[:2] + distance * np.array([math.cos(angle), math.sin(angle)])
                    for turn in (0.0, 0.5, -0.5):
                        found.append(np.array([*xy, wrap(angle + math.pi + turn)]))
        found[1:] = sorted(
            found[1:],
            key=lambda p: float(np.hypot(*(p - base)[:2])) + 0.3 * abs(wrap(p[2] - base[2])),
        )
        return [pose for pose in found if self.free_base(arm, pose)]

    def route(self, base: Floats, arm: Floats) -> tuple[list[Floats] | None, str]:
        """Base poses to drive through to where it can be done, or None and why."""
        tried = 0
        roam = Roam(base, lambda pose: self._near.clear(pose, arm, 0.6 * _BASE_AIR_M))
        for stand in self.stands(base, arm):
            if next(self.ways(base, [stand]), None) is None:
                continue
            self._near.swing(self.start)
            path = roam.way(stand)
            if path is not None:
                return path, ""
            tried += 1
            if tried > 12:
                break
        return None, "I cannot get to the handle" if tried else "I cannot reach the handle"

    def free_base(self, arm: Floats, pose: Floats) -> bool:
        """Whether the robot can stand there with `arm`, the front anywhere on its way."""
        for value in self._values[::3]:
            self._near.swing(float(value))
            if not self._near.clear(pose, arm, _BASE_AIR_M):
                return False
        return True

    def free_arm(self, base: Floats, gap_m: float, joints: Floats) -> bool:
        """Whether the arm is free there, the front where it was left by `swing`."""
        return self._near.clear(
            base,
            joints,
            self.air_m,
            gap_m=gap_m,
            touch=frozenset({self._front}),
            touch_m=_OFF_FRONT_M,
        )

    def ways(self, base: Floats, stands: Sequence[Floats]) -> Iterator[_Way]:
        """Ways to do it, standing on one of `stands`."""
        bends = [(a, b) for a in (0.0, 0.5, -0.5) for b in (0.0, 0.6, -0.6, 1.0, -1.0)]
        if not self._mover.hinged:
            bends = [(a, a) for a in (0.0, 0.35, -0.35, 0.7, -0.7)]
        for stand in stands:
            for first, last in bends:
                for pitch in (0.0, 0.3):
                    way = self._way(stand, first, last, pitch)
                    if way is not None:
                        yield way

    def _way(self, base: Floats, first: float, last: float, pitch: float) -> _Way | None:
        turn = hand_matrix(-base[2], 0.0, 0.0)
        origin = np.array([base[0], base[1], 0.0])
        roll = 0.0 if self._mover.upright else math.pi / 2
        path: list[Floats] = []
        for i, (at, inward) in enumerate(self._handles):
            part = i / (len(self._handles) - 1)
            heading = inward + first + part * (last - first)
            matrix = turn @ hand_matrix(heading, pitch if self._mover.upright else 0.0, roll)
            found = self._arm.solutions(turn @ (at - origin), matrix)
            if not found:
                return None
            before = path[-1] if path else _COMFORT
            joints = min(found, key=lambda q: cost(q, before))
            if path and np.abs(joints - before).max() > 0.7:
                return None
            path.append(joints)
            if i == 0:
                local = (turn @ (at - origin), matrix)
        for value, joints in zip(self._values, path, strict=True):
            self._near.swing(float(value))
            if not self.free_arm(base, _GRIPPED_M, joints):
                return None
        self._near.swing(self.start)
        back = [path[0]]
        for i in range(1, 7):
            at = local[0] - (i / 6) * _BACK_M * local[1][:, 0]
            step = self._arm.descend(at, local[1], back[-1], rounds=15)
            if step is None or not self.free_arm(base, 0.128, step):
                return None
            back.append(step)
        return _Way(base, path, back[::-1])
