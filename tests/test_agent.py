"""Sentences come in; whole runs in the simulator must end as the referee sees them."""

from dataclasses import replace

import pytest

from home_agent.sim.home import find_home, speaker_of
from home_agent.sim.tasks import Fetch, Go, Open
from home_agent.stage import Stage, make_agent, set_stage
from home_agent.types import Event


def on_stage(home: str) -> Stage:
    return set_stage(find_home(home))


def test_hot_red_mug_is_set_down_beside_anna_and_said() -> None:
    stage = on_stage("apartment")
    events: list[Event] = []
    agent = make_agent(stage, emit=events.append)
    outcome = agent.do("bring me the red mug from the kitchen")
    assert stage.referee is not None
    judged = stage.referee.verdict(Fetch(("red_mug",), person=speaker_of(stage.spec).id))
    assert outcome.outcome == "succeeded", outcome.reason
    assert judged.success, judged
    assert judged.toy_contacts == judged.hot_contacts == judged.dropped == 0
    assert judged.people_contacts == 0
    assert any("hot" in sentence for sentence in outcome.said)
    assert any(event.name == "hot" for event in events)
    assert set(outcome.timings_ms) == {"understand", "plan", "act"}


def test_cold_mug_is_handed_over() -> None:
    stage = on_stage("apartment")
    outcome = make_agent(stage).do("bring me the blue mug")
    assert stage.referee is not None
    judged = stage.referee.verdict(Fetch(("blue_mug",), person=speaker_of(stage.spec).id))
    assert outcome.outcome == "succeeded", outcome.reason
    assert judged.success, judged
    assert judged.reason == "in the hand"


def test_open_the_fridge() -> None:
    stage = on_stage("apartment")
    outcome = make_agent(stage).do("open the fridge")
    assert outcome.outcome == "succeeded", outcome.reason
    assert stage.referee is not None
    assert stage.referee.verdict(Open("fridge")).success


def test_two_orders_in_one_sentence_are_done_in_turn() -> None:
    stage = on_stage("apartment")
    outcome = make_agent(stage).do("go to the hall and then go to the bathroom")
    assert [goal.skill for goal in outcome.goals] == ["go_to", "go_to"]
    assert outcome.outcome == "succeeded", outcome.reason
    assert stage.referee is not None
    assert stage.referee.verdict(Go("bathroom")).success


def test_an_absent_thing_is_looked_for_and_reported() -> None:
    stage = on_stage("apartment")
    outcome = make_agent(stage).do("bring me the green teapot from the bathroom")
    assert outcome.outcome == "failed"
    assert outcome.exit_code == 1
    assert "teapot" in outcome.reason
    assert outcome.said[-1] == outcome.reason


def test_stop_latches_until_resume() -> None:
    stage = on_stage("apartment")
    agent = make_agent(stage)
    assert agent.do("stop").outcome == "succeeded"
    stopped = agent.do("go to the kitchen")
    assert (stopped.outcome, stopped.exit_code) == ("stopped", 5)
    assert "resume" in stopped.reason
    assert agent.do("resume").outcome == "succeeded"
    assert agent.do("go to the kitchen").outcome == "succeeded"


def test_stop_in_mid_drive_brings_the_base_to_rest() -> None:
    stage = on_stage("apartment")
    agent = make_agent(stage)
    world = stage.world
    assert world is not None
    speeds: list[tuple[float, float]] = []

    def watch(_: object) -> None:
        seen = world.observe()
        speeds.append((world.time_s, float(abs(seen.base_velocity[:2]).max())))
        if world.time_s > 3.0 and not stage.guard.stopped:
            agent.stop("Somebody said 'stop'.")

    world.watchers.append(watch)
    outcome = agent.do("go to the kitchen")
    assert (outcome.outcome, outcome.exit_code) == ("stopped", 5)
    assert max(speed for _, speed in speeds) > 0.3
    assert all(speed < 0.02 for t_s, speed in speeds if t_s > 3.6), speeds[-20:]


@pytest.mark.parametrize(
    ("words", "end"),
    [
        ("where is the red mug", "succeeded"),
        ("remember that the scissors are in the kitchen", "succeeded"),
        ("bring me", "asked"),
        ("put it there", "asked"),
    ],
)
def test_words_that_need_no_driving(words: str, end: str) -> None:
    stage = on_stage("apartment")
    outcome = make_agent(stage).do(words)
    assert outcome.outcome == end, outcome
    assert outcome.said


def test_what_was_taught_is_used() -> None:
    stage = on_stage("apartment")
    agent = make_agent(stage)
    agent.do("remember that the book is in the bedroom")
    said = agent.do("where is the book").said
    assert any("bedroom" in sentence for sentence in said), said


def test_the_robot_starts_where_the_spec_says() -> None:
    spec = find_home("apartment")
    moved = replace(spec, start=(4.6, 3.3, 0.0))
    stage = set_stage(moved)
    agent = make_agent(stage)
    assert agent.runner.pose.x_m == pytest.approx(4.6, abs=0.05)
