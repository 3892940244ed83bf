"""Looks become beliefs: synthetic looks at one table, and a tour of a simulated home."""

import math
from dataclasses import replace

import mujoco
import numpy as np
import pytest
from homes import small_home
from scans import looking, observation, render

from home_agent.home.belief import Beliefs
from home_agent.perception.register import register
from home_agent.perception.track import Tracker, once
from home_agent.sim.home import make_home
from home_agent.sim.teacher.look import seen_things
from home_agent.sim.world import World
from home_agent.types import Detection, Observation, Pose2D, Ref

NO_SCAN = np.zeros(0, np.float32)
BASE = Pose2D(3.4, 2.7, math.pi)  # before the kitchen table, 0.9 m from its middle
TABLE = ((0.9, 0.0, 0.37), (0.8, 1.2, 0.74), 21.0)
MUG = ((0.8, 0.1, 0.79), (0.08, 0.08, 0.1), 21.0)
SCREEN = ((0.45, 0.0, 0.9), (0.02, 1.4, 0.9), 21.0)


def look(boxes: list[object], t_s: float, pan: float = 0.0) -> tuple[Observation, list[Detection]]:
    pose, k, shape = looking((-0.15, 0.0, 1.3), pan, 0.6)
    frame, which = render([*boxes, TABLE], pose, k, shape)  # type: ignore[list-item]
    detections = [
        Detection(
            "mug", 1.0, "head", (0, 0), (0, 0, 0), attributes={"colour": "red"}, mask=which == n
        )
        for n, box in enumerate(boxes)
        if box is MUG and (which == n).sum() > 12
    ]
    return observation(BASE, t_s, NO_SCAN, head=frame), detections


def test_seeing_then_missing() -> None:
    home = small_home()
    beliefs = Beliefs(home)
    tracker = Tracker(home, beliefs)
    (mug,) = tracker.look(*look([MUG], 1.0))
    assert mug.place == "kitchen_table"
    assert math.dist(mug.position_map_m, (2.6, 2.6, 0.79)) < 0.03
    tracker.look(*look([SCREEN], 2.0))
    assert beliefs.get("mug_1").p_here > 0.9, "hidden by a screen, not gone"
    tracker.look(*look([], 3.0), wanted=[Ref("thing", "bowl", "bowl")])
    assert beliefs.get("mug_1").p_here > 0.9, "nobody looked for mugs"
    tracker.look(*look([], 4.0))
    assert beliefs.get("mug_1").p_here < 0.65


def test_views_add_up_to_a_surface() -> None:
    home = small_home()
    beliefs = Beliefs(home)
    tracker = Tracker(home, beliefs)
    before = dict(beliefs.likely(Ref("thing", "mug", "mug")))["kitchen_table"]
    tracker.look(*look([], 1.0, pan=0.7))
    left = tracker.viewed(1.0)["kitchen_table/top"]
    assert 0.1 < left < 0.8
    assert "kitchen_table/top" not in beliefs.looked
    tracker.look(*look([], 2.0))
    tracker.look(*look([], 3.0, pan=-0.7))
    assert tracker.viewed(3.0)["kitchen_table/top"] > 0.8
    assert beliefs.looked["kitchen_table/top"] == 3.0
    assert dict(beliefs.likely(Ref("thing", "mug", "mug")))["kitchen_table"] < 0.5 * before
    assert tracker.viewed(99.0)["kitchen_table/top"] == 0.0, "an old look is no look"


def test_one_thing_in_two_cameras_counts_once() -> None:
    a = Detection("mug", 0.9, "head", (0, 0), (1.0, 1.0, 1.0), attributes={"colour": "red"})
    b = replace(a, camera="wrist", position_map_m=(1.05, 1.0, 1.0), score=0.8)
    c = replace(b, position_map_m=(1.5, 1.0, 1.0))
    d = replace(b, attributes={"colour": "blue"})
    assert once([a, b]) == [a]
    assert once([b, a, c, d]) == [a, c, d]


@pytest.mark.parametrize("seed", [21, 22])
def test_a_tour_of_a_simulated_home_is_remembered_right(seed: int) -> None:
    """With true masks, what is believed of where things are agrees with the simulator."""
    world = World(make_home(seed), seed=seed)
    home = world.home_map
    tracker = Tracker(home, Beliefs(home))
    errors = []
    for turn, place in enumerate(home.places.values()):
        if not place.surfaces:
            continue
        at = home.approach(place.id)
        world.data.qpos[world.scene.base_q] = [at.x_m, at.y_m, at.yaw_rad]
        world.data.qpos[world.scene.head_q] = [0.0, 0.75]
        mujoco.mj_forward(world.model, world.data)
        world.data.time += 1.0
        seen = replace(world.observe(("head",)), base=world.base_pose(), t_s=float(turn))
        detections = seen_things(world, seen)
        tracker.look(seen, detections)
        for found in (register(detection, seen) for detection in detections):
            if found.label not in world.scene.owners and found.label in ("person", "cat", "dog"):
                continue
            errors.append(min(_off(world, name, found) for name in world.scene.things))
    assert len(errors) > 8
    assert np.median(errors) < 0.02
    assert np.percentile(errors, 95) < 0.07
    things = [b for b in tracker.beliefs.all() if b.label not in ("person", "cat", "dog")]
    for belief in things:
        assert belief.p_here > 0.5
        near = min(world.scene.things, key=lambda name: _apart(world, name, belief.position_map_m))
        on = world.scene.things[near].on
        assert belief.place == (on[0] if on else None), belief


def _apart(world: World, name: str, at: tuple[float, float, float]) -> float:
    pose, thing = world.thing_pose(name), world.scene.things[name]
    middle = pose.position_m + pose.rotation @ np.array([0.0, 0.0, thing.size_m[2] / 2])
    return math.dist(middle, at)


def _off(world: World, name: str, found: Detection) -> float:
    if world.scene.things[name].kind != found.label:
        return math.inf
    return _apart(world, name, found.position_map_m)
