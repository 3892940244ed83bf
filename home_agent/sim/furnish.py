"""Furnishing: a floor plan comes in, furniture with surfaces and approach poses goes out."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

import numpy as np

from home_agent.home.graph import Place, Room
from home_agent.sim.floor import Floor, any_overlap, footprint, to_map
from home_agent.sim.furniture import ITEMS, Item, surfaces_of
from home_agent.sim.layout import WALL_M, Plan, Rect, slug
from home_agent.types import Pose2D

# What stands in a room and how often; the first ones are always there.
_WISHES: dict[str, tuple[tuple[str, float], ...]] = {
    "kitchen": (("kitchen table", 0.6), ("cupboard", 0.6)),
    "living room": (
        ("sofa", 1.0),
        ("tv stand", 0.8),
        ("coffee table", 0.7),
        ("shelf", 0.7),
        ("armchair", 0.4),
        ("cupboard", 0.2),
    ),
    "bedroom": (("bed", 1.0), ("dresser", 0.8), ("wardrobe", 0.6), ("shelf", 0.3)),
    "bathroom": (
        ("washbasin", 1.0),
        ("toilet", 0.9),
        ("washing machine", 0.6),
        ("bathtub", 0.4),
        ("shelf", 0.2),
    ),
    "hall": (("shelf", 0.7), ("dresser", 0.3)),
    "office": (("desk", 1.0), ("shelf", 0.8), ("cupboard", 0.4), ("armchair", 0.2)),
    "dining room": (("dining table", 1.0), ("cupboard", 0.5), ("shelf", 0.3)),
    "child's room": (("bed", 1.0), ("desk", 0.6), ("shelf", 0.7), ("dresser", 0.6)),
}
_BESIDE = {"sofa": ("side table", 0.9), "bed": ("bedside table", 0.9)}
STAND_OFF_M = 0.40


@dataclass(slots=True)
class Furnished:
    """A room being furnished: `taken` floor, and floor that must stay `free`."""

    room: Room
    taken: list[Rect] = field(default_factory=list)
    free: list[Rect] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)


def furnish(rng: np.random.Generator, plan: Plan) -> tuple[Place, ...] | None:
    """Furniture for every room, or None when the robot could not get everywhere."""
    done = [_furnish_room(rng, room, plan) for room in plan.rooms]
    places = named([place for one in done for place in one.places], plan.rooms)
    return with_approaches(plan, places)


def with_approaches(plan: Plan, places: tuple[Place, ...]) -> tuple[Place, ...] | None:
    """The places with poses to stand at; None if a room, doorway or place is out of reach."""
    floor = floor_of(plan, places)
    if not all(floor.reaches(door.pose.x_m, door.pose.y_m) for door in plan.doors):
        return None
    if not all(len(floor.cells(room.rect)) > 40 for room in plan.rooms):
        return None
    stood = tuple(replace(place, approach=approaches(place, floor)) for place in places)
    kept = tuple(place for place in stood if place.approach or not place.surfaces)
    if not {"counter", "sofa", "bed"} <= {place.category for place in kept}:
        return None
    return kept


def floor_of(plan: Plan, places: tuple[Place, ...]) -> Floor:
    """The floor with the furniture on it."""
    floor = Floor(plan)
    for place in places:
        floor.block(footprint(place))
    floor.flood()
    return floor


def approaches(place: Place, floor: Floor) -> tuple[Pose2D, ...]:
    """Reachable poses that face a place, the middle of its front first."""
    if not place.surfaces:
        return ()
    around = place.category == "bed" or ITEMS.get(_base(place), ITEMS["sofa"]).around
    poses = []
    for side in range(4 if around else 1):
        turn = side * math.pi / 2
        deep, wide = place.size[:2] if side % 2 == 0 else (place.size[1], place.size[0])
        steps = max(0, math.ceil((wide / 2 - 0.30) / 0.30))
        offsets = [0.0] + [
            sign * (wide / 2 - 0.30) * (i + 1) / steps for i in range(steps) for sign in (1, -1)
        ]
        ahead = deep / 2 + STAND_OFF_M
        for offset in offsets:
            own = (
                ahead * math.cos(turn) - offset * math.sin(turn),
                ahead * math.sin(turn) + offset * math.cos(turn),
            )
            x, y = to_map(place, *own)
            yaw = math.remainder(place.pose.yaw_rad + turn + math.pi, 2 * math.pi)
            if floor.reaches(x, y):
                poses.append(Pose2D(round(x, 3), round(y, 3), round(yaw, 4)))
    return tuple(poses)


def _base(place: Place) -> str:
    """The item's plain name: "bedroom shelf" is a shelf."""
    return place.names[0] if place.names else place.name


def named(places: list[Place], rooms: tuple[Room, ...]) -> tuple[Place, ...]:
    """Give each place an id and a spoken name of its own; the plain name stays a synonym."""
    spoken = {room.id: room.name for room in rooms}
    counts: dict[str, int] = {}
    for place in places:
        counts[place.name] = counts.get(place.name, 0) + 1
    out: list[Place] = []
    used: dict[str, int] = {}
    for place in places:
        name = place.name
        if counts[name] > 1:
            name = f"{spoken[place.room]} {name}"
        used[name] = used.get(name, 0) + 1
        suffix = f" {used[name]}" if used[name] > 1 else ""
        plain = () if name + suffix == place.name else (place.name,)
        out.append(replace(place, id=slug(name + suffix), name=name + suffix, names=plain))
    return tuple(out)


def _furnish_room(rng: np.random.Generator, room: Room, plan: Plan) -> Furnished:
    state = Furnished(room)
    for door in plan.doors:
        if room.id in door.rooms:
            x, y, half = door.pose.x_m, door.pose.y_m, door.width_m / 2 + 0.05
            flat = abs(door.pose.yaw_rad) > 1.0
            deep, wide = (half, 0.9) if flat else (0.9, half)
            state.free.append((x - deep, y - wide, x + deep, y + wide))
    if room.category == "kitchen":
        _kitchen_row(rng, state)
    for name, often in _WISHES[room.category]:
        if rng.random() >= often:
            continue
        item = ITEMS[name]
        if name == "coffee table":
            _before_sofa(rng, state, item)
        elif name == "dining table" and rng.random() < 0.8:
            _in_middle(rng, state, item)
        else:
            _at_wall(rng, state, item)
        beside = _BESIDE.get(name)
        if beside and rng.random() < beside[1] and state.places:
            _beside(rng, state, ITEMS[beside[0]], state.places[-1])
    return state


def _sample(rng: np.random.Generator, item: Item, room: Room) -> tuple[float, float, float]:
    d, w, h = (
        round(float(rng.uniform(*bounds)), 2) for bounds in (item.depth, item.width, item.height)
    )
    if item.name == "bed" and room.category == "child's room":
        w = 1.0
    return d, w, h


def make_place(
    name: str, room: Room, pose: Pose2D, size: tuple[float, float, float], opening: str = ""
) -> Place:
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
    rects = (body, front)
    inside = all(
        r[0] >= x0 + inner and r[1] >= y0 + inner and r[2] <= x1 - inner and r[3] <= y1 - inner
        for r in rects
    )
    return (
        inside
        and not any_overlap(body, state.taken)
        and not any_overlap(body, state.free)
        and not any_overlap(front, state.taken)
    )


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


def _wall_pose(
    room: Room, wall: int, along: float, size: tuple[float, float, float], gap: float = 0.01
) -> Pose2D:
    """The pose with the back to `wall` (0 south, 1 east, 2 north, 3 west), `along` from its start."""
    x0, y0, x1, y1 = room.rect
    off = WALL_M / 2 + size[0] / 2 + gap
    x, y, yaw = (
        (x0 + along, y0 + off, math.pi / 2),
        (x1 - off, y0 + along, math.pi),
        (x0 + along, y1 - off, -math.pi / 2),
        (x0 + off, y0 + along, 0.0),
    )[wall]
    return Pose2D(round(x, 3), round(y, 3), round(yaw, 6))


def _wall_length(room: Room, wall: int) -> float:
    x0, y0, x1, y1 = room.rect
    return (x1 - x0) if wall % 2 == 0 else (y1 - y0)


def _at_wall(rng: np.random.Generator, state: Furnished, item: Item) -> bool:
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
        place = make_place(item.name, state.room, _wall_pose(state.room, wall, along, size), size)
        if _fits(state, place, item):
            _settle(state, place, item)
            return True
    return False


def _kitchen_row(rng: np.random.Generator, state: Furnished) -> None:
    """Counter, sink, stove and fridge side by side along one wall."""
    for attempt in range(40):
        names = ["counter", "sink"] + (["stove"] if attempt < 25 else [])
        names = [str(name) for name in rng.permutation(names)]
        names = ["fridge", *names] if rng.random() < 0.5 else [*names, "fridge"]
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
        wall = int(rng.integers(0, 4))
        room_for = _wall_length(state.room, wall) - total - WALL_M - 0.04
        if room_for < 0:
            continue
        along = WALL_M / 2 + 0.02 + float(rng.choice([0.0, room_for, rng.uniform(0, room_for)]))
        row = []
        for name, size in zip(names, sizes, strict=True):
            pose = _wall_pose(state.room, wall, along + size[1] / 2, size)
            row.append(make_place(name, state.room, pose, size))
            along += size[1] + 0.002
        if all(_fits(state, place, ITEMS[place.name]) for place in row):
            state.places += row
            state.taken += [footprint(place) for place in row]
            state.free += [_front(place, ITEMS[place.name]) for place in row]
            return


def _before_sofa(rng: np.random.Generator, state: Furnished, item: Item) -> None:
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


def _in_middle(rng: np.random.Generator, state: Furnished, item: Item) -> None:
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
            round(yaw, 6),
        )
        place = make_place(item.name, state.room, pose, size)
        if _fits(state, place, item) and not any_overlap(footprint(place, 0.8), state.taken):
            _settle(state, place, item)
            return
    _at_wall(rng, state, item)


def _beside(rng: np.random.Generator, state: Furnished, item: Item, main: Place) -> None:
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
