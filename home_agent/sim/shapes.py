"""Shapes and grips of things: a kind, an outer box and a colour come in, solids and holds go out.

All in the thing's own frame: origin in the middle of its underside, z up, handles along +x, the
outer box centred on the origin. At most eight parts bear contact; the rest is looks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from home_agent.errors import BadInput, no_such
from home_agent.sim import shapes_kitchen as kitchen
from home_agent.sim import shapes_other as other
from home_agent.sim import shapes_toys as toys
from home_agent.sim.kinds import Kind, kinds
from home_agent.sim.solids import Part, Vec
from home_agent.sim.spec import RGB, ThingSpec


@dataclass(frozen=True, slots=True)
class Hold:
    """A place to grip a thing, in its own frame.

    `at` is the middle between the pads (m), `yaw_rad` the direction in which the pads close
    about z (None: any), `width_m` what is between the pads. `style`: body, side, narrow, handle
    or rim (one finger inside).
    """

    style: str
    at: Vec
    width_m: float
    yaw_rad: float | None = None


def kind_of(name: str) -> Kind:
    """The kind called `name`; raises `BadInput` naming the nearest one."""
    try:
        return kinds()[name]
    except KeyError:
        raise BadInput(no_such("kind of thing", name, kinds())) from None


def parts_of(kind: Kind, size: Vec, tone: RGB) -> list[Part]:
    """The parts of a thing of `kind` that fills the outer box `size` (x, y, z; m)."""
    for drawn in (kitchen, other, toys):
        make: Callable[[Vec, RGB], list[Part]] | None = getattr(drawn, kind.shape, None)
        if make is not None:
            return make(size, tone)
    raise BadInput(f"The kind {kind.name} wants the shape '{kind.shape}', which nobody draws.")


def holds(thing: ThingSpec) -> tuple[Hold, ...]:
    """Where to grip a thing, best first."""
    kind = kind_of(thing.kind)
    x, y, z = thing.size_m
    if kind.shape == "mug":
        reach = x - y
        body = Hold("body", (-reach / 2, 0.0, z * 0.62), y, 1.570796)
        return (body, Hold("handle", (x / 2 - 0.0055, 0.0, z * 0.51), 0.011, 1.570796))
    if kind.shape == "teapot":
        return (Hold("handle", (x / 2 - 0.0055, 0.0, z * 0.42), 0.011, 1.570796),)
    if kind.shape == "kettle":
        return (Hold("handle", (0.0, 0.0, z - 0.010), 0.020, 1.570796),)
    if kind.shape == "pan":
        return (Hold("handle", (y / 2, 0.0, 0.036), 0.022, 1.570796),)
    if kind.grasp == "rim":
        r = y / 2 - 0.008
        rim = ((r, 0.0, 0.0), (0.0, r, 1.570796), (-r, 0.0, 0.0), (0.0, -r, 1.570796))
        return tuple(Hold("rim", (px, py, z - 0.012), 0.009, yaw) for px, py, yaw in rim)
    if kind.shape == "spray":
        return (Hold("side", ((y - x) / 2, 0.0, z * 0.35), y, 1.570796),)
    if kind.grasp == "side":
        yaw = None if kind.x is None else (0.0 if x < y else 1.570796)
        return (Hold("side", (0.0, 0.0, z * 0.42), min(x, y), yaw),)
    if kind.shape == "bear":
        return (Hold("narrow", (0.0, 0.0, z * 0.33), min(x, y), 0.0 if x < y else 1.570796),)
    if kind.grasp == "narrow":
        return (Hold("narrow", (0.0, 0.0, z * 0.5), min(x, y), 0.0 if x < y else 1.570796),)
    return (Hold("body", (0.0, 0.0, z * 0.5), min(x, y)),)
