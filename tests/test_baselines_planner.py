"""The planner on real physics: it moves where its eyes say, not where the simulator knows."""

from __future__ import annotations

from dataclasses import replace

import bare_stage
import numpy as np
import pytest
import sim_room

from home_agent.baselines.planner import Planner
from home_agent.demos.true_eyes import TrueEyes
from home_agent.errors import BadInput
from home_agent.home.graph import Place
from home_agent.perception.camera import map_to_base, project
from home_agent.sim.furniture import surfaces_of
from home_agent.sim.home import to_map
from home_agent.sim.spec import HomeSpec, PersonSpec
from home_agent.types import Aim, ObjectBelief, Pose2D

BEFORE_TABLE = (3.2, 2.5, 0.0)


class Stage(bare_stage.Stage):
    def __init__(self, spec: HomeSpec, noise_m: float = 0.003) -> None:
        super().__init__(spec, lambda world: Planner(to_map(spec), TrueEyes(world, noise_m)))


def test_it_picks_a_thing_up_and_sets_it_down() -> None:
    stage = Stage(sim_room.room((sim_room.CAN, sim_room.MUG), (), BEFORE_TABLE))
    assert stage.pick(sim_room.CAN) == ""
    assert stage.world.touches.held == {"can"}
    spot = (3.85, 2.8, 0.74)
    assert stage.do(Aim("place", place="table", position_map_m=spot)) == ""
    for _ in range(10):
        stage.world.step(0.05)
    found = stage.world.thing_pose("can").position_m
    assert not stage.world.touches.held
    assert found[2] == pytest.approx(0.74, abs=0.02)
    assert np.hypot(*(found[:2] - spot[:2])) < 0.15
    assert stage.upright(sim_room.CAN) > 0.95
    assert stage.upright(sim_room.MUG) > 0.95, "what stands beside is left alone"


def test_hot_mug_goes_by_its_handle() -> None:
    mug = sim_room.hot(sim_room.MUG)
    stage = Stage(sim_room.room((mug, sim_room.CAN), (), BEFORE_TABLE))
    assert stage.pick(mug, by_handle=True) == ""
    pose = stage.world.thing_pose("mug")
    own = pose.rotation.T @ (stage.world.data.site("tool").xpos - pose.position_m)
    assert own[0] > 0.03


@pytest.mark.parametrize("by_wrist", [True, False])
def test_a_handle_that_does_not_show_is_looked_at_from_above(by_wrist: bool) -> None:
    """From the head it cannot be told which way the handle points: only the wrist shows it."""
    mug = sim_room.hot(sim_room.MUG)
    stage = Stage(sim_room.room((mug,), (), BEFORE_TABLE))
    stage.looks = ("head", "wrist") if by_wrist else ("head",)
    policy = stage.policy
    assert isinstance(policy, Planner)
    eyes = policy._eyes
    measure = eyes.measure

    def from_above(seen, at, words):  # type: ignore[no-untyped-def]
        found = measure(seen, at, words)
        frame = seen.cameras.get("wrist")
        u, v, depth = project(map_to_base(at[None], seen.base), frame) if frame else (-1, -1, -1)
        if found is None or (0 < u < 320 and 0 < v < 240 and 0 < depth < 0.6):
            return found
        return replace(found, yaw_rad=found.yaw_rad + np.pi, turned=False)

    eyes.measure = from_above  # type: ignore[method-assign]
    stage.pick(mug, by_handle=True)
    pose = stage.world.thing_pose("mug")
    own = pose.rotation.T @ (stage.world.data.site("tool").xpos - pose.position_m)
    assert (bool(stage.world.touches.held) and own[0] > 0.03) == by_wrist


def test_it_goes_where_the_eyes_say() -> None:
    """Eyes that are wrong by a hand's breadth make it miss: it knows nothing else."""
    stage = Stage(sim_room.room((sim_room.CAN,), (), BEFORE_TABLE))
    policy = stage.policy
    assert isinstance(policy, Planner)
    eyes = policy._eyes
    measure = eyes.measure

    def aside(*seen):  # type: ignore[no-untyped-def]
        found = measure(*seen)
        x, y, z = found.position_map_m
        return replace(found, position_map_m=(x, y + 0.10, z))

    eyes.measure = aside  # type: ignore[method-assign]
    assert "slipped" in stage.pick(sim_room.CAN)
    assert not stage.world.touches.held


def test_what_is_not_seen_is_not_taken() -> None:
    stage = Stage(sim_room.room((), (), BEFORE_TABLE))
    gone = ObjectBelief("x", "can", {}, None, (3.8, 2.45, 0.8))
    assert "do not see" in stage.do(Aim("pick", words="the can", thing=gone))
    with pytest.raises(BadInput, match="cannot 'dance'"):
        stage.policy.begin(Aim("dance"), stage.seen())


@pytest.mark.parametrize("posture", ["standing", "sitting"])
def test_it_gives_to_a_person_who_pulls(posture: str) -> None:
    person = PersonSpec("bo", "Bo", "adult", 1.7, posture, "red", (2.0, 2.5), 0.0, "room")
    stage = Stage(sim_room.room((sim_room.CAN,), (person,), BEFORE_TABLE))
    assert stage.pick(sim_room.CAN) == ""
    to = ObjectBelief("bo", "person", {"name": "Bo"}, None, (2.0, 2.5, 1.0))
    stage.world.hear("Bo, here is the can.")
    assert stage.do(Aim("give", person=to, position_map_m=(2.0, 2.5, 1.0))) == ""
    assert stage.world.handover.taken == {"can": "bo"}


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
    faces = surfaces_of(category, size)
    at = Pose2D(4.5, 2.5, np.pi)
    place = Place(category, category, category, "room", at, size, faces, opening)  # type: ignore[arg-type]
    stage = Stage(replace(sim_room.room((), (), (3.4, 2.5, 0.0)), places=(place,)))
    high = next(face.height_m for face in faces if face.id == surface)
    for verb, least, most in (("open", 0.7, 1.1), ("close", -0.1, 0.03)):
        aim = Aim(verb, place=category, position_map_m=(4.5, 2.5, high))
        assert stage.do(aim) == ""
        assert least < stage.world.opening(category, surface) < most
