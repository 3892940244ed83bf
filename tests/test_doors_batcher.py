"""Questions are gathered into batches, and who comes too many is told so at once."""

import asyncio
import threading
from collections.abc import Sequence

import pytest

from home_agent.doors.batcher import Batcher, Busy, Limits


def double(sizes: list[int], gate: threading.Event | None = None):  # type: ignore[no-untyped-def]
    """A network that doubles, and keeps how many it was asked at once."""

    def run(questions: Sequence[int]) -> list[int]:
        if gate is not None:
            assert gate.wait(5.0)
        sizes.append(len(questions))
        if -1 in questions:
            raise ValueError("no")
        return [2 * one for one in questions]

    return run


async def asked(batcher: Batcher[int, int], *questions: int) -> list[object]:
    worker = asyncio.create_task(batcher.work())
    found = await asyncio.gather(*map(batcher.ask, questions), return_exceptions=True)
    worker.cancel()
    return list(found)


def test_everybody_gets_their_own_answer_from_few_batches() -> None:
    sizes: list[int] = []
    batcher = Batcher(double(sizes), Limits(most=4, wait_s=1.0), lambda: 99)
    found = asyncio.run(asyncio.wait_for(asked(batcher, *range(8)), 5.0))
    assert found == [(2 * n, 4) for n in range(8)]
    assert sizes == [4, 4]


@pytest.mark.parametrize("robots", [1, 3])
def test_nobody_is_waited_for_who_cannot_come(robots: int) -> None:
    sizes: list[int] = []
    batcher = Batcher(double(sizes), Limits(most=8, wait_s=60.0), lambda: robots)
    assert asyncio.run(asyncio.wait_for(asked(batcher, *range(robots)), 5.0))
    assert sizes == [robots]


def test_a_batch_goes_when_its_time_is_up() -> None:
    sizes: list[int] = []
    batcher = Batcher(double(sizes), Limits(most=8, wait_s=0.02), lambda: 99)
    assert asyncio.run(asyncio.wait_for(asked(batcher, 1, 2), 5.0)) == [(2, 2), (4, 2)]


def test_beyond_the_queue_is_busy_at_once_and_then_free_again() -> None:
    sizes: list[int] = []
    gate = threading.Event()
    batcher = Batcher(double(sizes, gate), Limits(1, 0.0, waiting=2), lambda: 99)

    async def crowd() -> tuple[list[object], object]:
        worker = asyncio.create_task(batcher.work())
        first = asyncio.create_task(batcher.ask(0))
        await asyncio.sleep(0.05)  # it is being worked on; two more may wait
        waiting = [asyncio.create_task(batcher.ask(n)) for n in (1, 2)]
        await asyncio.sleep(0)
        with pytest.raises(Busy, match="2 questions wait already"):
            await batcher.ask(3)
        gate.set()
        found = await asyncio.gather(first, *waiting)
        later = await batcher.ask(4)
        worker.cancel()
        return list(found), later

    found, later = asyncio.run(asyncio.wait_for(crowd(), 10.0))
    assert found == [(0, 1), (2, 1), (4, 1)] and later == (8, 1)


def test_a_batch_that_fails_does_not_end_the_service() -> None:
    sizes: list[int] = []
    batcher = Batcher(double(sizes), Limits(1, 0.0), lambda: 99)
    first, second = asyncio.run(asyncio.wait_for(asked(batcher, -1, 5), 5.0))
    assert isinstance(first, ValueError) and second == (10, 1)
