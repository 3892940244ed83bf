"""A chunk and a time come in; its set point for that time goes out, or why it cannot be used."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from home_agent.types import ActionChunk

FUTURE_S = 0.5  # a chunk that starts later than this was made by a wrong clock
MOST_STEPS = 400


@dataclass(frozen=True, slots=True)
class Motion:
    """What the motors shall do: base [3], arm [8], head [2], grip force in N."""

    base: NDArray[np.float64]
    arm: NDArray[np.float64]
    head: NDArray[np.float64]
    grip: float


def fault(chunk: ActionChunk, now_s: float) -> str:
    """Why the chunk must not be used, as a sentence, or an empty text."""
    n = len(chunk.base) if getattr(chunk.base, "ndim", 0) == 2 else 0
    if not 1 <= n <= MOST_STEPS:
        return "My next move has no steps, so I stay where I am."
    wanted = ((chunk.base, (n, 3)), (chunk.arm, (n, 8)), (chunk.head, (n, 2)), (chunk.grip, (n,)))
    for array, shape in wanted:
        if getattr(array, "shape", None) != shape:
            return "My next move has the wrong shape, so I stay where I am."
        if array.dtype.kind not in "fiu" or not np.isfinite(array).all():
            return "My next move is not a number, so I stay where I am."
    if not (np.isfinite(chunk.t_s) and np.isfinite(chunk.dt_s) and 0.001 <= chunk.dt_s <= 1.0):
        return "My next move has no sound time, so I stay where I am."
    if chunk.t_s > now_s + FUTURE_S:
        return "My next move is meant for later, so I stay where I am."
    return ""


def over_s(chunk: ActionChunk, now_s: float) -> float:
    """How long [s] the chunk's last set point has been over; negative while it lasts."""
    return now_s - (chunk.t_s + len(chunk.base) * chunk.dt_s)


def set_point(chunk: ActionChunk, now_s: float) -> Motion:
    """The chunk at `now_s`, between its steps by straight lines, its last step held after."""
    last = len(chunk.base) - 1
    at = min(max((now_s - chunk.t_s) / chunk.dt_s, 0.0), float(last))
    i = int(at)
    j, part = min(i + 1, last), at - i
    return Motion(
        base=(1 - part) * chunk.base[i] + part * chunk.base[j],
        arm=(1 - part) * chunk.arm[i] + part * chunk.arm[j],
        head=(1 - part) * chunk.head[i] + part * chunk.head[j],
        grip=float(chunk.grip[i]),
    )
