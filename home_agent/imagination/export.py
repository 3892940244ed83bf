"""A trained network comes in; a folder of two ONNX graphs goes out (torch)."""

from __future__ import annotations

import warnings
from pathlib import Path

import torch

from home_agent.imagination.model import STATE, Roll, WorldNet
from home_agent.imagination.spec import BODY, CELLS, MOTION, MOVER, MOVERS, PLANES, STEPS

GRAPHS = ("see", "roll")


def export(net: WorldNet, folder: Path) -> None:
    """Write see.onnx and roll.onnx; roll takes any number of motions."""
    folder.mkdir(parents=True, exist_ok=True)
    net = net.eval().to("cpu")
    look = (
        torch.zeros(1, PLANES, CELLS, CELLS),
        torch.zeros(1, MOVERS, MOVER),
        torch.zeros(1, BODY),
    )
    along = (torch.zeros(1, STATE), torch.zeros(16, STEPS, MOTION))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the older exporter writes the GRU as one node
        torch.onnx.export(
            net.encoder,
            look,
            str(folder / "see.onnx"),
            input_names=["grid", "movers", "body"],
            output_names=["state"],
            dynamo=False,
        )
        torch.onnx.export(
            Roll(net),
            along,
            str(folder / "roll.onnx"),
            input_names=["state", "motion"],
            output_names=["chances", "measures"],
            dynamic_axes={"motion": {0: "n"}, "chances": {0: "n"}, "measures": {0: "n"}},
            dynamo=False,
        )
