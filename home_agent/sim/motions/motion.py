"""Two configurations and a test for free ones come in, a free path between them goes out.

Straight if that is free, else by way of a lifted arm, else by growing two random trees towards
each other (RRT-connect) and cutting corners.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from home_agent.sim.body import ARM_LIMITS

Floats = NDArray[np.float64]
Free = Callable[[Floats], bool]

_STEP = 0.08  # rad; the longest step of a joint between two checks (a lift's step is a third)
_SCALE = np.array([3.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0])


def arm_path(
    start: Floats,
    goal: Floats,
    free: Free,
    rng: np.random.Generator,
    *,
    checks: int = 2500,
    steady: bool = False,
) -> list[Floats] | None:
    """Joint configurations [8] from `start` to `goal`, None when none was found.

    With `steady` the hand keeps its tilt: only joints that turn it about the vertical are free.
    """
    if not free(goal):
        return None
    if line_free(start, goal, free):
        return [start, goal]
    for path in _lifted(start, goal):
        if all(line_free(a, b, free) for a, b in pairwise(path)):
            return path
    found = _grow(start, goal, free, rng, (checks, _moving(start, goal, steady)))
    return None if found is None else _shorten(found, free, rng)


def line_free(start: Floats, goal: Floats, free: Free) -> bool:
    """Whether the straight line in joint space is free, from its end inwards (first not asked)."""
    steps = max(1, int(np.ceil(np.abs((goal - start) * _SCALE).max() / _STEP)))
    order = np.arange(1, steps + 1) / steps
    # Middle first: a blocked line is found out sooner.
    for part in sorted(order, key=lambda f: abs(f - 0.5)):
        if not free(start + part * (goal - start)):
            return False
    return True


def _lifted(start: Floats, goal: Floats) -> list[list[Floats]]:
    """Detours by way of other heights of the lift."""
    paths = []
    high = min(max(start[0], goal[0]) + 0.15, float(ARM_LIMITS[0, 1]))
    for lift in (goal[0], max(start[0], goal[0]), high, 0.85):
        first, last = start.copy(), goal.copy()
        first[0] = last[0] = lift
        paths.append([start, first, last, goal])
    return paths


def _grow(
    start: Floats,
    goal: Floats,
    free: Free,
    rng: np.random.Generator,
    how: tuple[int, NDArray[np.bool_]],
) -> list[Floats] | None:
    low, high = ARM_LIMITS[:, 0], ARM_LIMITS[:, 1]
    trees: list[tuple[list[Floats], list[int]]] = [([start], [-1]), ([goal], [-1])]
    left, moving = how
    while left > 0:
        sample = rng.uniform(low, high)
        sample = np.where(moving, sample, start)
        if rng.random() < 0.3:
            sample = np.where(moving, (start + goal) / 2 + rng.normal(0, 0.4, 8), start)
        sample = np.clip(sample, low, high)
        reached, spent = _extend(trees[0], sample, free)
        left -= spent
        if reached:
            met, spent = _extend(trees[1], trees[0][0][-1], free)
            left -= spent
            if met and np.allclose(trees[1][0][-1], trees[0][0][-1]):
                halves = [_branch(trees[0]), _branch(trees[1])]
                if not np.allclose(halves[0][-1], start):
                    halves.reverse()
                return halves[0][::-1] + halves[1][1:]
        trees.reverse()
    return None


def _moving(start: Floats, goal: Floats, steady: bool) -> NDArray[np.bool_]:
    """Which joints random detours may use."""
    moving = np.ones(8, bool)
    if steady:
        moving[[2, 5, 6]] = False
        # Pointing down, the last joint too turns about the vertical.
        moving[7] = bool(abs(start[5] + start[2] - np.pi / 2) < 0.1 > abs(goal[5] - start[5]))
    return moving


def _extend(tree: tuple[list[Floats], list[int]], target: Floats, free: Free) -> tuple[bool, int]:
    """Grow `tree` towards `target` as far as it is free; whether it grew, and checks spent."""
    nodes, parents = tree
    gaps = np.abs((np.array(nodes) - target) * _SCALE).sum(axis=1)
    at = int(np.argmin(gaps))
    here, spent, grown = nodes[at], 0, 0
    steps = max(1, int(np.ceil(np.abs((target - here) * _SCALE).max() / _STEP)))
    last = at
    for i in range(1, steps + 1):
        there = here + (i / steps) * (target - here)
        spent += 1
        if not free(there):
            break
        grown = i
        if i % 4 == 0 or i == steps:
            nodes.append(there)
            parents.append(last)
            last = len(nodes) - 1
    return grown > 3 or grown == steps, spent


def _branch(tree: tuple[list[Floats], list[int]]) -> list[Floats]:
    """From the youngest node back to the root."""
    nodes, parents = tree
    path, at = [], len(nodes) - 1
    while at >= 0:
        path.append(nodes[at])
        at = parents[at]
    return path


def _shorten(path: list[Floats], free: Free, rng: np.random.Generator) -> list[Floats]:
    for _ in range(40):
        if len(path) < 3:
            break
        i, j = sorted(rng.choice(len(path), 2, replace=False))
        if j - i > 1 and line_free(path[i], path[j], free):
            path = path[: i + 1] + path[j:]
    return path


def cumulative(path: Sequence[Floats], speeds: Floats) -> Floats:
    """The time [s] at which each configuration is passed, the slowest joint setting the pace."""
    legs = [float(np.max(np.abs(b - a) / speeds)) for a, b in pairwise(path)]
    return np.concatenate([[0.0], np.cumsum(legs)])
