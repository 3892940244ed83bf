"""People of the simulated home: where they walk, how they keep clear, how they take things."""

import math
from dataclasses import replace

import numpy as np
import pytest
from sim_room import ANNA, CAN, MUG, Hands, room

from home_agent.sim.home import make_home
from home_agent.sim.world import World

WALKER = replace(
    ANNA,
    speed_mps=0.6,
    position_m=(1.0, 2.5),
    waypoints=((1.0, 2.5), (3.0, 4.0)),
    speaker=False,
)


def test_walks_its_round_and_looks_where_it_goes() -> None:
    world = World(room(people=(WALKER,), start=(5.0, 1.0, 0.0)))
    anna = world.people.all["anna"]
    seen, faced = [], []
    for _ in range(500):
        world.step()
        seen.append(anna.xy.copy())
        if anna.speed > 0.3:
            way = math.atan2(anna.velocity[1], anna.velocity[0])
            faced.append(abs(math.remainder(way - anna.yaw, math.tau)))
    track = np.array(seen)
    for point in WALKER.waypoints:
        assert np.hypot(*(track - point).T).min() < 0.2
    assert np.percentile(faced, 90) < 0.2
    steps = np.hypot(*np.diff(track, axis=0).T)
    assert steps.max() < 0.6 * 0.05 * 1.3
    body = world.scene.body["anna"]
    assert world.data.xpos[body, :2] == pytest.approx(anna.xy, abs=0.04)


@pytest.mark.parametrize("seed", [4, 71])
def test_never_walks_through_furniture_things_or_robot(seed: int) -> None:
    world = World(make_home(seed), seed=seed)
    grid = world.floor_grid()
    nearest = 9.0
    for _ in range(500):
        world.step()
        shape = world.robot_shape()
        for person in world.people.all.values():
            nearest = min(nearest, shape.gap(person))
            if person.spec.posture == "standing":
                assert grid.free_at(person.xy[None])[0] > 0.08
    assert nearest > 0.15


def test_stops_for_the_robot_in_its_way() -> None:
    walker = replace(WALKER, position_m=(1.0, 4.0), waypoints=((1.0, 4.0), (5.0, 4.0)))
    world = World(room(people=(walker,), start=(3.0, 4.0, math.pi / 2)))
    anna = world.people.all["anna"]
    gaps, speeds = [], []
    for _ in range(400):
        world.step()
        gaps.append(world.robot_shape().gap(anna))
        speeds.append(anna.speed)
    assert min(gaps) > 0.3
    near = np.array(gaps) < 0.5
    assert max(np.array(speeds)[near], default=0.0) < 0.3
    assert max(speeds) > 0.5, "and it does walk when the way is free"


def test_steps_aside_for_a_robot_that_waits_in_front() -> None:
    standing = replace(ANNA, position_m=(3.0, 3.5), speaker=False)
    world = World(room(people=(standing,), start=(1.2, 3.5, 0.0)))
    hands = Hands(world)
    hands.run(2.6, (0.4, 0.0, 0.0))
    before = world.people.all["anna"].xy.copy()
    assert math.dist(before, (3.0, 3.5)) < 0.05
    hands.run(7.0)
    assert math.dist(world.people.all["anna"].xy, before) > 0.4
    assert abs(world.people.all["anna"].xy[1] - 3.5) > 0.3, "out of the robot's way"


def test_who_sits_stays() -> None:
    sitting = replace(ANNA, posture="sitting", position_m=(2.4, 1.0))
    world = World(room(things=(), people=(sitting,), start=(1.0, 1.0, 0.0)))
    Hands(world).run(8.0)
    assert world.people.all["anna"].xy == pytest.approx((2.4, 1.0))


def offered(away_m: float = 0.0, said: str = "Here is the can.") -> tuple[World, Hands]:
    """A world in which the robot holds the can out to Anna, who stands `away_m` too far."""
    anna = replace(ANNA, position_m=(1.95 + away_m, 1.0), yaw_rad=math.pi)
    world = World(room(things=(MUG, CAN), people=(anna,), start=(1.0, 1.0, 0.0)))
    hands = Hands(world)
    hands.hold("can")
    if said:
        world.hear(said)
    return world, hands


def test_takes_what_is_offered_and_pulls_first() -> None:
    world, hands = offered()
    rest = float(np.linalg.norm(world.observe().wrench[:3]))
    pulls = []
    for _ in range(60):
        hands.run(0.05)
        if world.handover.pulling == "can":
            pulls.append(float(np.linalg.norm(world.observe().wrench[:3])))
        if len(pulls) > 15:
            break
    assert len(pulls) > 15, "somebody pulls"
    force = world.observe().wrench[:3]
    turn = world.data.site_xmat[world.scene.wrist_site].reshape(3, 3)
    assert (turn @ force)[0] > 5.0, "towards the person, and felt"
    assert np.mean(pulls[-5:]) > rest + 2.0
    assert "can" not in world.handover.taken, "not before the robot lets go"
    hands.grip_n = -20.0
    hands.run(0.5)
    assert world.handover.taken == {"can": "anna"}
    hands.run(2.0)
    hand = world.data.site_xpos[world.model.site("anna/hand").id]
    assert math.dist(world.thing_pose("can").position_m, hand) < 0.12
    hands.run(0.5, (-0.3, 0.0, 0.0))
    assert world.thing_pose("can").position_m[2] > 0.7


def test_does_not_take_from_a_moving_hand_or_off_a_table() -> None:
    world, hands = offered(1.0)
    anna = world.people.all["anna"]
    anna.xy = anna.xy - np.array([1.0, 0.0])
    for n in range(40):
        hands.arm = hands.arm.copy()
        hands.arm[0] += 0.01 if n % 10 < 5 else -0.01
        hands.run(0.05)
        assert world.handover.pulling is None
    beside = replace(ANNA, position_m=(4.75, 2.5), posture="sitting", yaw_rad=math.pi)
    world = World(room(things=(CAN,), people=(beside,), start=(3.2, 2.5, 0.0)))
    hands = Hands(world)
    hands.hold("can", (0.55, 0.0, 0.74 + CAN.size_m[2] / 2 + 0.02))
    hands.run(3.0)
    assert world.handover.pulling is None and not world.handover.taken


def test_nobody_grabs_what_was_not_offered_in_words() -> None:
    world, hands = offered(said="Anna, I look elsewhere.")
    hands.run(3.0)
    assert world.handover.pulling is None


def test_a_cat_does_not_turn_into_the_robot() -> None:
    cat = replace(
        WALKER,
        id="tom",
        name="Tom",
        kind="cat",
        height_m=0.29,
        position_m=(3.0, 3.62),
        yaw_rad=0.0,
        waypoints=((3.0, 3.62), (3.0, 1.0)),
    )
    world = World(room(people=(cat,), start=(3.0, 4.0, 0.0)))
    for _ in range(300):
        world.step()
        assert not [touch for touch in world.touches.robot if touch.owner == "tom"]


def test_gives_up_when_the_robot_holds_on() -> None:
    world, hands = offered()
    pulled = False
    for _ in range(180):
        hands.run(0.05)
        pulled = pulled or world.handover.pulling == "can"
        if pulled and world.handover.pulling is None:
            break
    assert pulled and world.handover.pulling is None
    assert "can" in world.touches.held


def test_who_is_called_by_name_waits_for_what_is_brought() -> None:
    walker = replace(WALKER, position_m=(1.0, 4.0), waypoints=((1.0, 4.0), (5.0, 4.0)))
    walked = []
    for said in ("Anna, here is the can.", "Here is the can.", "Annabel, here is the can."):
        world = World(room(people=(walker,), start=(3.0, 1.5, math.pi / 2), things=(CAN,)))
        Hands(world).hold("can")
        while world.people.all["anna"].speed < 0.3:
            world.step()
        world.hear(said)
        before = world.people.all["anna"].xy.copy()
        for _ in range(60):
            world.step()
        walked.append(float(np.hypot(*(world.people.all["anna"].xy - before))))
    assert walked[0] < 0.3 < min(walked[1:])
