"""A home comes in; the signed distance to what a lidar hits goes out, with its slope."""

from __future__ import annotations

import math
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from home_agent.home.graph import HomeMap, Place
from home_agent.home.raster import Raster
from home_agent.home.shape import to_map
from home_agent.types import Pose2D

LIDAR_HEIGHT_M = 0.20
CELL_M = 0.02
BORDER_M = 0.5
FARTHEST_M = 1.0  # distances are cut off here
Box = tuple[float, float, float, float]  # middle x, y and size x, y in the place's own frame


def boxes_at_lidar(place: Place) -> tuple[Box, ...]:
    """What of a piece of furniture is at the lidar's height, as boxes in its own frame.

    Tables and chairs stand on four legs, desks on two sides, shelves are open in front, and
    anything else reaches the floor. The thickness of legs and boards is the usual one.
    """
    deep, wide, _ = place.size
    if place.category in ("table", "chair"):
        leg = 0.045
        return tuple(
            (x * (deep / 2 - 0.04), y * (wide / 2 - 0.04), leg, leg)
            for x in (-1, 1)
            for y in (-1, 1)
        )
    if place.category == "desk":
        return tuple((0.0, y * (wide / 2 - 0.04), deep - 0.06, 0.03) for y in (-1, 1))
    if place.category == "shelf":
        sides = tuple((0.0, y * (wide / 2 - 0.0125), deep, 0.025) for y in (-1, 1))
        return (*sides, (0.01 - deep / 2, 0.0, 0.02, wide))
    if place.category in ("counter", "sink", "stove"):
        return ((-0.02, 0.0, deep - 0.04, wide),)  # fronts stand back under the top
    return ((0.0, 0.0, deep, wide),)


class Field:
    """Know for every point how far it is from the next surface that the lidar sees, m.

    Positive in free space, negative inside walls and furniture, cut off at 1 m.
    """

    def __init__(self, home: HomeMap, cell_m: float = CELL_M) -> None:
        rects = [room.rect for room in home.rooms.values()]
        low = min(r[0] for r in rects) - BORDER_M, min(r[1] for r in rects) - BORDER_M
        high = max(r[2] for r in rects) + BORDER_M, max(r[3] for r in rects) + BORDER_M
        grid = Raster(low, high, cell_m, 1)
        wall = home.wall_m / 2
        for x0, y0, x1, y1 in rects:
            grid.rect((x0 + wall, y0 + wall, x1 - wall, y1 - wall), 0)
        for door in home.doors.values():
            grid.box(door.pose, (home.wall_m + 2 * cell_m, door.width_m), 0)
        for place in home.places.values():
            for x, y, deep, wide in boxes_at_lidar(place):
                at = Pose2D(*to_map(place.pose, x, y), place.pose.yaw_rad)
                grid.box(at, (deep, wide), 1)
        self.cell_m, self.low = cell_m, low
        solid = grid.cells
        self.solid = solid.astype(bool)
        outside = cv2.distanceTransform(1 - solid, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
        inside = cv2.distanceTransform(solid, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
        signed = np.where(self.solid, 0.5 - inside, outside - 0.5) * cell_m
        self._far = np.clip(signed, -FARTHEST_M, FARTHEST_M).astype(np.float64)

    def at(
        self, x: NDArray[np.float64], y: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Signed distance and its slope along x and y at map points [n], between cells linear."""
        rows, columns = self._far.shape
        u = (x - self.low[0]) / self.cell_m - 0.5
        v = (y - self.low[1]) / self.cell_m - 0.5
        u = np.minimum(np.maximum(u, 0.0), columns - 1.001)
        v = np.minimum(np.maximum(v, 0.0), rows - 1.001)
        j, i = u.astype(np.int64), v.astype(np.int64)
        a, b = u - j, v - i
        flat, k = self._far.ravel(), i * columns + j
        f00, f01 = flat.take(k), flat.take(k + 1)
        k += columns
        f10, f11 = flat.take(k), flat.take(k + 1)
        east, north = f01 - f00, f11 - f10  # along x in the lower and in the upper row
        low, high = f00 + a * east, f10 + a * north
        slope_x = ((1 - b) * east + b * north) / self.cell_m
        rise = high - low
        return low + b * rise, slope_x, rise / self.cell_m

    def nearest(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
        """Signed distance of the cell each map point lies in; coarse but quick, any shape."""
        rows, columns = self._far.shape
        j = np.clip(((x - self.low[0]) / self.cell_m).astype(np.int64), 0, columns - 1)
        i = np.clip(((y - self.low[1]) / self.cell_m).astype(np.int64), 0, rows - 1)
        found: NDArray[np.float64] = self._far[i, j]
        return found


@cache
def beam_angles(count: int) -> NDArray[np.float64]:
    """Directions of the beams of a scan in the base frame, rad [count]."""
    angles = np.linspace(-math.pi, math.pi, count, endpoint=False)
    angles.setflags(write=False)
    return angles
