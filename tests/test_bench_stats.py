"""Known counts come in; the published Wilson limits must come out."""

import json
import math

import pytest

from home_agent.bench.report import Report, as_json
from home_agent.bench.stats import auroc, mean, percentile, rate


def test_wilson_interval_known_values() -> None:
    # 199 of 229, as printed in the closed-loop findings: 86.9% [81.9, 90.7]
    found = rate(199, 229)
    assert found.value == pytest.approx(0.869, abs=5e-4)
    assert found.low == pytest.approx(0.819, abs=5e-4)
    assert found.high == pytest.approx(0.907, abs=5e-4)


def test_all_hits_stay_below_one_at_the_lower_end() -> None:
    found = rate(200, 200)
    assert found.high == pytest.approx(1.0)
    assert found.low == pytest.approx(0.981, abs=5e-4)


def test_nothing_measured_is_null_in_json() -> None:
    report = Report("fetch", "teacher", 100000, 0, 0.0, {"fetch.success": rate(0, 0)})
    found = json.loads(as_json(report))
    assert found["metrics"]["fetch.success"]["value"] is None
    assert found["metrics"]["fetch.success"]["n"] == 0
    assert {"bench", "policy", "seed", "episodes", "commit", "wall_s", "splits"} <= found.keys()


def test_mean_and_percentile() -> None:
    assert mean([1.0, 2.0, 3.0]).value == 2.0
    assert math.isinf(mean([1.0]).high)
    found = percentile(list(range(1001)), 95)
    assert found.value == pytest.approx(950)
    assert 930 <= found.low < 950 < found.high <= 970


def test_auroc_counts_pairs_and_halves_ties() -> None:
    assert auroc([0.1, 0.2, 0.8, 0.9], [False, False, True, True]).value == 1.0
    assert auroc([0.1, 0.2, 0.8, 0.9], [True, True, False, False]).value == 0.0
    assert auroc([0.5] * 6, [True, False] * 3).value == 0.5
    # Three of the four pairs are the right way round.
    found = auroc([0.4, 0.2, 0.3, 0.1], [True, True, False, False])
    assert found.value == 0.75 and found.n == 4
    assert found.low < 0.75 < found.high
    assert math.isnan(auroc([0.1, 0.2], [True, True]).value)


def test_auroc_interval_as_published() -> None:
    """Hanley and McNeil's formula by hand: area 0.8, 50 of each sort, standard error 0.0447."""
    q1, q2 = 0.8 / 1.2, 2 * 0.64 / 1.8
    error = math.sqrt((0.8 * 0.2 + 49 * (q1 - 0.64) + 49 * (q2 - 0.64)) / 2500)
    # 2,000 of 2,500 pairs in order: the true ones rank above all but ten of the false ones.
    scores = [1.0] * 40 + [3.0] * 10 + [2.0] * 50
    found = auroc(scores, [False] * 50 + [True] * 50)
    assert found.value == pytest.approx(0.8)
    assert found.high - found.value == pytest.approx(1.96 * error, abs=1e-3)
