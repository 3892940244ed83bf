"""Synthetic lidar scans and camera frames of the small test home, made without a simulator."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from home_agent.perception.camera import Array, rotation
from home_agent.perception.field import Field, beam_angles
from home_agent.types import CameraFrame, Grip, Observation, Pose2D, Pose3D


def scan(field: Field, pose: Pose2D, beams: int = 180) -> NDArray[np.float32]:
    """Exact ranges [beams] by walking along each beam until the field says solid."""
    angles = beam_angles(beams) + pose.yaw_rad
    ranges = np.zeros(beams)
    for _ in range(60):
        far, _, _ = field.at(pose.x_m + ranges * np.cos(angles), pose.y_m + ranges * np.sin(angles))
        ranges += np.maximum(far, 0.0) * 0.9
    return ranges.astype(np.float32)


def observation(
    base: Pose2D, t_s: float, lidar_m: NDArray[np.float32], **cameras: CameraFrame
) -> Observation:
    """An observation with only a base pose, a scan taken now and cameras."""
    return Observation(
        t_s=t_s,
        base=base,
        base_velocity=np.zeros(3),
        lidar_m=lidar_m,
        lidar_t_s=t_s,
        arm=np.zeros(8),
        arm_torque=np.zeros(8),
        head=np.zeros(2),
        grip=Grip(0.1, 0.0),
        wrench=np.zeros(6),
        imu=np.zeros(6),
        battery=1.0,
        cameras=cameras,
    )


def looking(
    eye: tuple[float, float, float], pan: float, tilt: float, size: tuple[int, int] = (160, 120)
) -> tuple[Pose3D, NDArray[np.float64], tuple[int, int]]:
    """A camera in the base frame, turned left by `pan` and down by `tilt`; its K and (h, w)."""
    ahead = np.array(
        [math.cos(tilt) * math.cos(pan), math.cos(tilt) * math.sin(pan), -math.sin(tilt)]
    )
    right = np.array([math.sin(pan), -math.cos(pan), 0.0])
    turn = np.stack([right, np.cross(ahead, right), ahead], axis=1)
    focal = 0.9 * size[1]
    k = np.array([[focal, 0, (size[0] - 1) / 2], [0, focal, (size[1] - 1) / 2], [0, 0, 1.0]])
    return Pose3D(eye, quat_of(turn), "base"), k, (size[1], size[0])


def quat_of(turn: Array) -> tuple[float, float, float, float]:
    """The unit quaternion x, y, z, w of a rotation matrix."""
    w = math.sqrt(max(1e-12, 1.0 + turn[0, 0] + turn[1, 1] + turn[2, 2])) / 2
    if w > 0.1:
        x = (turn[2, 1] - turn[1, 2]) / (4 * w)
        y = (turn[0, 2] - turn[2, 0]) / (4 * w)
        z = (turn[1, 0] - turn[0, 1]) / (4 * w)
        return x, y, z, w
    values, vectors = np.linalg.eigh(turn + turn.T)
    axis = vectors[:, int(np.argmax(values))]
    return float(axis[0]), float(axis[1]), float(axis[2]), 0.0


def render(
    boxes: list[tuple[tuple[float, float, float], tuple[float, float, float], float]],
    pose: Pose3D,
    k: NDArray[np.float64],
    shape: tuple[int, int],
) -> tuple[CameraFrame, NDArray[np.int64]]:
    """A frame of upright boxes (middle, size in the base frame, degrees Celsius) over a floor at
    z = 0; also which box each pixel shows, -1 for the floor or nothing.
    """
    v, u = np.mgrid[0 : shape[0], 0 : shape[1]].astype(float)
    rays = np.stack([(u - k[0, 2]) / k[0, 0], (v - k[1, 2]) / k[1, 1], np.ones_like(u)], axis=-1)
    rays = rays @ rotation(pose.quat_xyzw).T
    eye = np.asarray(pose.position_m)
    with np.errstate(divide="ignore", invalid="ignore"):
        depth = np.where(rays[..., 2] < 0, -eye[2] / rays[..., 2], np.inf)
        which = np.full(shape, -1)
        for n, (middle, size, _) in enumerate(boxes):
            low = (np.array(middle) - np.array(size) / 2 - eye) / rays
            high = (np.array(middle) + np.array(size) / 2 - eye) / rays
            near, far = np.minimum(low, high).max(-1), np.maximum(low, high).min(-1)
            hit = (near < far) & (near > 0) & (near < depth)
            depth, which = np.where(hit, near, depth), np.where(hit, n, which)
    warm = np.full(shape, 21.0, np.float32)
    for n, (_, _, celsius) in enumerate(boxes):
        warm[which == n] = celsius
    depth = np.where(depth < 8.0, depth, 0.0).astype(np.float32)
    return CameraFrame(depth, k, pose, thermal_c=warm), which
