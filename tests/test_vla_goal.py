"""Goals as the network says them and as it is told them."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from home_agent.perception.camera import rotation
from home_agent.sim.kinematics import ArmKinematics
from home_agent.types import Pose2D, Pose3D
from home_agent.vla.attention import head_pose
from home_agent.vla.goal import from_row, goal_at, reached, to_row, toward
from home_agent.vla.motion import quaternion

far = st.floats(-3, 3)
angle = st.floats(-3.1, 3.1)
bases = st.builds(Pose2D, far, far, angle)


@st.composite
def tools(draw: st.DrawFn) -> Pose3D:
    quat = np.array([draw(st.floats(-1, 1)) for _ in range(3)] + [1.1])
    x, y, z, w = (quat / np.linalg.norm(quat)).tolist()
    at = draw(st.floats(0.2, 1.0)), draw(st.floats(-0.5, 0.5)), draw(st.floats(0.1, 1.5))
    return Pose3D(at, (x, y, z, w), "base")


@given(tool=tools(), then=bases, now=bases)
def test_what_is_said_of_a_goal_means_that_goal(tool: Pose3D, then: Pose2D, now: Pose2D) -> None:
    goal = goal_at(tool, then)
    again = from_row(to_row(goal, now), now)
    assert again.position_map == pytest.approx(goal.position_map, abs=1e-4)
    assert again.axes_map == pytest.approx(goal.axes_map, abs=1e-4)
    assert math.hypot(again.base.x_m - then.x_m, again.base.y_m - then.y_m) < 1e-4
    assert again.tool.position_m == pytest.approx(tool.position_m, abs=1e-4)
    assert rotation(again.tool.quat_xyzw) == pytest.approx(rotation(tool.quat_xyzw), abs=1e-4)


@given(tool=tools(), base=bases)
def test_at_the_goal_there_is_no_way_left(tool: Pose3D, base: Pose2D) -> None:
    goal = goal_at(tool, base)
    told = toward(goal, base, tool, head_pose(0.2, 0.5))
    assert told.shape == (19,) and told[:6] == pytest.approx(np.zeros(6), abs=1e-3)
    assert told[12:16] == pytest.approx([0, 0, 1, 0], abs=1e-5)
    assert reached(goal, base, tool, 0.001)
    assert not reached(goal.moved(np.array([0.0, 0.0, 0.02])), base, tool, 0.01)


def test_the_way_is_told_as_the_camera_sees_it() -> None:
    arm = ArmKinematics()
    tool = arm.tool(np.array([0.5, 0, 0, 0, 0, 0, 0, 0.0]))
    base = Pose2D(1.0, 2.0, 0.7)
    goal = goal_at(tool, base).moved(np.array([0.0, 0.0, 0.1]))
    level = head_pose(0.0, 0.0)
    assert toward(goal, base, tool, level)[:3] == pytest.approx([0, -0.1, 0], abs=1e-5), "y down"
    turned = Pose3D(tool.position_m, quaternion(rotation(tool.quat_xyzw)), "base")
    assert toward(goal, base, turned, level)[3:6] == pytest.approx(np.zeros(3), abs=1e-4)
