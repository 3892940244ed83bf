"""A home and a spot come in; surfaces where a thing can be set down go out, best first."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from home_agent.home.approach import around
from home_agent.home.graph import SOFT, HomeMap, Place, Surface
from home_agent.home.shape import to_map
from home_agent.types import ObjectBelief, Pose2D

EDGE_M = 0.11  # from a surface's edge to the middle of what is set down
APART_M = 0.20  # between the middles of things
STEP_M = 0.08
REACH_M = 0.85  # from the robot's middle to where it can set things down well
BESIDE_M = 2.5  # "beside" someone ends here
ROOM_M, TIGHT_M = 0.45, 0.30  # over a surface, for hand and thing: with ease, and just so
TIGHT_COSTS_M = 0.4  # a board with little room over it is as good as a spot so much farther away
HIGH_M = (0.25, 1.15)  # surfaces lower or higher are no place to set things down
HANDY_M = 0.75  # of a shelf's boards the nearest to this height is easiest


@dataclass(frozen=True, slots=True)
class Spot:
    """Where to set a thing down: a map point [3] on a surface, and where to stand for it."""

    place: str
    surface: str
    position_map_m: tuple[float, float, float]
    stand: Pose2D


def on_place(
    home: HomeMap,
    place_id: str,
    things: Sequence[ObjectBelief],
    opened: Collection[str] = (),
    near: tuple[float, float] | None = None,
    avoid: Sequence[tuple[float, float, float]] = (),
) -> list[Spot]:
    """Free spots on a place's surfaces, easiest first (nearest to `near` if given).

    Surfaces inside count once the place is in `opened`; `avoid` are points that failed.
    """
    place = home.place(place_id)
    taken = [b.position_map_m for b in things if b.label != "person"] + list(avoid)
    stands = [pose for pose in place.approach if home.occupancy.free(pose.x_m, pose.y_m)]
    stands = stands or around(home, place)
    found: list[tuple[float, Spot]] = []
    for order, surface in enumerate(place.surfaces if stands else ()):
        if surface.inside and not {place.id, f"{place.id}/{surface.id}"} & {*opened}:
            continue
        for point in _grid(place, surface):
            apart = min((_apart(point, other) for other in taken), default=9.0)
            if apart < APART_M:
                continue
            far, stand = min(((_far(pose, point), pose) for pose in stands), key=lambda one: one[0])
            cost = far + 0.5 * order - 0.3 * min(apart, 0.4)
            if near is not None:
                cost += 2.0 * math.dist(point[:2], near)
            if far <= REACH_M or surface.inside:
                found.append((cost, Spot(place.id, surface.id, point, stand)))
    return [spot for _, spot in sorted(found, key=lambda one: one[0])]


def firm(home: HomeMap, place_ids: Iterable[str], only: bool = False) -> list[str]:
    """Places with firm surfaces first; the soft and wet ones after them, or not at all (`only`)."""
    ids = [*place_ids]
    soft = [id for id in ids if home.places[id].category in SOFT]
    return [id for id in ids if id not in soft] + ([] if only else soft)


def beside(
    home: HomeMap,
    at: tuple[float, float],
    things: Sequence[ObjectBelief],
    least_m: float = 0.0,
    avoid: Sequence[tuple[float, float, float]] = (),
    within_m: float = BESIDE_M,
) -> list[Spot]:
    """Free spots on hard open surfaces round a map point, nearest first, at least `least_m` off.

    When there is none `within_m` in the same room, those farther away and in other rooms.
    """
    room = home.room_at(*at)
    near = [p for p in home.places.values() if p.category not in SOFT and p.opening != "hinged"]
    same = [place for place in near if place.room == room]
    return (
        _round(home, same, at, things, (least_m, within_m), avoid)
        or _round(home, same, at, things, (least_m, math.inf), avoid)
        or _round(home, near, at, things, (least_m, math.inf), avoid)
    )


def _round(
    home: HomeMap,
    places: Sequence[Place],
    at: tuple[float, float],
    things: Sequence[ObjectBelief],
    between_m: tuple[float, float],
    avoid: Sequence[tuple[float, float, float]],
) -> list[Spot]:
    found: list[tuple[float, Spot]] = []
    for place in places:
        room_m = {surface.id: surface.clearance_m for surface in place.surfaces}
        for spot in on_place(home, place.id, things, near=at, avoid=avoid):
            if room_m[spot.surface] < TIGHT_M:
                continue
            far = math.dist(spot.position_map_m[:2], at)
            high = HIGH_M[0] <= spot.position_map_m[2] <= HIGH_M[1]
            if high and between_m[0] <= far <= between_m[1]:
                clear = math.dist((spot.stand.x_m, spot.stand.y_m), at)
                tight = TIGHT_COSTS_M if room_m[spot.surface] < ROOM_M else 0.0
                found.append((far + tight + (1.0 if clear < 0.75 else 0.0), spot))
    return [spot for _, spot in sorted(found, key=lambda one: (one[0], _unhandy(one[1])))]


def _unhandy(spot: Spot) -> float:
    return abs(spot.position_map_m[2] - HANDY_M)


def _grid(place: Place, surface: Surface) -> Iterator[tuple[float, float, float]]:
    half = [max(0.0, side / 2 - EDGE_M) for side in surface.size]
    counts = [max(1, round(2 * side / STEP_M)) for side in half]
    for i in range(counts[0] + 1):
        for j in range(counts[1] + 1):
            x = surface.center[0] + half[0] * (2 * i / counts[0] - 1)
            y = surface.center[1] + half[1] * (2 * j / counts[1] - 1)
            yield (*to_map(place.pose, x, y), surface.height_m)


def _far(pose: Pose2D, point: tuple[float, float, float]) -> float:
    return math.dist((pose.x_m, pose.y_m), point[:2])


def _apart(a: tuple[float, float, float], b: tuple[float, float, float]) -> float:
    return math.dist(a[:2], b[:2]) if abs(a[2] - b[2]) < 0.25 else 9.0
