"""Counts come in; rates with 95% intervals come out, in the shape that `bench --json` prints."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import rankdata

Z_95 = 1.959964


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure with its 95% interval and the number of cases behind it."""

    value: float
    low: float
    high: float
    n: int


def rate(hits: int, n: int) -> Metric:
    """Share of hits with the Wilson score interval (Wilson 1927, JASA 22)."""
    if n == 0:
        return Metric(math.nan, 0.0, 1.0, 0)
    p = hits / n
    middle = (p + Z_95**2 / (2 * n)) / (1 + Z_95**2 / n)
    half = Z_95 / (1 + Z_95**2 / n) * math.sqrt(p * (1 - p) / n + Z_95**2 / (4 * n * n))
    return Metric(p, max(0.0, middle - half), min(1.0, middle + half), n)


def mean(values: Sequence[float]) -> Metric:
    """Mean with the normal interval of its standard error."""
    n = len(values)
    if n == 0:
        return Metric(math.nan, math.nan, math.nan, 0)
    middle = float(np.mean(values))
    half = Z_95 * float(np.std(values, ddof=1)) / math.sqrt(n) if n > 1 else math.inf
    return Metric(middle, middle - half, middle + half, n)


def percentile(values: Sequence[float], q: float) -> Metric:
    """The q-th percentile with the order-statistic interval (binomial, normal approximation)."""
    n = len(values)
    if n == 0:
        return Metric(math.nan, math.nan, math.nan, 0)
    ordered = np.sort(np.asarray(values, float))
    half = Z_95 * math.sqrt(n * q / 100 * (1 - q / 100))
    low = ordered[max(0, math.floor(n * q / 100 - half))]
    high = ordered[min(n - 1, math.ceil(n * q / 100 + half))]
    return Metric(float(np.percentile(ordered, q)), float(low), float(high), n)


def auroc(scores: Sequence[float], truths: Sequence[bool]) -> Metric:
    """The chance that a true case scores higher than a false one, a tie counting half.

    With the interval of Hanley and McNeil (1982, Radiology 143); n counts both sorts.
    """
    ranks, true = rankdata(scores), np.asarray(truths, bool)
    good, bad = int(true.sum()), int((~true).sum())
    if not good or not bad:
        return Metric(math.nan, 0.0, 1.0, good + bad)
    area = (float(ranks[true].sum()) - good * (good + 1) / 2) / (good * bad)
    one, two = area / (2 - area), 2 * area * area / (1 + area)
    spread = area * (1 - area) + (good - 1) * (one - area**2) + (bad - 1) * (two - area**2)
    half = Z_95 * math.sqrt(max(0.0, spread) / (good * bad))
    return Metric(area, max(0.0, area - half), min(1.0, area + half), good + bad)
