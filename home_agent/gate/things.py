"""A noun comes in; what it is like (sharp, electric, poison ...) goes out, from things.txt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from home_agent.gate.words import singular, split

LONGEST = 4


@cache
def adjectives() -> Mapping[str, str]:
    """What an adjective says of a thing, as properties apart by spaces; "" when it is harmless."""
    found: dict[str, str] = {}
    for line in _lines("adjectives.txt"):
        has, _, said = line.partition(" : ")
        properties = has.strip() if has.strip() != "nothing" else ""
        for word in said.split():
            found[word] = properties
    return found


def _lines(name: str) -> list[str]:
    text = (files("home_agent.gate") / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@dataclass(frozen=True, slots=True)
class Noun:
    """What a word for a thing stands for: its name in the table and its properties."""

    name: str
    has: frozenset[str]


@cache
def table() -> Mapping[tuple[str, ...], Noun]:
    """Every noun of things.txt by its words; the singular of a plural counts too."""
    found: dict[tuple[str, ...], Noun] = {}
    for line in _lines("things.txt"):
        names, _, has = line.partition(" : ")
        for name in names.split(","):
            noun = Noun(name.strip(), frozenset(has.split()))
            words = split(name)
            for key in (words, (*words[:-1], singular(words[-1])), ("".join(words),)):
                found.setdefault(key, noun)
    return found


def noun_at(said: Sequence[str], start: int) -> tuple[int, Noun] | None:
    """The longest noun that begins at word `start`: (end, noun)."""
    nouns = table()
    for end in range(min(len(said), start + LONGEST), start, -1):
        words = tuple(said[start:end])
        for key in (words, (*words[:-1], singular(words[-1]))):
            if key in nouns:
                return end, nouns[key]
    return None


def properties(name: str) -> frozenset[str]:
    """What is known of a thing by its name or label; nothing of a word that is not in the table."""
    said = split(name)
    for start in range(len(said)):
        found = noun_at(said, start)
        if found is not None and found[0] == len(said):
            more = " ".join(adjectives().get(word, "") for word in said[:start])
            return found[1].has | frozenset(more.split())
    return frozenset()
