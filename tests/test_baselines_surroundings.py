"""What is supposed round the robot when its hand is about to take something."""

import numpy as np
from sim_room import MUG, room

from home_agent.baselines.sensed import Held
from home_agent.baselines.surroundings import Surroundings
from home_agent.demos.true_eyes import TrueEyes
from home_agent.sim.home import to_map
from home_agent.sim.world import World


def test_a_hand_that_takes_again_holds_no_more_what_slipped_from_it() -> None:
    world = World(room(things=(MUG,)))
    around = Surroundings(to_map(room(things=(MUG,))), TrueEyes(world), world.observe(), None)
    around.held = Held(MUG, np.zeros(3), np.eye(3))
    home, limbs = around.suppose(MUG.position_m, None, MUG)
    assert around.held is None and limbs.held is None
    assert sum(one.id == MUG.id for one in home.spec.things) == 1
    world.close()
