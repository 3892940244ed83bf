"""A camera's frame comes in; the channels that networks look at go out, whole or cut out.

Channels (float32): 0-2 red, green, blue (-1..1) · 3 nearness (0.6 m / depth, 0 unknown, at most
6) · 4 depth known (0, 1) · 5 height over the floor (m, of the surface seen, from depth and the
camera's pose) · 6 warmth ((C - 21) / 30, 0 without a thermal picture).
In a crop channel 3 is instead the depth behind the crop's centre in 0.15 m, within -2..2, and 5
the height over the centre in 0.15 m: what counts there is shape, in metres.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from home_agent.perception.camera import known, project, rotation
from home_agent.types import CameraFrame

Array = NDArray[np.float32]

RED, NEAR, KNOWN, HEIGHT, WARM = 0, 3, 4, 5, 6
CHANNELS = 7
CROP_M = 0.36  # a crop takes in so much at the depth of its centre
MOST_PX, LEAST_PX = 220.0, 24.0
_NEAR_M, _DEEP_M, _AIR_C, _WARM_C = 0.6, 0.15, 21.0, 30.0


def channels(frame: CameraFrame) -> Array:
    """The whole picture, float32 [7, H, W]."""
    height, width = frame.depth_m.shape
    out = np.zeros((CHANNELS, height, width), np.float32)
    if frame.rgb is not None:
        out[:3] = frame.rgb.transpose(2, 0, 1).astype(np.float32) / 127.5 - 1.0
    sure = known(frame.depth_m)
    depth = np.where(sure, frame.depth_m, 1.0).astype(np.float32)
    out[NEAR] = np.where(sure, np.minimum(_NEAR_M / depth, 6.0), 0.0)
    out[KNOWN] = sure
    out[HEIGHT] = np.where(sure, heights(frame, depth), 0.0)
    if frame.thermal_c is not None:
        out[WARM] = (frame.thermal_c - _AIR_C) / _WARM_C
    return out


def resized(picture: Array, rows: int, columns: int) -> Array:
    """A picture's channels at another size, float32 [7, rows, columns]; depth is not blended."""
    if picture.shape[1:] == (rows, columns):
        return picture
    out = np.empty((CHANNELS, rows, columns), np.float32)
    for n in range(CHANNELS):
        how = cv2.INTER_NEAREST if n in (NEAR, KNOWN, HEIGHT) else cv2.INTER_LINEAR
        out[n] = cv2.resize(picture[n], (columns, rows), interpolation=how)
    return out


def heights(frame: CameraFrame, depth_m: Array) -> Array:
    """Height over the floor of what each pixel shows, float32 [H, W], m."""
    k = frame.k
    rows, columns = depth_m.shape
    down = rotation(frame.pose_base.quat_xyzw)[2]
    u = (np.arange(columns) - k[0, 2]) / k[0, 0]
    v = (np.arange(rows) - k[1, 2]) / k[1, 1]
    way = down[0] * u[None, :] + down[1] * v[:, None] + down[2]
    high: Array = (frame.pose_base.position_m[2] + way * depth_m).astype(np.float32)
    return high


def depth_at(frame: CameraFrame, u: float, v: float, around_px: int = 2) -> float:
    """The depth (m) near a pixel: a low percentile, since things stand before what is behind.

    0 when nothing is known there.
    """
    rows, columns = frame.depth_m.shape
    i, j = int(np.clip(round(v), 0, rows - 1)), int(np.clip(round(u), 0, columns - 1))
    patch = frame.depth_m[
        max(0, i - around_px) : i + around_px + 1, max(0, j - around_px) : j + around_px + 1
    ]
    sure = patch[known(patch)]
    return float(np.percentile(sure, 30)) if sure.size else 0.0


def window(frame: CameraFrame, u: float, v: float, depth_m: float) -> tuple[float, float, float]:
    """Left, top and side (pixels) of the square that shows 0.36 m round a point."""
    side = MOST_PX if depth_m <= 0 else CROP_M * float(frame.k[0, 0]) / depth_m
    side = float(np.clip(side, LEAST_PX, MOST_PX))
    return u - side / 2, v - side / 2, side


def crop(picture: Array, cut: tuple[float, float, float], depth_m: float, px: int) -> Array:
    """The window `cut` of a whole picture's channels at `px` pixels a side, float32 [7, px, px].

    What lies outside the picture is unknown (0).
    """
    left, top, side = cut
    scale = px / side
    move = np.array([[scale, 0, -left * scale - 0.5 + scale / 2], [0, scale, 0]], np.float64)
    move[1, 2] = -top * scale - 0.5 + scale / 2
    out = np.empty((CHANNELS, px, px), np.float32)
    for n in range(CHANNELS):
        # Depth must not be blended over an edge: there is nothing between a thing and the wall.
        how = cv2.INTER_NEAREST if n in (NEAR, KNOWN, HEIGHT) else cv2.INTER_LINEAR
        out[n] = cv2.warpAffine(picture[n], move, (px, px), flags=how, borderValue=0)
    sure = out[KNOWN] > 0.5
    depth = _NEAR_M / np.maximum(out[NEAR], 1e-3)
    out[NEAR] = np.where(sure, np.clip((depth - depth_m) / _DEEP_M, -2, 2), 0)
    middle = out[HEIGHT, px // 2 - 2 : px // 2 + 2, px // 2 - 2 : px // 2 + 2]
    low = float(np.median(middle)) if middle.size else 0.0
    out[HEIGHT] = np.where(sure, np.clip((out[HEIGHT] - low) / _DEEP_M, -2, 2), 0)
    return out


def close_to(
    frame: CameraFrame, whole: Array, point_base: NDArray[np.float64], px: int
) -> Array | None:
    """The crop round where a point of the base frame shows; None where it does not.

    whole: the frame's channels.
    """
    u, v, depth = (float(value[0]) for value in project(point_base[None], frame))
    rows, columns = frame.depth_m.shape
    if depth <= 0.05 or not (0 <= u < columns and 0 <= v < rows):
        return None
    near = depth_at(frame, u, v)
    return None if near <= 0 else crop(whole, window(frame, u, v, near), near, px)


def uncrop(
    cut: tuple[float, float, float], mask: NDArray[np.bool_], shape: tuple[int, int]
) -> NDArray[np.bool_]:
    """A crop's mask bool [n, n] laid back into a picture of `shape`, bool [H, W]."""
    left, top, side = cut
    rows, columns = shape
    n = mask.shape[0]
    v = np.floor((np.arange(rows) + 0.5 - top) * n / side).astype(int)
    u = np.floor((np.arange(columns) + 0.5 - left) * n / side).astype(int)
    inside = ((v >= 0) & (v < n))[:, None] & ((u >= 0) & (u < n))[None, :]
    laid: NDArray[np.bool_] = mask[np.clip(v, 0, n - 1)][:, np.clip(u, 0, n - 1)] & inside
    return laid


def square(shape: tuple[int, ...], u: float, v: float) -> NDArray[np.bool_]:
    """The pixels [H, W] just round (u, v)."""
    mask = np.zeros(shape, bool)
    i, j = round(v), round(u)
    mask[max(0, i - 3) : i + 4, max(0, j - 3) : j + 4] = True
    return mask
