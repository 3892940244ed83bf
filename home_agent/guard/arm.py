"""Joint positions come in; where the arm's joints and its tool are, in the base frame, comes out.

The guard keeps its own small model of the arm, so that it needs nobody's word for where it is.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from home_agent.guard.limits import ARM_ACCEL, ARM_HIGH, ARM_LOW, ARM_RATE
from home_agent.types import Floats

Point = tuple[float, float, float]

# Each joint: where it sits in the frame before it [m], and the axis it moves along or about.
CHAIN: tuple[tuple[Point, str], ...] = (
    ((-0.115, 0.0, 0.285), "lift"),
    ((0.075, 0.18, 0.0), "z"),
    ((0.0, 0.0, 0.0), "y"),
    ((0.40, 0.0, 0.0), "z"),
    ((0.38, 0.0, 0.0), "z"),
    ((0.0, 0.0, 0.0), "y"),
    ((0.06, 0.0, 0.0), "z"),
    ((0.05, 0.0, 0.0), "x"),
)
TOOL: Point = (0.145, 0.0, 0.0)
_NEXT = {"x": (1, 2), "y": (2, 0), "z": (0, 1)}

LOW: NDArray[np.float64] = np.array(ARM_LOW)
HIGH: NDArray[np.float64] = np.array(ARM_HIGH)
RATE: NDArray[np.float64] = np.array(ARM_RATE)
ACCEL: NDArray[np.float64] = np.array(ARM_ACCEL)
for _array in (LOW, HIGH, RATE, ACCEL):
    _array.setflags(write=False)


def links(joints: Floats | Sequence[float]) -> list[Point]:
    """Shoulder, elbow, wrist and tool in the base frame [m], for lift and seven angles [8]."""
    angles = [float(value) for value in joints]
    turn = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]  # columns: the frame's axes
    at = [0.0, 0.0, 0.0]
    found: list[Point] = []
    for (offset, axis), angle in zip(CHAIN, angles, strict=True):
        at = _ahead(at, turn, offset)
        if axis == "lift":
            at[2] += angle
            continue
        if any(offset):
            found.append((at[0], at[1], at[2]))
        i, j = _NEXT[axis]
        c, s = math.cos(angle), math.sin(angle)
        a, b = turn[i], turn[j]
        turn[i] = [c * a[k] + s * b[k] for k in range(3)]
        turn[j] = [c * b[k] - s * a[k] for k in range(3)]
    x, y, z = _ahead(at, turn, TOOL)
    return [*found, (x, y, z)]


def _ahead(at: list[float], turn: list[list[float]], offset: Point) -> list[float]:
    x, y, z = offset
    return [at[k] + x * turn[0][k] + y * turn[1][k] + z * turn[2][k] for k in range(3)]


def ease(
    wanted: NDArray[np.float64],
    last: NDArray[np.float64],
    rate: NDArray[np.float64],
    dt_s: float,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Move `last` [8] towards `wanted` [8] within joint limits, rates and accelerations.

    rate: the joints' last rates. Returns the new set point and its rates; it brakes in time to
    come to rest at the wanted position.
    """
    if dt_s <= 0.0:
        return last, rate
    gap = np.clip(wanted, LOW, HIGH) - last
    step = ACCEL * dt_s
    top = np.minimum(RATE, np.sqrt(2.0 * ACCEL * np.abs(gap)))
    target = np.sign(gap) * np.minimum(top, np.abs(gap) / dt_s)
    new = np.clip(target, rate - step, rate + step)
    over = np.abs(new) * dt_s > np.abs(gap)
    new = np.where(over & (np.sign(new) == np.sign(gap)), gap / dt_s, new)
    return np.clip(last + new * dt_s, LOW, HIGH), new
