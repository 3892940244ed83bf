"""Free floor: walls, furniture and people come in, where a robot can stand and drive goes out."""

from __future__ import annotations

import math
from collections.abc import Iterable

import cv2
import numpy as np
from numpy.typing import NDArray

from home_agent.home.graph import Place
from home_agent.sim.layout import WALL_M, Plan, Rect

CELL_M = 0.05
# Half the width that every path must have: the robot's radius 0.26 m and a margin.
ROOM_M = 0.33


class Floor:
    """A grid of the home's floor; cells are 5 cm, [row (y), column (x)]."""

    _solid: NDArray[np.uint8]
    _room_m: NDArray[np.float64]
    _reach: NDArray[np.bool_]

    def __init__(self, plan: Plan) -> None:
        width = max(room.rect[2] for room in plan.rooms)
        height = max(room.rect[3] for room in plan.rooms)
        self._solid = np.zeros((round(height / CELL_M) + 1, round(width / CELL_M) + 1), np.uint8)
        for wall in plan.walls:
            (x0, y0), (x1, y1) = wall.start, wall.end
            half = WALL_M / 2
            self.block((x0 - half, y0 - half, x1 + half, y1 + half))
        for edge in (self._solid[0], self._solid[-1], self._solid[:, 0], self._solid[:, -1]):
            edge[:] = 1
        self.flood()

    def copy(self) -> Floor:
        """A floor of its own with the same solid cells."""
        other = object.__new__(Floor)
        other.become(self)
        other._solid = self._solid.copy()
        return other

    def become(self, other: Floor) -> None:
        """Take over everything that `other` knows."""
        self._solid, self._room_m, self._reach = other._solid, other._room_m, other._reach

    def block(self, rect: Rect) -> None:
        """Mark a rectangle as not free; call `flood` afterwards."""
        rows, cols = self._solid.shape
        c0, r0 = max(0, round(rect[0] / CELL_M)), max(0, round(rect[1] / CELL_M))
        c1, r1 = min(cols - 1, round(rect[2] / CELL_M)), min(rows - 1, round(rect[3] / CELL_M))
        self._solid[r0 : r1 + 1, c0 : c1 + 1] = 1

    def block_round(self, x: float, y: float, radius: float) -> None:
        """Mark a disc (as its square) as not free; call `flood` afterwards."""
        self.block((x - radius, y - radius, x + radius, y + radius))

    def flood(self, seed: tuple[float, float] | None = None) -> None:
        """Find the floor that can be driven from `seed`, or the largest such piece."""
        free = (1 - self._solid).astype(np.uint8)
        self._room_m = cv2.distanceTransform(free, cv2.DIST_L2, 5).astype(np.float64) * CELL_M
        open_floor = (self._room_m > ROOM_M).astype(np.uint8)
        _, labels = cv2.connectedComponents(open_floor, connectivity=4)
        if seed is None:
            counts = np.bincount(labels.ravel())
            counts[0] = 0
            label = int(np.argmax(counts)) if counts.any() else -1
        else:
            label = int(labels[self._cell(*seed)])
            label = label if label > 0 else -1
        self._reach = labels == label

    def reaches(self, x: float, y: float) -> bool:
        """Can the robot's middle come to (x, y)?"""
        return bool(self._reach[self._cell(x, y)])

    def room_m(self, x: float, y: float) -> float:
        """Distance from (x, y) to the nearest solid thing, in m."""
        return float(self._room_m[self._cell(x, y)])

    def cells(self, rect: Rect) -> NDArray[np.float64]:
        """Middles of the reachable cells inside `rect`, float64 [n, 2]."""
        c0, r0 = max(0, round(rect[0] / CELL_M)), max(0, round(rect[1] / CELL_M))
        c1, r1 = round(rect[2] / CELL_M), round(rect[3] / CELL_M)
        rows, cols = np.nonzero(self._reach[r0 : r1 + 1, c0 : c1 + 1])
        return np.stack([cols + c0, rows + r0], axis=1).astype(np.float64) * CELL_M

    def sees(self, start: tuple[float, float], end: tuple[float, float]) -> bool:
        """Is the straight way between two points free for the robot?"""
        count = max(2, math.ceil(math.dist(start, end) / CELL_M))
        return all(
            self.reaches(
                start[0] + (end[0] - start[0]) * i / count,
                start[1] + (end[1] - start[1]) * i / count,
            )
            for i in range(count + 1)
        )

    def _cell(self, x: float, y: float) -> tuple[int, int]:
        rows, cols = self._solid.shape
        row, col = round(y / CELL_M), round(x / CELL_M)
        return min(max(row, 0), rows - 1), min(max(col, 0), cols - 1)


def footprint(place: Place, grow: float = 0.0) -> Rect:
    """The outer rectangle of a place that stands square to the walls, grown by `grow` m."""
    along, across = place.size[0] / 2 + grow, place.size[1] / 2 + grow
    if abs(math.sin(place.pose.yaw_rad)) > 0.5:
        along, across = across, along
    x, y = place.pose.x_m, place.pose.y_m
    return (x - along, y - across, x + along, y + across)


def to_map(place: Place, x: float, y: float) -> tuple[float, float]:
    """A point of the place's own frame in the map frame."""
    cos, sin = math.cos(place.pose.yaw_rad), math.sin(place.pose.yaw_rad)
    return place.pose.x_m + cos * x - sin * y, place.pose.y_m + sin * x + cos * y


def to_place(place: Place, x: float, y: float) -> tuple[float, float]:
    """A point of the map frame in the place's own frame."""
    cos, sin = math.cos(place.pose.yaw_rad), math.sin(place.pose.yaw_rad)
    dx, dy = x - place.pose.x_m, y - place.pose.y_m
    return cos * dx + sin * dy, -sin * dx + cos * dy


def overlap(a: Rect, b: Rect) -> bool:
    """Do two rectangles share floor?"""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def any_overlap(a: Rect, others: Iterable[Rect]) -> bool:
    """Does `a` share floor with any of `others`?"""
    return any(overlap(a, other) for other in others)
