"""A look and what to ask of it come in; where eyes point for each, and how rightly, goes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np

from home_agent.bench.ground_asks import BLANK, Ask
from home_agent.clock import wall_s
from home_agent.sim.lessons import Lesson
from home_agent.types import CameraFrame
from home_agent.vla.eyesight import Pointed


class Eyes(Protocol):
    """What is measured: one look 1 serves many phrases."""

    def glance(self, frame: CameraFrame) -> Any: ...

    def point(self, glance: Any, phrase: str) -> Pointed: ...


@dataclass(frozen=True, slots=True)
class Answer:
    """Where the eyes pointed for an ask in a look, and what that was worth.

    hit, first_hit: both looks' and look 1's point is on something meant. among: the share of all
    that is shown that was meant. kind: of the first thing meant. t_s: what pointing took.
    """

    ask: Ask
    pointed: Pointed
    hit: bool
    first_hit: bool
    among: float
    kind: str
    t_s: float


def examine(lesson: Lesson, asked: Sequence[Ask], pointer: Eyes) -> tuple[float, list[Answer]]:
    """Ask everything of one look: how long look 1 took (s), and the answers."""
    start_s = wall_s()
    glance = pointer.glance(lesson.frame)
    took_s = wall_s() - start_s
    blank = pointer.glance(blanked(lesson.frame)) if any(a.split == BLANK for a in asked) else None
    return took_s, [
        _answer(lesson, ask, pointer, blank if ask.split == BLANK else glance) for ask in asked
    ]


def _answer(lesson: Lesson, ask: Ask, pointer: Eyes, glance: Any) -> Answer:
    start_s = wall_s()
    found = pointer.point(glance, ask.phrase)
    t_s = wall_s() - start_s
    meant = [lesson.shown[i] for i in ask.means]
    u, v, _ = found.first
    return Answer(
        ask=ask,
        pointed=found,
        hit=any(one.covers(found.u, found.v) for one in meant),
        first_hit=any(one.covers(u, v) for one in meant),
        among=len(meant) / max(1, len(lesson.shown)),
        kind=meant[0].label if meant else "",
        t_s=t_s,
    )


def blanked(frame: CameraFrame) -> CameraFrame:
    """The same look with nothing in it: no colour, no depth, no warmth."""
    assert frame.rgb is not None
    empty = np.zeros_like(frame.depth_m)
    return replace(frame, rgb=np.zeros_like(frame.rgb), depth_m=empty, thermal_c=None)
