"""A map just built comes in; `BadInput` comes out when its parts contradict each other."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from home_agent.errors import BadInput, no_such
from home_agent.types import Pose2D

if TYPE_CHECKING:
    from home_agent.home.graph import HomeMap, Place


def check_home(home: HomeMap) -> None:
    """Raise `BadInput` unless ids are unique, references hold and every number makes sense."""
    if not home.rooms:
        raise BadInput(f"The map '{home.id}' has no rooms: add at least one under 'rooms'.")
    kinds = (home.rooms, home.doors, home.places, home.residents, home.keep_outs)
    ids = Counter(node for nodes in kinds for node in nodes)
    for node, count in ids.items():
        if count > 1:
            raise BadInput(f"The id '{node}' is used twice in the map '{home.id}': rename one.")
    for room in home.rooms.values():
        _rect(f"room '{room.id}'", room.rect)
    for zone in home.keep_outs.values():
        _rect(f"keep-out '{zone.id}'", zone.rect)
    for door in home.doors.values():
        for name in door.rooms:
            if name not in home.rooms:
                raise BadInput(f"Door '{door.id}': " + no_such("room", name, home.rooms))
        if door.rooms[0] == door.rooms[1]:
            raise BadInput(f"Door '{door.id}' must join two different rooms.")
        _numbers(f"door '{door.id}'", (*_of(door.pose), door.width_m))
        _positive(f"door '{door.id}'", (door.width_m,))
    for place in home.places.values():
        _check_place(home, place)
    for resident in home.residents.values():
        if resident.room is not None and resident.room not in home.rooms:
            raise BadInput(f"Person '{resident.id}': " + no_such("room", resident.room, home.rooms))
        _numbers(f"person '{resident.id}'", resident.position_m or ())
    if home.start is not None:
        _numbers("the start", _of(home.start))


def _check_place(home: HomeMap, place: Place) -> None:
    what = f"place '{place.id}'"
    if place.room not in home.rooms:
        raise BadInput(f"P{what[1:]}: " + no_such("room", place.room, home.rooms))
    _numbers(what, (*_of(place.pose), *place.size))
    _positive(what, place.size)
    for pose in place.approach:
        _numbers(what, _of(pose))
    for surface in place.surfaces:
        named = f"surface '{surface.id}' of {what}"
        _numbers(named, (*surface.center, *surface.size, surface.height_m, surface.clearance_m))
        _positive(named, surface.size)


def _of(pose: Pose2D) -> tuple[float, float, float]:
    return pose.x_m, pose.y_m, pose.yaw_rad


def _rect(what: str, rect: tuple[float, ...]) -> None:
    _numbers(what, rect)
    if not (rect[0] < rect[2] and rect[1] < rect[3]):
        raise BadInput(f"The rectangle of {what} must be x0, y0, x1, y1 with x0 < x1 and y0 < y1.")


def _numbers(what: str, values: Iterable[float]) -> None:
    if not all(math.isfinite(value) for value in values):
        raise BadInput(f"A number of {what} is not finite: write a plain number of metres.")


def _positive(what: str, values: Iterable[float]) -> None:
    if not all(value > 0 for value in values):
        raise BadInput(f"Sizes of {what} must be above zero metres.")
