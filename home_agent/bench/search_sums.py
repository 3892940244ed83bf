"""Rows of searches come in; metres, stops and seconds of each ranking go out, and who was better.

Searches of one home are not independent: a figure is the mean over homes of each home's mean, and
its interval that of so many homes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

import numpy as np

from home_agent.bench.report import Metrics
from home_agent.bench.run import Row, Summary
from home_agent.bench.search import BELIEFS, LEARNED, RANDOM
from home_agent.bench.stats import mean, rate

FIGURES = ("metres", "stops", "took_s")
Search = dict[str, Any]
ASKED: dict[str, Callable[[Search], bool]] = {
    "": lambda one: True,
    "known kinds, on furniture": lambda one: not one["new"] and one["where"] != "floor",
    "new kinds": lambda one: bool(one["new"]),
    "on the floor": lambda one: one["where"] == "floor",
    "shut in": lambda one: one["where"] == "inside" or one["where"].startswith("drawer"),
}


def sum_up(rows: list[Row]) -> Summary:
    """How much less the learned ranking needs than others (negative: less), then each by itself."""
    metrics: dict[str, Any] = {}
    for figure in FIGURES:
        for other in (BELIEFS, RANDOM):
            less = [a - b for a, b in _pairs(rows, figure, other, ASKED[""])]
            metrics[f"search.{figure}_less_than_{other}"] = mean(less)
    splits: dict[str, Metrics] = {}
    for asked, fits in ASKED.items():
        for ranking in (LEARNED, BELIEFS, RANDOM):
            found = _figures(rows, ranking, fits)
            if found:
                splits[f"{ranking}: {asked}".removesuffix(": ")] = found
    return Summary(metrics, splits)


def _figures(rows: list[Row], ranking: str, fits: Callable[[Search], bool]) -> Metrics:
    own = [[s for s in row["searches"] if s["ranking"] == ranking and fits(s)] for row in rows]
    own = [part for part in own if part]
    if not own:
        return {}
    every = [one for part in own for one in part]
    found = {
        f"search.{figure}": mean([float(np.mean([one[figure] for one in part])) for part in own])
        for figure in FIGURES
    }
    found["search.first"] = rate(sum(one["stops"] == 1 for one in every), len(every))
    found["search.gave_up"] = rate(sum(one["gave_up"] for one in every), len(every))
    return found


def _pairs(
    rows: list[Row], figure: str, other: str, fits: Callable[[Search], bool]
) -> list[tuple[float, float]]:
    """Of each home the mean by the learned ranking and by another."""
    found = []
    for row in rows:
        by: dict[str, list[float]] = defaultdict(list)
        for one in row["searches"]:
            if fits(one):
                by[one["ranking"]].append(float(one[figure]))
        if by[LEARNED] and by[other]:
            found.append((float(np.mean(by[LEARNED])), float(np.mean(by[other]))))
    return found
