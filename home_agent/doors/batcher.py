"""Questions of many robots come in; each gets its own answer of a network that is asked in batches.

A batch is full, or everybody who could ask has asked, or the first has waited long enough. Who
comes when the queue is full is told so at once: an old answer is worth nothing to a robot.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from home_agent.errors import HomeAgentError

Q = TypeVar("Q")
A = TypeVar("A")


class Busy(HomeAgentError):
    """More robots wait than may."""

    code = "busy"


@dataclass(frozen=True, slots=True)
class Limits:
    """most: questions a batch. wait_s: for others to join. waiting: questions in the queue."""

    most: int = 8
    wait_s: float = 0.005
    waiting: int = 32


class Batcher(Generic[Q, A]):
    """Ask `run` for many at once; `robots` says how many could ask at all.

    `run` gets 1 to `limits.most` questions and gives as many answers; it runs in a thread, one
    batch at a time, while the next one gathers.
    """

    def __init__(
        self,
        run: Callable[[Sequence[Q]], Sequence[A]],
        limits: Limits,
        robots: Callable[[], int],
    ) -> None:
        self._run, self._limits, self._robots = run, limits, robots
        self._queue: asyncio.Queue[tuple[Q, asyncio.Future[tuple[A, int]]]] = asyncio.Queue(
            limits.waiting
        )

    async def ask(self, question: Q) -> tuple[A, int]:
        """The answer, and how many were asked together; raises `Busy` when the queue is full."""
        answer: asyncio.Future[tuple[A, int]] = asyncio.get_running_loop().create_future()
        try:
            self._queue.put_nowait((question, answer))
        except asyncio.QueueFull:
            raise Busy(
                f"{self._limits.waiting} questions wait already. Ask again, or serve on more "
                "machines."
            ) from None
        return await answer

    async def work(self) -> None:
        """Answer for ever."""
        while True:
            batch = await self._gather()
            batch = [one for one in batch if not one[1].cancelled()]
            if not batch:
                continue
            try:
                found = await asyncio.to_thread(self._run, [question for question, _ in batch])
                told = [(answer, len(batch)) for answer in found]
            except Exception as error:  # the next batch may well go
                for _, answer in batch:
                    if not answer.done():
                        answer.set_exception(error)
                continue
            for (_, answer), one in zip(batch, told, strict=True):
                if not answer.done():
                    answer.set_result(one)

    async def _gather(self) -> list[tuple[Q, asyncio.Future[tuple[A, int]]]]:
        batch = [await self._queue.get()]
        try:
            async with asyncio.timeout(self._limits.wait_s):
                while len(batch) < min(self._limits.most, self._robots()):
                    batch.append(await self._queue.get())
        except TimeoutError:
            pass
        return batch
