"""An aim with a route comes in; base velocities that follow it past all true obstacles go out."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from home_agent.errors import BadInput
from home_agent.sim.scene import wrap
from home_agent.sim.teacher.follow import DT_S, Follower, State
from home_agent.sim.teacher.obstacles import PEOPLE_DISC_M, Obstacles
from home_agent.sim.world import World
from home_agent.types import ActionChunk, Aim, Observation, Pose2D

STEPS = 10
LOOK_AGAIN_S = 1.0
PATIENCE_S = 8.0
YIELD_S = 1.5  # how long to wait for somebody to pass before driving round them
NEAR_M, NEAR_RAD = 0.03, 0.05
NEAREST_M = 0.10  # good enough where something stands on the goal itself
ON_M = 0.05  # moved or turned (rad) so far, it gets on
STILL_MPS, STILL_RADPS = 0.03, 0.06
HEAD_TILT_RAD = 0.45
ASTRAY_M = 0.25
MOVED_M = 0.12  # how far belief may move the goal before the way to it is planned anew

Point = NDArray[np.float64]


class Driver:
    """Drive to the last pose of an aim's route as a careful driver with full sight would.

    The goal is meant in the robot's own belief of where it is: it is carried over to the true
    frame with the difference of `seen.base` and the truth. What stands in the way is the truth.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._obstacles = Obstacles(world)
        self._follower = Follower()
        self._route: tuple[Pose2D, ...] = ()
        self._goal = np.zeros(2)  # where the goal was when the path was made
        self._end = np.zeros(2)  # and where the path ended
        self._looked_s = -math.inf
        self._free_s = 0.0  # when the robot last got on or had arrived
        self._anchor = np.full(3, 1e9)  # and where that was: x, y, yaw
        self._length_m = 0.0

    def begin(self, aim: Aim) -> None:
        """Set the route to follow; raises `BadInput` without one."""
        if not aim.route:
            raise BadInput("There is no route to drive: plan one to the place first.")
        self._route = aim.route
        self._follower.drop()
        self._looked_s = -math.inf
        self._free_s = self._world.time_s
        self._anchor[:] = 1e9
        self._length_m = 0.0

    def chunk(self, seen: Observation) -> ActionChunk:
        """The next half second of driving; `done` is 1 once the last pose is reached.

        Raises `BadInput` before the first `begin`.
        """
        if not self._route:
            raise BadInput("Nothing to drive to: begin with an aim.")
        world = self._world
        true = world.base_pose()
        shift = carried_over(seen.base, true)
        route = [shift(pose) for pose in self._route]
        xy = np.array([true.x_m, true.y_m])
        points = [np.array([pose.x_m, pose.y_m]) for pose in route]
        self._look(xy, points)
        end = self._end + points[-1] - self._goal
        off_m, off_rad = math.dist(xy, points[-1]), wrap(route[-1].yaw_rad - true.yaw_rad)
        still = bool(np.hypot(*seen.base_velocity[:2]) < STILL_MPS)
        still = still and abs(float(seen.base_velocity[2])) < STILL_RADPS
        stuck = world.time_s - self._free_s > YIELD_S
        exact = math.dist(end, points[-1]) < NEAR_M / 2 and not stuck
        near = NEAR_M if exact else NEAREST_M
        arrived = still and off_m < near and abs(off_rad) < NEAR_RAD
        left = self._follower.left_m(xy, end)
        base = np.zeros((STEPS, 3))
        if not arrived:
            top = self._obstacles.top_speed(xy, self._follower.ahead, points[-1])
            state = State(xy, true.yaw_rad, _in_map(seen.base_velocity, true.yaw_rad))
            base = self._follower.roll(state, end, route[-1].yaw_rad, top, STEPS)
        moved = math.dist(xy, self._anchor[:2]) + abs(wrap(true.yaw_rad - self._anchor[2]))
        if arrived or moved > ON_M:
            self._free_s, self._anchor = world.time_s, np.array([*xy, true.yaw_rad])
        self._length_m = max(self._length_m, left, 0.1)
        progress = 1.0 if arrived else 1.0 - max(left, off_m) / max(self._length_m, off_m)
        return self._chunk(seen, base, arrived, progress)

    def _chunk(
        self, seen: Observation, base: NDArray[np.float64], arrived: bool, progress: float
    ) -> ActionChunk:
        """The chunk with arm and grip held as they were commanded last, head looking ahead."""
        ctrl, scene = self._world.data.ctrl, self._world.scene
        waited = self._world.time_s - self._free_s
        return ActionChunk(
            t_s=seen.t_s,
            dt_s=DT_S,
            base=base,
            arm=np.tile(ctrl[scene.arm_u], (STEPS, 1)),
            head=np.tile([0.0, HEAD_TILT_RAD], (STEPS, 1)),
            grip=np.full(STEPS, float(ctrl[scene.grip_u[0]])),
            done=np.full(STEPS, 1.0 if arrived else 0.0),
            progress=float(np.clip(progress, 0.0, 1.0)),
            gave_up="The way is blocked and does not clear." if waited > PATIENCE_S else "",
        )

    def _look(self, xy: Point, route: list[Point]) -> None:
        """Once a second look at the truth, and plan again when the way is not what it was."""
        now, goal = self._world.time_s, route[-1]
        if now - self._looked_s < LOOK_AGAIN_S - 1e-6:
            return
        self._looked_s = now
        waiting = now - self._free_s > YIELD_S
        self._obstacles.refresh(xy, goal, waiting, PEOPLE_DISC_M[0])
        moved = float(np.hypot(*(goal - self._goal))) > MOVED_M
        moved = moved or math.dist(self._end, self._goal) > NEAR_M
        astray = self._follower.locate(xy) > ASTRAY_M
        ahead = self._follower.ahead
        if len(ahead) and not (moved or astray or waiting) and self._obstacles.free(ahead):
            return
        path = self._obstacles.way(xy, goal, route)
        for keep_m in PEOPLE_DISC_M[1:]:
            if path is None:
                self._obstacles.refresh(xy, goal, waiting, keep_m)
                path = self._obstacles.way(xy, goal, route)
        self._goal, self._end = goal, goal if path is None else path[-1]
        if path is None:
            self._follower.drop()
        else:
            self._follower.take(path, self._obstacles.grid.free_at(path))


def carried_over(believed: Pose2D, true: Pose2D) -> Callable[[Pose2D], Pose2D]:
    """Turn poses meant in the robot's belief of the map into true ones.

    Without a belief (frame "odom") poses are taken to be true already.
    """
    if believed.frame != "map":
        return lambda pose: pose
    turn = true.yaw_rad - believed.yaw_rad
    c, s = math.cos(turn), math.sin(turn)

    def shift(pose: Pose2D) -> Pose2D:
        dx, dy = pose.x_m - believed.x_m, pose.y_m - believed.y_m
        x, y = true.x_m + c * dx - s * dy, true.y_m + s * dx + c * dy
        return Pose2D(x, y, wrap(pose.yaw_rad + turn))

    return shift


def _in_map(velocity: NDArray[np.float64], yaw_rad: float) -> NDArray[np.float64]:
    c, s = math.cos(yaw_rad), math.sin(yaw_rad)
    vx, vy, wz = velocity.tolist()
    return np.array([c * vx - s * vy, s * vx + c * vy, wz])
