"""A seed comes in; how fast a policy server of its own answers some robots at once goes out.

An episode is one fresh `home-agent serve-policy` process, asked over real sockets by 1, 4 and then
16 robots (threads here), each as soon as it has its last answer. The policy is the folder of an
exported network, or "blank", a small one that has learned nothing.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from home_agent.bench.blank import write_blank
from home_agent.bench.run import Row, Summary
from home_agent.bench.stats import Metric, mean, percentile
from home_agent.clock import wall_s
from home_agent.doors.needs import check_libraries
from home_agent.errors import BadInput, HomeAgentError

BLANK = "blank"
ROBOTS = (1, 4, 16)
CHUNKS, WARM = 60, 5  # answers that each robot waits for; the first ones do not count
PATIENCE_S = 30.0


def check(policy: str, seeds: range) -> None:
    """Raise BadInput for a folder that holds no network that acts."""
    check_libraries()
    from home_agent.doors.network import ActNetwork  # noqa: PLC0415 - heavy to load

    if policy != BLANK:
        if not Path(policy).is_dir():
            raise BadInput(f"There is no folder '{policy}': name an exported network, or blank.")
        ActNetwork(Path(policy))


def play(seed: int, policy: str) -> Row:
    """Latencies (ms), sizes of batches and chunks per second for each number of robots."""
    with tempfile.TemporaryDirectory() as folder:
        if policy == BLANK:
            write_blank(Path(folder), seed)
        with served(Path(folder) if policy == BLANK else Path(policy)) as address:
            return {str(count): _crowd(address, count, seed) for count in ROBOTS}


@contextmanager
def served(folder: Path, *more: str) -> Iterator[str]:
    """The address of a server in a process of its own, which ends with the block."""
    command = [sys.executable, "-m", "home_agent", "serve-policy", str(folder), "--port", "0"]
    with subprocess.Popen([*command, *more], stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            said = process.stdout.readline().split()
            if not said:
                raise HomeAgentError("The policy server did not start: see above.")
            yield said[-1]
        finally:
            process.terminate()


def _crowd(address: str, count: int, seed: int) -> dict[str, Any]:
    """`count` robots ask at once, each for CHUNKS chunks."""
    found: list[tuple[float, float, int]] = []  # begun, lasted (s), batch
    failed: list[str] = []
    together = threading.Barrier(count)

    def robot(number: int) -> None:
        from home_agent.doors.line import PolicyLine, key_of  # noqa: PLC0415 - an extra

        try:
            line = PolicyLine(address, key_of(), PATIENCE_S)
            asked = _question(1000 * seed + number)
            together.wait()
            for n in range(CHUNKS):
                begun_s = wall_s()
                answer = line.ask(asked, PATIENCE_S)
                lasted_s = wall_s() - begun_s
                if n >= WARM:
                    found.append((begun_s, lasted_s, int(answer["server_timing"]["batch"])))
            line.close()
        except (HomeAgentError, threading.BrokenBarrierError) as error:
            together.abort()
            failed.append(str(error))

    robots = [threading.Thread(target=robot, args=(n,)) for n in range(count)]
    for one in robots:
        one.start()
    for one in robots:
        one.join()
    if failed:
        raise HomeAgentError(failed[0])
    begun = [begun_s for begun_s, _, _ in found]
    whole_s = max(begun_s + lasted_s for begun_s, lasted_s, _ in found) - min(begun)
    return {
        "ms": [1000 * lasted_s for _, lasted_s, _ in found],
        "batch": [batch for _, _, batch in found],
        "per_s": len(found) / whole_s,
    }


def _question(seed: int) -> dict[str, Any]:
    """What a robot sends: two pictures, two close looks, its body and the words."""
    from home_agent.doors.asking import Layout, question  # noqa: PLC0415 - heavy to load

    rng = np.random.default_rng(seed)
    layout = Layout()
    asked = question(
        layout,
        {},
        rng.normal(0, 0.5, 48).astype(np.float32),
        "pick",
        "the red mug",
        rng.normal(0, 0.5, (2, 7, 64, 64)).astype(np.float32),
    )
    for _, key in layout.images:
        asked[key] = rng.integers(0, 255, (layout.px, layout.px, 3), np.uint8)
    return asked


def sum_up(rows: list[Row]) -> Summary:
    """Figures for each number of robots; those of the largest crowd are the headline."""
    splits = {f"{count} robots": _metrics(rows, str(count)) for count in ROBOTS}
    return Summary(splits[f"{ROBOTS[-1]} robots"], splits)


def _metrics(rows: list[Row], count: str) -> dict[str, Metric]:
    ms = [one for row in rows for one in row[count]["ms"]]
    return {
        "serve.chunks_per_s": mean([float(row[count]["per_s"]) for row in rows]),
        "serve.p50_ms": percentile(ms, 50),
        "serve.p95_ms": percentile(ms, 95),
        "serve.batch": mean([float(one) for row in rows for one in row[count]["batch"]]),
    }
