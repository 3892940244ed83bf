"""A thing and a person come in; how far from them the nearest firm spot for it is goes out (truth).

What is too hot to hand over is set down beside the person it is for: as near as there is room.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from home_agent.home.graph import SOFT, Place
from home_agent.home.shape import to_map
from home_agent.sim.spec import ThingSpec
from home_agent.sim.world import World

_LAP_M = 0.45  # nearer is in their lap
_EDGE_M = 0.02  # from the thing's own edge to the face's
_STEP_M = 0.06
_HIGH_M = (0.25, 1.15)
_AIR_M = 0.05  # to other things, for the hand


def nearest_spot_m(world: World, thing: ThingSpec, person: str) -> float:
    """Metres on the floor from `person` to the nearest free spot, inf without any.

    In their own room when there is one there, else in all the home.
    """
    x, y = world.people.all[person].xy.tolist()
    room = next((r.id for r in world.spec.rooms if _inside(r.rect, x, y)), "")
    own = [place for place in world.spec.places if place.room == room]
    for places in (own, world.spec.places):
        found = [
            math.dist(spot, (x, y))
            for place in places
            if place.category not in SOFT
            for spot in _free(world, thing, place)
        ]
        found = [far for far in found if far >= _LAP_M]
        if found:
            return min(found)
    return math.inf


def _free(world: World, thing: ThingSpec, place: Place) -> Iterator[tuple[float, float]]:
    """Map points on the open faces of a place with room for `thing`."""
    radius = math.hypot(*thing.size_m[:2]) / 2
    others = [
        (world.thing_pose(other.id).position_m, math.hypot(*other.size_m[:2]) / 2)
        for other in world.spec.things
        if other.id != thing.id
    ]
    for face in place.surfaces:
        if face.inside or not _HIGH_M[0] <= face.height_m <= _HIGH_M[1]:
            continue
        near = [(at, r) for at, r in others if abs(at[2] - face.height_m) < 0.25]
        half = [max(0.0, side / 2 - radius - _EDGE_M) for side in face.size]
        counts = [max(1, round(2 * side / _STEP_M)) for side in half]
        for i in range(counts[0] + 1):
            for j in range(counts[1] + 1):
                dx = half[0] * (2 * i / counts[0] - 1)
                dy = half[1] * (2 * j / counts[1] - 1)
                spot = to_map(place.pose, face.center[0] + dx, face.center[1] + dy)
                if all(math.dist(spot, at[:2]) > radius + r + _AIR_M for at, r in near):
                    yield spot


def _inside(rect: tuple[float, float, float, float], x: float, y: float) -> bool:
    return rect[0] <= x <= rect[2] and rect[1] <= y <= rect[3]
