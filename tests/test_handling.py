"""What is hidden from where the robot stands is looked at from a step to the side."""

import math
from dataclasses import replace

import pytest
from sim_room import CAN, room

from home_agent.sim.spec import ThingSpec
from home_agent.stage import make_agent, set_stage
from home_agent.types import ObjectBelief

CARTON = ThingSpec(
    "carton", "milk carton", "white", "card", (0.10, 0.16, 0.24), 0.5, (3.68, 2.5, 0.741), 0.0,
    "room", ("table", "top"),
)  # fmt: skip
BEHIND = replace(CAN, position_m=(3.95, 2.5, 0.741), size_m=(0.066, 0.066, 0.08))


@pytest.mark.parametrize("hidden", [False, True])
def test_it_steps_aside_to_see_what_something_hides(hidden: bool) -> None:
    things = (BEHIND, CARTON) if hidden else (BEHIND,)
    agent = make_agent(set_stage(room(things=things, start=(3.2, 2.5, 0.0))))
    x, y, z = BEHIND.position_m
    known = ObjectBelief("can_1", "can", {"colour": "blue"}, "table", (x, y, z + 0.04))
    agent.runner.known.beliefs.load([known])
    found = agent.runner._hands._before(known)
    base = agent.runner.body.seen.base
    assert found.label == "can" and found.seen_s >= agent.runner.body.seen.t_s - 0.5
    assert (abs(math.atan2(base.y_m - y, x - base.x_m)) > 0.3) == hidden
