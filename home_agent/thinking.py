"""A slow job comes in; what it gives goes out, while the loop's beats go on.

In real time a thread does the job. Simulated time stands still while one computes, so there the
job is done at once, and what it gave may be held back by a fixed simulated delay: the same run
comes out the same each time.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Generic, TypeVar

from home_agent.clock import Clock

T = TypeVar("T")
SWITCH_S = 0.001  # so soon the loop gets its turn while the worker computes (usually 5 ms)


class Thought(Generic[T]):
    """A job that was begun; it counts as done no earlier than `due_s` on the clock."""

    def __init__(self, future: Future[T], clock: Clock, due_s: float) -> None:
        self._future, self._clock, self._due_s = future, clock, due_s

    def ready(self, within_s: float) -> bool:
        """Is it done? Waits for `within_s` at most."""
        if self._clock.now_s() < self._due_s - 1e-6:
            return False
        return bool(wait((self._future,), within_s).done)

    def result(self) -> T:
        """What the job gave; raises what it raised."""
        return self._future.result()


class Mind:
    """Do jobs one after the other: one that nobody waits for any more holds up the next."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._worker: ThreadPoolExecutor | None = None
        if clock.think_s is None:
            self._worker = ThreadPoolExecutor(1, "mind")
            sys.setswitchinterval(SWITCH_S)

    def begin(self, job: Callable[[], T]) -> Thought[T]:
        """Begin a job."""
        now_s = self._clock.now_s()
        if self._worker is not None:
            return Thought(self._worker.submit(job), self._clock, now_s)
        done: Future[T] = Future()
        try:
            done.set_result(job())
        except Exception as error:  # it is raised where the result is asked for
            done.set_exception(error)
        return Thought(done, self._clock, now_s + (self._clock.think_s or 0.0))
