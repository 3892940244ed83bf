"""Hands are taught by looks and by practice; the eyes stay, and other eyes can be joined."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from vla_nets import SMALL  # noqa: E402

from home_agent.demos.grips import GRIPS  # noqa: E402
from home_agent.errors import BadInput  # noqa: E402
from home_agent.train.grip_sets import Sets, apart_by_home, read  # noqa: E402
from home_agent.train.hands import judge, train_hands  # noqa: E402
from home_agent.train.practise import Lessons, asked_of, practice_loss  # noqa: E402
from home_agent.train.reach_in import train_reaching  # noqa: E402
from home_agent.train.recipe import Recipe  # noqa: E402
from home_agent.train.ways import ways  # noqa: E402
from home_agent.vla.losses import apart, grip_loss, worth_of  # noqa: E402
from home_agent.vla.make import make  # noqa: E402
from home_agent.vla.sample import GRIP  # noqa: E402
from home_agent.vla.weights import ACTING, join, load, save  # noqa: E402

DOWN = [0.0, 0.0, -1.0, 0.0, 1.0, 0.0]  # two axes of a hand that comes from above


def sets(count: int, seed: int = 0) -> dict[str, np.ndarray]:
    """Things in front of the robot that are gripped from above, in one of two places."""
    rng = np.random.default_rng(seed)
    body = np.zeros((count, 48), np.float32)
    grips = np.zeros((count, GRIPS, 11), np.float32)
    for row, some in zip(body, grips, strict=True):
        at = np.array([rng.uniform(0.5, 0.65), rng.uniform(-0.1, 0.2), rng.uniform(0.7, 0.9)])
        row[18:21], row[23], row[37:40], row[42] = at, 1.0, 0.5, 1.0
        for n, side in enumerate((0.03, -0.03)):
            some[n] = [at[0], at[1] + side, at[2], *DOWN, 1.0 - 0.5 * n, 20.0]
    return {
        "body": body,
        "crop": np.zeros((count, 7, SMALL.crop_px, SMALL.crop_px), np.float16),
        "phrase": np.array(["red mug"] * count),
        "grips": grips,
        "home": np.arange(count) // 4,
    }


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Recipe]:
    """A run that has learned a little, and what it was told."""
    folder = tmp_path_factory.mktemp("hands")
    (folder / "grips").mkdir()
    np.savez(folder / "grips" / "000001.npz", **sets(40))
    recipe = Recipe(
        out=folder / "run",
        looks=folder,
        grips=folder / "grips",
        hand_steps=60,
        reach_steps=12,
        states=24,
        rate=3e-3,
        warm_up=5,
        average=0.5,
        judge_every=60,
        keep_every=60,
    )
    torch.manual_seed(0)
    model = make(SMALL)
    save(model, folder / "eyes")
    told: list[str] = []
    run = train_hands(recipe, model, told.append)
    train_reaching(recipe, run.mean, told.append)
    assert any("best" in line for line in told) and "way_m" in told[-1]
    return folder, recipe


def test_hands_are_taught_and_the_eyes_stay(taught: tuple[Path, Recipe]) -> None:
    folder, recipe = taught
    before, after = load(folder / "eyes"), load(recipe.out)
    assert after.config.grips and after.config.reaches and not before.config.grips
    changed = {
        name
        for (name, one), two in zip(
            before.state_dict().items(), after.state_dict().values(), strict=True
        )
        if not torch.equal(one, two)
    }
    assert changed and all(name.startswith(ACTING) for name in changed)
    assert recipe.grips is not None
    looks = read(recipe.grips, after)
    learned, judged = apart_by_home(looks.home)
    assert set(looks.home[learned]).isdisjoint(looks.home[judged])
    was, now = (judge(one, looks.at(judged)) for one in (before, after))
    assert now["loss"] < 0.6 * was["loss"]
    assert now["worth"] > was["worth"]


def test_states_of_a_way_are_made_from_looks(taught: tuple[Path, Recipe]) -> None:
    _, recipe = taught
    assert recipe.grips is not None
    made = ways(recipe.grips, 5, SMALL.chunk, most=8)
    assert 20 < len(made.look) <= 40 and made.look.max() < 8
    assert made.moves.shape[1:] == (SMALL.chunk, SMALL.moves)
    shut = made.moves[:, -1, GRIP] > 0
    assert 0 < shut.sum() < len(shut)
    far = np.linalg.norm(made.toward[:, :3], axis=1)
    assert far[shut].mean() < far[~shut].mean()


def test_hands_are_joined_only_with_the_eyes_that_they_know(
    taught: tuple[Path, Recipe], tmp_path: Path
) -> None:
    folder, recipe = taught
    other = load(folder / "eyes")
    with torch.no_grad():
        other.pointer.requires_grad_(False)
        next(other.eye.parameters()).add_(1.0)  # look 1 was taught on
    save(other, tmp_path / "eyes")
    join(tmp_path / "eyes", recipe.out, tmp_path / "both", "hands")
    both, hands = load(tmp_path / "both"), load(recipe.out)
    assert both.config.grips and both.config.goals == hands.config.goals
    assert torch.equal(next(both.eye.parameters()), next(other.eye.parameters()))
    assert torch.equal(both.goals.tell.weight, hands.goals.tell.weight)
    with torch.no_grad():
        next(other.near_eye.parameters()).add_(1.0)
    save(other, tmp_path / "eyes")
    with pytest.raises(BadInput, match="another second look"):
        join(tmp_path / "eyes", recipe.out, tmp_path / "both", "hands")


def test_eyes_from_before_hands_were_taught_can_still_be_read(tmp_path: Path) -> None:
    model = make(replace(SMALL, goals=6))
    save(model, tmp_path)
    text = json.loads((tmp_path / "config.json").read_text())
    text.pop("grips"), text.pop("reaches")
    (tmp_path / "config.json").write_text(json.dumps(text))
    from safetensors.torch import load_file, save_file  # noqa: PLC0415

    state = load_file(str(tmp_path / "model.safetensors"))
    state["goals.good.weight"] = torch.zeros(6, 256)  # as it was called
    state["goals.body.0.weight"] = torch.zeros(256, 5)
    save_file(
        {k: v for k, v in state.items() if "weigh." not in k}, str(tmp_path / "model.safetensors")
    )
    again = load(tmp_path)
    assert again.config.goals == 6 and not again.config.grips


def test_grips_are_far_apart_by_place_and_turn_but_not_by_half_a_turn() -> None:
    one = torch.tensor([[[0.5, 0.0, 0.8, *DOWN]]])
    half = torch.tensor([[[0.5, 0.0, 0.8, 0.0, 0.0, -1.0, 0.0, -1.0, 0.0]]])
    aside = one + torch.tensor([0.03, *[0.0] * 8])
    assert float(apart(one, half)) == pytest.approx(0.0, abs=1e-6)
    assert float(apart(one, aside)) == pytest.approx(1.0, abs=1e-5)
    grips = torch.cat([one, torch.tensor([[[0.8, 20.0]]])], -1)
    assert float(worth_of(half, grips)) == pytest.approx(0.8, abs=1e-5)
    none = torch.cat([aside, torch.zeros(1, 1, 2)], -1)
    both = torch.cat([grips, none], 1)
    goals = torch.cat([one, torch.tensor([[[0.0, 0.0, 1.0, 0.0]]])], -1)
    assert float(grip_loss(goals, both)[0]) == pytest.approx(0.1, abs=1e-5), "only its worth"


def test_practice_teaches_what_holds(taught: tuple[Path, Recipe]) -> None:
    torch.manual_seed(0)
    _, recipe = taught
    model = load(recipe.out)
    made = sets(16, seed=2)
    tries = made["grips"][:, :3].copy()
    tries[:, 0, 9:], tries[:, 1, 9:], tries[:, 2] = (0.0, 0.0), (1.0, 0.0), np.nan
    lessons = Lessons(
        Sets(
            torch.as_tensor(made["body"]),
            torch.zeros(16, SMALL.word_width),
            torch.zeros(16, 2, model.near_eye.width),
            torch.as_tensor(tries),
            made["home"],
        )
    )
    assert lessons.tried.sum() == 32 and float(lessons.worth.sum()) == 16
    optimizer = torch.optim.AdamW(model.goals.parameters(), 3e-3)
    first = None
    for _ in range(120):
        loss, parts = practice_loss(model, lessons)
        first = first or parts
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    assert first is not None and parts["judged"] < 0.5 * first["judged"] and parts["right"] > 0.9
    ask = asked_of(model)
    rows, good = ask(made["body"][0], made["crop"][0].astype(np.float32), "red mug")
    assert rows.shape == (SMALL.goals, 13) and ((good >= 0) & (good <= 1)).all()
    again, order = asked_of(model, np.random.default_rng(1))(
        made["body"][0], made["crop"][0].astype(np.float32), "red mug"
    )
    assert np.abs(again - rows).max() > 1e-3 and not np.array_equal(
        np.argsort(order), np.argsort(good)
    )
