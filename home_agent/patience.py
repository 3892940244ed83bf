"""Chunks of one aim come in, with time and place; TimedOut when it takes too long goes out."""

from __future__ import annotations

import math

from home_agent.errors import TimedOut
from home_agent.types import ActionChunk, Aim, Pose2D

PATIENCE_S, PROGRESS_M = 30.0, 0.3  # so long without coming any farther is no progress


class Patience:
    """Wait for one aim, for `timeout_s` at most."""

    def __init__(self, aim: Aim, timeout_s: float, t_s: float, base: Pose2D) -> None:
        self._doing = aim.verb if not aim.words else f"{aim.verb} {aim.words}"
        self._timeout_s = timeout_s
        self._begun_s = self._moved_s = t_s
        self._best, self._there = -1.0, base

    def check(self, chunk: ActionChunk, t_s: float, base: Pose2D) -> None:
        """Raise TimedOut when it takes too long, or nothing has come of it for a while."""
        far = math.hypot(base.x_m - self._there.x_m, base.y_m - self._there.y_m) > PROGRESS_M
        if chunk.progress > self._best + 0.01 or far:
            self._best, self._moved_s, self._there = max(self._best, chunk.progress), t_s, base
        if t_s - self._begun_s > self._timeout_s:
            raise TimedOut(f"I gave up after {self._timeout_s:.0f} seconds: {self._doing}.")
        if t_s - self._moved_s > PATIENCE_S and chunk.progress < 0.95:
            raise TimedOut(f"I made no progress: {self._doing}.")
