"""The home as supposed: what was seen stands in it and is in the way, and nothing else is."""

import numpy as np
import sim_room

from home_agent.baselines.supposed import suppose
from home_agent.sim.body import TUCK
from home_agent.sim.home import to_map
from home_agent.sim.motions.nearby import Nearby

HOME = to_map(sim_room.room((), ()))
HERE = np.array([1.6, 1.6, 0.0])


def free(clutter: np.ndarray | None, base: np.ndarray = HERE) -> bool:
    home = suppose(HOME, (base[0], base[1]), (), clutter=clutter)
    return Nearby(home.model, home.data, (base[0], base[1])).clear(base, TUCK)


def test_a_toy_that_was_seen_on_the_floor_is_in_the_way_of_the_base() -> None:
    assert free(None)
    assert free(np.zeros((0, 3)))
    assert not free(np.array([[HERE[0] + 0.2, HERE[1], 0.06]]))
    assert free(np.array([[HERE[0] + 0.5, HERE[1], 0.06]])), "beside the base there is room"
    assert free(np.array([[HERE[0] + 9.0, HERE[1], 0.06]])), "far off nothing matters"
