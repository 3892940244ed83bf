"""Choosing is learned beside everything else: the eyes stay bit by bit as they are."""

from dataclasses import replace
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("safetensors")

from vla_nets import SMALL  # noqa: E402

from home_agent.errors import BadInput  # noqa: E402
from home_agent.train.choices import read, write  # noqa: E402
from home_agent.train.choose import Moments, judge, train_choose  # noqa: E402
from home_agent.train.curves import read_log  # noqa: E402
from home_agent.train.recipe import Recipe  # noqa: E402
from home_agent.train.runs import Run, part_of  # noqa: E402
from home_agent.vla.make import make  # noqa: E402
from home_agent.vla.weights import CHOOSING, YOUNGER, load, save, take  # noqa: E402

CONFIG = replace(SMALL, most_nodes=64, chooses=False)


@pytest.fixture(scope="module")
def choices(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("choices")
    for seed in (31, 32, 33):
        write(folder / f"{seed}.npz", [seed])
    return folder


def recipe(out: Path, choices: Path, steps: int) -> Recipe:
    return Recipe(
        out=out,
        looks=out,
        choices=choices,
        choose_steps=steps,
        states=16,
        warm_up=1,
        rate=3e-3,
        judge_every=steps,
        keep_every=4,
    )


def test_it_learns_and_nothing_that_sees_changes(choices: Path, tmp_path: Path) -> None:
    before = {name: value.clone() for name, value in make(CONFIG).state_dict().items()}
    run = train_choose(recipe(tmp_path, choices, 60), make(CONFIG), lambda line: None)
    after = load(tmp_path)
    assert after.config.chooses and part_of(tmp_path) == "choose"
    changed = {name for name, value in after.state_dict().items() if (value != before[name]).any()}
    assert changed and all(name.startswith(CHOOSING) for name in changed)
    assert {name.split(".")[0] for name in changed} == {part.rstrip(".") for part in CHOOSING}
    rows = read_log(tmp_path / "log.jsonl")
    (judged,) = [row for row in rows if row["what"] == "choosing"]
    assert run.step == judged["step"] == 60
    data = Moments(read(choices), after)
    data.judged = data.learned
    untaught, taught = judge(make(CONFIG), data), judge(after, data)
    assert taught["nats"] < untaught["nats"] - 0.1
    assert taught["nats_believed"] == untaught["nats_believed"]


def test_a_run_that_was_ended_goes_on(
    choices: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Run, "seconds", lambda self: float(self.step))
    told: list[str] = []
    whole = train_choose(recipe(tmp_path / "a", choices, 8), make(CONFIG), told.append)
    part = recipe(tmp_path / "b", choices, 8)
    assert train_choose(part, make(CONFIG), told.append, until_s=4.0).step == 4
    assert train_choose(part, make(CONFIG), told.append).step == 8
    one, two = whole.mean.state_dict(), load(tmp_path / "b").state_dict()
    assert all(torch.equal(one[name], two[name]) for name in one)


def test_weights_from_before_it_was_taught_are_taken(tmp_path: Path) -> None:
    model = make(CONFIG)
    old = {k: v for k, v in model.state_dict().items() if not k.startswith(YOUNGER)}
    assert len(old) < len(model.state_dict())
    take(make(CONFIG), old, tmp_path)
    with pytest.raises(BadInput, match="another model"):
        take(make(replace(CONFIG, chooses=True)), old, tmp_path)
    with pytest.raises(BadInput, match="another model"):
        take(make(CONFIG), {k: v for k, v in old.items() if not k.startswith("eye")}, tmp_path)
    save(model, tmp_path)
    assert not load(tmp_path).config.chooses
