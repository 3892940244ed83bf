"""The answers of all episodes come in; rates by split and kind, with controls, go out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from home_agent.bench.ground_answers import Answer
from home_agent.bench.ground_asks import (
    ABSENT,
    BLANK,
    GARBAGE,
    NEW_FRAMES,
    NEW_KINDS,
    NEW_NOUNS,
    NEW_PAIRS,
)
from home_agent.bench.ground_looks import DISTRACTORS, LIGHT, MOVED, NEW_HOMES
from home_agent.bench.report import Metrics, some
from home_agent.bench.run import Row, Summary
from home_agent.bench.stats import Metric, auroc, mean, percentile, rate
from home_agent.sim.lessons import at_pixel

# The splits of the report: whose asks each takes together.
SPLITS: Mapping[str, tuple[str, ...]] = {
    NEW_HOMES: (NEW_HOMES,),
    NEW_PAIRS: (NEW_PAIRS,),
    NEW_KINDS: (NEW_KINDS,),
    "new phrasings": (NEW_NOUNS, NEW_FRAMES),
    NEW_NOUNS: (NEW_NOUNS,),
    NEW_FRAMES: (NEW_FRAMES,),
    MOVED: (MOVED,),
    LIGHT: (LIGHT,),
    DISTRACTORS: (DISTRACTORS,),
}
CONTROLS = (BLANK, GARBAGE)
MOST_FAILURES = 60  # are told


def sum_up(rows: list[Row]) -> Summary:
    """Hit rates by split and kind, AUROC of "not in view", controls with chance, and times."""
    answers: dict[str, list[Answer]] = defaultdict(list)
    for row in rows:
        for answer in row["answers"]:
            answers[answer.ask.split].append(answer)
    splits: dict[str, Metrics] = {
        name: _hits([answer for part in parts for answer in answers[part]])
        for name, parts in SPLITS.items()
    }
    splits[ABSENT] = _absent(answers[NEW_HOMES], answers[ABSENT])
    splits[BLANK] = {
        **_hits(answers[BLANK]),
        "ground.chance": chance(answers[BLANK], [row["covered"] for row in rows]),
    }
    splits[GARBAGE] = {
        **_hits(answers[GARBAGE]),
        "ground.chance": mean([answer.among for answer in answers[GARBAGE]]),
    }
    kinds: dict[str, list[Answer]] = defaultdict(list)
    seeing = [a for split in answers if split not in CONTROLS for a in answers[split]]
    for answer in seeing:
        if answer.ask.means:
            kinds[answer.kind].append(answer)
    phrase_ms = [1000 * answer.t_s for answer in seeing]
    return Summary(
        metrics={
            **splits[NEW_HOMES],
            **splits[ABSENT],
            "ground.look_ms": mean([1000 * t_s for row in rows for t_s in row["look_s"]]),
            "ground.phrase_ms": mean(phrase_ms),
            "ground.phrase_p95_ms": percentile(phrase_ms, 95),
        },
        splits=splits,
        per_kind={kind: _hits(part) for kind, part in sorted(kinds.items())},
        failures=tuple(_failures(rows))[:MOST_FAILURES],
        examples=some([one for row in rows for one in row["examples"]]),
    )


def chance(answers: Sequence[Answer], covered: Sequence[NDArray[np.float64]]) -> Metric:
    """How often the same points would be right for what was asked at other times.

    covered [H/2, W/2] of each home: how many of its asks mean what a pixel shows. So much scores
    who points where this one does, but cannot see.
    """
    if len(answers) < 2:
        return mean([])
    total = np.sum(covered, axis=0)
    others = len(answers) - 1
    return mean([(at_pixel(total, a.pointed.u, a.pointed.v) - a.hit) / others for a in answers])


def _hits(answers: Sequence[Answer]) -> dict[str, Metric]:
    n = len(answers)
    return {
        "ground.hit": rate(sum(answer.hit for answer in answers), n),
        "ground.hit_one_look": rate(sum(answer.first_hit for answer in answers), n),
    }


def _absent(present: Sequence[Answer], absent: Sequence[Answer]) -> dict[str, Metric]:
    truths = [False] * len(present) + [True] * len(absent)
    both = [-answer.pointed.sure for answer in (*present, *absent)]
    first = [-answer.pointed.first[2] for answer in (*present, *absent)]
    return {
        "ground.absent_auroc": auroc(both, truths),
        "ground.absent_auroc_one_look": auroc(first, truths),
    }


def _failures(rows: Sequence[Row]) -> Iterator[str]:
    for row in rows:
        for answer in row["answers"]:
            if answer.ask.means and not answer.hit and answer.ask.split not in CONTROLS:
                at = f"{answer.pointed.u:.0f}, {answer.pointed.v:.0f}"
                yield f"seed {row['seed']}: {answer.ask.split}: {answer.ask.phrase}: at {at}"
