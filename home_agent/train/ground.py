"""Shards of looks come in; a network that points at what is named goes out (torch)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from home_agent.errors import BadInput, no_such
from home_agent.sim.lessons import Lesson
from home_agent.train import shards
from home_agent.train.batches import crops, glances
from home_agent.train.curves import draw_run
from home_agent.train.judge import judge, judge_near
from home_agent.train.recipe import Recipe
from home_agent.train.runs import Run
from home_agent.vla.losses import ground_loss, near_loss
from home_agent.vla.model import UnifiedVLA
from home_agent.vla.sample import each

BOTH, WHOLE, CLOSE = LOOKS = ("both", "whole", "close")
DEEP = 2  # of the phrases of a picture go through the token transformer
CROP_PICTURES = 20  # a step, each with up to six windows


class Looks:
    """All looks of a folder of shards, packed; those of the last shards are for judging."""

    def __init__(self, folder: Path, judged: int) -> None:
        self.paths = sorted(folder.glob("*.npz"))
        rows: list[dict[str, Any]] = []
        for path in self.paths:
            rows += shards.rows(path)
        if len(rows) <= judged:
            raise BadInput(
                f"There are only {len(rows)} looks in {folder}: make more with "
                "'home-agent train looks'."
            )
        # Whole homes apart: shards hold whole homes, and judged ones come last.
        self._rows, self._judged = rows[:-judged], rows[-judged:]
        homes = {row["shown"][0] for row in self._judged}
        self._rows = [row for row in self._rows if row["shown"][0] not in homes]

    def __len__(self) -> int:
        return len(self._rows)

    def draw(self, rng: np.random.Generator, count: int) -> list[Lesson]:
        """Random looks to learn from; those that show something come more often."""
        found: list[Lesson] = []
        while len(found) < count:
            row = self._rows[int(rng.integers(len(self._rows)))]
            if row["shown"][1] or rng.random() < 0.25:
                found.append(shards.unpack(row))
        return found

    def judged(self) -> list[Lesson]:
        """The looks kept apart, of homes that are not learned from."""
        return [shards.unpack(row) for row in self._judged]


def train_ground(
    recipe: Recipe,
    model: UnifiedVLA,
    tell: Callable[[str], None],
    until_s: float = float("inf"),
) -> Run:
    """Learn both looks; goes on where a run with the same folder ended, stops after `until_s`."""
    if recipe.look not in LOOKS:
        raise BadInput(no_such("look", recipe.look, LOOKS))
    torch.set_num_threads(recipe.threads)
    looks = Looks(recipe.looks, recipe.judged)
    run = Run(recipe, model, "ground")
    kept = looks.judged()
    config = model.config
    tokenizer = None
    if model.backbone is not None:
        from transformers import AutoTokenizer  # noqa: PLC0415 - only large variants

        tokenizer = AutoTokenizer.from_pretrained(str(recipe.weights), local_files_only=True)
    tell(f"{len(looks)} looks to learn from, {len(kept)} to judge; step {run.step}.")
    while run.step < recipe.steps and run.seconds() < until_s:
        # Every step draws by its own number: a resumed run learns the same as one never ended.
        rng = np.random.default_rng([recipe.seed, run.step])
        torch.manual_seed(recipe.seed * 1_000_003 + run.step)
        run.model.train()
        losses: list[torch.Tensor] = []
        parts: dict[str, float] = {}
        if recipe.look != CLOSE:
            drawn = looks.draw(rng, recipe.pictures)
            batch = each(glances(drawn, rng, config, tokenizer=tokenizer), _on(run.device))
            with run.mixed():
                said = run.model.ground(batch.pictures, batch.words, batch.text, DEEP)
                loss, told = ground_loss(said, batch)
            losses, parts = [*losses, loss], parts | told
        if recipe.look != WHOLE:
            some = looks.draw(rng, CROP_PICTURES)
            near = each(crops(some, rng, config), _on(run.device))
            with run.mixed():
                loss, told = near_loss(run.model.near(near.crops, near.words), near)
            losses, parts = [*losses, loss], parts | told
        run.learn(torch.stack(losses).sum())
        if run.step % 20 == 0:
            run.log("train", parts)
            shown = ", ".join(f"{key} {value:.2f}" for key, value in parts.items())
            tell(f"step {run.step} ({run.seconds():.0f} s): {shown}")
        if run.step % recipe.keep_every == 0:
            run.keep()
        if run.step % recipe.judge_every == 0 or run.step == recipe.steps:
            _judge(run, kept, tell, tokenizer)
    run.keep()
    draw_run(run.folder)
    return run


def _judge(run: Run, kept: Sequence[Lesson], tell: Callable[[str], None], tokenizer: Any) -> None:
    device = str(run.device)
    found = judge(run.mean, kept, run.model.config, device=device, tokenizer=tokenizer)
    near = judge_near(run.mean, kept, run.model.config, device=str(run.device))
    told = {"hit": found.hit, "absent": found.absent} | near
    run.log("judged", told)
    tell(f"judged at {run.step}: " + ", ".join(f"{k} {v:.3f}" for k, v in told.items()))


def _on(device: torch.device) -> Callable[[Any], torch.Tensor]:
    def put(array: Any) -> torch.Tensor:
        found = torch.as_tensor(array, device=device)
        return found.contiguous(memory_format=torch.channels_last) if found.ndim == 4 else found

    return put
