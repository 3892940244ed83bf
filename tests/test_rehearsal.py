"""Rehearsal: a step and the state it would happen in come in, what is wrong is checked."""

from pathlib import Path

import pytest

from home_agent.home.belief import Beliefs
from home_agent.home.graph import HomeMap
from home_agent.planning.believed import Believed
from home_agent.planning.meaning import Known
from home_agent.rehearsal import rehearse
from home_agent.skill import close, find, give, go, open, place, say
from home_agent.types import ObjectBelief, Pose2D, Ref, Step

MAP = Path(__file__).parents[1] / "maps" / "apartment" / "home.yaml"
HOME = HomeMap.load(MAP)
MUG = ObjectBelief("mug_1", "mug", {"colour": "red"}, "robot", (1.0, 1.0, 1.0))
FRIDGE, COUNTER = Ref("place", "fridge", id="fridge"), Ref("place", "counter", id="counter")
ANNA = Ref("person", "Anna")


def state(held: ObjectBelief | None = None) -> Believed:
    known = Known(HOME, Beliefs(HOME), "anna")
    return Believed(known, HOME.start or Pose2D(1.0, 1.0, 0.0), held)


@pytest.mark.parametrize(
    ("step", "held", "sentence"),
    [
        (give(MUG, ANNA), MUG, ""),
        (give(MUG, ANNA), None, "my hand is empty"),
        (place(MUG, on=COUNTER), MUG, ""),
        (place(MUG, on=COUNTER), None, "my hand is empty"),
        (place(MUG, on=FRIDGE), MUG, "still closed"),
        (place(MUG, on=Ref("place", "attic")), MUG, "no place 'attic'"),
        (open(FRIDGE), None, ""),
        (open(FRIDGE), MUG, "I hold the mug"),
        (close(COUNTER), None, "nothing to close"),
        (say("hello"), MUG, ""),
        (go(COUNTER), MUG, ""),
        (find(Ref("thing", "unicorn")), None, ""),
    ],
)
def test_a_step_is_refused_before_it_moves(
    step: Step, held: ObjectBelief | None, sentence: str
) -> None:
    now = state(held)
    problems = rehearse(step, now)
    assert (problems == []) if not sentence else any(sentence in one for one in problems)


def test_what_only_the_step_itself_can_know_is_left_to_it() -> None:
    hot = ObjectBelief("mug_1", "mug", {}, "robot", (1.0, 1.0, 1.0), temperature_c=60.0)
    assert rehearse(give(hot, ANNA), state(hot)) == []
