"""The simulated robot: its channel, its watchdog, its time, its truth and its speed."""

import math
import time

import numpy as np
import pytest
from sim_room import MUG, Hands, hot, room
from timed import timed

from home_agent.clock import SimClock
from home_agent.errors import BadInput, Refused
from home_agent.ports import Robot
from home_agent.sim.body import TUCK
from home_agent.sim.home import make_home
from home_agent.sim.speed import driving, handling
from home_agent.sim.world import CONTROL_DT_S, World
from home_agent.types import Command


def command(seq: int, base: tuple[float, float, float], epoch: int = 0) -> Command:
    return Command(seq, epoch, 0.0, np.array(base), TUCK, np.zeros(2), 0.0)


def test_is_a_robot_and_gives_its_channel_once() -> None:
    world = World(room())
    robot: Robot = world
    assert robot.name == "sim" and robot.camera_names == ("head", "wrist", "floor")
    robot.open_channel()
    with pytest.raises(Refused):
        robot.open_channel()
    robot.close()


def test_drives_as_told_in_its_own_frame() -> None:
    world = World(room(start=(1.0, 1.0, math.pi / 2)))
    hands = Hands(world)
    hands.run(2.0, (0.3, 0.1, 0.0))
    now = world.base_pose()
    assert now.y_m == pytest.approx(1.6, abs=0.05)
    assert now.x_m == pytest.approx(0.8, abs=0.05)
    hands.run(1.0, (0.0, 0.0, 0.5))
    assert world.base_pose().yaw_rad == pytest.approx(math.pi / 2 + 0.5, abs=0.06)


def test_stops_when_commands_stop_coming() -> None:
    world = World(room())
    hands = Hands(world)
    hands.run(1.0, (0.4, 0.0, 0.0))
    assert world.observe().base_velocity[0] > 0.3
    world.step(0.09)
    assert world.observe().base_velocity[0] > 0.3, "150 ms since the last one are borne"
    world.step(0.25)
    assert abs(world.observe().base_velocity[0]) < 0.02
    hands.run(0.5, (0.4, 0.0, 0.0))
    assert world.observe().base_velocity[0] > 0.3, "and it goes on when they come again"


@pytest.mark.parametrize(
    "bad",
    [
        command(9, (math.nan, 0.0, 0.0)),
        command(9, (0.0, math.inf, 0.0)),
        command(0, (0.3, 0.0, 0.0)),
        command(9, (0.3, 0.0, 0.0), epoch=-1),
        Command(9, 0, 0.0, np.zeros(2), TUCK, np.zeros(2), 0.0),
        Command(9, 0, 0.0, np.zeros(3), TUCK, np.zeros(2), math.nan),
    ],
)
def test_refuses_unsound_commands_and_stops(bad: Command) -> None:
    world = World(room())
    channel = world.open_channel()
    for seq in range(5):
        channel.send(command(seq, (0.4, 0.0, 0.0)))
        world.step(0.1)
    assert world.observe().base_velocity[0] > 0.3
    with pytest.raises(BadInput):
        channel.send(bad)
    world.step(0.2)
    assert abs(world.observe().base_velocity[0]) < 0.05
    channel.send(command(6, (0.4, 0.0, 0.0)))
    channel.send(command(0, (0.4, 0.0, 0.0), epoch=1))


def test_time_comes_from_stepping_in_any_portion() -> None:
    world = World(room())
    seen: list[float] = []
    world.watchers.append(lambda w: seen.append(w.time_s))
    clock = SimClock(world.step)
    for portion in (0.005, 0.02, 0.1, 0.007, 0.068):
        clock.sleep(portion)
    assert world.time_s == pytest.approx(0.2, abs=0.005)
    assert np.diff(seen) == pytest.approx(CONTROL_DT_S)
    assert len(seen) == 4


def test_same_seed_same_run_other_seed_other_noise() -> None:
    runs = []
    for seed in (1, 1, 2):
        world = World(room(), seed=seed)
        Hands(world).run(1.0, (0.3, 0.0, 0.2))
        seen = world.observe(("floor",))
        runs.append((seen.base, seen.lidar_m.tobytes(), seen.cameras["floor"].depth_m.tobytes()))
    assert runs[0] == runs[1]
    assert runs[0] != runs[2]


def test_bumper_and_battery() -> None:
    world = World(room())
    hands = Hands(world)
    assert not world.observe().bumper
    hands.run(2.5, (-0.4, 0.0, 0.0))
    seen = world.observe()
    assert seen.bumper, "it backed into the wall"
    assert 0.99 < seen.battery < 1.0


def test_truth_for_the_teacher() -> None:
    world = World(room(things=(hot(MUG),)))
    pose = world.thing_pose("mug")
    assert pose.position_m == pytest.approx(MUG.position_m, abs=0.005)
    assert pose.rotation == pytest.approx(np.eye(3), abs=0.01)
    assert world.temperature_c("mug") == pytest.approx(60.0, abs=0.1)
    assert world.opening("cupboard", "inside") == pytest.approx(0.0, abs=0.01)
    with pytest.raises(BadInput, match="mug"):
        world.thing_pose("mugg")
    with pytest.raises(BadInput, match="nothing at"):
        world.opening("table", "top")
    with pytest.raises(BadInput, match="camera"):
        world.observe(("tail",))


def test_things_stay_where_they_lie() -> None:
    world = World(make_home(7))
    before = {thing: world.thing_pose(thing).position_m for thing in world.scene.things}
    Hands(world).run(5.0)
    moved = {
        thing: float(np.linalg.norm(world.thing_pose(thing).position_m - at))
        for thing, at in before.items()
    }
    assert max(moved.values()) < 0.01, moved


@timed
def test_faster_than_real_time() -> None:
    """Eight times while driving, three times with two cameras, on one core's own time.

    Of several runs the best counts: tests beside this one take its caches, never help it.
    """
    spec = make_home(3)
    assert max(driving(World(spec), 3.0, time.process_time) for _ in range(3)) > 8.0
    assert max(handling(World(spec), 3.0, time.process_time) for _ in range(3)) > 3.0
