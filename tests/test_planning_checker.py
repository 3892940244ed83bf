"""The checker: moves that break a rule come in, a sentence for each goes out."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from home_agent.home.belief import Beliefs
from home_agent.home.graph import HomeMap, KeepOut
from home_agent.planning.believed import Believed
from home_agent.planning.checker import check, check_steps
from home_agent.planning.meaning import Known
from home_agent.planning.planner import plan
from home_agent.skills_loader import load_skills
from home_agent.types import Fact, Goal, ObjectBelief, Pose2D, Ref, Step

MAP = Path(__file__).parents[1] / "maps" / "apartment" / "home.yaml"
MUG = {"thing": "mug_?", "words": "red mug"}
FETCH = (
    Step("go", {"place": "counter"}),
    Step("find", {"thing": "red mug", "place": "counter"}),
    Step("pick", MUG),
    Step("go", {"person": "anna"}),
    Step("give", {**MUG, "to": "anna"}),
)


def believed(**more: object) -> Believed:
    home = HomeMap.load(MAP)
    state = Believed(Known(home, Beliefs(home), "anna"), home.start or Pose2D(1.0, 1.0, 0.0))
    for name, value in more.items():
        setattr(state, name, value)
    return state


def test_a_good_plan_passes() -> None:
    assert check_steps(FETCH, believed()) == []


HELD = ObjectBelief("book_1", "book", {}, "robot", (1.0, 1.0, 1.0))


@pytest.mark.parametrize(
    ("steps", "more", "sentence"),
    [
        (FETCH, {"held": HELD}, "I hold the book"),
        (FETCH, {"given": (Fact("hot", "the mug"),)}, "too hot to hold by its body"),
        (
            (*FETCH[:2], Step("pick", {**MUG, "by_handle": True}), *FETCH[3:]),
            {"given": (Fact("hot", "the mug"),)},
            "too hot to hand over",
        ),
        (FETCH[3:], {}, "my hand is empty"),
        ((*FETCH[:3], FETCH[4]), {}, "from elsewhere"),
        ((*FETCH[:1], Step("open", {"place": "counter"})), {}, "nothing to open"),
        ((Step("go", {"place": "attic"}),), {}, "There is no place 'attic'"),
        (
            (*FETCH[:3], Step("go", {"place": "fridge"}), Step("open", {"place": "fridge"})),
            {},
            "cannot open the fridge: I hold the red mug",
        ),
        (
            (
                *FETCH[:3],
                Step("go", {"place": "fridge"}),
                Step("place", {**MUG, "place": "fridge"}),
            ),
            {},
            "still closed",
        ),
        (
            (*FETCH[:3], Step("go", {"place": "sofa"}), Step("place", {**MUG, "place": "sofa"})),
            {"given": (Fact("hot", "mug"),)},
            "too hot for the sofa",
        ),
        ((Step("follow", {"person": "nobody"}),), {}, "do not know nobody"),
        (FETCH[1:2], {}, "from elsewhere"),
    ],
)
def test_broken_rules(steps: tuple[Step, ...], more: dict[str, object], sentence: str) -> None:
    assert any(sentence in problem for problem in check_steps(steps, believed(**more)))


def test_keep_out() -> None:
    state = believed()
    home = state.known.home
    x, y = home.places["counter"].pose.x_m, home.places["counter"].pose.y_m
    zone = KeepOut("z", (x - 1, y - 1, x + 1, y + 1), "the floor is wet")
    home.keep_outs["z"] = zone
    assert check_steps(FETCH, state) == ["I must keep out of the counter: the floor is wet."]


THINGS = [("red", "mug"), ("blue", "book"), ("green", "ball")]
PLACES = ["counter", "side table", "fridge", "coffee table", "bedroom"]
thing = st.sampled_from([Ref("thing", f"the {c} {k}", k, {"colour": c}) for c, k in THINGS])
place = st.sampled_from([Ref("place", name) for name in PLACES])
goal = st.one_of(
    st.builds(lambda t: Goal("fetch", {"thing": t}), thing),
    st.builds(lambda t, p: Goal("put", {"thing": t, "place": p}), thing, place),
    st.builds(lambda t: Goal("give", {"thing": t}), thing),
    st.builds(lambda t: Goal("pick", {"thing": t}), thing),
    st.builds(lambda p: Goal("go_to", {"place": p}), place),
    st.just(Goal("open", {"container": Ref("place", "fridge")})),
    st.just(Goal("close", {"container": Ref("place", "fridge")})),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(goal, min_size=1, max_size=4), st.booleans())
def test_the_planner_never_breaks_a_rule(goals: list[Goal], hot: bool) -> None:
    state = believed(given=(Fact("hot", "mug"),) if hot else ())
    assert check(plan(goals, load_skills().skills, state), state) == []
