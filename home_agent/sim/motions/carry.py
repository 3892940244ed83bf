"""A gripped thing comes in; set points that lift it out and fold the arm, kept level, go out."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray

from home_agent.sim.body import ARM_LIMITS, TUCK
from home_agent.sim.kinematics import hand_matrix
from home_agent.sim.motions.motion import arm_path
from home_agent.sim.motions.nearby import Nearby
from home_agent.sim.motions.reach import Limbs, Motion
from home_agent.sim.motions.roam import line_free

Floats = NDArray[np.float64]

_LIFTS_M = (0.10, 0.06, 0.035, 0.02)
_STEP_M = 0.02
_SWING_M = 0.008
_PACE = 0.6
_POSES = 120
_CARRY_M = 0.40  # above the lidar and the toys that the floor camera looks for


def carry_off(limbs: Limbs, thing: str, approach: Floats, rng: np.random.Generator) -> Motion:
    """Lift `thing` out of where it is and fold the arm with the hand's tilt kept.

    approach [3]: the direction (map) in which the hand went in.
    """
    _, free = around(limbs, thing, -0.004)
    level = np.array([approach[0], approach[1], 0.0])
    for lift in _LIFTS_M:
        path = straight(limbs, np.array([0.0, 0.0, lift]), free)
        if path is not None:
            trouble = yield from limbs.follow(path, _PACE * 0.5)
            if trouble:
                return trouble
            break
    if np.linalg.norm(level) > 0.5:
        # From the side: out again the way it came, before anything turns.
        _, free = around(limbs, thing, 0.0)
        for back in (0.16, 0.10, 0.06):
            path = straight(limbs, -back * level / np.linalg.norm(level), free)
            if path is not None:
                trouble = yield from limbs.follow(path, _PACE)
                if trouble:
                    return trouble
                break
    return (yield from fold(limbs, thing, rng))


def fold(limbs: Limbs, thing: str, rng: np.random.Generator) -> Motion:
    """Bring what is held over the base, the hand's tilt kept, so that the robot can drive."""
    path = _folding(limbs, thing, rng)
    if path is None:
        yield from back_off(limbs, thing)
        path = _folding(limbs, thing, rng)
    if path is None:
        return "The arm finds no way back with what it holds."
    return (yield from limbs.follow(path, _PACE))


def _folding(limbs: Limbs, thing: str, rng: np.random.Generator) -> list[Floats] | None:
    base, start, gap = limbs.base_now(), limbs.arm.copy(), limbs.gap_m()
    near = Nearby(limbs.model, limbs.data, (base[0], base[1]), 1.5, held=thing)
    poses = carry_poses(limbs, near, base, start, rng)
    for air, checks in ((0.008, 700), (0.002, 700), (-0.004, 1500)):
        # It may swing in the fingers a little.
        free = partial(near.clear, base, margin_m=air, gap_m=gap, swing_m=air + _SWING_M)
        for goal in [pose for pose in poses if free(pose)][:4]:
            path = arm_path(start, goal, free, rng, checks=checks, steady=True)
            if path is not None:
                return path
    return None


def back_off(limbs: Limbs, thing: str | None) -> Motion:
    """Drive straight back a little, the arm as it is, if there is room."""
    base, arm = limbs.base_now(), limbs.arm_now()
    near = Nearby(limbs.model, limbs.data, (base[0], base[1]), 1.5, held=thing)
    free = partial(near.clear, arm=arm, margin_m=0.015, gap_m=limbs.gap_m())
    for away in (0.35, 0.25, 0.15):
        goal = base - away * np.array([math.cos(base[2]), math.sin(base[2]), 0.0])
        if line_free(base, goal, free):
            return (yield from limbs.drive([goal], pace=0.7, exact=False))
    return ""


def around(
    limbs: Limbs, thing: str | None, air_m: float
) -> tuple[Nearby, Callable[[Floats], bool]]:
    """The surroundings with `thing` in the hand, and the test for free arm joints in them."""
    base = limbs.base_now()
    near = Nearby(limbs.model, limbs.data, (base[0], base[1]), 1.5, held=thing)
    gap = limbs.gap_m()
    return near, lambda joints: near.clear(base, joints, air_m, gap_m=gap)


def straight(limbs: Limbs, offset_m: Floats, free: Callable[[Floats], bool]) -> list[Floats] | None:
    """Joints that move the tool by `offset_m` [3] (map) in a straight line, None if blocked."""
    base = limbs.base_now()
    turn = hand_matrix(-base[2], 0.0, 0.0)
    position, matrix = limbs.kinematics.tool_frame(limbs.arm)
    offset = turn @ offset_m
    path = [limbs.arm.copy()]
    steps = max(1, math.ceil(float(np.linalg.norm(offset)) / _STEP_M))
    for i in range(1, steps + 1):
        joints = limbs.kinematics.descend(
            position + (i / steps) * offset, matrix, path[-1], rounds=15
        )
        if joints is None or not free(joints):
            return None
        path.append(joints)
    return path


def carry_poses(
    limbs: Limbs, near: Nearby, base: Floats, start: Floats, rng: np.random.Generator
) -> list[Floats]:
    """Folded arm poses with the hand tilted as at `start`, the most compact first."""
    _, matrix = limbs.kinematics.tool_frame(start)
    pitch = math.asin(max(-1.0, min(1.0, -matrix[2, 0])))
    down = pitch > 1.5
    roll = start[7] if down else math.atan2(matrix[2, 1], matrix[2, 2])
    scored: list[tuple[float, Floats]] = []
    for i in range(_POSES):
        joints = TUCK.copy()
        joints[5] = math.pi / 2 if down else pitch
        joints[7] = roll
        joints[1] = rng.uniform(-1.72, -0.9)  # further back it would bar the lift at the head
        joints[3] = rng.uniform(1.7, 2.7)
        joints[4] = rng.uniform(-0.6, 0.6) if down else rng.uniform(-2.8, 2.8)
        if i < 8:
            joints[1], joints[3], joints[4] = TUCK[1], TUCK[3], 0.0 if down else -2.8 + 0.8 * i
        near.pose(base, joints, limbs.gap_m())
        low = near.lowest_held_m()
        joints[0] = min(max(joints[0] + _CARRY_M - low, 0.25), 0.85)
        if np.any(joints < ARM_LIMITS[:, 0]) or np.any(joints > ARM_LIMITS[:, 1]):
            continue
        near.pose(base, joints, limbs.gap_m())
        scored.append((near.spread(base), joints))
    scored.sort(key=lambda pair: pair[0])
    return [joints for _, joints in scored]
