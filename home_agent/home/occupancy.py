"""A home comes in; its floor as a grid of cells goes out: occupied, and how far from obstacles."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray

from home_agent.home.raster import Raster

if TYPE_CHECKING:
    from home_agent.home.graph import HomeMap

RADIUS_M = 0.26  # of the base
MARGIN_M = 0.05
BORDER_M = 0.30  # of unknown ground kept round the home


@dataclass(frozen=True, slots=True)
class Occupancy:
    """A grid over the map: row i, column j is the cell whose middle is origin + (j, i) + 1/2.

    occupied: bool [rows, columns], walls, furniture, keep-outs and all ground outside rooms.
    clearance_m: float32 [rows, columns], from the cell's middle to the nearest occupied cell.
    """

    resolution_m: float
    origin_m: tuple[float, float]
    occupied: NDArray[np.bool_]
    clearance_m: NDArray[np.float32]

    @classmethod
    def of(
        cls, occupied: NDArray[np.bool_], resolution_m: float, origin_m: tuple[float, float]
    ) -> Occupancy:
        """A grid from its occupied cells; the clearance is computed."""
        free = np.where(occupied, 0, 1).astype(np.uint8)
        cells = cv2.distanceTransform(free, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
        clear = np.asarray(cells, np.float32) * np.float32(resolution_m)
        return cls(resolution_m, origin_m, occupied, clear)

    @classmethod
    def from_map(cls, home: HomeMap, resolution_m: float = 0.05) -> Occupancy:
        """Draw walls with their doors left open, furniture and keep-outs."""
        rects = [room.rect for room in home.rooms.values()]
        low = min(r[0] for r in rects) - BORDER_M, min(r[1] for r in rects) - BORDER_M
        high = max(r[2] for r in rects) + BORDER_M, max(r[3] for r in rects) + BORDER_M
        grid = Raster(low, high, resolution_m, 1)
        wall = home.wall_m / 2
        for x0, y0, x1, y1 in rects:
            grid.rect((x0 + wall, y0 + wall, x1 - wall, y1 - wall), 0)
        for door in home.doors.values():
            # Through the wall and no further: what stands behind is drawn afterwards anyway.
            grid.box(door.pose, (home.wall_m + 2 * resolution_m, door.width_m), 0)
        for place in home.places.values():
            # A cell is taken when any good part of it is.
            size = place.size[0] + resolution_m / 2, place.size[1] + resolution_m / 2
            grid.box(place.pose, size, 1)
        for zone in home.keep_outs.values():
            grid.rect(zone.rect, 1)
        return cls.of(grid.cells.astype(bool), resolution_m, low)

    def cell(self, x_m: float, y_m: float) -> tuple[int, int]:
        """Row and column of a map position, clipped to the grid."""
        rows, columns = self.occupied.shape
        i = math.floor((y_m - self.origin_m[1]) / self.resolution_m)
        j = math.floor((x_m - self.origin_m[0]) / self.resolution_m)
        return min(max(i, 0), rows - 1), min(max(j, 0), columns - 1)

    def point(self, i: int, j: int) -> tuple[float, float]:
        """The middle of a cell in the map, m."""
        step = self.resolution_m
        return self.origin_m[0] + (j + 0.5) * step, self.origin_m[1] + (i + 0.5) * step

    def free(self, x_m: float, y_m: float, radius_m: float = RADIUS_M + MARGIN_M) -> bool:
        """Does a disc of `radius_m` fit at a map position?"""
        return bool(self.clearance_m[self.cell(x_m, y_m)] >= radius_m)

    def clear_line(
        self, start: tuple[float, float], end: tuple[float, float], radius_m: float
    ) -> bool:
        """Does a disc of `radius_m` fit everywhere on a straight line between map points?"""
        return bool(self.along(start, end).min() >= radius_m)

    def along(self, start: tuple[float, float], end: tuple[float, float]) -> NDArray[np.float32]:
        """The clearance at points at most half a cell apart on a straight line, float32 [n]."""
        count = max(2, math.ceil(2 * math.dist(start, end) / self.resolution_m) + 1)
        x = np.linspace(start[0], end[0], count) - self.origin_m[0]
        y = np.linspace(start[1], end[1], count) - self.origin_m[1]
        rows, columns = self.occupied.shape
        i = np.clip((y / self.resolution_m).astype(int), 0, rows - 1)
        j = np.clip((x / self.resolution_m).astype(int), 0, columns - 1)
        found: NDArray[np.float32] = self.clearance_m[i, j]
        return found
