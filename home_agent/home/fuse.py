"""An old belief and a new detection of the same thing come in; the belief that follows goes out."""

from __future__ import annotations

from dataclasses import replace

from home_agent.home.priors import hazards
from home_agent.home.things import LIVING
from home_agent.types import Detection, ObjectBelief

SIGHT_M2 = 0.03**2  # variance of one look
LEAST_M2 = SIGHT_M2 / 10  # errors that many looks share do not average out
MISSED = 0.04  # chance that a look at the right spot misses what is there
SEEN_UP_TO = 0.97  # nothing is sure for longer than it is looked at
UNSEEN = 0.5
SURE = 0.9  # a look less sure than this does not change what a thing is like


def fresh(id: str, seen: Detection) -> ObjectBelief:
    """What is believed of a thing the moment before it is first taken in."""
    return ObjectBelief(id, seen.label, {}, None, seen.position_map_m, 1.0, UNSEEN)


def fused(old: ObjectBelief, seen: Detection, place: str | None, now_s: float) -> ObjectBelief:
    """`old` brought up to date by seeing the thing at `place`: a Kalman step for its position.

    What moves by itself is simply where it was seen. Attributes seen surely win over older ones.
    """
    gain = 1.0 if seen.label in LIVING else old.covariance / (old.covariance + SIGHT_M2)
    x, y, z = (
        a + gain * (b - a) for a, b in zip(old.position_map_m, seen.position_map_m, strict=True)
    )
    warm = old.temperature_c if seen.temperature_c is None else seen.temperature_c
    score = min(1.0, max(0.0, seen.score))
    return replace(
        old,
        attributes={**old.attributes, **seen.attributes}
        if score >= SURE
        else {**seen.attributes, **old.attributes},
        place=place,
        position_map_m=(x, y, z),
        covariance=SIGHT_M2 if gain == 1.0 else max(LEAST_M2, (1.0 - gain) * old.covariance),
        p_here=min(SEEN_UP_TO, 1.0 - (1.0 - old.p_here) * (1.0 - 0.95 * score)),
        seen_s=now_s,
        temperature_c=warm,
        hazards=hazards(seen.label, warm),
    )


def missed(old: ObjectBelief) -> ObjectBelief:
    """`old` after a look at its spot that did not show it (Bayes' rule)."""
    there = old.p_here * MISSED
    return replace(old, p_here=there / (there + 1.0 - old.p_here))
