"""A seed and a size come in; a home of many rooms, what is known of it and goals go out.

Simulated homes have eight rooms at most; planning is measured in larger ones, made of a map and
beliefs alone. Seeds choose doors, furniture, things and goals.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from home_agent.home.belief import Beliefs
from home_agent.home.graph import Door, HomeMap, Place, Resident, Room, Surface
from home_agent.home.things import LIVING, things
from home_agent.planning.believed import Believed
from home_agent.planning.meaning import Known
from home_agent.types import Detection, Goal, ObjectBelief, Pose2D, Ref

SIDE_M = 4.6  # of a room
TABLE_M = (0.6, 1.2, 0.74)
FRIDGE_M = (0.62, 0.6, 1.55)
COLOURS = ("red", "blue", "green", "white", "black", "yellow", "brown", "grey", "pink", "orange")
WAYS_CLOSED = 0.35  # of the doors that are not needed to reach every room
FETCHED = 0.4  # of the goals; the others put a thing somewhere
HOT = 0.05  # of the things


@dataclass(frozen=True, slots=True)
class Problem:
    """Goals in a believed state."""

    state: Believed
    goals: tuple[Goal, ...]


def problem(seed: int, rooms: int, count: int, goals: int) -> Problem:
    """Some goals about `count` things in a home of so many rooms."""
    rng = np.random.default_rng([seed, rooms, count, goals])
    home = many_rooms(rng, rooms)
    beliefs = Beliefs(home)
    seen = [_thing(rng, home, number) for number in range(count)]
    x, y = home.residents["anna"].position_m or (1.0, 1.0)
    person = Detection(
        "person", 0.95, "head", (0, 0), (x, y, 1.0), (0.4, 0.4, 1.7), {"name": "Anna"}
    )
    known = beliefs.see([*seen, person], 1.0)
    bodies = [one for one in known if one.label != "person"]
    start = home.start or Pose2D(1.0, 1.0, 0.0)
    state = Believed(Known(home, beliefs, "Anna"), start)
    chosen = rng.permutation(len(bodies))[:goals]
    return Problem(state, tuple(_goal(rng, home, bodies[int(one)]) for one in chosen))


def many_rooms(rng: np.random.Generator, count: int) -> HomeMap:
    """Rooms in a square grid, each reachable, with two tables each and here and there a fridge."""
    wide = math.ceil(math.sqrt(count))
    cells = [(n % wide, n // wide) for n in range(count)]
    rooms = [
        Room(f"room_{n}", f"room {n}", "room",
             (i * SIDE_M, j * SIDE_M, (i + 1) * SIDE_M, (j + 1) * SIDE_M))
        for n, (i, j) in enumerate(cells)
    ]  # fmt: skip
    places: list[Place] = []
    for n, (i, j) in enumerate(cells):
        x, y = i * SIDE_M, j * SIDE_M
        for side, turn in ((0, math.pi / 2), (1, -math.pi / 2)):
            at = Pose2D(x + rng.uniform(1.0, 1.4), y + (0.36 if side == 0 else SIDE_M - 0.36), turn)
            top = Surface("top", (0.0, 0.0), TABLE_M[:2], TABLE_M[2])
            name = f"table {n} {'ab'[side]}"
            places.append(
                Place(f"table_{n}_{side}", name, "table", f"room_{n}", at, TABLE_M, (top,))
            )
        if rng.random() < 0.3:
            at = Pose2D(x + SIDE_M - 0.5, y + 0.38, math.pi / 2)
            inside = Surface("inside", (0.0, 0.0), (0.5, 0.5), 0.78, 0.42, True)
            places.append(Place(f"fridge_{n}", f"fridge {n}", "fridge", f"room_{n}", at, FRIDGE_M,
                                (inside,), "hinged"))  # fmt: skip
    doors = _doors(rng, cells)
    anna = Resident("anna", "Anna", "room_0", (2.3, 2.3))
    start = Pose2D(SIDE_M / 2 + 0.8, SIDE_M / 2 - 0.6, 0.0)
    return HomeMap("many", rooms=rooms, doors=doors, places=places, residents=(anna,), start=start)


def _doors(rng: np.random.Generator, cells: list[tuple[int, int]]) -> list[Door]:
    """Doors between neighbours: a random tree over all rooms, and some more."""
    pairs = []
    for n, (i, j) in enumerate(cells):
        for m, (k, q) in enumerate(cells):
            if m > n and abs(i - k) + abs(j - q) == 1:
                pairs.append((n, m))
    group = list(range(len(cells)))

    def root(one: int) -> int:
        while group[one] != one:
            one = group[one]
        return one

    found = []
    for number in rng.permutation(len(pairs)):
        n, m = pairs[int(number)]
        needed = root(n) != root(m)
        if needed:
            group[root(n)] = root(m)
        if not needed and rng.random() < WAYS_CLOSED:
            continue
        (i, j), (k, q) = cells[n], cells[m]
        aside = i != k
        x = (max(i, k) if aside else i + rng.uniform(0.58, 0.68)) * SIDE_M
        y = (j + rng.uniform(0.4, 0.6) if aside else max(j, q)) * SIDE_M
        pose = Pose2D(x, y, 0.0 if aside else math.pi / 2)
        found.append(Door(f"door_{n}_{m}", (f"room_{n}", f"room_{m}"), pose, 1.0))
    return found


def _thing(rng: np.random.Generator, home: HomeMap, number: int) -> Detection:
    kinds = [kind for kind in sorted(things()) if kind not in LIVING]
    kind = kinds[(number + int(rng.integers(3)) * len(kinds) // 3) % len(kinds)]
    tables = [place for place in home.places.values() if place.category == "table"]
    table = tables[int(rng.integers(len(tables)))]
    x, y, z = home.surface_point(table.id)
    turn = table.pose.yaw_rad + math.pi / 2
    along = float(rng.uniform(-0.45, 0.45))
    at = (x + along * math.cos(turn), y + along * math.sin(turn), z + 0.05)
    warm = 61.0 if rng.random() < HOT else 21.0
    colour = COLOURS[number % len(COLOURS)]
    return Detection(kind, 0.95, "head", (0, 0), at, (0.08, 0.08, 0.1), {"colour": colour}, warm)


def _goal(rng: np.random.Generator, home: HomeMap, body: ObjectBelief) -> Goal:
    words = f"the {body.attributes.get('colour', '')} {body.label}"
    thing = Ref("thing", words, body.label, dict(body.attributes), quantifier="the", id=body.id)
    if rng.random() < FETCHED:
        return Goal("fetch", {"thing": thing}, said=f"bring me {words}")
    names = [place for place in home.places.values() if place.id != body.place]
    where = names[int(rng.integers(len(names)))]
    place = Ref("place", where.name, where.category, id=where.id)
    return Goal("put", {"thing": thing, "place": place}, said=f"put {words} on {where.name}")
