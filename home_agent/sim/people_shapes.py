"""Shapes of people and pets: a person comes in, capsules and where a hand waits go out.

In the person's own frame: origin on the floor under them, x ahead, z up.
"""

from __future__ import annotations

from home_agent.sim.kinds import COLOURS
from home_agent.sim.solids import Part, Vec, darker, look
from home_agent.sim.spec import RGB, PersonSpec

SKIN: RGB = (0.86, 0.66, 0.54)
HAIR: RGB = (0.28, 0.19, 0.12)
TROUSERS: RGB = (0.24, 0.27, 0.35)
SHOES: RGB = (0.20, 0.15, 0.13)
SEAT_M = 0.46


def person_parts(person: PersonSpec) -> tuple[list[Part], Vec]:
    """The parts of a person or pet, and the point where they take things from the robot."""
    tone = COLOURS[person.colour]
    if person.kind in ("cat", "dog"):
        return _pet(person.height_m, tone), (person.height_m * 0.7, 0.0, person.height_m * 0.6)
    if person.posture == "sitting":
        return _sitting(person.height_m, tone)
    if person.posture == "lying":
        return _lying(person.height_m, tone)
    return _standing(person.height_m, tone)


def _bone(a: Vec, b: Vec, radius: float, tone: RGB) -> Part:
    return Part("capsule", (radius,), tone=tone, ends=(a, b))


def _head(base: float, scale: float, x: float = 0.0) -> list[Part]:
    r = 0.105 * scale
    return [
        Part("sphere", (r,), (x, 0, base + r), SKIN),
        look(_bone((x, 0, base - 0.10 * scale), (x, 0, base + r), 0.045 * scale, SKIN)),
        look(
            Part("ellipsoid", (r * 1.02, r * 1.06, r * 0.8), (x - 0.02, 0, base + r * 1.35), HAIR)
        ),
        *(
            look(
                Part("sphere", (0.012,), (x + r * 0.9, side * r * 0.38, base + r), (0.1, 0.1, 0.1))
            )
            for side in (-1, 1)
        ),
    ]


def _shoes(x: float, side: float, scale: float) -> list[Part]:
    size = (0.11 * scale, 0.045 * scale, 0.04)
    return [look(Part("ellipsoid", size, (x + 0.04, sign * side, 0.04), SHOES)) for sign in (-1, 1)]


def _standing(h: float, tone: RGB) -> tuple[list[Part], Vec]:
    k = h / 1.75
    hip, shoulder = 0.86 * k, 1.42 * k
    hand: Vec = (0.30 * k, -0.16 * k, 0.98 * k)
    parts = [
        *(
            _bone((0, s * 0.09 * k, 0.07), (0, s * 0.09 * k, hip), 0.07 * k, TROUSERS)
            for s in (-1, 1)
        ),
        _bone((0, 0, hip + 0.08 * k), (0, 0, shoulder - 0.08 * k), 0.15 * k, tone),
        _bone(
            (0, 0.2 * k, shoulder - 0.05), (0.02, 0.22 * k, 0.85 * k), 0.045 * k, darker(tone, 0.9)
        ),
        _bone(
            (0, -0.2 * k, shoulder - 0.05), (0.04, -0.21 * k, 1.1 * k), 0.045 * k, darker(tone, 0.9)
        ),
        _bone((0.04, -0.21 * k, 1.1 * k), hand, 0.04 * k, darker(tone, 0.9)),
        look(Part("sphere", (0.048 * k,), hand, SKIN)),
        *_shoes(0.0, 0.09 * k, k),
        *_head(h - 0.21 * k - 0.005, k),
    ]
    return parts, hand


def _sitting(h: float, tone: RGB) -> tuple[list[Part], Vec]:
    k = h / 1.75
    thigh, knee, top = SEAT_M + 0.08, 0.43 * k, SEAT_M + 0.52 * k
    hand: Vec = (0.38 * k, -0.18 * k, SEAT_M + 0.26 * k)
    parts = [
        *(
            _bone((0, s * 0.09, thigh), (knee, s * 0.09, thigh - 0.03), 0.07 * k, TROUSERS)
            for s in (-1, 1)
        ),
        *(
            _bone((knee, s * 0.09, thigh - 0.04), (knee, s * 0.09, 0.07), 0.055 * k, TROUSERS)
            for s in (-1, 1)
        ),
        _bone((-0.02, 0, SEAT_M + 0.14), (-0.05, 0, top), 0.145 * k, tone),
        _bone(
            (-0.04, 0.19 * k, top), (0.22 * k, 0.2 * k, thigh + 0.1), 0.042 * k, darker(tone, 0.9)
        ),
        _bone(
            (-0.04, -0.19 * k, top),
            (0.12 * k, -0.23 * k, thigh + 0.14),
            0.042 * k,
            darker(tone, 0.9),
        ),
        _bone((0.12 * k, -0.23 * k, thigh + 0.14), hand, 0.038 * k, darker(tone, 0.9)),
        look(Part("sphere", (0.046 * k,), hand, SKIN)),
        *_shoes(knee, 0.09, k),
        *_head(top + 0.16 * k, k, -0.03),
    ]
    return parts, hand


def _lying(h: float, tone: RGB) -> tuple[list[Part], Vec]:
    """On the floor, on their back, the head ahead of where they are."""
    k = h / 1.75
    r = 0.105 * k
    parts = [
        *(
            _bone((-0.85 * k, s * 0.09, 0.08), (-0.1, s * 0.09, 0.09), 0.07, TROUSERS)
            for s in (-1, 1)
        ),
        _bone((0.0, 0.0, 0.15), (0.42 * k, 0.0, 0.15), 0.15 * k, tone),
        *(
            _bone((0.42 * k, s * 0.2, 0.1), (-0.05, s * 0.24, 0.06), 0.045 * k, darker(tone, 0.9))
            for s in (-1, 1)
        ),
        Part("sphere", (r,), (0.72 * k, 0, r), SKIN),
    ]
    return parts, (0.0, -0.24, 0.1)


def _pet(h: float, tone: RGB) -> list[Part]:
    body = h * 0.62
    legs = [
        _bone((x * h, y * h, h * 0.07), (x * h, y * h, body), h * 0.065, tone)
        for x in (-0.42, 0.42)
        for y in (-0.15, 0.15)
    ]
    ears = [
        look(
            Part(
                "ellipsoid",
                (h * 0.05, h * 0.06, h * 0.12),
                (h * 0.55, s * h * 0.12, h * 0.95),
                darker(tone),
            )
        )
        for s in (-1, 1)
    ]
    return [
        _bone((-0.42 * h, 0, body), (0.42 * h, 0, body), h * 0.19, tone),
        Part("sphere", (h * 0.19,), (h * 0.60, 0, h * 0.78), tone),
        look(
            Part(
                "ellipsoid",
                (h * 0.13, h * 0.09, h * 0.08),
                (h * 0.76, 0, h * 0.72),
                darker(tone, 0.8),
            )
        ),
        look(_bone((-0.5 * h, 0, body + 0.05 * h), (-0.75 * h, 0, h * 0.95), h * 0.045, tone)),
        *legs,
        *ears,
    ]
