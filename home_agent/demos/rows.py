"""What the robot sensed and was told in one control period comes in; a row's columns go out."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from home_agent.demos.columns import MISHAPS, NONE, ROUTE
from home_agent.demos.truth import Meant, in_base, point_of, warmth
from home_agent.sim.kinematics import ArmKinematics
from home_agent.sim.sensors import LIDAR_RANGE_M
from home_agent.sim.world import World
from home_agent.types import (
    VERBS,
    ActionChunk,
    Aim,
    CameraFrame,
    Command,
    Observation,
    Pose2D,
    Pose3D,
)

Row = dict[str, NDArray[np.float32]]
PASSED_M = 0.35
AIR_C = 21.0


def f32(values: Any) -> NDArray[np.float32]:
    """Numbers as a column's vector."""
    return np.asarray(values, np.float32)


def seen_columns(seen: Observation, kinematics: ArmKinematics) -> Row:
    """The observation's columns that sensors of the body give."""
    base = seen.base
    state = np.concatenate(
        [
            seen.arm,
            seen.arm_torque,
            seen.head,
            [seen.grip.gap_m, seen.grip.force_n],
            seen.wrench,
            seen.base_velocity,
            [base.x_m, base.y_m, base.yaw_rad],
            seen.imu,
            [seen.battery, float(seen.bumper)],
        ]
    )
    ranges = np.round(np.minimum(seen.lidar_m, LIDAR_RANGE_M), 2)
    return {
        "observation.state": f32(state),
        "observation.lidar": f32(ranges),
        "observation.tool": pose7(kinematics.tool(seen.arm)),
    }


def aim_columns(aim: Aim, seen: Observation, passed: int) -> Row:
    """What the step says, in the base frame the robot believes in."""
    told = np.zeros(8)
    told[0] = VERBS.index(aim.verb)
    told[1:3] = aim.by_handle, aim.upright
    if aim.position_map_m is not None:
        told[3] = 1.0
        told[4:7] = in_base(np.array(aim.position_map_m), seen.base)
    warm = None if aim.thing is None else aim.thing.temperature_c
    told[7] = AIR_C if warm is None else warm
    way = np.zeros((ROUTE, 3))
    for n, pose in enumerate(aim.route[passed : passed + ROUTE]):
        way[n] = in_base(np.array([pose.x_m, pose.y_m, 0.0]), seen.base)
        way[n, 2] = math.remainder(pose.yaw_rad - seen.base.yaw_rad, math.tau)
    left = len(aim.route) - passed
    if 0 < left < ROUTE:
        way[left:] = way[left - 1]
    return {"observation.aim": f32(told), "observation.route": f32(way.ravel())}


def passed(route: Sequence[Pose2D], base: Pose2D, before: int) -> int:
    """How many way points lie behind a robot at `base`, `before` of them for sure."""
    while (
        before < len(route) - 1
        and math.hypot(route[before].x_m - base.x_m, route[before].y_m - base.y_m) < PASSED_M
    ):
        before += 1
    return before


def action_columns(chunk: ActionChunk, at: int, kinematics: ArmKinematics) -> Row:
    """The teacher's wish for step `at` of its chunk."""
    arm = chunk.arm[at]
    wish = np.concatenate([chunk.base[at], arm, chunk.head[at], [chunk.grip[at]]])
    return {"action": f32(wish), "action.tool": pose7(kinematics.tool(arm))}


def executed_column(command: Command | None) -> Row:
    """What the motors were told."""
    done = np.zeros(14)
    if command is not None:
        done = np.concatenate([command.base, command.arm, command.head, [command.grip]])
    return {"action.executed": f32(done)}


def label_columns(
    what: Meant, world: World, done: float, next_place: int, clean: bool, noise: bool, kind: str
) -> Row:
    """The truth about the step; `progress` and `success` are known at its end only."""
    point = point_of(what, world)
    true = np.zeros(4)
    if point is not None:
        true[:3], true[3] = in_base(point, world.base_pose()), 1.0
    warm, hot = warmth(what, world)
    state = [done, 0.0, 0.0, float(bool(world.touches.held)), float(hot), warm]
    state += [float(next_place), float(clean), float(noise), float(MISHAPS.index(kind))]
    return {"label.point": f32(true), "label.state": f32(state)}


def no_picture() -> NDArray[np.float32]:
    """The label of a picture in which nothing is looked for."""
    return np.full(6, NONE, np.float32)


def pose7(pose: Pose3D) -> NDArray[np.float32]:
    """Position and quaternion x, y, z, w: float32 [7]."""
    return f32([*pose.position_m, *pose.quat_xyzw])


def camera_columns(frames: Mapping[str, CameraFrame]) -> Row:
    """Where the cameras were when they took their latest pictures."""
    return {f"observation.{name}_camera": pose7(frame.pose_base) for name, frame in frames.items()}
