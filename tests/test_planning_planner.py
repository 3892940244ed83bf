"""Plans: goals in the apartment's map come in, the plans' order and moves are checked."""

from pathlib import Path

import pytest

from home_agent.errors import BadInput, Refused
from home_agent.home.belief import Beliefs
from home_agent.home.graph import HomeMap
from home_agent.planning.believed import Believed
from home_agent.planning.meaning import Known
from home_agent.planning.planner import plan
from home_agent.skill import Place, Run, Skill, Thing, go, skill
from home_agent.skills_loader import load_skills
from home_agent.types import Detection, Fact, Goal, ObjectBelief, Pose2D, Ref

MAP = Path(__file__).parents[1] / "maps" / "apartment" / "home.yaml"
MUG = Ref("thing", "the red mug", "mug", {"colour": "red"})


@pytest.fixture(scope="module")
def skills() -> dict[str, Skill]:
    return dict(load_skills().skills)


@pytest.fixture
def state() -> Believed:
    home = HomeMap.load(MAP)
    return Believed(Known(home, Beliefs(home), "anna"), home.start or Pose2D(1.0, 1.0, 0.0))


def see(state: Believed, label: str, place: str, **attributes: str) -> ObjectBelief:
    x, y, z = state.known.home.surface_point(place)
    warm = float(attributes.pop("warm", 21.0))
    at = (x, y, z + 0.05)
    seen = Detection(label, 0.95, "head", (0, 0), at, (0.08, 0.08, 0.1), attributes, warm)
    return state.known.beliefs.see([seen], 1.0)[0]


def verbs(plans: list, sep: str = " ") -> str:  # type: ignore[type-arg]
    return sep.join(step.verb for made in plans for step in made.steps)


def test_fetch_is_find_pick_and_give(skills: dict[str, Skill], state: Believed) -> None:
    plans = plan([Goal("fetch", {"thing": MUG})], skills, state)
    assert verbs(plans) == "go find pick go give"
    assert plans[0].steps[-1].args["to"] == "anna"
    assert 20.0 < plans[0].cost_s < 200.0


def test_a_thing_that_was_seen_is_fetched_from_there(
    skills: dict[str, Skill], state: Believed
) -> None:
    mug = see(state, "mug", "side_table", colour="red")
    (made,) = plan([Goal("fetch", {"thing": MUG})], skills, state)
    assert made.steps[0].args == {"place": "side_table"}
    assert made.steps[2].args["thing"] == mug.id


@pytest.mark.parametrize("how", ["seen", "told"])
def test_what_is_hot_is_set_down_beside_the_person(
    how: str, skills: dict[str, Skill], state: Believed
) -> None:
    see(state, "mug", "counter", colour="red", warm="55" if how == "seen" else "21")
    state.given = () if how == "seen" else (Fact("hot", "the mug"),)
    plans = plan([Goal("fetch", {"thing": MUG})], skills, state)
    assert verbs(plans) == "go find pick go place say"
    pick = plans[0].steps[2]
    assert pick.args["by_handle"] and pick.args["upright"]
    assert plans[0].steps[4].args["beside"] == "anna"


def test_put_picks_first_and_give_as_well(skills: dict[str, Skill], state: Believed) -> None:
    for goal in (
        Goal("put", {"thing": MUG, "place": Ref("place", "coffee table")}),
        Goal("give", {"thing": MUG}),
    ):
        plans = plan([goal], skills, state)
        assert [made.goal.skill for made in plans] == ["pick", goal.skill]


def test_a_container_is_opened_while_the_hand_is_free(
    skills: dict[str, Skill], state: Believed
) -> None:
    goal = Goal("put", {"thing": MUG, "place": Ref("place", "the fridge", id="fridge")})
    assert [made.goal.skill for made in plan([goal], skills, state)] == ["open", "pick", "put"]
    state.opened.add("fridge")
    assert [made.goal.skill for made in plan([goal], skills, state)] == ["pick", "put"]


def test_what_the_hand_holds_is_put_away_first(skills: dict[str, Skill], state: Believed) -> None:
    state.held = ObjectBelief("book_1", "book", {}, "robot", (1.0, 1.0, 1.0))
    plans = plan([Goal("fetch", {"thing": MUG})], skills, state)
    assert [made.goal.skill for made in plans] == ["put", "fetch"]
    book = Ref("thing", "the book", "book")
    (made,) = plan([Goal("fetch", {"thing": book})], skills, state)
    assert verbs([made]) == "go give"


def test_goals_follow_one_another_and_leave_the_state_alone(
    skills: dict[str, Skill], state: Believed
) -> None:
    goals = [
        Goal("pick", {"thing": MUG}),
        Goal("put", {"thing": MUG, "place": Ref("place", "side table", id="side_table")}),
        Goal("fetch", {"thing": MUG}),
    ]
    plans = plan(goals, skills, state)
    assert [made.goal.skill for made in plans] == ["pick", "put", "fetch"]
    assert plans[2].steps[0].args["place"] == "side_table"
    assert state.held is None and not state.moved


def test_a_thing_in_a_shut_container_is_behind_an_open(
    skills: dict[str, Skill], state: Believed
) -> None:
    see(state, "yoghurt", "fridge")
    plans = plan([Goal("fetch", {"thing": Ref("thing", "yoghurt", "yoghurt")})], skills, state)
    assert verbs(plans) == "go open find pick go give"


def test_a_need_that_nothing_meets_is_refused(skills: dict[str, Skill], state: Believed) -> None:
    @skill("pour {thing} into {place}", needs=[Fact("blessed", "thing")])
    def pour(thing: Thing, place_: Place) -> Run:
        """Pour."""
        yield go(place_)

    goal = Goal("pour", {"thing": MUG, "place": Ref("place", "sink")})
    with pytest.raises(Refused, match="blessed the red mug"):
        plan([goal], {**skills, "pour": pour}, state)


def test_a_user_skill_is_chained_to_meet_a_need(skills: dict[str, Skill], state: Believed) -> None:
    @skill("bless {thing}", needs=[Fact("holding", "thing")], effects=[Fact("blessed", "thing")])
    def bless(thing: Thing) -> Run:
        """Bless."""
        yield go(Place("sink"))

    @skill("pour {thing} into {place}", needs=[Fact("blessed", "thing")])
    def pour(thing: Thing, place_: Place) -> Run:
        """Pour."""
        yield go(place_)

    goal = Goal("pour", {"thing": MUG, "place": Ref("place", "sink")})
    plans = plan([goal], {**skills, "pour": pour, "bless": bless}, state)
    assert [made.goal.skill for made in plans] == ["pick", "bless", "pour"]


def test_bad_goals(skills: dict[str, Skill], state: Believed) -> None:
    with pytest.raises(BadInput, match="Did you mean 'fetch'"):
        plan([Goal("fetsh", {})], skills, state)
    with pytest.raises(BadInput, match="no place 'attic'"):
        plan([Goal("go_to", {"place": Ref("place", "attic")})], skills, state)


def test_control_words_have_no_moves(skills: dict[str, Skill], state: Believed) -> None:
    (made,) = plan([Goal("stop", {})], skills, state)
    assert made.steps == ()


def test_all_of_them_ends(skills: dict[str, Skill], state: Believed) -> None:
    see(state, "ball", "coffee_table", colour="red")
    see(state, "toy car", "sofa", colour="blue")
    goal = Goal("tidy", {"thing": Ref("thing", "toys", "toy", quantifier="all")})
    (made,) = plan([goal], skills, state)
    assert verbs([made]).count("pick") >= 2
