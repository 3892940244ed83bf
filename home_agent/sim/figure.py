"""The solids of a person or pet come in; discs that cover them, seen from above, go out."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Point = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Figure:
    """A person's shape from above in their own frame: discs [n, 3] as x, y, radius; the
    hand [3]; how far any part reaches from the middle."""

    discs: NDArray[np.float64]
    hand: NDArray[np.float64]
    reach_m: float


def discs_of(middle: Point, halves: NDArray[np.float64]) -> NDArray[np.float64]:
    """Discs [n, 3] that cover a solid seen from above: a long one is a row of them.

    middle: [2]; halves [2, 3]: the half axes of its outer box, seen from above.
    """
    far = np.hypot(*halves)
    order = np.argsort(-far)
    long, wide = float(far[order[0]]), float(far[order[1]])
    n = max(1, math.ceil(long / max(wide, 0.02)))
    along = np.linspace(-1.0, 1.0, n)[:, None] * (1.0 - 1.0 / n) * halves[:, order[0]]
    radius = max(wide, long / n)
    return np.hstack([middle + along, np.full((n, 1), radius)])
