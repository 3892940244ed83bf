"""The words a home is spoken of with come in as tables; what each noun can mean goes out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from home_agent.errors import BadInput
from home_agent.home.hyponyms import table as hyponyms
from home_agent.home.things import ANYTHING
from home_agent.home.things import nouns as known_nouns
from home_agent.language.groups import groups
from home_agent.language.normalise import words
from home_agent.language.nouns import IRREGULAR, THINGS
from home_agent.language.place_nouns import FURNITURE, GIVEN, PEOPLE, ROOMS
from home_agent.language.words import word_set

SenseKind = Literal["thing", "place", "person"]
Words = tuple[str, ...]
LONGEST_NOUN = 5
# Said in the plural of one thing.
_UNCHANGED = word_set(
    """people keys scissors clothes tongs headphones trousers jeans shorts pyjamas pajamas glasses
    sunglasses specs spectacles eyeglasses pliers cornflakes flakes stairs dishes sweets crisps
    chips drawers things supplies"""
)


@dataclass(frozen=True, slots=True)
class Sense:
    """One meaning of a noun: `noun` is its name in the tables, `plural` if said of several.

    `named`: the home's own map calls a room, place or person by these very words.
    """

    kind: SenseKind
    noun: str
    plural: bool = False
    named: bool = False
    room: bool = False
    opens: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """Every noun known in one home: words -> senses, the home's own names first."""

    senses: Mapping[Words, tuple[Sense, ...]]
    own: Mapping[Words, tuple[Sense, ...]]

    def at(self, said: Words, start: int) -> list[tuple[int, Sense]]:
        """All nouns that begin at word `start`, longest first: (end, sense)."""
        found: list[tuple[int, Sense]] = []
        for end in range(min(len(said), start + LONGEST_NOUN), start, -1):
            key = said[start:end]
            own = self.own.get(key, ())
            found += [(end, sense) for sense in own]
            kinds = {sense.kind for sense in own}
            found += [(end, s) for s in self.senses.get(key, ()) if s.kind not in kinds]
        return found


@cache
def common() -> Mapping[Words, tuple[Sense, ...]]:
    """The nouns of every home."""
    found: dict[Words, list[Sense]] = {}
    tables: tuple[tuple[SenseKind, str], ...] = (
        ("thing", THINGS),
        ("place", ROOMS),
        ("place", FURNITURE),
        ("person", PEOPLE),
    )
    for kind, text in tables:
        for line in text.strip().splitlines():
            noun, _, others = line.partition(":")
            opens, noun = noun.endswith("*"), noun.rstrip("*")
            for name in (noun, *(other.strip() for other in others.split(","))):
                if name:
                    _add(found, name, Sense(kind, noun, False, False, text is ROOMS, opens))
    for group in groups().values():
        for noun, more in group.nouns.items():
            there = found.get(words(noun), ())
            meant = there[0].noun if there else hyponyms().get(noun, noun)
            for one in (noun, *more):
                if words(one) not in found:
                    _add(found, one, Sense("thing", meant))
    for noun in sorted(known_nouns() - {*ANYTHING}):
        if tuple(noun.split()) not in found:
            _add(found, noun, Sense("thing", noun))
    found[("persons",)] = found[("people",)]
    for name in GIVEN:
        _enter(found, (name,), Sense("person", "person", named=True))
    for rare, noun in hyponyms().items():
        if tuple(rare.split()) not in found:
            _add(found, rare, Sense("thing", noun))
    return {key: tuple(senses) for key, senses in found.items()}


def _add(found: dict[Words, list[Sense]], name: str, sense: Sense) -> None:
    singular = words(name)
    many = plural(singular)
    if singular[-1] in _UNCHANGED or many != singular:
        _enter(found, singular, sense)
    if singular[-1] in _UNCHANGED:
        return
    several = Sense(sense.kind, sense.noun, True, sense.named, sense.room, sense.opens)
    _enter(found, many, several)


def _enter(found: dict[Words, list[Sense]], key: Words, sense: Sense) -> None:
    there = found.setdefault(key, [])
    if all((one.kind, one.noun) != (sense.kind, sense.noun) for one in there):
        there.append(sense)


def plural(name: Words) -> Words:
    """The plural of a noun; of its first word in "box of tissues"."""
    at = name.index("of") - 1 if "of" in name[1:] else len(name) - 1
    word = name[at]
    if word in IRREGULAR:
        many = IRREGULAR[word]
    elif word.endswith(("s", "x", "ch", "sh", "z")):
        one = word.endswith(("ss", "us", "os", "is", "as")) or not word.endswith("s")
        many = word + "es" if one else word
    elif word.endswith("y") and word[-2:-1] not in "aeiou":
        many = word[:-1] + "ies"
    else:
        many = word + "s"
    return (*name[:at], many, *name[at + 1 :])


@lru_cache(maxsize=8)
def lexicon(names: tuple[tuple[str, str], ...] = (), labels: tuple[str, ...] = ()) -> Lexicon:
    """The lexicon of one home.

    names: (spoken name, "room", "place" or "person") of what its map holds. labels: kinds of
    things the robot has seen and the tables may not know.
    """
    own: dict[Words, list[Sense]] = {}
    for name, node in names:
        kind: SenseKind = "person" if node == "person" else "place"
        for form in _forms(name):
            _enter(own, form, Sense(kind, name, False, True, node == "room"))
            if node == "place":
                _enter(own, plural(form), Sense(kind, name, True, True))
    tables = common()
    for label in labels:
        for form in _forms(label):
            if form not in tables and form not in own:
                _enter(own, form, Sense("thing", label))
                _enter(own, plural(form), Sense("thing", label, plural=True))
    return Lexicon(tables, {key: tuple(senses) for key, senses in own.items()})


def _forms(name: str) -> Iterable[Words]:
    try:
        form = words(name)
    except BadInput:
        return
    yield form
    if "'s" in form:
        yield tuple(word for word in form if word != "'s")
        at = form.index("'s")
        yield (*form[: at - 1], form[at - 1] + "s", *form[at + 1 :])
