"""Where to stand and how to reach: with a load the arm keeps well clear of everything."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import sim_room

from home_agent.sim.body import TUCK
from home_agent.sim.kinematics import ArmKinematics, hand_matrix, pose
from home_agent.sim.motions.nearby import Nearby
from home_agent.sim.motions.stand import Search
from home_agent.sim.world import World

HELD_AT = (0.55, -0.3, 0.97)  # base frame
UNDER_M = 0.012  # of the can's way


def test_a_load_swings_past_things_well_clear_of_them() -> None:
    """Straight from side to side the can would pass a finger's breadth over what stands there."""
    arm = ArmKinematics()
    start = arm.reach(pose(np.array(HELD_AT), hand_matrix(0.0, 0.0, 0.0)), TUCK)
    assert start is not None
    goal = start + np.array([0, 1.0, 0, 0, 0, 0, 0, 0])
    x, y, z = arm.tool_frame((start + goal) / 2)[0]
    low = z - sim_room.CAN.size_m[2] / 2 - UNDER_M
    between = replace(
        sim_room.CAN,
        id="box",
        size_m=(0.07, 0.07, low - 0.741),
        position_m=(3.2 + x, 2.5 + y, 0.741),
    )
    world = World(sim_room.room((sim_room.CAN, between), start=(3.2, 2.5, 0.0)))
    hands = sim_room.Hands(world)
    hands.hold("can", HELD_AT)
    at = np.array([3.2, 2.5, 0.0])
    near = Nearby(world.model, world.data, (3.75, 2.5), held="can")
    search = Search(arm, near, np.random.default_rng(1), carrying=True, gap_m=0.066)
    path = search._swing(start, goal, at, 2000)
    world.close()

    def least_m(path: list[np.ndarray]) -> float:  # type: ignore[type-arg]
        fine = [a + t * (b - a) for a, b in pairwise(path) for t in np.linspace(0, 1, 30)]
        airs = np.arange(0.0, 0.03, 0.002)
        free = [all(near.clear(at, q, air, gap_m=0.066) for q in fine) for air in airs]
        return float(airs[max(np.flatnonzero(free), default=0)])

    assert path is not None
    assert 0.009 < least_m([start, goal]) < 0.018
    assert least_m(path) >= 0.02
