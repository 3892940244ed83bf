"""Chances and what truly came comes in; thresholds with a stated confidence go out.

PAC (binomial) calibration: a threshold is good when, with 95% confidence, no more than a share of
harms stays under it (Clopper and Pearson 1934, Biometrika 26). Plain split-conformal thresholds
hold such a share only on average and exceed it almost half of the time.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from home_agent.errors import BadInput
from home_agent.imagination.spec import HARMS, HORIZONS_S, step_of

CONFIDENCE = 0.95
MISSES = (0.01, 0.02, 0.05, 0.10, 0.20)  # the first that the cases at hand can certify is taken
FALSE_STOP, FALSE_SLOW = 0.004, 0.03  # of the policy's own safe chunks, for each harm
LEAST_SLOW, LEAST_STOP = 0.05, 0.2  # so small chances are no reason, however seldom they are said
SURE = 0.5  # what is more likely than not is always one
NEVER = 2.0  # a threshold that nothing reaches

Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Limit:
    """Thresholds of one harm within one horizon.

    slow_at: from this chance on the robot is slowed, stop_at: its chunk is replaced. positives:
    harms calibrated on; slow_missed: of them under slow_at, slow_miss_high: the 95% bound of that
    share, and the same for stop_at; false_slow, false_stop: of the policy's own safe chunks.
    certified: the share of misses that the PAC rule grants at pac_at, 1.0 when it grants none.
    """

    slow_at: float
    stop_at: float
    pac_at: float
    certified: float
    positives: int
    slow_missed: int
    stop_missed: int
    slow_miss_high: float
    stop_miss_high: float
    false_slow: float
    false_stop: float


@dataclass(frozen=True, slots=True)
class Limits:
    """All thresholds: by harm and horizon [s], and of doubt; `made` says from what."""

    harms: Mapping[str, Mapping[str, Limit]]
    doubt_slow: float
    doubt_stop: float
    made: Mapping[str, Any]

    def table(self, which: str) -> NDArray[np.float64]:
        """`slow_at` or `stop_at` as float64 [horizons, 8]."""
        return np.array(
            [[getattr(self.harms[h][f"{t:g}"], which) for h in HARMS] for t in HORIZONS_S]
        )


def miss_high(missed: int, n: int, confidence: float = CONFIDENCE) -> float:
    """The upper bound of a share of which `missed` of `n` were seen, one-sided, by bisection."""
    if missed >= n:
        return 1.0
    low, high = missed / n, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if _at_most(missed, n, middle) > 1.0 - confidence:
            low = middle
        else:
            high = middle
    return high


def pac(scores: Floats, most: float, confidence: float = CONFIDENCE) -> float | None:
    """The highest threshold under which at most `most` of all harms stay, None when it cannot be
    said: `scores` [n] are the chances given to harms that came.
    """
    ordered = np.sort(scores)
    allowed = -1
    while allowed + 1 < len(ordered) and miss_high(allowed + 1, len(ordered), confidence) <= most:
        allowed += 1
    return None if allowed < 0 else float(ordered[allowed])


def calibrate(
    chances: Floats, doubt: Floats, harms: NDArray[np.bool_], made: Mapping[str, Any]
) -> Limits:
    """Thresholds from branches of homes kept apart: all [n, branches, 20, 8].

    The first branch of each moment is the policy's own chunk.
    """
    found: dict[str, dict[str, Limit]] = {}
    for h, name in enumerate(HARMS):
        found[name] = {}
        for horizon_s in HORIZONS_S:
            k = step_of(horizon_s)
            scores, true = chances[:, :, k, h], harms[:, :, k, h]
            own = scores[:, 0][~true[:, 0]]
            found[name][f"{horizon_s:g}"] = _limit(scores[true], own)
    at = step_of(1.0)
    worst = doubt[:, 0, at].max(axis=1)
    return Limits(found, *_quantiles(worst), made)


def _limit(harmful: Floats, safe: Floats) -> Limit:
    certified, at = 1.0, None
    for most in MISSES:
        at = pac(harmful, most)
        if at is not None:
            certified = most
            break
    # What would slow or stop the policy's own safe chunks too often is not used: the guard beneath
    # does not depend on it, and a robot that never moves helps nobody.
    stop = min(max(_above(safe, FALSE_STOP), LEAST_STOP), SURE)
    slow = max(at if at is not None else 0.0, _above(safe, FALSE_SLOW), LEAST_SLOW)
    slow = min(slow, stop)
    n = len(harmful)
    slow_missed, stop_missed = int((harmful < slow).sum()), int((harmful < stop).sum())
    return Limit(
        slow_at=slow,
        stop_at=stop,
        pac_at=NEVER if at is None else at,
        certified=certified,
        positives=n,
        slow_missed=slow_missed,
        stop_missed=stop_missed,
        slow_miss_high=miss_high(slow_missed, n) if n else 1.0,
        stop_miss_high=miss_high(stop_missed, n) if n else 1.0,
        false_slow=float((safe >= slow).mean()) if len(safe) else 0.0,
        false_stop=float((safe >= stop).mean()) if len(safe) else 0.0,
    )


def _above(safe: Floats, share: float) -> float:
    """The chance that at most `share` of the safe chunks reach."""
    if not len(safe):
        return 1.0
    ordered = np.sort(safe)
    return float(ordered[-1 - int(share * len(ordered))]) + 1e-6


def _quantiles(doubt: Floats) -> tuple[float, float]:
    return float(np.quantile(doubt, 0.99)) + 1e-6, float(doubt.max()) * 1.2 + 1e-6


def _at_most(k: int, n: int, p: float) -> float:
    """The chance of at most k of n, each with chance p."""
    if p <= 0.0:
        return 1.0
    if p >= 1.0:
        return float(k >= n)
    logs = [n * np.log1p(-p)]
    for i in range(k):
        logs.append(logs[-1] + np.log((n - i) / (i + 1)) + np.log(p) - np.log1p(-p))
    return float(np.exp(logs).sum())


def write(limits: Limits, path: Path) -> None:
    """Keep thresholds beside their model."""
    path.write_text(json.dumps(asdict(limits), indent=1) + "\n", encoding="utf-8")


def read(path: Path) -> Limits:
    """Thresholds as they were kept; raises `BadInput` when there are none."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        harms = {
            name: {t: Limit(**one) for t, one in times.items()}
            for name, times in found["harms"].items()
        }
        return Limits(harms, found["doubt_slow"], found["doubt_stop"], found["made"])
    except (OSError, ValueError, KeyError, TypeError):
        raise BadInput(
            f"{path} holds no thresholds: use 'home-agent train calibrate' first."
        ) from None
