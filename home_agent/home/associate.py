"""What is seen now and what was believed come in; which belief each detection is goes out."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

from home_agent.home.things import LIVING
from home_agent.types import Detection, ObjectBelief

GATE_M = 0.25  # a still thing is seen no further from where it was than this plus 3 sigma
WALK_MPS = 1.0  # how fast a person may have gone since last seen
FARTHEST_M = 4.0
STAYS_M = 0.5  # somebody seen farther from where they were has walked, and may be anywhere by now
STABLE = ("colour", "material", "name")  # attributes that do not change
SAME_M = 0.08  # two things of a kind cannot be nearer to each other: one of them is misjudged
_MISJUDGED_M = 1.0
_NEVER = 1e6


def agree(a: Mapping[str, str], b: Mapping[str, str]) -> bool:
    """Do two sets of attributes not contradict each other in what cannot change?"""
    return all(a[key] == b[key] for key in STABLE if key in a and key in b)


def gate_m(belief: ObjectBelief, now_s: float) -> float:
    """How far from its believed position the same thing may be seen now."""
    if belief.label in LIVING:
        age = max(0.0, now_s - belief.seen_s)
        return min(FARTHEST_M, 0.6 + WALK_MPS * age)
    return GATE_M + 3.0 * math.sqrt(belief.covariance)


def associate(
    detections: Sequence[Detection], beliefs: Sequence[ObjectBelief], now_s: float
) -> list[int | None]:
    """For each detection the index of the belief it shows, None for something new.

    The same label, attributes that agree and a position within the gate are needed; the sum of
    distances (of people: of what they say) is least. A person known by name is the same wherever
    seen. What is exactly where a thing of its kind was is that thing, though its colour seems to
    be another.
    """
    pairs: list[int | None] = [None] * len(detections)
    if not detections or not beliefs:
        return pairs
    cost = np.full((len(detections), len(beliefs)), _NEVER)
    for i, seen in enumerate(detections):
        for j, old in enumerate(beliefs):
            if seen.label != old.label:
                continue
            far = math.dist(seen.position_map_m, old.position_map_m)
            if not agree(seen.attributes, old.attributes):
                if far <= SAME_M and seen.label not in LIVING and old.p_here >= 0.5:
                    cost[i, j] = far + _MISJUDGED_M
                continue
            away = _walked(far) if seen.label in LIVING else far
            name = seen.attributes.get("name")
            if name is not None and name == old.attributes.get("name"):
                cost[i, j] = min(away, FARTHEST_M)
            elif far <= gate_m(old, now_s):
                # A belief that is nearly given up should not win over a fresh one.
                cost[i, j] = away + 0.1 * (1.0 - old.p_here)
    rows, columns = linear_sum_assignment(cost)
    for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
        if cost[row, column] < _NEVER:
            pairs[row] = column
    return pairs


def _walked(far_m: float) -> float:
    """How unlikely it is, 0..1, to see somebody so far from where they were. Most stay: one who is
    where somebody was is them, and another, who walked, is whoever is not."""
    return 1.0 - math.exp(-far_m / STAYS_M)


def moved(seen: Detection, missing: Sequence[ObjectBelief]) -> int | None:
    """The one missing belief that something new must be, moved; None when that is not sure."""
    alike = [
        index
        for index, old in enumerate(missing)
        if old.label == seen.label
        and agree(seen.attributes, old.attributes)
        and old.attributes.get("colour") == seen.attributes.get("colour")
    ]
    return alike[0] if len(alike) == 1 else None
