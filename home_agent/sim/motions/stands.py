"""A spot to reach comes in; base poses from which the arm might reach it go out."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from home_agent.sim.kinematics import wrap
from home_agent.sim.motions.roam import Roam

Floats = NDArray[np.float64]
Free = Callable[[Floats], bool]

_DISTANCES = (0.50, 0.58, 0.66, 0.74, 0.82, 0.90)
_DIRECTIONS = 28
_TURNS = (0.0, 0.45, -0.45)
_MOST = 48
_NEAR_M = 1.0
_SCATTERED, _SPAN_M, _TURN_RAD = 600, (0.45, 1.0), 0.8


def usual(base: Floats, middle: Floats, free: Free) -> list[Floats]:
    """Free poses round `middle` [2], the nearest to `base` [3] first; `base` too if it is near."""
    found = []
    for distance in _DISTANCES:
        for i in range(_DIRECTIONS):
            angle = 2 * math.pi * i / _DIRECTIONS
            for turn in _TURNS:
                found.append(_pose(middle, distance, angle, turn))
    found.sort(key=lambda pose: travel_m(base, pose))
    kept = [base] if np.hypot(*(base[:2] - middle)) < _NEAR_M else []
    for pose in found:
        if len(kept) >= _MOST:
            break
        if free(pose):
            kept.append(pose)
    return kept


def scattered(middle: Floats, free: Free, roam: Roam, rng: np.random.Generator) -> list[Floats]:
    """Free poses anywhere round `middle` [2] to which `roam` knows a way."""
    kept: list[Floats] = []
    for _ in range(_SCATTERED):
        angle, distance = rng.uniform(-math.pi, math.pi), rng.uniform(*_SPAN_M)
        pose = _pose(middle, distance, angle, rng.uniform(-_TURN_RAD, _TURN_RAD))
        if roam.reaches(pose) and free(pose):
            kept.append(pose)
        if len(kept) >= _MOST:
            break
    return kept


def travel_m(start: Floats, goal: Floats) -> float:
    """How far apart two base poses are, with turning counted in."""
    return float(np.hypot(*(goal - start)[:2])) + 0.3 * abs(wrap(goal[2] - start[2]))


def _pose(middle: Floats, distance: float, angle: float, turn: float) -> Floats:
    """At `distance` from `middle`, facing it but for `turn`."""
    x = middle[0] + distance * math.cos(angle)
    y = middle[1] + distance * math.sin(angle)
    return np.array([x, y, wrap(angle + math.pi + turn)])
