"""A home's map and what is believed come in; nodes and decisions of a search go out as plain rows.

The nodes of a home have a fixed order: rooms, then places, as in its map. Their numbers are what
`next_place` in the columns means.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from home_agent.home.belief import Beliefs
from home_agent.home.graph import HomeMap
from home_agent.types import Pose2D, Ref

Plain = dict[str, Any]
NEVER_S = -1.0


def names(home: HomeMap) -> list[str]:
    """The ids of all nodes in their order."""
    return [*home.rooms, *home.places]


def nodes(home: HomeMap, seed: int) -> list[Plain]:
    """What the map says of each node; poses are in the map frame, m and rad."""
    number = {name: n for n, name in enumerate(names(home))}
    found: list[Plain] = []
    for room in home.rooms.values():
        x0, y0, x1, y1 = room.rect
        found.append(
            {
                "seed": seed,
                "node": number[room.id],
                "id": room.id,
                "kind": "room",
                "name": room.name,
                "category": room.category,
                "room": number[room.id],
                "pose": [(x0 + x1) / 2, (y0 + y1) / 2, 0.0],
                "size": [x1 - x0, y1 - y0, 0.0],
                "height_m": 0.0,
                "opening": "none",
                "inside": 0,
                "surfaces": 0,
            }
        )
    for place in home.places.values():
        pose = place.pose
        found.append(
            {
                "seed": seed,
                "node": number[place.id],
                "id": place.id,
                "kind": "place",
                "name": place.name,
                "category": place.category,
                "room": number[place.room],
                "pose": [pose.x_m, pose.y_m, pose.yaw_rad],
                "size": list(place.size),
                "height_m": max((s.height_m for s in place.surfaces), default=0.0),
                "opening": place.opening,
                "inside": sum(s.inside for s in place.surfaces),
                "surfaces": len(place.surfaces),
            }
        )
    return found


def decision(
    beliefs: Beliefs, base: Pose2D, what: Ref, chosen: str, true: Sequence[str], t_s: float
) -> Plain:
    """What was known when it was decided to search `chosen` next; `true` are the nodes
    where things that were meant truly are.

    chance: the agent's own ranking for the words; looked_s: how long ago each node was looked at,
    -1 never; seen: the things believed to be at each node, as words.
    """
    home = beliefs.home
    order = names(home)
    chance = dict(beliefs.likely(what, floors=True))
    seen: dict[str, list[str]] = {}
    for one in beliefs.all():
        at = one.place if one.place in home.places else beliefs.room_of(one)
        colour = one.attributes.get("colour", "")
        if at in home.places or at in home.rooms:
            seen.setdefault(at or "", []).append(f"{colour} {one.label}".strip())
    looked = {name: _ago_s(beliefs, home, name, t_s) for name in order}
    return {
        "t_s": round(t_s, 2),
        "words": what.text,
        "base": [base.x_m, base.y_m, base.yaw_rad],
        "chance": [round(float(chance.get(name, 0.0)), 5) for name in order],
        "looked_s": [looked[name] for name in order],
        "seen": [", ".join(seen.get(name, [])) for name in order],
        "next": order.index(chosen) if chosen in order else -1,
        "true": [order.index(name) for name in true if name in order],
    }


def _ago_s(beliefs: Beliefs, home: HomeMap, name: str, now_s: float) -> float:
    """How long ago all that can be seen of a node was looked at; -1 where some never was."""
    keys = [name]
    if name in home.places:
        surfaces = [s for s in home.places[name].surfaces if not s.inside]
        keys = [f"{name}/{surface.id}" for surface in surfaces] or keys
    last = min((beliefs.looked.get(key, -math.inf) for key in keys), default=-math.inf)
    return NEVER_S if last == -math.inf else round(now_s - last, 1)
