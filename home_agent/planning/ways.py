"""Two poses in a home come in; about how far it is to drive goes out, quickly.

Straight lines within rooms, through the doors between them by Dijkstra over the doors (not over
the grid), so that many ways can be compared. Which spots the robot can reach at all is read from
the floor's grid once.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from scipy.sparse.csgraph import shortest_path

from home_agent.errors import Blocked
from home_agent.home.graph import HomeMap
from home_agent.home.occupancy import MARGIN_M, RADIUS_M
from home_agent.planning.costs import DRIVE_MPS, TURN_S
from home_agent.types import Pose2D

BENDS = 1.1  # a way round furniture is about so much longer than the straight line
SNAP_CELLS = 9  # a pose may be so far from floor where the robot fits (home/route.py: 0.45 m)
Point = tuple[float, float]


class Ways:
    """The ways of one home. Keep one for a plan: it remembers doors and floor."""

    def __init__(self, home: HomeMap) -> None:
        self._home = home
        doors = list(home.doors.values())
        self._at = np.array([(d.pose.x_m, d.pose.y_m) for d in doors]).reshape(-1, 2)
        self._doors = {room: [n for n, d in enumerate(doors) if room in d.rooms]
                       for room in home.rooms}  # fmt: skip
        apart = np.full((len(doors), len(doors)), np.inf)
        for inside in self._doors.values():
            for one in inside:
                for other in inside:
                    apart[one, other] = math.dist(self._at[one], self._at[other])
        self._between: NDArray[np.float64] = (
            shortest_path(apart, method="D") if doors else np.zeros((0, 0))
        )
        self._islands: NDArray[np.int32] | None = None

    def metres(self, start: Point, goal: Point) -> float:
        """About how far it is, m; infinite when no doors lead there."""
        rooms = self._home.room_at(*start), self._home.room_at(*goal)
        if None in rooms or rooms[0] == rooms[1]:
            return BENDS * math.dist(start, goal)
        first, last = self._doors[str(rooms[0])], self._doors[str(rooms[1])]
        if not first or not last:
            return math.inf
        out = np.hypot(*(self._at[first] - np.array(start)).T)
        home = np.hypot(*(self._at[last] - np.array(goal)).T)
        whole = out[:, None] + self._between[np.ix_(first, last)] + home[None, :]
        return BENDS * float(whole.min())

    def drive_s(self, start: Pose2D, goal: Pose2D) -> float:
        """Seconds to drive; raises `Blocked` when the robot cannot get there."""
        if not self.joined(start, goal):
            # The router says it best: which room, and whether it is outside.
            self._home.route(start, goal)
        metres = self.metres((start.x_m, start.y_m), (goal.x_m, goal.y_m))
        if math.isinf(metres):
            raise Blocked("No door leads there.")
        return metres / DRIVE_MPS + TURN_S

    def joined(self, start: Pose2D, goal: Pose2D) -> bool:
        """Are both on one and the same stretch of floor where the robot fits?"""
        grid = self._home.occupancy
        if self._islands is None:
            fits = grid.clearance_m >= RADIUS_M + MARGIN_M
            self._islands = np.asarray(ndimage.label(fits, np.ones((3, 3)))[0], np.int32)
        near = [self._near(*grid.cell(pose.x_m, pose.y_m)) for pose in (start, goal)]
        return not near[0].isdisjoint(near[1])

    def _near(self, i: int, j: int) -> set[int]:
        islands = self._islands
        if islands is None:
            return set()
        if islands[i, j]:
            return {int(islands[i, j])}
        low_i, low_j = max(0, i - SNAP_CELLS), max(0, j - SNAP_CELLS)
        window = islands[low_i : i + SNAP_CELLS + 1, low_j : j + SNAP_CELLS + 1]
        return {int(one) for one in np.unique(window)} - {0}
