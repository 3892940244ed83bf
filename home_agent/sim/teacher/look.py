"""Camera frames come in; what they truly show goes out as detections, or the head turns to see."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from home_agent.sim.kinds import kinds
from home_agent.sim.kinematics import wrap
from home_agent.sim.scene import PERSON, THING
from home_agent.sim.teacher.reach import Limbs, Motion
from home_agent.sim.world import World
from home_agent.types import Detection, Observation, Ref

_LEAST_PIXELS = 12  # on the cameras' reduced grid
_PETS = ("cat", "dog")
_HEAD_AT = (-0.18, 1.24)  # the tilt axis in the base frame: x, z
_PAN_MAX, _TILT = 2.6, (-0.7, 1.25)
_HEAD_RADPS = 1.6
_SETTLE_S = 0.25


def seen_things(
    world: World, seen: Observation, wanted: Sequence[Ref] = ()
) -> tuple[Detection, ...]:
    """What the cameras in `seen` show now: things and people with at least 12 pixels visible.

    Positions, sizes and temperatures are left to perception. `wanted` limits the kinds of things
    if all its references name known kinds.
    """
    names = {ref.category for ref in wanted if ref.kind == "thing"}
    only = names if wanted and names <= set(kinds()) else set()
    found: list[Detection] = []
    for camera, frame in seen.cameras.items():
        if camera == "floor":
            continue
        geoms = world.visible_geoms(camera)
        scene = world.scene
        owner = np.where(geoms >= 0, scene.geom_owner[geoms], -1)
        kind = np.where(geoms >= 0, scene.geom_kind[geoms], 0)
        shown = np.isin(kind, (THING, PERSON))
        for number, count in zip(*np.unique(owner[shown], return_counts=True), strict=True):
            if count < _LEAST_PIXELS:
                continue
            label, attributes = _words(world, scene.owners[int(number)])
            if only and label not in only and label != "person":
                continue
            grid: NDArray[np.bool_] = owner == number
            step = frame.depth_m.shape[0] // grid.shape[0]
            mask = grid.repeat(step, axis=0).repeat(step, axis=1)
            rows, cols = np.nonzero(grid)
            pixel = (float(np.median(cols)) * step, float(np.median(rows)) * step)
            found.append(
                Detection(
                    label=label,
                    score=1.0,
                    camera=camera,
                    pixel=pixel,
                    position_map_m=(0.0, 0.0, 0.0),
                    attributes=attributes,
                    mask=mask,
                )
            )
    return tuple(found)


def _words(world: World, owner: str) -> tuple[str, dict[str, str]]:
    """The label and the attributes that can be seen of a thing or person."""
    person = world.scene.people.get(owner)
    if person is not None:
        label = person.kind if person.kind in _PETS else "person"
        words = {"name": person.name, "posture": person.posture, "colour": person.colour}
        return label, words
    thing = world.scene.things[owner]
    words = {"colour": thing.colour, "material": thing.material}
    size = _size_word(thing.kind, thing.size_m)
    return thing.kind, words | ({"size": size} if size else {})


def _size_word(kind: str, size_m: tuple[float, float, float]) -> str:
    """small or large among its kind, else empty."""
    low, high = kinds()[kind].z
    part = (size_m[2] - low) / max(high - low, 1e-6)
    return "small" if part < 0.25 else "large" if part > 0.75 else ""


def look_at(limbs: Limbs, point_m: Sequence[float], turn_base: bool = True) -> Motion:
    """Turn the head to `point_m` (map x, y, z), and the base where the neck does not reach."""
    base = limbs.base_now()
    dx, dy = point_m[0] - base[0], point_m[1] - base[1]
    bearing = wrap(math.atan2(dy, dx) - base[2])
    if turn_base and abs(bearing) > 1.2:
        goal = base.copy()
        goal[2] = base[2] + bearing
        trouble = yield from limbs.drive([goal], exact=False)
        if trouble:
            return trouble
    base = limbs.base_now()
    cos, sin = math.cos(base[2]), math.sin(base[2])
    dx, dy = point_m[0] - base[0], point_m[1] - base[1]
    ahead, left = cos * dx + sin * dy - _HEAD_AT[0], cos * dy - sin * dx
    pan = max(-_PAN_MAX, min(_PAN_MAX, math.atan2(left, ahead)))
    down = math.atan2(_HEAD_AT[1] - point_m[2], math.hypot(ahead, left))
    return (yield from turn_head(limbs, pan, max(_TILT[0], min(_TILT[1], down))))


def turn_head(limbs: Limbs, pan_rad: float, tilt_rad: float) -> Motion:
    """Turn the head and wait until it is still."""
    goal = np.array([pan_rad, tilt_rad])
    step = _HEAD_RADPS * 0.05
    while np.abs(goal - limbs.head).max() > 1e-3:
        limbs.head = limbs.head + np.clip(goal - limbs.head, -step, step)
        yield limbs.point()
    return (yield from limbs.rest(_SETTLE_S))
