"""The map and what is believed come in; one row of numbers for each node goes out, [M, 12].

Columns: 0 room, 1 place, 2 person; 3, 4 where it is ahead and left of the robot (5 m), 5 how far
(5 m); 6 how likely what is wanted is there; 7 how much of it was in view lately; 8 it opens, 9 it
is open; 10 it was looked through in this search; 11 height of its top surface (m).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Set
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from home_agent.home.belief import Beliefs
from home_agent.home.graph import HomeMap
from home_agent.types import Pose2D, Ref

FAR_M = 5.0
LATELY_S = 600.0  # a surface seen longer ago counts as not seen


@dataclass(frozen=True, slots=True)
class Nodes:
    """Rooms and places of a home as a search stands: ids [M], rows float32 [M, 12], names [M]."""

    ids: tuple[str, ...]
    rows: NDArray[np.float32]
    names: tuple[str, ...]


def known(
    beliefs: Beliefs,
    what: Ref,
    base: Pose2D,
    looked: Set[str] = frozenset(),
    opened: Set[str] = frozenset(),
) -> Nodes:
    """All nodes for a search for `what`, from the map and what is believed alone.

    looked: ids searched in vain; opened: ids of places and "place/surface" that stand open.
    """
    home = beliefs.home
    since_s = beliefs.now_s - LATELY_S
    viewed = {name: 1.0 for name, seen_s in beliefs.looked.items() if seen_s >= since_s}
    likely = dict(beliefs.likely(what, floors=True))
    ids, found = rows(home, base, likely, viewed, opened, looked)
    return Nodes(ids, found, tuple(called(home, id) for id in ids))


def called(home: HomeMap, id: str) -> str:
    """What a node is, in words: "floor kitchen", "table bedside table bedroom"."""
    if id in home.rooms:
        return f"floor {home.rooms[id].category}"
    place = home.places[id]
    room = home.rooms[place.room]
    # Names are made unique with the room's name, which says nothing more.
    name = place.name.removeprefix(room.name).strip()
    return f"{place.category} {name} {room.category}"


def rows(
    home: HomeMap,
    base: Pose2D,
    likely: Mapping[str, float],
    viewed: Mapping[str, float],
    opened: Set[str] = frozenset(),
    looked: Set[str] = frozenset(),
) -> tuple[tuple[str, ...], NDArray[np.float32]]:
    """Ids of rooms and places, and their rows float32 [M, 12].

    likely: how likely what is wanted is at each id; viewed: the share of each "place/surface"
    seen lately; opened, looked: ids.
    """
    ids, found = [], []
    for id, room in home.rooms.items():
        x0, y0, x1, y1 = room.rect
        ids.append(id)
        row = _row(base, (x0 + x1) / 2, (y0 + y1) / 2)
        row[0] = 1.0
        found.append(row)
    for id, place in home.places.items():
        row = _row(base, place.pose.x_m, place.pose.y_m)
        row[1] = 1.0
        shares = [viewed.get(f"{id}/{one.id}", 0.0) for one in place.surfaces]
        row[7] = float(np.mean(shares)) if shares else 0.0
        row[8] = bool(place.opening) and place.opening != "none"
        row[9] = any(one == id or one.startswith(f"{id}/") for one in opened)
        row[11] = max((one.height_m for one in place.surfaces), default=0.0)
        ids.append(id)
        found.append(row)
    for id, row in zip(ids, found, strict=True):
        row[6], row[10] = likely.get(id, 0.0), id in looked
    return tuple(ids), np.array(found, np.float32).reshape(-1, 12)


def _row(base: Pose2D, x: float, y: float) -> NDArray[np.float32]:
    c, s = math.cos(base.yaw_rad), math.sin(base.yaw_rad)
    dx, dy = x - base.x_m, y - base.y_m
    row = np.zeros(12, np.float32)
    row[3], row[4] = (c * dx + s * dy) / FAR_M, (c * dy - s * dx) / FAR_M
    row[5] = math.hypot(dx, dy) / FAR_M
    return row
