"""Looks come in; batches of whole pictures or of crops with phrases and targets go out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from home_agent.sim.kinds import kinds
from home_agent.sim.lessons import Lesson, Shown
from home_agent.train.phrases import Named, absent, present
from home_agent.types import CameraFrame
from home_agent.vla import pictures
from home_agent.vla.config import VLAConfig
from home_agent.vla.labels import COLOURS, KINDS, MATERIALS, UNKNOWN, number
from home_agent.vla.sample import SIZE_M, Crops, Glances
from home_agent.vla.words import encode

Rng = np.random.Generator


class Tokenizer(Protocol):
    """What a backbone reads text with (transformers' tokenizers are such)."""

    def encode(self, text: str) -> list[int]: ...


PHRASES = 6  # a picture
ABSENT = 0.3  # of the phrases name nothing that is shown
WARMED, AIR_C = 0.25, 21.0  # share of the things that are made warm, or cold
ANYWHERE, BESIDE = 1 / 6, 1 / 5  # windows that fall anywhere; of the others, just beside a thing
_NOTHING = len(KINDS)
_SPREAD = 0.7  # cells


def glances(
    lessons: Sequence[Lesson],
    rng: Rng,
    config: VLAConfig,
    vary: bool = True,
    tokenizer: Tokenizer | None = None,
) -> Glances:
    """A batch for look 1, `PHRASES` a picture; a large backbone's `tokenizer` numbers them too."""
    count, (h, w) = len(lessons), config.grid
    out = Glances(
        pictures=np.zeros((count, config.channels, config.height, config.width), np.float32),
        words=np.zeros((count, PHRASES, config.most_words, 9), np.int64),
        aim=np.zeros((count, PHRASES, h * w + 1), np.float32),
        heat=np.zeros((count, h, w), np.float32),
        kind=np.full((count, h, w), _NOTHING, np.int64),
        colour=np.full((count, h, w), UNKNOWN, np.int64),
        offset=np.zeros((count, 2, h, w), np.float32),
    )
    said: list[str] = []
    for b, lesson in enumerate(lessons):
        frame = varied(lesson, rng) if vary else lesson.frame
        out.pictures[b] = pictures.resized(pictures.channels(frame), config.height, config.width)
        # Pixels of the picture as the network sees it, which may be larger.
        scale = config.width / frame.depth_m.shape[1]
        middles = [
            ((u + 0.5) * scale - 0.5, (v + 0.5) * scale - 0.5)
            for u, v in (middle_px(one) for one in lesson.shown)
        ]
        _cells(out, b, lesson, middles, config)
        for q, named in enumerate(phrases(lesson, rng, PHRASES)):
            said.append(named.phrase)
            out.words[b, q] = encode(named.phrase, config)
            out.aim[b, q] = aim_of([middles[i] for i in named.means], config)
    if tokenizer is None:
        return out
    return replace(out, text=numbered(said, tokenizer).reshape(count, PHRASES, -1))


def numbered(said: Sequence[str], tokenizer: Tokenizer) -> NDArray[np.int64]:
    """Token numbers int64 [n, longest] of phrases, 0 after their end."""
    rows = [tokenizer.encode(f"Point at: {phrase}") for phrase in said]
    out = np.zeros((len(rows), max(len(row) for row in rows)), np.int64)
    for n, row in enumerate(rows):
        out[n, : len(row)] = row
    return out


def phrases(lesson: Lesson, rng: Rng, count: int) -> list[Named]:
    """Phrases for one look: most mean something shown, some nothing."""
    found = []
    for _ in range(count):
        named = present(lesson.shown, rng) if rng.random() > ABSENT else None
        found.append(named or absent(lesson.shown, COLOURS, rng))
    return found


def middle_px(one: Shown) -> tuple[float, float]:
    """The pixel (u, v) of the whole picture in the middle of what is visible of a thing."""
    v, u = np.nonzero(one.mask)
    return 2 * float(np.median(u)) + 0.5, 2 * float(np.median(v)) + 0.5


def aim_of(at: Sequence[tuple[float, float]], config: VLAConfig) -> NDArray[np.float32]:
    """The target [h * w + 1] for a phrase that means what lies at these pixels."""
    h, w = config.grid
    out = np.zeros(h * w + 1, np.float32)
    if not at:
        out[-1] = 1.0
        return out
    heat = np.zeros((h, w), np.float32)
    for u, v in at:
        heat += _bump(u, v, config, 0.5)
    out[:-1] = (heat * (heat > 0.05)).ravel()
    out /= out.sum()
    return out


def _bump(u: float, v: float, config: VLAConfig, spread: float) -> NDArray[np.float32]:
    h, w = config.grid
    x, y = (u + 0.5) / config.stride - 0.5, (v + 0.5) / config.stride - 0.5
    dx, dy = np.arange(w) - x, np.arange(h) - y
    far2 = dx[None, :] ** 2 + dy[:, None] ** 2
    # The nearest cell counts fully, however the middle lies in it.
    bump: NDArray[np.float32] = np.exp(-(far2 - far2.min()) / (2 * spread**2)).astype(np.float32)
    return bump


def _cells(
    out: Glances,
    b: int,
    lesson: Lesson,
    middles: Sequence[tuple[float, float]],
    config: VLAConfig,
) -> None:
    """What every cell of picture `b` shows."""
    h, w = config.grid
    s = config.stride
    for one, (u, v) in zip(lesson.shown, middles, strict=True):
        rows = ((np.arange(h) + 0.5) * one.mask.shape[0] / h).astype(int)
        columns = ((np.arange(w) + 0.5) * one.mask.shape[1] / w).astype(int)
        there = one.mask[rows][:, columns].copy()
        there[min(int((v + 0.5) / s), h - 1), min(int((u + 0.5) / s), w - 1)] = True
        out.kind[b][there] = number(one.label, KINDS)
        out.colour[b][there] = number(one.colour, COLOURS)
        rows, columns = np.nonzero(there)
        out.offset[b, 0][there] = (u + 0.5) / s - 0.5 - columns
        out.offset[b, 1][there] = (v + 0.5) / s - 0.5 - rows
        out.heat[b] = np.maximum(out.heat[b], _bump(u, v, config, _SPREAD))


def varied(lesson: Lesson, rng: Rng) -> CameraFrame:
    """The same look in another exposure, with noise; the depth in some stretches lost; some things
    warm and others cold, since what a thing is must not be told by how warm it is.
    """
    frame = lesson.frame
    assert frame.rgb is not None
    rgb = frame.rgb.astype(np.float32) / 255
    tint = rng.uniform(0.93, 1.07, 3) * rng.uniform(0.8, 1.2)
    rgb = np.clip(rgb, 0, 1) ** rng.uniform(0.8, 1.25) * tint.astype(np.float32)
    rgb = rgb + rng.standard_normal(rgb.shape[:2], np.float32)[..., None] * rng.uniform(0, 0.03)
    depth = frame.depth_m
    if rng.random() < 0.3:
        depth = depth.copy()
        for _ in range(int(rng.integers(1, 5))):
            i, j = int(rng.integers(depth.shape[0])), int(rng.integers(depth.shape[1]))
            depth[i : i + int(rng.integers(3, 16)), j : j + int(rng.integers(3, 16))] = 0
    thermal = None if frame.thermal_c is None else frame.thermal_c.copy()
    for one in lesson.shown:
        if thermal is not None and one.material and rng.random() < WARMED:
            there = one.mask.repeat(2, axis=0).repeat(2, axis=1)
            thermal[there] = AIR_C if rng.random() < 0.5 else rng.uniform(35.0, 90.0)
    return replace(
        frame, rgb=(np.clip(rgb, 0, 1) * 255).astype(np.uint8), depth_m=depth, thermal_c=thermal
    )


def crops(
    lessons: Sequence[Lesson], rng: Rng, config: VLAConfig, each: int = 6, vary: bool = True
) -> Crops:
    """A batch for look 2: up to `each` windows a picture, some of them of nothing."""
    rows: list[dict[str, object]] = []
    for lesson in lessons:
        frame = varied(lesson, rng) if vary else lesson.frame
        whole = pictures.channels(frame)
        for _ in range(each):
            row = _window(lesson, frame, whole, rng, config)
            if row is not None:
                rows.append(row)
    return Crops(**{key: np.stack([np.asarray(row[key]) for row in rows]) for key in rows[0]})


def _window(
    lesson: Lesson, frame: CameraFrame, whole: pictures.Array, rng: Rng, config: VLAConfig
) -> dict[str, object] | None:
    shown = lesson.shown
    index = None
    u, v = float(rng.uniform(8, config.width - 8)), float(rng.uniform(8, config.height - 8))
    if shown and rng.random() > ANYWHERE:
        index = int(rng.integers(len(shown)))
        v_on, u_on = np.nonzero(shown[index].mask)
        wide = 2 * np.sqrt(len(u_on))
        if rng.random() < BESIDE:
            u, v = np.array(middle_px(shown[index])) + rng.normal(0, 0.8, 2) * wide
            u, v = float(np.clip(u, 2, config.width - 3)), float(np.clip(v, 2, config.height - 3))
            index = None
        else:
            # As look 1 would point: near the middle, and on it.
            u, v = np.array(middle_px(shown[index])) + rng.normal(0, 0.22, 2) * wide
            nearest = int(np.argmin((2 * u_on - u) ** 2 + (2 * v_on - v) ** 2))
            u, v = 2.0 * float(u_on[nearest]) + 0.5, 2.0 * float(v_on[nearest]) + 0.5
    depth = pictures.depth_at(frame, u, v)
    if depth <= 0:
        return None
    return crop_row(lesson, frame, whole, (u, v, depth), index, rng, config)


def crop_row(
    lesson: Lesson,
    frame: CameraFrame,
    whole: pictures.Array,
    at: tuple[float, float, float],
    index: int | None,
    rng: Rng,
    config: VLAConfig,
) -> dict[str, object]:
    """One row of `Crops`: the window at (u, v, depth) showing thing `index` (None: whatever)."""
    u, v, depth = at
    cut = pictures.window(frame, u, v, depth)
    if index is None:
        i, j = int(v / 2), int(u / 2)
        index = next((n for n, one in enumerate(lesson.shown) if one.mask[i, j]), None)
    one = None if index is None else lesson.shown[index]
    n = config.crop_px // 2
    points = (np.arange(n) + 0.5) * cut[2] / n
    columns = np.floor((cut[0] + points) / 2).astype(int)
    rows = np.floor((cut[1] + points) / 2).astype(int)
    mask = np.zeros((n, n), np.float32)
    if one is not None:
        inside = (rows >= 0) & (rows < one.mask.shape[0])
        inside2 = (columns >= 0) & (columns < one.mask.shape[1])
        laid = one.mask[np.clip(rows, 0, one.mask.shape[0] - 1)]
        laid = laid[:, np.clip(columns, 0, one.mask.shape[1] - 1)]
        mask = (laid & inside[:, None] & inside2[None, :]).astype(np.float32)
    living = one is not None and not one.material
    if one is None:
        named, match = absent([], COLOURS, rng), 0.0
    elif rng.random() < 0.5:
        named, match = present([one], rng) or Named(one.label, (0,)), 1.0
    else:
        named, match = absent([one], COLOURS, rng), 0.0
    k = frame.k
    surface = np.array([(u - k[0, 2]) / k[0, 0], (v - k[1, 2]) / k[1, 1], 1.0]) * depth
    middle = np.zeros(3) if one is None else (one.middle_camera_m - surface) / SIZE_M
    turn = 0.0 if one is None else one.turn_rad
    angles = np.zeros(4)  # what is round has no heading
    if one is not None and not living and not _round(one.label):
        angles = np.array([np.cos(2 * turn), np.sin(2 * turn), np.cos(turn), np.sin(turn)])
    return {
        "crops": pictures.crop(whole, cut, depth, config.crop_px),
        "words": encode(named.phrase, config),
        "match": np.float32(match),
        "kind": _NOTHING if one is None else number(one.label, KINDS),
        "colour": UNKNOWN if one is None else number(one.colour, COLOURS),
        "material": UNKNOWN if one is None else number(one.material, MATERIALS),
        "mask": mask,
        "middle": middle.astype(np.float32),
        "size": np.array(one.size_m if one else (0, 0, 0), np.float32) / np.float32(SIZE_M),
        "turn": angles.astype(np.float32),
        "solid": np.float32(one is not None and not living),
    }


def _round(label: str) -> bool:
    """Does a kind look the same from all sides?"""
    kind = kinds()[label]
    return kind.x is None and kind.handle_m == 0.0
