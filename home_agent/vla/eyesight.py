"""A camera's frame and perhaps phrases come in; detections with masks and positions go out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import cv2
import numpy as np
from numpy.typing import NDArray

from home_agent.home.things import LIVING, fit, meant
from home_agent.perception.register import register
from home_agent.types import CameraFrame, Detection, Measured, Observation, Ref
from home_agent.vla import pictures
from home_agent.vla.asked import Asked, asked
from home_agent.vla.candidates import THING, aside, candidates, peaks, weigh
from home_agent.vla.labels import COLOURS, KINDS, MATERIALS
from home_agent.vla.measure import measure
from home_agent.vla.runtime import Crop, Networks, Seen
from home_agent.vla.sample import SIZE_M
from home_agent.vla.untaught import Sizes, fits, sides, strange
from home_agent.vla.witness import shows

MOST = 14  # things a picture that are looked at closely
NAMED = 0.35  # a name must be as sure as this
MEANT = 0.5  # the words mean it
PERHAPS = 0.15  # and what looks like something else must look like it as surely as this,
HARDLY = 0.05  # or as this, if both looks are as SURELY and as FIRMLY sure of the words
SURELY, FIRMLY = 0.95, 0.8
TINTED = 0.1  # and as surely as this it has the colour that was said
IN_VIEW = 0.6  # what is wanted is named only if it is in view as surely as this
DOUBT = 0.2  # if it is in view as surely as this, it is worth to come nearer
LEAST_PX = 100  # pictures less wide than this are no eyes for things
LEAST_MASK_PX = 20
SMOOTH, NEARBY = 1.0, 0.5  # cells of a mask; what being at the middle counts

Cut = tuple[float, float, float]  # left, top, side (pictures.window)


@dataclass(frozen=True, slots=True)
class Glance:
    """A frame, its channels and what look 1 sees in them."""

    frame: CameraFrame
    whole: pictures.Array
    far: Seen


@dataclass(frozen=True, slots=True)
class Pointed:
    """The pixel of what a phrase names and how sure both looks are that it is in view.

    first: the pixel (u, v) and the sureness of look 1 alone.
    """

    u: float
    v: float
    sure: float
    first: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Spot:
    """A pixel worth a close look, how sure its finder is, and the wanted reference (None: any)."""

    u: float
    v: float
    sure: float
    ref: Ref | None = None


class Eyesight:
    """Look twice: the whole picture, then closely at what may be things.

    sizes: how large things are, for kinds that the network was never shown (untaught.py).
    """

    def __init__(self, networks: Networks, sizes: Sizes = MappingProxyType({})) -> None:
        self._nets, self._sizes = networks, sizes
        self._config = networks.config

    def look(self, seen: Observation, wanted: Sequence[Ref] = ()) -> tuple[Detection, ...]:
        """What the cameras in `seen` show, all of it and what is wanted.

        A wanted thing is named as the words name it when the close look agrees with the words; if
        the two looks leave a doubt, it is told as what it looks like, and what it is `perhaps`.
        """
        asked: list[Detection] = []
        other: list[Detection] = []
        for camera, frame in seen.cameras.items():
            if frame.rgb is None or frame.depth_m.shape[1] < LEAST_PX:
                continue
            glance = self.glance(frame)
            spots = [*self._wanted(glance, wanted), *self._things(glance.far)]
            for spot, crop, cut in self._close(glance, spots):
                detection = self._tell(camera, frame, spot, crop, cut)
                if detection is not None:
                    (other if spot.ref is None else asked).append(register(detection, seen))
        return tuple(_once(asked, other))

    def find(self, frame: CameraFrame, phrase: str) -> tuple[float, float, float]:
        """Where a phrase's thing is: pixel u, v and how sure both looks are that it is in view."""
        found = self.point(self.glance(frame), phrase)
        return found.u, found.v, found.sure

    def measure(
        self, seen: Observation, point_map: NDArray[np.float64], words: str
    ) -> Measured | None:
        """The thing at a map point that the words mean, measured; None when it is not seen."""
        return measure(self._nets, seen, point_map, words)

    def choose(
        self, words: str, rows: NDArray[np.float32], names: Sequence[str]
    ) -> NDArray[np.float32] | None:
        """The chance [M] of each map node that the thing is there; None when never learned."""
        return self._nets.choose(words, rows, tuple(names))

    def glance(self, frame: CameraFrame) -> Glance:
        """Look 1 at a frame, which serves for any number of phrases."""
        whole = pictures.channels(frame)
        return Glance(frame, whole, self._nets.see(whole))

    def point(self, glance: Glance, phrase: str) -> Pointed:
        """Point at what a phrase names: look 1's best guesses and the surest things, seen closely.

        A guess whose depth is unknown cannot be seen closely: then look 1 alone speaks for it.
        """
        far = glance.far
        chance = self._nets.point(far, (phrase,))[0]
        cells = candidates(chance[:-1].reshape(far.thing.shape), far.thing)
        pixels = [self.pixel(cell, far) for cell in cells]
        closer = self._closer(glance, pixels, phrase)
        ask = asked(phrase)
        agrees = [one and self._shows(glance.frame, *one, ask) for one in closer]
        weights, sure = weigh(chance, far.thing, cells, agrees)
        best = aside(weights, [u for u, _ in pixels], ask.side)
        looked = closer[best]
        u, v = pixels[best] if looked is None else surely_on(*looked)
        first = *self.pixel(int(chance[:-1].argmax()), far), float(1.0 - chance[-1])
        return Pointed(u, v, sure, first)

    def _shows(self, frame: CameraFrame, crop: Crop, cut: Cut, ask: Asked) -> float:
        """How surely a close look shows what is asked for."""
        size = self._size(frame, crop, cut, ask)
        return shows(crop, ask, self._config.shown) * (1.0 if size is None else size)

    def _size(self, frame: CameraFrame, crop: Crop, cut: Cut, ask: Asked) -> float | None:
        """How well the size, told or measured, fits what was never shown; None for what was."""
        if not self._sizes or not strange(ask, self._config.shown):
            return None
        seen = sides(frame, pictures.uncrop(cut, crop.mask > 0.5, frame.depth_m.shape))
        told = [crop.size * SIZE_M] if seen is None else [crop.size * SIZE_M, seen]
        return max(fits(size, ask, self._sizes) for size in told)

    def _wanted(self, glance: Glance, wanted: Sequence[Ref]) -> list[Spot]:
        spots = []
        for ref in wanted:
            if ref.kind == "thing" and ref.text:
                found = self.point(glance, ref.text)
                if found.sure > DOUBT:
                    spots.append(Spot(found.u, found.v, found.sure, ref))
        return spots

    def _things(self, far: Seen) -> list[Spot]:
        """Peaks of the map of things, the surest first."""
        return [
            Spot(*self.pixel(cell, far), float(far.thing.flat[cell]))
            for cell in peaks(far.thing, MOST, THING)
        ]

    def pixel(self, cell: int, far: Seen) -> tuple[float, float]:
        """The pixel (u, v) that a cell of the heat map and its offset point at."""
        row, column = divmod(cell, self._config.grid[1])
        du, dv = np.clip(far.offset[:, row, column], -1.0, 1.0).tolist()
        stride = self._config.stride
        return (column + 0.5 + du) * stride - 0.5, (row + 0.5 + dv) * stride - 0.5

    def _closer(
        self, glance: Glance, pixels: Sequence[tuple[float, float]], phrase: str
    ) -> list[tuple[Crop, Cut] | None]:
        """A close look at each pixel with the words in mind; None without depth."""
        found: list[tuple[Crop, Cut] | None] = [None] * len(pixels)
        cuts = [(n, *cut) for n, px in enumerate(pixels) if (cut := self._cut(glance, *px))]
        if cuts:
            crops = np.stack([crop for _, crop, _ in cuts])
            near = self._nets.near(crops, (phrase,) * len(cuts))
            for (n, _, at), crop in zip(cuts, near, strict=True):
                found[n] = crop, at
        return found

    def _close(self, glance: Glance, spots: Sequence[Spot]) -> list[tuple[Spot, Crop, Cut]]:
        seen = [(spot, *cut) for spot in spots if (cut := self._cut(glance, spot.u, spot.v))]
        if not seen:
            return []
        phrases = tuple(spot.ref.text if spot.ref is not None else "thing" for spot, _, _ in seen)
        near = self._nets.near(np.stack([crop for _, crop, _ in seen]), phrases)
        return [(spot, crop, cut) for (spot, _, cut), crop in zip(seen, near, strict=True)]

    def _cut(self, glance: Glance, u: float, v: float) -> tuple[pictures.Array, Cut] | None:
        """The crop round a pixel and where it was cut out; None where depth is unknown."""
        depth = pictures.depth_at(glance.frame, u, v)
        if depth <= 0:
            return None
        cut = pictures.window(glance.frame, u, v, depth)
        return pictures.crop(glance.whole, cut, depth, self._config.crop_px), cut

    def _tell(
        self,
        camera: str,
        frame: CameraFrame,
        spot: Spot,
        crop: Crop,
        cut: Cut,
    ) -> Detection | None:
        """A detection from a close look, None when it shows no thing."""
        chances = crop.kind[:-1]
        label, perhaps = KINDS[int(chances.argmax())], ""
        score = float(chances.max()) * (1.0 if spot.ref is not None else 0.5 + 0.5 * spot.sure)
        if spot.ref is not None:
            meant, chance = _named(spot.ref, chances, label)
            size = self._size(frame, crop, cut, asked(spot.ref.text))
            if _agreed(spot.ref, spot.sure, crop, chance, size):
                label, score = meant, spot.sure
            else:
                perhaps = spot.ref.text
        if crop.kind[-1] > 0.5 or (spot.ref is None and chances.max() < NAMED):
            return None
        mask = pictures.uncrop(cut, crop.mask > 0.5, frame.depth_m.shape)
        if np.count_nonzero(mask) < LEAST_MASK_PX:
            mask = pictures.square(frame.depth_m.shape, spot.u, spot.v)
        words = {"colour": COLOURS[int(crop.colour.argmax())]}
        if spot.ref is not None and not perhaps and "colour" in spot.ref.attributes:
            words["colour"] = spot.ref.attributes["colour"]  # that is what was agreed to
        if label not in LIVING:
            words["material"] = MATERIALS[int(crop.material.argmax())]
        v, u = np.nonzero(mask)
        middle = float(np.median(u)), float(np.median(v))
        at = (0.0, 0.0, 0.0)
        return Detection(
            label, score, camera, middle, at, attributes=words, mask=mask, perhaps=perhaps
        )


def surely_on(crop: Crop, cut: Cut) -> tuple[float, float]:
    """The pixel (u, v) of the whole picture, near a close look's middle, that is surely on what
    it shows: between a person's legs, say, is no person."""
    size = crop.mask.shape[0]
    apart = np.arange(size) - (size - 1) / 2
    far = np.hypot(apart[:, None], apart[None, :]) / size
    smooth = cv2.GaussianBlur(crop.mask, (0, 0), SMOOTH)
    row, column = divmod(int(np.argmax(smooth - NEARBY * far)), size)
    left, top, side = cut
    return left + (column + 0.5) * side / size - 0.5, top + (row + 0.5) * side / size - 0.5


def _agreed(ref: Ref, sure: float, crop: Crop, chance: float, size: float | None = None) -> bool:
    """Do both looks say that this is what the words name? chance: of their kind by shape alone."""
    if sure <= IN_VIEW or crop.match < MEANT:
        return False
    if size is not None:  # the network was asked for nothing but the colour
        return crop.match >= FIRMLY and size >= PERHAPS
    colour = ref.attributes.get("colour", "")
    if colour in COLOURS and crop.colour[COLOURS.index(colour)] < TINTED:
        return False
    return chance >= (HARDLY if sure >= SURELY and crop.match >= FIRMLY else PERHAPS)


def _named(ref: Ref, chances: NDArray[np.float32], seen: str) -> tuple[str, float]:
    """The kind of a thing that the words mean, as seen if the noun allows, and its chance."""
    noun = ref.category or ref.text
    if fit(noun, seen) > 0:
        return seen, 1.0
    kinds = [kind for kind in meant(noun) if kind in KINDS]
    if not kinds:
        return seen, 1.0
    best = max(kinds, key=lambda kind: float(chances[KINDS.index(kind)]))
    return best, float(chances[KINDS.index(best)])


def _once(asked: Sequence[Detection], other: Sequence[Detection]) -> list[Detection]:
    """Detections whose masks hardly overlap: of two what was asked for, or the surer one."""
    kept: list[Detection] = []
    for new in [*_surest_first(asked), *_surest_first(other)]:
        assert new.mask is not None
        if not any(old.camera == new.camera and _overlap(old, new) > 0.4 for old in kept):
            kept.append(replace(new))
    return kept


def _surest_first(found: Sequence[Detection]) -> list[Detection]:
    return sorted(found, key=lambda one: -one.score)


def _overlap(a: Detection, b: Detection) -> float:
    assert a.mask is not None and b.mask is not None
    both = int(np.count_nonzero(a.mask & b.mask))
    least = min(int(np.count_nonzero(a.mask)), int(np.count_nonzero(b.mask)))
    return both / max(1, least)
