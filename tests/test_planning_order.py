"""The order of deliveries: legs and goals come in, the least driving must come out."""

import itertools
import math

import numpy as np
import pytest

from home_agent.bench.planning import faults, ordered_legs, play, sum_up
from home_agent.bench.planning_homes import problem
from home_agent.errors import Blocked
from home_agent.planning.order import EXACT, Leg, best_order, free, length, ordered
from home_agent.planning.planner import plan
from home_agent.planning.ways import Ways
from home_agent.skills_loader import load_skills
from home_agent.types import Goal, Pose2D, Ref
from tests.homes import small_home

HOME = small_home()
START = (2.5, 7.0)


def legs(count: int, seed: int) -> list[Leg]:
    rng = np.random.default_rng(seed)
    points = [(float(x), float(y)) for x, y in rng.uniform((0.5, 0.5), (11.5, 5.5), (2 * count, 2))]
    return [Leg(points[2 * n], points[2 * n + 1]) for n in range(count)]


def driven(order: list[int], some: list[Leg], ways: Ways) -> float:
    first = [ways.metres(START, one.pick) for one in some]
    between = [[ways.metres(one.drop, other.pick) for other in some] for one in some]
    return length(order, first, between)


@pytest.mark.parametrize("seed", range(5))
def test_few_legs_are_in_the_best_order(seed: int) -> None:
    ways, some = Ways(HOME), legs(5, seed)
    best = min(driven(list(one), some, ways) for one in itertools.permutations(range(5)))
    assert driven(best_order(START, some, ways), some, ways) == pytest.approx(best)


def test_many_legs_are_all_done_and_better_than_as_said() -> None:
    ways, some = Ways(HOME), legs(EXACT + 4, 7)
    order = best_order(START, some, ways)
    assert sorted(order) == list(range(EXACT + 4))
    assert driven(order, some, ways) < 0.8 * driven(list(range(EXACT + 4)), some, ways)


def test_ways_lead_through_doors() -> None:
    ways = Ways(HOME)
    kitchen, bedroom = (1.0, 1.0), (11.0, 9.0)
    assert ways.metres(kitchen, bedroom) > 1.1 * math.dist(kitchen, bedroom)
    assert ways.metres(kitchen, bedroom) == pytest.approx(ways.metres(bedroom, kitchen))
    with pytest.raises(Blocked):
        ways.drive_s(Pose2D(2.5, 7.0, 0.0), Pose2D(50.0, 50.0, 0.0))


@pytest.mark.parametrize(
    ("said", "may"),
    [
        ("bring me the mug", True),
        ("first bring me the mug", False),
        ("bring me the mug and then the book", False),
        ("bring me the mug before you tidy up", False),
    ],
)
def test_an_order_that_was_said_is_kept(said: str, may: bool) -> None:
    goal = Goal("fetch", {"thing": Ref("thing", "the mug", "mug", quantifier="the")}, said=said)
    assert free(goal) is may
    assert not free(Goal("fetch", goal.slots, condition="if it rains", said="bring me the mug"))


def test_goals_are_reordered_only_when_that_changes_nothing_else() -> None:
    case = problem(100_001, 10, 30, 4)
    ways = Ways(case.state.known.home)
    goals = list(case.goals)
    assert sorted(map(str, ordered(goals, case.state, ways))) == sorted(map(str, goals))
    twice = [goals[0], goals[1], Goal("fetch", {"thing": goals[0].slots["thing"]}, said="bring it")]
    assert ordered(twice, case.state, ways) == twice
    assert ordered([*goals, Goal("go_to", {})], case.state, ways) == [*goals, Goal("go_to", {})]


def test_bench_planning_finds_plans_that_hold_near_the_optimum() -> None:
    row = play(100_002, "rules")
    assert row["faults"] == []
    assert 0.99 <= row["ratio"] <= 1.2
    metrics = sum_up([{**row, "seed": 100_002}]).metrics
    assert {"planning.p95_ms", "planning.cost_ratio", "planning.unsound"} <= set(metrics)
    # Ten times the bar: catches only what has become several times slower.
    assert row["ms"]["goals_5"] < 200.0


def test_the_bench_notices_a_plan_that_forgets_a_goal() -> None:
    case = problem(100_002, 10, 30, 3)
    plans = plan(case.goals, load_skills().skills, case.state)
    assert faults(case, plans) == []
    done = ordered_legs(case, plans)
    last = case.goals[done[-1]]
    assert any(last.said in one for one in faults(case, [one for one in plans if one.goal != last]))
