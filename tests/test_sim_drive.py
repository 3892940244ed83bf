"""The teacher's driver: it arrives, smoothly, and touches nothing and nobody."""

import math
from dataclasses import replace

import numpy as np
import pytest
from sim_room import ANNA, TOY, Hands, room

from home_agent.errors import BadInput
from home_agent.sim.home import make_home
from home_agent.sim.referee import Referee
from home_agent.sim.tasks import Pick
from home_agent.sim.teacher.drive import Driver, carried_over
from home_agent.sim.world import World
from home_agent.types import ActionChunk, Aim, Command, Observation, Pose2D


class Trip:
    """Drive a world to a goal, with a belief of the base that is off by `error`."""

    def __init__(self, world: World, error: tuple[float, float, float] = (0.0, 0.0, 0.0)) -> None:
        self.world, self.error = world, error
        self.driver = Driver(world)
        self.channel = world.open_channel()
        self.speeds: list[float] = []
        self.seq = 0

    def seen(self) -> Observation:
        true = self.world.base_pose()
        x, y, yaw = self.error
        base = Pose2D(true.x_m + x, true.y_m + y, true.yaw_rad + yaw)
        return replace(self.world.observe(), base=base)

    def go(self, *route: Pose2D, limit_s: float = 90.0) -> ActionChunk:
        self.driver.begin(Aim("go", route=route))
        until = self.world.time_s + limit_s
        while True:
            chunk = self.driver.chunk(self.seen())
            if chunk.done[0] > 0.5 or chunk.gave_up or self.world.time_s > until:
                return chunk
            for n in range(2):
                command = Command(
                    self.seq,
                    0,
                    self.world.time_s,
                    chunk.base[n],
                    chunk.arm[n],
                    chunk.head[n],
                    float(chunk.grip[n]),
                )
                self.channel.send(command)
                self.seq += 1
                self.world.step()
                v = self.world.observe().base_velocity
                self.speeds.append(math.hypot(v[0], v[1]))


def test_arrives_where_it_should_in_its_own_belief() -> None:
    world = World(room(people=()))
    trip = Trip(world, (0.04, -0.03, 0.02))
    goal = Pose2D(3.2, 2.5, 0.0)
    chunk = trip.go(Pose2D(1.0, 2.5, 0.0), goal)
    assert chunk.done.max() == 1.0 and chunk.progress == 1.0
    now = trip.seen().base
    assert math.hypot(now.x_m - goal.x_m, now.y_m - goal.y_m) < 0.03
    assert abs(now.yaw_rad - goal.yaw_rad) < 0.05
    assert 0.6 < max(trip.speeds) <= 0.72
    changes = np.abs(np.diff(trip.speeds)) / 0.05
    assert np.percentile(changes, 95) < 1.0, "smoothly"
    assert chunk.base.shape[1:] == (3,) and chunk.arm.shape[1:] == (8,)


def test_drives_round_a_toy() -> None:
    toy = replace(TOY, position_m=(2.5, 1.0, 0.001))
    world = World(room(things=(toy,), people=()))
    referee = Referee(world)
    trip = Trip(world)
    chunk = trip.go(Pose2D(4.5, 1.0, 0.0))
    verdict = referee.verdict(Pick(()))
    assert chunk.done[0] == 1.0 and verdict.toy_contacts == 0 and verdict.run_over == 0
    assert verdict.path_m < 4.2


def test_slow_beside_people_and_waits_for_those_who_cross() -> None:
    walker = replace(
        ANNA,
        position_m=(3.0, 4.2),
        speed_mps=0.6,
        waypoints=((3.0, 4.2), (3.0, 0.6)),
        speaker=False,
    )
    world = World(room(things=(), people=(walker,), start=(1.0, 1.5, 0.0)))
    referee = Referee(world)
    trip = Trip(world)
    fast_near = []

    def watch(now: World) -> None:
        gap = float(np.hypot(*(now.people.all["anna"].xy - now.data.qpos[now.scene.base_q[:2]])))
        if gap - 0.25 < 0.9:
            fast_near.append(float(np.hypot(*now.data.qvel[now.scene.base_v[:2]])))

    world.watchers.append(watch)
    for goal in (Pose2D(5.2, 1.0, 0.0), Pose2D(1.0, 1.5, 0.0), Pose2D(5.2, 1.0, 0.0)):
        assert trip.go(goal).done[0] == 1.0
    verdict = referee.verdict(Pick(()))
    assert verdict.people_contacts == 0 and verdict.contacts == 0
    assert verdict.people_min_distance_m > 0.15
    assert fast_near and np.percentile(fast_near, 80) < 0.3


def test_gives_up_with_a_sentence_when_there_is_no_way() -> None:
    wall = tuple(
        replace(TOY, id=f"toy_{n}", position_m=(2.5, 0.15 + 0.3 * n, 0.001)) for n in range(17)
    )
    world = World(room(things=wall, people=()))
    trip = Trip(world)
    chunk = trip.go(Pose2D(3.2, 2.5, 0.0), limit_s=30.0)
    assert "blocked" in chunk.gave_up
    assert 7.5 < world.time_s < 12.0
    assert chunk.done.max() == 0.0


def test_holds_arm_and_grip_and_looks_ahead() -> None:
    world = World(room(people=()))
    hands = Hands(world)
    hands.hold("can")
    driver = Driver(world)
    driver.begin(Aim("go", route=(Pose2D(2.0, 3.0, 0.0),)))
    chunk = driver.chunk(replace(world.observe(), base=world.base_pose()))
    assert chunk.arm[-1] == pytest.approx(hands.arm)
    assert chunk.grip[0] == pytest.approx(25.0)
    assert chunk.head[0, 1] > 0.2


def test_needs_a_route() -> None:
    driver = Driver(World(room(people=())))
    with pytest.raises(BadInput, match="route"):
        driver.begin(Aim("go"))


def test_goals_are_carried_over_to_the_truth() -> None:
    shift = carried_over(Pose2D(1.0, 1.0, 0.1), Pose2D(1.1, 0.9, 0.0))
    same = shift(Pose2D(1.0, 1.0, 0.1))
    assert (same.x_m, same.y_m, same.yaw_rad) == pytest.approx((1.1, 0.9, 0.0))
    ahead = shift(Pose2D(1.0 + math.cos(0.1), 1.0 + math.sin(0.1), 0.1))
    assert (ahead.x_m, ahead.y_m) == pytest.approx((2.1, 0.9))
    plain = carried_over(Pose2D(0.0, 0.0, 0.0, "odom"), Pose2D(1.1, 0.9, 0.0))
    assert plain(Pose2D(2.0, 2.0, 0.0)) == Pose2D(2.0, 2.0, 0.0)


@pytest.mark.parametrize("seed", [2, 56, 73])
def test_drives_through_furnished_homes_without_a_touch(seed: int) -> None:
    spec = make_home(seed)
    world = World(spec, seed=seed)
    referee = Referee(world)
    trip = Trip(world, (0.02, 0.01, -0.01))
    stands = [pose for place in spec.places for pose in place.approach]
    for n in np.random.default_rng(seed).integers(len(stands), size=2).tolist():
        assert trip.go(stands[n]).done[0] == 1.0
    verdict = referee.verdict(Pick(()))
    assert verdict.contacts == 0 and verdict.run_over == 0, referee.notes
