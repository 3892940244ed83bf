"""Phrase templates come in; the sentences they accept are checked."""

from __future__ import annotations

import pytest

from home_agent.errors import BadInput
from home_agent.language.templates import Template, template


def accepts(form: Template, said: str) -> bool:
    """Does the automaton accept these words? A slot takes any one word."""
    states = {0}
    for word in said.split():
        states = {
            move.to for state in states for move in form.moves[state] if move.word in ("", word)
        }
    return bool(states & form.ends)


FETCH = template("(bring|get|go and get) [me] {thing} [from [the] {source}]")


@pytest.mark.parametrize(
    ("said", "fits"),
    [
        ("bring mug", True),
        ("get me mug", True),
        ("go and get me mug from the kitchen", True),
        ("get mug from kitchen", True),
        ("go mug", False),
        ("get me mug from", False),
        ("bring mug please", False),
    ],
)
def test_choices_and_options(said: str, fits: bool) -> None:
    assert accepts(FETCH, said) is fits


def test_slots_that_are_left() -> None:
    assert FETCH.left[0] == ("thing",)
    assert all(FETCH.left[end] == () for end in FETCH.ends)
    assert FETCH.first_words() == {"bring", "get", "go"}


def test_a_phrase_can_fill_a_slot() -> None:
    form = template("i am thirsty {thing=a drink}")
    presets = [move.preset for ways in form.moves for move in ways if move.preset]
    assert presets == ["a drink"]


@pytest.mark.parametrize("text", ["(bring {thing}", "bring [me {thing}", "bring)", "", "[please]"])
def test_broken_phrases_are_refused(text: str) -> None:
    with pytest.raises(BadInput, match="phrase"):
        template(text)
