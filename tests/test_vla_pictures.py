"""Channels, crops and moves survive the way there and back."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from home_agent.perception.camera import rotation
from home_agent.sim.body import TUCK
from home_agent.sim.kinematics import ArmKinematics
from home_agent.types import ActionChunk, CameraFrame, Grip, Observation, Pose2D, Pose3D
from home_agent.vla import pictures
from home_agent.vla.attention import head_pose
from home_agent.vla.motion import ahead, quaternion, to_chunk, to_moves
from home_agent.vla.sample import DONE

K = np.array([[216.0, 0, 159.5], [0, 216.0, 119.5], [0, 0, 1]])


def level(depth_m: float = 1.0, high_m: float = 1.2) -> CameraFrame:
    """A camera that looks ahead, level, at a wall."""
    ahead_pose = head_pose(0.0, 0.0)
    at = Pose3D((0.0, 0.0, high_m), ahead_pose.quat_xyzw, "base")
    rgb = np.zeros((240, 320, 3), np.uint8)
    return CameraFrame(np.full((240, 320), depth_m, np.float32), K, at, rgb)


def observation() -> Observation:
    return Observation(
        t_s=1.0,
        base=Pose2D(0.0, 0.0, 0.0),
        base_velocity=np.zeros(3),
        lidar_m=np.zeros(0, np.float32),
        lidar_t_s=0.0,
        arm=np.array([0.5, -0.6, 0.0, 1.2, 0.0, 0.8, 0.0, 0.0]),
        arm_torque=np.zeros(8),
        head=np.zeros(2),
        grip=Grip(0.1, 0.0),
        wrench=np.zeros(6),
        imu=np.zeros(6),
        battery=1.0,
    )


def test_height_of_what_a_level_camera_sees() -> None:
    found = pictures.channels(level())[pictures.HEIGHT]
    assert found[119:121].mean() == pytest.approx(1.2, abs=0.01)
    assert found[0].mean() == pytest.approx(1.2 + 119.5 / 216, abs=0.01)


@given(st.floats(20, 300), st.floats(20, 220), st.floats(0.4, 2.2))
@settings(max_examples=40, deadline=None)
def test_a_crop_is_centred_and_comes_back(u: float, v: float, depth: float) -> None:
    frame = level(depth)
    whole = pictures.channels(frame)
    whole[0] = 0.0
    i, j = round(v), round(u)
    whole[0, max(0, i - 4) : i + 5, max(0, j - 4) : j + 5] = 1.0
    cut = pictures.window(frame, u, v, depth)
    crop = pictures.crop(whole, cut, depth, 64)
    assert crop[0, 30:34, 30:34].mean() > 0.4
    assert np.abs(crop[pictures.NEAR]).max() < 0.05
    mask = np.zeros((32, 32), bool)
    mask[15:17, 15:17] = True
    rows, columns = np.nonzero(pictures.uncrop(cut, mask, (240, 320)))
    assert abs(rows.mean() - v) < 1.5 and abs(columns.mean() - u) < 1.5


def test_moves_and_back_again() -> None:
    arm, seen = ArmKinematics(), observation()
    bent = np.array([0.02, 0.05, 0, -0.06, 0.04, 0.03, 0, 0.05])
    joints = np.linspace(seen.arm, seen.arm + bent, 16)
    points = ActionChunk(
        t_s=1.0,
        dt_s=0.05,
        base=np.tile([0.1, 0.0, 0.2], (16, 1)),
        arm=joints,
        head=np.tile([0.1, 0.7], (16, 1)),
        grip=np.full(16, 20.0),
        done=np.zeros(16),
    )
    camera = head_pose(0.3, 0.7)
    moves = to_moves(points, seen, camera, arm, 16)
    moves[:, DONE] = -9.0
    back = to_chunk(moves, seen, camera, arm, 0.05)
    assert np.allclose(back.base, points.base, atol=1e-5)
    assert np.allclose(back.head, points.head, atol=1e-5)
    assert np.allclose(back.grip, 20.0, atol=1e-4)
    for n in (7, 15):
        ours, theirs = arm.tool(back.arm[n]), arm.tool(points.arm[n])
        assert math.dist(ours.position_m, theirs.position_m) < 4e-3


def test_rolled_forward_by_the_delay() -> None:
    seen = observation()
    chunk = ActionChunk(
        t_s=1.0,
        dt_s=0.05,
        base=np.tile([0.5, 0.0, 0.0], (16, 1)),
        arm=np.tile(TUCK, (16, 1)),
        head=np.zeros((16, 2)),
        grip=np.zeros(16),
        done=np.zeros(16),
    )
    then = ahead(seen, chunk, 0.1)
    assert then.t_s == pytest.approx(1.1)
    assert then.base.x_m == pytest.approx(0.05)
    assert ahead(seen, None, 0.1) is seen


@given(st.floats(-2.5, 2.5), st.floats(-0.7, 1.2))
@settings(max_examples=30, deadline=None)
def test_head_pose_is_a_rotation_that_looks_where_it_should(pan: float, tilt: float) -> None:
    matrix = rotation(head_pose(pan, tilt).quat_xyzw)
    way = np.array(
        [math.cos(pan) * math.cos(tilt), math.sin(pan) * math.cos(tilt), -math.sin(tilt)]
    )
    assert np.allclose(matrix[:, 2], way, atol=1e-6)
    assert np.allclose(rotation(quaternion(matrix)), matrix, atol=1e-6)
