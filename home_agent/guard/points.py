"""Lidar and depth pictures come in; points that the base must not run into go out.

Points are kept in the odometry's frame for some seconds, because a toy on the floor leaves the
camera's view just before the base reaches it. What a newer picture sees through is forgotten.
Also kept is which floor was seen at all.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from home_agent.guard.arm import Point
from home_agent.guard.frames import to_base
from home_agent.guard.limits import Limits
from home_agent.guard.picture import (
    HIGH_M,
    LINK_M,
    View,
    among,
    cells_of,
    foreign,
    stamped,
    standing,
    still_there,
    thinned,
)
from home_agent.types import Observation, Pose2D

LIDAR_Z_M = 0.2
ALIKE_M = 0.05  # beams that differ less hit the same thing: their mean is less noisy
MOST = 800  # points kept at most
MOST_CELLS = 4000
# Where the base is about to be, as seen along its motion: distance in m, bearing in rad.
_AHEAD = [(r, a) for r in (0.31, 0.42) for a in (-0.9, -0.6, -0.3, 0.0, 0.3, 0.6, 0.9)]
_AHEAD_XY = np.array([[r * math.cos(a), r * math.sin(a)] for r, a in _AHEAD])
_AHEAD_XY.setflags(write=False)


_BUMP_RAD = np.array([-0.6, -0.3, 0.0, 0.3, 0.6])
_BUMP_RAD.setflags(write=False)


@dataclass(frozen=True, slots=True)
class Seen:
    """What is remembered of the surroundings, in the frame of odometry `frame`.

    low: float64 [m, 4] of x, y, z, time seen. beams: float64 [n, 4], the last lidar scan.
    floor: numbers of floor cells that were seen, int64 [k], newest last. trail: (t, x, y, yaw) of
    the last two seconds, oldest first. frames: camera -> last frame's time. depth_t_s: when any
    depth picture last came.
    """

    frame: str = ""
    low: NDArray[np.float64] = field(default_factory=lambda: np.zeros((0, 4)))
    beams: NDArray[np.float64] = field(default_factory=lambda: np.zeros((0, 4)))
    floor: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
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
        view = View(frame, pose_at(now, base, taken_s), taken_s)
        new, cells = standing(view, arm, holding, limits)
        low = thinned(np.concatenate([new, now.low[still_there(now.low, view)]]))
        if len(low) > MOST:
            far = np.hypot(low[:, 0] - base.x_m, low[:, 1] - base.y_m)
            low = low[np.argpartition(far, MOST)[:MOST]]
        floor = np.concatenate([now.floor[~among(now.floor, cells)], cells])
        now = replace(now, low=low, floor=floor[-MOST_CELLS:])
        now = replace(now, frames=tuple(known.items()), depth_t_s=taken_s)
    if len(now.low):
        keep_s = np.where(now.low[:, 2] < HIGH_M, limits.keep_low_s, limits.keep_high_s)
        away = np.hypot(now.low[:, 0] - base.x_m, now.low[:, 1] - base.y_m)
        keep = (now_s - now.low[:, 3] < keep_s) & (away < limits.far_m + 0.3)
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


def bumped(known: Seen, seen: Observation, moving: NDArray[np.float64], limits: Limits) -> Seen:
    """Something touches the base: remember a thing where the base was moving to, `moving` [3]."""
    if not seen.bumper or math.hypot(moving[0], moving[1]) < 0.01:
        return known
    angles = math.atan2(moving[1], moving[0]) + _BUMP_RAD
    edge = limits.base_radius_m
    points = np.stack([edge * np.cos(angles), edge * np.sin(angles), np.full(5, 0.5)], axis=1)
    low = thinned(np.concatenate([stamped(points, seen.base, seen.t_s), known.low]))
    return replace(known, low=low)


def seen_ahead(known: Seen, base: Pose2D, way: NDArray[np.float64]) -> float:
    """The part of the floor just ahead along `way` [2], base frame, that was seen, 0..1."""
    angle = math.atan2(way[1], way[0]) + base.yaw_rad
    c, s = math.cos(angle), math.sin(angle)
    at = _AHEAD_XY @ np.array([[c, s], [-s, c]]) + (base.x_m, base.y_m)
    cells = cells_of(at)
    return float((cells[:, None] == known.floor).any(axis=1).mean())


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
        points = foreign(points, arm, False)
    return stamped(points, pose, seen.lidar_t_s)
