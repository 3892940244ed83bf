"""Words that stop, words that do not, and what a stopped robot says."""

import pytest

from home_agent.guard.reasons import direction, sentence
from home_agent.guard.stop import means_resume, means_stop
from home_agent.types import Hazard, Utterance


@pytest.mark.parametrize(
    "said",
    [
        "stop",
        "Stop!",
        "robot stop",
        "please stop now",
        "no no stop",
        "halt",
        "freeze",
        "don't move",
        "bring me the mug stop",
        "stop bringing me mugs",
        "stop at once",
        "can you stop",
    ],
)
def test_these_words_stop(said: str) -> None:
    assert means_stop(said)
    assert means_stop(Utterance(said, partial=True, speaker="anna")).startswith("Anna said")


@pytest.mark.parametrize(
    "said",
    [
        "bring me the stopper",
        "go to the bus stop",
        "put the door stop by the door",
        "don't stop",
        "tell me when to stop",
        "bring me the mug",
        "",
    ],
)
def test_these_words_do_not(said: str) -> None:
    assert means_stop(said) == ""


def test_only_plain_words_resume() -> None:
    assert means_resume("Resume.")
    assert means_resume(Utterance("please go on"))
    assert not means_resume("do not resume")
    assert not means_resume("continue with the mug")


def test_every_hazard_is_one_sentence() -> None:
    for kind in (
        "person",
        "thing",
        "hot",
        "force",
        "reach",
        "contact",
        "blind",
        "sensors",
        "room",
        "x",
    ):
        for severity in (0.2, 0.9):
            said = sentence(Hazard(kind, "someone", (0.4, 0.0, 0.8), severity))
            assert said.endswith(".") and said[0].isupper() and "\n" not in said
    assert sentence(Hazard("person", "someone", (0.4, 0.0, 0.8), 0.9)) == (
        "I wait: someone is 0.4 m ahead of me."
    )
    assert [direction(*at) for at in ((1, 0), (-1, 0.1), (0, 1), (0, -1))] == [
        "ahead of me",
        "behind me",
        "to my left",
        "to my right",
    ]
