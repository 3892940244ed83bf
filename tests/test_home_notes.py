"""Sentences told come in; which are found by which words, and what forgetting drops, is checked."""

from homes import small_home

from home_agent.home.belief import Beliefs
from home_agent.home.notes import drop, keep, mention
from home_agent.types import Ref

KEYS = Ref("thing", "the keys", "keys")


def told() -> Beliefs:
    beliefs = Beliefs(small_home())
    keep(beliefs, "it is anna's birthday", "Ben", at_s=1.0)
    keep(beliefs, "the plumber comes on monday", "Anna", at_s=2.0)
    beliefs.tell(KEYS, "dresser")
    keep(beliefs, "the keys are in the dresser", "Anna", KEYS, at_s=3.0)
    return beliefs


def found(beliefs: Beliefs, words: str = "") -> list[float]:
    return [note.unix_s for note in mention(beliefs.notes, words)]


def test_words_find_sentences_newest_first() -> None:
    beliefs = told()
    assert found(beliefs) == [3.0, 2.0, 1.0]
    assert found(beliefs, "Anna") == found(beliefs, "Anna's birthday") == [1.0]
    assert found(beliefs, "the plumber on Monday") == [2.0]
    assert found(beliefs, "my key") == [3.0]
    assert found(beliefs, "it") == found(beliefs, "mon") == found(beliefs, "Anna on Monday") == []


def test_the_same_again_or_another_place_for_a_thing_replaces_the_older() -> None:
    beliefs = told()
    keep(beliefs, "Its Anna birthday", "Anna", at_s=4.0)
    keep(beliefs, "The plumber comes on Monday", "Ben", at_s=5.0)
    keep(beliefs, "the keys are on the bed", "Anna", KEYS, at_s=6.0)
    assert found(beliefs) == [6.0, 5.0, 4.0, 1.0]


def test_forgetting_drops_the_sentence_and_the_place_it_gave() -> None:
    beliefs = told()
    assert drop(beliefs, "it") == 0
    assert drop(beliefs, "the keys") == 1
    assert beliefs.facts == []
    assert found(beliefs) == [2.0, 1.0]
    beliefs = told()
    assert beliefs.forget(KEYS) == 2, "the place and the sentence"
    assert drop(beliefs) == 2
    assert beliefs.notes == []
