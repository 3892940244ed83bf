"""Seeds go in; parquet files and videos are read back and compared with what was demonstrated."""

import json
import os
import signal
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from home_agent.clock import RealClock
from home_agent.demos.card import content_hash
from home_agent.demos.columns import ACTS, FPS, TABLES, WAYS
from home_agent.demos.jobs import TASKS, jobs, left, seeds_of, tasks_of
from home_agent.demos.part import is_done, parts, write_part
from home_agent.demos.pool import work
from home_agent.demos.scenes import PLAYED, NothingToDoError, make_scene
from home_agent.demos.video import (
    depth_codes,
    depth_from,
    join_videos,
    read_video,
    thermal_codes,
    thermal_from,
    write_video,
)
from home_agent.errors import BadInput
from home_agent.sim.body import CAMERAS
from home_agent.sim.home import make_home
from home_agent.sim.world import World
from home_agent.types import VERBS

ROOT = Path(__file__).parents[1]
FLOATS = np.float32


def test_seeds_and_tasks() -> None:
    assert seeds_of("3:6") == range(3, 6)
    assert seeds_of("99999") == range(99_999, 100_000)
    for wrong in ("99999:100001", "100000", "5:5", "-1:3", "some"):
        with pytest.raises(BadInput) as error:
            seeds_of(wrong)
        assert str(error.value).count(".") <= 2
    assert tasks_of(()) == TASKS
    assert tasks_of(["pick", "pick"]) == ("pick",)
    with pytest.raises(BadInput, match=r"Did you mean|pick"):
        tasks_of(["pik"])


def test_exam_and_validation_homes_are_refused_by_the_command() -> None:
    asked = [sys.executable, "-m", "home_agent", "collect", "drive", "--seeds", "99999:100001"]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "training homes" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_videos_come_back(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    far = rng.uniform(0.2, 5.0, (120, 160)).astype(FLOATS)
    far[:4] = 0.0
    warm = np.linspace(15, 90, 160, dtype=FLOATS)[None].repeat(120, axis=0)
    depth = [depth_codes(far + 0.1 * n * (far > 0)) for n in range(5)]
    thermal = [thermal_codes(warm)] * 5
    write_video(tmp_path / "d.mp4", "depth", depth, FPS)
    write_video(tmp_path / "t.mp4", "thermal", thermal, FPS)
    again = read_video(tmp_path / "d.mp4", "depth")
    assert np.array_equal(np.stack(again), np.stack(depth))
    back = depth_from(again[0])
    assert np.abs(back - far).max() < 0.003
    assert (back[:4] == 0).all()
    assert np.abs(thermal_from(read_video(tmp_path / "t.mp4", "thermal")[2]) - warm).max() < 3.0
    lengths = join_videos([tmp_path / "d.mp4"] * 3, tmp_path / "j.mp4", FPS)
    assert lengths == [5, 5, 5]
    joined = read_video(tmp_path / "j.mp4", "depth")
    assert all(np.array_equal(joined[n], depth[n % 5]) for n in range(15))


def test_colour_and_depth_have_the_same_field_of_view() -> None:
    world = World(make_home(3))
    for name, (_, _, fovy_deg) in CAMERAS.items():
        assert world.model.camera(name).fovy[0] == fovy_deg


def test_a_part_is_whole_or_not_there(tmp_path: Path) -> None:
    folder = tmp_path / "parts" / "pick" / "00001"

    def half(to: Path) -> dict[str, object]:
        (to / "file").write_text("half")
        raise OSError("killed")

    with pytest.raises(OSError, match="killed"):
        write_part(folder, half)
    assert not is_done(folder)
    assert parts(tmp_path, "pick") == []
    write_part(folder, lambda to: {"seed": 1})
    assert [part.meta for part in parts(tmp_path, "pick")] == [{"seed": 1}]
    assert left(jobs(("pick",), range(1, 3), tmp_path)) == jobs(("pick",), range(2, 3), tmp_path)


def test_every_task_has_scenes() -> None:
    for task in PLAYED:
        made = 0
        for seed in range(8):
            try:
                scene = make_scene(task, seed)
            except NothingToDoError:
                continue
            made += 1
            assert make_scene(task, seed).said == scene.said
        assert made >= 3, task


def test_each_verb_goes_to_one_data_set() -> None:
    assert not set(ACTS.verbs) & set(WAYS.verbs)
    for table in TABLES:
        names = [column.name for column in table.columns]
        assert len(set(names)) == len(names)
        assert all(len(set(column.parts)) == len(column.parts) for column in table.columns)


def _fail_or_die(job: int) -> None:
    if job == 1:
        raise ValueError("bad")
    if job == 2:
        os._exit(3)


def test_a_worker_that_dies_does_not_end_the_others() -> None:
    found = {done.job: done.trouble for done in work(list(range(5)), _fail_or_die, 2)}
    assert found == {
        0: "",
        1: "ValueError: bad",
        2: "its process died with code 3",
        3: "",
        4: "",
    }


@pytest.mark.timeout(600)
def test_a_demonstration_is_read_back(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    from home_agent.demos.collect import collect  # noqa: PLC0415
    from home_agent.demos.read import episodes, looks  # noqa: PLC0415

    done = collect(["ground", "pick"], "3:5", tmp_path, processes=1, looks=3)
    assert not done.failed
    assert done.played == 4
    found = list(episodes(tmp_path / "acts"))
    assert {one.about["verb"] for one in found} == {"pick"}
    assert any(one.about["success"] for one in found)
    for one in found:
        _check_episode(one.columns, one.row_picture)
        pictures = one.cameras["wrist"]
        assert pictures.rgb.shape[1:] == (240, 320, 3)
        assert pictures.depth_m.shape == pictures.thermal_c.shape
        assert len(pictures.rgb) == one.row_picture[-1] + 1
        assert pictures.rgb.std() > 5
    assert {one.about["verb"] for one in episodes(tmp_path / "ways", pictures=False)} <= {
        *WAYS.verbs
    }
    seen = list(looks(tmp_path / "looks"))
    assert len(seen) == 6
    for look in seen:
        for thing in look.shown:
            assert (look.marks == thing["number"]).sum() == thing["cells"]
            if thing["cells"] > 60 and thing["kind"] != "person":
                row, column = int(thing["seen"][1]) // 2, int(thing["seen"][0]) // 2
                near = look.depth_m[row - 1 : row + 2, column - 1 : column + 2]
                assert np.abs(near - thing["middle"][2]).min() < 0.25
    card = json.loads((tmp_path / "acts" / "card.json").read_text())
    assert card["frames"] == sum(len(one.row_picture) for one in found)
    assert card["sha256"] == content_hash(tmp_path / "acts")
    assert card["tasks"]["pick"]["runs"] == 2
    assert "SHA-256" in (tmp_path / "acts" / "README.md").read_text()


def _check_episode(columns: dict[str, np.ndarray], picture: np.ndarray) -> None:
    state, action = columns["observation.state"], columns["action"]
    assert np.isfinite(np.concatenate([value.ravel() for value in columns.values()])).all()
    assert all(b - a in (0, 1) for a, b in pairwise(picture.tolist()))
    assert set(np.diff(np.flatnonzero(columns["observation.fresh"][:, 0]))) <= {4}
    # The arm follows what the motors were told within the servos' lag.
    told = columns["action.executed"][:-4, 3:11]
    assert np.abs(told - state[4:, :8]).max() < 0.5
    # Without noise the teacher's wish is what was executed.
    calm = columns["label.state"][:, 8] < 0.5
    assert np.abs(action[calm, 3:11] - columns["action.executed"][calm, 3:11]).mean() < 0.02
    done, progress, success = columns["label.state"][:, :3].T
    if success[0] > 0.5:
        assert done[-1] > 0.5
        assert progress[-1] == 1.0
        assert (np.diff(progress) > 0).all()


@pytest.mark.timeout(600)
def test_killed_and_started_again(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    out = tmp_path / "demos"
    asked = [sys.executable, "-m", "home_agent", "collect", "ground", "--seeds", "0:8"]
    asked += ["--looks", "3", "--out", str(out), "--processes", "1"]
    clock = RealClock()
    first = subprocess.Popen(asked, cwd=ROOT, stdout=subprocess.DEVNULL)
    until_s = clock.now_s() + 240
    while len(parts(out, "ground")) < 2 and clock.now_s() < until_s:
        clock.sleep(0.05)
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    clock.sleep(3.0)  # the worker ends its look at most
    before = {part.folder.name: part.folder.stat().st_mtime_ns for part in parts(out, "ground")}
    assert len(before) >= 2
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    after = {part.folder.name: part.folder.stat().st_mtime_ns for part in parts(out, "ground")}
    assert len(after) == 8
    assert all(after[name] == stamp for name, stamp in before.items())
    assert not list(out.rglob("*.rough"))
    assert (out / "looks" / "card.json").is_file()


def test_whatever_the_body_can_be_told_has_a_data_set() -> None:
    assert sorted(verb for table in TABLES for verb in table.verbs) == sorted(VERBS)
