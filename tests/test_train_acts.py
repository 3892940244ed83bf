"""What a watched policy did becomes rows; a student is relieved; acting is learned from rows."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from test_vla_pictures import level, observation  # noqa: E402
from vla_nets import SMALL  # noqa: E402

from home_agent.errors import BadInput  # noqa: E402
from home_agent.sim.kinematics import ArmKinematics  # noqa: E402
from home_agent.train.act import train_act  # noqa: E402
from home_agent.train.acts import Shared, Watched, goals_of, read, rows, write  # noqa: E402
from home_agent.train.recipe import Recipe  # noqa: E402
from home_agent.types import (  # noqa: E402
    VERBS,
    ActionChunk,
    Aim,
    Detection,
    Observation,
)
from home_agent.vla.make import make  # noqa: E402
from home_agent.vla.sample import BASE, DONE, GRIP, SPEED, Moves  # noqa: E402
from home_agent.vla.weights import load  # noqa: E402

AIM = Aim("pick", "the red mug", position_map_m=(1.0, 0.0, 1.2))


class Fixed:
    """Drives ahead, closing the hand, until `calls` are over."""

    def __init__(self, name: str, calls: int) -> None:
        self.name, self.calls, self.begun = name, calls, 0

    def look(self, seen: Observation, wanted: object = ()) -> tuple[Detection, ...]:
        return ()

    def begin(self, aim: Aim, seen: Observation) -> None:
        self.begun += 1

    def act(self, seen: Observation) -> ActionChunk:
        self.calls -= 1
        return ActionChunk(
            seen.t_s,
            0.05,
            base=np.tile([0.3, 0.0, 0.0], (5, 1)),
            arm=np.tile(seen.arm, (5, 1)),
            head=np.zeros((5, 2)),
            grip=np.full(5, 20.0),
            done=np.full(5, float(self.calls <= 0)),
        )


def seeing(t_s: float) -> Observation:
    return replace(observation(), t_s=t_s, cameras={"head": level(1.0)})


def course() -> Moves:
    watched = Watched(Fixed("teacher", 8), SMALL)
    watched.begin(AIM, seeing(0.0))
    for n in range(8):
        watched.act(seeing(0.2 * n))
    found = rows(watched.courses[0], ArmKinematics(), SMALL)
    assert found is not None
    return found


def test_rows_say_what_was_done() -> None:
    batch = course()
    assert batch.moves.shape == (7, 16, 13)
    assert np.allclose(batch.moves[0, :, BASE], np.array([0.3, 0, 0]) / SPEED)
    assert np.allclose(batch.moves[..., GRIP], 20 / 60)
    assert batch.moves[0, :, DONE].max() == 0.0
    assert batch.moves[-1, -1, DONE] == 1.0
    assert (batch.verb == VERBS.index("pick")).all()
    assert batch.progress[0] == 0.0 < batch.progress[-1] < 1.0
    assert np.abs(batch.crops[:, 0].astype(float)).max() > 0  # the head's look is there
    assert np.abs(batch.crops[:, 1].astype(float)).max() == 0  # the wrist's is not
    assert np.allclose(batch.body[:, 18:21], [1.0, 0.0, 1.2], atol=1e-6)


def test_the_goal_is_the_next_event_of_the_hand() -> None:
    stations = list(range(8))
    #        open    near  close  lift        let go
    grips = [-10.0, -10.0, 0.0, 20.0, 20.0, 20.0, -10.0, -10.0]
    assert goals_of(stations, grips) == [3, 3, 3, 6, 6, 6, 7, 7]
    assert goals_of(stations[:3], [0.0, 0.0, 0.0]) == [2, 2, 2]


def test_what_did_not_end_well_is_no_lesson() -> None:
    watched = Watched(Fixed("teacher", 99), SMALL)
    watched.begin(AIM, seeing(0.0))
    for n in range(8):
        watched.act(seeing(0.2 * n))
    assert rows(watched.courses[0], ArmKinematics(), SMALL) is None


def test_a_student_is_relieved_and_only_the_teacher_is_watched() -> None:
    student, teacher = Fixed("student", 99), Watched(Fixed("teacher", 99), SMALL)
    shared = Shared(student, teacher, np.random.default_rng(1), longest_s=1.0)
    shared.begin(AIM, seeing(0.0))
    for n in range(10):
        shared.act(seeing(0.2 * n))
    assert 90 <= student.calls < 99
    assert 1 <= len(teacher.courses[0].seen) < 10
    assert len(teacher.courses[0].seen) + 99 - student.calls == 10


def test_acting_is_learned_from_rows(tmp_path: Path) -> None:
    write(tmp_path / "demos" / "0.npz", course())
    recipe = Recipe(
        out=tmp_path / "run",
        looks=tmp_path,
        demos=tmp_path / "demos",
        act_steps=3,
        states=4,
        judge_every=3,
        keep_every=3,
    )
    told: list[str] = []
    run = train_act(recipe, make(SMALL), told.append)
    assert run.step == 3
    assert load(tmp_path / "run").config.learned == ("pick",)
    assert "moves" in told[-1]
    with pytest.raises(BadInput, match="no demonstrations"):
        read(tmp_path)


def test_what_collect_recorded_becomes_the_same_rows() -> None:
    """Columns as home_agent/demos/columns.py has them."""
    from types import SimpleNamespace  # noqa: PLC0415

    from home_agent.train import collected  # noqa: PLC0415

    n, arm = 24, ArmKinematics()
    seen, frame = observation(), level(1.0)
    pose = [*frame.pose_base.position_m, *frame.pose_base.quat_xyzw]
    state = np.zeros((n, 40), np.float32)
    state[:, :8], state[:, 18] = seen.arm, 0.1
    action = np.zeros((n, 14), np.float32)
    action[:, 0], action[:, 3:11], action[:, 13] = 0.3, seen.arm, 20.0
    label = np.zeros((n, 10), np.float32)
    label[-1, 0], label[:, 1], label[:, 7] = 1.0, np.linspace(0, 1, n), 1.0
    label[:4, 7] = 0.0  # nothing to learn from these
    columns = {
        "observation.state": state,
        "observation.lidar": np.zeros((n, 360), np.float32),
        "observation.aim": np.tile(np.float32([3, 0, 1, 1, 1.0, 0, 1.2, 21]), (n, 1)),
        "observation.head_camera": np.tile(np.float32(pose), (n, 1)),
        "observation.wrist_camera": np.tile(np.float32(pose), (n, 1)),
        "label.point": np.tile(np.float32([1.0, 0, 1.2, 1]), (n, 1)),
        "label.state": label,
        "action": action,
    }
    half = np.full((1, 120, 160), 1.0, np.float32)
    views = SimpleNamespace(
        rgb=np.full((1, 240, 320, 3), 90, np.uint8), depth_m=half, thermal_c=20 * half
    )
    demo = SimpleNamespace(
        task="the red mug",
        columns=columns,
        cameras={"head": views, "wrist": views},
        row_picture=np.zeros(n, int),
    )
    rng = np.random.default_rng(0)
    batch = collected.rows(demo, arm, SMALL, {"head": frame.k, "wrist": frame.k}, rng)  # type: ignore[arg-type]
    assert batch is not None
    ours = course()
    assert batch.moves.shape == (5, 16, 13)
    assert np.allclose(batch.moves[0, :8, :12], ours.moves[0, :8, :12], atol=1e-4)
    assert np.allclose(batch.body[0, :18], ours.body[0, :18], atol=0.03)
    assert (batch.verb == ours.verb[0]).all() and (batch.words[0] == ours.words[0]).all()
    assert batch.crops[:, 1].any()


def test_a_recorded_look_becomes_a_lesson() -> None:
    from types import SimpleNamespace  # noqa: PLC0415

    from home_agent.train.collected import lesson  # noqa: PLC0415

    frame = level(1.0)
    marks = np.zeros((120, 160), np.uint8)
    marks[50:60, 70:80] = 2
    one = {
        "number": 2,
        "id": "m",
        "kind": "mug",
        "colour": "red",
        "material": "ceramic",
        "middle": [0.0, 0.0, 1.0],
        "size": [0.1, 0.08, 0.1],
        "yaw_rad": 0.5,
    }
    look = SimpleNamespace(
        rgb=frame.rgb,
        depth_m=frame.depth_m[::2, ::2],
        thermal_c=frame.depth_m[::2, ::2],
        marks=marks,
        k=frame.k,
        camera=np.array([*frame.pose_base.position_m, *frame.pose_base.quat_xyzw]),
        shown=(one,),
        seed=5,
    )
    made = lesson(look)  # type: ignore[arg-type]
    (mug,) = made.shown
    assert (mug.label, mug.whole) == ("mug", True)
    assert mug.turn_rad == pytest.approx(0.5, abs=1e-6)
    assert made.frame.depth_m.shape == (240, 320)
