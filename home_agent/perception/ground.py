"""A home's map and what the sensors show come in; what stands on its floor now goes out."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from home_agent.home.floor_grid import FloorGrid
from home_agent.home.graph import HomeMap
from home_agent.home.way import EDGE_M, Passer, Point, disc_m
from home_agent.perception.passers import Passers
from home_agent.perception.stands import BODY_M, Stands
from home_agent.ports import Kinematics
from home_agent.types import Observation

HAND_M = 0.05  # how far the hand reaches out beyond the tool, seen from above
HELD_N, HELD_M = 0.5, 0.05  # so much force holds something, which reaches so much farther
MOST_EXTRA_M = 0.13
WANTED_MPS, STUCK_MPS, STUCK_S = 0.06, 0.02, 0.8


class Perceived:
    """What the robot's own sensors show of a floor, and the map (`home.drive.Ground`)."""

    def __init__(self, home: HomeMap, arm: Kinematics) -> None:
        self._arm = arm
        self._stands, self._passers = Stands(home), Passers(home)
        self._still = _mapped(home)
        self._t_s = 0.0
        self._moved_s = -math.inf
        self.grid = self._still
        self.extra_m = 0.0

    def see(self, seen: Observation) -> None:
        """Take in a localised observation."""
        tool = self._arm.tool(seen.arm).position_m
        held = HELD_M if seen.grip.force_n > HELD_N else 0.0
        self._passers.see(seen)
        people = [one.xy for one in self._passers.now(seen.t_s)]
        self._stands.see(seen, tool, people)
        self._t_s = seen.t_s
        reach_m = math.hypot(tool[0], tool[1]) + HAND_M + held
        self.extra_m = min(max(reach_m - EDGE_M - 0.02, 0.0), MOST_EXTRA_M)

    def push(self, seen: Observation, wanted: NDArray[np.float64]) -> None:
        """Where the base does not move as `wanted` [2], something unseen must be in its way."""
        free = math.hypot(*wanted) < WANTED_MPS or math.hypot(*seen.base_velocity[:2]) > STUCK_MPS
        if free and not seen.bumper:
            self._moved_s = seen.t_s
        elif seen.t_s - self._moved_s > STUCK_S and math.hypot(*wanted) > STUCK_MPS:
            self._stands.feel(seen.base, math.atan2(wanted[1], wanted[0]), seen.t_s)
            self._moved_s = seen.t_s

    def refresh(self, start: Point, goal: Point, everyone: bool, keep_m: float) -> None:
        """Mark what stands there now; `everyone`: those who walk, too.

        keep_m: radius of the free disc round each person's middle; 0 leaves people out.
        """
        grid = self._still.copy()
        points = self._stands.points()
        for one in self._passers.now(self._t_s):
            points = points[np.hypot(*(points - one.xy).T) > BODY_M]
            if keep_m > 0 and (everyone or not one.velocity.any()):
                grid.mark_disc(one.xy, disc_m(one.xy, start, goal, keep_m))
        grid.mark_points(points)
        grid.measure()
        self.grid = grid

    def toys(self) -> NDArray[np.float64]:
        """What lies there, too low for the lidar, and is nobody: map x, y and its height [n, 3]."""
        points = self._stands.toys()
        for one in self._passers.now(self._t_s):
            points = points[np.hypot(*(points[:, :2] - one.xy).T) > BODY_M]
        return points

    def passers(self, xy: Point) -> list[Passer]:
        """The people whom nothing on the map hides from `xy`."""
        known = self._passers.now(self._t_s)
        return [one for one in known if self._still.straight(xy, one.xy, 0.02)]


def _mapped(home: HomeMap) -> FloorGrid:
    """The floor as the map knows it."""
    grid = FloorGrid(room.rect for room in home.rooms.values())
    cells = np.argwhere(home.occupancy.occupied)[:, ::-1].astype(np.float64) + 0.5
    grid.mark_points(cells * home.occupancy.resolution_m + home.occupancy.origin_m)
    grid.measure()
    return grid
