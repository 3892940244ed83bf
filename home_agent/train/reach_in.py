"""Ways of the hand come in; a network that decodes moves into a grip goes out (torch).

Cloning of what is right in every state near a way (`train/ways.py`): to the grip, and closing as
hard as the thing needs. Proposals of grips and the eyes stay bit by bit as they are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

import numpy as np
import torch

from home_agent.train.grip_sets import PICK, Sets, apart_by_home, read, shaken
from home_agent.train.recipe import Recipe
from home_agent.train.runs import Run
from home_agent.train.ways import Ways, ways
from home_agent.vla.model import UnifiedVLA
from home_agent.vla.sample import DONE, GRIP, SHIFT, TOOL, TURN
from home_agent.vla.weights import ACTING

Tensor: TypeAlias = torch.Tensor
EACH = 8  # states a look
NOISE = 0.003  # on the way that is told
FORCE, OVER = 2.0, 0.3  # how much the grip and its end count beside the way


def train_reaching(
    recipe: Recipe, model: UnifiedVLA, tell: Callable[[str], None], until_s: float = float("inf")
) -> Run:
    """Learn to go in and close; goes on where a run with the same folder ended."""
    assert recipe.grips is not None
    torch.set_num_threads(recipe.threads)
    for name, one in model.named_parameters():
        one.requires_grad_(name.startswith(ACTING) and not name.startswith("goals."))
    run = Run(recipe, model, "reach")
    run.model.config = run.mean.config = replace(model.config, reaches=True)
    sets = read(recipe.grips, run.model)
    states = ways(recipe.grips, EACH, model.config.chunk, recipe.seed)
    learned, judged = apart_by_home(sets.home[states.look])
    tell(f"{len(learned)} states to learn from, {len(judged)} to judge; step {run.step}.")
    while run.step < recipe.reach_steps and run.seconds() < until_s:
        rng = np.random.default_rng([recipe.seed, 19, run.step])
        torch.manual_seed(recipe.seed * 1_000_003 + run.step)
        run.model.train()
        loss, parts = reach_loss(run.model, sets, states, rng.choice(learned, recipe.states), True)
        run.learn(loss)
        if run.step % 50 == 0:
            run.log("train", parts)
        if run.step % recipe.judge_every == 0 or run.step == recipe.reach_steps:
            run.mean.eval()
            with torch.no_grad():
                _, found = reach_loss(run.mean, sets, states, judged[:2048], False)
            run.log("reaching", found)
            told = ", ".join(f"{k} {v:.4f}" for k, v in found.items())
            tell(f"step {run.step} ({run.seconds():.0f} s): {told}")
        if run.step % recipe.keep_every == 0:
            run.keep()
    run.keep()
    return run


def reach_loss(
    model: UnifiedVLA, sets: Sets, states: Ways, index: np.ndarray, noisy: bool
) -> tuple[Tensor, dict[str, float]]:
    """L1 over tool and force, yes or no for done; way_m: how far off the tool's path is."""
    looks = sets.at(states.look[index])
    looks = replace(looks, body=torch.as_tensor(states.body[index]))
    toward, true = torch.as_tensor(states.toward[index]), torch.as_tensor(states.moves[index])
    if noisy:
        looks, toward = shaken(looks), toward + NOISE * torch.randn_like(toward)
    verb = torch.full((len(index),), PICK)
    features, memory = model.prepare(looks.body, verb, looks.words, looks.close)
    moves, _ = model.act(toward, features, memory)
    off = (moves - true)[..., : GRIP + 1].abs()
    over = torch.nn.functional.binary_cross_entropy_with_logits(moves[..., DONE], true[..., DONE])
    total = off.mean() + FORCE * off[..., GRIP].mean() + OVER * over
    with torch.no_grad():
        parts = {
            "way_m": (moves - true)[..., SHIFT].norm(dim=-1).mean() * TOOL[0],
            "turn_rad": (moves - true)[..., TURN].norm(dim=-1).mean() * TOOL[1],
            "force": off[..., GRIP].mean(),
            "done": ((moves[..., DONE] > 0) == (true[..., DONE] > 0.5)).float().mean(),
        }
    return total, {name: float(one) for name, one in parts.items()}
