"""A benchmark's name and seeds come in; its report comes out, measured in parallel processes."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rich.progress import Progress

from home_agent.bench.report import Example, Metrics, Report
from home_agent.bench.stats import mean
from home_agent.clock import cpu_s, wall_s
from home_agent.errors import BadInput, no_such

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Summary:
    """What a bench makes of its episodes' rows."""

    metrics: Metrics
    splits: Mapping[str, Metrics] = field(default_factory=dict)
    per_kind: Mapping[str, Metrics] = field(default_factory=dict)
    failures: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()


def _any(policy: str, seeds: range) -> None:
    """Most benches find out for themselves what they cannot play."""


@dataclass(frozen=True, slots=True)
class Bench:
    """A benchmark: one function plays the episode of a seed, the other sums the rows up.

    check: raises BadInput beforehand for a policy or seeds that it cannot play. parts: the tasks
    or splits that it can be asked for; `play` then gets one of them too. usual: those played when
    none is asked for. policy: whom it measures unless told. alone: episodes would disturb each
    other if they ran at once.
    """

    play: Callable[..., Row]
    sum_up: Callable[[list[Row]], Summary]
    check: Callable[[str, range], None] = _any
    parts: Sequence[str] = ()
    usual: Sequence[str] = ()
    policy: str = "teacher"
    alone: bool = False


def run_bench(
    name: str,
    policy: str | None,
    seed: int,
    episodes: int,
    processes: int = 2,
    parts: Sequence[str] = (),
) -> Report:
    """Play the home seeds `seed` .. `seed + episodes - 1` and report; raises BadInput.

    parts: the bench's tasks or splits, each played with every seed. Episodes are independent of
    one another and of the number of processes.
    """
    bench = _bench(name)
    policy, processes = policy or bench.policy, 1 if bench.alone else processes
    bench.check(policy, range(seed, seed + episodes))
    for part in parts:
        if part not in bench.parts:
            raise BadInput(no_such(f"task or split of {name}", part, bench.parts))
    start_s = wall_s()
    every = tuple(dict.fromkeys(parts)) or bench.usual or ("",)
    jobs = [(name, seed + n, policy, part) for part in every for n in range(episodes)]
    rows: list[Row] = []
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    context = multiprocessing.get_context("spawn")
    with Progress(transient=True) as progress, context.Pool(min(processes, len(jobs))) as pool:
        task = progress.add_task(f"bench {name}", total=len(jobs))
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
        metrics={**found.metrics, f"{name}.cpu_s": mean([float(row["cpu_s"]) for row in rows])},
        splits=found.splits,
        per_kind=found.per_kind,
        failures=found.failures,
        examples=found.examples,
    )


def _bench(name: str) -> Bench:
    # Simulators load only when played.
    from home_agent.bench import (  # noqa: PLC0415
        act,
        fetch,
        grip,
        ground,
        ground_sums,
        hear,
        language,
        pick,
        planning,
        runtime,
        safety,
        search,
        search_sums,
        serve,
    )
    from home_agent.bench.act_scenes import ACTS  # noqa: PLC0415
    from home_agent.bench.fetch_splits import SPLITS  # noqa: PLC0415

    benches = {
        "act": Bench(act.play, act.sum_up, act.check, ACTS, ACTS),
        "fetch": Bench(fetch.play, fetch.sum_up, parts=tuple(SPLITS), usual=("new_homes",)),
        "grip": Bench(grip.play, grip.sum_up, grip.check, policy="nano"),
        "ground": Bench(ground.play, ground_sums.sum_up, ground.check),
        "hear": Bench(hear.play, hear.sum_up),
        "language": Bench(language.play, language.sum_up, policy="parser"),
        "pick": Bench(pick.play, pick.sum_up),
        "planning": Bench(planning.play, planning.sum_up, policy="rules"),
        "runtime": Bench(runtime.play, runtime.sum_up, runtime.check, policy="planner", alone=True),
        "safety": Bench(safety.play, safety.sum_up, safety.check, safety.PARTS, safety.PARTS),
        "search": Bench(search.play, search_sums.sum_up, search.check),
        "serve": Bench(serve.play, serve.sum_up, serve.check, policy=serve.BLANK, alone=True),
    }
    if name not in benches:
        raise BadInput(no_such("benchmark", name, benches))
    return benches[name]


BENCHES = (
    "act",
    "fetch",
    "gate",
    "grip",
    "ground",
    "hear",
    "language",
    "pick",
    "planning",
    "runtime",
    "safety",
    "search",
    "serve",
)


def _play(job: tuple[str, int, str, str]) -> Row:
    name, seed, policy, part = job
    start_s, start_cpu_s = wall_s(), cpu_s()
    asked = (seed, policy, part) if part else (seed, policy)
    row = dict(_bench(name).play(*asked))
    took = {"wall_s": wall_s() - start_s, "cpu_s": cpu_s() - start_cpu_s}
    return {**row, "seed": seed, **took}
