"""Poses and points of one frame come in; the same seen from another frame go out."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from home_agent.types import Pose2D, Pose3D


def to_base(points: NDArray[np.float64], base: Pose2D) -> NDArray[np.float64]:
    """Points [n, 2] of the odometry's frame, seen from `base`."""
    c, s = math.cos(base.yaw_rad), math.sin(base.yaw_rad)
    turned: NDArray[np.float64] = (points - (base.x_m, base.y_m)) @ np.array([[c, -s], [s, c]])
    return turned


def to_odom(points: NDArray[np.float64], base: Pose2D) -> NDArray[np.float64]:
    """Points [n, 2] of the base frame, in the odometry's frame."""
    c, s = math.cos(base.yaw_rad), math.sin(base.yaw_rad)
    turned: NDArray[np.float64] = points @ np.array([[c, s], [-s, c]]) + (base.x_m, base.y_m)
    return turned


def rotation(pose: Pose3D) -> NDArray[np.float64]:
    """The rotation matrix [3, 3] of a pose."""
    x, y, z, w = pose.quat_xyzw
    return np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
            [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
            [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
        ]
    )
