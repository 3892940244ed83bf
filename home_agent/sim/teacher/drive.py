"""An aim with a route comes in; base velocities that follow it past all true obstacles go out."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from home_agent.errors import BadInput
from home_agent.home.drive import HEAD_TILT_RAD, STEPS, Drive
from home_agent.home.follow import DT_S
from home_agent.home.shape import wrap
from home_agent.sim.teacher.obstacles import Obstacles
from home_agent.sim.world import World
from home_agent.types import ActionChunk, Aim, Observation, Pose2D


class Driver:
    """Drive to the last pose of an aim's route as a careful driver with full sight would.

    The goal is meant in the robot's own belief of where it is: it is carried over to the true
    frame with the difference of `seen.base` and the truth. What stands in the way is the truth.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._drive = Drive(Obstacles(world))
        self._route: tuple[Pose2D, ...] = ()

    def begin(self, aim: Aim) -> None:
        """Set the route to follow; raises `BadInput` without one."""
        self._drive.begin(aim.route, self._world.time_s)
        self._route = aim.route

    def chunk(self, seen: Observation) -> ActionChunk:
        """The next half second of driving; `done` is 1 once the last pose is reached.

        The arm and the grip are held as they were commanded last, the head looks ahead. Raises
        `BadInput` before the first `begin`.
        """
        if not self._route:
            raise BadInput("Nothing to drive to: begin with an aim.")
        world = self._world
        true = world.base_pose()
        route = [carried_over(seen.base, true)(pose) for pose in self._route]
        leg = self._drive.leg(true, seen.base_velocity, route, world.time_s)
        ctrl, scene = world.data.ctrl, world.scene
        return ActionChunk(
            t_s=seen.t_s,
            dt_s=DT_S,
            base=leg.base,
            arm=np.tile(ctrl[scene.arm_u], (STEPS, 1)),
            head=np.tile([0.0, HEAD_TILT_RAD], (STEPS, 1)),
            grip=np.full(STEPS, float(ctrl[scene.grip_u[0]])),
            done=np.full(STEPS, 1.0 if leg.arrived else 0.0),
            progress=leg.progress,
            gave_up=leg.gave_up,
        )


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
