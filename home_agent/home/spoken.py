"""Places and people come in; the names they are called by go out, told apart where they repeat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from home_agent.home.graph import HomeMap, Place, Room

Node = tuple[str, str]
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def distinct(places: tuple[Place, ...], rooms: Mapping[str, Room]) -> tuple[Place, ...]:
    """The places with spoken names of their own; a name that was shared stays as a synonym.

    The same name in several rooms gets the room before it, in one room a number after it.
    """
    shared = Counter(place.name.lower() for place in places)
    named = []
    for place in places:
        room = rooms.get(place.room)
        if shared[place.name.lower()] > 1 and room is not None:
            named.append(_renamed(place, f"{room.name} {place.name}", place.name))
        else:
            named.append(place)
    totals = Counter(place.name.lower() for place in named)
    taken = {place.name.lower() for place in named}
    count: Counter[str] = Counter()
    numbered = []
    for place in named:
        key = place.name.lower()
        if totals[key] == 1:
            numbered.append(place)
            continue
        count[key] += 1
        while f"{key} {count[key]}" in taken:
            count[key] += 1
        numbered.append(_renamed(place, f"{place.name} {count[key]}", place.name))
    return tuple(numbered)


def _renamed(place: Place, name: str, synonym: str) -> Place:
    names = place.names if synonym in place.names else (*place.names, synonym)
    return replace(place, name=name, names=names)


def spoken(home: HomeMap) -> dict[str, tuple[Node, ...]]:
    """Lower-case name -> all nodes (kind, id) it can mean; own names win over synonyms."""
    own: dict[str, list[Node]] = {}
    other: dict[str, list[Node]] = {}
    for room in home.rooms.values():
        _add(own, room.name, ("room", room.id))
        for name in (*room.names, room.id.replace("_", " ")):
            _add(other, name, ("room", room.id))
    for place in home.places.values():
        node = ("place", place.id)
        _add(own, place.name, node)
        for name in (*place.names, place.id.replace("_", " "), *_counted(place.name)):
            _add(other, name, node)
        if place.room in home.rooms:
            where = home.rooms[place.room].name
            for name in (place.name, *place.names):
                if not name.lower().startswith(where.lower()):
                    _add(other, f"{where} {name}", node)
    for resident in home.residents.values():
        _add(own, resident.name, ("person", resident.id))
    for name, nodes in other.items():
        if name not in own:
            own[name] = nodes
    return {name: tuple(nodes) for name, nodes in own.items()}


def _add(names: dict[str, list[Node]], name: str, node: Node) -> None:
    key = " ".join(name.lower().split())
    if key and node not in names.setdefault(key, []):
        names[key].append(node)


def _counted(name: str) -> list[str]:
    """Other ways to say "table 2": "second table", "table two", "table number two"."""
    head, _, tail = name.rpartition(" ")
    if not head or not tail.isdecimal() or not 1 <= int(tail) <= len(ORDINALS):
        return []
    at = int(tail) - 1
    return [f"{ORDINALS[at]} {head}", f"{head} {NUMBERS[at]}", f"{head} number {NUMBERS[at]}"]
