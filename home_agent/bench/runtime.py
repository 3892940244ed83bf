"""A validation seed comes in; how fast and small the whole agent ran in real time comes out.

An episode is one fetch as `home-agent talk` runs it: the robot (simulated) and the guard are
processes of their own, and all keep to the wall's clock. A beat of the agent's 20 Hz loop counts
as missed when it began more than half a beat too late; other work on the machine does that, too.
It counts as busy when the loop itself computed for longer than a beat before it.
"""

from __future__ import annotations

import resource
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from home_agent.bench.ground_looks import VALIDATION
from home_agent.bench.run import Row, Summary
from home_agent.bench.stats import Metric, mean, percentile, rate
from home_agent.bench.tasks import fetch_task
from home_agent.clock import RealClock, wall_s
from home_agent.errors import BadInput, HomeAgentError
from home_agent.guard.client import GuardProcess
from home_agent.live import go_live
from home_agent.ports import Colourblind, Policy
from home_agent.sim.home import find_home
from home_agent.stage import check_policy, make_agent
from home_agent.types import ActionChunk, Aim, Detection, Observation, Ref
from home_agent.vla.runtime import Networks
from home_agent.vla.shipped import nano_folder

MIB = 2**20
LONGEST_S = 100.0  # an episode; it is then called off


class Timed:
    """A policy whose chunks are timed, s; implements `ports.Policy`."""

    def __init__(self, inner: Policy) -> None:
        self._inner, self.name = inner, inner.name
        self.took_s: list[float] = []

    @property
    def by_shape(self) -> Sequence[str]:
        """For which verbs the policy needs no colour."""
        return self._inner.by_shape if isinstance(self._inner, Colourblind) else ()

    def look(self, seen: Observation, wanted: Sequence[Ref] = ()) -> tuple[Detection, ...]:
        """What the policy sees."""
        return self._inner.look(seen, wanted)

    def begin(self, aim: Aim, seen: Observation) -> None:
        """Hand an aim on."""
        self._inner.begin(aim, seen)

    def act(self, seen: Observation) -> ActionChunk:
        """The next chunk, timed."""
        begun_s = wall_s()
        chunk = self._inner.act(seen)
        self.took_s.append(wall_s() - begun_s)
        return chunk


def check(policy: str, seeds: range) -> None:
    """Raise BadInput for a policy that uses no network, or seeds that are not for validation."""
    check_policy(policy)
    if policy == "teacher":
        raise BadInput("The teacher uses no network: measure the planner or nano.")
    if seeds[0] not in VALIDATION or seeds[-1] not in VALIDATION:
        raise BadInput("The bench 'runtime' plays the validation seeds 100000 to 199999.")


def play(seed: int, policy: str) -> Row:
    """One fetch in real time; whatever comes of it, its time is measured."""
    begun_s = wall_s()
    Networks(nano_folder(), threads=1).load()
    load_s = wall_s() - begun_s
    spec = find_home(f"seed:{seed}")
    stage = go_live(f"seed:{seed}", spec, policy)
    try:
        timed = Timed(stage.policy)
        agent = make_agent(replace(stage, policy=timed))
        begun_s = wall_s()
        over = threading.Timer(LONGEST_S, agent.runner.cancel)
        over.start()
        try:
            why = agent.do(fetch_task(spec, seed).sentence).reason
        except HomeAgentError as error:
            why = str(error)
        finally:
            over.cancel()
        lasted_s = wall_s() - begun_s
        clock, guard = stage.clock, stage.guard
        assert isinstance(clock, RealClock) and isinstance(guard, GuardProcess)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        return {
            "why": why,
            "load_s": load_s,
            "chunk_ms": [1000 * one for one in timed.took_s],
            "beats": clock.beats,
            "late": clock.late,
            "busy": clock.busy,
            "lasted_s": lasted_s,
            "memory_mib": (peak + _peak(guard.pid)) / MIB,
        }
    finally:
        stage.close()


def sum_up(rows: list[Row]) -> Summary:
    """Size, load, chunks, memory and missed beats over all episodes."""
    size = sum(one.stat().st_size for one in nano_folder().iterdir())
    beats, late, busy = (sum(int(row[key]) for row in rows) for key in ("beats", "late", "busy"))
    ms = [one for row in rows for one in row["chunk_ms"]]
    most = max(float(row["memory_mib"]) for row in rows)
    minutes = sum(float(row["lasted_s"]) for row in rows) / 60
    return Summary(
        {
            "runtime.file_mib": Metric(size / MIB, size / MIB, size / MIB, 1),
            "runtime.load_s": mean([float(row["load_s"]) for row in rows]),
            "runtime.chunk_p50_ms": percentile(ms, 50),
            "runtime.chunk_p95_ms": percentile(ms, 95),
            "runtime.memory_mib": Metric(most, most, most, len(rows)),
            "runtime.missed_beats": rate(late, beats),
            "runtime.busy_beats": rate(busy, beats),
            "runtime.minutes": Metric(minutes, minutes, minutes, len(rows)),
        }
    )


def _peak(pid: int) -> float:
    """The most memory (bytes) that a running process has held (Linux)."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return float(line.split()[1]) * 1024
    return 0.0
