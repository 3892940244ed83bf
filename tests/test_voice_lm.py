"""The language model: its file is well formed and its chances are chances."""

from __future__ import annotations

import pytest
from voice_sentences import sentences

from voice.lm import arpa

Level = dict[tuple[str, ...], tuple[float, float]]


def read(text: str) -> list[Level]:
    """ARPA text as (chance, back-off) by n-gram for each order."""
    levels: list[Level] = []
    for line in text.splitlines():
        if line.endswith("-grams:"):
            levels.append({})
        elif levels and line and not line.startswith("\\"):
            parts = line.split()
            order = len(levels)
            back = float(parts[order + 1]) if len(parts) > order + 1 else 0.0
            levels[-1][tuple(parts[1 : order + 1])] = 10 ** float(parts[0]), 10**back
    return levels


def chance(levels: list[Level], gram: tuple[str, ...]) -> float:
    if gram in levels[len(gram) - 1]:
        return levels[len(gram) - 1][gram][0]
    back = levels[len(gram) - 2].get(gram[:-1], (0.0, 1.0))[1]
    return back * chance(levels, gram[1:])


@pytest.fixture(scope="module")
def model() -> list[Level]:
    return read(arpa(sentences(2_000, seed=3)))


def test_head_counts_what_follows() -> None:
    text = arpa(["go to the hall", "go to the bedroom", "stop"])
    levels = read(text)
    for order, level in enumerate(levels, 1):
        assert f"ngram {order}={len(level)}" in text
    assert text.startswith("\\data\\")
    assert text.rstrip().endswith("\\end\\")


@pytest.mark.parametrize(
    "before", [("<s>", "bring"), ("bring", "me"), ("me", "the"), ("the", "red"), ("mug", "stop")]
)
def test_chances_after_any_words_sum_to_one(model: list[Level], before: tuple[str, ...]) -> None:
    words = [gram for gram in model[0] if gram != ("<s>",)]
    total = sum(chance(model, (*before, *word)) for word in words)
    assert total == pytest.approx(1.0, abs=1e-3)


def test_what_was_seen_is_likelier(model: list[Level]) -> None:
    assert chance(model, ("bring", "me", "the")) > 20 * chance(model, ("bring", "me", "kitchen"))


def test_frequency_counts() -> None:
    levels = read(arpa(["stop"] * 9 + ["wait"]))
    assert levels[1][("<s>", "stop")][0] > 5 * levels[1][("<s>", "wait")][0]
