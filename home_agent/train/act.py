"""Demonstrations come in; a network that moves as the teacher did goes out (torch)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from home_agent.train.acts import KEYS, read
from home_agent.train.curves import draw_run
from home_agent.train.recipe import Recipe
from home_agent.train.runs import Run
from home_agent.types import VERBS
from home_agent.vla.losses import flow_loss, goal_loss, move_loss
from home_agent.vla.model import UnifiedVLA
from home_agent.vla.sample import Moves

JUDGED = 0.1  # of the rows, the last ones, are never learned from
NOISE = 0.01  # on the body's numbers


def train_act(
    recipe: Recipe, model: UnifiedVLA, tell: Callable[[str], None], until_s: float = float("inf")
) -> Run:
    """Clone the teacher; the eyes, which learned before, are left as they are."""
    assert recipe.demos is not None
    torch.set_num_threads(recipe.threads)
    for eyes in (model.near_eye, model.near_words, model.words, model.things, model.pointer):
        eyes.requires_grad_(False)
    run = Run(recipe, model, "act")
    batch = read(Path(recipe.demos), lambda crops: closely(run.model, crops, run.device))
    count = len(batch.verb)
    kept = max(1, round(JUDGED * count))
    verbs = tuple(VERBS[n] for n in np.unique(batch.verb))
    run.model.config = run.mean.config = replace(model.config, learned=verbs)
    tell(f"{count - kept} states to learn from, {kept} to judge; step {run.step}.")
    while run.step < recipe.act_steps and run.seconds() < until_s:
        rng = np.random.default_rng([recipe.seed, 7, run.step])
        torch.manual_seed(recipe.seed * 1_000_003 + run.step)
        run.model.train()
        part = rows_at(batch, rng.integers(count - kept, size=recipe.states), run.device)
        noisy = part.body + NOISE * torch.randn_like(part.body)
        with run.mixed():
            loss, parts = act_loss(run.model, part, noisy)
        run.learn(loss)
        if run.step % 50 == 0:
            run.log("train", parts)
        if run.step % recipe.judge_every == 0 or run.step == recipe.act_steps:
            judged = rows_at(batch, np.arange(count - kept, count)[:2048], run.device)
            run.mean.eval()
            with torch.no_grad():
                _, parts = act_loss(run.mean, judged, judged.body)
            run.log("acting", parts)
            tell(f"step {run.step}: " + ", ".join(f"{k} {v:.4f}" for k, v in parts.items()))
        if run.step % recipe.keep_every == 0:
            run.keep()
    run.keep()
    draw_run(run.folder)
    return run


def closely(model: UnifiedVLA, crops: np.ndarray, device: torch.device) -> np.ndarray:
    """What the eye that is not trained any more makes of all close looks, once: [n, 2, f]."""
    # Between two pictures rows bear the same looks.
    new = np.array(
        [n == 0 or not np.array_equal(crops[n], crops[n - 1]) for n in range(len(crops))]
    )
    few = crops[new]
    model.eval()
    found = []
    with torch.no_grad():
        for start in range(0, len(few), 64):
            part = torch.as_tensor(few[start : start + 64], device=device).float()
            found.append(model.close(part).cpu().numpy())
    told: np.ndarray = np.concatenate(found)[np.cumsum(new) - 1]
    return told


def rows_at(batch: Moves, index: np.ndarray, device: torch.device) -> Moves:
    """Some rows of a batch as tensors."""
    found = {key: torch.as_tensor(getattr(batch, key)[index], device=device) for key in KEYS}
    return Moves(**found)


def act_loss(
    model: UnifiedVLA, batch: Moves, body: torch.Tensor
) -> tuple[torch.Tensor, dict[str, float]]:
    """The goal, and L1 over the chunk, or flow matching where the model is made for it."""
    features, memory = model.prepare(body, batch.verb, batch.words, batch.crops)
    loss, told = goal_loss(*model.intend(body, features), batch.goal)
    if model.config.flow_steps == 0:
        more, parts = move_loss(*model.act(batch.toward, features, memory), batch)
        return loss + more, told | parts
    noise = torch.randn_like(batch.moves)
    when = torch.rand(len(batch.moves), device=batch.moves.device)
    share = when[:, None, None]
    mixed = share * batch.moves + (1 - share) * noise
    velocity, _ = model.act(batch.toward, features, memory, mixed, when)
    more = flow_loss(velocity, noise, batch.moves)
    return loss + more, told | {"flow": float(more.detach())}
