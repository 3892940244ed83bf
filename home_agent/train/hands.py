"""Looks with all their grips come in; a network that proposes where to grip goes out (torch).

It learns to propose the set of grips that are within reach and clear, and how much the planner
likes each. Only what nothing else uses is taught; the eyes stay bit by bit as they are.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import TypeAlias

import numpy as np
import torch
from torch.nn import functional as F

from home_agent.clock import stamp, wall_s
from home_agent.errors import BadInput
from home_agent.train.curves import draw_run
from home_agent.train.grip_sets import Sets, apart_by_home, propose, read, shaken
from home_agent.train.reach_in import train_reaching
from home_agent.train.recipe import Recipe
from home_agent.train.runs import Run, part_of
from home_agent.vla.config import variant
from home_agent.vla.export import export
from home_agent.vla.losses import apart, grip_loss, worth_of
from home_agent.vla.model import UnifiedVLA
from home_agent.vla.weights import ACTING, CONFIG, begin_from, load

Tensor: TypeAlias = torch.Tensor
SHAKE_M, SHAKE_TURN = 0.015, 0.3  # grips near good ones, to be told apart from them
LIKES = 1.0  # how much judging counts beside proposing
FINE = 0.9  # of `apart`: about 1 cm and 10 degrees


def train_hands(
    recipe: Recipe, model: UnifiedVLA, tell: Callable[[str], None], until_s: float = float("inf")
) -> Run:
    """Learn to propose grips; goes on where a run with the same folder ended."""
    assert recipe.grips is not None
    torch.set_num_threads(recipe.threads)
    for name, one in model.named_parameters():
        one.requires_grad_(name.startswith(ACTING))
    run = Run(recipe, model, "hands")
    run.model.config = run.mean.config = replace(model.config, grips=True)
    sets = read(recipe.grips, run.model)
    learned, judged = apart_by_home(sets.home)
    tell(f"{len(learned)} looks to learn from, {len(judged)} to judge; step {run.step}.")
    while run.step < recipe.hand_steps and run.seconds() < until_s:
        rng = np.random.default_rng([recipe.seed, 13, run.step])
        torch.manual_seed(recipe.seed * 1_000_003 + run.step)
        run.model.train()
        loss, parts = hand_loss(run.model, shaken(sets.at(rng.choice(learned, recipe.states))))
        run.learn(loss)
        if run.step % 50 == 0:
            run.log("train", parts)
        if run.step % recipe.judge_every == 0 or run.step == recipe.hand_steps:
            found = judge(run.mean, sets.at(judged))
            run.log("hands", found)
            told = ", ".join(f"{k} {v:.3f}" for k, v in found.items())
            tell(f"step {run.step} ({run.seconds():.0f} s): {told}")
        if run.step % recipe.keep_every == 0:
            run.keep()
    run.keep()
    return run


def hand_loss(model: UnifiedVLA, sets: Sets) -> tuple[Tensor, dict[str, float]]:
    """Proposals against the set of grips, and what each is worth, theirs and others."""
    goals, _, features = propose(model, sets)
    loss, parts = grip_loss(goals, sets.grips)
    anchor, heading = model.stand_of(sets.body)
    known = model.goals.think(features, anchor, heading)
    near = sets.grips[..., :9]
    shift = SHAKE_M * torch.randn_like(near[..., :3])
    turn = SHAKE_TURN * torch.rand(len(near), near.shape[1], 1) * torch.randn_like(near[..., 3:])
    asked = torch.cat([goals[..., :9].detach(), near, near + torch.cat([shift, turn], -1)], 1)
    there = torch.cat([torch.ones_like(goals[..., 0]), *[(sets.grips[..., 9] > 0).float()] * 2], 1)
    said = model.goals.judge(known, asked, anchor, heading)
    true = worth_of(asked, sets.grips)
    liked = F.binary_cross_entropy_with_logits(said, true, there)
    return loss + LIKES * liked, parts | {"liked": float(liked.detach())}


def judge(model: UnifiedVLA, sets: Sets) -> dict[str, float]:
    """In homes kept apart: is the best proposal a grip of the set, how many are, what it costs.

    worth: of the best proposal, as the planner likes it (0..1).
    """
    model.eval()
    with torch.no_grad():
        goals, good, _ = propose(model, sets)
        loss, parts = grip_loss(goals, sets.grips)
        far = apart(goals, sets.grips).masked_fill(sets.grips[..., 9].unsqueeze(1) <= 0, 1e3)
        nearest = far.min(2).values
        best = good.argmax(1, keepdim=True)
        worth = worth_of(goals, sets.grips)
    return parts | {
        "loss": float(loss),
        "best": float((nearest.gather(1, best) < FINE).float().mean()),
        "any": float((nearest.min(1).values < FINE).float().mean()),
        "all": float((nearest < FINE).float().mean()),
        "worth": float(worth.gather(1, best).mean()),
    }


def teach_hands(recipe: Recipe, tell: Callable[[str], None], until_s: float) -> Path | None:
    """Teach hands to the network of `recipe.begin` and export it; None when there is more to do.

    First where to grip, then how the hand goes in and closes.
    """
    torch.manual_seed(recipe.seed)  # what is taught first begins the same on any machine
    begun_s = wall_s()
    if (recipe.out / CONFIG).is_file():
        model = load(recipe.out)
    elif recipe.begin is None:
        raise BadInput("Hands are taught to a network that sees: name its folder (--begin).")
    else:
        model = UnifiedVLA(variant("nano"))
        begin_from(model, recipe.begin)
    if part_of(recipe.out) in ("", "hands"):
        run = train_hands(recipe, model, tell, until_s)
        if run.step < recipe.hand_steps:
            tell(f"Ended at step {run.step} of {recipe.hand_steps}: run it again to go on.")
            return None
        model = run.mean
    reaching = train_reaching(recipe, model, tell, until_s - (wall_s() - begun_s))
    if reaching.step < recipe.reach_steps:
        tell(f"Ended at step {reaching.step} of {recipe.reach_steps}: run it again to go on.")
        return None
    finish(recipe, "hands", tell)
    return recipe.out / "onnx"


def finish(recipe: Recipe, part: str, tell: Callable[[str], None]) -> None:
    """Add what was done to the card of a run, and export its network."""
    path = recipe.out / "card.json"
    card = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    told = {key: str(value) for key, value in asdict(recipe).items()}
    card[part] = {"made": stamp(), "recipe": told}
    path.write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    draw_run(recipe.out)
    export(load(recipe.out), recipe.out / "onnx")
    tell(f"Exported to {recipe.out / 'onnx'}.")
