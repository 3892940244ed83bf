"""Doors and drawers: a place comes in, what moves on it and where its handle is go out."""

from __future__ import annotations

from dataclasses import dataclass

from home_agent.home.graph import Place
from home_agent.sim import furniture
from home_agent.sim.furniture import TRAY_M
from home_agent.sim.solids import STEEL, WOOD, Part, Vec, block, lighter
from home_agent.sim.spec import RGB

HANDLE_R_M = 0.009
HANDLE_OFF_M = 0.052


@dataclass(frozen=True, slots=True)
class Mover:
    """A door or drawer. `pivot`: the origin of its body in the place's frame, `axis` of its joint.

    `parts` are in its own frame; `limit` is rad for a hinge, m for a slide. `handle` is the
    middle of the handle's bar in its own frame, `upright` when the bar is vertical.
    """

    surface: str
    hinged: bool
    pivot: Vec
    axis: Vec
    limit: float
    parts: tuple[Part, ...]
    handle: Vec
    upright: bool


def movers(place: Place, tone: RGB) -> list[Mover]:
    """The doors and drawers of a place, closed."""
    if place.opening == "hinged":
        return [_door(place, tone)]
    if place.opening == "sliding":
        return [_drawer(place, tone, index) for index in range(2)]
    return []


def _bar(x: float, y: float, z: float, half: float, upright: bool) -> list[Part]:
    """A handle: a bar off the face at `x`, on two posts."""
    out = x + HANDLE_OFF_M
    ends: list[Vec] = [
        (out, y, z + s * half) if upright else (out, y + s * half, z) for s in (-1, 1)
    ]
    posts = [Part("capsule", (0.007,), tone=STEEL, ends=((x, end[1], end[2]), end)) for end in ends]
    return [Part("capsule", (HANDLE_R_M,), tone=STEEL, ends=(ends[0], ends[1])), *posts]


def _door(place: Place, tone: RGB) -> Mover:
    d, w, h = place.size
    z, free = furniture.compartment(place.category)
    thick = 0.04 if place.category == "fridge" else 0.022
    low, high = z - 0.03, (h - 0.01 if place.category == "fridge" else z + free + 0.02)
    reach = w - 0.005
    middle = z + free * 0.45 - low
    panel = block((thick, reach, high - low), (thick / 2, -reach / 2, 0), lighter(tone, 0.9))
    bar = _bar(thick, -reach + 0.06, middle, 0.13, True)
    handle = (thick + HANDLE_OFF_M, -reach + 0.06, middle)
    pivot = (d / 2 + 0.002, w / 2 - 0.0025, low)
    return Mover(
        "inside",
        True,
        pivot,
        (0.0, 0.0, 1.0),
        furniture.DOOR_LIMIT_RAD,
        (panel, *bar),
        handle,
        True,
    )


def _drawer(place: Place, tone: RGB, index: int) -> Mover:
    d, w, h = place.size
    top = furniture.drawer_top(h, index)
    floor = place.surfaces[index + 1].height_m
    face = 0.022
    low = top - 0.215
    depth, width = d - 0.035, w - 0.075
    inner = lighter(WOOD, 0.6)
    wall_top = top - 0.045
    parts = [
        # The front laps over the board above: nobody looks in through a gap.
        block(
            (face, w - 0.07, top + 0.015 - low),
            (d / 2 + 0.002 + face / 2, 0, low),
            lighter(tone, 0.9),
        ),
        block((depth, width, TRAY_M), (0.0, 0, floor - TRAY_M), inner),
        *(
            block((depth, 0.012, wall_top - floor), (0, y * (width - 0.012) / 2, floor), inner)
            for y in (-1, 1)
        ),
        block((0.012, width, wall_top - floor), (-depth / 2 + 0.006, 0, floor), inner),
    ]
    x, z = d / 2 + 0.002 + face, low + 0.12
    return Mover(
        f"drawer_{index + 1}",
        False,
        (0.0, 0.0, 0.0),
        (1.0, 0.0, 0.0),
        furniture.DRAWER_STROKE_M,
        (*parts, *_bar(x, 0.0, z, 0.09, False)),
        (x + HANDLE_OFF_M, 0.0, z),
        False,
    )
