"""The teacher on real physics: it picks, carries, sets down, gives, opens, and says what fails."""

from __future__ import annotations

from dataclasses import replace

import bare_stage
import numpy as np
import pytest
import sim_room

from home_agent.errors import BadInput
from home_agent.home.graph import Place, Surface
from home_agent.sim.furniture import surfaces_of
from home_agent.sim.spec import HomeSpec, PersonSpec, ThingSpec
from home_agent.sim.teacher.policy import Teacher
from home_agent.types import Aim, ObjectBelief, Pose2D

BEFORE_TABLE = (3.2, 2.5, 0.0)


class Stage(bare_stage.Stage):
    def __init__(self, spec: HomeSpec) -> None:
        super().__init__(spec, Teacher)


def _on_table(kind: str, size: tuple[float, float, float], mass_kg: float) -> ThingSpec:
    at = (3.80, 2.45, 0.741)
    return ThingSpec(
        "it", kind, "white", "plastic", size, mass_kg, at, 0.4, "room", ("table", "top")
    )


@pytest.mark.parametrize(
    ("kind", "size", "mass_kg"),
    [
        ("bottle", (0.07, 0.07, 0.24), 0.45),
        ("book", (0.17, 0.09, 0.035), 0.4),
        ("plate", (0.19, 0.19, 0.035), 0.4),
        ("ball", (0.08, 0.08, 0.08), 0.1),
    ],
)
def test_it_picks_all_sorts_and_puts_them_back(
    kind: str, size: tuple[float, float, float], mass_kg: float
) -> None:
    thing = _on_table(kind, size, mass_kg)
    stage = Stage(sim_room.room((thing,), (), BEFORE_TABLE))
    assert stage.pick(thing) == ""
    assert stage.world.touches.held == {"it"}
    spot = (3.85, 2.8, 0.74)
    assert stage.do(Aim("place", place="table", position_map_m=spot)) == ""
    for _ in range(10):
        stage.world.step(0.05)
    found = stage.world.thing_pose("it").position_m
    assert not stage.world.touches.held
    assert found[2] == pytest.approx(0.74, abs=0.02)
    assert np.hypot(*(found[:2] - spot[:2])) < 0.15
    assert stage.upright(thing) > 0.95


def test_hot_mug_goes_by_its_handle_and_stays_upright() -> None:
    mug = sim_room.hot(sim_room.MUG)
    stage = Stage(sim_room.room((mug, sim_room.CAN), (), BEFORE_TABLE))
    least = [1.0]
    stage.world.watchers.append(lambda _: least.append(stage.upright(mug)))
    assert stage.pick(mug, by_handle=True) == ""
    assert stage.world.touches.held == {"mug"}
    assert min(least) > 0.97
    pose = stage.world.thing_pose("mug")
    tool = stage.world.data.site("tool").xpos
    own = pose.rotation.T @ (tool - pose.position_m)
    assert own[0] > 0.035, "the hand is at the handle, which stands out along x"


def test_it_gives_to_a_person_who_pulls() -> None:
    person = PersonSpec("bo", "Bo", "adult", 1.7, "standing", "red", (2.0, 2.5), 0.0, "room")
    stage = Stage(sim_room.room((sim_room.CAN,), (person,), BEFORE_TABLE))
    assert stage.pick(sim_room.CAN) == ""
    to = ObjectBelief("bo", "person", {"name": "Bo"}, None, (2.0, 2.5, 1.0))
    stage.world.hear("Bo, here is the can.")
    assert stage.do(Aim("give", person=to)) == ""
    assert stage.world.handover.taken == {"can": "bo"}


def test_nobody_takes_it_and_it_says_so() -> None:
    person = PersonSpec("bo", "Bo", "adult", 1.7, "standing", "red", (2.0, 2.5), 0.0, "room")
    stage = Stage(sim_room.room((sim_room.CAN,), (person,), BEFORE_TABLE))
    assert stage.pick(sim_room.CAN) == ""
    stage.world.handover.step = lambda *_: None  # type: ignore[method-assign]
    to = ObjectBelief("bo", "person", {"name": "Bo"}, None, (2.0, 2.5, 1.0))
    assert "did not take it" in stage.do(Aim("give", person=to))
    assert stage.world.touches.held == {"can"}


def _furnished(category: str, size: tuple[float, float, float], opening: str) -> HomeSpec:
    place = Place(
        category,
        category,
        category,
        "room",
        Pose2D(4.5, 2.5, np.pi),
        size,
        surfaces_of(category, size),
        opening,  # type: ignore[arg-type]
    )
    return replace(sim_room.room((), (), (3.4, 2.5, 0.0)), places=(place,))


@pytest.mark.parametrize(
    ("category", "size", "opening", "surface"),
    [
        ("fridge", (0.62, 0.60, 1.55), "hinged", "inside"),
        ("dresser", (0.48, 0.90, 0.80), "sliding", "drawer_2"),
    ],
)
def test_it_opens_and_closes(
    category: str, size: tuple[float, float, float], opening: str, surface: str
) -> None:
    spec = _furnished(category, size, opening)
    faces: dict[str, Surface] = {face.id: face for face in spec.places[0].surfaces}
    stage = Stage(spec)
    point = (4.5, 2.5, faces[surface].height_m)
    assert stage.do(Aim("open", place=category, position_map_m=point)) == ""
    assert stage.world.opening(category, surface) > 0.7
    assert stage.do(Aim("close", place=category, position_map_m=point)) == ""
    assert stage.world.opening(category, surface) < 0.03


def test_it_sees_what_is_there_and_nothing_else() -> None:
    person = PersonSpec("bo", "Bo", "adult", 1.7, "standing", "red", (5.4, 2.5), 3.0, "room")
    spec = sim_room.room((sim_room.MUG, sim_room.CAN, sim_room.TOY), (person,), BEFORE_TABLE)
    stage = Stage(spec)
    assert stage.do(Aim("look", position_map_m=(3.8, 2.4, 0.8))) == ""
    seen = stage.seen("head")
    found = {one.label: one for one in stage.policy.look(seen)}
    assert {"mug", "can", "person"} <= set(found)
    assert "toy block" not in found
    mug = found["mug"]
    assert mug.attributes["colour"] == "red"
    assert mug.mask is not None
    assert mug.mask.shape == seen.cameras["head"].depth_m.shape
    column, row = (round(value) for value in mug.pixel)
    assert mug.mask[row, column]


def test_it_turns_round_to_look_behind() -> None:
    stage = Stage(sim_room.room((), (), (3.0, 2.5, 0.0)))
    assert stage.do(Aim("look", position_map_m=(1.0, 2.5, 0.8))) == ""
    assert abs(stage.world.base_pose().yaw_rad) > 1.5


def test_what_cannot_be_done_is_said() -> None:
    stage = Stage(sim_room.room((sim_room.CAN,), (), (1.0, 1.0, 0.0)))
    gone = ObjectBelief("x", "can", {}, None, (1.0, 4.0, 0.7))
    assert "do not see" in stage.do(Aim("pick", words="the can", thing=gone))
    assert "nothing in the hand" in stage.do(Aim("place", place="table"))
    assert "nobody" in stage.do(Aim("give"))
    assert "nothing to open" in stage.do(Aim("open", place="table"))
    with pytest.raises(BadInput, match="cannot 'dance'"):
        stage.policy.begin(Aim("dance"), stage.seen())


def test_unused_steps_of_a_chunk_are_not_lost() -> None:
    """Asked again after two of the steps, the rest of the chunk comes first."""
    stage = Stage(sim_room.room((sim_room.CAN,), (), BEFORE_TABLE))
    assert stage.do(Aim("pick", thing=stage.belief(sim_room.CAN)), ticks=2) == ""
    assert stage.world.touches.held == {"can"}
