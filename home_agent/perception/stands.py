"""Lidar scans and depth pictures come in; what stands on the floor beside the map goes out.

A scan shows all round at the lidar's height, so only the last one counts. What the depth pictures
show, such as toys too low for the lidar, is remembered for a while after it has left the view;
what a newer picture sees through is forgotten.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from home_agent.home.graph import HomeMap
from home_agent.perception.camera import Array, base_to_map, known, lift, map_to_base, project
from home_agent.perception.field import beam_angles
from home_agent.types import CameraFrame, Observation, Pose2D

BASE_M = 0.25
FELT_M, ARC_RAD = 0.28, np.array([-0.5, -0.25, 0.0, 0.25, 0.5])
ARC_RAD.setflags(write=False)
ROUND_M = 0.10  # the hand reaches so far out beyond the tool
HELD_M, LOW_HAND_M = 0.20, 0.50  # what is held by a hand as low as this, the lidar may see
GRIPS_N, CARRIED_M = 0.5, 0.36  # what a hand carries is no farther from it, and is not in the way
LOW_ARM_M = 0.12  # nothing of the robot but its base is lower
LIDAR_M = 5.0
ALIKE_M = 0.05  # beams that differ less hit the same thing: their mean is less noisy
DEPTH_M = 2.6  # from there the low camera sees what stands out over it, nearer by it does not
LOW_M, LOW_PER_M = 0.02, 0.012  # lower is floor; depth noise grows with distance
HIGH_M = 1.35
TOY_M = 0.25  # what is higher, the lidar sees as well or it may walk away
KEEP_LOW_S, KEEP_HIGH_S, KEEP_FELT_S = 30.0, 5.0, 10.0
MAPPED_M = 0.05  # what is nearer to mapped walls and furniture than this is theirs
PIXELS = 1200  # looked at in one picture, evenly spread
VOXEL_M = 0.03
MOST = 3000
BODY_M = 0.45  # what is nearer to somebody's middle is themselves
APART_M = 0.12  # what is nearer to something tall is a part of it


class Stands:
    """Remember what stands on the floor of `home` that the map does not know."""

    def __init__(self, home: HomeMap) -> None:
        self._map = home.occupancy
        self._low: Array = np.zeros((0, 4))  # x, y, z in the map, time seen
        self._lidar: Array = np.zeros((0, 2))
        self._lidar_t_s = -math.inf
        self._frames: dict[str, float] = {}

    def see(
        self,
        seen: Observation,
        tool_m: tuple[float, float, float],
        people: Sequence[NDArray[np.float64]] = (),
    ) -> None:
        """Take in a localised observation; tool_m: where the tool is, base frame.

        people: where somebody is, map x, y. What pictures show of them is not remembered: who
        walks on leaves no feet behind.
        """
        reach_m = math.hypot(tool_m[0], tool_m[1]) + ROUND_M
        if seen.lidar_t_s > self._lidar_t_s:
            self._lidar_t_s = seen.lidar_t_s
            hits = _hits(seen.lidar_m, BASE_M + 0.02)
            if tool_m[2] < LOW_HAND_M:
                hits = hits[np.hypot(*(hits[:, :2] - tool_m[:2]).T) > HELD_M]
            self._lidar = self._unmapped(base_to_map(hits, pose_at(seen, seen.lidar_t_s)))[:, :2]
        for name, frame in seen.cameras.items():
            if frame.t_s > self._frames.get(name, -math.inf) and frame.depth_m.size:
                self._frames[name] = frame.t_s
                carries = tool_m if seen.grip.force_n > GRIPS_N else None
                self._look(frame, pose_at(seen, frame.t_s), reach_m, carries, people)
        keep_s = np.where(self._low[:, 2] < TOY_M, KEEP_LOW_S, KEEP_HIGH_S)
        self._low = self._low[seen.t_s - self._low[:, 3] < keep_s][-MOST:]

    def feel(self, base: Pose2D, bearing_rad: float, t_s: float) -> None:
        """Something unseen stands against the base, as seen from it at `bearing_rad`."""
        angles = base.yaw_rad + bearing_rad + ARC_RAD
        edge = np.array([base.x_m, base.y_m]) + FELT_M * np.stack(
            [np.cos(angles), np.sin(angles)], axis=1
        )
        count = len(edge)
        felt = [edge, np.zeros((count, 1)), np.full((count, 1), t_s - KEEP_LOW_S + KEEP_FELT_S)]
        self._low = np.concatenate([self._low, np.hstack(felt)])

    def points(self) -> NDArray[np.float64]:
        """Where something stands, map x and y [n, 2]."""
        return np.concatenate([self._lidar, self._low[:, :2]])

    def toys(self) -> NDArray[np.float64]:
        """What lies there too low for the lidar: map x, y and height [n, 3]; no part of what is
        taller, such as a door that stands open.
        """
        low = self._low[:, 2] < TOY_M
        toys, tall = self._low[low, :3], np.concatenate([self._lidar, self._low[~low, :2]])
        if not len(toys) or not len(tall):
            return toys
        apart = np.hypot(*(toys[:, None, :2] - tall[None]).transpose(2, 0, 1)).min(axis=1)
        alone: NDArray[np.float64] = toys[apart > APART_M]
        return alone

    def _look(
        self,
        frame: CameraFrame,
        pose: Pose2D,
        reach_m: float,
        hand_m: tuple[float, float, float] | None,
        people: Sequence[NDArray[np.float64]],
    ) -> None:
        """Take in a picture; hand_m: where a hand that carries something is, base frame."""
        points, depth = _points(frame)
        away, up = np.hypot(points[:, 0], points[:, 1]), points[:, 2]
        stands = (up > LOW_M + LOW_PER_M * depth) & (up < HIGH_M) & (away < DEPTH_M)
        stands &= away > np.where(up > LOW_ARM_M, reach_m, BASE_M)
        if hand_m is not None:
            far = np.linalg.norm(points - np.array(hand_m), axis=1)
            stands &= (far > CARRIED_M) | (up < LOW_ARM_M)
        new = self._unmapped(base_to_map(points[stands], pose))
        for xy in people:
            new = new[np.hypot(*(new[:, :2] - xy).T) > BODY_M]
        old = self._low[_still_there(map_to_base(self._low[:, :3], pose), frame)]
        both = np.concatenate([np.column_stack([new, np.full(len(new), frame.t_s)]), old])
        cells = np.rint(both[:, :3] / VOXEL_M).astype(np.int64)
        first = np.unique(cells @ np.array([1, 10_007, 100_140_049]), return_index=True)[1]
        self._low = both[np.sort(first)[::-1]]  # the newest last

    def _unmapped(self, points: Array) -> Array:
        """The points [n, 3] that are not of the walls and the furniture of the map."""
        grid = self._map
        rows, columns = grid.occupied.shape
        at = np.floor((points[:, :2] - grid.origin_m) / grid.resolution_m).astype(int)
        j, i = np.clip(at[:, 0], 0, columns - 1), np.clip(at[:, 1], 0, rows - 1)
        kept: Array = points[grid.clearance_m[i, j] > MAPPED_M]
        return kept


def pose_at(seen: Observation, t_s: float) -> Pose2D:
    """Where the base was at `t_s`, a moment before `seen`, by how it moves."""
    base, dt = seen.base, min(max(seen.t_s - t_s, 0.0), 0.5)
    vx, vy, wz = (float(v) * dt for v in seen.base_velocity)
    middle = base.yaw_rad - wz / 2
    c, s = math.cos(middle), math.sin(middle)
    x, y = base.x_m - c * vx + s * vy, base.y_m - s * vx - c * vy
    return Pose2D(x, y, base.yaw_rad - wz, base.frame)


def _hits(lidar_m: NDArray[np.float32], least_m: float) -> Array:
    """Where the beams of a scan end, base frame [n, 3]."""
    ranges = lidar_m.astype(np.float64)
    before, after = np.roll(ranges, 1), np.roll(ranges, -1)
    with np.errstate(invalid="ignore"):
        smooth = (np.abs(before - ranges) < ALIKE_M) & (np.abs(after - ranges) < ALIKE_M)
    ranges = np.where(smooth, (before + ranges + after) / 3, ranges)
    on = (ranges > least_m) & (ranges < LIDAR_M)
    far, angles = ranges[on], beam_angles(len(ranges))[on]
    return np.stack([far * np.cos(angles), far * np.sin(angles), np.zeros_like(far)], axis=1)


def _points(frame: CameraFrame) -> tuple[Array, Array]:
    """What a picture shows, evenly thinned: base frame [n, 3], and how far it is [n]."""
    height, width = frame.depth_m.shape
    step = max(1, round(math.sqrt(height * width / PIXELS)))
    part = frame.depth_m[step // 2 :: step, step // 2 :: step]
    v, u = np.nonzero(known(part) & (part < DEPTH_M + 0.5))
    depth = part[v, u].astype(float)
    at = (step * u + step // 2).astype(float), (step * v + step // 2).astype(float)
    return lift(*at, depth, frame), depth


def _still_there(points: Array, frame: CameraFrame) -> NDArray[np.bool_]:
    """Which points [n, 3] of the base frame the picture does not see through; in doubt, all."""
    u, v, depth = project(points, frame)
    height, width = frame.depth_m.shape
    inside = (depth > 0.05) & (u >= 1) & (u <= width - 2) & (v >= 1) & (v <= height - 2)
    j = np.where(inside, np.rint(u), 1).astype(int)
    i = np.where(inside, np.rint(v), 1).astype(int)
    behind = 1.05 * depth + 0.02
    gone = inside
    for di, dj in ((0, 0), (1, 0), (-1, 0), (0, 1), (0, -1)):
        gone = gone & (frame.depth_m[i + di, j + dj] > behind)
    kept: NDArray[np.bool_] = ~gone
    return kept
