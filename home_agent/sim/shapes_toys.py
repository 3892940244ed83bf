"""Shapes of toys: an outer box and a colour come in, solids go out."""

from __future__ import annotations

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
    lighter,
    look,
)
from home_agent.sim.spec import RGB


def car(s: Vec, tone: RGB) -> list[Part]:
    x, y, z = s
    r = z * 0.24
    wheels = [
        Part(
            "cylinder",
            (r,),
            tone=DARK,
            ends=((fx * x, side * y * 0.30, r), (fx * x, side * y * 0.5, r)),
        )
        for fx in (-0.28, 0.28)
        for side in (-1, 1)
    ]
    return [
        block((x, y * 0.9, z * 0.42), (0, 0, r * 0.7), tone),
        block(
            (x * 0.5, y * 0.8, z - r * 0.7 - z * 0.42),
            (-x * 0.05, 0, r * 0.7 + z * 0.42),
            lighter(tone, 0.75),
        ),
        look(
            block(
                (x * 0.51, y * 0.7, z * 0.22),
                (-x * 0.05, 0, r * 0.7 + z * 0.45),
                (0.65, 0.80, 0.90),
            )
        ),
        *wheels,
    ]


def ball(s: Vec, tone: RGB) -> list[Part]:
    r = s[1] / 2
    band = look(Part("cylinder", (r * 0.985, r * 0.18), (0, 0, r), PALE))
    return [Part("sphere", (r,), (0, 0, r), tone), band]


def bear(s: Vec, tone: RGB) -> list[Part]:
    x, y, z = s
    belly = z * 0.32
    legs = [
        Part(
            "ellipsoid", (x * 0.46, y * 0.17, z * 0.13), (x * 0.02, side * y * 0.25, z * 0.13), tone
        )
        for side in (-1, 1)
    ]
    head = Part("ellipsoid", (x * 0.36, y * 0.32, z * 0.2), (0, 0, z * 0.74), tone)
    ears = [
        look(Part("sphere", (z * 0.065,), (0, side * y * 0.25, z * 0.92), darker(tone, 0.8)))
        for side in (-1, 1)
    ]
    arms = [
        look(
            Part(
                "ellipsoid",
                (x * 0.2, y * 0.12, z * 0.16),
                (x * 0.12, side * y * 0.38, z * 0.46),
                tone,
            )
        )
        for side in (-1, 1)
    ]
    snout = look(Part("sphere", (z * 0.06,), (x * 0.33, 0, z * 0.70), lighter(tone)))
    nose = look(Part("sphere", (z * 0.022,), (x * 0.46, 0, z * 0.72), DARK))
    body = Part("ellipsoid", (x * 0.40, y * 0.36, belly), (0, 0, belly), tone)
    seat = block((x * 0.8, y * 0.6, z * 0.1), (0, 0, 0), tone)
    return [body, seat, *legs, head, *ears, *arms, snout, nose]


def robot(s: Vec, tone: RGB) -> list[Part]:
    x, y, z = s
    eyes = [
        look(Part("sphere", (z * 0.035,), (x * 0.36, side * y * 0.14, z * 0.84), (0.95, 0.9, 0.3)))
        for side in (-1, 1)
    ]
    limbs = [
        block((x * 0.8, y * 0.26, z * 0.26), (0, side * y * 0.2, 0), darker(tone))
        for side in (-1, 1)
    ]
    arms = [
        block((x * 0.4, y * 0.14, z * 0.32), (0, side * y * 0.43, z * 0.34), darker(tone))
        for side in (-1, 1)
    ]
    return [
        *limbs,
        block((x * 0.9, y * 0.72, z * 0.44), (0, 0, z * 0.25), tone),
        *arms,
        block((x * 0.75, y * 0.5, z * 0.28), (0, 0, z * 0.70), lighter(tone, 0.8)),
        look(block((0.002, y * 0.4, z * 0.14), (x * 0.45, 0, z * 0.42), STEEL)),
        *eyes,
    ]


def duck(s: Vec, tone: RGB) -> list[Part]:
    x, y, z = s
    return [
        Part("ellipsoid", (x * 0.48, y * 0.5, z * 0.3), (-x * 0.02, 0, z * 0.32), tone),
        disc(y * 0.36, 0, z * 0.2, tone),
        Part("sphere", (z * 0.24,), (x * 0.18, 0, z * 0.76), tone),
        look(
            Part(
                "ellipsoid",
                (x * 0.10, y * 0.14, z * 0.05),
                (x * 0.40, 0, z * 0.72),
                (0.95, 0.45, 0.1),
            )
        ),
        *(
            look(Part("sphere", (z * 0.035,), (x * 0.34, side * y * 0.18, z * 0.84), DARK))
            for side in (-1, 1)
        ),
    ]


def train(s: Vec, tone: RGB) -> list[Part]:
    x, y, z = s
    r = z * 0.17
    wheels = [
        look(Part("cylinder", (r,), tone=DARK, ends=((f * x, -y * 0.5, r), (f * x, y * 0.5, r))))
        for f in (-0.3, 0.0, 0.3)
    ]
    boiler = ((-x * 0.1, 0.0, z * 0.5), (x * 0.46, 0.0, z * 0.5))
    return [
        block((x, y * 0.86, z * 0.3), (0, 0, 0), WOOD),
        Part("cylinder", (z * 0.22,), tone=tone, ends=boiler),
        block((x * 0.36, y * 0.8, z * 0.7), (-x * 0.3, 0, z * 0.3), tone),
        disc(z * 0.1, z * 0.6, z, DARK, x * 0.3),
        *wheels,
    ]
