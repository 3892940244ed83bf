"""The local driver on real physics, under the guard, with a real localiser: by sensors alone."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from sim_room import ANNA, TABLE, TOY, room

from home_agent.acting import Body
from home_agent.errors import BadInput, Blocked
from home_agent.home.graph import Place
from home_agent.perception.camera import map_to_base, project
from home_agent.perception.driver import LocalDriver
from home_agent.ports import Driver
from home_agent.sim.home import make_home, to_map
from home_agent.sim.kinematics import ArmKinematics
from home_agent.sim.spec import HomeSpec
from home_agent.sim.tasks import Judgement, Pick
from home_agent.stage import set_stage
from home_agent.types import ActionChunk, Aim, Detection, Event, Observation, Pose2D, Ref

CHEST = Place("chest", "chest", "box", "room", Pose2D(2.6, 1.1, 0.0), (0.5, 0.6, 0.45), ())


class Wheels:
    """A policy that only drives and looks."""

    name = "wheels"

    def __init__(self, driver: Driver) -> None:
        self._driver = driver

    def look(self, seen: Observation, wanted: Sequence[Ref] = ()) -> tuple[Detection, ...]:
        return ()

    def begin(self, aim: Aim, seen: Observation) -> None:
        self._driver.begin(aim, seen)

    def act(self, seen: Observation) -> ActionChunk:
        return self._driver.chunk(seen)


class Trip:
    """A robot in `spec` that knows the map of `known` and has only its sensors."""

    def __init__(self, spec: HomeSpec, known: HomeSpec | None = None, seed: int = 0) -> None:
        stage = set_stage(spec, seed=seed)
        assert stage.world is not None and stage.referee is not None
        self.world, self.referee = stage.world, stage.referee
        self.home = to_map(known or spec)
        self.events: list[Event] = []
        wheels = Wheels(LocalDriver(self.home, ArmKinematics()))
        self.body = Body(
            stage.robot, wheels, stage.guard, stage.clock, self.home, self.events.append
        )

    def go(self, goal: Pose2D, limit_s: float = 90.0) -> None:
        route = self.home.route(self.body.seen.base, goal)
        self.body.act(Aim("go", route=route), limit_s)

    def off(self, goal: Pose2D) -> tuple[float, float]:
        """How far the robot believes to be from a pose, and truly is: m, m."""
        base, true = self.body.seen.base, self.world.base_pose()
        at = (goal.x_m, goal.y_m)
        return math.dist((base.x_m, base.y_m), at), math.dist((true.x_m, true.y_m), at)

    def verdict(self) -> Judgement:
        return self.referee.verdict(Pick(()))


def test_arrives_where_it_should() -> None:
    trip = Trip(room(things=(), people=()))
    goal = Pose2D(3.2, 2.5, 0.0)
    trip.go(goal)
    believed, true = trip.off(goal)
    assert believed < 0.05 and true < 0.10
    assert abs(trip.body.seen.base.yaw_rad) < 0.07
    assert trip.verdict().contacts == 0


def test_goes_round_furniture_that_is_not_on_the_map() -> None:
    known = room(things=(), people=())
    trip = Trip(replace(known, places=(TABLE, CHEST)), replace(known, places=(TABLE,)))
    goal = Pose2D(4.5, 1.1, 0.0)
    trip.go(goal)
    assert trip.off(goal)[0] < 0.05
    verdict = trip.verdict()
    assert verdict.contacts == 0 and verdict.path_m < 5.0


def test_goes_round_a_toy_too_low_for_the_lidar() -> None:
    toy = replace(TOY, position_m=(2.5, 1.0, 0.001))
    trip = Trip(room(things=(toy,), people=()))
    trip.go(Pose2D(4.5, 1.0, 0.0))
    verdict = trip.verdict()
    assert verdict.toy_contacts == 0 and verdict.run_over == 0 and verdict.path_m < 4.5


def test_lets_people_pass() -> None:
    walker = replace(
        ANNA,
        position_m=(3.0, 4.2),
        speed_mps=0.6,
        waypoints=((3.0, 4.2), (3.0, 0.6)),
        speaker=False,
    )
    trip = Trip(room(things=(), people=(walker,), start=(1.0, 1.5, 0.0)))
    for goal in (Pose2D(5.2, 1.0, 0.0), Pose2D(1.0, 1.5, 0.0)):
        trip.go(goal)
    verdict = trip.verdict()
    assert verdict.people_contacts == 0 and verdict.contacts == 0
    assert verdict.people_min_distance_m > 0.15


def test_gets_away_from_a_toy_that_fell_against_its_base() -> None:
    toy = replace(TOY, position_m=(1.0, 1.29, 0.001))
    trip = Trip(room(things=(toy,), people=()))
    goal = Pose2D(1.0, 2.5, 0.0)
    trip.go(goal)
    assert trip.off(goal)[0] < 0.12


def test_gives_up_with_a_sentence_when_enclosed() -> None:
    ring = tuple(
        replace(
            TOY,
            id=f"toy_{n}",
            position_m=(
                1.5 + 0.9 * math.cos(n / 10 * math.pi),
                1.5 + 0.9 * math.sin(n / 10 * math.pi),
                0.001,
            ),
        )
        for n in range(20)
    )
    trip = Trip(room(things=ring, people=(), start=(1.5, 1.5, 0.0)))
    with pytest.raises(Blocked, match="way is blocked and does not clear"):
        trip.go(Pose2D(3.2, 2.5, 0.0))
    assert trip.verdict().toy_contacts == 0


@pytest.mark.parametrize("turn", [0.6, -2.0, 3.1])
def test_looks_at_a_point_and_turns_for_what_is_behind(turn: float) -> None:
    trip = Trip(room(things=(), people=(), start=(3.0, 2.5, 0.0)))
    point = (3.0 + 1.5 * math.cos(turn), 2.5 + 1.5 * math.sin(turn), 0.6)
    trip.body.act(Aim("look", position_map_m=point), 10.0)
    frame = trip.world.observe(("head",)).cameras["head"]
    true = trip.world.base_pose()
    u, v, depth = project(map_to_base(np.array([point]), true), frame)
    assert depth[0] > 0
    assert abs(u[0] - 160) < 15 and abs(v[0] - 120) < 15
    assert (abs(true.yaw_rad) > 1.0) == (abs(turn) > 1.2)
    assert trip.world.time_s < 5.0


def test_stays_where_it_is() -> None:
    trip = Trip(room(things=(), people=()))
    trip.body.act(Aim("stay"), 5.0)
    assert 0.4 < trip.world.time_s < 1.0


def test_arm_and_grip_stay_as_they_were_commanded() -> None:
    trip = Trip(room(people=()))
    driver = LocalDriver(trip.home, ArmKinematics())
    seen = trip.body.seen
    aim = Aim("go", route=(Pose2D(2.0, 3.0, 0.0),))
    driver.begin(aim, seen)
    first = driver.chunk(seen)
    assert first.arm[-1] == pytest.approx(seen.arm) and first.head[0, 1] > 0.2
    last = replace(first, grip=first.grip + 25.0, arm=first.arm + 0.1)
    driver.begin(aim, seen, last)
    again = driver.chunk(seen)
    assert again.arm[-1] == pytest.approx(seen.arm + 0.1)
    assert again.grip[0] == pytest.approx(first.grip[0] + 25.0)


def test_what_it_cannot_do_is_said() -> None:
    trip = Trip(room(people=()))
    driver = LocalDriver(trip.home, ArmKinematics())
    with pytest.raises(BadInput, match="begin with an aim"):
        driver.chunk(trip.body.seen)
    with pytest.raises(BadInput, match="cannot 'pick'"):
        driver.begin(Aim("pick"), trip.body.seen)
    with pytest.raises(BadInput, match="no route"):
        driver.begin(Aim("go"), trip.body.seen)


@pytest.mark.parametrize("seed", [2, 56])
def test_drives_through_furnished_homes_without_a_touch(seed: int) -> None:
    spec = make_home(seed)
    trip = Trip(spec, seed=seed)
    stands = [pose for place in spec.places for pose in place.approach]
    for n in np.random.default_rng(seed).integers(len(stands), size=2).tolist():
        trip.go(stands[n])
    verdict = trip.verdict()
    assert verdict.toy_contacts == 0 and verdict.people_contacts == 0, trip.referee.notes
    assert verdict.run_over == 0
