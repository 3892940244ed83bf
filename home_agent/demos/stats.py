"""Columns of numbers and pictures come in; what LeRobot wants to know of their spread goes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from home_agent.demos.video import Kind, depth_from

QUANTILES = {"q01": 0.01, "q10": 0.10, "q50": 0.50, "q90": 0.90, "q99": 0.99}
PICTURES = 20  # of a video looked at
Stats = dict[str, list[Any]]


def of_column(values: NDArray[Any]) -> Stats:
    """Statistics of a column [n, width]: lists of `width` numbers, and the count."""
    rows = np.asarray(values, np.float64)
    rows = rows[:, None] if rows.ndim == 1 else rows
    found = {
        "min": rows.min(axis=0),
        "max": rows.max(axis=0),
        "mean": rows.mean(axis=0),
        "std": rows.std(axis=0),
    }
    marks = np.quantile(rows, list(QUANTILES.values()), axis=0)
    found |= dict(zip(QUANTILES, marks, strict=True))
    return {**{name: value.tolist() for name, value in found.items()}, "count": [len(rows)]}


def of_video(kind: Kind, pictures: Sequence[NDArray[Any]]) -> Stats:
    """Statistics of a video's channels as LeRobot reads them: 0..1, depth in mm.

    Lists are shaped [C, 1, 1], as LeRobot has them.
    """
    chosen = np.linspace(0, len(pictures) - 1, min(PICTURES, len(pictures))).astype(int)
    few = np.stack([pictures[n][::4, ::4] for n in chosen])
    few = depth_from(few) * 1000.0 if kind == "depth" else few.astype(np.float64) / 255.0
    if kind == "thermal":
        few = np.stack([few] * 3, axis=-1)
    few = few[..., None] if few.ndim == 3 else few
    found = of_column(few.reshape(-1, few.shape[-1]))
    shaped: Stats = {name: [[[v]] for v in value] for name, value in found.items()}
    shaped["count"] = [len(chosen)]
    return shaped


def joined(parts: Sequence[Mapping[str, Any]]) -> Stats:
    """Statistics of several stretches as if they were one (quantiles are weighed means)."""
    counts = np.array([float(part["count"][0]) for part in parts])
    shares = counts / counts.sum()

    def stack(name: str) -> NDArray[np.float64]:
        return np.stack([np.asarray(part[name], np.float64) for part in parts])

    weigh = shares.reshape((-1,) + (1,) * (stack("mean").ndim - 1))
    mean = (stack("mean") * weigh).sum(axis=0)
    var = ((stack("std") ** 2 + (stack("mean") - mean) ** 2) * weigh).sum(axis=0)
    found = {
        "min": stack("min").min(axis=0),
        "max": stack("max").max(axis=0),
        "mean": mean,
        "std": np.sqrt(var),
        **{name: (stack(name) * weigh).sum(axis=0) for name in QUANTILES},
    }
    return {
        **{name: value.tolist() for name, value in found.items()},
        "count": [int(counts.sum())],
    }
