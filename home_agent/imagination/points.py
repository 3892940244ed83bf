"""Lidar and depth pictures come in; the points round the robot, and which of them move, go out.

Points are kept for some seconds in the frame in which the base is given. Written apart from the
guard's own memory on purpose: the two layers must not fail together.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from home_agent.types import CameraFrame, Observation, Pose2D, Pose3D

LIDAR_Z_M = 0.2
FAR_M = 3.2
HIGH_M = 1.35
LOW_M, LOW_PER_M = 0.022, 0.012
ARM_M, TOOL_M = 0.09, 0.20
PIXELS = 900
VOXEL_M = 0.04
KEEP_S = 4.0
MOST = 1200
COMPARE_S = (0.25, 0.75)  # an older look, to see what moves
TURNED_RAD = 0.35  # a robot that turned so far since cannot compare
THROUGH_M = 0.15  # the older look saw so far beyond: there was nothing here

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Scan:
    """One older look: a lidar scan or one camera's picture, and where the base was."""

    t_s: float
    pose: Pose2D
    ranges: NDArray[np.float32] | None = None
    frame: CameraFrame | None = None


@dataclass(frozen=True, slots=True)
class Points:
    """What is remembered: points float64 [n, 5] of x, y, z, time, lidar (1) or depth (0).

    moved [m, 3]: points that stand now where lately nothing was. scans: older looks.
    """

    frame: str = ""
    points: Array = field(default_factory=lambda: np.zeros((0, 5)))
    moved: Array = field(default_factory=lambda: np.zeros((0, 3)))
    scans: tuple[Scan, ...] = ()
    trail: tuple[tuple[float, Pose2D], ...] = ()
    seen: tuple[tuple[str, float], ...] = ()


def remember(past: Points, seen: Observation, arm: Array, holding: bool) -> Points:
    """Take in an observation; arm [4, 3]: its joints and tool in the base frame."""
    if seen.base.frame != past.frame:
        past = Points(frame=seen.base.frame)
    trail = (*(one for one in past.trail if seen.t_s - one[0] < 1.5), (seen.t_s, seen.base))
    known, scans, points = dict(past.seen), list(past.scans), past.points
    moved: list[Array] = []
    if seen.lidar_t_s > known.get("lidar", -math.inf):
        known["lidar"] = seen.lidar_t_s
        pose = _pose_at(trail, seen.lidar_t_s)
        new = _strangers(_beams(seen.lidar_m), arm, holding)
        old = _older(scans, "lidar", seen.lidar_t_s, pose)
        if old is not None:
            moved.append(_to_world(new, pose)[_through_scan(_to_world(new, pose), old)])
        points = points[points[:, 4] == 0.0]
        points = np.concatenate([points, _stamped(new, pose, seen.lidar_t_s, 1.0)])
        scans.append(Scan(seen.lidar_t_s, pose, ranges=seen.lidar_m))
    for name, frame in seen.cameras.items():
        t_s = frame.t_s if frame.t_s > 0.0 else seen.t_s
        if t_s <= known.get(name, -math.inf) or name == "wrist" or frame.depth_m.size == 0:
            continue
        known[name] = t_s
        pose = _pose_at(trail, t_s)
        new = _strangers(_standing(frame), arm, holding)
        world = _to_world(new, pose)
        old = _older(scans, name, t_s, pose)
        if old is not None:
            moved.append(world[_through_picture(world, old)])
        gone = (points[:, 4] == 0.0) & _seen_through(points, pose, frame)
        points = np.concatenate([_stamped(new, pose, t_s, 0.0), points[~gone]])
        scans.append(Scan(t_s, pose, frame=replace(frame, rgb=None, thermal_c=None)))
    if not moved:  # nothing new was looked at
        shifted = past.moved if known == dict(past.seen) else np.zeros((0, 3))
    else:
        shifted = np.concatenate(moved)
    away = np.hypot(points[:, 0] - seen.base.x_m, points[:, 1] - seen.base.y_m)
    points = _thinned(points[(away < FAR_M) & (seen.t_s - points[:, 3] < KEEP_S)])[:MOST]
    scans = [one for one in scans if seen.t_s - one.t_s < COMPARE_S[1]]
    return Points(past.frame, points, shifted, tuple(scans), trail, tuple(known.items()))


def around(known: Points, base: Pose2D) -> Array:
    """All points as seen from `base`: float64 [n, 3], base frame."""
    return from_base(known.points[:, :3], base)


def from_base(points: Array, base: Pose2D) -> Array:
    """Points [n, 2+] of the world as seen from `base`."""
    c, s = math.cos(base.yaw_rad), math.sin(base.yaw_rad)
    out = points.copy()
    out[:, :2] = (points[:, :2] - (base.x_m, base.y_m)) @ np.array([[c, -s], [s, c]])
    return out


def _to_world(points: Array, base: Pose2D) -> Array:
    c, s = math.cos(base.yaw_rad), math.sin(base.yaw_rad)
    out = points.copy()
    out[:, :2] = points[:, :2] @ np.array([[c, s], [-s, c]]) + (base.x_m, base.y_m)
    return out


def _stamped(points: Array, pose: Pose2D, t_s: float, lidar: float) -> Array:
    world = _to_world(points, pose)
    rest = np.tile([t_s, lidar], (len(points), 1))
    return np.concatenate([world, rest], axis=1)


def _pose_at(trail: tuple[tuple[float, Pose2D], ...], t_s: float) -> Pose2D:
    """The pose nearest in time, moved on by nothing: looks are at most a tenth of a second old."""
    before = min(trail, key=lambda one: abs(one[0] - t_s))
    later = [one for one in trail if one[0] >= t_s]
    older = [one for one in trail if one[0] <= t_s]
    if not later or not older or later[0][0] == older[-1][0]:
        return before[1]
    (ta, a), (tb, b) = older[-1], later[0]
    part = (t_s - ta) / (tb - ta)
    turn = math.remainder(b.yaw_rad - a.yaw_rad, math.tau)
    x, y = a.x_m + part * (b.x_m - a.x_m), a.y_m + part * (b.y_m - a.y_m)
    return Pose2D(x, y, a.yaw_rad + part * turn, a.frame)


def _beams(ranges: NDArray[np.float32]) -> Array:
    found = ranges.astype(float)
    at = np.flatnonzero((found > 0.05) & (found < FAR_M))
    angles = at * (math.tau / max(len(found), 1)) - math.pi
    far = found[at]
    return np.stack([far * np.cos(angles), far * np.sin(angles), np.full(len(at), LIDAR_Z_M)], 1)


def _standing(frame: CameraFrame) -> Array:
    """Points of a picture that stand up from the floor, base frame [n, 3]."""
    height, width = frame.depth_m.shape
    step = max(1, round(math.sqrt(height * width / PIXELS)))
    half = step // 2
    depth = frame.depth_m[half::step, half::step]
    v, u = np.nonzero((depth > 0.0) & (depth < FAR_M + 0.5))
    z = depth[v, u].astype(float)
    x = (u * step + half - frame.k[0, 2]) / frame.k[0, 0] * z
    y = (v * step + half - frame.k[1, 2]) / frame.k[1, 1] * z
    at = np.stack([x, y, z], axis=1) @ _rotation(frame.pose_base).T + frame.pose_base.position_m
    keep = (at[:, 2] > LOW_M + LOW_PER_M * z) & (at[:, 2] < HIGH_M)
    kept: Array = at[keep & (np.hypot(at[:, 0], at[:, 1]) < FAR_M)]
    return kept


def _strangers(points: Array, arm: Array, holding: bool) -> Array:
    """Points that belong neither to the arm nor to what is in the hand."""
    start, along = arm[:-1], arm[1:] - arm[:-1]
    size = np.maximum((along * along).sum(axis=1), 1e-9)
    way = points[:, None, :] - start
    part = np.clip(np.einsum("ijk,jk->ij", way, along) / size, 0.0, 1.0)
    gap = np.linalg.norm(way - part[:, :, None] * along, axis=2).min(axis=1)
    tool = np.linalg.norm(points - arm[-1], axis=1)
    kept: Array = points[(gap > ARM_M) & (tool > (TOOL_M if holding else ARM_M))]
    return kept


def _rotation(pose: Pose3D) -> Array:
    x, y, z, w = pose.quat_xyzw
    return np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
            [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
            [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
        ]
    )


def _older(scans: list[Scan], name: str, t_s: float, pose: Pose2D) -> Scan | None:
    """The look of the same eye that is about half a second older."""
    found = [
        one
        for one in scans
        if COMPARE_S[0] <= t_s - one.t_s <= COMPARE_S[1]
        and abs(math.remainder(one.pose.yaw_rad - pose.yaw_rad, math.tau)) < TURNED_RAD
        and (one.ranges is not None) == (name == "lidar")
        and (one.frame is None or (one.frame.depth_m.shape[1] < 100) == (name == "floor"))
    ]
    return max(found, key=lambda one: t_s - one.t_s) if found else None


def _through_scan(world: Array, old: Scan) -> NDArray[np.bool_]:
    """Which points the older scan looked through: they were not there."""
    assert old.ranges is not None
    then = from_base(world, old.pose)
    far = np.hypot(then[:, 0], then[:, 1])
    n = len(old.ranges)
    beam = np.rint((np.arctan2(then[:, 1], then[:, 0]) + math.pi) / math.tau * n).astype(int)
    least = np.min([old.ranges[(beam + k) % n] for k in (-2, -1, 0, 1, 2)], axis=0)
    found: NDArray[np.bool_] = least > far + THROUGH_M
    return found


def _lens(world: Array, pose: Pose2D, frame: CameraFrame) -> tuple[Array, Array, Array]:
    here = from_base(world[:, :3], pose)
    lens = (here - frame.pose_base.position_m) @ _rotation(frame.pose_base)
    z = np.maximum(lens[:, 2], 1e-6)
    u = lens[:, 0] / z * frame.k[0, 0] + frame.k[0, 2]
    v = lens[:, 1] / z * frame.k[1, 1] + frame.k[1, 2]
    return u, v, lens[:, 2]


def _at_pixels(u: Array, v: Array, z: Array, frame: CameraFrame, rim: int) -> Array:
    """The least depth measured round each pixel, 0 outside of the picture and where unknown."""
    height, width = frame.depth_m.shape
    inside = (z > 0.1) & (u > rim) & (u < width - 1 - rim) & (v > rim) & (v < height - 1 - rim)
    iu, iv = np.where(inside, u, rim).astype(int), np.where(inside, v, rim).astype(int)
    shifts = ((0, 0), (rim, 0), (-rim, 0), (0, rim), (0, -rim))
    least = np.min([frame.depth_m[iv + b, iu + a] for a, b in shifts], axis=0)
    return np.where(inside, least, 0.0)


def _through_picture(world: Array, old: Scan) -> NDArray[np.bool_]:
    assert old.frame is not None
    u, v, z = _lens(world, old.pose, old.frame)
    rim = max(1, old.frame.depth_m.shape[1] // 40)
    found: NDArray[np.bool_] = _at_pixels(u, v, z, old.frame, rim) > z + THROUGH_M
    return found


def _seen_through(points: Array, pose: Pose2D, frame: CameraFrame) -> NDArray[np.bool_]:
    """Which old points a newer picture looks through or sees itself."""
    u, v, z = _lens(points, pose, frame)
    found: NDArray[np.bool_] = _at_pixels(u, v, z, frame, 1) > z - 0.08
    return found


def _thinned(points: Array) -> Array:
    """One point, the newest, for each small cube of space."""
    cells = np.rint(points[:, :3] / VOXEL_M).astype(np.int64)
    order = np.argsort(-points[:, 3], kind="stable")
    keys = cells[order] @ np.array([1, 10_007, 100_140_049])
    _, first = np.unique(keys, return_index=True)
    return points[order[first]]
