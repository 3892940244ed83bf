"""Where a mug's body is and where its handle points, from true and noisy depth."""

import math
from dataclasses import replace

import numpy as np
import pytest
import sim_room

from home_agent.perception.camera import base_to_map, map_to_base
from home_agent.sim.teacher.look import seen_things
from home_agent.sim.world import World
from home_agent.vla.handle import find_handle

AWAY_M = 0.75


def look(way_rad: float):  # type: ignore[no-untyped-def]
    """A robot before a mug whose handle points `way_rad` from straight away from the robot."""
    x, y = sim_room.MUG.position_m[:2]
    mug = replace(sim_room.MUG, yaw_rad=way_rad)
    world = World(sim_room.room(things=(mug,), start=(x - AWAY_M, y, 0.0)))
    hands = sim_room.Hands(world)
    hands.head = np.array([0.0, 0.55])
    hands.run(1.5)
    return world, mug


@pytest.mark.parametrize("way_rad", [-2.8, -1.6, -0.9, 0.9, 1.6, 2.6, math.pi])
def test_a_handle_that_shows_is_found(way_rad: float) -> None:
    world, mug = look(way_rad)
    seen = world.observe(("head",))
    shown = next(one for one in seen_things(world, seen) if one.label == "mug")
    pose, base = world.thing_pose("mug"), world.base_pose()
    middle_map = pose.position_m + np.array([0.0, 0.0, mug.size_m[2] / 2])
    # As wrong as a close look: it tells the box's middle and sides by a centimetre.
    told = map_to_base(middle_map[None], base)[0] + np.array([0.01, -0.008, 0.004])
    size = np.array(mug.size_m) + np.array([0.01, -0.004, 0.004])
    found = find_handle(seen.cameras["head"], shown.mask, told, size)
    world.close()
    assert found is not None
    off = math.remainder(found.way_rad + base.yaw_rad - way_rad, math.tau)
    assert abs(off) < 0.2
    axis = base_to_map(np.array([[*found.axis_base, 0.0]]), base)[0, :2]
    true = middle_map[:2] - 0.018 * np.array([math.cos(way_rad), math.sin(way_rad)])
    assert np.hypot(*(axis - true)) < 0.009
    assert found.radius_m == pytest.approx(0.04, abs=0.007)
    assert found.length_m == pytest.approx(0.036, abs=0.012)


def test_what_has_no_handle_shows_none() -> None:
    world, mug = look(0.0)
    seen = world.observe(("head",))
    world.close()
    nothing = np.zeros(seen.cameras["head"].depth_m.shape, bool)
    assert find_handle(seen.cameras["head"], nothing, np.zeros(3), np.array(mug.size_m)) is None
