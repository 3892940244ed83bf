"""A camera's frame and perhaps phrases come in; detections with masks and positions go out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from home_agent.home.things import LIVING, fit, meant
from home_agent.perception.register import register
from home_agent.types import CameraFrame, Detection, Observation, Ref
from home_agent.vla import pictures
from home_agent.vla.labels import COLOURS, KINDS, MATERIALS
from home_agent.vla.runtime import Crop, Networks, Seen

THING = 0.25  # a cell surer than this that a thing's middle is there is looked at closely
MOST = 14  # things a picture that are looked at closely
NAMED = 0.35  # a name must be as sure as this
MEANT = 0.5  # the words mean it
SAME_PX = 6.0
LEAST_PX = 100  # pictures less wide than this are no eyes for things
LEAST_MASK_PX = 20


@dataclass(frozen=True, slots=True)
class Spot:
    """A pixel worth a close look, how sure look 1 is, and the wanted reference (None: any)."""

    u: float
    v: float
    sure: float
    ref: Ref | None = None


class Eyesight:
    """Look twice: the whole picture, then closely at what may be things."""

    def __init__(self, networks: Networks) -> None:
        self._nets = networks
        self._config = networks.config

    def look(self, seen: Observation, wanted: Sequence[Ref] = ()) -> tuple[Detection, ...]:
        """What the cameras in `seen` show, all of it and what is wanted.

        A wanted thing is named as the words name it when the close look agrees with the words.
        """
        found: list[Detection] = []
        for camera, frame in seen.cameras.items():
            if frame.rgb is None or frame.depth_m.shape[1] < LEAST_PX:
                continue
            whole = pictures.channels(frame)
            far = self._nets.see(whole)
            spots = [*self._wanted(far, wanted), *self._things(far)]
            for spot, crop, cut in self._close(frame, whole, spots):
                detection = self._tell(camera, frame, spot, crop, cut)
                if detection is not None:
                    found.append(register(detection, seen))
        return tuple(_once(found))

    def find(self, frame: CameraFrame, phrase: str) -> tuple[float, float, float]:
        """Where look 1 points for a phrase: pixel u, v and how sure it is that it is in view."""
        far = self._nets.see(pictures.channels(frame))
        chance = self._nets.point(far, (phrase,))[0]
        u, v = self.pixel(int(chance[:-1].argmax()), far)
        return u, v, float(1.0 - chance[-1])

    def closer(
        self, frame: CameraFrame, u: float, v: float, phrase: str
    ) -> tuple[Crop, float] | None:
        """A close look at a pixel, and the depth there (m); None where depth is unknown."""
        depth = pictures.depth_at(frame, u, v)
        if depth <= 0:
            return None
        cut = pictures.window(frame, u, v, depth)
        crop = pictures.crop(pictures.channels(frame), cut, depth, self._config.crop_px)
        return self._nets.near(crop[None], (phrase,))[0], depth

    def _wanted(self, far: Seen, wanted: Sequence[Ref]) -> list[Spot]:
        refs = [ref for ref in wanted if ref.kind == "thing" and ref.text]
        if not refs:
            return []
        chances = self._nets.point(far, tuple(ref.text for ref in refs))
        spots = []
        for ref, chance in zip(refs, chances, strict=True):
            if chance[-1] < 0.9:
                u, v = self.pixel(int(chance[:-1].argmax()), far)
                spots.append(Spot(u, v, float(1 - chance[-1]), ref))
        return spots

    def _things(self, far: Seen) -> list[Spot]:
        """Peaks of the map of things, the surest first."""
        heat = far.thing
        wide = np.pad(heat, 1, constant_values=-1.0)
        around = np.max(
            [
                wide[i : i + heat.shape[0], j : j + heat.shape[1]]
                for i in range(3)
                for j in range(3)
                if (i, j) != (1, 1)
            ],
            axis=0,
        )
        cells = np.flatnonzero((heat >= around) & (heat > THING))
        best = sorted(cells.tolist(), key=lambda cell: -float(heat.flat[cell]))[:MOST]
        return [Spot(*self.pixel(cell, far), float(heat.flat[cell])) for cell in best]

    def pixel(self, cell: int, far: Seen) -> tuple[float, float]:
        """The pixel (u, v) that a cell of the heat map and its offset point at."""
        row, column = divmod(cell, self._config.grid[1])
        du, dv = np.clip(far.offset[:, row, column], -1.0, 1.0).tolist()
        stride = self._config.stride
        return (column + 0.5 + du) * stride - 0.5, (row + 0.5 + dv) * stride - 0.5

    def _close(
        self, frame: CameraFrame, whole: pictures.Array, spots: Sequence[Spot]
    ) -> list[tuple[Spot, Crop, tuple[float, float, float]]]:
        kept, cuts, crops = [], [], []
        for spot in spots:
            depth = pictures.depth_at(frame, spot.u, spot.v)
            if depth <= 0:
                continue
            cut = pictures.window(frame, spot.u, spot.v, depth)
            kept.append(spot)
            cuts.append(cut)
            crops.append(pictures.crop(whole, cut, depth, self._config.crop_px))
        if not crops:
            return []
        phrases = tuple(spot.ref.text if spot.ref is not None else "thing" for spot in kept)
        near = self._nets.near(np.stack(crops), phrases)
        return list(zip(kept, near, cuts, strict=True))

    def _tell(
        self,
        camera: str,
        frame: CameraFrame,
        spot: Spot,
        crop: Crop,
        cut: tuple[float, float, float],
    ) -> Detection | None:
        """A detection from a close look, None when it shows no thing or not what is wanted."""
        chances = crop.kind[:-1]
        label = KINDS[int(chances.argmax())]
        score = float(chances.max()) * (1.0 if spot.ref is not None else 0.5 + 0.5 * spot.sure)
        if spot.ref is not None:
            if crop.match < MEANT:
                return None
            label, score = _named(spot.ref, chances, label), crop.match * spot.sure
        elif chances.max() < NAMED or crop.kind[-1] > 0.5:
            return None
        mask = pictures.uncrop(cut, crop.mask > 0.5, frame.depth_m.shape)
        if np.count_nonzero(mask) < LEAST_MASK_PX:
            mask = _square(frame.depth_m.shape, spot.u, spot.v)
        words = {"colour": COLOURS[int(crop.colour.argmax())]}
        if label not in LIVING:
            words["material"] = MATERIALS[int(crop.material.argmax())]
        v, u = np.nonzero(mask)
        middle = float(np.median(u)), float(np.median(v))
        at = (0.0, 0.0, 0.0)
        return Detection(label, score, camera, middle, at, attributes=words, mask=mask)


def _named(ref: Ref, chances: NDArray[np.float32], seen: str) -> str:
    """The kind of a thing that the words mean: as seen if the noun allows, else as said."""
    noun = ref.category or ref.text
    if fit(noun, seen) > 0:
        return seen
    kinds = [kind for kind in meant(noun) if kind in KINDS]
    return max(kinds, key=lambda kind: float(chances[KINDS.index(kind)])) if kinds else seen


def _square(shape: tuple[int, ...], u: float, v: float) -> NDArray[np.bool_]:
    mask = np.zeros(shape, bool)
    i, j = round(v), round(u)
    mask[max(0, i - 3) : i + 4, max(0, j - 3) : j + 4] = True
    return mask


def _once(found: Sequence[Detection]) -> list[Detection]:
    """Detections whose masks hardly overlap: of two that do, the surer one."""
    kept: list[Detection] = []
    for new in sorted(found, key=lambda one: -one.score):
        assert new.mask is not None
        if not any(old.camera == new.camera and _overlap(old, new) > 0.4 for old in kept):
            kept.append(replace(new))
    return kept


def _overlap(a: Detection, b: Detection) -> float:
    assert a.mask is not None and b.mask is not None
    both = int(np.count_nonzero(a.mask & b.mask))
    least = min(int(np.count_nonzero(a.mask)), int(np.count_nonzero(b.mask)))
    return both / max(1, least)
