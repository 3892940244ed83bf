"""A trained model comes in; a folder with its sizes and weights goes out, and back (torch)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch

from home_agent.errors import BadInput
from home_agent.vla.config import VLAConfig, read_config, write_config
from home_agent.vla.model import UnifiedVLA

CONFIG, WEIGHTS = "config.json", "model.safetensors"
# What only choosing the next place uses: nothing that sees or moves changes with these.
CHOOSING = ("map_trunk.", "node_token.", "ask_place", "place.")
YOUNGER = ("map_trunk.", "place.trust")  # and what weights from before it was taught lack
# What only acting uses.
ACTING = ("verbs.", "crop_token.", "body_token.", "goals.", "chunk.")
OF_ACTING = (
    "goals",
    "chunk",
    "act_width",
    "act_layers",
    "act_heads",
    "learned",
    "grips",
    "reaches",
)  # and the fields of the sizes that are its own


def save(model: UnifiedVLA, folder: Path) -> None:
    """Write `config.json` and `model.safetensors`.

    Of a large backbone only what was learned is written: LoRA's layers, or all of it (as a
    checkpoint of its own in `qwen/`) when it was trained whole.
    """
    from safetensors.torch import save_file  # noqa: PLC0415 - only training has it

    folder.mkdir(parents=True, exist_ok=True)
    write_config(model.config, folder / CONFIG)
    state = {
        name: value.detach().contiguous().cpu()
        for name, value in model.state_dict().items()
        if not _frozen(name)
    }
    save_file(state, str(folder / WEIGHTS))
    core = None if model.backbone is None else model.backbone.core
    if core is not None and all(one.requires_grad for one in core.parameters()):
        core.save_pretrained(str(folder / "qwen"))


def load(folder: Path, backbone: Any = None) -> UnifiedVLA:
    """The model kept in a folder; raises `BadInput` when it is not there."""
    from safetensors.torch import load_file  # noqa: PLC0415

    if not (folder / WEIGHTS).is_file():
        raise BadInput(f"There are no weights in {folder}: use 'home-agent train vla' first.")
    config: VLAConfig = read_config(folder / CONFIG)
    model = UnifiedVLA(config, backbone)
    state = load_file(str(folder / WEIGHTS))
    ranks = [value.shape[0] for name, value in state.items() if name.endswith(".down")]
    if ranks:
        from home_agent.vla.backbone import add_lora  # noqa: PLC0415 - only large variants

        add_lora(backbone, ranks[0])
    take(model, state, folder)
    return model


def take(model: UnifiedVLA, state: Mapping[str, torch.Tensor], folder: Path) -> None:
    """Put kept weights into a model; what was never taught and they lack stays as it was made.

    Raises `BadInput` when they are of another model.
    """
    young = () if model.config.chooses else YOUNGER
    own = model.state_dict()
    if not (model.config.learned or model.config.grips or model.config.reaches):
        young = (*young, *ACTING)
        state = {
            name: value
            for name, value in state.items()
            if not name.startswith(ACTING) or (name in own and own[name].shape == value.shape)
        }
    missing, unexpected = model.load_state_dict(state, strict=False)
    missing = [name for name in missing if not _frozen(name) and not name.startswith(young)]
    if missing or unexpected:
        raise BadInput(
            f"The weights in {folder} are of another model: {(*missing, *unexpected)[0]} differs."
        )


def begin_from(model: UnifiedVLA, folder: Path) -> tuple[str, ...]:
    """Put into a new model all that it has in common with kept weights, by name and shape.

    Tells what began anew; raises `BadInput` when that is everything.
    """
    from safetensors.torch import load_file  # noqa: PLC0415

    if not (folder / WEIGHTS).is_file():
        raise BadInput(f"There are no weights in {folder} to begin from.")
    own, kept = model.state_dict(), load_file(str(folder / WEIGHTS))
    # Once both looks read with the same words.
    older = {f"near_{name}": value for name, value in kept.items() if name.startswith("words.")}
    state = {
        name: value
        for name, value in (older | kept).items()
        if name in own and own[name].shape == value.shape
    }
    if not state:
        raise BadInput(f"The weights in {folder} have nothing in common with this model.")
    model.load_state_dict(state, strict=False)
    return tuple(name for name in own if name not in state)


def join(whole: Path, other: Path, out: Path, part: str = "close") -> None:
    """The network of two runs: all of `whole`'s, but one part, "close" or "hands", of `other`'s.

    Hands go only with the second look that they were taught with.
    """
    model, taught = load(whole), load(other)
    if part == "close":
        if _sizes(model.config) != _sizes(taught.config):
            raise BadInput(f"The networks in {whole} and {other} are not of the same sizes.")
        model.near_eye.load_state_dict(taught.near_eye.state_dict())
        model.near_words.load_state_dict(taught.near_words.state_dict())
        save(model, out)
        return
    seen, theirs = model.state_dict(), taught.state_dict()
    near = [name for name in theirs if name.startswith(("near_eye.", "near_words."))]
    if not all(name in seen and torch.equal(seen[name], theirs[name]) for name in near):
        raise BadInput(f"The hands in {other} were taught with another second look than {whole}'s.")
    config = {name: getattr(taught.config, name) for name in OF_ACTING}
    joined = UnifiedVLA(replace(model.config, **config))
    state = {name: value for name, value in seen.items() if not name.startswith(ACTING)}
    state |= {name: value for name, value in theirs.items() if name.startswith(ACTING)}
    take(joined, state, other)
    save(joined, out)


def _sizes(config: VLAConfig) -> VLAConfig:
    """What must be the same in two runs whose parts are joined."""
    same = VLAConfig()
    free = (*OF_ACTING, "learned", "shown", "chooses")
    return replace(config, **{name: getattr(same, name) for name in free})


def average(into: torch.nn.Module, model: torch.nn.Module, keep: float) -> None:
    """Exponential moving average of a model's weights, in place."""
    with torch.no_grad():
        for mean, now in zip(into.parameters(), model.parameters(), strict=True):
            if now.requires_grad:  # what is not taught stays bit by bit the same
                mean.lerp_(now, 1.0 - keep)
        for mean, now in zip(into.buffers(), model.buffers(), strict=True):
            mean.copy_(now)


def _frozen(name: str) -> bool:
    """Does this belong to a large backbone's own checkpoint?"""
    return name.startswith("backbone.core.") and not name.endswith((".down", ".up"))
