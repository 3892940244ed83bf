"""Lidar and depth pictures come in; points that the base must not run into go out.

Points are kept in the odometry's frame for some seconds, because a toy on the floor leaves the
camera's view just before the base reaches it. What a newer picture sees through is forgotten.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from home_agent.guard.arm import Point
from home_agent.guard.limits import Limits
from home_agent.types import CameraFrame, Observation, Pose2D, Pose3D

LIDAR_Z_M = 0.2
ALIKE_M = 0.05  # beams that differ less hit the same thing: their mean is less noisy
PIXELS = 1200
MOST = 600  # points kept at most
VOXEL_M = 0.03
LINK_M = 0.09  # what is nearer than this to the arm is the arm
TOOL_M = 0.20  # what is nearer than this to the tool is held or about to be


@dataclass(frozen=True, slots=True)
class Seen:
    """What is remembered of the surroundings, in the frame of odometry `frame`.

    low: float64 [m, 4] of x, y, z, time seen. beams: float64 [n, 4], the last lidar scan.
    trail: (t, x, y, yaw) of the last two seconds, oldest first. frames: camera -> last frame's
    time. depth_t_s: when any depth picture last came.
    """

    frame: str = ""
    low: NDArray[np.float64] = field(default_factory=lambda: np.zeros((0, 4)))
    beams: NDArray[np.float64] = field(default_factory=lambda: np.zeros((0, 4)))
    trail: tuple[tuple[float, float, float, float], ...] = ()
    frames: tuple[tuple[str, float], ...] = ()
    lidar_t_s: float = -math.inf
    depth_t_s: float = -math.inf


def remember(
    past: Seen, seen: Observation, arm: list[Point], holding: bool, *, now_s: float, limits: Limits
) -> Seen:
    """The surroundings after one more observation; `arm` are the arm's links, base frame."""
    base = seen.base
    if base.frame != past.frame:
        past = Seen(frame=base.frame)
    trail = past.trail
    if not trail or seen.t_s - trail[-1][0] >= 0.045:
        start = 1 if len(trail) >= 44 else 0
        trail = (*trail[start:], (seen.t_s, base.x_m, base.y_m, base.yaw_rad))
    now = replace(past, trail=trail)
    if seen.lidar_t_s > past.lidar_t_s:
        beams = _beams(seen, pose_at(now, base, seen.lidar_t_s), arm, limits)
        now = replace(now, beams=beams, lidar_t_s=seen.lidar_t_s)
    for name, frame in seen.cameras.items():
        taken_s = frame.t_s if frame.t_s > 0.0 else seen.t_s
        known = dict(now.frames)
        if taken_s <= known.get(name, -math.inf) or frame.depth_m.size == 0:
            continue
        known[name] = taken_s
        pose = pose_at(now, base, taken_s)
        low = _merge(now.low, frame, pose, taken_s, arm=arm, holding=holding, limits=limits)
        now = replace(now, low=low, frames=tuple(known.items()), depth_t_s=taken_s)
    if len(now.low):
        keep_s = np.where(now.low[:, 2] < 0.3, limits.keep_low_s, limits.keep_high_s)
        away = np.hypot(now.low[:, 0] - base.x_m, now.low[:, 1] - base.y_m)
        keep = (now_s - now.low[:, 3] < keep_s) & (away < limits.near_m + 0.3)
        if not keep.all():
            now = replace(now, low=now.low[keep])
    return now


def around(known: Seen, base: Pose2D) -> NDArray[np.float64]:
    """All remembered points seen from `base`: float64 [n, 3] of x, y, z in the base frame."""
    points = np.concatenate([known.beams, known.low])
    out = np.empty((len(points), 3))
    out[:, :2] = to_base(points[:, :2], base)
    out[:, 2] = points[:, 2]
    return out


def pose_at(known: Seen, base: Pose2D, t_s: float) -> Pose2D:
    """Where the base was at `t_s`, as far as the trail reaches; the nearest end beyond it."""
    trail = known.trail
    if not trail or t_s >= trail[-1][0]:
        return base
    after = trail[0]
    for before in reversed(trail):
        if before[0] <= t_s:
            span = after[0] - before[0]
            part = (t_s - before[0]) / span if span > 0 else 0.0
            turn = math.remainder(after[3] - before[3], math.tau)
            return Pose2D(
                before[1] + part * (after[1] - before[1]),
                before[2] + part * (after[2] - before[2]),
                before[3] + part * turn,
                base.frame,
            )
        after = before
    return Pose2D(after[1], after[2], after[3], base.frame)


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


def _beams(
    seen: Observation, pose: Pose2D, arm: list[Point], limits: Limits
) -> NDArray[np.float64]:
    ranges = seen.lidar_m.astype(np.float64)
    if len(ranges) > 2:
        before, after = np.roll(ranges, 1), np.roll(ranges, -1)
        with np.errstate(invalid="ignore"):
            smooth = (np.abs(before - ranges) < ALIKE_M) & (np.abs(after - ranges) < ALIKE_M)
        ranges = np.where(smooth, (before + ranges + after) / 3, ranges)
    at = np.flatnonzero((ranges > 0.05) & (ranges < limits.near_m + limits.base_radius_m))
    angles = at * (math.tau / max(len(ranges), 1)) - math.pi
    points = np.empty((len(at), 3))
    points[:, 0] = ranges[at] * np.cos(angles)
    points[:, 1] = ranges[at] * np.sin(angles)
    points[:, 2] = LIDAR_Z_M
    if min(z for _, _, z in arm) < LIDAR_Z_M + LINK_M:
        points = _foreign(points, arm, False)
    return _stamp(points, pose, seen.lidar_t_s)


def _merge(
    old: NDArray[np.float64],
    frame: CameraFrame,
    pose: Pose2D,
    taken_s: float,
    *,
    arm: list[Point],
    holding: bool,
    limits: Limits,
) -> NDArray[np.float64]:
    """Old points that the frame does not see through, and the frame's own."""
    turn, eye = rotation(frame.pose_base), np.array(frame.pose_base.position_m)
    height, width = frame.depth_m.shape
    fx, fy, cx, cy = frame.k[0, 0], frame.k[1, 1], frame.k[0, 2], frame.k[1, 2]
    if len(old):
        here = np.column_stack([to_base(old[:, :2], pose), old[:, 2]])
        lens = (here - eye) @ turn
        z = np.maximum(lens[:, 2], 1e-6)
        u, v = lens[:, 0] / z * fx + cx, lens[:, 1] / z * fy + cy
        inside = (lens[:, 2] > 0.05) & (u > -0.5) & (u < width - 0.5) & (v > -0.5)
        inside &= v < height - 0.5
        iu, iv = np.where(inside, np.rint(u), 0).astype(int), np.where(inside, np.rint(v), 0)
        shown = frame.depth_m[iv.astype(int), iu]
        old = old[~(inside & (shown > z - 0.05))]
    step = max(1, round(math.sqrt(height * width / PIXELS)))
    depth = frame.depth_m[step // 2 :: step, step // 2 :: step]
    x = (np.arange(step // 2, width, step) - cx) / fx
    y = (np.arange(step // 2, height, step) - cy) / fy
    # Heights first: most of the picture is floor and needs no more than that.
    up = depth * (turn[2, 0] * x + (turn[2, 1] * y + turn[2, 2])[:, None]) + eye[2]
    keep = (up > limits.low_m + limits.low_per_m * depth) & (up < limits.high_m)
    keep &= (depth > 0.0) & (depth < limits.near_m + 1.0)
    v, u = np.nonzero(keep)
    z = depth[v, u].astype(np.float64)
    points = np.stack([x[u] * z, y[v] * z, z], axis=1) @ turn.T + eye
    away = points[:, 0] ** 2 + points[:, 1] ** 2
    near = (away < limits.near_m**2) & (away > limits.base_radius_m**2)
    new = _stamp(_foreign(_thin(points[near]), arm, holding), pose, taken_s)
    points = np.concatenate([new, old])
    if len(points) > MOST:
        away = np.hypot(points[:, 0] - pose.x_m, points[:, 1] - pose.y_m)
        points = points[np.argpartition(away, MOST)[:MOST]]
    return points


def _thin(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """One point for each small cube of space."""
    cells = np.rint(points / VOXEL_M).astype(np.int64) @ np.array([1, 1000, 1000000])
    _, first = np.unique(cells, return_index=True)
    return points[first]


def _foreign(points: NDArray[np.float64], arm: list[Point], holding: bool) -> NDArray[np.float64]:
    """The points that belong neither to the arm nor to what is at the tool."""
    joints = np.array(arm)
    start, along = joints[:-1], joints[1:] - joints[:-1]
    size = np.maximum((along * along).sum(axis=1), 1e-9)
    way = points[:, None, :] - start
    part = np.clip(np.einsum("ijk,jk->ij", way, along) / size, 0.0, 1.0)
    gap = way - part[:, :, None] * along
    apart = np.einsum("ijk,ijk->ij", gap, gap).min(axis=1) > LINK_M * LINK_M
    tool = points - joints[-1]
    free = TOOL_M if holding else LINK_M
    apart &= np.einsum("ij,ij->i", tool, tool) > free * free
    kept: NDArray[np.float64] = points[apart]
    return kept


def _stamp(points: NDArray[np.float64], pose: Pose2D, t_s: float) -> NDArray[np.float64]:
    return np.column_stack([to_odom(points[:, :2], pose), points[:, 2], np.full(len(points), t_s)])
