"""Where a thing should be comes in; what a close look says it is, and its box, go out."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from home_agent.perception.camera import base_to_map, lift, map_to_base, project, rotation
from home_agent.types import CameraFrame, Measured, Observation
from home_agent.vla import handle, pictures
from home_agent.vla.labels import COLOURS, KINDS, MATERIALS
from home_agent.vla.runtime import Crop, Networks
from home_agent.vla.sample import SIZE_M

Floats = NDArray[np.float64]

ROUNDS = 2  # the second look has the thing in its middle
SURE = 0.5  # a look less sure than this that the words mean what it shows says nothing
FAR_M = 0.15  # nor does one whose thing is farther than this from where it should be
WAY = 0.5  # handles: a heading surer than this tells front from back


def measure(
    networks: Networks, seen: Observation, point_map: Floats, words: str
) -> Measured | None:
    """The thing near a map point [3] that the words mean, by the camera that shows it surest, or
    that alone shows how it is turned.
    """
    best: Measured | None = None
    for frame in seen.cameras.values():
        if frame.rgb is None:
            continue
        found = _by(networks, seen, frame, point_map, words)
        if found is not None and (best is None or _tells(found) > _tells(best)):
            best = found
    return best


def _by(
    networks: Networks, seen: Observation, frame: CameraFrame, point_map: Floats, words: str
) -> Measured | None:
    whole = pictures.channels(frame)
    start = at = map_to_base(point_map[None], seen.base)[0]
    crop: Crop | None = None
    window = (0.0, 0.0, 1.0)
    for _ in range(ROUNDS):
        u, v, depth = (float(value[0]) for value in project(at[None], frame))
        high, wide = frame.depth_m.shape
        if depth <= 0.05 or not (0 <= u < wide and 0 <= v < high):
            break
        near = pictures.depth_at(frame, u, v)
        if near <= 0:
            break
        cut = pictures.window(frame, u, v, near)
        looked = networks.near(
            pictures.crop(whole, cut, near, networks.config.crop_px)[None], (words,)
        )[0]
        middle = middle_of(looked, frame, u, v, near)
        if _sure(looked) < SURE or float(np.linalg.norm(middle - start)) > FAR_M:
            break
        crop, at, window = looked, middle, cut
    if crop is None:
        return None
    told = _told(crop, frame, seen, at)
    named = next((kind for kind in (told.label, *words.split()) if kind in handle.KINDS), None)
    if named is None:
        return told
    mask = pictures.uncrop(window, crop.mask > 0.5, frame.depth_m.shape)
    return _by_handle(told, frame, mask, seen, at, named in handle.ROUND)


def middle_of(found: Crop, frame: CameraFrame, u: float, v: float, depth_m: float) -> Floats:
    """The middle of the thing in a close look at a pixel, base frame [3]."""
    surface = lift(np.array([u]), np.array([v]), np.array([depth_m]), frame)[0]
    moved: Floats = surface + rotation(frame.pose_base.quat_xyzw) @ found.middle * SIZE_M
    return moved


def _told(crop: Crop, frame: CameraFrame, seen: Observation, at: Floats) -> Measured:
    x, y, z = base_to_map(at[None], seen.base)[0].tolist()
    way = rotation(frame.pose_base.quat_xyzw)[:, 2]
    heading = seen.base.yaw_rad + math.atan2(way[1], way[0])
    size = (crop.size * SIZE_M).tolist()
    return Measured(
        label=KINDS[int(crop.kind[:-1].argmax())],
        sure=_sure(crop),
        position_map_m=(x, y, z),
        size_m=(size[0], size[1], size[2]),
        yaw_rad=math.remainder(heading + turn_rad(crop.turn), math.tau),
        attributes={
            "colour": COLOURS[int(crop.colour.argmax())],
            "material": MATERIALS[int(crop.material.argmax())],
        },
    )


def _by_handle(
    told: Measured,
    frame: CameraFrame,
    mask: NDArray[np.bool_],
    seen: Observation,
    at: Floats,
    is_round: bool,
) -> Measured:
    """What has a handle, turned as its handle is; one that does not show is behind its body."""
    size = told.size_m
    found = handle.find_handle(frame, mask, at, np.array(size))
    if found is None:
        eye = np.array(frame.pose_base.position_m)
        way = math.atan2(at[1] - eye[1], at[0] - eye[0])
    else:
        way = found.way_rad
        if is_round:
            x, y = found.axis_base + found.length_m / 2 * np.array([math.cos(way), math.sin(way)])
            at = np.array([x, y, at[2]])
            wide = 2 * found.radius_m
            size = (wide + found.length_m, wide, size[2])
    x, y, z = base_to_map(at[None], seen.base)[0].tolist()
    yaw = math.remainder(way + seen.base.yaw_rad, math.tau)
    place = (x, y, z)
    return replace(told, position_map_m=place, size_m=size, yaw_rad=yaw, turned=found is not None)


def turn_rad(told: NDArray[np.float32]) -> float:
    """A heading from cos and sin of twice it, and of it where front and back differ."""
    cos2, sin2, cos, sin = (float(value) for value in told)
    half = math.atan2(sin2, cos2) / 2
    if math.hypot(cos, sin) < WAY:
        return half
    once = math.atan2(sin, cos)
    return min((half, half + math.pi), key=lambda way: abs(math.remainder(way - once, math.tau)))


def _tells(found: Measured) -> tuple[bool, float]:
    return found.turned, found.sure


def _sure(crop: Crop) -> float:
    return float(crop.match) * float(1.0 - crop.kind[-1])
