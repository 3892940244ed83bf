"""Several things or places that fit come in; a question that tells them apart goes out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from home_agent.types import ObjectBelief, Question, Ref

if TYPE_CHECKING:
    from home_agent.home.graph import HomeMap

MOST_CHOICES = 3
_TELLING = ("colour", "size", "material", "pattern")


def which_thing(rivals: Sequence[ObjectBelief], home: HomeMap, slot: str) -> Question | None:
    """Which of several things is meant, by what differs: kind, colour, size, then place.

    None when nothing that can be said tells them apart.
    """
    labels = {one.label for one in rivals}
    noun = rivals[0].label if len(labels) == 1 else "thing"
    places = [where(one, home) for one in rivals]
    ways = [[f"the {one.label}" for one in rivals]]
    for name in _TELLING:
        values = [one.attributes.get(name, "") for one in rivals]
        if all(values):
            ways.append([f"the {v} {one.label}" for v, one in zip(values, rivals, strict=True)])
    if all(places):
        spoken = list(zip(rivals, places, strict=True))
        ways.append([f"the {one.label} {place}" for one, place in spoken])
        ways.append(
            [
                " ".join(f"the {one.attributes.get('colour', '')} {one.label} {place}".split())
                for one, place in spoken
            ]
        )
    best = max(ways, key=lambda way: len(set(way)))
    choices = list(dict.fromkeys(best))
    if len(choices) < 2:
        return None
    return _question(f"Which {noun} do you mean", choices, slot)


def which_place(ref: Ref, ids: Sequence[str], home: HomeMap, slot: str) -> Question:
    """Which of several rooms or pieces of furniture is meant."""
    choices = []
    for id in ids:
        if id in home.rooms:
            choices.append(f"the {home.rooms[id].name}")
            continue
        place = home.places[id]
        room = home.rooms[place.room].name
        shared = sum(home.places[other].name == place.name for other in ids if other in home.places)
        choices.append(f"the {place.name}" + (f" in the {room}" if shared > 1 else ""))
    return _question(f"Which {ref.category or 'place'} do you mean", choices, slot)


def where(belief: ObjectBelief, home: HomeMap) -> str:
    """Where a thing is believed to be, as a choice: "on the kitchen table"."""
    place = home.places.get(belief.place or "")
    if place is not None:
        inside = bool(place.surfaces) and all(surface.inside for surface in place.surfaces)
        return f"{'in' if inside else 'on'} the {place.name}"
    room = home.room_at(*belief.position_map_m[:2])
    return f"in the {home.rooms[room].name}" if room is not None else ""


def _question(text: str, choices: Sequence[str], slot: str) -> Question:
    shown = tuple(choices[:MOST_CHOICES])
    listed = f"{', '.join(shown[:-1])} or {shown[-1]}"
    return Question(f"{text}: {listed}?", shown, slot)
