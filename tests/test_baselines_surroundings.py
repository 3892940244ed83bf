"""What is supposed round the robot when its hand is about to take something."""

import numpy as np
from sim_room import MUG, room

from home_agent.baselines.sensed import Held
from home_agent.baselines.surroundings import Surroundings
from home_agent.demos.true_eyes import TrueEyes
from home_agent.sim.home import to_map
from home_agent.sim.world import World


def test_what_is_held_and_what_is_to_be_taken_next_are_two_things() -> None:
    world = World(room(things=(MUG,)))
    around = Surroundings(to_map(room(things=(MUG,))), TrueEyes(world), world.observe(), None)
    around.held = Held(MUG, np.zeros(3), np.eye(3))
    home, limbs = around.suppose(MUG.position_m, None, MUG)
    assert [one.kind for one in home.spec.things].count("mug") == 2
    assert limbs.holding() is None, "the fingers feel nothing: it has slipped"
    assert limbs.held is None
    world.close()
