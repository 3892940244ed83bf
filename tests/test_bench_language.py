"""Commands of the general purpose task are drawn; every family must be read exactly."""

from __future__ import annotations

import random

import pytest

from home_agent.bench.gpsr import STARTS, Order, draw
from home_agent.bench.gpsr_words import Words
from home_agent.bench.language import play, sum_up
from home_agent.home.belief import Beliefs
from home_agent.language.brief import same
from home_agent.language.understand import understand
from home_agent.sim.home import make_home, to_map
from home_agent.skills_loader import load_skills

HOME = to_map(make_home(100_003))
SKILLS = load_skills().skills
NONE = Beliefs(HOME)


def exact(order: Order) -> bool:
    found = understand(order.said, SKILLS, HOME, NONE)
    return isinstance(found, list) and same(order.goals, found)


@pytest.mark.parametrize("family", STARTS)
def test_every_family_is_read(family: str) -> None:
    words = Words(HOME, ("mug", "apple", "toy car"), random.Random(family))
    orders = [draw(words, family) for _ in range(12)]
    assert len({order.said for order in orders}) > 6
    assert [order.said for order in orders if not exact(order)] == []


def test_commands_are_repeatable() -> None:
    first, again = (Words(HOME, ("mug",), random.Random(5)) for _ in range(2))
    assert [draw(first).said for _ in range(9)] == [draw(again).said for _ in range(9)]


def test_wrong_goals_are_not_the_same() -> None:
    words = Words(HOME, ("mug",), random.Random(1))
    order = draw(words, "bring me")
    found = understand(order.said, SKILLS, HOME, NONE)
    assert isinstance(found, list)
    assert not same(order.goals, [])
    assert not same([{**order.goals[0], "thing": "plate"}], found)
    assert not same([{**order.goals[0], "to": "anna"}], found)


def test_the_bench_sums_up() -> None:
    found = sum_up([{**play(100_001, ""), "seed": 100_001}])
    assert found.metrics["language.exact"].n == 50
    assert found.metrics["language.exact"].value > 0.9
    assert found.metrics["language.p95_ms"].value < 100
    assert set(found.per_kind) <= set(STARTS)
