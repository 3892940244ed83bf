"""Time: the only module that reads the clock. Simulated time moves when the world is stepped."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import Protocol

REST_S = 2.0  # a loop that paused for so long was at rest, not late


class Clock(Protocol):
    """Where time comes from: monotonic seconds and a way to let some pass.

    tick(every_s): wait for the next beat of a loop that goes round every `every_s`. think_s: how
    long a slow job takes (thinking.py), None where time goes on by itself while one computes.
    """

    think_s: float | None

    def now_s(self) -> float: ...
    def sleep(self, dt_s: float) -> None: ...
    def tick(self, every_s: float) -> None: ...


class RealClock:
    """Monotonic wall time. beats, late: how often `tick` was called, and more than half a beat
    too late. busy: how often the thread that calls it had computed for longer than a beat, which
    makes it late however idle the machine is.
    """

    think_s: float | None = None

    def __init__(self) -> None:
        self.beats = self.late = self.busy = 0
        self._beat_s = self._computed_s = -math.inf

    def now_s(self) -> float:
        return time.monotonic()

    def tick(self, every_s: float) -> None:
        now_s, due_s = self.now_s(), self._beat_s + every_s
        if now_s - due_s > REST_S:  # the loop begins anew
            due_s = now_s + every_s
        elif now_s - due_s > every_s / 2:
            self.late += 1
            # A beat that is missed wholly is not made up for.
            due_s = due_s if now_s - due_s < every_s else now_s
        computed_s = time.thread_time()
        self.busy += math.isfinite(self._computed_s) and computed_s - self._computed_s > every_s
        self.beats += 1
        self._beat_s, self._computed_s = due_s, computed_s
        self.sleep(due_s - now_s)

    def sleep(self, dt_s: float) -> None:
        if dt_s > 0:
            time.sleep(dt_s)


class SimClock:
    """Simulated time: `sleep` steps the world by calling `advance(dt_s)`.

    With `pace` above 0 it also waits, so that simulated time runs at most `pace` times as fast
    as real time; 0 runs as fast as the machine can. think_s: what slow jobs take of it.
    """

    def __init__(
        self,
        advance: Callable[[float], None] | None = None,
        pace: float = 0.0,
        think_s: float = 0.0,
    ) -> None:
        self._advance = advance
        self.think_s: float | None = think_s
        self._pace = pace
        self._now_s = 0.0
        self._start_s = time.monotonic()

    def now_s(self) -> float:
        return self._now_s

    def tick(self, every_s: float) -> None:
        self.sleep(every_s)

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


def cpu_s() -> float:
    """Seconds of computing that this process has used, which a busy machine does not lengthen."""
    return time.process_time()


def stamp() -> str:
    """Local date and time as text for names of files: 20261121-131502."""
    return time.strftime("%Y%m%d-%H%M%S")


def unix_s() -> float:
    """Seconds since 1970, for memories that outlive a run."""
    return time.time()


def thread_s() -> float:
    """Seconds of processor time this thread has used: what other programs do does not count."""
    return time.thread_time()
