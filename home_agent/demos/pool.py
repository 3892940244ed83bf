"""Jobs come in, processes of our own do them, and what each came to goes out as it happens.

Every worker hangs on a pipe that only we hold: when we are killed they notice and end, and when
one of them dies we notice and start another.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Any

JOBS_EACH = 16  # then a worker makes room for a fresh one: graphics in software leak a little


@dataclass(frozen=True, slots=True)
class Done:
    """A job that is over; `trouble` says why it failed, empty when it did not."""

    job: Any
    trouble: str = ""


@dataclass(slots=True)
class _Worker:
    process: SpawnProcess
    pipe: Connection
    job: Any = None
    count: int = 0


def work(jobs: Sequence[Any], do: Callable[[Any], None], processes: int) -> Iterator[Done]:
    """Do all jobs in parallel processes; `do` must be a function that a module holds."""
    waiting = list(reversed(jobs))
    workers: list[_Worker] = []
    try:
        while waiting or workers:
            while waiting and len(workers) < processes:
                worker = _start(do)
                _give(worker, waiting.pop())
                workers.append(worker)
            for ready in wait([worker.pipe for worker in workers]):
                worker = next(one for one in workers if one.pipe is ready)
                job = worker.job
                try:
                    trouble = worker.pipe.recv()
                except EOFError:
                    worker.process.join()
                    trouble = f"its process died with code {worker.process.exitcode}"
                    worker.count = JOBS_EACH
                if waiting and worker.count < JOBS_EACH:
                    _give(worker, waiting.pop())
                else:
                    _end(worker)
                    workers.remove(worker)
                yield Done(job, str(trouble))
    finally:
        for worker in workers:
            worker.process.terminate()
            worker.process.join()


def _start(do: Callable[[Any], None]) -> _Worker:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, do), daemon=True)
    process.start()
    theirs.close()
    return _Worker(process, ours)


def _give(worker: _Worker, job: Any) -> None:
    worker.job, worker.count = job, worker.count + 1
    worker.pipe.send(job)


def _end(worker: _Worker) -> None:
    worker.pipe.close()
    worker.process.join()


def _serve(pipe: Connection, do: Callable[[Any], None]) -> None:
    """A worker's life: job by job until nobody is there any more."""
    os.environ["LP_NUM_THREADS"] = "0"  # software graphics: one process, one core
    while True:
        try:
            job = pipe.recv()
        except EOFError:
            return
        try:
            do(job)
            trouble = ""
        except Exception as error:  # one bad run must not end the others
            trouble = f"{type(error).__name__}: {error}"
        try:
            pipe.send(trouble)
        except BrokenPipeError:
            return
