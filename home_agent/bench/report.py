"""Metrics come in; the one JSON object that every benchmark prints, or a table, comes out."""

from __future__ import annotations

import json
import math
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from home_agent.bench.stats import Metric

Metrics = Mapping[str, Metric]


@dataclass(frozen=True, slots=True)
class Example:
    """One case to look at: its split, the words, whether it went well, a note and a JPEG."""

    split: str
    words: str
    good: bool
    note: str
    jpeg: bytes


@dataclass(frozen=True, slots=True)
class Report:
    """What a benchmark found. `splits` and `per_kind` break the same figures down.

    examples: pictures for a page (page.py); they are not in the JSON.
    """

    bench: str
    policy: str
    seed: int
    episodes: int
    wall_s: float
    metrics: Metrics
    splits: Mapping[str, Metrics] = field(default_factory=dict)
    per_kind: Mapping[str, Metrics] = field(default_factory=dict)
    failures: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()


MOST_EXAMPLES = 8  # of each sort, of each split


def some(examples: Sequence[Example]) -> tuple[Example, ...]:
    """The first few of each split, those that failed first."""
    found: list[Example] = []
    for split in dict.fromkeys(one.split for one in examples):
        for good in (False, True):
            alike = [one for one in examples if (one.split, one.good) == (split, good)]
            found += alike[:MOST_EXAMPLES]
    return tuple(found)


def as_json(report: Report) -> str:
    """One JSON object; a figure that does not exist (n = 0) is null."""
    found = {"commit": commit(), **asdict(replace(report, examples=()))}
    del found["examples"]
    return json.dumps(_finite(found), indent=2)


def show(report: Report, console: Console) -> None:
    """Print the figures as a table, failures beneath."""
    title = f"bench {report.bench} · policy {report.policy} · seeds {report.seed}.."
    table = Table("metric", "value", "95% interval", "n", title=title)
    groups = {"": report.metrics, **report.splits, **report.per_kind}
    for group, metrics in groups.items():
        for name, m in metrics.items():
            label = f"{group} {name}".strip()
            table.add_row(label, f"{m.value:.4g}", f"{m.low:.4g} .. {m.high:.4g}", str(m.n))
    console.print(table)
    for line in report.failures:
        console.print(f"  {line}", style="dim")


def commit() -> str:
    """The checkout's commit (with + when files differ from it), or "unknown" outside of git."""
    here = Path(__file__).parent
    try:
        head = subprocess.run(
            ["git", "rev-parse", "--short=12", "HEAD"],
            cwd=here,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        changed = subprocess.run(
            ["git", "status", "--porcelain", "--untracked-files=no"],
            cwd=here,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return head + ("+" if changed else "")


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
