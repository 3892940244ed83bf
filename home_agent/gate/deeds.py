"""The words between reading and rules: a deed, and the things it is done to; what rules find."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from home_agent.gate.words import singular

Decision = Literal["do", "mitigate", "ask", "refuse"]
# How far a relation word says that two things are together.
ON, IN, NEAR, UNDER, OVER = "on", "in", "near", "under", "over"
PLACED = frozenset((ON, IN, NEAR, UNDER, OVER))


@dataclass(frozen=True, slots=True)
class Mention:
    """A thing as it was named. `has`: what it is like, by its kind and by what was said of it.

    relation: "" for what the deed is done to, else on, in, near, under, over, from, with, to.
    holds: properties of what it is filled with.
    """

    name: str
    has: frozenset[str]
    relation: str = ""
    holds: frozenset[str] = frozenset()

    def is_(self, *properties: str) -> bool:
        """Has it any of these properties?"""
        return not self.has.isdisjoint(properties)


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing to be done: kind is a row of verbs.txt, `how` the manner (see manner.py).

    omits: kinds of deeds that are left out on purpose ("without checking"), and the properties of
    what is left out. said: its own words.
    """

    kind: str
    mentions: tuple[Mention, ...] = ()
    how: frozenset[str] = frozenset()
    omits: frozenset[str] = frozenset()
    said: str = ""
    verb: str = ""

    @property
    def things(self) -> tuple[Mention, ...]:
        """What it is done to."""
        return tuple(one for one in self.mentions if not one.relation)

    @property
    def present(self) -> tuple[Mention, ...]:
        """All that is there when it is done: not what a thing is kept or taken away from."""
        return tuple(one for one in self.mentions if one.relation != "from")

    def at(self, *relations: str) -> tuple[Mention, ...]:
        """What it is done on, in, near ..."""
        return tuple(one for one in self.mentions if one.relation in relations)

    @property
    def where(self) -> tuple[Mention, ...]:
        """Everything that the thing is then close to."""
        return tuple(one for one in self.mentions if one.relation in PLACED)


@dataclass(frozen=True, slots=True)
class Finding:
    """Why a deed must not be done as it was asked for, and what makes it safe if anything does."""

    hazard: str
    decision: Decision
    reason: str
    mitigation: str = ""


@dataclass(slots=True)
class World:
    """What is believed of the home so far: told facts, then what earlier deeds have changed.

    states: what a thing (by name) is like beyond its kind. inside: what was put in or on a thing.
    beings: properties of who is about ("child", "pet"). running: what was turned on, in order.
    """

    states: dict[str, set[str]] = field(default_factory=dict)
    inside: dict[str, list[Mention]] = field(default_factory=dict)
    beings: set[str] = field(default_factory=set)
    around: set[str] = field(default_factory=set)
    running: list[Mention] = field(default_factory=list)
    held: Mention | None = None

    def of(self, name: str) -> set[str]:
        """The states of a thing, to read or change; "coffee mug" and "mug" are the same thing."""
        return self.states.setdefault(singular(name.rsplit(maxsplit=1)[-1]) if name else "", set())


def any_is(mentions: Iterable[Mention], *properties: str) -> Mention | None:
    """The first of some mentions that has one of these properties."""
    return next((one for one in mentions if one.is_(*properties)), None)
