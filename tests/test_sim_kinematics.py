"""The arm's kinematics: what `reach` answers, `tool` confirms; out of reach is None."""

import math

import numpy as np
import pytest

from home_agent.sim.body import ARM_LIMITS, TUCK
from home_agent.sim.kinematics import ArmKinematics, hand_matrix, pose, rotation
from home_agent.types import Pose3D


@pytest.fixture(scope="module")
def arm() -> ArmKinematics:
    return ArmKinematics()


def _apart(a: Pose3D, b: Pose3D) -> tuple[float, float]:
    turn = rotation(a.quat_xyzw).T @ rotation(b.quat_xyzw)
    angle = math.acos(max(-1.0, min(1.0, (np.trace(turn) - 1) / 2)))
    return float(np.linalg.norm(np.subtract(a.position_m, b.position_m))), angle


def test_reach_gives_joints_whose_tool_is_the_pose(arm: ArmKinematics) -> None:
    rng = np.random.default_rng(1)
    reached = 0
    for _ in range(300):
        position = np.array([rng.uniform(0.4, 0.7), rng.uniform(-0.3, 0.4), rng.uniform(0.1, 1.3)])
        goal = pose(
            position,
            hand_matrix(
                rng.uniform(-0.8, 0.8), rng.choice([0.0, 0.5, 0.8, math.pi / 2]), rng.uniform(-2, 2)
            ),
        )
        joints = arm.reach(goal, TUCK)
        if joints is None:
            continue
        reached += 1
        off, angle = _apart(arm.tool(joints), goal)
        assert off < 2e-3
        assert angle < 2e-2
        assert np.all(joints >= ARM_LIMITS[:, 0] - 1e-9)
        assert np.all(joints <= ARM_LIMITS[:, 1] + 1e-9)
    assert reached >= 260


@pytest.mark.parametrize(
    ("x", "y", "z", "pitch"),
    [
        (0.5, 0.0, 0.02, math.pi / 2),  # the floor, from above
        (0.6, 0.2, 0.95, math.pi / 2),  # a counter, from above
        (0.75, 0.1, 0.95, 0.5),  # far on a counter
        (0.7, 0.0, 1.4, 0.0),  # the top shelf, level
        (0.85, 0.1, 0.1, 0.2),  # the lowest board, level
        (0.45, 0.0, 0.15, 0.8),
    ],
)
def test_arm_reaches_from_the_floor_to_high_shelves(
    arm: ArmKinematics, x: float, y: float, z: float, pitch: float
) -> None:
    goal = pose(np.array([x, y, z]), hand_matrix(0.1, pitch, 0.0))
    joints = arm.reach(goal, TUCK)
    assert joints is not None
    off, angle = _apart(arm.tool(joints), goal)
    assert off < 2e-3
    assert angle < 2e-2


def test_out_of_reach_is_none(arm: ArmKinematics) -> None:
    assert arm.reach(pose(np.array([1.6, 0.0, 0.8]), np.eye(3)), TUCK) is None


def test_descend_follows_a_line_with_small_steps(arm: ArmKinematics) -> None:
    matrix = hand_matrix(0.0, math.pi / 2, 0.3)
    joints = arm.reach(pose(np.array([0.5, 0.1, 0.25]), matrix), TUCK)
    for z in np.linspace(0.25, 0.02, 12):
        assert joints is not None
        after = arm.descend(np.array([0.5, 0.1, z]), matrix, joints)
        assert after is not None
        assert np.abs(after - joints).max() < 0.25
        joints = after
