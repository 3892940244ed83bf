"""A trained model comes in; a folder with its sizes and weights goes out, and back (torch)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch

from home_agent.errors import BadInput
from home_agent.vla.config import VLAConfig, read_config, write_config
from home_agent.vla.model import UnifiedVLA

CONFIG, WEIGHTS = "config.json", "model.safetensors"


def save(model: UnifiedVLA, folder: Path) -> None:
    """Write `config.json` and `model.safetensors`; a large backbone's own weights stay out."""
    from safetensors.torch import save_file  # noqa: PLC0415 - only training has it

    folder.mkdir(parents=True, exist_ok=True)
    write_config(model.config, folder / CONFIG)
    state = {
        name: value.detach().contiguous().cpu()
        for name, value in model.state_dict().items()
        if not name.startswith("backbone.")
    }
    save_file(state, str(folder / WEIGHTS))


def load(folder: Path, backbone: Any = None) -> UnifiedVLA:
    """The model kept in a folder; raises `BadInput` when it is not there."""
    from safetensors.torch import load_file  # noqa: PLC0415

    if not (folder / WEIGHTS).is_file():
        raise BadInput(f"There are no weights in {folder}: use 'home-agent train vla' first.")
    config: VLAConfig = read_config(folder / CONFIG)
    model = UnifiedVLA(config, backbone)
    missing, unexpected = model.load_state_dict(load_file(str(folder / WEIGHTS)), strict=False)
    missing = [name for name in missing if not name.startswith("backbone.")]
    if missing or unexpected:
        raise BadInput(
            f"The weights in {folder} are of another model: {(*missing, *unexpected)[0]} differs."
        )
    return model


def average(into: torch.nn.Module, model: torch.nn.Module, keep: float) -> None:
    """Exponential moving average of a model's weights, in place."""
    with torch.no_grad():
        for mean, now in zip(into.parameters(), model.parameters(), strict=True):
            mean.lerp_(now, 1.0 - keep)
        for mean, now in zip(into.buffers(), model.buffers(), strict=True):
            mean.copy_(now)
