"""Misheard words come in; the words meant must go out, and real words must stay."""

from __future__ import annotations

import pytest
from language_home import beliefs, home, skills

from home_agent.language.mishearing import distance, mended, nearest, sound, variants, vocabulary
from home_agent.language.phrases import grammar
from home_agent.language.understand import words_of

HOME = home()
KNOWN = vocabulary(grammar(skills()), words_of(HOME, beliefs(HOME)))


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("bring me the tooth paste", "bring me the toothpaste"),
        ("lookfor the wallet", "look for the wallet"),
        ("bring me the sissors", "bring me the scissors"),
        ("put the towel in the washingmachine", "put the towel in the washing machine"),
        ("brign me the mug", "bring me the mug"),
        ("swich on the light", "switch on the light"),
    ],
)
def test_what_was_meant_is_found(heard: str, meant: str) -> None:
    assert mended(tuple(heard.split()), KNOWN) == tuple(meant.split())


@pytest.mark.parametrize(
    "heard", ["give me a break", "go to the kichen", "flurb the mug", "bring the book to zorg"]
)
def test_other_words_places_and_people_are_not_guessed(heard: str) -> None:
    assert mended(tuple(heard.split()), KNOWN) is None


def test_distance_counts_swaps_once() -> None:
    assert [distance(a, b) for a, b in (("mug", "mug"), ("brign", "bring"), ("cup", "cap"))] == [
        *(0, 1, 1)
    ]
    assert distance("kitten", "sitting") == 3


def test_two_that_are_as_near_are_none() -> None:
    assert nearest("lampz", ["lamps"]) == "lamps"
    assert nearest("pean", ["peen", "paen"]) == ""


def test_words_that_sound_alike() -> None:
    assert sound("scissors") == sound("sissors")
    assert ("turn", "off", "the", "light") in set(variants(("turn", "of", "the", "light")))
