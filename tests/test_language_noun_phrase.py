"""Noun phrases come in; what they name is checked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from language_home import beliefs, home

from home_agent.language.normalise import words
from home_agent.language.noun import NounPhrase
from home_agent.language.noun_phrase import NounPhrases
from home_agent.language.understand import words_of

HOME = home()
LEXICON = words_of(HOME, beliefs(HOME))


def whole(text: str) -> NounPhrase:
    """The cheapest reading of all the words."""
    said = words(text)
    return next(one for end, _, one in NounPhrases(said, LEXICON).at(0) if end == len(said))


@pytest.mark.parametrize(
    ("text", "noun", "attributes", "quantifier"),
    [
        ("the small red mug", "mug", {"size": "small", "colour": "red"}, "the"),
        ("a light blue ceramic bowl", "bowl", {"colour": "blue", "material": "ceramic"}, "a"),
        ("mugs", "mug", {}, "some"),
        ("all of the old books", "book", {"age": "old"}, "all"),
        ("the two plates", "plate", {}, "two"),
        ("another glass", "glass", {}, "another"),
        ("the glass bowl", "bowl", {"material": "glass"}, "the"),
        ("an orange", "orange", {}, "a"),
        ("the orange orange", "orange", {"colour": "orange"}, "the"),
        ("anna's phone", "phone", {"owner": "anna"}, "the"),
        ("my favourite coffee mug", "mug", {}, "the"),
        ("the sofa cushion", "cushion", {}, "the"),
        ("a mug of tea", "mug", {"contents": "tea"}, "a"),
        ("the mug that is hot", "mug", {"temperature": "hot"}, "the"),
        ("a box of tissues", "tissue box", {}, "a"),
        ("the settee", "sofa", {}, "the"),
        ("the loaves of bread", "bread", {}, "the"),
        ("kitchen knives", "knife", {}, "some"),
    ],
)
def test_nouns_and_attributes(
    text: str, noun: str, attributes: dict[str, str], quantifier: str
) -> None:
    found = whole(text)
    assert (found.noun, dict(found.attributes), found.quantifier) == (noun, attributes, quantifier)


def test_relations_nest_once() -> None:
    found = whole("the mug on the table next to the kettle")
    ((on, table),) = found.relations
    ((beside, kettle),) = table.relations
    assert (on, table.noun, beside, kettle.noun) == ("on", "table", "next to", "kettle")


def test_exclusions() -> None:
    found = whole("any mug except the red one")
    assert found.quantifier == "any"
    assert dict(found.exclude[0].attributes) == {"colour": "red"}
    assert whole("anything but the milk").exclude[0].noun == "milk carton"


def test_furniture_in_its_room() -> None:
    found = whole("the bedroom cupboard")
    assert found.noun == "cupboard"
    assert found.relations[0][1].noun == "bedroom"


def test_unknown_words_only_when_guessing() -> None:
    said = words("the shiny flurb")
    assert all(end < 3 for end, _, _ in NounPhrases(said, LEXICON).at(0))
    guessed = [one for end, _, one in NounPhrases(said, LEXICON, guess=True).at(0) if end == 3]
    assert any("flurb" in one.unknown for one in guessed)


@given(st.lists(st.sampled_from(["the", "red", "mug", "on", "of", "and", "one", "that", "is"])))
def test_ends_are_ahead_and_costs_not_negative(said: list[str]) -> None:
    for start in range(len(said)):
        for end, cost, _ in NounPhrases(tuple(said), LEXICON, guess=True).at(start):
            assert start < end <= len(said)
            assert cost >= 0.0
