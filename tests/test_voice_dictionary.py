"""Pronunciations: known words as cmudict has them, others near enough to be heard."""

from __future__ import annotations

import random
from pathlib import Path

import pocketsphinx
import pytest

from voice.dictionary import Phones, guess, pronounce, read_cmudict, split, write

CMUDICT = Path(pocketsphinx.get_model_path()) / "en-us" / "cmudict-en-us.dict"


def distance(one: Phones, other: Phones) -> int:
    row = list(range(len(other) + 1))
    for at, phone in enumerate(one, 1):
        new = [at]
        for to, wanted in enumerate(other, 1):
            new.append(min(row[to] + 1, new[-1] + 1, row[to - 1] + (phone != wanted)))
        row = new
    return row[-1]


def test_known_word_has_all_its_ways() -> None:
    found = read_cmudict(CMUDICT, ["mug", "the"])
    assert found["mug"] == [("M", "AH", "G")]
    assert len(found["the"]) >= 2
    assert "the(2) " in write(found)


def test_new_words_are_guessed() -> None:
    found = pronounce(["grandma's", "poäng", "42", "mug", "宝贝"], CMUDICT)
    assert found["grandma's"][0][-1] == "Z"
    assert found["poäng"][0][0] == "P"
    assert "T" in found["42"][0]
    assert "宝贝" not in found


def test_guesses_are_near_cmudict() -> None:
    words = [line.split(" ")[0] for line in CMUDICT.read_text("utf-8").splitlines()]
    sample = random.Random(0).sample([word for word in words if word.isalpha()], 500)
    known = read_cmudict(CMUDICT, sample)
    errors = [min(distance(way, guess(word)) / len(way) for way in known[word]) for word in sample]
    assert sum(errors) / len(errors) < 0.12
    assert sum(error <= 0.2 for error in errors) / len(errors) > 0.78


@pytest.mark.parametrize("text", ["Bring me, please, Grandma's T-shirt!", "bring me please"])
def test_split_leaves_words_only(text: str) -> None:
    assert all(word == word.lower() and " " not in word for word in split(text))
    assert split("Bring me, please, Grandma's T-shirt!") == [
        "bring",
        "me",
        "please",
        "grandma's",
        "t-shirt",
    ]
