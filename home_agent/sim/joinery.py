"""How furniture is made: a place comes in, the solids of it that never move go out."""

from __future__ import annotations

from home_agent.home.graph import Place
from home_agent.sim import furniture
from home_agent.sim.furniture import BOARD_M
from home_agent.sim.solids import DARK, PALE, STEEL, WOOD, Part, Vec, block, darker, lighter, look
from home_agent.sim.spec import RGB

LINEN: RGB = (0.95, 0.94, 0.92)


def fixed_parts(place: Place, tone: RGB) -> list[Part]:
    """The parts of a place that never move, in its own frame."""
    make = _MAKE.get(place.category)
    return make(place, tone) if make else [_slab(place.size, 0, place.size[2], tone)]


def _slab(size: Vec, low: float, high: float, tone: RGB, inset: float = 0.0) -> Part:
    return block((size[0] - inset, size[1] - inset, high - low), (0, 0, low), tone)


def _counter(place: Place, tone: RGB) -> list[Part]:
    d, w, h = place.size
    fronts = max(1, round(w / 0.6))
    lines = [
        look(block((0.004, 0.006, h - 0.22), (d / 2 - 0.019, w * (i / fronts - 0.5), 0.13), DARK))
        for i in range(1, fronts)
    ]
    return [
        block((d - 0.04, w, h - 0.14), (-0.02, 0, 0.10), tone),
        look(block((d - 0.12, w, 0.10), (-0.04, 0, 0), DARK)),
        block((d, w, 0.04), (0, 0, h - 0.04), lighter(WOOD, 0.75)),
        *lines,
    ]


def _sink(place: Place, tone: RGB) -> list[Part]:
    d, w, h = place.size
    (bx, by), (bd, bw) = furniture.basin_of(place.size)
    floor = h - 0.14
    top = PALE if place.name == "washbasin" else lighter(STEEL, 0.6)
    left = w / 2 - (by + bw / 2)
    right = by - bw / 2 + w / 2
    behind, before = bx - bd / 2 + d / 2, d / 2 - (bx + bd / 2)
    rim = 0.14
    tap = (bx - bd / 2 - 0.05, by)
    return [
        block((d - 0.04, w, floor - 0.11), (-0.02, 0, 0.10), tone),
        look(block((d - 0.12, w, 0.10), (-0.04, 0, 0), DARK)),
        look(block((bd, bw, 0.005), (bx, by, floor - 0.005), top)),
        block((bd, bw, 0.01), (bx, by, floor - 0.01), top),
        block((d, left, rim), (0, w / 2 - left / 2, floor), top),
        block((d, right, rim), (0, -w / 2 + right / 2, floor), top),
        block((behind, bw, rim), (-d / 2 + behind / 2, by, floor), top),
        block((before, bw, rim), (d / 2 - before / 2, by, floor), top),
        look(Part("capsule", (0.012,), tone=STEEL, ends=((*tap, h), (*tap, h + 0.2)))),
        look(
            Part(
                "capsule",
                (0.010,),
                tone=STEEL,
                ends=((*tap, h + 0.2), (tap[0] + 0.14, by, h + 0.18)),
            )
        ),
    ]


def _stove(place: Place, tone: RGB) -> list[Part]:
    d, w, h = place.size
    rings = [
        look(Part("cylinder", (0.085, 0.001), (x, y, h), (0.28, 0.10, 0.09)))
        for x in (-0.14, 0.14)
        for y in (-0.14, 0.14)
    ]
    oven = look(block((0.004, w - 0.10, 0.36), (d / 2 - 0.02, 0, 0.28), DARK))
    return [
        block((d - 0.04, w, h - 0.02), (-0.02, 0, 0), lighter(STEEL)),
        block((d, w, 0.02), (0, 0, h - 0.02), DARK),
        oven,
        *rings,
    ]


def _table(place: Place, tone: RGB) -> list[Part]:
    d, w, h = place.size
    thick = 0.03
    legs = [
        block((0.045, 0.045, h - thick), (x * (d / 2 - 0.04), y * (w / 2 - 0.04), 0), darker(tone))
        for x in (-1, 1)
        for y in (-1, 1)
    ]
    return [block((d, w, thick), (0, 0, h - thick), tone), *legs]


def _desk(place: Place, tone: RGB) -> list[Part]:
    d, w, h = place.size
    sides = [
        block((d - 0.06, 0.03, h - 0.03), (0, y * (w / 2 - 0.04), 0), darker(tone)) for y in (-1, 1)
    ]
    back = block((0.02, w - 0.1, 0.4), (-d / 2 + 0.06, 0, h - 0.43), darker(tone))
    return [block((d, w, 0.03), (0, 0, h - 0.03), tone), *sides, back]


def _shelf(place: Place, tone: RGB) -> list[Part]:
    d, w, h = place.size
    boards = [
        block((d - 0.01, w - 0.02, BOARD_M), (0.0, 0, s.height_m - BOARD_M), tone)
        for s in place.surfaces[1:]
    ]
    sides = [block((d, BOARD_M, h - BOARD_M), (0, y * (w - BOARD_M) / 2, 0), tone) for y in (-1, 1)]
    back = block((0.012, w, h - BOARD_M), (-d / 2 + 0.006, 0, 0), darker(tone, 0.85))
    top = block((d, w, BOARD_M), (0, 0, h - BOARD_M), tone)
    return [top, *boards, *sides, back, block((d - 0.02, w, 0.05), (0, 0, 0), darker(tone))]


def _sofa(place: Place, tone: RGB) -> list[Part]:
    d, w, h = place.size
    seat = furniture.seat_height(place.category)
    arm = 0.16 if place.category == "sofa" else 0.13
    count = 2 if w > 1.2 else 1
    each = (w - 2 * arm) / count
    cushions = [
        look(
            block(
                (0.10, each * 0.9, h - seat - 0.06),
                (-d / 2 + 0.22, (i - (count - 1) / 2) * each, seat),
                lighter(tone, 0.8),
            )
        )
        for i in range(count)
    ]
    return [
        block((d, w - 2 * arm, seat - 0.06), (0, 0, 0.06), tone),
        block((0.19, w, h - 0.06), (-d / 2 + 0.095, 0, 0.06), darker(tone, 0.9)),
        *(block((d, arm, 0.54), (0, y * (w - arm) / 2, 0.06), darker(tone, 0.9)) for y in (-1, 1)),
        *cushions,
    ]


def _bed(place: Place, tone: RGB) -> list[Part]:
    d, w, h = place.size
    pillows = [
        look(Part("ellipsoid", (0.19, 0.28, 0.07), (-d / 2 + 0.27, y, h + 0.03), LINEN))
        for y in ((-w / 4, w / 4) if w > 1.3 else (0.0,))
    ]
    return [
        block((d, w, 0.24), (0, 0, 0.06), WOOD),
        block((d - 0.06, w - 0.06, h - 0.30), (0.0, 0, 0.30), LINEN),
        look(block((d * 0.62, w - 0.04, 0.004 + h - 0.34), (d * 0.18, 0, 0.34), tone)),
        block((0.05, w, h + 0.40), (-d / 2 + 0.025, 0, 0), WOOD),
        *pillows,
    ]


def _cabinet(place: Place, tone: RGB) -> list[Part]:
    """A fridge or cupboard: closed below, one compartment with a shelf behind a door."""
    d, w, h = place.size
    z, free = furniture.compartment(place.category)
    white = place.category == "fridge"
    inner = (0.90, 0.93, 0.95) if white else lighter(tone, 0.8)
    shell = 0.04
    upper = h - z - free
    return [
        block((d, w, z), (0, 0, 0), tone),
        block((d, w, upper), (0, 0, z + free), tone),
        block((shell, w, free), (-d / 2 + shell / 2, 0, z), inner),
        *(block((d, shell, free), (0, y * (w - shell) / 2, z), inner) for y in (-1, 1)),
        look(block((d - 0.08, w - 0.08, 0.003), (0, 0, z), inner)),
        look(block((0.003, w - 0.01, 0.006), (d / 2, 0, z - 0.04), darker(tone))),
    ]


def _dresser(place: Place, tone: RGB) -> list[Part]:
    d, w, h = place.size
    low = furniture.drawer_top(h, 2)
    return [
        block((d, w, BOARD_M), (0, 0, h - BOARD_M), darker(tone, 0.9)),
        *(block((d, 0.03, h - BOARD_M), (0, y * (w - 0.03) / 2, 0), tone) for y in (-1, 1)),
        block((0.015, w - 0.06, h - BOARD_M), (-d / 2 + 0.0075, 0, 0), tone),
        block((d, w - 0.06, low), (0, 0, 0), tone),
        look(block((0.004, w - 0.08, low - 0.08), (d / 2, 0, 0.05), lighter(tone, 0.85))),
    ]


def _tv_stand(place: Place, tone: RGB) -> list[Part]:
    d, w, h = place.size
    return [
        _slab(place.size, 0.05, h, tone),
        look(_slab(place.size, 0.0, 0.05, DARK, 0.06)),
        block((0.05, w * 0.75, 0.50), (-d / 2 + 0.06, 0, h + 0.06), (0.05, 0.05, 0.06)),
        look(block((0.052, w * 0.72, 0.46), (-d / 2 + 0.062, 0, h + 0.08), (0.10, 0.14, 0.20))),
        block((0.10, 0.25, 0.06), (-d / 2 + 0.06, 0, h), DARK),
    ]


def _chair(place: Place, tone: RGB) -> list[Part]:
    d, w, h = place.size
    seat = furniture.seat_height("chair")
    legs = [
        block((0.035, 0.035, seat - 0.03), (x * (d / 2 - 0.03), y * (w / 2 - 0.03), 0), tone)
        for x in (-1, 1)
        for y in (-1, 1)
    ]
    back = block((0.03, w, h - seat), (-d / 2 + 0.015, 0, seat), tone)
    return [block((d, w, 0.03), (0, 0, seat - 0.03), lighter(tone, 0.8)), *legs, back]


def _wardrobe(place: Place, tone: RGB) -> list[Part]:
    d, _, h = place.size
    seam = look(block((0.004, 0.008, h - 0.14), (d / 2, 0, 0.07), darker(tone)))
    knobs = [look(Part("sphere", (0.016,), (d / 2 + 0.015, y, 1.0), STEEL)) for y in (-0.05, 0.05)]
    return [_slab(place.size, 0, h, tone), seam, *knobs]


def _toilet(place: Place, tone: RGB) -> list[Part]:
    d, w, h = place.size
    return [
        block((d * 0.55, w * 0.6, h - 0.05), (0.02, 0, 0), PALE),
        Part("ellipsoid", (d * 0.36, w / 2, 0.05), (d * 0.13, 0, h - 0.05), PALE),
        block((0.18, w, 0.40), (-d / 2 + 0.09, 0, h - 0.05), PALE),
    ]


def _bathtub(place: Place, tone: RGB) -> list[Part]:
    d, w, h = place.size
    water = look(block((d - 0.16, w - 0.16, 0.004), (0, 0, h - 0.001), (0.62, 0.82, 0.88)))
    return [_slab(place.size, 0, h, PALE), water]


def _washing_machine(place: Place, tone: RGB) -> list[Part]:
    d, w, h = place.size
    x = d / 2
    glass = Part("cylinder", (0.16,), tone=DARK, ends=((x, 0, 0.42), (x + 0.006, 0, 0.42)))
    ring = Part("cylinder", (0.20,), tone=STEEL, ends=((x, 0, 0.42), (x + 0.004, 0, 0.42)))
    panel = look(block((0.004, w - 0.04, 0.09), (x, 0, h - 0.13), STEEL))
    return [_slab(place.size, 0, h, PALE), look(ring), look(glass), panel]


_MAKE = {
    "counter": _counter,
    "sink": _sink,
    "stove": _stove,
    "table": _table,
    "desk": _desk,
    "shelf": _shelf,
    "sofa": _sofa,
    "armchair": _sofa,
    "bed": _bed,
    "fridge": _cabinet,
    "cupboard": _cabinet,
    "dresser": _dresser,
    "tv stand": _tv_stand,
    "chair": _chair,
    "wardrobe": _wardrobe,
    "toilet": _toilet,
    "bathtub": _bathtub,
    "washing machine": _washing_machine,
}
