"""Thresholds: how many cases certify what, that they hold on new cases, and that they are kept."""

from pathlib import Path

import numpy as np
import pytest

from home_agent.errors import BadInput
from home_agent.imagination.calibrate import NEVER, calibrate, miss_high, pac, read, write


def test_how_many_harms_certify_one_in_a_hundred() -> None:
    # findings/safety.md: 0 misses in 300, 1 in 473, 4 in 1,000 (Clopper-Pearson, one-sided 95%).
    assert miss_high(0, 299) <= 0.01 < miss_high(0, 297)
    assert miss_high(1, 473) <= 0.01 < miss_high(1, 470)
    assert miss_high(4, 1000) <= 0.01 < miss_high(5, 1000)


def test_too_few_harms_certify_nothing() -> None:
    assert pac(np.linspace(0.5, 1.0, 100), 0.01) is None


def test_a_threshold_holds_on_new_cases_as_often_as_it_says() -> None:
    rng = np.random.default_rng(5)
    broken = 0
    for _ in range(300):
        at = pac(rng.random(500), 0.02)
        assert at is not None
        broken += at > 0.02  # the true share of misses of uniform scores under `at`
    assert broken / 300 <= 0.08


def test_limits_are_kept_and_read_back(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    harms = np.maximum.accumulate(rng.random((200, 5, 20, 8)) < 0.03, axis=2)
    chances = np.where(harms, rng.uniform(0.4, 1.0, harms.shape), rng.uniform(0, 0.5, harms.shape))
    found = calibrate(chances, 0.1 * rng.random(harms.shape), harms, {"homes": 3})
    write(found, tmp_path / "limits.json")
    again = read(tmp_path / "limits.json")
    assert again == found
    slow, stop = found.table("slow_at"), found.table("stop_at")
    assert (slow <= stop).all()
    one = found.harms["thing"]["1"]
    assert one.positives == int(harms[:, :, 9, 0].sum())
    assert one.false_stop <= 0.02
    assert one.pac_at == NEVER or one.certified <= 0.2


def test_no_thresholds_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="holds no thresholds"):
        read(tmp_path / "limits.json")
