"""A motion comes in, set point by set point; chunks of them for the robot go out."""

from __future__ import annotations

import math

import numpy as np

from home_agent.sim.motions.reach import DT_S, Limbs, Motion, Point
from home_agent.types import ActionChunk, Observation

STEPS = 5


class Player:
    """Play one motion to its end. `over`: nothing of it is left to be done."""

    def __init__(self, motion: Motion, t_s: float) -> None:
        self._motion, self._begun_s = motion, t_s
        self._ahead: list[tuple[float, Point]] = []
        self._end: str | None = None

    @property
    def over(self) -> bool:
        return self._end is not None and not self._ahead

    def chunk(self, seen: Observation, limbs: Limbs) -> ActionChunk:
        """The next set points, after those that are still to come; `gave_up` as it ended."""
        points = [point for t_s, point in self._ahead if t_s >= seen.t_s - DT_S / 2]
        while len(points) < STEPS and self._end is None:
            try:
                points.append(next(self._motion))
            except StopIteration as stop:
                self._end = stop.value or ""
        done = self._end == ""
        spare = len(points)
        points += [limbs.point()] * max(1, STEPS - len(points))
        self._ahead = [(seen.t_s + i * DT_S, point) for i, point in enumerate(points[:spare])]
        return ActionChunk(
            t_s=seen.t_s,
            dt_s=DT_S,
            base=np.array([point.base for point in points]),
            arm=np.array([point.arm for point in points]),
            head=np.array([point.head for point in points]),
            grip=np.array([point.grip for point in points]),
            done=np.array([float(done and i >= spare) for i in range(len(points))]),
            progress=1.0 if done else 1.0 - math.exp(-(seen.t_s - self._begun_s) / 8.0),
            gave_up=self._end if self._end and not spare else "",
        )
