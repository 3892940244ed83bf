"""The arm follows its path, also where that turns a corner."""

import numpy as np
import sim_room

from home_agent.sim.body import TUCK
from home_agent.sim.motions.motion import corners
from home_agent.sim.motions.reach import ARM_SPEED, Limbs
from home_agent.sim.world import World

# Up, and only then forwards: as a thing is lifted over a shelf's edge.
UP = TUCK + np.array([0.5, 0, 0, 0, 0, 0, 0, 0])
AHEAD = UP + np.array([0, 1.2, 0, 0, 0, 0, 0, 0])
OFF_M = 0.015


def test_it_does_not_cut_corners() -> None:
    world = World(sim_room.room(things=(), start=(2.0, 2.5, 0.0)))
    hands, limbs = sim_room.Hands(world), Limbs(world.model, world.data)
    hands.arm = TUCK.copy()
    hands.run(1.0)
    limbs.arm, low = TUCK.copy(), 0.0
    for point in limbs.follow([TUCK, UP, AHEAD]):
        hands.arm, hands.head = point.arm, point.head
        hands.run(0.05)
        lift, turn = limbs.arm_now()[:2]
        if turn > UP[1] + 0.05:  # it goes forwards
            low = max(low, UP[0] - lift)
    world.close()
    assert limbs.arm_now()[1] > AHEAD[1] - 0.05
    assert low < OFF_M


def test_corners_are_where_a_path_turns() -> None:
    assert corners([TUCK, UP, AHEAD], ARM_SPEED) == [1]
    assert corners([TUCK, (TUCK + UP) / 2, UP], ARM_SPEED) == []
    assert corners([TUCK, UP, UP, AHEAD], ARM_SPEED) == [2]
