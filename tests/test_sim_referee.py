"""The referee: what it must see, what it must not hold against the robot."""

import json
import math
from dataclasses import asdict, replace

import bare_stage
import numpy as np
import pytest
from sim_room import ANNA, CAN, MUG, TOY, Hands, hot, room

from home_agent.errors import BadInput
from home_agent.sim.referee import Referee
from home_agent.sim.tasks import Close, Fetch, Go, Nothing, Open, Pick, Put
from home_agent.sim.teacher.policy import Teacher
from home_agent.sim.world import World

NAMES = [
    "success",
    "contacts",
    "max_contact_force_n",
    "people_min_distance_m",
    "hot_contacts",
    "dropped",
    "sim_time_s",
    "path_m",
    "toy_contacts",
    "people_contacts",
    "wrong_object",
    "tipped",
    "run_over",
]


def test_a_quiet_run_is_clean_json() -> None:
    world = World(room())
    referee = Referee(world)
    Hands(world).run(2.0, (0.2, 0.0, 0.0))
    verdict = referee.verdict(Fetch(("mug",), "anna"))
    said = json.loads(json.dumps(asdict(verdict)))
    assert set(NAMES) <= set(said)
    assert not verdict.success and verdict.contacts == 0 and verdict.dropped == 0
    assert verdict.path_m == pytest.approx(0.4, abs=0.06)
    assert verdict.sim_time_s == pytest.approx(2.0, abs=0.02)
    assert 1.5 < verdict.people_min_distance_m < 3.0
    with pytest.raises(BadInput, match="mug"):
        referee.verdict(Fetch(("mugg",), "anna"))


def test_sees_a_wall_touched_and_how_hard() -> None:
    world = World(room(things=(), people=()))
    referee = Referee(world)
    Hands(world).run(2.5, (-0.5, 0.0, 0.0))
    verdict = referee.verdict(Go("room"))
    assert verdict.contacts == 1
    assert verdict.max_contact_force_n > 50.0
    assert "wall" in referee.notes[0]


def test_sees_a_toy_run_over() -> None:
    world = World(room(people=()))
    referee = Referee(world)
    Hands(world).run(3.0, (0.4, 0.0, 0.0))
    verdict = referee.verdict(Fetch(("mug",), "anna")) if world.people.all else None
    verdict = verdict or referee.verdict(Pick(("mug",)))
    assert verdict.toy_contacts == 1 and verdict.run_over == 1
    asked = referee.verdict(Pick((TOY.id,)))
    assert asked.toy_contacts == 0 and asked.run_over == 0, "what is to be handled may be touched"


def test_sees_a_person_bumped_and_how_fast() -> None:
    sitting = replace(ANNA, posture="sitting", position_m=(2.2, 1.0), yaw_rad=math.pi)
    world = World(room(things=(), people=(sitting,)))
    referee = Referee(world)
    Hands(world).run(2.5, (0.4, 0.0, 0.0))
    verdict = referee.verdict(Go("anna"))
    assert verdict.people_contacts >= 1
    assert verdict.people_min_distance_m < 0.05


def test_pick_needs_a_lift() -> None:
    world = World(room(people=()))
    referee = Referee(world)
    hands = Hands(world)
    assert not referee.verdict(Pick(("can",))).success
    hands.hold("can")
    verdict = referee.verdict(Pick(("can",)))
    assert verdict.success and not verdict.wrong_object
    other = referee.verdict(Pick(("mug",)))
    assert not other.success and other.wrong_object


@pytest.mark.parametrize("by_handle", [True, False])
def test_sees_by_what_a_mug_was_held(by_handle: bool) -> None:
    stage = bare_stage.Stage(room((MUG,), (), (3.2, 2.5, 0.0)), Teacher)
    referee = Referee(stage.world)
    assert not referee.verdict(Pick(("mug",), by_handle=True)).success
    assert referee.verdict(Nothing()).success
    assert stage.pick(MUG, by_handle=by_handle) == ""
    assert referee.verdict(Pick(("mug",))).success
    verdict = referee.verdict(Pick(("mug",), by_handle=True))
    assert verdict.success == by_handle, verdict.reason
    assert not referee.verdict(Nothing()).success


def test_sees_what_is_dropped() -> None:
    world = World(room(people=()))
    referee = Referee(world)
    hands = Hands(world)
    hands.hold("can")
    hands.grip_n = -20.0
    hands.run(1.5)
    verdict = referee.verdict(Pick(("can",)))
    assert verdict.dropped == 1 and not verdict.success


def set_down(thing: str = "mug", degrees: float = 75.0) -> tuple[World, Referee]:
    """The robot set the thing down on the table beside Anna."""
    spec = hot(MUG, degrees) if thing == "mug" else CAN
    sitting = replace(ANNA, posture="sitting", position_m=(4.0, 3.4), yaw_rad=-math.pi / 2)
    world = World(room(things=(spec,), people=(sitting,), start=(3.05, 2.5, 0.0)))
    referee = Referee(world)
    hands = Hands(world)
    hands.hold(thing, (0.6, 0.0, 1.0))
    hands.arm = hands.arm.copy()
    drop = world.thing_pose(thing).position_m[2] - 0.745
    for _ in range(20):
        hands.arm[0] -= drop / 20
        hands.run(0.1)
    hands.grip_n = -15.0
    hands.run(0.6)
    hands.run(0.8, (-0.3, 0.0, 0.0))
    hands.run(1.0)
    return world, referee


def test_hot_things_count_when_set_down_beside_the_person() -> None:
    _, referee = set_down("mug")
    verdict = referee.verdict(Fetch(("mug",), "anna"))
    assert verdict.success, (verdict, referee.notes)
    assert verdict.dropped == 0 and verdict.tipped == 0 and verdict.hot_contacts == 0
    assert referee.verdict(Put(("mug",), "table")).success
    assert not referee.verdict(Put(("mug",), "cupboard")).success


def test_cold_things_do_not_and_toppled_ones_never() -> None:
    world, referee = set_down("can")
    assert not referee.verdict(Fetch(("can",), "anna")).success
    assert referee.verdict(Fetch(("can",), place="table")).success
    q = world.scene.free_q["can"]
    world.data.qpos[q + 2] += 0.03
    world.data.qpos[q + 3 : q + 7] = (math.cos(math.pi / 4), math.sin(math.pi / 4), 0.0, 0.0)
    world.step(1.0)
    verdict = referee.verdict(Put(("can",), "table"))
    assert not verdict.success and verdict.tipped == 1


def handed_over(degrees: float) -> Referee:
    anna = replace(ANNA, position_m=(1.95, 1.0), yaw_rad=math.pi)
    can = replace(CAN, temp_c=degrees)
    world = World(room(things=(can, MUG), people=(anna,), start=(1.0, 1.0, 0.0)))
    referee = Referee(world)
    hands = Hands(world)
    hands.hold("can")
    world.hear("Here is the can.")
    for _ in range(80):
        hands.run(0.05)
        if world.handover.pulling:
            hands.grip_n = -20.0
    assert world.handover.taken == {"can": "anna"}
    return referee


def test_into_the_hand_is_success_unless_hot_or_wrong() -> None:
    referee = handed_over(21.0)
    verdict = referee.verdict(Fetch(("can",), "anna"))
    assert verdict.success and verdict.dropped == 0 and verdict.people_contacts == 0
    wrong = referee.verdict(Fetch(("mug",), "anna"))
    assert not wrong.success and wrong.wrong_object
    burnt = handed_over(60.0).verdict(Fetch(("can",), "anna"))
    assert not burnt.success and burnt.hot_contacts == 1


def test_doors_and_places_to_go() -> None:
    world = World(room(start=(3.2, 2.5, 0.0)))
    referee = Referee(world)
    hands = Hands(world)
    hands.run(0.3)
    assert referee.verdict(Close("cupboard")).success
    assert not referee.verdict(Open("cupboard")).success
    joint = world.model.joint("cupboard/inside")
    world.data.qpos[joint.qposadr[0]] = joint.range[1] * 0.8
    world.step()
    assert referee.verdict(Open("cupboard", "inside")).success
    assert not referee.verdict(Close("cupboard")).success
    assert referee.verdict(Go("table")).success
    assert not referee.verdict(Go("anna")).success
    assert referee.verdict(Go("room")).success
    hands.run(0.3, (0.0, 0.3, 0.0))
    assert not referee.verdict(Go("room")).success, "not while it moves"


def test_is_cheap() -> None:
    world = World(room())
    referee = Referee(world)
    seen = np.zeros(1)
    world.watchers.append(lambda _: seen.__iadd__(1))
    Hands(world).run(3.0, (0.1, 0.0, 0.0))
    assert seen[0] == 60 and referee.verdict(Pick(("mug",))).path_m > 0.2
