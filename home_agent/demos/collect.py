"""Tasks, seeds and a folder come in; the folder holds their data sets when it is over.

Runs that are there already are left alone, so that an interrupted collection goes on where it
stopped. The data sets are put together anew from all parts in the folder.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from home_agent.demos.card import write_card
from home_agent.demos.columns import TABLES
from home_agent.demos.jobs import GROUND, LOOKS, TASKS, Job, jobs, left, seeds_of, tasks_of
from home_agent.demos.lerobot import arrow, write_dataset
from home_agent.demos.looks import play_looks
from home_agent.demos.looks_table import write_looks
from home_agent.demos.part import parts
from home_agent.demos.play import play
from home_agent.demos.pool import work

LOOKS_ABOUT = {
    "rgb, depth, thermal": "the head camera: JPEG; PNG uint16 mm, 0 unknown; PNG codes",
    "marks": "PNG: number of the thing that each of the 160 x 120 cells shows, 0 none",
    "k, camera": "pinhole matrix of the 320 x 240 picture; the camera's pose in the base frame",
    "shown": "label: every thing and person of which a cell shows, with its middle",
}


@dataclass(frozen=True, slots=True)
class Collected:
    """What a collection came to: runs played now, runs that failed, and each data set's card."""

    played: int
    failed: tuple[str, ...]
    cards: tuple[dict[str, Any], ...]


def collect(
    tasks: Sequence[str],
    seeds: str,
    out: Path,
    processes: int = 2,
    looks: int = LOOKS,
    console: Console | None = None,
) -> Collected:
    """Play what is left of `tasks` in the homes of `seeds` and write the data sets to `out`.

    Raises BadInput for unknown tasks, for seeds that are not for training and without pyarrow.
    """
    every = jobs(tasks_of(tasks), seeds_of(seeds), out, looks)
    arrow()  # better to hear of it now than after hours
    wanted = left(every)
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    failed: list[str] = []
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    with Progress(*columns, TimeRemainingColumn(), console=console) as progress:
        bar = progress.add_task("collect", total=len(every), completed=len(every) - len(wanted))
        for done in work(wanted, do, processes):
            if done.trouble:
                failed.append(f"{done.job.task} {done.job.seed}: {done.trouble}")
            progress.advance(bar)
    command = f"home-agent collect {' '.join(tasks) or 'all'} --seeds {seeds}"
    return Collected(len(wanted), tuple(failed), tuple(put_together(out, command)))


def do(job: Job) -> None:
    """Play one run."""
    job.folder.parent.mkdir(parents=True, exist_ok=True)
    if job.task == GROUND:
        play_looks(job.seed, job.folder, job.looks)
    else:
        play(job.task, job.seed, job.folder)


def put_together(out: Path, command: str) -> list[dict[str, Any]]:
    """Write the data sets of all parts in `out`, with their cards."""
    cards = []
    played = [part for task in TASKS if task != GROUND for part in parts(out, task)]
    for table in TABLES:
        if write_dataset(table, played, out / table.name):
            about = {column.name: column.about for column in table.columns}
            cards.append(write_card(out / table.name, table.name, played, command, about))
    grounding = parts(out, GROUND)
    if write_looks(grounding, out / "looks"):
        cards.append(write_card(out / "looks", "looks", grounding, command, LOOKS_ABOUT))
    return cards
