"""Several things or places that fit come in; a question that tells them apart goes out."""

from __future__ import annotations

from collections.abc import Sequence

from home_agent.home.graph import HomeMap
from home_agent.types import ObjectBelief, Question, Ref

MOST_CHOICES = 3
_TELLING = ("colour", "size", "material", "pattern")


def which_thing(
    ref: Ref, rivals: Sequence[ObjectBelief], home: HomeMap, slot: str
) -> Question | None:
    """Which of several things is meant; None when nothing that can be said tells them apart."""
    noun = ref.category if ref.category != "thing" else None
    noun = noun or rivals[0].label
    for name in _TELLING:
        values = [one.attributes.get(name) for one in rivals]
        if all(values) and len(set(values)) == len(values):
            choices = [f"the {value} {noun}" for value in values]
            return _question(f"Which {noun} do you mean", choices, slot)
    places = [where(one, home) for one in rivals]
    if all(places) and len(set(places)) == len(places):
        return _question(f"Which {noun} do you mean", [f"the one {p}" for p in places], slot)
    both = [
        f"the {one.attributes.get('colour', '')} one {place}".replace("  ", " ")
        for one, place in zip(rivals, places, strict=True)
    ]
    distinct = list(dict.fromkeys(both))
    if len(distinct) > 1:
        return _question(f"Which {noun} do you mean", distinct, slot)
    return None


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
