"""Looks and demonstrations that `home-agent collect` recorded come in; lessons and rows go out.

What comes in is `home_agent.demos.read`'s `Look` and `Demonstration`; here only their shapes are
known, so that either side can be used without the other.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from home_agent.perception.camera import rotation
from home_agent.ports import Kinematics
from home_agent.sim.lessons import Lesson, Shown
from home_agent.train.acts import KEYS, goals_of
from home_agent.types import ActionChunk, CameraFrame, Grip, Observation, Pose2D, Pose3D
from home_agent.vla import pictures
from home_agent.vla.body import Target, features
from home_agent.vla.config import VLAConfig
from home_agent.vla.goal import goal_at, to_row, toward
from home_agent.vla.motion import to_moves
from home_agent.vla.sample import Moves
from home_agent.vla.words import encode

Floats = NDArray[np.float32]
EVERY = 4  # rows (of 0.05 s) between two that are learned from, as the policy is asked
OVER, SHARE, WORTH = 0, 1, 7  # columns of label.state
LIFTED_M = 0.006  # how exactly the running policy knows its point (median of look 2)
DT_S = 0.05


class LookLike(Protocol):
    """`home_agent.demos.read.Look`."""

    rgb: NDArray[np.uint8]
    depth_m: Floats
    thermal_c: Floats
    marks: NDArray[np.uint8]
    k: NDArray[np.float64]
    camera: NDArray[np.float64]
    shown: tuple[Mapping[str, Any], ...]
    seed: int


class PicturesLike(Protocol):
    """`home_agent.demos.read.Pictures`."""

    rgb: NDArray[np.uint8]
    depth_m: Floats
    thermal_c: Floats


class DemonstrationLike(Protocol):
    """`home_agent.demos.read.Demonstration`."""

    task: str
    columns: Mapping[str, Floats]
    cameras: Mapping[str, PicturesLike]
    row_picture: NDArray[np.int64]


def lesson(look: LookLike) -> Lesson:
    """A recorded look as a lesson."""
    pose = _pose(look.camera)
    way = rotation(pose.quat_xyzw)[:, 2]
    heading = math.atan2(way[1], way[0])
    shown = []
    for one in look.shown:
        mask = look.marks == int(one["number"])
        if not mask.any():
            continue
        edge = mask[0].any() or mask[-1].any() or mask[:, 0].any() or mask[:, -1].any()
        width, depth, height = (float(side) for side in one["size"])
        shown.append(
            Shown(
                str(one["id"]),
                str(one["kind"]),
                str(one["colour"]),
                str(one["material"]),
                mask,
                np.array(one["middle"], float),
                (width, depth, height),
                math.remainder(float(one["yaw_rad"]) - heading, math.tau),
                not edge,
            )
        )
    frame = _frame(look.rgb, look.depth_m, look.thermal_c, look.k, pose)
    return Lesson(f"seed:{look.seed}", frame, tuple(shown))


def rows(
    demo: DemonstrationLike,
    arm: Kinematics,
    config: VLAConfig,
    k: Mapping[str, NDArray[np.float64]],
    rng: np.random.Generator,
) -> Moves | None:
    """A recorded demonstration as a batch; None when nothing in it is worth learning.

    k: the pinhole matrix [3, 3] of each camera. Where the true point is known it is used, as
    inexactly as the running policy would have lifted it.
    """
    columns = demo.columns
    count = len(columns["action"])
    found: list[dict[str, Any]] = []
    frames: dict[tuple[str, int], tuple[CameraFrame, pictures.Array]] = {}
    off = rng.normal(0.0, LIFTED_M, 3)
    felt = [_observation(columns, n) for n in range(count)]
    tools = [arm.tool(seen.arm) for seen in felt]
    stations = [goal_at(tool, seen.base) for tool, seen in zip(tools, felt, strict=True)]
    goals = goals_of(stations, columns["action"][:, 13].tolist())
    for n in range(0, count - 1, EVERY):
        label = columns["label.state"][n]
        if label[WORTH] < 0.5:
            continue
        seen = felt[n]
        camera = _pose(columns["observation.head_camera"][n])
        aim, point = columns["observation.aim"][n], columns["label.point"][n]
        at = None
        if point[3] > 0.5:
            at = point[:3].astype(float) + off
        elif aim[3] > 0.5:
            at = aim[4:7].astype(float)
        ahead = _ahead(columns, n, config.chunk)
        target = Target(at, by_handle=bool(aim[1]), upright=bool(aim[2]))
        crops = np.zeros((2, config.channels, config.crop_px, config.crop_px), np.float16)
        picture = int(demo.row_picture[n])
        for row, name in enumerate(("head", "wrist")):
            if name not in demo.cameras or at is None:
                continue
            if (name, picture) not in frames:
                frames = {key: one for key, one in frames.items() if key[1] >= picture}
                views = demo.cameras[name]
                pose = _pose(columns[f"observation.{name}_camera"][n])
                frame = _frame(
                    views.rgb[picture],
                    views.depth_m[picture],
                    views.thermal_c[picture],
                    k[name],
                    pose,
                )
                frames[name, picture] = frame, pictures.channels(frame)
            close = pictures.close_to(*frames[name, picture], at, config.crop_px)
            if close is not None:
                crops[row] = close.astype(np.float16)
        found.append(
            {
                "body": features(seen, tools[n], camera, target),
                "verb": np.int64(aim[0]),
                "words": encode(demo.task, config),
                "crops": crops,
                "moves": to_moves(ahead, seen, camera, arm, config.chunk),
                "progress": np.float32(label[SHARE]),
                "goal": to_row(goals[n], seen.base),
                "toward": toward(goals[n], seen.base, tools[n], camera),
            }
        )
    if not found:
        return None
    return Moves(**{key: np.stack([row[key] for row in found]) for key in KEYS})


def _ahead(columns: Mapping[str, Floats], n: int, steps: int) -> ActionChunk:
    """What the teacher wanted from row n on."""
    action = columns["action"][n : n + steps].astype(float)
    over = columns["label.state"][n : n + steps, OVER].astype(float)
    return ActionChunk(
        n * DT_S,
        DT_S,
        base=action[:, :3],
        arm=action[:, 3:11],
        head=action[:, 11:13],
        grip=action[:, 13],
        done=over,
    )


def _observation(columns: Mapping[str, Floats], n: int) -> Observation:
    """What the body felt at row n; see columns.py for the order."""
    state = columns["observation.state"][n].astype(float)
    lidar = columns["observation.lidar"][n]
    return Observation(
        t_s=n * DT_S,
        base=Pose2D(state[29], state[30], state[31]),
        base_velocity=state[26:29],
        lidar_m=lidar,
        lidar_t_s=n * DT_S,
        arm=state[:8],
        arm_torque=state[8:16],
        head=state[16:18],
        grip=Grip(state[18], state[19]),
        wrench=state[20:26],
        imu=state[32:38],
        battery=state[38],
        bumper=bool(state[39]),
    )


def _pose(row: NDArray[Any]) -> Pose3D:
    x, y, z, qx, qy, qz, qw = (float(value) for value in row)
    return Pose3D((x, y, z), (qx, qy, qz, qw), "base")


def _frame(
    rgb: NDArray[np.uint8],
    depth_m: Floats,
    thermal_c: Floats,
    k: NDArray[np.float64],
    pose: Pose3D,
) -> CameraFrame:
    """A frame from a large colour picture and depth and warmth of half its size."""

    def full(half: Floats) -> Floats:
        return half.repeat(2, axis=0).repeat(2, axis=1)

    return CameraFrame(full(depth_m), k, pose, np.ascontiguousarray(rgb), full(thermal_c))
