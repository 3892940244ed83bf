"""A detection and the pictures it was made in come in; it goes out with place, size and warmth."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from home_agent.errors import BadInput, no_such
from home_agent.perception.camera import Array, base_to_map, camera_in_map, known, lift
from home_agent.perception.thermal import temperature_c
from home_agent.types import CameraFrame, Detection, Observation

NEAREST_PX = 5  # without a mask: half the width of the patch round the pixel
LEAST_POINTS = 3
SPREAD_M = 0.06  # surfaces further than this plus 4 deviations from the median are background
CHEST_M, CHEST_DEEP_M = 0.6, 0.22  # how far it is from the crown down, and how deep
SEEN_DEPTH_M = 0.08  # a thing is taken to be at least this deep, or as wide as it is high


def register(detection: Detection, seen: Observation) -> Detection:
    """Fill in `position_map_m`, `size_m` and `temperature_c` from depth and thermal pictures.

    The position is the thing's middle: across the view and in height the middle of the visible
    surface, along the view its near edge plus half its depth, which is what is visible of it and
    at least the least of its width, its height and 8 cm. Sizes are visible extents along the map's
    axes. `seen.base` must be in the map. Pixels without depth are left out; with none at all the
    position stays as it was. Raises `BadInput` for a camera that `seen` does not hold.
    """
    if detection.camera not in seen.cameras:
        raise BadInput(no_such("camera", detection.camera, seen.cameras))
    frame = seen.cameras[detection.camera]
    mask = _mask(detection, frame)
    warm = detection.temperature_c
    if frame.thermal_c is not None:
        warm = temperature_c(frame.thermal_c, mask, detection.attributes.get("material"))
    v, u = np.nonzero(mask & known(frame.depth_m))
    if len(u) < LEAST_POINTS:
        return replace(detection, temperature_c=warm)
    depth = frame.depth_m[v, u].astype(float)
    middle = np.median(depth)
    deviation = 1.4826 * np.median(np.abs(depth - middle))
    near = np.abs(depth - middle) <= SPREAD_M + 4.0 * deviation
    points = lift(u[near].astype(float), v[near].astype(float), depth[near], frame)
    points = base_to_map(points, seen.base)
    eye = camera_in_map(frame.pose_base, seen.base)
    at = _middle(points, eye)
    if detection.label == "person":
        # Where head and chest are: the legs of one who sits lie far before them.
        top = np.percentile(points[:, 2], 98)
        chest = points[points[:, 2] > top - CHEST_M]
        at[:2] = _middle(chest, eye, CHEST_DEEP_M)[:2]
    low, high = np.percentile(points, [2, 98], axis=0)
    size = high - low
    return replace(
        detection,
        position_map_m=(float(at[0]), float(at[1]), float(at[2])),
        size_m=(float(size[0]), float(size[1]), float(size[2])),
        temperature_c=warm,
    )


def _middle(points: Array, eye: Array, deep_m: float = 0.0) -> Array:
    """The middle of the thing, at least `deep_m` deep, that shows these points [n, 3] to an eye."""
    along = np.median(points, axis=0)[:2] - eye[:2]
    along = along / max(float(np.linalg.norm(along)), 1e-9)
    ahead = points[:, :2] @ along
    aside = points[:, :2] @ (-along[1], along[0])
    (near, far), (left, right) = np.percentile(ahead, [2, 98]), np.percentile(aside, [2, 98])
    low, high = np.percentile(points[:, 2], [2, 98])
    deep = max(far - near, deep_m, min(right - left, high - low, SEEN_DEPTH_M))
    x, y = near + deep / 2, (left + right) / 2
    return np.array([along[0] * x - along[1] * y, along[1] * x + along[0] * y, (low + high) / 2])


def _mask(
    detection: Detection, frame: CameraFrame
) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    """The detection's own mask, or a small square round its pixel."""
    height, width = frame.depth_m.shape
    if detection.mask is not None:
        if detection.mask.shape != (height, width):
            raise BadInput(
                f"The mask of '{detection.label}' is {detection.mask.shape}, its picture "
                f"{(height, width)}: they must be the same size."
            )
        return detection.mask
    mask = np.zeros((height, width), bool)
    if not np.all(np.isfinite(detection.pixel)):
        return mask
    u, v = (round(value) for value in detection.pixel)
    v0, u0 = max(0, v - NEAREST_PX), max(0, u - NEAREST_PX)
    mask[v0 : max(0, v + NEAREST_PX + 1), u0 : max(0, u + NEAREST_PX + 1)] = True
    return mask
