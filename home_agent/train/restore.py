"""An exported network's folder comes in; the model that can be taught further goes out (torch).

An export keeps no names: weights are transposed, reshaped or folded on the way. So a model of
the same sizes is filled with chance numbers and exported beside it: where a number went there,
the weight lies here.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

import numpy as np
import torch
from numpy.typing import NDArray

from home_agent.errors import BadInput
from home_agent.vla.config import read_config
from home_agent.vla.export import export
from home_agent.vla.model import UnifiedVLA

Array: TypeAlias = NDArray[np.float32]
GRAPHS = ("see", "point", "near", "choose", "intend", "act")
_FEW_ROWS = 16  # a table this small may have been taken apart into its rows


def restore(folder: Path) -> UnifiedVLA:
    """The model whose graphs lie in `folder`; what none of them uses stays as it is made.

    Raises `BadInput` when there is no exported network, or one that was never taught.
    """
    graphs = tuple(name for name in GRAPHS if (folder / f"{name}.onnx").is_file())
    if not graphs:
        raise BadInput(f"There is no exported network in {folder}.")
    config = read_config(folder / "config.json")
    marked = UnifiedVLA(config)
    with torch.no_grad():
        for one in marked.parameters():
            one.copy_(torch.randn_like(one) * 0.1)
    with tempfile.TemporaryDirectory() as scratch:
        export(marked, Path(scratch), graphs)
        own = {name: one.detach().numpy() for name, one in marked.named_parameters()}
        places = {_key(view): place for name in own for place, view in _views(name, own[name])}
        model = UnifiedVLA(config)
        found = dict(model.named_parameters())
        with torch.no_grad():
            for graph in graphs:
                kept = dict(_numbers(folder / f"{graph}.onnx"))
                for key, chance in _numbers(Path(scratch) / f"{graph}.onnx"):
                    place = places.get(_key(chance))
                    if place is None:
                        continue
                    if key not in kept:  # equal weights are exported once
                        raise BadInput(f"The network in {folder} was never taught.")
                    _put(found[place[0]], place[1], kept[key])
    return model


def _views(name: str, value: Array) -> Iterator[tuple[tuple[str, str | int], Array]]:
    """All that an export makes of a weight: as it is, transposed, with more axes, or its rows."""
    yield (name, "same"), value
    if value.ndim == 2:
        yield (name, "turned"), value.T
        if len(value) <= _FEW_ROWS:
            for row in range(len(value)):
                yield (name, row), value[row]
    for shape in ((value.size, 1, 1), (1, value.size, 1, 1), (1, value.size)):
        yield (name, "same"), value.reshape(shape)


def _put(into: torch.Tensor, how: str | int, value: Array) -> None:
    """Write what was found back to where it came from."""
    if isinstance(how, int):
        into[how] = torch.from_numpy(value)
    else:
        turned = value.T if how == "turned" else value
        into.copy_(torch.from_numpy(turned.reshape(into.shape).copy()))


def _key(value: Array) -> tuple[tuple[int, ...], bytes]:
    return value.shape, np.ascontiguousarray(value).tobytes()


def _numbers(path: Path) -> Iterator[tuple[str, Array]]:
    """The names and values of a graph's constants."""
    import onnx  # noqa: PLC0415 - only training has it

    for tensor in onnx.load(str(path)).graph.initializer:
        value = onnx.numpy_helper.to_array(tensor)
        if value.dtype in (np.float16, np.float32):
            yield tensor.name, value.astype(np.float32)
