"""A benchmark's name and seeds come in; its report comes out, measured in parallel processes."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from rich.progress import Progress

from home_agent.bench.report import Metrics, Report
from home_agent.clock import wall_s
from home_agent.errors import BadInput, no_such

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Summary:
    """What a bench makes of its episodes' rows."""

    metrics: Metrics
    splits: Mapping[str, Metrics] = field(default_factory=dict)
    per_kind: Mapping[str, Metrics] = field(default_factory=dict)
    failures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bench:
    """A benchmark: one function plays the episode of a seed, the other sums the rows up."""

    play: Callable[[int, str], Row]
    sum_up: Callable[[list[Row]], Summary]


def run_bench(name: str, policy: str, seed: int, episodes: int, processes: int = 2) -> Report:
    """Play the home seeds `seed` .. `seed + episodes - 1` and report; raises BadInput.

    Episodes are independent of one another and of the number of processes.
    """
    bench = _bench(name)
    start_s = wall_s()
    jobs = [(name, seed + n, policy) for n in range(episodes)]
    rows: list[Row] = []
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    context = multiprocessing.get_context("spawn")
    with Progress(transient=True) as progress, context.Pool(min(processes, episodes)) as pool:
        task = progress.add_task(f"bench {name}", total=episodes)
        for row in pool.imap_unordered(_play, jobs):
            rows.append(row)
            progress.advance(task)
    found = bench.sum_up(sorted(rows, key=lambda row: int(row["seed"])))
    return Report(
        bench=name,
        policy=policy,
        seed=seed,
        episodes=episodes,
        wall_s=round(wall_s() - start_s, 1),
        metrics=found.metrics,
        splits=found.splits,
        per_kind=found.per_kind,
        failures=found.failures,
    )


def _bench(name: str) -> Bench:
    from home_agent.bench import fetch, hear, pick  # noqa: PLC0415 - simulators load only when played

    benches = {
        "fetch": Bench(fetch.play, fetch.sum_up),
        "hear": Bench(hear.play, hear.sum_up),
        "pick": Bench(pick.play, pick.sum_up),
    }
    if name not in benches:
        raise BadInput(no_such("benchmark", name, benches))
    return benches[name]


BENCHES = ("fetch", "hear", "pick")


def _play(job: tuple[str, int, str]) -> Row:
    name, seed, policy = job
    start_s = wall_s()
    row = dict(_bench(name).play(seed, policy))
    return {**row, "seed": seed, "wall_s": wall_s() - start_s}
