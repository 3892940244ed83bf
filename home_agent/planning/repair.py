"""A step that failed and how often it did come in; what to do about it goes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from home_agent.errors import StepFailed

Remedy = Literal["look again", "another way", "next place", "ask", "give up"]

# What helps against each kind of failure, in the order to try it.
REMEDIES: Mapping[str, tuple[Remedy, ...]] = {
    "grasp_failed": ("look again", "look again", "give up"),
    "dropped": ("look again", "give up"),
    "not_found": ("next place", "give up"),
    "blocked": ("another way", "another way", "give up"),
    "timed_out": ("another way", "give up"),
    "too_hot": ("give up",),
}


@dataclass(frozen=True, slots=True)
class Repair:
    """What to do now, and how to say it."""

    remedy: Remedy
    words: str = ""


def repair(error: StepFailed, failed: int) -> Repair:
    """The remedy after a step has failed for the `failed`-th time (from 1) in this way."""
    known = REMEDIES.get(error.code, ("look again", "give up"))
    remedy = known[min(failed, len(known)) - 1]
    words = {
        "look again": "I look again.",
        "another way": "I try another way.",
        "next place": "I look somewhere else.",
        "ask": "Please help me.",
        "give up": str(error),
    }
    return Repair(remedy, words[remedy])
