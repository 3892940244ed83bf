"""The tables of words are checked: every kind of thing is known, and by its usual other names."""

from __future__ import annotations

import pytest

from home_agent.home.things import things
from home_agent.language.lexicon import common, lexicon, plural
from home_agent.sim.furniture import ITEMS
from home_agent.sim.kinds import kinds


def nouns_of(text: str) -> set[str]:
    return {sense.noun for sense in common().get(tuple(text.split()), ())}


def test_every_kind_of_the_simulator_and_the_home_is_a_noun() -> None:
    for name in [*kinds(), *things()]:
        assert name in nouns_of(name), name
        assert name == "keys" or name in nouns_of(" ".join(plural(tuple(name.split())))), name
    for item in ITEMS.values():
        assert nouns_of(item.name) or nouns_of(item.category), item.name


@pytest.mark.parametrize(
    ("said", "noun"),
    [
        ("couch", "sofa"),
        ("settee", "sofa"),
        ("refrigerator", "fridge"),
        ("closet", "wardrobe"),
        ("nightstand", "bedside table"),
        ("faucet", "tap"),
        ("telly", "television"),
        ("brolly", "umbrella"),
        ("sellotape", "tape"),
        ("torch", "flashlight"),
        ("rubbish", "rubbish"),
        ("trash can", "bin"),
        ("cookies", "biscuit box"),
        ("bookshelves", "shelf"),
        ("yogurt", "yoghurt"),
        ("lounge", "living room"),
    ],
)
def test_british_and_american(said: str, noun: str) -> None:
    assert noun in nouns_of(said)


def test_several_hundred_nouns() -> None:
    assert len({s.noun for senses in common().values() for s in senses}) >= 250
    assert len(common()) >= 1500


def test_the_homes_own_names_come_first() -> None:
    own = lexicon((("den", "room"), ("rex", "person"), ("child's room", "room")), ("gizmo",))
    assert own.at(("den",), 0)[0][1].named
    assert own.at(("childs", "room"), 0)[0][1].noun == "child's room"
    assert own.at(("gizmos",), 0)[0][1].noun == "gizmo"


def test_a_noun_of_no_table_is_what_it_is_a_kind_of() -> None:
    ends = lexicon().at(("blue", "chalices"), 1)
    assert [(end, sense.noun, sense.plural) for end, sense in ends] == [(2, "cup", True)]
