"""Texts come in; the words they must become are checked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from home_agent.errors import BadInput
from home_agent.language.normalise import MOST_WORDS, words


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Bring me the RED mug!", "bring me the red mug"),
        ("Where's my book?", "where is my book"),
        ("Anna’s mug", "anna 's mug"),
        ("don't stop; I'm here", "do not stop , i am here"),
        ("pick-up the bed room lamp", "pick up the bedroom lamp"),
        ("pickup the the mug", "pick up the mug"),
        ("open the, um, fridge", "open the fridge"),
        ("wait 2.5 minutes, 20%", "wait 2.5 minutes , 20 percent"),
        ("a gray colored cup", "a grey coloured cup"),
        ("put it onto, , the table...", "put it on , the table"),
        ("the café at 5:30", "the café at 5:30"),
        ("mug\x00\x1b[31m", "mug 31 m"),
    ],
)
def test_words(text: str, said: str) -> None:
    assert " ".join(words(text)) == said


@given(st.text())
def test_any_text_gives_plain_words_or_one_error(text: str) -> None:
    try:
        found = words(text)
    except BadInput:
        return
    assert 0 < len(found) <= MOST_WORDS
    assert all(word and not word.isspace() and word == word.lower() for word in found)
    assert words(" ".join(found).replace(" 's", "'s")) is not None
