"""Where furniture stands in one room: a room and an item come in, a place that fits goes out."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from home_agent.home.graph import Place, Room
from home_agent.sim.floor import any_overlap, footprint, to_map
from home_agent.sim.furniture import ITEMS, Item, surfaces_of
from home_agent.sim.layout import WALL_M, Rect, slug
from home_agent.types import Pose2D


@dataclass(slots=True)
class Furnished:
    """A room being furnished: `taken` floor, and floor that must stay `free`."""

    room: Room
    taken: list[Rect] = field(default_factory=list)
    free: list[Rect] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)


def _sample(rng: np.random.Generator, item: Item, room: Room) -> tuple[float, float, float]:
    d, w, h = (
        round(float(rng.uniform(*bounds)), 2) for bounds in (item.depth, item.width, item.height)
    )
    if item.name == "bed" and room.category == "child's room":
        w = 1.0
    return d, w, h


def make_place(name: str, room: Room, pose: Pose2D, size: tuple[float, float, float]) -> Place:
    """A place of the item `name` with its surfaces, not yet named or approached."""
    item = ITEMS[name]
    return Place(
        id=slug(name),
        name=name,
        category=item.category,
        room=room.id,
        pose=pose,
        size=size,
        surfaces=surfaces_of(item.category, size),
        opening=item.opening,
    )


def _fits(state: Furnished, place: Place, item: Item) -> bool:
    """Is the place inside its room, clear of others, with free floor before it?"""
    x0, y0, x1, y1 = state.room.rect
    body = footprint(place)
    front = _front(place, item)
    inner = WALL_M / 2 - 1e-6
    swing = _swing(place)
    rects = (body, front, swing)
    inside = all(
        r[0] >= x0 + inner and r[1] >= y0 + inner and r[2] <= x1 - inner and r[3] <= y1 - inner
        for r in rects
    )
    return (
        inside
        and not any_overlap(body, state.taken)
        and not any_overlap(body, state.free)
        and not any_overlap(front, state.taken)
        and not any_overlap(swing, state.taken)
    )


def _swing(place: Place) -> Rect:
    """The floor that an open hinged door and the hand on its handle take beside the front."""
    d, w, _ = place.size
    if place.opening != "hinged":
        return footprint(place)
    x, y = to_map(place, d / 2 + 0.03 + w / 2, w / 2 + 0.14)
    beside = Place("", "", "", "", Pose2D(x, y, place.pose.yaw_rad), (w, 0.28, 0.0))
    return footprint(beside)


def _front(place: Place, item: Item) -> Rect:
    """The floor before a place that must stay free."""
    d, w, _ = place.size
    ahead = Place(
        "",
        "",
        "",
        "",
        Pose2D(*to_map(place, d / 2 + 0.03 + item.front_m / 2, 0.0), place.pose.yaw_rad),
        (item.front_m, w - 0.05 if w < 0.55 else max(w - 0.1, 0.7), 0.0),
    )
    return footprint(ahead)


def _settle(state: Furnished, place: Place, item: Item) -> None:
    state.places.append(place)
    state.taken.append(footprint(place, 0.02))
    state.free.append(_front(place, item))
    if place.opening == "hinged":
        state.free.append(_swing(place))


def wall_pose(
    room: Room, wall: int, along: float, size: tuple[float, float, float], gap: float = 0.01
) -> Pose2D:
    """The pose with the back to `wall` (0 south, 1 east, 2 north, 3 west), `along` it."""
    x0, y0, x1, y1 = room.rect
    off = WALL_M / 2 + size[0] / 2 + gap
    x, y, yaw = (
        (x0 + along, y0 + off, math.pi / 2),
        (x1 - off, y0 + along, math.pi),
        (x0 + along, y1 - off, -math.pi / 2),
        (x0 + off, y0 + along, 0.0),
    )[wall]
    return Pose2D(round(x, 3), round(y, 3), yaw)


def _wall_length(room: Room, wall: int) -> float:
    x0, y0, x1, y1 = room.rect
    return (x1 - x0) if wall % 2 == 0 else (y1 - y0)


def at_wall(rng: np.random.Generator, state: Furnished, item: Item) -> bool:
    """Stand `item` with its back to a wall; often in a corner."""
    for _ in range(24):
        size = _sample(rng, item, state.room)
        wall = int(rng.integers(0, 4))
        half = size[1] / 2 + WALL_M / 2 + 0.02
        length = _wall_length(state.room, wall)
        if length < 2 * half:
            continue
        along = float(rng.uniform(half, length - half))
        if rng.random() < 0.4:
            along = half if rng.random() < 0.5 else length - half
        place = make_place(item.name, state.room, wall_pose(state.room, wall, along, size), size)
        if _fits(state, place, item):
            _settle(state, place, item)
            return True
    return False


def kitchen_row(rng: np.random.Generator, state: Furnished) -> None:
    """Counter, sink, stove and fridge side by side along one wall."""
    for attempt in range(40):
        names = ["counter", "sink"] + (["stove"] if attempt < 25 else [])
        names = [str(name) for name in rng.permutation(names)]
        wall = int(rng.integers(0, 4))
        # The fridge stands where its hinge is on the counter's side, not in the corner.
        names = [*names, "fridge"] if wall < 2 else ["fridge", *names]
        sizes = [_sample(rng, ITEMS[name], state.room) for name in names]
        deep, high = 0.61, round(float(rng.uniform(0.90, 0.92)), 2)
        shrink = max(0.0, 1.0 - attempt / 30)
        sizes = [
            (deep, round(1.2 + (w - 1.2) * shrink, 2) if n == "counter" else w, high)
            if n != "fridge"
            else (d, w, h)
            for n, (d, w, h) in zip(names, sizes, strict=True)
        ]
        total = sum(size[1] for size in sizes)
        room_for = _wall_length(state.room, wall) - total - WALL_M - 0.04
        if room_for < 0:
            continue
        along = WALL_M / 2 + 0.02 + float(rng.choice([0.0, room_for, rng.uniform(0, room_for)]))
        row = []
        for name, size in zip(names, sizes, strict=True):
            pose = wall_pose(state.room, wall, along + size[1] / 2, size)
            row.append(make_place(name, state.room, pose, size))
            along += size[1] + 0.002
        if all(_fits(state, place, ITEMS[place.name]) for place in row):
            state.places += row
            state.taken += [footprint(place) for place in row]
            state.free += [_front(place, ITEMS[place.name]) for place in row]
            return


def before_sofa(rng: np.random.Generator, state: Furnished, item: Item) -> None:
    """A coffee table a step before the sofa, facing away from it."""
    sofas = [place for place in state.places if place.category == "sofa"]
    if not sofas:
        return
    size = _sample(rng, item, state.room)
    ahead = sofas[0].size[0] / 2 + 0.92 + size[0] / 2
    x, y = to_map(sofas[0], ahead, 0.0)
    pose = Pose2D(round(x, 3), round(y, 3), sofas[0].pose.yaw_rad)
    place = make_place(item.name, state.room, pose, size)
    if _fits(state, place, item):
        _settle(state, place, item)


def in_middle(rng: np.random.Generator, state: Furnished, item: Item) -> None:
    """A table with free floor all around."""
    x0, y0, x1, y1 = state.room.rect
    for _ in range(16):
        size = _sample(rng, item, state.room)
        yaw = float(rng.choice([0.0, math.pi / 2]))
        half = (size[0] / 2, size[1] / 2) if yaw == 0.0 else (size[1] / 2, size[0] / 2)
        low = (x0 + half[0] + 0.85, y0 + half[1] + 0.85)
        high = (x1 - half[0] - 0.85, y1 - half[1] - 0.85)
        if low[0] > high[0] or low[1] > high[1]:
            continue
        pose = Pose2D(
            round(float(rng.uniform(low[0], high[0])), 3),
            round(float(rng.uniform(low[1], high[1])), 3),
            yaw,
        )
        place = make_place(item.name, state.room, pose, size)
        if _fits(state, place, item) and not any_overlap(footprint(place, 0.8), state.taken):
            _settle(state, place, item)
            return
    at_wall(rng, state, item)


def beside(rng: np.random.Generator, state: Furnished, item: Item, main: Place) -> None:
    """A small table beside a sofa or a bed, reached from the front of both."""
    size = _sample(rng, item, state.room)
    for side in (1, -1) if rng.random() < 0.5 else (-1, 1):
        # Beside a bed the robot must fit between it and the wall.
        gap = 0.05 if main.category == "sofa" else 0.15
        across = side * (main.size[1] / 2 + size[1] / 2 + gap)
        back = -main.size[0] / 2 + size[0] / 2
        # Beside a sofa it stands forward, where one who sits can reach it.
        ahead = main.size[0] / 2 - size[0] / 2 if main.category == "sofa" else back
        x, y = to_map(main, ahead, across)
        pose = Pose2D(round(x, 3), round(y, 3), main.pose.yaw_rad)
        place = make_place(item.name, state.room, pose, size)
        if _fits(state, place, item):
            _settle(state, place, item)
            return
