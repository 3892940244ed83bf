"""A phrase for a kind that a network was never shown comes in; what can be known of it goes out.

Close looks name such a thing as something else, and surely: a stapler is a toy train to eyes that
know no staplers. But its colour they tell, and its size can be measured. So the network is asked
for a thing of that colour, and whether it may be what was meant, its size says.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from home_agent.perception.camera import known, lift
from home_agent.types import CameraFrame
from home_agent.vla.asked import Asked, asked

Span: TypeAlias = tuple[float, float]
Sizes: TypeAlias = Mapping[str, tuple[Span, Span, Span]]  # of a kind: depth, width and height, m

OFF = 0.12  # of a side: how wrong a close look measures what it does not know
DEEP_M = 0.25  # points so much farther than a thing's middle are behind it
FOOT = 0.25  # of its height: what is lower may be what bears it
LEAST = 12  # points that can be measured


def known_words(phrase: str, shown: Sequence[str]) -> str:
    """The phrase in words that say something to a network that was shown these kinds.

    >>> known_words("the grey stapler", ("mug",))
    'grey thing'
    """
    ask = asked(phrase)
    if not ask.colour or not strange(ask, shown):
        return phrase
    return f"{ask.colour} thing"


def strange(ask: Asked, shown: Sequence[str]) -> bool:
    """Is everything that is meant of a kind that was never shown? Without `shown` none is."""
    return bool(shown and ask.kinds) and not set(ask.kinds) & set(shown)


def fits(size_m: NDArray[np.float32], ask: Asked, sizes: Sizes) -> float:
    """How well a thing of these sides [3] may be what is asked for, 0..1, by its size alone.

    Nothing is known to fit where no colour is said: of every size there are many things.
    """
    spans = [sizes[kind] for kind in ask.kinds if kind in sizes]
    if not spans or not ask.colour:
        return 0.0
    return max(_within(size_m, span) for span in spans)


def sides(frame: CameraFrame, mask: NDArray[np.bool_]) -> NDArray[np.float32] | None:
    """Depth, width and height (m) of what shows in `mask` [H, W], by depth; None for too little.

    What is behind its own front is left out: of round things a part of the depth.
    """
    v, u = np.nonzero(mask & known(frame.depth_m))
    depth = frame.depth_m[v, u].astype(float)
    near = np.abs(depth - np.median(depth)) < DEEP_M if len(depth) else depth > 0
    points = lift(u[near].astype(float), v[near].astype(float), depth[near], frame)
    if len(points) < LEAST:
        return None
    low, high = np.percentile(points[:, 2], [3, 97])
    top = points[points[:, 2] > low + FOOT * (high - low)]
    (_, (a, b), _) = cv2.minAreaRect(
        (top[:, :2] if len(top) >= LEAST else points).astype(np.float32)
    )
    return np.array([a, b, high - low], np.float32)


def _within(size_m: NDArray[np.float32], span: tuple[Span, Span, Span]) -> float:
    """Which of the two level sides is the depth, nobody knows: they are taken by length."""
    told = [*sorted(size_m[:2].tolist()), float(size_m[2])]
    lows, highs = ([*sorted(side[k] for side in span[:2]), span[2][k]] for k in (0, 1))
    off = [
        max(low / max(side, 1e-6) - 1.0, side / high - 1.0, 0.0) / OFF
        for side, low, high in zip(told, lows, highs, strict=True)
    ]
    return math.exp(-sum(one**2 for one in off) / 2)
