"""Training learns, survives being ended, and goes on as if it had not been."""

from pathlib import Path

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("safetensors")

from vla_nets import SMALL  # noqa: E402

from home_agent.errors import BadInput  # noqa: E402
from home_agent.train import shards  # noqa: E402
from home_agent.train.curves import draw_run, read_log  # noqa: E402
from home_agent.train.ground import train_ground  # noqa: E402
from home_agent.train.judge import BLANK, GARBAGE, judge  # noqa: E402
from home_agent.train.recipe import Recipe  # noqa: E402
from home_agent.vla.make import make  # noqa: E402
from home_agent.vla.weights import load  # noqa: E402


@pytest.fixture(scope="module")
def looks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("looks")
    for seed in (21, 22):
        shards.write(folder / f"{seed}.npz", [seed], looks=6)
    return folder


def recipe(out: Path, looks: Path, steps: int) -> Recipe:
    return Recipe(
        out=out,
        looks=looks,
        steps=steps,
        pictures=2,
        judged=4,
        keep_every=2,
        judge_every=steps,
        warm_up=1,
    )


@pytest.mark.slow
def test_a_run_that_was_ended_goes_on_as_if_it_had_not(looks: Path, tmp_path: Path) -> None:
    told: list[str] = []
    whole = train_ground(recipe(tmp_path / "a", looks, 4), make(SMALL), told.append)
    train_ground(recipe(tmp_path / "b", looks, 4), make(SMALL), told.append, until_s=0.0)
    parts = recipe(tmp_path / "b", looks, 4)
    ended = train_ground(recipe(tmp_path / "b", looks, 2), make(SMALL), told.append)
    assert ended.step == 2
    again = train_ground(parts, make(SMALL), told.append)
    assert again.step == whole.step == 4
    judged = [row for row in read_log(tmp_path / "b" / "log.jsonl") if row["what"] == "judged"]
    assert judged[-1]["step"] == 4
    assert draw_run(tmp_path / "b")
    kept = load(tmp_path / "b").state_dict()
    assert all(torch.isfinite(value).all() for value in kept.values())
    lessons = shards.read(sorted(looks.glob("*.npz"))[0])
    for control in ("", BLANK, GARBAGE):
        assert 0.0 <= judge(again.mean, lessons, SMALL, control=control).hit <= 1.0


def test_too_few_looks_are_named(looks: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="train looks"):
        from dataclasses import replace  # noqa: PLC0415

        few = replace(recipe(tmp_path, looks, 1), judged=999)
        train_ground(few, make(SMALL), print)


def test_no_weights_are_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="There are no weights"):
        load(tmp_path)
