"""What stands on a floor comes in; a grid with free distances and paths goes out."""

from __future__ import annotations

import math
from collections.abc import Iterable

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

CELL_M = 0.05
_SUBPIXEL = 4
_STEPS = ((1, 0, 1.0), (0, 1, 1.0), (1, 1, math.sqrt(2)), (1, -1, math.sqrt(2)))

Point = NDArray[np.float64]
Grid = NDArray[np.float32]


class FloorGrid:
    """Free floor of rooms (x0, y0, x1, y1; m) in cells of 5 cm.

    `free_m` [rows along y, columns along x] is the distance from a cell's middle to the nearest
    occupied cell, m.
    """

    def __init__(self, rooms: Iterable[tuple[float, float, float, float]]) -> None:
        rects, margin = np.array(list(rooms)), 4 * CELL_M
        self.origin: Point = rects[:, :2].min(axis=0) - margin
        spread = rects[:, 2:].max(axis=0) + margin - self.origin
        self.columns, self.rows = (int(n) + 1 for n in spread / CELL_M)
        self._taken = np.zeros((self.rows, self.columns), np.uint8)
        self.free_m: Grid = np.full(self._taken.shape, 9.0, np.float32)

    def clear(self) -> None:
        """Forget everything marked."""
        self._taken[:] = 0

    def mark_hulls(self, corners: NDArray[np.float64]) -> None:
        """Mark the convex hull of each set of points [n, k, 2]."""
        fixed = np.round(((corners - self.origin) / CELL_M - 0.5) * 2**_SUBPIXEL).astype(np.int32)
        for outline in fixed:
            hull = cv2.convexHull(outline[:, None])
            cv2.fillConvexPoly(self._taken, hull, 1, cv2.LINE_8, _SUBPIXEL)

    def mark_points(self, points: NDArray[np.float64]) -> None:
        """Mark the cells that hold points [n, 2]; those off the grid are left out."""
        column, row = np.floor((points - self.origin) / CELL_M).astype(int).T
        on = (column >= 0) & (column < self.columns) & (row >= 0) & (row < self.rows)
        self._taken[row[on], column[on]] = 1

    def mark_disc(self, xy: Point, radius_m: float) -> None:
        """Mark a disc on the floor."""
        cell = np.round(((xy - self.origin) / CELL_M - 0.5) * 2**_SUBPIXEL).astype(int)
        radius = round(radius_m / CELL_M * 2**_SUBPIXEL)
        middle = (int(cell[0]), int(cell[1]))
        cv2.circle(self._taken, middle, radius, 1, -1, cv2.LINE_8, _SUBPIXEL)

    def measure(self) -> None:
        """Compute `free_m` from what is marked."""
        away = cv2.distanceTransform(1 - self._taken, cv2.DIST_L2, 5)
        self.free_m = (away * CELL_M).astype(np.float32)

    def copy(self) -> FloorGrid:
        """A grid with the same marks that can be marked further."""
        other = object.__new__(FloorGrid)
        other.origin, other.rows, other.columns = self.origin, self.rows, self.columns
        other._taken, other.free_m = self._taken.copy(), self.free_m
        return other

    def cell(self, xy: Point) -> tuple[int, int]:
        """(row, column) of the cell that holds `xy`, clipped to the grid."""
        column, row = ((xy - self.origin) / CELL_M).astype(int)
        return int(np.clip(row, 0, self.rows - 1)), int(np.clip(column, 0, self.columns - 1))

    def middle(self, row: int, column: int) -> Point:
        """Map position of a cell's middle."""
        return self.origin + CELL_M * (np.array([column, row]) + 0.5)

    def free_at(self, points: NDArray[np.float64]) -> NDArray[np.float32]:
        """Free distance at `points` [n, 2]; float32 [n]."""
        cells = ((points - self.origin) / CELL_M).astype(int)
        x = np.clip(cells[:, 0], 0, self.columns - 1)
        y = np.clip(cells[:, 1], 0, self.rows - 1)
        return np.asarray(self.free_m[y, x])

    def straight(self, one: Point, two: Point, radius_m: float) -> bool:
        """Whether a disc of `radius_m` passes along the straight line between two points."""
        n = max(2, int(np.hypot(*(two - one)) / (CELL_M / 2)) + 1)
        line = one + np.linspace(0.0, 1.0, n)[:, None] * (two - one)
        return bool((self.free_at(line) >= radius_m).all())

    def path(
        self,
        start: Point,
        goal: Point,
        radius_m: float,
        roomy_m: float = 0.25,
        dear: Grid | None = None,
    ) -> list[Point]:
        """Points from after `start` to `goal` for a disc of `radius_m`, empty when none.

        Keeps `roomy_m` further away from things where there is room. `dear` [rows, columns]
        multiplies the cost of cells.
        """
        if self.straight(start, goal, radius_m + roomy_m):
            return [goal]
        open_cells = self.free_m >= radius_m
        last = self._nearest(open_cells, goal)
        if last is None:
            return []
        _, islands = cv2.connectedComponents(open_cells.astype(np.uint8), connectivity=8)
        here = self.cell(start)
        if open_cells[here] and islands[here] != islands[last]:
            return []
        # Too near to something, the way out is towards the goal, not the nearest pocket.
        first = self._nearest(islands == islands[last], start)
        if first is None:
            return []
        tight = np.clip((radius_m + roomy_m - self.free_m) / roomy_m, 0.0, 1.0)
        cost = 1.0 + 4.0 * tight * tight
        cells = self._search(open_cells, cost if dear is None else cost * dear, first, last)
        if not cells:
            return []
        points = self.middle(0, 0) + CELL_M * np.array([(c, r) for r, c in cells], float)
        return self._pull([start, *points, goal], radius_m, roomy_m)[1:]

    def _nearest(self, open_cells: NDArray[np.bool_], xy: Point) -> tuple[int, int] | None:
        row, column = self.cell(xy)
        if open_cells[row, column]:
            return row, column
        reach = round(0.35 / CELL_M)
        top, left = max(row - reach, 0), max(column - reach, 0)
        window = open_cells[top : row + reach + 1, left : column + reach + 1]
        rows, columns = np.nonzero(window)
        if not len(rows):
            return None
        away = (rows + top - row) ** 2 + (columns + left - column) ** 2
        best = int(away.argmin())
        return int(rows[best]) + top, int(columns[best]) + left

    def _search(
        self,
        open_cells: NDArray[np.bool_],
        cost: NDArray[np.floating],
        first: tuple[int, int],
        last: tuple[int, int],
    ) -> list[tuple[int, int]]:
        number = np.full(open_cells.shape, -1, np.int32)
        rows, columns = np.nonzero(open_cells)
        number[rows, columns] = np.arange(len(rows), dtype=np.int32)
        wide = np.pad(number, 1, constant_values=-1)
        tails, heads, prices = [], [], []
        for dr, dc, length in _STEPS:
            there = wide[1 + dr : 1 + dr + self.rows, 1 + dc : 1 + dc + self.columns]
            both = (number >= 0) & (there >= 0)
            a, b = number[both], there[both]
            tails.append(a)
            heads.append(b)
            flat = cost[rows, columns]
            prices.append(length * (flat[a] + flat[b]) / 2)
        tail, head = np.concatenate(tails), np.concatenate(heads)
        price = np.concatenate(prices)
        graph = csr_array((price, (tail, head)), shape=(len(rows), len(rows)))
        begin, end = int(number[first]), int(number[last])
        reached, before = dijkstra(graph, directed=False, indices=[begin], return_predecessors=True)
        if not np.isfinite(reached[0, end]):
            return []
        trail = [end]
        while trail[-1] != begin:
            trail.append(int(before[0, trail[-1]]))
        return [(int(rows[n]), int(columns[n])) for n in reversed(trail)]

    def _pull(self, points: list[Point], radius_m: float, roomy_m: float) -> list[Point]:
        """Pull the string tight where that costs no free distance that the path had kept."""
        free = self.free_at(np.array(points))
        kept = [points[0]]
        at = 0
        while at < len(points) - 1:
            reach = at + 1
            step = 2
            while at + step < len(points):
                between = float(free[at + 1 : at + step].min())
                room = max(radius_m, min(between, radius_m + roomy_m))
                if not self.straight(points[at], points[at + step], room):
                    break
                reach = at + step
                step += 3 if step > 6 else 1
            at = reach
            kept.append(points[at])
        return kept
