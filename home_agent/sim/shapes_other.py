"""Shapes of household things: an outer box and a colour come in, solids go out."""

from __future__ import annotations

from home_agent.sim.solids import (
    DARK,
    LEAF,
    PALE,
    STEEL,
    Part,
    Vec,
    block,
    darker,
    disc,
    lighter,
    look,
)
from home_agent.sim.spec import RGB


def box(s: Vec, tone: RGB) -> list[Part]:
    stripe = look(block((s[0] * 0.55, s[1] + 0.001, s[2] * 0.25), (0, 0, s[2] * 0.5), PALE))
    return [block(s, (0, 0, 0), tone), stripe] if s[2] > 0.04 else [block(s, (0, 0, 0), tone)]


def book(s: Vec, tone: RGB) -> list[Part]:
    pages = (s[0] * 0.97, s[1] + 0.0008, s[2] * 0.72)
    lines = look(block((s[0] * 0.5, s[1] * 0.16, 0.001), (0, 0, s[2]), lighter(tone)))
    return [
        block(s, (0, 0, 0), tone),
        look(block(pages, (s[0] * 0.016, 0, s[2] * 0.14), PALE)),
        lines,
    ]


def stapler(s: Vec, tone: RGB) -> list[Part]:
    x, y, z = s
    arm = block((x * 0.94, y * 0.8, z * 0.45), (x * 0.03, 0, z * 0.55), tone)
    return [
        block((x, y, z * 0.4), (0, 0, 0), DARK),
        block((x * 0.4, y, z * 0.2), (x * 0.3, 0, z * 0.38), STEEL),
        arm,
    ]


def tape(s: Vec, tone: RGB) -> list[Part]:
    r = s[1] / 2
    return [
        disc(r, 0, s[2], tone),
        look(disc(r * 0.6, s[2] - 0.001, s[2] + 0.0006, PALE)),
        look(disc(r * 0.5, s[2] - 0.001, s[2] + 0.0010, DARK)),
    ]


def remote(s: Vec, tone: RGB) -> list[Part]:
    x, y, z = s
    face = look(block((x * 0.3, y * 0.7, 0.0012), (x * 0.28, 0, z), lighter(tone, 0.8)))
    keys = [
        look(block((0.012, y * 0.6, 0.0015), (x * f, 0, z), lighter(tone, 0.6)))
        for f in (-0.36, -0.18, 0.0)
    ]
    return [block(s, (0, 0, 0), tone), face, *keys]


def torch(s: Vec, tone: RGB) -> list[Part]:
    x, r = s[0] / 2, s[1] / 2
    return [
        Part("cylinder", (r * 0.8,), tone=tone, ends=((-x, 0, r), (x * 0.5, 0, r))),
        Part("cylinder", (r,), tone=darker(tone), ends=((x * 0.4, 0, r), (x, 0, r))),
        Part("sphere", (r * 0.85,), (-x + r * 0.85, 0, r * 0.85 + 0.0), tone),
        look(Part("cylinder", (r * 0.8,), tone=PALE, ends=((x - 0.002, 0, r), (x + 0.0005, 0, r)))),
    ]


def clock(s: Vec, tone: RGB) -> list[Part]:
    x, y, z = s
    middle = z / 2
    face = look(
        Part(
            "cylinder",
            (y * 0.38,),
            tone=PALE,
            ends=((x / 2, 0, middle), (x / 2 + 0.001, 0, middle)),
        )
    )
    hand = look(block((0.0024, 0.004, y * 0.3), (x / 2, 0, middle), DARK))
    return [block((x, y, z), (0, 0, 0), tone), face, hand]


def candle(s: Vec, tone: RGB) -> list[Part]:
    wick = ((0.0, 0.0, s[2] * 0.9), (0.0, 0.0, s[2] - 0.002))
    return [
        disc(s[1] / 2, 0, s[2] * 0.94, tone),
        look(Part("capsule", (0.002,), tone=DARK, ends=wick)),
    ]


def plant(s: Vec, tone: RGB) -> list[Part]:
    r, pot = s[1] / 2, s[2] * 0.52
    crown = s[2] - pot
    leaves = [
        look(
            Part(
                "ellipsoid",
                (r * 0.55, r * 0.45, crown * 0.45),
                (dx * r, dy * r, pot + crown * f),
                LEAF,
            )
        )
        for dx, dy, f in ((0.35, 0.2, 0.5), (-0.35, 0.3, 0.45), (0.0, -0.4, 0.5), (0, 0, 0.55))
    ]
    return [disc(r * 0.86, 0, pot * 0.7, tone), disc(r, pot * 0.7, pot, darker(tone, 0.9)), *leaves]


def tissues(s: Vec, tone: RGB) -> list[Part]:
    x, y, z = s
    box = z * 0.8
    tuft = Part("ellipsoid", (x * 0.14, y * 0.08, z * 0.2), (0, 0, box), PALE)
    return [
        block((x, y, box), (0, 0, 0), tone),
        look(block((x * 0.5, y * 0.3, 0.001), (0, 0, box), lighter(tone))),
        look(tuft),
    ]


def shoe(s: Vec, tone: RGB) -> list[Part]:
    x, y, z = s
    toe = Part("ellipsoid", (x * 0.3, y * 0.47, z * 0.3), (x * 0.2, 0, z * 0.34), tone)
    return [
        block((x, y, z * 0.18), (0, 0, 0), darker(PALE, 0.9)),
        toe,
        block((x * 0.45, y * 0.85, z * 0.8), (-x * 0.26, 0, z * 0.15), tone),
        look(block((x * 0.3, y * 0.55, 0.002), (-x * 0.28, 0, z * 0.95), DARK)),
    ]


def brushes(s: Vec, tone: RGB) -> list[Part]:
    r, cup = s[1] / 2, s[2] * 0.58
    sticks = [
        look(
            Part(
                "capsule",
                (0.005,),
                tone=colour,
                ends=((dx * 0.3, dy * 0.3, cup * 0.6), (dx, dy, s[2] - 0.006)),
            )
        )
        for colour, dx, dy in (
            ((0.2, 0.5, 0.85), r * 0.6, 0.0),
            ((0.9, 0.35, 0.4), -r * 0.5, r * 0.4),
        )
    ]
    return [
        disc(r, 0, cup, tone),
        look(disc(r * 0.86, cup - 0.003, cup + 0.0005, darker(tone, 0.5))),
        *sticks,
    ]


def roll(s: Vec, tone: RGB) -> list[Part]:
    x, r = s[0] / 2, s[1] / 2
    spiral = [
        look(Part("cylinder", (r * f,), tone=darker(tone, g), ends=((-x - e, 0, r), (x + e, 0, r))))
        for f, g, e in ((0.7, 0.85, 0.0005), (0.4, 1.0, 0.001))
    ]
    return [Part("cylinder", (r,), tone=tone, ends=((-x, 0, r), (x, 0, r))), *spiral]


def spray(s: Vec, tone: RGB) -> list[Part]:
    x, y, z = s
    r = y / 2
    back = -x / 2 + r
    return [
        disc(r, 0, z * 0.62, tone, back),
        disc(r * 0.45, z * 0.62, z * 0.82, PALE, back),
        block((x * 0.86, y * 0.4, z * 0.18), (x * 0.07, 0, z * 0.82), PALE),
        look(block((0.010, y * 0.25, z * 0.16), (x * 0.18, 0, z * 0.68), tone)),
        look(disc(r + 0.0006, z * 0.15, z * 0.45, PALE, back)),
    ]


def brush(s: Vec, tone: RGB) -> list[Part]:
    x, y, z = s
    return [
        block((x * 0.5, y, z * 0.55), (x * 0.25, 0, 0), PALE),
        block((x * 0.5, y, z * 0.45), (x * 0.25, 0, z * 0.55), tone),
        block((x * 0.55, y * 0.5, z * 0.4), (-x * 0.225, 0, z * 0.58), tone),
        look(block((x * 0.5, y + 0.001, 0.004), (x * 0.25, 0, z * 0.5), darker(tone))),
        block((0.02, y * 0.5, z * 0.6), (-x * 0.5 + 0.01, 0, 0), tone),
    ]
