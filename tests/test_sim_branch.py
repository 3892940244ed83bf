"""Branches of the simulated world: they leave it as it was, and harm in them is noticed."""

import numpy as np
import pytest
from sim_room import ANNA, MUG, Hands, hot, room

from home_agent.demos.branches import roll
from home_agent.imagination.motions import Motions
from home_agent.sim.branch import branch, command, step
from home_agent.sim.harm import HARMS, Harms
from home_agent.sim.hazards import RUNNER, Mishaps, hazardous
from home_agent.sim.home import make_home
from home_agent.sim.world import World
from home_agent.types import Observation


def motion(world: World, base: tuple[float, float, float], grip: float = 0.0) -> Motions:
    arm = world.data.ctrl[world.scene.arm_u]
    return Motions(np.tile(base, (1, 20, 1)), np.tile(arm, (1, 20, 1)), np.full((1, 20), grip))


def harms(world: World, base: tuple[float, float, float], grip: float = 0.0) -> set[str]:
    found = roll(world, motion(world, base, grip), 0)
    return {name for name, done in zip(HARMS, found.harms[-1], strict=True) if done}


def test_a_branch_leaves_no_trace() -> None:
    one, two = World(room(), seed=3), World(room(), seed=3)
    channels = Hands(one), Hands(two)
    for hands in channels:
        hands.run(0.3, (0.3, 0.0, 0.2))
    with branch(one):
        command(one, np.array([0.5, 0.2, 0.5]), one.data.ctrl[one.scene.arm_u], np.zeros(2), 5.0)
        for _ in range(20):
            step(one)
        one.observe(("floor",))
    for hands in channels:
        hands.run(0.4, (0.2, 0.1, 0.0))
    assert np.array_equal(one.data.qpos, two.data.qpos)
    seen, again = one.observe(("floor",)), two.observe(("floor",))
    assert isinstance(seen, Observation)
    assert np.array_equal(seen.lidar_m, again.lidar_m)
    assert np.array_equal(seen.cameras["floor"].depth_m, again.cameras["floor"].depth_m)


def test_driving_into_a_wall_or_a_person_is_harm() -> None:
    world = World(room(start=(0.6, 1.0, np.pi)))
    assert harms(world, (0.0, 0.0, 0.0)) == set()
    assert "thing" in harms(world, (0.5, 0.0, 0.0))
    world = World(room(start=(1.9, 4.0, np.pi)))
    assert "person" in harms(world, (0.6, 0.0, 0.0))


def test_what_is_held_slips_or_spills() -> None:
    world = World(room())
    hands = Hands(world)
    hands.hold(MUG.id)
    assert harms(world, (0.0, 0.0, 0.0), hands.grip_n) == set()
    assert "slip" in harms(world, (0.0, 0.0, 0.0), -10.0)
    own = motion(world, (0.0, 0.0, 0.0), hands.grip_n)
    arm = own.arm.copy()
    arm[:, 3:, 7] += 1.0
    tilted = roll(world, Motions(own.base, arm, own.grip), 0)
    assert tilted.harms[-1, HARMS.index("spill")]


def test_a_hot_thing_close_to_someone_is_harm() -> None:
    world = World(room(things=(hot(MUG),), people=(ANNA,), start=(1.0, 2.6, np.pi / 2)))
    hands = Hands(world)
    hands.hold(MUG.id)
    watch = Harms(world)
    hands.run(1.6, (0.3, 0.0, 0.0))
    assert watch.note().harms[HARMS.index("hot")]


@pytest.mark.parametrize("hazard", ["rolls", "child runs"])
def test_something_comes_across(hazard: str) -> None:
    spec = hazardous(make_home(3), (hazard, "edge", "stack", "lies"), np.random.default_rng(1))
    world = World(spec)
    mishaps = Mishaps(world, np.random.default_rng(2))
    assert mishaps.start(hazard)
    before = _where(world, hazard)
    world.step(0.5)
    assert float(np.hypot(*(_where(world, hazard) - before))) > 0.12


def _where(world: World, hazard: str) -> np.ndarray:
    if hazard == "rolls":
        return world.thing_pose("loose ball").position_m[:2].copy()
    return world.people.all[RUNNER].xy.copy()


def test_who_runs_goes_on_running_in_a_branch() -> None:
    spec = hazardous(make_home(3), ("child runs",), np.random.default_rng(1))
    world = World(spec)
    mishaps = Mishaps(world, np.random.default_rng(2))
    assert mishaps.start("child runs")
    world.step(0.2)
    ends = []
    with branch(world, (mishaps,)):
        begun = _where(world, "child runs")
        for _ in range(10):
            step(world)
        ends.append(_where(world, "child runs"))
    world.step(0.5)
    assert float(np.hypot(*(ends[0] - begun))) > 0.4
    assert np.allclose(ends[0], _where(world, "child runs"), atol=1e-6)
