"""The name of a variant comes in; a fresh `UnifiedVLA` goes out (torch)."""

from __future__ import annotations

from pathlib import Path

import torch

from home_agent.vla.config import VLAConfig, variant
from home_agent.vla.model import UnifiedVLA


def make(name: str | VLAConfig, weights: Path | None = None, seed: int = 0) -> UnifiedVLA:
    """A new model; variants on a Qwen2.5-VL read its weights from the folder `weights`."""
    config = variant(name) if isinstance(name, str) else name
    torch.manual_seed(seed)
    if config.qwen is None:
        return UnifiedVLA(config)
    from home_agent.vla.backbone import read_backbone  # noqa: PLC0415 - heavy, only for these

    return UnifiedVLA(config, read_backbone(config, weights))


def outline(name: str) -> UnifiedVLA:
    """A model without numbers (on the meta device), to count what a variant would have."""
    config = variant(name)
    with torch.device("meta"):
        if config.qwen is None:
            return UnifiedVLA(config)
        from home_agent.vla.backbone import empty_backbone  # noqa: PLC0415

        return UnifiedVLA(config, empty_backbone(config))
