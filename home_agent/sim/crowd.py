"""Who is at home: furnished rooms come in, people and pets that sit, stand or walk go out."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from home_agent.home.graph import Place, Room
from home_agent.sim.floor import Floor, to_map
from home_agent.sim.furnish import floor_of
from home_agent.sim.kinds import BRIGHT
from home_agent.sim.layout import Plan, slug
from home_agent.sim.spec import HomeSpec, PersonSpec

_ADULTS = ("Anna", "Ben", "Clara", "David", "Emma", "Frank", "Grace", "Henry", "Julia", "Martin")
_CHILDREN = ("Leo", "Mia", "Noah", "Lily")
_PETS = {"cat": ("Luna", "Tiger"), "dog": ("Rex", "Bella")}
_HEIGHT_M = {"adult": (1.58, 1.86), "child": (1.05, 1.35), "cat": (0.28, 0.32), "dog": (0.45, 0.6)}
BODY_M = 0.25
NEAR_M = 0.9
START_M = 0.9  # nobody walks so near to where the robot starts


def invite(
    rng: np.random.Generator, plan: Plan, places: tuple[Place, ...], floor: Floor
) -> tuple[PersonSpec, ...] | None:
    """One to three people, the speaker first; None when the speaker could not be reached.

    `floor` knows the furniture and is blocked where people stay.
    """
    speaker = _speaker(rng, plan, places, floor)
    if speaker is None:
        return None
    people = [speaker]
    for _ in range(int(rng.integers(0, 3))):
        kind = ("adult", "child", "cat", "dog")[int(rng.choice(4, p=[0.45, 0.25, 0.15, 0.15]))]
        names = _PETS.get(kind) or (_ADULTS if kind == "adult" else _CHILDREN)
        used = {one.name for one in people}
        name = str(rng.choice([name for name in names if name not in used]))
        other = _standing(rng, plan, places, floor, kind=kind, name=name)
        if other is not None:
            people.append(other)
    return tuple(people)


def bustle(rng: np.random.Generator, spec: HomeSpec, walkers: int = 2) -> HomeSpec:
    """The home with everybody but the speaker on their feet and walking, at least `walkers`."""
    plan = Plan(spec.rooms, spec.doors, spec.walls)
    floor = floor_of(plan, spec.places)
    for x, y in [thing.position_m[:2] for thing in spec.things if thing.on is None]:
        floor.block_round(x, y, BODY_M)
    floor.block_round(*spec.start[:2], START_M)
    floor.flood()
    rooms = {room.id: room for room in spec.rooms}
    people = [
        one if one.speaker or one.waypoints else _walking(rng, one, rooms[one.room], floor)
        for one in spec.people
    ]
    names = [name for name in (*_ADULTS, *_CHILDREN) if name not in {one.name for one in people}]
    for name in names:
        if sum(bool(one.waypoints) for one in people) >= walkers:
            break
        kind = "adult" if name in _ADULTS else "child"
        other = _standing(rng, plan, spec.places, floor, kind=kind, name=name)
        if other is not None and other.waypoints:
            people.append(other)
    return replace(spec, people=tuple(people))


def _make(
    rng: np.random.Generator,
    kind: str,
    name: str,
    *,
    posture: str,
    at: tuple[float, float, float],
    room: str,
) -> PersonSpec:
    coats = ("brown", "black", "white", "orange") if kind in _PETS else (*BRIGHT, "white", "grey")
    return PersonSpec(
        id=slug(name.lower()),
        name=name,
        kind=kind,
        height_m=round(float(rng.uniform(*_HEIGHT_M[kind])), 2),
        posture=posture,
        colour=str(rng.choice(coats)),
        position_m=(round(at[0], 3), round(at[1], 3)),
        yaw_rad=round(math.remainder(at[2], 2 * math.pi), 3),
        room=room,
    )


def _speaker(
    rng: np.random.Generator, plan: Plan, places: tuple[Place, ...], floor: Floor
) -> PersonSpec | None:
    """The one who speaks: mostly on a seat, else standing near a table."""
    name = str(rng.choice(_ADULTS))
    seats = [place for place in places if place.category in ("sofa", "armchair")]
    if seats and rng.random() < 0.65:
        person = _sitting(rng, seats[int(rng.integers(0, len(seats)))], places, floor, name)
        if person is not None:
            return person
    found = _standing(rng, plan, places, floor, kind="adult", name=name, near_table=True)
    if found is None:
        return None
    return _as_speaker(found)


def _as_speaker(person: PersonSpec) -> PersonSpec:
    return replace(person, speaker=True)


def _sitting(
    rng: np.random.Generator, seat: Place, places: tuple[Place, ...], floor: Floor, name: str
) -> PersonSpec | None:
    """Someone on a sofa, on the side of a small table if there is one."""
    aside = 0.0
    if seat.size[1] > 1.2:
        reach = seat.size[1] / 2 - 0.16 - 0.32
        tables = [p for p in places if p.category == "table" and p.room == seat.room]
        ends = [to_map(seat, 0.1, side * reach) for side in (1, -1)]
        gaps = [
            min((math.dist(end, (t.pose.x_m, t.pose.y_m)) for t in tables), default=9.0)
            for end in ends
        ]
        aside = reach if gaps[0] < gaps[1] else -reach
        if abs(gaps[0] - gaps[1]) < 0.05:
            aside = reach * float(rng.choice([-1.0, 1.0]))
    x, y = to_map(seat, 0.08, aside)
    trial = floor.copy()
    trial.block_round(*to_map(seat, seat.size[0] / 2 + 0.05, aside), 0.12)
    trial.flood()
    cells = trial.cells((x - NEAR_M, y - NEAR_M, x + NEAR_M, y + NEAR_M))
    if not any(math.dist(cell, (x, y)) <= NEAR_M - 0.05 for cell in cells):
        return None
    floor.become(trial)
    at = (x, y, seat.pose.yaw_rad)
    return _as_speaker(_make(rng, "adult", name, posture="sitting", at=at, room=seat.room))


def _standing(
    rng: np.random.Generator,
    plan: Plan,
    places: tuple[Place, ...],
    floor: Floor,
    *,
    kind: str,
    name: str,
    near_table: bool = False,
) -> PersonSpec | None:
    """Someone on free floor, out of doorways and not where the robot must stand to work."""
    stands = [pose for place in places for pose in place.approach]
    tables = [p for p in places if p.category in ("table", "counter", "desk")]
    for attempt in range(40):
        room = plan.rooms[int(rng.integers(0, len(plan.rooms)))]
        cells = floor.cells(room.rect)
        if not len(cells):
            continue
        x, y = (float(v) for v in cells[int(rng.integers(0, len(cells)))])
        if any(math.hypot(d.pose.x_m - x, d.pose.y_m - y) < 1.1 for d in plan.doors):
            continue
        close = 0.62 if attempt < 25 else 0.55
        if any(math.hypot(p.x_m - x, p.y_m - y) < close for p in stands):
            continue
        if (
            near_table
            and attempt < 25
            and not any(
                math.hypot(t.pose.x_m - x, t.pose.y_m - y) < 1.9 and t.room == room.id
                for t in tables
            )
        ):
            continue
        trial = floor.copy()
        trial.block_round(x, y, BODY_M if kind in ("adult", "child") else 0.15)
        trial.flood()
        ends = [*stands, *(door.pose for door in plan.doors)]
        if not all(trial.reaches(p.x_m, p.y_m) or not floor.reaches(p.x_m, p.y_m) for p in ends):
            continue
        cx, cy = (room.rect[0] + room.rect[2]) / 2, (room.rect[1] + room.rect[3]) / 2
        yaw = math.atan2(cy - y, cx - x) + float(rng.uniform(-0.6, 0.6))
        person = _make(rng, kind, name, posture="standing", at=(x, y, yaw), room=room.id)
        if not near_table and rng.random() < 0.6:
            person = _walking(rng, person, room, floor)
        if not person.waypoints:
            floor.become(trial)
        return person
    return None


def _walking(rng: np.random.Generator, person: PersonSpec, room: Room, floor: Floor) -> PersonSpec:
    """The person with one or two waypoints to walk to and fro between, if the way is free."""
    cells = floor.cells(room.rect)
    way = [person.position_m]
    for _ in range(12 if len(cells) else 0):
        x, y = (round(float(v), 3) for v in cells[int(rng.integers(0, len(cells)))])
        if math.dist((x, y), way[-1]) > 1.0 and floor.sees(way[-1], (x, y)):
            way.append((x, y))
        if len(way) == 3:
            break
    if len(way) < 2:
        return person
    speed = round(float(rng.uniform(0.3, 0.7)), 2)
    return replace(person, speed_mps=speed, waypoints=tuple(way))
