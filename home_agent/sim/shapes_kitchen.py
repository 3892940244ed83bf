"""Shapes of kitchen things and food: an outer box and a colour come in, solids go out."""

from __future__ import annotations

import math
from dataclasses import replace

from home_agent.sim.solids import (
    DARK,
    PALE,
    STEEL,
    WOOD,
    Part,
    Vec,
    block,
    darker,
    disc,
    ear,
    lighter,
    look,
    ring,
)
from home_agent.sim.spec import RGB


def mug(s: Vec, tone: RGB) -> list[Part]:
    r, reach = s[1] / 2, s[0] - s[1]
    x = -reach / 2
    inside = look(disc(r * 0.86, s[2] - 0.004, s[2] + 0.0005, (0.25, 0.15, 0.10), x))
    low, high = s[2] * 0.22, s[2] * 0.80
    return [disc(r, 0, s[2], tone, x), inside, *ear(x + r, reach, low, high, tone)]


def cup(s: Vec, tone: RGB) -> list[Part]:
    r = s[1] / 2
    inside = look(disc(r * 0.86, s[2] - 0.004, s[2] + 0.0005, darker(tone, 0.5)))
    return [disc(r * 0.90, 0, s[2] / 2, tone), disc(r, s[2] / 2, s[2], tone), inside]


def bottle(s: Vec, tone: RGB) -> list[Part]:
    r = s[1] / 2
    shoulder = s[2] * 0.70
    return [
        disc(r, 0, shoulder, tone),
        Part("ellipsoid", (r, r, s[2] * 0.10), (0, 0, shoulder), tone),
        disc(r * 0.42, shoulder, s[2] * 0.93, tone),
        disc(r * 0.50, s[2] * 0.92, s[2], PALE),
        look(disc(r + 0.0006, s[2] * 0.22, s[2] * 0.52, PALE)),
    ]


def can(s: Vec, tone: RGB) -> list[Part]:
    r = s[1] / 2
    lids = [look(disc(r * 0.93, z, z + 0.002, STEEL)) for z in (-0.0002, s[2] - 0.0015)]
    band = look(disc(r + 0.0006, s[2] * 0.35, s[2] * 0.62, lighter(tone)))
    return [disc(r, 0, s[2], tone), band, *lids]


def carton(s: Vec, tone: RGB) -> list[Part]:
    roof = s[2] * 0.80
    rest = s[2] - roof
    return [
        block((s[0], s[1], roof), (0, 0, 0), PALE),
        block((s[0] * 0.55, s[1], rest * 0.6), (0, 0, roof), PALE),
        block((s[0] * 0.14, s[1], rest), (0, 0, roof), tone),
        look(block((s[0] + 0.001, s[1] + 0.001, s[2] * 0.34), (0, 0, s[2] * 0.2), tone)),
    ]


def teapot(s: Vec, tone: RGB) -> list[Part]:
    # The handle takes the +x end, the spout the other.
    r = s[1] / 2
    side = (s[0] - s[1]) / 2
    body = s[2] * 0.82
    spout = ((-r * 0.7, 0.0, body * 0.45), (-(s[0] / 2) + 0.009, 0.0, body * 0.88))
    return [
        Part("ellipsoid", (r, r, body / 2), (0, 0, body / 2), tone),
        disc(r * 0.62, 0, body * 0.3, tone),
        disc(r * 0.5, body * 0.8, body + 0.006, darker(tone)),
        Part("sphere", (0.011,), (0, 0, s[2] - 0.011), darker(tone)),
        Part("capsule", (0.009,), tone=tone, ends=spout),
        *ear(r * 0.92, side + r * 0.08, body * 0.22, body * 0.80, tone),
    ]


def kettle(s: Vec, tone: RGB) -> list[Part]:
    # A bow over the lid: the gripper closes on it from above, across y.
    r, body = s[1] / 2, s[2] * 0.58
    post, bow = r * 0.72, 0.010
    top = s[2] - bow
    return [
        disc(r, 0, body * 0.72, tone),
        disc(r * 0.80, body * 0.72, body, tone),
        look(disc(0.014, body, body + 0.012, DARK)),
        Part("capsule", (0.007,), tone=DARK, ends=((-post, 0, body), (-post, 0, top))),
        Part("capsule", (0.007,), tone=DARK, ends=((post, 0, body), (post, 0, top))),
        Part("capsule", (bow,), tone=DARK, ends=((-post, 0, top), (post, 0, top))),
    ]


def bowl(s: Vec, tone: RGB) -> list[Part]:
    r = s[1] / 2 * math.cos(math.pi / 7)
    floor = disc(r * 0.97, 0, 0.008, tone)
    cream = look(disc(r * 0.95, 0.008, 0.010, lighter(tone)))
    return [floor, cream, *ring(r, 0.004, s[2], thick=0.008, tone=tone, n=7)]


def plate(s: Vec, tone: RGB) -> list[Part]:
    r = s[1] / 2 * math.cos(math.pi / 7)
    floor = disc(r * 0.97, 0, 0.009, lighter(tone, 0.8))
    return [floor, *ring(r, 0.004, s[2], thick=0.009, tone=tone, n=7)]


def pan(s: Vec, tone: RGB) -> list[Part]:
    reach = s[0] - s[1]
    r, x = s[1] / 2 * math.cos(math.pi / 6), -reach / 2
    # The handle is boxy so that it does not turn in the grip.
    bar = block((reach + 0.01, 0.022, 0.016), (x + s[1] / 2 + reach / 2 - 0.005, 0, 0.028), DARK)
    floor = disc(r * 0.97, 0, 0.008, darker(tone), x)
    walls = [
        replace(p, at=(p.at[0] + x, p.at[1], p.at[2]))
        for p in ring(r, 0.004, s[2], thick=0.007, tone=tone, n=6)
    ]
    return [floor, *walls, bar]


def jar(s: Vec, tone: RGB) -> list[Part]:
    r = s[1] / 2
    label = look(disc(r + 0.0006, s[2] * 0.2, s[2] * 0.6, PALE))
    return [disc(r, 0, s[2] * 0.8, tone), disc(r * 0.9, s[2] * 0.8, s[2], STEEL), label]


def fruit(s: Vec, tone: RGB) -> list[Part]:
    stem = Part("capsule", (0.003,), tone=WOOD, ends=((0, 0, s[2] - 0.008), (0, 0, s[2] - 0.003)))
    return [Part("ellipsoid", (s[0] / 2, s[1] / 2, s[2] / 2), (0, 0, s[2] / 2), tone), look(stem)]


def pear(s: Vec, tone: RGB) -> list[Part]:
    r = s[1] / 2
    return [
        disc(r * 0.45, 0, r * 0.4, tone),
        Part("ellipsoid", (r, r, s[2] * 0.36), (0, 0, s[2] * 0.36), tone),
        Part("ellipsoid", (r * 0.55, r * 0.55, s[2] * 0.28), (0, 0, s[2] * 0.69), tone),
        look(Part("capsule", (0.003,), (0, 0, 0), WOOD, ends=((0, 0, s[2] * 0.95), (0, 0, s[2])))),
    ]


def banana(s: Vec, tone: RGB) -> list[Part]:
    r = s[2] / 2
    bend = s[1] - s[2]
    xs = [s[0] * f for f in (-0.5, -0.18, 0.18, 0.5)]
    ys = [bend / 2, -bend / 2, -bend / 2, bend / 2]
    ends = [(xs[0] + r, ys[0]), (xs[1], ys[1]), (xs[2], ys[2]), (xs[3] - r, ys[3])]
    pts: list[Vec] = [(x, y, r) for x, y in ends]
    tips = [
        look(Part("sphere", (r * 0.6,), (p[0] + d, p[1], r), WOOD))
        for p, d in ((pts[0], -r * 0.45), (pts[3], r * 0.45))
    ]
    return [Part("capsule", (r,), tone=tone, ends=(pts[i], pts[i + 1])) for i in range(3)] + tips


def loaf(s: Vec, tone: RGB) -> list[Part]:
    top = Part(
        "ellipsoid", (s[0] / 2, s[1] / 2, s[2] * 0.45), (0, 0, s[2] * 0.55), lighter(tone, 0.8)
    )
    return [block((s[0] * 0.92, s[1] * 0.96, s[2] * 0.7), (0, 0, 0), tone), look(top)]
