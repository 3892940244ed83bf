"""Wishes of one sentence come in; those that belong together, as they are meant, go out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from home_agent.language.discourse import Filling
from home_agent.language.noun import NounPhrase

CARRYING = ("put", "give", "fetch", "pour")
LEADING = {
    "put": {"thing": "person", "place": "to"},
    "fetch": {"thing": "person"},
}  # people are led: "take them to the hall"
TIMERS = {"timer": "in", "alarm": "at"}  # a timer for ten minutes rings in ten minutes


@dataclass(frozen=True, slots=True)
class Wish:
    """A skill and what fills its slots, not yet tied to the map.

    `carried`: its thing was only referred to, "put it on the shelf".
    """

    skill: str
    slots: Mapping[str, Filling]
    condition: str | None = None
    schedule: str | None = None
    said: str = ""
    carried: bool = False


def settled(wishes: Sequence[Wish]) -> list[Wish]:
    """The wishes as they are meant together.

    "Get the mug and put it on the shelf": what is got is picked up, not handed over. "Stop, stop"
    is said once. A timer of ten minutes rings in ten minutes. People are led, not put anywhere.
    """
    found: list[Wish] = []
    for number, wish in enumerate(wishes):
        if found and not wish.slots and (found[-1].skill, found[-1].slots) == (wish.skill, {}):
            continue
        after = wishes[number + 1 :]
        if wish.skill == "fetch" and "to" not in wish.slots and _goes_on(wish, after):
            wish = replace(wish, skill="pick")  # noqa: PLW2901
        small = TIMERS.get(str(wish.slots.get("text")))
        if small and wish.schedule:
            when = re.sub("^for ", f"{small} ", wish.schedule)
            wish = replace(wish, schedule=when)  # noqa: PLW2901
        person = wish.slots.get("thing")
        if isinstance(person, NounPhrase) and person.kind == "person" and wish.skill in LEADING:
            slots = {LEADING[wish.skill].get(name, name): s for name, s in wish.slots.items()}
            wish = replace(wish, skill="guide", slots=slots)  # noqa: PLW2901
        found.append(wish)
    return found


def _goes_on(wish: Wish, after: Sequence[Wish]) -> bool:
    """Is what this wish gets then put or given somewhere?"""
    thing = wish.slots.get("thing")
    return any(
        other.carried and other.skill in CARRYING and other.slots.get("thing") == thing
        for other in after
    )
