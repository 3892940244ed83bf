"""The words of a home, from home_words.txt: nouns, their other names and what group they are of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

FILE = Path(__file__).with_name("home_words.txt")


@dataclass(frozen=True, slots=True)
class Group:
    """Things of one sort: the wider group, what they are for, and where they are kept."""

    name: str
    wider: str
    uses: tuple[str, ...]
    kept: tuple[str, ...]
    nouns: Mapping[str, tuple[str, ...]]


@cache
def groups() -> Mapping[str, Group]:
    """Every group by its name; its nouns with their other names, as the file has them."""
    found: dict[str, Group] = {}
    name = wider = ""
    uses: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            head, what_for, where = (part.strip() for part in line[3:].split("|"))
            name, _, wider = (part.strip() for part in head.partition("<"))
            uses, kept = _parts(what_for), _parts(where)
        elif line and not line.startswith("#"):
            nouns = {}
            for entry in line.split(";"):
                noun, _, others = entry.partition(":")
                nouns[noun.strip()] = _parts(others)
            found[name] = Group(name, wider, uses, kept, nouns)
    return MappingProxyType(found)


@cache
def group_of() -> Mapping[str, str]:
    """Noun -> the name of the first group that lists it."""
    found: dict[str, str] = {}
    for group in groups().values():
        for noun, others in group.nouns.items():
            for name in (noun, *others):
                found.setdefault(name, group.name)
    return MappingProxyType(found)


def lineage(noun: str) -> tuple[str, ...]:
    """The groups a noun is of, narrow to wide: "cola" gives drink, food."""
    found: list[str] = []
    name = group_of().get(noun, noun if noun in groups() else "")
    while name and name not in found:
        found.append(name)
        name = groups()[name].wider if name in groups() else ""
    return tuple(found)


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
