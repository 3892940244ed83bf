"""A network that proposes grips comes in; one that has learned from how they went goes out (torch).

Reinforcement with one decision an episode (a contextual bandit): the network's own grips, and some
near them, are carried out in the physics of training homes (`demos/practice.py`). What is judged
good becomes the chance that a grip holds, less what it costs to knock other things; proposals are
drawn to grips that went better than was expected of the look (advantage-weighted regression, Peng
et al., arXiv 1910.00177), beside the set of planned ones, so that they stay many.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

import numpy as np
import torch
from torch.nn import functional as F

from home_agent.demos.practice import Ask, Rows, practise, write
from home_agent.errors import BadInput
from home_agent.train.grip_sets import (
    Sets,
    apart_by_home,
    closely,
    propose,
    read,
    read_words,
    shaken,
)
from home_agent.train.hands import finish
from home_agent.train.recipe import Recipe
from home_agent.train.runs import Run
from home_agent.train.shards import TRAIN_SEEDS
from home_agent.vla.losses import apart, grip_loss
from home_agent.vla.model import UnifiedVLA
from home_agent.vla.runtime import Networks
from home_agent.vla.weights import ACTING, load

Tensor: TypeAlias = torch.Tensor
KNOCKED = 0.5  # what knocking something costs, of a grip that holds
BOLD = 0.3  # advantage that counts e times as much
MOST = 5.0
STAY = 0.5  # how much the set of planned grips counts beside
NOISE_M, NOISE_TURN = 0.006, 0.12
SHAKEN = 0.5  # share of the proposals that are tried a little off
TRIES, THINGS = 2, 16
WARM = 0.7  # a chance of e-th as much is drawn so much less often


@dataclass(frozen=True, slots=True)
class Lessons:
    """What was tried, per look (`grip_sets.Sets`, its grips being the tries [n, t, 11])."""

    sets: Sets

    @property
    def tried(self) -> Tensor:
        """Where there was a try, [n, t]."""
        return ~self.sets.grips[..., 0].isnan()

    @property
    def worth(self) -> Tensor:
        """What each try was worth, 0..1, [n, t]."""
        held, knocked = self.sets.grips[..., 9], self.sets.grips[..., 10]
        return (held - KNOCKED * knocked).clamp(0.0, 1.0).nan_to_num()

    def at(self, index: np.ndarray) -> Lessons:
        """Some of the looks."""
        return Lessons(self.sets.at(index))


def asked_of(model: UnifiedVLA, rng: np.random.Generator | None = None) -> Ask:
    """What a model proposes for a look; with `rng` in a random order, the better ones sooner, and
    some a little off: to learn from what comes of it.
    """

    def ask(body: Rows, crop: Rows, phrase: str) -> tuple[Rows, Rows]:
        sets = Sets(
            torch.as_tensor(body)[None],
            read_words(model, [phrase]),
            closely(model, crop[None]),
            torch.zeros(1, 1, 11),
            np.zeros(1),
        )
        with torch.no_grad():
            goals, good, _ = propose(model, sets)
        rows, scores = goals[0].numpy(), good[0].sigmoid().numpy()
        if rng is None:
            return rows, scores
        off = (rng.random((len(rows), 1)) < SHAKEN).astype(np.float32)
        rows[:, :3] += off * rng.normal(0.0, NOISE_M, (len(rows), 3))
        rows[:, 3:9] += off * rng.normal(0.0, NOISE_TURN, (len(rows), 6))
        # Gumbel noise draws without replacement in proportion to the chances.
        return rows, WARM * np.log(scores + 1e-4) + rng.gumbel(size=len(scores))

    return ask


def gather(
    out: Path, seeds: range, eyes: Networks, model: UnifiedVLA, tell: Callable[[str], None]
) -> None:
    """Let the model try its grips in training homes and keep what came of it; kept ones stay."""
    if seeds[0] not in TRAIN_SEEDS or seeds[-1] not in TRAIN_SEEDS:
        raise BadInput(f"Seeds {seeds[0]} to {seeds[-1]} are not for training: use 0 to 99999.")
    model.eval()
    for seed in seeds:
        path = out / f"{seed:06d}.npz"
        if path.exists():
            continue
        rng = np.random.default_rng([seed, 59])
        found = practise(seed, eyes, asked_of(model, rng), THINGS, TRIES, check_all=True)
        write(path, found)
        outcomes = [one for tries in found for one in tries.played]
        held = sum(one.held for one in outcomes)
        tell(f"home {seed}: {held} of {len(outcomes)} grips at {len(found)} things held")


def read_lessons(folder: Path, model: UnifiedVLA) -> Lessons:
    """All tries of a folder; raises `BadInput` for none."""
    return Lessons(read(folder, model, "tries"))


def train_practised(
    recipe: Recipe,
    model: UnifiedVLA,
    tell: Callable[[str], None],
    until_s: float = float("inf"),
) -> Run:
    """Learn from what was tried; goes on where a run with the same folder ended."""
    assert recipe.grips is not None and recipe.tries is not None
    torch.set_num_threads(recipe.threads)
    for name, one in model.named_parameters():
        one.requires_grad_(name.startswith(ACTING))
    run = Run(recipe, model, "practise")
    run.model.config = run.mean.config = replace(model.config, grips=True)
    planned, lessons = read(recipe.grips, run.model), read_lessons(recipe.tries, run.model)
    learned, judged = apart_by_home(lessons.sets.home)
    tell(f"{int(lessons.tried.sum())} tries at {len(lessons.sets.home)} things; step {run.step}.")
    while run.step < recipe.practise_steps and run.seconds() < until_s:
        rng = np.random.default_rng([recipe.seed, 17, run.step])
        torch.manual_seed(recipe.seed * 1_000_003 + run.step)
        run.model.train()
        known = shaken(planned.at(rng.integers(len(planned.home), size=recipe.states // 2)))
        part = lessons.at(rng.choice(learned, recipe.states))
        loss, parts = practice_loss(run.model, Lessons(shaken(part.sets)))
        loss = loss + STAY * grip_loss(propose(run.model, known)[0], known.grips)[0]
        run.learn(loss)
        if run.step % 50 == 0:
            run.log("train", parts)
        if run.step % recipe.judge_every == 0 or run.step == recipe.practise_steps:
            run.mean.eval()
            with torch.no_grad():
                _, found = practice_loss(run.mean, lessons.at(judged))
            run.log("practice", found)
            tell(f"step {run.step}: " + ", ".join(f"{k} {v:.3f}" for k, v in found.items()))
        if run.step % recipe.keep_every == 0:
            run.keep()
    run.keep()
    return run


def practice_loss(model: UnifiedVLA, lessons: Lessons) -> tuple[Tensor, dict[str, float]]:
    """How wrongly tries were judged, and how far proposals are from those that went well."""
    sets, tried = lessons.sets, lessons.tried.float()
    goals, _, features = propose(model, sets)
    rows = sets.grips[..., :9].nan_to_num(0.5)
    anchor, heading = model.stand_of(sets.body)
    said = model.goals.judge(model.goals.think(features, anchor, heading), rows, anchor, heading)
    judged = F.binary_cross_entropy_with_logits(said, lessons.worth, tried)
    judged = judged * tried.numel() / tried.sum().clamp(min=1.0)
    # What is expected of a look is what its tries are judged to be worth on the whole.
    expected = (said.detach().sigmoid() * tried).sum(1) / tried.sum(1).clamp(min=1.0)
    gain = torch.exp((lessons.worth - expected.unsqueeze(1)) / BOLD).clamp(max=MOST)
    weight = tried * lessons.worth * gain
    near = apart(goals, rows).min(1).values.clamp(max=50.0)
    drawn = (near * weight).sum() / tried.sum().clamp(min=1.0)
    with torch.no_grad():
        right = ((said > 0) == (lessons.worth > 0.5)).float()
        parts = {
            "judged": judged.detach(),
            "right": (right * tried).sum() / tried.sum(),
            "worth": (lessons.worth * tried).sum() / tried.sum(),
            "drawn": drawn.detach(),
        }
    return judged + drawn, {name: float(one) for name, one in parts.items()}


def teach_by_practice(
    recipe: Recipe, seeds: range, tell: Callable[[str], None], until_s: float
) -> Path | None:
    """Let the hands of `recipe.begin` try their grips, teach them by that, and export them."""
    torch.manual_seed(recipe.seed)
    torch.set_num_threads(recipe.threads)
    if recipe.begin is None or recipe.tries is None:
        raise BadInput("Practice needs a network with hands: name its folder (--begin).")
    skilled = load(recipe.begin)
    if not skilled.config.grips:
        raise BadInput(f"The network in {recipe.begin} has not learned to grip yet.")
    gather(recipe.tries, seeds, Networks(recipe.begin / "onnx", threads=1), skilled, tell)
    run = train_practised(recipe, skilled, tell, until_s)
    if run.step < recipe.practise_steps:
        tell(f"Ended at step {run.step} of {recipe.practise_steps}: run it again to go on.")
        return None
    finish(recipe, "practice", tell)
    return recipe.out / "onnx"
