"""A recipe comes in; a network that sees and acts goes out: trained, exported, with its card."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

from home_agent.clock import stamp, wall_s
from home_agent.errors import HomeAgentError
from home_agent.train.act import train_act
from home_agent.train.curves import draw_run, read_log
from home_agent.train.ground import train_ground
from home_agent.train.held_out import fingerprint, shown
from home_agent.train.recipe import Recipe
from home_agent.train.runs import part_of
from home_agent.train.shards import hash_of
from home_agent.vla.config import read_config
from home_agent.vla.export import export
from home_agent.vla.make import make
from home_agent.vla.weights import CONFIG, begin_from, join, load


def train_vla(
    recipe: Recipe, tell: Callable[[str], None], until_s: float = float("inf")
) -> Path | None:
    """Learn to see, then to act; the folder of the exported network, None if there is more to do.

    A run that was ended goes on: call it again with the same folder.
    """
    model = make(recipe.variant, recipe.weights, recipe.seed)
    if recipe.begin is not None:
        anew = begin_from(model, recipe.begin)
        tell(f"Goes on from {recipe.begin}; {len(anew)} weights begin anew.")
    if recipe.lora and model.backbone is not None:
        from home_agent.vla.backbone import add_lora  # noqa: PLC0415 - only large variants

        add_lora(model.backbone, recipe.lora)
    kept = recipe.out / CONFIG
    if kept.is_file():  # what other parts have taught stays taught
        old = read_config(kept)
        model.config = replace(model.config, learned=old.learned, chooses=old.chooses)
    model.config = replace(model.config, shown=shown())
    begun_s = wall_s()
    if part_of(recipe.out) in ("", "ground"):
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


def above(run: Path, floor: float) -> str:
    """The sentence that a run hits as often as it must; raises HomeAgentError when it does not."""
    judged = json.loads((run / "card.json").read_text(encoding="utf-8"))["judged"]
    hit = float(judged["hit"])
    told = f"Of what is named in looks kept apart it points at {hit:.1%}; floor: {floor:.0%}."
    if hit < floor:
        raise HomeAgentError(told)
    return told


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


def join_and_export(whole: Path, other: Path, out: Path, part: str = "close") -> Path:
    """The network of two runs, `part` of it the other's, with both their cards; its ONNX folder."""
    join(whole, other, out, part)
    cards = [json.loads((one / "card.json").read_text(encoding="utf-8")) for one in (whole, other)]
    about = {"close": cards[1]}
    if part == "hands":
        about = {key: cards[1][key] for key in ("hands", "practice") if key in cards[1]}
    text = json.dumps(cards[0] | about, indent=1) + "\n"
    (out / "card.json").write_text(text, encoding="utf-8")
    export(load(out), out / "onnx")
    return out / "onnx"
