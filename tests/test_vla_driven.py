"""A policy with a driver: who gets which aim, and what is held meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from sim_room import ANNA, CAN, room

from home_agent.baselines.planner import Planner
from home_agent.errors import BadInput
from home_agent.perception.driver import LocalDriver
from home_agent.sim.home import to_map
from home_agent.sim.kinematics import ArmKinematics
from home_agent.stage import Stage, make_agent, set_stage
from home_agent.types import Aim, Observation, Pose2D
from home_agent.vla.driven import Driven

OUT = np.array([0.5, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0])


def half() -> tuple[Stage, Driven]:
    """The teacher handles things, the driver drives."""
    stage = set_stage(room(things=(CAN,), people=(ANNA,), start=(3.2, 2.3, 0.0)))
    arm = ArmKinematics()
    return stage, Driven(stage.policy, LocalDriver(stage.home, arm), arm)


def seen(stage: Stage) -> Observation:
    assert stage.world is not None
    return replace(stage.robot.observe(), base=stage.world.base_pose())


def test_picks_and_then_drives_with_it() -> None:
    stage, policy = half()
    agent = make_agent(replace(stage, policy=policy))
    outcome = agent.do("pick up the blue can")
    assert outcome.outcome == "succeeded", outcome.reason
    body = agent.runner.body
    goal = Pose2D(1.5, 1.0, 0.0)
    body.act(Aim("go", route=(goal,)), 60.0)
    assert stage.world is not None and stage.world.touches.held == {"can"}
    assert np.hypot(body.seen.base.x_m - goal.x_m, body.seen.base.y_m - goal.y_m) < 0.05


def test_folds_a_stretched_arm_before_it_drives() -> None:
    stage, policy = half()
    now = seen(stage)
    policy.begin(Aim("go", route=(Pose2D(1.5, 1.0, 0.0),)), now)
    assert np.abs(policy.act(now).arm - now.arm).max() < 0.01, "folded already"
    policy.begin(Aim("go", route=(Pose2D(1.5, 1.0, 0.0),)), replace(now, arm=OUT))
    chunk = policy.act(replace(now, arm=OUT))
    assert not chunk.base.any() and chunk.done.max() == 0.0


def test_colour_is_asked_for_only_when_somebody_reads_it() -> None:
    """Driving goes by depth and warmth; what was seen last on the way is then seen in colour."""
    stage, policy = half()
    agent = make_agent(replace(stage, policy=policy))
    body, asked = agent.runner.body, []
    observe = body._robot.observe

    def watched(cameras: Sequence[str] = (), colour: bool = True) -> Observation:
        if "head" in cameras:
            asked.append(colour)
        return observe(cameras, colour)

    body._robot.observe = watched  # type: ignore[method-assign]
    body.act(Aim("go", route=(Pose2D(2.2, 1.6, 0.0),)), 60.0)
    assert len(asked) > 4 and not any(asked)
    pending = "head" in body._frames
    body.act(Aim("stay"), 5.0)
    assert all(asked[-1:]) and asked.count(True) >= 1 + pending

    policy.begin(Aim("go", route=(Pose2D(1.5, 1.0, 0.0),)), replace(seen(stage), arm=OUT))
    assert not policy.by_shape, "folding the arm is the policy's, which may look at things"


def test_what_neither_can_do_is_refused() -> None:
    stage, policy = half()
    with pytest.raises(BadInput, match="begin with an aim"):
        policy.act(seen(stage))
    with pytest.raises(BadInput, match="cannot 'dance'"):
        policy.begin(Aim("dance"), seen(stage))


def test_where_to_look_next_is_asked_of_whoever_has_learned_it() -> None:
    class Knowing:
        name = "knowing"

        def choose(self, words: str, rows: np.ndarray, names: object) -> np.ndarray:
            return rows[:, 6]

    arm = ArmKinematics()
    driver = LocalDriver(to_map(room()), arm)
    rows = np.zeros((2, 12), np.float32)
    rows[1, 6] = 1.0
    inner = Planner(to_map(room()), Knowing())  # type: ignore[arg-type]
    found = Driven(inner, driver, arm).choose("mug", rows, ("a", "b"))
    assert found is not None and found.tolist() == [0.0, 1.0]
    _, policy = half()
    assert policy.choose("mug", rows, ("a", "b")) is None
