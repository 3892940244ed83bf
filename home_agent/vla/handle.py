"""The depth of a thing with a handle comes in; its round body and where its handle points go out.

A close look tells headings of long things well, those of handles badly: a handle is a few pixels.
In depth it is what sticks out of a round body. The body is found by votes of points on its wall for
circles of the size that the close look told (Hough transform, Duda and Hart 1972).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from home_agent.perception.camera import known, lift
from home_agent.types import CameraFrame

Floats = NDArray[np.float64]

KINDS = ("mug", "teapot", "pan")  # what has one
ROUND = ("mug",)  # and a body that is a cylinder, whose axis tells its place best
GROW_PX = 9  # the mask of a close look is coarse, and handles are thin
MOST = 500  # points
FOOT_M = 0.012  # nearer to what bears the thing is perhaps that
OFF_M, STEP_M = 0.05, 0.005  # how far the body may be from where it was told, and how finely
WIDER = (0.92, 1.0, 1.08)  # nor is its width quite right
WALL_M = 0.006  # a point so near to a circle votes for it
ROUNDS, TOLD = 3, 3.0
OUT_M, LEAST = 0.010, 3  # what sticks out so far belongs to the handle; so few points are none


@dataclass(frozen=True, slots=True)
class Handle:
    """Which way it points (rad), its length, the body's axis [2] and radius; base frame."""

    way_rad: float
    length_m: float
    axis_base: Floats
    radius_m: float


def find_handle(
    frame: CameraFrame, mask: NDArray[np.bool_], middle_base: Floats, size_m: Floats
) -> Handle | None:
    """The handle of the thing in `mask` [H, W], None where no part of it shows.

    middle_base [3] and size_m [3]: the middle and sides of its outer box, the handle along x, as a
    close look told them.
    """
    points = _points(frame, mask, middle_base, size_m)
    if len(points) < LEAST:
        return None
    flat = points[:, :2] - middle_base[:2]
    circle = max((_vote(flat, wider * size_m[1] / 2) for wider in WIDER), key=lambda one: one[0])[1]
    radius, axis = _settled(flat, circle)
    far = np.hypot(*(flat - axis).T)
    out = (far > radius + OUT_M) & (far < radius + max(0.05, size_m[0] - size_m[1] + 0.03))
    if np.count_nonzero(out) < LEAST:
        return None
    x, y = ((flat[out] - axis) / far[out, None]).mean(axis=0).tolist()
    length = float(np.percentile(far[out], 95)) - radius
    return Handle(math.atan2(y, x), length, middle_base[:2] + axis, radius)


def _points(frame: CameraFrame, mask: NDArray[np.bool_], middle: Floats, size_m: Floats) -> Floats:
    """What the mask and its rim show of the thing, base frame [n, 3]."""
    grown = cv2.dilate(mask.astype(np.uint8), np.ones((GROW_PX, GROW_PX), np.uint8)) > 0
    v, u = np.nonzero(grown & known(frame.depth_m))
    step = len(v) // MOST + 1
    v, u = v[::step], u[::step]
    points = lift(u.astype(float), v.astype(float), frame.depth_m[v, u].astype(float), frame)
    off = points - middle
    near = np.hypot(off[:, 0], off[:, 1]) < size_m[0] / 2 + OFF_M
    half = size_m[2] / 2
    found: Floats = points[near & (off[:, 2] > FOOT_M - half) & (off[:, 2] < half + FOOT_M)]
    return found


def _vote(flat: Floats, radius: float) -> tuple[float, Floats]:
    """How well the best circle of a radius fits, and that circle: radius, x, y."""
    steps = np.arange(-OFF_M, OFF_M + STEP_M / 2, STEP_M)
    middles = np.stack(np.meshgrid(steps, steps), axis=-1).reshape(-1, 2)
    far = np.hypot(*(flat.T[:, None] - middles.T[:, :, None]))
    on = (np.abs(far - radius) < WALL_M).sum(axis=1)
    # Of circles that fit alike the one nearest to where the body was told.
    votes = on - 0.5 * (far > radius + 0.05).sum(axis=1) - 1.5 * np.hypot(*middles.T) / OFF_M
    best = int(votes.argmax())
    return float(votes[best]), np.array([radius, *middles[best]])


def _settled(flat: Floats, circle: Floats) -> tuple[float, Floats]:
    """Radius and middle [2] of the circle through the points on a wall (Gauss and Newton)."""
    told = circle[0]
    for _ in range(ROUNDS):
        away = flat - circle[1:]
        far = np.maximum(np.hypot(*away.T), 1e-6)
        on = np.abs(far - circle[0]) < WALL_M
        slopes = np.column_stack([np.ones(len(far)), away / far[:, None]])[on]
        # The width that was told counts as some points do, for of a wall only a part is seen.
        slopes = np.vstack([slopes, [TOLD, 0.0, 0.0]])
        left = np.append((far - circle[0])[on], TOLD * (told - circle[0]))
        circle = circle + np.linalg.lstsq(slopes, left, rcond=None)[0]
    return float(circle[0]), circle[1:]
