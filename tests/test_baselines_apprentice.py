"""What was learned is done by the network, all else by the planner, which keeps up with it."""

from __future__ import annotations

import bare_stage
import pytest
import sim_room

from home_agent.baselines.apprentice import Apprentice
from home_agent.baselines.planner import Planner
from home_agent.demos.true_eyes import TrueEyes
from home_agent.errors import BadInput
from home_agent.sim.home import to_map
from home_agent.sim.world import World
from home_agent.types import Aim

BEFORE_TABLE = (3.2, 2.5, 0.0)


class Skilled(Planner):
    """Stands for a network that picks well: that it can is not what is tested here."""

    learned = ("pick",)
    name = "skilled"


def apprentice(world: World, network: type[Planner]) -> Apprentice:
    home, eyes = to_map(world.spec), TrueEyes(world, 0.003)
    return Apprentice(network(home, eyes), Planner(home, eyes))  # type: ignore[arg-type]


def test_the_planner_sets_down_what_the_network_took() -> None:
    spec = sim_room.room((sim_room.CAN, sim_room.MUG), (), BEFORE_TABLE)
    stage = bare_stage.Stage(spec, lambda world: apprentice(world, Skilled))
    hands = stage.policy
    assert isinstance(hands, Apprentice)
    assert hands.name == "skilled (eyes learned; hands learned to pick, else planned)"
    assert stage.pick(sim_room.CAN) == ""
    held = hands._planner._around.held  # type: ignore[union-attr]
    assert held is not None and held.thing.kind == "can"
    assert stage.do(Aim("place", place="table", position_map_m=(3.85, 2.8, 0.74))) == ""
    assert not stage.world.touches.held
    assert stage.upright(sim_room.CAN) > 0.95


class Untaught(Planner):
    """Must never be asked to move."""

    learned = ()
    name = "untaught"

    def begin(self, aim: Aim, seen: object) -> None:
        raise BadInput(f"The network has not learned to '{aim.verb}'.")


def test_what_was_never_taught_is_planned() -> None:
    spec = sim_room.room((sim_room.CAN,), (), BEFORE_TABLE)
    stage = bare_stage.Stage(spec, lambda world: apprentice(world, Untaught))
    assert stage.policy.name == "untaught (eyes learned; hands planned)"
    assert stage.pick(sim_room.CAN) == ""
    with pytest.raises(BadInput, match="cannot 'dance'"):
        stage.policy.begin(Aim("dance"), stage.seen())
