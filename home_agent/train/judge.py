"""A network and looks it never saw come in; how often it points right goes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from home_agent.bench.stats import auroc
from home_agent.sim.lessons import Lesson
from home_agent.train.batches import PHRASES, Tokenizer, crops, glances, phrases
from home_agent.vla.config import VLAConfig
from home_agent.vla.labels import KINDS
from home_agent.vla.model import UnifiedVLA
from home_agent.vla.sample import SIZE_M, each
from home_agent.vla.words import encode

BLANK, GARBAGE = "blank", "garbage"


@dataclass(frozen=True, slots=True)
class Judged:
    """hit: point inside what is meant, of phrases that mean something shown (n of them). absent:
    AUROC of "not in view".
    """

    hit: float
    n: int
    absent: float


def judge(
    model: UnifiedVLA,
    lessons: Sequence[Lesson],
    config: VLAConfig,
    seed: int = 0,
    control: str = "",
    device: str = "cpu",
    tokenizer: Tokenizer | None = None,
) -> Judged:
    """Measure; `control` "blank" empties the pictures, "garbage" the words: both must be chance."""
    hits, scores, truths = [], [], []
    model.eval()
    for start in range(0, len(lessons), 8):
        some = lessons[start : start + 8]
        rng = np.random.default_rng([seed, start])
        batch = glances(some, rng, config, vary=False, tokenizer=tokenizer)
        # The same draws again: what each phrase means.
        rng = np.random.default_rng([seed, start])
        named = [phrases(one, rng, PHRASES) for one in some]
        if control == BLANK:
            batch.pictures[:] = 0
        if control == GARBAGE:
            letters = np.random.default_rng(seed)
            for word in batch.words.reshape(-1, *batch.words.shape[2:]):
                word[:] = encode("".join(letters.choice(list("qxzjkvw"), 6)), config)
        with torch.no_grad():
            said = model.ground(
                torch.as_tensor(batch.pictures, device=device),
                torch.as_tensor(batch.words, device=device),
                None if batch.text is None else torch.as_tensor(batch.text, device=device),
            )
        logits = said.point.float().cpu()
        away = logits.log_softmax(-1)[..., -1].numpy()
        cells = logits[..., :-1].argmax(-1).numpy()
        offset = said.offset.float().cpu().numpy()
        for b, lesson in enumerate(some):
            for q, one in enumerate(named[b]):
                scores.append(float(away[b, q]))
                truths.append(not one.means)
                if one.means:
                    u, v = pixel(int(cells[b, q]), offset[b], config)
                    scale = lesson.frame.depth_m.shape[1] / config.width
                    u, v = u * scale, v * scale
                    hits.append(any(inside(lesson, i, u, v) for i in one.means))
    return Judged(float(np.mean(hits)), len(hits), auroc(scores, truths).value)


def judge_near(
    model: UnifiedVLA, lessons: Sequence[Lesson], config: VLAConfig, device: str = "cpu"
) -> dict[str, float]:
    """Shares of right names, colours and matches in crops, and the median 3-D error (m)."""
    found: dict[str, list[float]] = {"name": [], "colour": [], "match": [], "middle_m": []}
    model.eval()
    for start in range(0, len(lessons), 8):
        rng = np.random.default_rng([7, start])
        batch = crops(lessons[start : start + 8], rng, config, vary=False)
        given = each(batch, lambda one: torch.as_tensor(one, device=device))
        with torch.no_grad():
            said = model.near(given.crops, given.words)
        kind = said.kind.argmax(-1).cpu().numpy()
        thing = batch.kind < len(KINDS)
        found["name"] += (kind == batch.kind)[thing].tolist()
        colour = said.colour.argmax(-1).cpu().numpy()
        found["colour"] += (colour == batch.colour)[batch.colour >= 0].tolist()
        found["match"] += ((said.match.cpu().numpy() > 0) == (batch.match > 0.5)).tolist()
        apart = np.linalg.norm(said.middle.cpu().numpy() - batch.middle, axis=-1) * SIZE_M
        found["middle_m"] += apart[batch.solid > 0].tolist()
    told = {key: float(np.mean(value)) for key, value in found.items() if key != "middle_m"}
    return told | {"middle_m": float(np.median(found["middle_m"]))}


def pixel(cell: int, offset: np.ndarray, config: VLAConfig) -> tuple[float, float]:
    """The pixel (u, v) that a cell of the heat map and its offset [2, h, w] point at."""
    row, column = divmod(cell, config.grid[1])
    u = (column + 0.5 + float(np.clip(offset[0, row, column], -1, 1))) * config.stride - 0.5
    v = (row + 0.5 + float(np.clip(offset[1, row, column], -1, 1))) * config.stride - 0.5
    return u, v


def inside(lesson: Lesson, index: int, u: float, v: float) -> bool:
    """Is a pixel on a shown thing, or on one of the pixels beside it?"""
    mask = lesson.shown[index].mask
    rows, columns = mask.shape
    i, j = int(np.clip(v / 2, 0, rows - 1)), int(np.clip(u / 2, 0, columns - 1))
    return bool(mask[max(0, i - 1) : i + 2, max(0, j - 1) : j + 2].any())
