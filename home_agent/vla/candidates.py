"""Heat maps come in; cells worth a close look, and what both looks say of them, go out.

Look 1 says how likely each cell is what the words name, or that nothing in view is. Look 2 says
of each candidate whether the words mean it. Taken as two independent witnesses, their odds
multiply (log-probabilities add).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]

THING = 0.25  # a cell surer than this that a thing's middle is there is looked at closely
FROM_WORDS, FROM_THINGS = 5, 3  # candidates a phrase, at most
FAINT = 0.01  # of the highest peak: lower ones are not looked at
DOUBT = 0.01  # how likely a sure thing is at least what is meant, whatever look 1 says of it
USUAL = 1 / 3  # of the close looks in training showed what the words meant (train/batches.py)
NEARLY = 0.3  # of the likeliest: so likely a candidate may be the one on the side that is meant
SURELY = 0.999  # no close look counts for more than this, nor for less than its opposite


def peaks(heat: Array, most: int, least: float = 0.0) -> list[int]:
    """Cells (flat) of a map [h, w] that no neighbour exceeds, above `least`, strongest first."""
    wide = np.pad(heat, 1, constant_values=-1.0)
    around = np.max(
        [
            wide[i : i + heat.shape[0], j : j + heat.shape[1]]
            for i in range(3)
            for j in range(3)
            if (i, j) != (1, 1)
        ],
        axis=0,
    )
    cells = np.flatnonzero((heat >= around) & (heat > least))
    return sorted(cells.tolist(), key=lambda cell: -float(heat.flat[cell]))[:most]


def candidates(heat: Array, thing: Array) -> list[int]:
    """Cells worth a close look: peaks of a phrase's map [h, w], then of the map of things."""
    columns = heat.shape[1]
    found = peaks(heat, FROM_WORDS, FAINT * float(heat.max()))
    most = len(found) + FROM_THINGS
    for cell in peaks(thing, most, THING):
        if len(found) < most and all(_apart(cell, other, columns) > 1 for other in found):
            found.append(cell)
    return found


def weigh(
    chance: Array, thing: Array, cells: Sequence[int], agrees: Sequence[float | None]
) -> tuple[list[float], float]:
    """How likely each candidate is what is meant, and that one of them is: the thing is in view.

    chance [h * w + 1]: look 1, the last: not in view. thing [h, w]: a thing's middle is there.
    agrees: how sure look 2 is that the words mean each candidate; None where it could not look.
    Around a candidate look 1's chances are taken together; what it gives to places that are no
    candidates counts as not in view, for nothing was found there.
    """
    left = chance[:-1].reshape(thing.shape).copy()
    weights = []
    for cell, agreed in zip(cells, agrees, strict=True):
        row, column = divmod(cell, thing.shape[1])
        block = left[max(0, row - 1) : row + 2, max(0, column - 1) : column + 2]
        before = float(block.sum()) + DOUBT * float(thing[row, column])
        block[:] = 0.0
        weights.append(before * (1.0 if agreed is None else _odds(agreed) / _odds(USUAL)))
    total = sum(weights) + float(left.sum()) + float(chance[-1])
    return [weight / total for weight in weights], sum(weights) / total


def aside(weights: Sequence[float], across: Sequence[float], side: str) -> int:
    """The candidate that is meant: the likeliest, or of those that are nearly as likely the one
    farthest to a `side`, "left" or "right"; across: where (px) each is."""
    best = max(weights)
    near = [n for n, weight in enumerate(weights) if weight >= (NEARLY if side else 1.0) * best]
    return (max if side == "right" else min)(near, key=lambda n: across[n])


def _odds(sure: float) -> float:
    sure = min(max(sure, 1.0 - SURELY), SURELY)
    return sure / (1.0 - sure)


def _apart(a: int, b: int, columns: int) -> int:
    (row, column), (other_row, other_column) = divmod(a, columns), divmod(b, columns)
    return max(abs(row - other_row), abs(column - other_column))
