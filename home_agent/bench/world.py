"""A world model and branches of homes it never saw come in; how well it foresees goes out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from home_agent.bench.stats import Metric, auroc
from home_agent.imagination.branched import Data, load
from home_agent.imagination.runtime import Network
from home_agent.imagination.sight import Look
from home_agent.imagination.spec import HARMS, step_of

BINS = 15
Floats = NDArray[np.float32]


def branch_scores(model: Path, branches: Path) -> tuple[Data, Floats, Floats]:
    """The branches, and the chance and doubt of each harm by each step, [n, k, 20, 8]."""
    network, data = Network(model), load(branches)
    chances = np.zeros(data["harms"].shape, np.float32)
    doubt = np.zeros_like(chances)
    nothing = np.zeros((0, 3)), np.zeros(8), 0.0
    for n in range(len(chances)):
        grid = data["grid"][n].astype(np.float32) / 255
        look = Look(0.0, grid, data["movers"][n], data["body"][n], *nothing)
        found = network.imagine(look, data["motion"][n].astype(np.float32))
        chances[n], doubt[n] = found.chances, found.doubt
    return data, chances, doubt


def foreseen(data: Data, chances: Floats, horizon_s: float = 1.0) -> dict[str, Metric]:
    """AUROC of each harm that came at least once, within the horizon."""
    k = step_of(horizon_s)
    return {
        name: auroc(
            chances[:, :, k, h].ravel().tolist(), data["harms"][:, :, k, h].ravel().tolist()
        )
        for h, name in enumerate(HARMS)
        if data["harms"][:, :, k, h].any()
    }


def calibration_error(chances: Floats, harms: NDArray[np.bool_]) -> float:
    """Expected calibration error over equal bins of chance (Naeini 2015)."""
    scores, true = chances.ravel(), harms.ravel()
    at = np.minimum((scores * BINS).astype(int), BINS - 1)
    count = np.bincount(at, minlength=BINS)
    said = np.bincount(at, weights=scores, minlength=BINS)
    came = np.bincount(at, weights=true.astype(float), minlength=BINS)
    return float(np.abs(said - came).sum() / max(count.sum(), 1))


def judged(data: Data, chances: Floats) -> Iterator[str]:
    """A line for each harm: AUROC, calibration error and how often it came."""
    k = step_of(1.0)
    for name, area in foreseen(data, chances).items():
        h = HARMS.index(name)
        true = data["harms"][:, :, k, h]
        error = calibration_error(chances[:, :, k, h], true)
        yield (
            f"{name} within 1 s: AUROC {area.value:.3f} [{area.low:.3f}, {area.high:.3f}], "
            f"ECE {error:.3f}, {int(true.sum())} of {true.size} branches"
        )
