"""A route, where the base is and what stands in the way come in; base velocities go out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from home_agent.errors import BadInput
from home_agent.home.floor_grid import FloorGrid
from home_agent.home.follow import Follower, State
from home_agent.home.shape import wrap
from home_agent.home.way import PEOPLE_DISC_M, Passer, Point, free, top_speed, way
from home_agent.types import Pose2D

STEPS = 10
LOOK_AGAIN_S = 1.0
PATIENCE_S = 8.0
YIELD_S = 1.5  # how long to wait for somebody to pass before driving round them
NEAR_M, NEAR_RAD = 0.03, 0.05
NEAREST_M = 0.10  # good enough where something stands on the goal itself
ON_M = 0.05  # moved or turned (rad) so far, it gets on
STILL_MPS, STILL_RADPS = 0.03, 0.06
HEAD_TILT_RAD = 0.45  # to look ahead
ASTRAY_M = 0.25
MOVED_M = 0.12  # how far belief may move the goal before the way to it is planned anew
BLOCKED = "The way is blocked and does not clear."


class Ground(Protocol):
    """What stands where, true or perceived. `extra_m`: how much wider than its base the robot is.

    `refresh` marks everything anew; `everyone`: those who walk, too; keep_m: radius of the free
    disc round each person's middle, 0 leaves people out. `passers`: the people in sight.
    """

    @property
    def grid(self) -> FloorGrid: ...
    @property
    def extra_m(self) -> float: ...
    def refresh(self, start: Point, goal: Point, everyone: bool, keep_m: float) -> None: ...
    def passers(self, xy: Point) -> Sequence[Passer]: ...


@dataclass(frozen=True, slots=True)
class Leg:
    """The next half second: base velocities [STEPS, 3] and how the drive is getting on."""

    base: NDArray[np.float64]
    arrived: bool
    progress: float
    gave_up: str


class Drive:
    """Drive to the last pose of a route as a careful driver would, past all that is on `ground`."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._follower = Follower()
        self._keep_m = PEOPLE_DISC_M[0]
        self._goal = np.zeros(2)  # where the goal was when the path was made
        self._end = np.zeros(2)  # and where the path ended
        self._looked_s = -math.inf
        self._free_s = 0.0  # when the robot last got on or had arrived
        self._anchor = np.full(3, 1e9)  # and where that was: x, y, yaw
        self._length_m = 0.0

    def begin(self, route: Sequence[Pose2D], now_s: float) -> None:
        """Start on a new route; raises `BadInput` for an empty one."""
        if not route:
            raise BadInput("There is no route to drive: plan one to the place first.")
        self._follower.drop()
        self._looked_s = -math.inf
        self._free_s = now_s
        self._anchor[:] = 1e9
        self._length_m = 0.0

    def leg(
        self, base: Pose2D, velocity: NDArray[np.float64], route: Sequence[Pose2D], now_s: float
    ) -> Leg:
        """What to do next from `base`, moving at `velocity` [3] (base frame) along `route`."""
        xy = np.array([base.x_m, base.y_m])
        goal = route[-1]
        points = [np.array([pose.x_m, pose.y_m]) for pose in route]
        self._look(xy, points, now_s)
        end = self._end + points[-1] - self._goal
        off_m, off_rad = math.dist(xy, points[-1]), wrap(goal.yaw_rad - base.yaw_rad)
        still = bool(np.hypot(*velocity[:2]) < STILL_MPS) and abs(float(velocity[2])) < STILL_RADPS
        stuck = now_s - self._free_s > YIELD_S
        exact = math.dist(end, points[-1]) < NEAR_M / 2 and not stuck
        near = NEAR_M if exact else NEAREST_M
        arrived = still and off_m < near and abs(off_rad) < NEAR_RAD
        left = self._follower.left_m(xy, end)
        speeds = np.zeros((STEPS, 3))
        if not arrived:
            ahead, passers = self._follower.ahead, self._ground.passers(xy)
            top = top_speed(passers, xy, ahead, points[-1], self._keep_m)
            state = State(xy, base.yaw_rad, _in_map(velocity, base.yaw_rad))
            speeds = self._follower.roll(state, end, goal.yaw_rad, top, STEPS)
        moved = math.dist(xy, self._anchor[:2]) + abs(wrap(base.yaw_rad - self._anchor[2]))
        if arrived or moved > ON_M:
            self._free_s, self._anchor = now_s, np.array([*xy, base.yaw_rad])
        self._length_m = max(self._length_m, left, 0.1)
        progress = 1.0 if arrived else 1.0 - max(left, off_m) / max(self._length_m, off_m)
        gave_up = BLOCKED if now_s - self._free_s > PATIENCE_S else ""
        return Leg(speeds, arrived, float(np.clip(progress, 0.0, 1.0)), gave_up)

    def _look(self, xy: Point, route: list[Point], now_s: float) -> None:
        """Once a second look at the ground, and plan again when the way is not what it was."""
        ground, goal = self._ground, route[-1]
        if now_s - self._looked_s < LOOK_AGAIN_S - 1e-6:
            return
        self._looked_s = now_s
        waiting = now_s - self._free_s > YIELD_S
        self._refresh(xy, goal, waiting, PEOPLE_DISC_M[0])
        moved = float(np.hypot(*(goal - self._goal))) > MOVED_M
        moved = moved or math.dist(self._end, self._goal) > NEAR_M
        astray = self._follower.locate(xy) > ASTRAY_M
        ahead = self._follower.ahead
        same = len(ahead) and not (moved or astray or waiting)
        if same and free(ground.grid, ahead, ground.extra_m):
            return
        path = way(ground.grid, xy, goal, route, ground.extra_m)
        for keep_m in PEOPLE_DISC_M[1:]:
            if path is None:
                self._refresh(xy, goal, waiting, keep_m)
                path = way(ground.grid, xy, goal, route, ground.extra_m)
        self._goal, self._end = goal, goal if path is None else path[-1]
        if path is None:
            self._follower.drop()
        else:
            self._follower.take(path, ground.grid.free_at(path))

    def _refresh(self, xy: Point, goal: Point, everyone: bool, keep_m: float) -> None:
        self._keep_m = keep_m
        self._ground.refresh(xy, goal, everyone, keep_m)


def _in_map(velocity: NDArray[np.float64], yaw_rad: float) -> NDArray[np.float64]:
    c, s = math.cos(yaw_rad), math.sin(yaw_rad)
    vx, vy, wz = velocity.tolist()
    return np.array([c * vx - s * vy, s * vx + c * vy, wz])
