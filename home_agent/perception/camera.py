"""A camera frame and pixels come in, points in the base or map frame go out, and the way back."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from home_agent.types import CameraFrame, Pose2D, Pose3D

Array = NDArray[np.float64]


def rotation(quat_xyzw: tuple[float, float, float, float]) -> Array:
    """The rotation matrix [3, 3] of a quaternion, which need not be of unit length."""
    x, y, z, w = np.asarray(quat_xyzw, float) / np.linalg.norm(quat_xyzw)
    return np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
            [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
            [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
        ]
    )


def known(depth_m: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Where depth is known: finite and above zero, bool of the same shape."""
    found: NDArray[np.bool_] = np.isfinite(depth_m) & (depth_m > 0)
    return found


def lift(u: Array, v: Array, depth_m: Array, frame: CameraFrame) -> Array:
    """Pixels [n], [n] with their depth [n] as points in the base frame, float64 [n, 3]."""
    k = frame.k
    x = (u - k[0, 2]) / k[0, 0] * depth_m
    y = (v - k[1, 2]) / k[1, 1] * depth_m
    camera = np.stack([x, y, depth_m], axis=-1)
    pose = frame.pose_base
    points: Array = camera @ rotation(pose.quat_xyzw).T + np.asarray(pose.position_m)
    return points


def project(points_base: Array, frame: CameraFrame) -> tuple[Array, Array, Array]:
    """Points [n, 3] of the base frame as pixels u [n], v [n] and depth [n] (<= 0: behind)."""
    pose = frame.pose_base
    camera = (points_base - np.asarray(pose.position_m)) @ rotation(pose.quat_xyzw)
    depth = camera[:, 2]
    safe = np.where(depth > 1e-6, depth, np.inf)
    u = frame.k[0, 0] * camera[:, 0] / safe + frame.k[0, 2]
    v = frame.k[1, 1] * camera[:, 1] / safe + frame.k[1, 2]
    return u, v, depth


def base_to_map(points: Array, base: Pose2D) -> Array:
    """Points [n, 3] of the base frame in the map."""
    c, s = np.cos(base.yaw_rad), np.sin(base.yaw_rad)
    turn = np.array([[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]])
    moved: Array = points @ turn.T + np.array([base.x_m, base.y_m, 0.0])
    return moved


def map_to_base(points: Array, base: Pose2D) -> Array:
    """Points [n, 3] of the map in the base frame."""
    c, s = np.cos(base.yaw_rad), np.sin(base.yaw_rad)
    turn = np.array([[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]])
    moved: Array = (points - np.array([base.x_m, base.y_m, 0.0])) @ turn
    return moved


def camera_in_map(pose: Pose3D, base: Pose2D) -> Array:
    """Where a camera with `pose` in the base frame is in the map, float64 [3]."""
    at: Array = base_to_map(np.asarray(pose.position_m)[None], base)[0]
    return at
