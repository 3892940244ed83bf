"""Thermal and depth pictures come in; where people stand round the robot goes out."""

from __future__ import annotations

import math
from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from home_agent.home.graph import HomeMap
from home_agent.home.things import LIVING
from home_agent.perception.camera import Array, base_to_map, known, lift, map_to_base
from home_agent.perception.register import register
from home_agent.types import CameraFrame, Detection, Observation

SKIN_C = (28.5, 40.0)  # clothes and skin indoors
RANGE_M = 6.5
CELL_M = 0.10
LEAST_M = 0.35  # a warm thing smaller than this in every direction is no person
LEAST_M2 = 0.02  # of warm surface; the blurred rim of a hot mug is less
BODY_M = 0.10  # from the visible surface to the middle of a body
FLOOR_M = 0.05
WARM_PLACES = ("stove", "oven", "radiator", "fireplace", "heater")  # as warm as people
WARM_EDGE_M = 0.08
REACH_M = 0.5  # from a person's middle to what is theirs
PET_M = 0.75  # who reaches no higher is a pet
LEAST_PX = 40
SURE = 0.6
SAME_PERSON_M = 0.6


def people_base(seen: Observation, home: HomeMap | None = None) -> NDArray[np.float64]:
    """The floor positions of people in the base frame, float64 [n, 2], from every thermal picture.

    A person is a warm blob (28.5-40 C) at least 0.35 m tall or long; large pets count as well.
    With `home` and a localised `seen`, stoves and radiators are known not to be people.
    """
    clouds = [_warm_points(frame) for frame in seen.cameras.values() if frame.thermal_c is not None]
    points = np.concatenate([np.zeros((0, 4)), *clouds])
    if home is not None and seen.base.frame == "map" and len(points):
        points = _without_appliances(points, seen, home)
    return _blobs(points) if len(points) else np.zeros((0, 2))


def _warm_points(frame: CameraFrame) -> Array:
    """Every other warm pixel: x, y, z in the base frame and the area it covers (m^2), [n, 4]."""
    assert frame.thermal_c is not None
    step = 2 if frame.depth_m.shape[1] > 80 else 1
    depth, warm = frame.depth_m[::step, ::step], frame.thermal_c[::step, ::step]
    with np.errstate(invalid="ignore"):
        skin = (warm > SKIN_C[0]) & (warm < SKIN_C[1]) & known(depth) & (depth < RANGE_M)
    v, u = np.nonzero(skin)
    far = depth[v, u].astype(float)
    points = lift(step * u.astype(float), step * v.astype(float), far, frame)
    area = (step * far) ** 2 / (frame.k[0, 0] * frame.k[1, 1])
    return np.column_stack([points, area])[points[:, 2] > FLOOR_M]


def _without_appliances(points: Array, seen: Observation, home: HomeMap) -> Array:
    keep = np.ones(len(points), bool)
    in_map = base_to_map(points[:, :3], seen.base)
    for place in home.places.values():
        if place.category not in WARM_PLACES:
            continue
        own = map_to_base(in_map, place.pose)
        half = np.array(place.size[:2]) / 2 + WARM_EDGE_M
        over = np.all(np.abs(own[:, :2]) < half, axis=1)
        keep &= ~(over & (own[:, 2] < place.size[2] + 0.1))
    return points[keep]


def _blobs(points: Array) -> NDArray[np.float64]:
    """Group points by where they are on the floor; keep groups as large as a person."""
    low = points[:, :2].min(axis=0) - CELL_M
    cells = ((points[:, :2] - low) / CELL_M).astype(int)
    grid = np.zeros(cells.max(axis=0) + 2, np.uint8)
    grid[cells[:, 0], cells[:, 1]] = 1
    _, labels = cv2.connectedComponents(grid, connectivity=8)
    group = labels[cells[:, 0], cells[:, 1]]
    found = []
    for label in np.unique(group):
        own = points[group == label]
        if own[:, 3].sum() < LEAST_M2:
            continue
        ends = np.percentile(own[:, :3], [2, 98], axis=0)
        if (ends[1] - ends[0]).max() < LEAST_M:
            continue
        middle = np.median(own[:, :2], axis=0)
        far = max(float(np.linalg.norm(middle)), 1e-6)
        found.append(middle * (1.0 + BODY_M / far))
    return np.array(found, float).reshape(-1, 2)


def people_seen(seen: Observation, home: HomeMap) -> tuple[Detection, ...]:
    """People in the thermal pictures as detections with masks; pets are too low to count.

    `seen.base` must be in the map.
    """
    found = []
    flat = people_base(seen, home)
    for camera, frame in seen.cameras.items():
        if frame.thermal_c is None or not len(flat):
            continue
        with np.errstate(invalid="ignore"):
            warm = (frame.thermal_c > SKIN_C[0]) & (frame.thermal_c < SKIN_C[1])
        v, u = np.nonzero(warm & known(frame.depth_m))
        points = lift(u.astype(float), v.astype(float), frame.depth_m[v, u].astype(float), frame)
        for x, y in flat.tolist():
            own = np.hypot(points[:, 0] - x, points[:, 1] - y) < REACH_M
            if np.count_nonzero(own) < LEAST_PX or np.percentile(points[own, 2], 98) < PET_M:
                continue
            mask = np.zeros(frame.depth_m.shape, bool)
            mask[v[own], u[own]] = True
            pixel = float(np.median(u[own])), float(np.median(v[own]))
            at = Detection("person", SURE, camera, pixel, (0.0, 0.0, 0.0), mask=mask)
            found.append(register(at, seen))
    return tuple(found)


def with_people(
    found: Sequence[Detection], seen: Observation, home: HomeMap
) -> tuple[Detection, ...]:
    """What was found, and whoever shows besides by their warmth alone."""
    at = [one.position_map_m for one in found if one.label in LIVING]
    others = [
        one
        for one in people_seen(seen, home)
        if all(math.dist(one.position_map_m[:2], xy[:2]) > SAME_PERSON_M for xy in at)
    ]
    return (*found, *others)
