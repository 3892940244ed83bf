"""Wishes of one sentence come in; those that belong together, as they are meant, go out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from home_agent.language.discourse import Filling
from home_agent.language.noun import NounPhrase

CARRYING = ("put", "give", "fetch", "pour")
TIMER = "timer"


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
        if wish.slots.get("text") == TIMER and wish.schedule:
            wish = replace(wish, schedule=wish.schedule.replace("for ", "in "))  # noqa: PLW2901
        person = wish.slots.get("thing")
        if wish.skill == "put" and isinstance(person, NounPhrase) and person.kind == "person":
            led: Mapping[str, Filling] = {"person": person, "to": wish.slots["place"]}
            wish = replace(wish, skill="guide", slots=led)  # noqa: PLW2901
        found.append(wish)
    return found


def _goes_on(wish: Wish, after: Sequence[Wish]) -> bool:
    """Is what this wish gets then put or given somewhere?"""
    thing = wish.slots.get("thing")
    return any(
        other.carried and other.skill in CARRYING and other.slots.get("thing") == thing
        for other in after
    )
