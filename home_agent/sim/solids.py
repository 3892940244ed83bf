"""Primitive solids: a few numbers come in, boxes, discs, rings and handles go out."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import Literal

from home_agent.sim.spec import RGB

Solid = Literal["box", "cylinder", "capsule", "sphere", "ellipsoid"]
Vec = tuple[float, float, float]

DARK: RGB = (0.13, 0.13, 0.14)
PALE: RGB = (0.93, 0.92, 0.88)
LEAF: RGB = (0.22, 0.52, 0.22)
WOOD: RGB = (0.45, 0.30, 0.18)
STEEL: RGB = (0.72, 0.73, 0.75)


@dataclass(frozen=True, slots=True)
class Part:
    """One primitive. `size` as MuJoCo wants it (half sizes, radii; m); `ends` replaces `at` for
    capsules and cylinders given from point to point. `solid` is False for mere looks.
    """

    form: Solid
    size: tuple[float, ...]
    at: Vec = (0.0, 0.0, 0.0)
    tone: RGB = PALE
    quat: tuple[float, float, float, float] = (1.0, 0.0, 0.0, 0.0)
    ends: tuple[Vec, Vec] | None = None
    solid: bool = True
    alpha: float = 1.0
    name: str = field(default="")


def volume(part: Part) -> float:
    """Volume of a part in m^3."""
    s = part.size
    if part.form == "box":
        return 8.0 * s[0] * s[1] * s[2]
    if part.form == "sphere":
        return 4.0 / 3.0 * math.pi * s[0] ** 3
    if part.form == "ellipsoid":
        return 4.0 / 3.0 * math.pi * s[0] * s[1] * s[2]
    length = math.dist(*part.ends) if part.ends else 2.0 * s[1]
    caps = 4.0 / 3.0 * math.pi * s[0] ** 3 if part.form == "capsule" else 0.0
    return math.pi * s[0] ** 2 * length + caps


def turned(yaw: float) -> tuple[float, float, float, float]:
    """The quaternion (w, x, y, z) of a turn about z."""
    return (math.cos(yaw / 2), 0.0, 0.0, math.sin(yaw / 2))


def darker(tone: RGB, by: float = 0.7) -> RGB:
    """A darker shade."""
    return (tone[0] * by, tone[1] * by, tone[2] * by)


def lighter(tone: RGB, by: float = 0.5) -> RGB:
    """A shade nearer to white."""
    return (1 - (1 - tone[0]) * by, 1 - (1 - tone[1]) * by, 1 - (1 - tone[2]) * by)


def disc(radius: float, low: float, high: float, tone: RGB, x: float = 0.0) -> Part:
    """A standing cylinder from height `low` to `high` on the axis through `x`."""
    return Part("cylinder", (radius, (high - low) / 2), (x, 0.0, (low + high) / 2), tone)


def block(size: Vec, at: Vec, tone: RGB) -> Part:
    """A box of full `size` whose underside's middle is `at`."""
    half = (size[0] / 2, size[1] / 2, size[2] / 2)
    return Part("box", half, (at[0], at[1], at[2] + half[2]), tone)


def look(part: Part) -> Part:
    """The part without contact."""
    return replace(part, solid=False)


def ear(x: float, reach: float, low: float, high: float, tone: RGB) -> list[Part]:
    """A handle standing out by `reach` from `x` between the heights `low` and `high`."""
    r = 0.0055
    out = x + reach - r
    corners: list[Vec] = [(x - 0.002, 0, high), (out, 0, high), (out, 0, low), (x - 0.002, 0, low)]
    return [Part("capsule", (r,), tone=tone, ends=(corners[i], corners[i + 1])) for i in range(3)]


def ring(radius: float, low: float, high: float, *, thick: float, tone: RGB, n: int) -> list[Part]:
    """A wall of `n` boxes around a round floor."""
    half = radius * math.tan(math.pi / n) + thick * 0.2
    middle = radius - thick / 2
    return [
        Part(
            "box",
            (thick / 2, half, (high - low) / 2),
            (middle * math.cos(a), middle * math.sin(a), (low + high) / 2),
            tone,
            turned(a),
        )
        for a in (2 * math.pi * (i + 0.5) / n for i in range(n))
    ]
