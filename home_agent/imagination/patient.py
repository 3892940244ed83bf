"""A world model that may be late, dead or wrong comes in; one that the robot can rely on goes out.

The loop never waits for imagination: without a sound answer in time the chunk is done slowly, under
the guard alone, and that is said once.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as LateError
from dataclasses import replace

import numpy as np

from home_agent.ports import WorldModel
from home_agent.types import ActionChunk, Hazard, Observation, Situation, Verdict

SLOW_MPS, SLOW_RPS = 0.25, 0.6  # ISO 10218-1 reduced speed
WAIT_S = 0.04  # of real time, for one chunk
LOST = "I cannot imagine what comes next just now, so I drive slowly."


class Patient:
    """Ask `model`, within `wait_s` of real time, or in this thread and for as long as it takes
    when that is None (simulated time stands still meanwhile). Implements `ports.WorldModel`.

    lost: how many chunks it gave no answer for.
    """

    def __init__(self, model: WorldModel, wait_s: float | None = None) -> None:
        self._model, self._wait_s = model, wait_s
        self._pool = None if wait_s is None else ThreadPoolExecutor(1, "imagination")
        self._asked: Future[Verdict] | None = None
        self._told = False
        self.lost = 0
        self.took_s: list[float] = getattr(model, "took_s", [])

    @property
    def name(self) -> str:
        """The model's."""
        return self._model.name

    def imagine(self, seen: Observation, chunk: ActionChunk, situation: Situation) -> Verdict:
        """The model's verdict, or a slower chunk when there is none."""
        try:
            verdict = self._ask(seen, chunk, situation)
            if not _sound(verdict.action):
                raise ArithmeticError("A chunk must be made of numbers.")
        except Exception:  # whatever is wrong with it, the robot goes on
            return self._without(chunk)
        self._told = False
        return verdict

    def close(self) -> None:
        """Ask no more."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)

    def _ask(self, seen: Observation, chunk: ActionChunk, situation: Situation) -> Verdict:
        if self._pool is None:
            return self._model.imagine(seen, chunk, situation)
        if self._asked is not None and not self._asked.done():
            raise LateError
        self._asked = self._pool.submit(self._model.imagine, seen, chunk, situation)
        return self._asked.result(self._wait_s)

    def _without(self, chunk: ActionChunk) -> Verdict:
        self.lost += 1
        reason, self._told = "" if self._told else LOST, True
        hazard = Hazard("imagination", "my imagination", None, 0.3)
        return Verdict(True, slowed(chunk), 0.3, (hazard,), reason)


def slowed(chunk: ActionChunk) -> ActionChunk:
    """The chunk at reduced speed."""
    speed = np.hypot(chunk.base[:, 0], chunk.base[:, 1])
    base = chunk.base.copy()
    base[:, :2] *= np.minimum(1.0, SLOW_MPS / np.maximum(speed, 1e-9))[:, None]
    base[:, 2] = np.clip(base[:, 2], -SLOW_RPS, SLOW_RPS)
    return replace(chunk, base=base)


def _sound(chunk: ActionChunk) -> bool:
    parts = (chunk.base, chunk.arm, chunk.head, chunk.grip)
    return all(bool(np.isfinite(part).all()) for part in parts)
