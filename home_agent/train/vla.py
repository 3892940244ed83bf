"""A recipe comes in; a network that sees and acts goes out: trained, exported, with its card."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from home_agent.clock import stamp, wall_s
from home_agent.train.act import train_act
from home_agent.train.curves import draw_run, read_log
from home_agent.train.ground import train_ground
from home_agent.train.held_out import fingerprint
from home_agent.train.recipe import Recipe
from home_agent.train.runs import part_of
from home_agent.train.shards import hash_of
from home_agent.vla.export import export
from home_agent.vla.make import make
from home_agent.vla.weights import load


def train_vla(
    recipe: Recipe, tell: Callable[[str], None], until_s: float = float("inf")
) -> Path | None:
    """Learn to see, then to act; the folder of the exported network, None if there is more to do.

    A run that was ended goes on: call it again with the same folder.
    """
    model = make(recipe.variant, recipe.weights, recipe.seed)
    if recipe.lora and model.backbone is not None:
        from home_agent.vla.backbone import add_lora  # noqa: PLC0415 - only large variants

        add_lora(model.backbone, recipe.lora)
    begun_s = wall_s()
    if part_of(recipe.out) != "act":
        seeing = train_ground(recipe, model, tell, until_s)
        if seeing.step < recipe.steps:
            tell(f"Ended at step {seeing.step} of {recipe.steps}: run it again to go on.")
            return None
        model = seeing.mean
    if recipe.demos is not None:
        acting = train_act(recipe, model, tell, until_s - (wall_s() - begun_s))
        if acting.step < recipe.act_steps:
            tell(f"Ended at step {acting.step} of {recipe.act_steps}: run it again to go on.")
            return None
    write_card(recipe)
    draw_run(recipe.out)
    folder = recipe.out / "onnx"
    if recipe.variant == "nano":
        export(load(recipe.out), folder)
        tell(f"Exported to {folder}.")
    return folder


def write_card(recipe: Recipe) -> None:
    """What was trained on what, how, and how well: `card.json` in the run's folder."""
    log = read_log(recipe.out / "log.jsonl")
    judged = [row for row in log if row["what"] == "judged"]
    card = {
        "made": stamp(),
        "recipe": {key: str(value) for key, value in asdict(recipe).items()},
        "looks": hash_of(sorted(recipe.looks.glob("*.npz"))),
        "held_out": fingerprint(),
        "judged": judged[-1] if judged else {},
    }
    (recipe.out / "card.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
