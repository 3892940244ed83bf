"""Known counts come in; the published Wilson limits must come out."""

import json
import math

import pytest

from home_agent.bench.report import Report, as_json
from home_agent.bench.stats import mean, percentile, rate


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
