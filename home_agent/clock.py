"""Time: the only module that reads the clock. Simulated time moves when the world is stepped."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol


class Clock(Protocol):
    """Where time comes from: monotonic seconds and a way to let some pass."""

    def now_s(self) -> float: ...
    def sleep(self, dt_s: float) -> None: ...


class RealClock:
    """Monotonic wall time."""

    def now_s(self) -> float:
        return time.monotonic()

    def sleep(self, dt_s: float) -> None:
        if dt_s > 0:
            time.sleep(dt_s)


class SimClock:
    """Simulated time: `sleep` steps the world by calling `advance(dt_s)`.

    With `pace` above 0 it also waits, so that simulated time runs at most `pace` times as fast
    as real time; 0 runs as fast as the machine can.
    """

    def __init__(self, advance: Callable[[float], None] | None = None, pace: float = 0.0) -> None:
        self._advance = advance
        self._pace = pace
        self._now_s = 0.0
        self._start_s = time.monotonic()

    def now_s(self) -> float:
        return self._now_s

    def sleep(self, dt_s: float) -> None:
        if self._advance is not None:
            self._advance(dt_s)
        self._now_s += dt_s
        if self._pace > 0:
            ahead_s = self._now_s / self._pace - (time.monotonic() - self._start_s)
            if ahead_s > 0:
                time.sleep(ahead_s)


def wall_s() -> float:
    """Wall-clock seconds for measuring how long computing takes (never for control)."""
    return time.perf_counter()


def stamp() -> str:
    """Local date and time as text for names of files: 20261121-131502."""
    return time.strftime("%Y%m%d-%H%M%S")


def unix_s() -> float:
    """Seconds since 1970, for memories that outlive a run."""
    return time.time()
