"""A folder comes in; a network in it that acts but has learned nothing goes out.

An ONNX file is written field by field (onnx.proto3), since the library that writes them is only
there for training. It is a stand-in to measure and test what is around a network.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from home_agent.types import VERBS
from home_agent.vla.config import VLAConfig, variant, write_config
from home_agent.vla.goal import GOAL

CONFIG: VLAConfig = replace(variant("nano"), name="blank", learned=VERBS)
WIDTH, LAYERS = 256, 3
_FLOAT, _INT64 = 1, 7  # TensorProto.DataType
_IR, _OPSET = 8, 17


def write_blank(folder: Path, seed: int = 0) -> None:
    """Write config.json, intend.onnx, act.onnx and (empty) weights.bin; equal seeds give equal
    networks.
    """
    rng = np.random.default_rng(seed)
    c = CONFIG
    folder.mkdir(parents=True, exist_ok=True)
    said = {"goals": (c.goals, GOAL), "good": (c.goals,)}
    (folder / "intend.onnx").write_bytes(_network(rng, "intend", said))
    said = {"moves": (c.chunk, c.moves), "progress": ()}
    (folder / "act.onnx").write_bytes(_network(rng, "act", said))
    (folder / "weights.bin").write_bytes(b"")
    write_config(c, folder / "config.json")


def _network(rng: np.random.Generator, name: str, outputs: Mapping[str, tuple[int, ...]]) -> bytes:
    """A ModelProto that makes the outputs (rows of these sizes, -1..1) of the body's numbers."""
    wide = (CONFIG.body_features, *[WIDTH] * LAYERS)
    weights: dict[str, NDArray[Any]] = {}
    nodes, last = [], "body"
    for n, (rows, columns) in enumerate(pairwise(wide)):
        weights[f"w{n}"] = _drawn(rng, rows, columns)
        nodes += [_node("MatMul", [last, f"w{n}"], f"m{n}"), _node("Tanh", [f"m{n}"], f"h{n}")]
        last = f"h{n}"
    for out, sizes in outputs.items():
        weights[f"{out}_w"] = 0.1 * _drawn(rng, WIDTH, math.prod(sizes))
        weights[f"{out}_shape"] = np.array([-1, *sizes], np.int64)
        nodes += [
            _node("MatMul", [last, f"{out}_w"], f"{out}_flat"),
            _node("Tanh", [f"{out}_flat"], f"{out}_small"),
            _node("Reshape", [f"{out}_small", f"{out}_shape"], out),
        ]
    graph = [_part(1, node) for node in nodes]
    graph += [_part(2, name.encode())]
    graph += [_part(5, _tensor(key, values)) for key, values in weights.items()]
    graph += [_part(11, _value("body", CONFIG.body_features))]
    graph += [_part(12, _value(out, *sizes)) for out, sizes in outputs.items()]
    model = [_number(1, _IR), _part(7, b"".join(graph)), _part(8, _number(2, _OPSET))]
    return b"".join(model)


def _drawn(rng: np.random.Generator, rows: int, columns: int) -> NDArray[np.float32]:
    drawn: NDArray[np.float32] = rng.normal(0, rows**-0.5, (rows, columns)).astype(np.float32)
    return drawn


def _node(kind: str, inputs: list[str], output: str) -> bytes:
    """A NodeProto."""
    named = b"".join(_part(1, name.encode()) for name in inputs)
    return named + _part(2, output.encode()) + _part(4, kind.encode())


def _tensor(name: str, values: NDArray[Any]) -> bytes:
    """A TensorProto."""
    kind = _INT64 if values.dtype == np.int64 else _FLOAT
    dims = b"".join(_number(1, size) for size in values.shape)
    return dims + _number(2, kind) + _part(8, name.encode()) + _part(9, values.tobytes())


def _value(name: str, *sizes: int) -> bytes:
    """A ValueInfoProto of float32 [n, *sizes]."""
    dims = _part(1, _part(2, b"n")) + b"".join(_part(1, _number(1, size)) for size in sizes)
    kind = _number(1, _FLOAT) + _part(2, dims)
    return _part(1, name.encode()) + _part(2, _part(1, kind))


def _part(field: int, data: bytes) -> bytes:
    """A field of bytes (protobuf wire type 2)."""
    return _varint(field << 3 | 2) + _varint(len(data)) + data


def _number(field: int, value: int) -> bytes:
    """A field with a number (protobuf wire type 0)."""
    return _varint(field << 3) + _varint(value)


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])
