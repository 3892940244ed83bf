"""A model comes in; its light and camera differ afterwards, and the robot knows the camera's."""

import numpy as np
import sim_room

from home_agent.bench.ground_looks import DIM, SHIFTED
from home_agent.sim.variation import Variation, Varied
from home_agent.sim.world import World

STILL = Variation((1.0, 1.0), (1.0, 1.0), 0.0, (0.0, 0.0))


def test_a_knocked_camera_says_where_it_is() -> None:
    drawn, knocked = World(sim_room.room()), World(sim_room.room())
    Varied(knocked.model).vary(SHIFTED, np.random.default_rng(3))
    poses = []
    for world in (drawn, knocked):
        world.step(0.05)
        poses.append(world.observe(("head",)).cameras["head"].pose_base)
    off_m = np.linalg.norm(np.subtract(poses[0].position_m, poses[1].position_m))
    cos_half = abs(np.dot(poses[0].quat_xyzw, poses[1].quat_xyzw))
    assert 0.01 < off_m < 0.11
    assert 0.045 < 2 * np.arccos(min(1.0, cos_half)) < 0.105
    assert np.allclose(knocked.model.light_diffuse, drawn.model.light_diffuse)


def test_light_alone_and_always_from_how_it_was_drawn() -> None:
    world = World(sim_room.room())
    lights, at = world.model.light_diffuse.copy(), world.model.cam_pos.copy()
    varied = Varied(world.model)
    for _ in range(3):
        varied.vary(DIM, np.random.default_rng(1))
    assert (world.model.light_diffuse < 0.41 * lights + 1e-9).all()
    assert (world.model.light_diffuse > 0.14 * lights - 1e-9).all()
    assert np.allclose(world.model.cam_pos, at)
    varied.vary(STILL, np.random.default_rng(1))
    assert np.allclose(world.model.light_diffuse, lights)
