"""Training learns, survives being ended, and goes on as if it had not been."""

from dataclasses import replace
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
from home_agent.vla.model import UnifiedVLA  # noqa: E402
from home_agent.vla.weights import begin_from, join, load, save  # noqa: E402


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


def test_a_deeper_network_goes_on_from_a_shallow_one(tmp_path: Path) -> None:
    """New blocks begin as nothing: at first the deeper network says the same."""
    torch.manual_seed(0)
    old = UnifiedVLA(SMALL).eval()
    save(old, tmp_path)
    deeper = UnifiedVLA(
        replace(SMALL, crop_blocks=(2, 6), stem_blocks=(4, 4, 3), fine_blocks=2)
    ).eval()
    anew = begin_from(deeper, tmp_path)
    assert anew and all(".body." in name for name in anew)
    crops, picture = torch.randn(2, 7, 64, 64), torch.randn(1, 7, 240, 320)
    with torch.no_grad():
        assert torch.allclose(old.near_eye(crops)[0], deeper.near_eye(crops)[0], atol=1e-5)
        assert torch.allclose(old.see(picture)[0], deeper.see(picture)[0], atol=1e-5)
    with pytest.raises(BadInput, match="no weights"):
        begin_from(deeper, tmp_path / "nowhere")


@pytest.mark.slow
def test_either_look_is_taught_alone_and_both_are_joined(looks: Path, tmp_path: Path) -> None:
    begun, told = make(SMALL).state_dict(), []
    runs = {}
    for look in ("whole", "close"):
        parts = replace(recipe(tmp_path / look, looks, 2), look=look)
        train_ground(parts, make(SMALL), told.append)
        runs[look] = load(tmp_path / look).state_dict()
    near = ("near_eye.", "near_words.")
    for name, value in begun.items():
        other = "close" if not name.startswith(near) else "whole"
        assert torch.equal(runs[other][name], value), f"{name} belongs to the other look"
    join(tmp_path / "whole", tmp_path / "close", tmp_path / "both")
    both = load(tmp_path / "both").state_dict()
    for name, value in both.items():
        assert torch.equal(value, runs["close" if name.startswith(near) else "whole"][name])
    with pytest.raises(BadInput, match="both, close, whole"):
        train_ground(replace(recipe(tmp_path / "x", looks, 2), look="far"), make(SMALL), print)
