"""A small network with random weights, exported once for the tests that run it."""

from dataclasses import replace
from pathlib import Path

from home_agent.vla.config import VLAConfig, variant

SMALL: VLAConfig = replace(
    variant("nano"),
    stem=(8, 16, 16, 16),
    seen=16,
    crop=(8, 16, 16),
    word_width=16,
    word_buckets=256,
    gram_buckets=128,
    tokens=16,
    layers=1,
    heads=2,
    most_nodes=8,
    act_width=16,
    act_layers=1,
    act_heads=2,
    chooses=True,
)


def exported(folder: Path, config: VLAConfig = SMALL, only: tuple[str, ...] = ()) -> object:
    """Export a random network into `folder`; the torch model it was made from."""
    import torch  # noqa: PLC0415 - an extra

    from home_agent.vla.export import export  # noqa: PLC0415
    from home_agent.vla.model import UnifiedVLA  # noqa: PLC0415

    torch.manual_seed(3)
    model = UnifiedVLA(config).eval()
    with torch.no_grad():
        for one in model.parameters():  # nothing may be hidden by a zero
            if float(one.abs().max()) == 0.0:
                one.normal_(0.0, 0.1)
    export(model, folder, only)
    return model
