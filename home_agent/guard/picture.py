"""A depth picture comes in; points that stand up from the floor and floor that is clear go out."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from home_agent.guard.arm import Point
from home_agent.guard.frames import rotation, to_base, to_odom
from home_agent.guard.limits import Limits
from home_agent.types import CameraFrame, Pose2D

PIXELS = 1200  # looked at in one picture, evenly spread
VOXEL_M = 0.03
HIGH_VOXEL_M = 0.06
HIGH_M = 0.3
CELL_M = 0.10
LINK_M = 0.09  # what is nearer than this to the arm is the arm
TOOL_M = 0.20  # what is nearer than this to the tool is held or about to be

Array = NDArray[np.float64]
Cells = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class View:
    """A picture and where the base stood in the odometry's frame when it was taken, `t_s`."""

    frame: CameraFrame
    pose: Pose2D
    t_s: float


def standing(view: View, arm: list[Point], holding: bool, limits: Limits) -> tuple[Array, Cells]:
    """What stands up from the floor and all that was seen, in the odometry's frame.

    Returns float64 [n, 4] of x, y, z, time and the numbers of floor cells int64 [m], both without
    the arm and what is at its tool.
    """
    frame = view.frame
    turn, eye = rotation(frame.pose_base), np.array(frame.pose_base.position_m)
    height, width = frame.depth_m.shape
    fx, fy, cx, cy = frame.k[0, 0], frame.k[1, 1], frame.k[0, 2], frame.k[1, 2]
    step = max(1, round(math.sqrt(height * width / PIXELS)))
    depth = frame.depth_m[step // 2 :: step, step // 2 :: step]
    x = (np.arange(step // 2, width, step) - cx) / fx
    y = (np.arange(step // 2, height, step) - cy) / fy
    v, u = np.nonzero((depth > 0.0) & (depth < limits.far_m + 0.5))
    z = depth[v, u].astype(np.float64)
    points = np.stack([x[u] * z, y[v] * z, z], axis=1) @ turn.T + eye
    away = points[:, 0] ** 2 + points[:, 1] ** 2
    cells = np.unique(cells_of(to_odom(points[away < limits.near_m**2, :2], view.pose)))
    up = points[:, 2]
    keep = (up > limits.low_m + limits.low_per_m * z) & (up < limits.high_m)
    keep &= (away < limits.far_m**2) & (away > limits.base_radius_m**2)
    return stamped(foreign(points[keep], arm, holding), view.pose, view.t_s), cells


def cells_of(points: Array) -> NDArray[np.int64]:
    """The numbers of the floor cells under points [n, 2] of the odometry's frame, [n]."""
    at = np.floor(points / CELL_M).astype(np.int64)
    cells: Cells = at[:, 0] * 1_000_003 + at[:, 1]
    return cells


def among(cells: Cells, ordered: Cells) -> NDArray[np.bool_]:
    """Which of the cells [n] are in `ordered`, which ascends; as np.isin, but sorts nothing."""
    if not len(ordered):
        return np.zeros(len(cells), bool)
    at = np.searchsorted(ordered, cells)
    found: NDArray[np.bool_] = ordered[np.minimum(at, len(ordered) - 1)] == cells
    return found


def still_there(old: Array, view: View) -> NDArray[np.bool_]:
    """Which of the points [n, 4] the picture does not see through, bool [n].

    In doubt (at the rim of the picture, beside an edge) a point stays.
    """
    frame, pose = view.frame, view.pose
    turn, eye = rotation(frame.pose_base), np.array(frame.pose_base.position_m)
    height, width = frame.depth_m.shape
    here = np.empty((len(old), 3))
    here[:, :2], here[:, 2] = to_base(old[:, :2], pose), old[:, 2]
    lens = (here - eye) @ turn
    z = np.maximum(lens[:, 2], 1e-6)
    u = np.clip(lens[:, 0] / z * frame.k[0, 0] + frame.k[0, 2], -9.0, width + 9.0)
    v = np.clip(lens[:, 1] / z * frame.k[1, 1] + frame.k[1, 2], -9.0, height + 9.0)
    inside = (lens[:, 2] > 0.05) & (u >= 1) & (u <= width - 2) & (v >= 1) & (v <= height - 2)
    iu = np.where(inside, np.rint(u), 1).astype(np.intp)
    iv = np.where(inside, np.rint(v), 1).astype(np.intp)
    behind = z + 0.02 + 0.05 * z
    gone = inside
    for du, dv in ((0, 0), (1, 0), (-1, 0), (0, 1), (0, -1)):
        gone = gone & (frame.depth_m[iv + dv, iu + du] > behind)
    kept: NDArray[np.bool_] = ~gone
    return kept


def thinned(points: Array) -> Array:
    """One point, the first, for each small cube of space, larger ones higher up: [n, 4]."""
    size = np.where(points[:, 2] < HIGH_M, VOXEL_M, HIGH_VOXEL_M)
    cells = np.rint(points[:, :3] / size[:, None]).astype(np.int64)
    _, first = np.unique(cells @ np.array([1, 10_007, 100_140_049]), return_index=True)
    return points[first]


def foreign(points: Array, arm: list[Point], holding: bool) -> Array:
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


def stamped(points: Array, pose: Pose2D, t_s: float) -> Array:
    """Points [n, 3] of the base frame as x, y, z, time in the odometry's frame, [n, 4]."""
    out = np.empty((len(points), 4))
    out[:, :2], out[:, 2], out[:, 3] = to_odom(points[:, :2], pose), points[:, 2], t_s
    return out
