"""Furnishing: a floor plan comes in, furniture with surfaces and approach poses goes out."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from home_agent.home.graph import Place, Room
from home_agent.sim.arrange import Furnished, at_wall, before_sofa, beside, in_middle, kitchen_row
from home_agent.sim.floor import Floor, footprint, to_map
from home_agent.sim.furniture import ITEMS
from home_agent.sim.layout import Plan, slug
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


def still_reached(places: tuple[Place, ...], floor: Floor) -> tuple[Place, ...]:
    """The places with only those approach poses that people leave free."""
    return tuple(
        replace(
            place,
            approach=tuple(pose for pose in place.approach if floor.reaches(pose.x_m, pose.y_m)),
        )
        for place in places
    )


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
                poses.append(Pose2D(round(x, 3), round(y, 3), yaw))
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
        kitchen_row(rng, state)
    for name, often in _WISHES[room.category]:
        if rng.random() >= often:
            continue
        item = ITEMS[name]
        if name == "coffee table":
            before_sofa(rng, state, item)
        elif name == "dining table" and rng.random() < 0.8:
            in_middle(rng, state, item)
        else:
            at_wall(rng, state, item)
        extra = _BESIDE.get(name)
        if extra and rng.random() < extra[1] and state.places:
            beside(rng, state, ITEMS[extra[0]], state.places[-1])
    return state
