"""A test for free base poses comes in; short ways for the base between furniture go out."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Free = Callable[[Floats], bool]
Cell = tuple[int, int]

_CELL_M = 0.08
_STEP_M = 0.04
_NEIGHBOURS = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (1, -1), (-1, 1), (-1, -1))


class Roam:
    """Find ways from `start` (map x, y, yaw) within `radius_m` of it, for a round base.

    Straight ways are tried first; then the floor is flooded once from the start, in cells of
    8 cm, and every later question is answered from that.
    """

    def __init__(self, start: Floats, free: Free, radius_m: float = 1.7) -> None:
        self._start, self._free, self._radius_m = start, free, radius_m
        self._came: dict[Cell, Cell] | None = None

    def way(self, goal: Floats) -> list[Floats] | None:
        """Poses to pass after the start, ending with `goal`; None when there is no way."""
        goal = self._unwound(goal)
        if np.allclose(goal, self._start, atol=1e-6):
            return []
        if line_free(self._start, goal, self._free):
            return [goal]
        if self._came is None:
            self._came = self._flood()
        cell = self._entry(goal)
        if cell is None:
            return None
        path = [goal]
        while cell != (0, 0):
            path.append(self._pose(cell, goal[2] if len(path) < 3 else self._start[2]))
            cell = self._came[cell]
        return self._shortened([self._start, *path[::-1]])

    def reaches(self, goal: Floats) -> bool:
        """Is there free floor all the way to near `goal`?"""
        if self._came is None:
            self._came = self._flood()
        cell = np.round((goal[:2] - self._start[:2]) / _CELL_M).astype(int)
        return any(
            (int(cell[0]) + dx, int(cell[1]) + dy) in self._came
            for dx, dy in ((0, 0), *_NEIGHBOURS)
        )

    def _flood(self) -> dict[Cell, Cell]:
        came: dict[Cell, Cell] = {(0, 0): (0, 0)}
        shut: set[Cell] = set()
        queue = deque([(0, 0)])
        while queue:
            here = queue.popleft()
            for dx, dy in _NEIGHBOURS:
                cell = here[0] + dx, here[1] + dy
                if cell in came or cell in shut:
                    continue
                pose = self._pose(cell, self._start[2])
                far = math.hypot(cell[0], cell[1]) * _CELL_M > self._radius_m
                if far or not self._free(pose):
                    shut.add(cell)
                    continue
                came[cell] = here
                queue.append(cell)
        return came

    def _entry(self, goal: Floats) -> Cell | None:
        """The nearest flooded cell from which `goal` is reached straight."""
        assert self._came is not None
        at = (goal[:2] - self._start[:2]) / _CELL_M
        near = sorted(self._came, key=lambda cell: math.dist(cell, at))[:9]
        for cell in near:
            if math.dist(cell, at) < 3.0 and line_free(self._pose(cell, goal[2]), goal, self._free):
                return cell
        return None

    def _pose(self, cell: Cell, yaw: float) -> Floats:
        x, y = self._start[0] + _CELL_M * cell[0], self._start[1] + _CELL_M * cell[1]
        return np.array([x, y, yaw])

    def _shortened(self, path: list[Floats]) -> list[Floats]:
        """Leave out what can be left out; the heading changes evenly on the way."""
        kept, at = [path[0]], 0
        while at < len(path) - 1:
            ahead = len(path) - 1
            while ahead > at + 1 and not line_free(kept[-1], path[ahead], self._free):
                ahead -= 1
            kept.append(path[ahead])
            at = ahead
        return kept[1:]

    def _unwound(self, goal: Floats) -> Floats:
        turn = math.remainder(goal[2] - self._start[2], math.tau)
        return np.array([goal[0], goal[1], self._start[2] + turn])


def line_free(start: Floats, goal: Floats, free: Free) -> bool:
    """Whether the base can go straight from pose to pose [3], turning on the way."""
    steps = max(1, math.ceil(float(np.hypot(*(goal - start)[:2])) / _STEP_M))
    return all(free(start + (i / steps) * (goal - start)) for i in range(steps, 0, -1))
