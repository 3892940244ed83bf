"""A place somebody named for a kind of thing comes in; whether it answers a question goes out."""

from __future__ import annotations

from dataclasses import dataclass

from home_agent.home.match import noun_of
from home_agent.types import Ref


@dataclass(frozen=True, slots=True)
class Told:
    """Something that was told: things that fit `ref` are kept at `place` (a place or room id)."""

    ref: Ref
    place: str
    told_s: float


def same(a: Ref, b: Ref) -> bool:
    """Do two references name the same things?"""
    return noun_of(a) == noun_of(b) and dict(a.attributes) == dict(b.attributes)


def speaks_of(told: Ref, asked: Ref) -> bool:
    """Is what was told about the things now asked for? Told attributes may be fewer or more."""
    if noun_of(told) != noun_of(asked):
        return False
    return all(told.attributes.get(key, value) == value for key, value in asked.attributes.items())
