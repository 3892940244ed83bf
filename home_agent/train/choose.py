"""Moments of searches come in; a network that knows where things are kept goes out (torch).

Cross-entropy with the node where the thing truly is gives the posterior over nodes: what the way
there costs is weighed when it is used (`wanted.py`). Only what nothing else uses is taught; the
eyes stay bit by bit as they are. Pictures are not used.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import torch

from home_agent.clock import stamp
from home_agent.errors import BadInput
from home_agent.train.choices import Kept, read
from home_agent.train.curves import draw_run
from home_agent.train.phrases import LETTERS
from home_agent.train.recipe import Recipe
from home_agent.train.runs import Run
from home_agent.vla.export import export
from home_agent.vla.heads import LEAST, LIKELY
from home_agent.vla.losses import place_loss
from home_agent.vla.model import UnifiedVLA
from home_agent.vla.sample import Choices
from home_agent.vla.weights import CHOOSING, load
from home_agent.vla.words import encode_all

JUDGED = 0.1  # of the homes, the last ones, are never learned from
STRANGE = 0.08  # of phrases become words that nobody knows: then the beliefs must do


class Moments:
    """Batches of moments. Names of nodes are read once: the reader of words does not learn here."""

    def __init__(self, kept: Kept, model: UnifiedVLA) -> None:
        self.kept, self._config = kept, model.config
        homes = np.unique(kept.home)
        last = homes[len(homes) - max(1, round(JUDGED * len(homes))) :]
        apart = np.isin(kept.home, last)
        self.learned, self.judged = np.flatnonzero(~apart), np.flatnonzero(apart)
        self._words = torch.as_tensor(encode_all(kept.phrases, model.config))
        self._names = read_names(kept.names, model)

    def at(self, index: np.ndarray) -> Choices:
        """Some moments as tensors, with as many nodes as the largest home among them has."""
        kept = self.kept
        most = int((kept.called[index] >= 0).sum(1).max())
        called = torch.as_tensor(kept.called[index][:, :most])
        return Choices(
            words=self._words[torch.as_tensor(index)],
            nodes=torch.as_tensor(kept.rows[index][:, :most]),
            names=self._names[called.clamp(min=0)],
            there=called >= 0,
            next=torch.as_tensor(kept.next[index].astype(np.int64)),
        )

    def draw(self, rng: np.random.Generator, count: int) -> Choices:
        """Random moments to learn from, some of them with words that mean nothing."""
        batch = self.at(rng.choice(self.learned, count))
        strange = np.flatnonzero(rng.random(count) < STRANGE)
        if len(strange):
            words = encode_all([_nonsense(rng) for _ in strange], self._config)
            batch.words[torch.as_tensor(strange)] = torch.as_tensor(words)
        return batch


def read_names(names: tuple[str, ...], model: UnifiedVLA) -> torch.Tensor:
    """What the reader of words makes of names, as it will when it is used: [n, d]."""
    model.eval()
    with torch.no_grad():
        found: torch.Tensor = model.words(torch.as_tensor(encode_all(names, model.config)))[1]
    return found


def train_choose(
    recipe: Recipe, model: UnifiedVLA, tell: Callable[[str], None], until_s: float = float("inf")
) -> Run:
    """Learn where things are; goes on where a run with the same folder ended."""
    assert recipe.choices is not None
    torch.set_num_threads(recipe.threads)
    for name, one in model.named_parameters():
        one.requires_grad_(name.startswith(CHOOSING))
    run = Run(recipe, model, "choose")
    run.model.config = run.mean.config = replace(model.config, chooses=True)
    data = Moments(read(recipe.choices), run.model)
    tell(f"{len(data.learned)} moments to learn from, {len(data.judged)} to judge.")
    while run.step < recipe.choose_steps and run.seconds() < until_s:
        rng = np.random.default_rng([recipe.seed, 11, run.step])
        torch.manual_seed(recipe.seed * 1_000_003 + run.step)
        run.model.train()
        batch = data.draw(rng, recipe.states)
        loss = place_loss(_logits(run.model, batch), batch.next)
        run.learn(loss)
        if run.step % 50 == 0:
            run.log("train", {"place": float(loss.detach())})
        if run.step % recipe.judge_every == 0 or run.step == recipe.choose_steps:
            found = judge(run.mean, data)
            run.log("choosing", found)
            told = ", ".join(f"{k} {v:.3f}" for k, v in found.items())
            tell(f"step {run.step} ({run.seconds():.0f} s): {told}")
        if run.step % recipe.keep_every == 0:
            run.keep()
    run.keep()
    draw_run(run.folder)
    return run


def judge(model: UnifiedVLA, data: Moments) -> dict[str, float]:
    """In homes kept apart: nats to the true node, and how often it is the first guess.

    Beside them the same of the beliefs alone (their ranking, made to sum to one).
    """
    model.eval()
    rows = []
    for index in np.array_split(data.judged, max(1, len(data.judged) // 256)):
        batch = data.at(index)
        with torch.no_grad():
            said = _logits(model, batch).log_softmax(-1)
        believed = batch.nodes[..., LIKELY].clamp(min=LEAST) * batch.there
        believed = (believed / believed.sum(-1, keepdim=True)).clamp(min=1e-9).log()
        each = torch.arange(len(index))
        for logs in (said, believed):
            hit = (logs.argmax(-1) == batch.next).float()
            rows.append(torch.stack([-logs[each, batch.next], hit]))
    ours, theirs = torch.cat(rows[::2], 1).mean(1), torch.cat(rows[1::2], 1).mean(1)
    return {
        "nats": float(ours[0]),
        "first": float(ours[1]),
        "nats_believed": float(theirs[0]),
        "first_believed": float(theirs[1]),
    }


def teach_choosing(recipe: Recipe, tell: Callable[[str], None], until_s: float) -> Path | None:
    """Teach a run's folder to choose and export it anew; None when there is more to do."""
    torch.manual_seed(recipe.seed)  # what is taught first begins the same on any machine
    model = load(recipe.out)
    if model.config.qwen is not None:
        raise BadInput(f"The {model.config.name} variant is not taught to choose: only nano is.")
    run = train_choose(recipe, model, tell, until_s)
    if run.step < recipe.choose_steps:
        tell(f"Ended at step {run.step} of {recipe.choose_steps}: run it again to go on.")
        return None
    path = recipe.out / "card.json"
    card = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    told = {key: str(value) for key, value in asdict(recipe).items()}
    card["choose"] = {"made": stamp(), "recipe": told}
    path.write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    export(load(recipe.out), recipe.out / "onnx")
    tell(f"Exported to {recipe.out / 'onnx'}.")
    return recipe.out / "onnx"


def _logits(model: UnifiedVLA, batch: Choices) -> torch.Tensor:
    return model.choose(batch.words, batch.nodes, batch.names, batch.there)


def _nonsense(rng: np.random.Generator) -> str:
    return "the " + "".join(LETTERS[int(n)] for n in rng.integers(26, size=int(rng.integers(3, 9))))
