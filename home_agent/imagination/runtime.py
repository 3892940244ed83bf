"""A folder of ONNX graphs comes in; looks and motions in numpy are imagined, without torch."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from home_agent.errors import BadInput
from home_agent.imagination.sight import Look

Array = NDArray[np.float32]
SHIPPED = Path(__file__).parent / "weights"


@dataclass(frozen=True, slots=True)
class Imagined:
    """What may come of N motions: chances [N, 20, 8] of each harm by each step (the ensemble's
    mean), doubt [N, 20, 8] (its standard deviation) and measures [N, 20, 4] (spec.MEASURES).
    """

    chances: Array
    doubt: Array
    measures: Array


class Network:
    """Run the exported world model on one thread."""

    def __init__(self, folder: Path = SHIPPED) -> None:
        for name in ("see.onnx", "roll.onnx"):
            if not (folder / name).is_file():
                raise BadInput(f"There is no world model in {folder}: {name} is missing.")
        self._see, self._roll = (_session(folder / f"{name}.onnx") for name in ("see", "roll"))

    def imagine(self, look: Look, motion: Array) -> Imagined:
        """Roll motions [N, 20, 34] (motions.described) from a look."""
        asked = {"grid": look.grid[None], "movers": look.movers[None], "body": look.body[None]}
        state = self._see.run(None, asked)[0]
        chances, measures = self._roll.run(None, {"state": state, "motion": motion})
        return Imagined(chances.mean(axis=2), chances.std(axis=2), measures)


def _session(path: Path) -> Any:
    import onnxruntime as ort  # noqa: PLC0415 - only who runs a network needs it

    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
