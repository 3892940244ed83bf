"""Our network by LeRobot's names: what it is given, what it gives, and when it thinks anew."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from test_vla_pictures import level, observation

from home_agent.bench.blank import write_blank
from home_agent.doors import lerobot
from home_agent.doors.lerobot import HomeAgentPolicy, close_look
from home_agent.errors import BadInput
from home_agent.perception.camera import map_to_base
from home_agent.sim.kinematics import ArmKinematics
from home_agent.types import VERBS, CameraFrame, Pose3D
from home_agent.vla import pictures
from home_agent.vla.attention import head_pose
from home_agent.vla.body import Target, features
from home_agent.vla.motion import quaternion
from home_agent.vla.runtime import Networks
from home_agent.vla.shipped import SHIPPED

FOCAL_PX = 216.5


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_blank(tmp_path)
    return tmp_path


def batch(rows: int = 2, **more: object) -> dict[str, object]:
    states = np.random.default_rng(5).normal(0, 1, (rows, 48)).astype(np.float32)
    return {"observation.state": states, "task": "pick up the red mug", **more}


def test_the_config_names_inputs_and_outputs(folder: Path) -> None:
    config = HomeAgentPolicy.from_pretrained(str(folder)).config
    assert config.input_features["observation.images.head"].shape == (3, 240, 320)
    assert config.input_features["observation.state"].shape == (48,)
    assert config.output_features["action"].shape == (13,)
    assert (config.chunk_size, config.n_action_steps, config.fps) == (16, 16, 20.0)


def test_a_chunk_is_what_the_network_says_of_each_row(folder: Path) -> None:
    given = batch(3)
    chunk = HomeAgentPolicy.from_pretrained(folder).predict_action_chunk(given)
    states, crops = np.asarray(given["observation.state"]), np.zeros((2, 7, 64, 64), np.float32)
    for n in range(3):
        alone, _ = Networks(folder).act(
            states[n], VERBS.index("pick"), "the red mug", crops, np.zeros(19, np.float32)
        )
        np.testing.assert_allclose(chunk[n], alone, atol=1e-5)


def test_actions_come_one_by_one_and_reset_forgets(folder: Path) -> None:
    policy = HomeAgentPolicy.from_pretrained(folder, n_action_steps=4)
    one, two = batch(), batch()
    two["observation.state"] = -np.asarray(two["observation.state"])
    first, second = policy.predict_action_chunk(one), policy.predict_action_chunk(two)
    assert not np.allclose(first, second)
    played = [policy.select_action(one if n == 0 else two) for n in range(5)]
    for n in range(4):
        np.testing.assert_array_equal(played[n], first[:, n])
    np.testing.assert_array_equal(played[4], second[:, 0])
    policy.reset()
    np.testing.assert_array_equal(policy.select_action(one), first[:, 0])


def test_the_close_look_is_the_one_that_the_robot_itself_takes() -> None:
    """From the state and a head picture alone, the same as pictures.close_to with all there is."""
    pose = head_pose(0.3, 0.4)
    rng = np.random.default_rng(2)
    k = np.array([[FOCAL_PX, 0, 159.5], [0, FOCAL_PX, 119.5], [0, 0, 1.0]])
    rgb = rng.integers(0, 255, (240, 320, 3), np.uint8)
    depth = np.full((240, 320), 0.9, np.float32) + rng.normal(0, 0.02, (240, 320)).astype("f4")
    frame = CameraFrame(depth, k, pose, rgb)
    seen = replace(observation(), head=np.array([0.3, 0.4]), cameras={"head": frame})
    point = map_to_base(np.array([[0.65, 0.15, 0.85]]), seen.base)[0]
    state = features(seen, ArmKinematics().tool(seen.arm), pose, Target(point))
    picture = rgb.transpose(2, 0, 1).astype(np.float32) / 255
    wanted = pictures.close_to(frame, pictures.channels(frame), point, 64)
    assert wanted is not None
    np.testing.assert_allclose(close_look(picture, depth, state, 64), wanted, atol=2e-3)
    flat = close_look(picture, None, state, 64)
    assert flat[:3].any() and not flat[pictures.NEAR].any() and not flat[pictures.KNOWN].any()
    state[23] = 0.0
    assert not close_look(picture, depth, state, 64).any(), "there is no point to look at"
    assert abs(lerobot.FOCAL * 320 - FOCAL_PX) < 0.1


def test_up_is_up_however_the_camera_looks() -> None:
    for up in ([0.0, -1.0, 0.0], [0.1, -0.7, -0.7], [0.0, 0.0, -1.0]):
        turn = lerobot._upright(np.array(up))
        np.testing.assert_allclose(turn @ turn.T, np.eye(3), atol=1e-9)
        assert np.linalg.det(turn) == pytest.approx(1.0)
        np.testing.assert_allclose(turn[2], np.array(up) / np.linalg.norm(up))
        pose = Pose3D((0.0, 0.0, 0.0), quaternion(turn))
        assert replace(level(), pose_base=pose).pose_base is pose


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"task": "dance"}, "not learned to 'dance'"),
        ({"task": ["pick up the mug"]}, "a text for each of the 2 rows"),
        ({"task": None}, "a text for each of the 2 rows"),
        ({"observation.state": np.zeros(48)}, "must be an array of B x 48"),
        ({"observation.state": np.zeros((2, 47))}, "array of 48, not 47"),
        ({"observation.images.head": np.zeros((2, 240, 320, 3))}, "B x 3 x H x W"),
        ({"observation.crops": np.zeros((2, 1))}, "2 x 7 x 64 x 64"),
    ],
)
def test_what_it_cannot_read_is_one_sentence(
    more: dict[str, object], says: str, folder: Path
) -> None:
    with pytest.raises(BadInput, match=says):
        HomeAgentPolicy.from_pretrained(folder).select_action(batch(**more))


def test_only_what_can_act_is_loaded(folder: Path) -> None:
    with pytest.raises(BadInput, match="not learned to act"):
        HomeAgentPolicy.from_pretrained(SHIPPED)
    with pytest.raises(BadInput, match="must be 1 to 16, not 17"):
        HomeAgentPolicy.from_pretrained(folder, n_action_steps=17)


def test_tensors_in_tensors_out(folder: Path) -> None:
    torch = pytest.importorskip("torch")
    policy = HomeAgentPolicy.from_pretrained(folder)
    plain = batch()
    found = policy.select_action(
        {**plain, "observation.state": torch.from_numpy(plain["observation.state"])}
    )
    assert isinstance(found, torch.Tensor)
    policy.reset()
    np.testing.assert_array_equal(found.numpy(), policy.select_action(plain))
