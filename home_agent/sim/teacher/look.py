"""Camera frames come in; what they truly show goes out as detections."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from home_agent.sim.kinds import kinds
from home_agent.sim.scene import PERSON, THING
from home_agent.sim.world import World
from home_agent.types import Detection, Observation

_LEAST_PIXELS = 12  # on the cameras' reduced grid
_PETS = ("cat", "dog")


def seen_things(world: World, seen: Observation) -> tuple[Detection, ...]:
    """What the cameras in `seen` show now: things and people with at least 12 pixels visible.

    Positions, sizes and temperatures are left to perception.
    """
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
