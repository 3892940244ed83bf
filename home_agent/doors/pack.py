"""Plain values and arrays of numbers come in; openpi's msgpack goes out, and the way back.

An array is a map {b"__ndarray__", b"data", b"dtype", b"shape"}, a single numpy number a map
{b"__npgeneric__", b"data", b"dtype"}. Nothing received is ever executed.
"""

from __future__ import annotations

import math
from typing import Any

import msgpack
import numpy as np

from home_agent.errors import BadInput

_KINDS = "fiub"
_ARRAY, _ONE, _DATA, _DTYPE, _SHAPE = (
    b"__ndarray__",
    b"__npgeneric__",
    b"data",
    b"dtype",
    b"shape",
)


def pack(value: object) -> bytes:
    """A message of plain values, lists, maps and arrays; raises `BadInput` for anything else."""
    try:
        packed: bytes = msgpack.packb(value, default=_plain)
    except (TypeError, ValueError, OverflowError) as error:
        raise BadInput(f"This cannot be sent to a policy server: {error}.") from None
    return packed


def unpack(data: bytes) -> Any:
    """What `pack` was given; arrays are copies. Raises `BadInput` for anything else."""
    try:
        return msgpack.unpackb(data, object_hook=_built)
    except (ValueError, TypeError, KeyError, AttributeError, msgpack.UnpackException):
        raise BadInput("A message is broken: both sides must speak openpi's msgpack.") from None


def _plain(value: object) -> object:
    if isinstance(value, np.ndarray | np.generic) and value.dtype.kind not in _KINDS:
        raise TypeError(f"an array of {value.dtype} is not one of numbers")
    if isinstance(value, np.ndarray):
        data = np.ascontiguousarray(value).tobytes()
        return {_ARRAY: True, _DATA: data, _DTYPE: value.dtype.str, _SHAPE: value.shape}
    if isinstance(value, np.generic):
        return {_ONE: True, _DATA: value.item(), _DTYPE: value.dtype.str}
    raise TypeError(f"a {type(value).__name__} is neither plain nor an array")


def _built(found: dict[Any, Any]) -> Any:
    if _ARRAY not in found and _ONE not in found:
        return found
    dtype = np.dtype(found[_DTYPE])
    if dtype.kind not in _KINDS:
        raise ValueError("not an array of numbers")
    if _ONE in found:
        return dtype.type(found[_DATA])
    shape, data = tuple(found[_SHAPE]), found[_DATA]
    if min(shape, default=0) < 0 or len(data) != math.prod(shape) * dtype.itemsize:
        raise ValueError("data and shape do not fit")
    return np.frombuffer(data, dtype).reshape(shape).copy()
