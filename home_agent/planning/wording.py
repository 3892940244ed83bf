"""A sentence with blanks and what they stand for come in; the sentence to say goes out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from home_agent.home.graph import HomeMap
from home_agent.planning.meaning import described, the, whereabouts
from home_agent.types import ObjectBelief, Ref, Step


class _Word:
    """What a blank stands for: `{mug}` its words, `{mug.where}` where it is believed to be."""

    def __init__(self, meant: Ref | ObjectBelief, home: HomeMap) -> None:
        self._meant, self._home = meant, home

    def __str__(self) -> str:
        return the(described(self._meant))

    def __format__(self, spec: str) -> str:
        return str(self)

    @property
    def where(self) -> str:
        """Where it is, as said."""
        if isinstance(self._meant, ObjectBelief):
            return whereabouts(self._meant, self._home)
        return "somewhere"


def fill(text: str, about: Mapping[str, Any], home: HomeMap) -> str:
    """`text` with its blanks filled, beginning with a capital."""
    words = {
        name: _Word(value, home) if isinstance(value, Ref | ObjectBelief) else value
        for name, value in about.items()
    }
    said = text.format(**words) if words else text
    return said[:1].upper() + said[1:]


def step_in_words(step: Step, home: HomeMap) -> str:
    """A step as a person would say it: "find the red mug in the kitchen"."""
    args = {name: value for name, value in step.args.items() if value not in (None, (), "")}
    parts = [step.verb]
    joins = {"where": "in", "on": "on", "beside": "beside", "to": "to", "for_s": "for"}
    for name, value in args.items():
        if name in ("text", "about", "choices", "besides"):
            continue
        if step.verb == "go" and name == "where":
            parts.append("to")
        elif name in joins:
            parts.append(joins[name])
        parts.append(_word(value, home))
    return " ".join(parts)


def _word(value: Any, home: HomeMap) -> str:
    if isinstance(value, Ref | ObjectBelief):
        return the(described(value))
    if value in home.places:
        return the(home.places[value].name)
    return f"{value:g} s" if isinstance(value, float | int) else str(value)
