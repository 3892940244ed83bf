"""Tasks and seeds as they were written come in; the list of runs to play goes out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from home_agent.demos.part import is_done, part_folder
from home_agent.demos.scenes import PLAYED
from home_agent.errors import BadInput, no_such

GROUND = "ground"
TASKS = (GROUND, *PLAYED)
LAST_SEED = 99_999
LOOKS = 12  # of one home, for grounding


@dataclass(frozen=True, slots=True)
class Job:
    """One run to play: a task in the home of a seed. looks: how many, for grounding."""

    task: str
    seed: int
    folder: Path
    looks: int = LOOKS


def seeds_of(text: str) -> range:
    """The seeds written as "A:B" (A up to B - 1) or "A"; raises BadInput unless for training."""
    match = re.fullmatch(r"(\d{1,9})(?::(\d{1,9}))?", text)
    if match is None:
        raise BadInput(f"'{text}' are no seeds: write the first and the end, such as 0:500.")
    first = int(match[1])
    end = first + 1 if match[2] is None else int(match[2])
    if end <= first:
        raise BadInput(f"There are no seeds in {text}: write the first and the end, such as 0:500.")
    if end - 1 > LAST_SEED:
        raise BadInput(
            f"Demonstrations come from training homes only, seeds 0 to {LAST_SEED}: {text} goes "
            "beyond them."
        )
    return range(first, end)


def tasks_of(names: Sequence[str]) -> tuple[str, ...]:
    """The tasks named, all when none is or "all" is; raises BadInput for an unknown one."""
    if not names or "all" in names:
        return TASKS
    for name in names:
        if name not in TASKS:
            raise BadInput(no_such("task", name, [*TASKS, "all"]))
    return tuple(dict.fromkeys(names))


def jobs(tasks: Sequence[str], seeds: range, out: Path, looks: int = LOOKS) -> list[Job]:
    """Every run of every task, those of one home together."""
    return [
        Job(task, seed, part_folder(out, task, seed), looks) for seed in seeds for task in tasks
    ]


def left(every: Sequence[Job]) -> list[Job]:
    """The runs that are not there yet."""
    return [job for job in every if not is_done(job.folder)]
