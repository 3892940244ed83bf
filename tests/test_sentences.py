"""Sentences of the first cut come in, in a home nobody tuned on; what truly happens must match."""

import pytest

from home_agent.judging import task_of
from home_agent.sim.home import find_home
from home_agent.stage import make_agent, set_stage

HOME = "seed:123456"

DONE = [
    "go to the bedroom and bring me the book",
    "put the yellow sponge on the counter",
    "open the fridge",
    "close the fridge",
    "pick up the turquoise mug",
    "bring the white calculator to Frank",
    "go to the office and then go to the hall",
    "give me the red toy block",
]

SAID = [
    ("find the red candle", "dining table"),
    ("where is the orange plate", "not seen"),
    ("remember that the glasses case is on the desk", "remember"),
    ("stop", "resume"),
]


@pytest.mark.parametrize("words", DONE)
def test_it_is_done(words: str) -> None:
    stage = set_stage(find_home(HOME))
    outcome = make_agent(stage).do(words)
    assert outcome.outcome == "succeeded", outcome.reason
    task = task_of(outcome.goals, stage.spec, stage.home)
    assert task is not None
    assert stage.referee is not None
    judged = stage.referee.verdict(task)
    assert judged.success, judged
    assert judged.people_contacts == judged.toy_contacts == judged.dropped == 0


@pytest.mark.parametrize(("words", "answer"), SAID)
def test_it_is_answered(words: str, answer: str) -> None:
    outcome = make_agent(set_stage(find_home(HOME))).do(words)
    assert outcome.outcome == "succeeded", outcome.reason
    assert any(answer in sentence for sentence in outcome.said), outcome.said


def test_follow_stays_near_a_person() -> None:
    stage = set_stage(find_home(HOME))
    outcome = make_agent(stage).do("follow Frank")
    assert outcome.outcome == "succeeded", outcome.reason
    assert stage.world is not None
    at, frank = stage.world.base_pose(), stage.world.people.all["frank"].xy
    assert abs(at.x_m - frank[0]) + abs(at.y_m - frank[1]) < 2.5
