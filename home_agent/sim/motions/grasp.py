"""A thing and where it truly lies come in, ways to grip it go out: tool poses and forces."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from home_agent.sim.body import FINGER_M, MAX_GAP_M, TIP_M
from home_agent.sim.shapes import Hold, holds, kind_of
from home_agent.sim.spec import ThingSpec

Floats = NDArray[np.float64]

_PALM_M = FINGER_M - TIP_M - 0.004  # the tool is this far ahead of the palm, less some air
_BELOW_M = 0.005  # the tool goes this far past the middle of the thing
_FINGER_HALF_M = 0.010
_AIR_M = 0.004  # between the finger tips and what bears the thing
_RIM_AIR_M = 0.014  # one finger goes down inside, over the dish's own floor
_LEAST_BITE_M = 0.015
_RIM_SIDES = 7  # bowls and plates are drawn with seven walls: sim/shapes_kitchen.py
_DEG = math.pi / 180


@dataclass(frozen=True, slots=True)
class Grasp:
    """A way to grip: where the tool goes and how.

    position_m [3] and matrix [3, 3]: the tool in the map, x along the approach, y along the
    closing. back_m: how far the hand must come back along the approach to be free of the thing.
    cost: lower is better. pitch_rad: 0 level, pi/2 from above.
    """

    position_m: Floats
    matrix: Floats
    pitch_rad: float
    back_m: float
    force_n: float
    cost: float
    style: str


def grasps(
    thing: ThingSpec, position_m: Floats, matrix: Floats, by_handle: bool = False
) -> list[Grasp]:
    """Ways to grip `thing` whose body lies at `position_m` [3], `matrix` [3, 3] in the map.

    With `by_handle` only the handle is taken.
    """
    found = []
    for hold, bias in _holds(thing, matrix, by_handle):
        closing = matrix @ np.array(
            [math.cos(hold.yaw_rad or 0.0), math.sin(hold.yaw_rad or 0.0), 0]
        )
        if hold.style == "lying up":
            closing = matrix[:, 2]
        if abs(closing[2]) > 0.75:
            continue
        at = position_m + matrix @ np.array(hold.at)
        half = np.array(thing.size_m) / 2
        inside = np.array(hold.at) - [0.0, 0.0, half[2]]
        ground = float(position_m[2] + matrix[2] @ [0, 0, half[2]] - np.abs(matrix[2]) @ half)
        for approach, pitch in _approaches(closing, hold.style):
            exit_m = _exit(matrix.T @ -approach, inside, half)
            shift = _shift(float(at[2]) - ground, approach, pitch, exit_m, hold.style)
            bite = exit_m + shift + TIP_M
            if bite < min(_LEAST_BITE_M, 1.1 * thing.size_m[2]):
                continue
            frame = np.column_stack([approach, closing, np.cross(approach, closing)])
            cost = bias + _pitch_cost(pitch, thing, hold.style)
            found.append(
                Grasp(
                    at + shift * approach,
                    frame,
                    pitch,
                    max(bite, 0.02) + 0.03,
                    force_for(thing, hold.style),
                    cost,
                    hold.style,
                )
            )
    return found


def force_for(thing: ThingSpec, style: str) -> float:
    """How hard to close on a thing [N]: enough for its weight, gentle on what is light."""
    if style in ("rim", "handle"):
        return 45.0
    return float(np.clip(12.0 + 35.0 * thing.mass_kg, 14.0, 30.0))


def _holds(thing: ThingSpec, matrix: Floats, by_handle: bool) -> Iterator[tuple[Hold, float]]:
    """Holds with the closing direction about z, and how little they are liked."""
    kind = kind_of(thing.kind)
    x, y, z = thing.size_m
    given = holds(thing)
    if by_handle:
        given = tuple(hold for hold in given if hold.style == "handle") or given
    if matrix[2, 2] < 0.85:
        yield from _lying(thing, matrix, by_handle)
        return
    for hold in given:
        bias = 0.3 if hold.style == "handle" and not by_handle and len(given) > 1 else 0.0
        if hold.style == "rim":
            radius = y / 2 * math.cos(math.pi / _RIM_SIDES) - 0.0045
            for i in range(_RIM_SIDES):
                angle = 2 * math.pi * (i + 0.5) / _RIM_SIDES
                at = (radius * math.cos(angle), radius * math.sin(angle), z - 0.012)
                yield Hold("rim", at, hold.width_m, angle), bias
            return
        if hold.yaw_rad is None:
            for i in range(10):
                yield Hold(hold.style, hold.at, hold.width_m, i * math.pi / 10), bias
            continue
        yield hold, bias
        if kind.shape == "mug" and hold.style == "body":
            for turn in (-0.6, 0.6):
                yield Hold("body", hold.at, y, hold.yaw_rad + turn), bias
        if hold.style in ("narrow", "side") and max(x, y) < MAX_GAP_M - 0.025:
            other = Hold(hold.style, hold.at, max(x, y), hold.yaw_rad + math.pi / 2)
            yield other, bias + 0.15


def _lying(thing: ThingSpec, matrix: Floats, by_handle: bool) -> Iterator[tuple[Hold, float]]:
    """Holds of a thing that has fallen over: across the narrow ways of its outer box."""
    if by_handle:
        for hold in holds(thing):
            if hold.style == "handle":
                yield hold, 0.0
        return
    x, y, z = thing.size_m
    middle = (0.0, 0.0, z * 0.45)
    for width, yaw in ((x, 0.0), (y, math.pi / 2)):
        if width < MAX_GAP_M - 0.02:
            yield Hold("lying", middle, width, yaw), 0.0
    if abs(x - y) < 0.01 and x < MAX_GAP_M - 0.02:
        # Round: close level, whichever way it has rolled.
        level = np.cross(matrix[:, 2], [0.0, 0.0, 1.0])
        own = matrix.T @ level
        yield Hold("lying", middle, x, math.atan2(own[1], own[0])), 0.0
    if z < MAX_GAP_M - 0.02:
        yield Hold("lying up", (0.0, 0.0, z / 2), z, 0.0), 0.1


def _approaches(closing: Floats, style: str) -> Iterator[tuple[Floats, float]]:
    """Unit directions from above to level, square to `closing`, with their pitch."""
    up = np.array([0.0, 0.0, 1.0]) - closing[2] * closing
    up /= np.linalg.norm(up)
    level = np.cross(closing, up)
    pitches = (90, 70) if style == "rim" else (90, 65, 45, 30, 15, 0)
    for pitch in pitches:
        for side in (1.0, -1.0) if pitch != 90 else (1.0,):
            direction = math.cos(pitch * _DEG) * side * level - math.sin(pitch * _DEG) * up
            yield direction, pitch * _DEG


def _exit(direction: Floats, inside: Floats, half: Floats) -> float:
    """How far it is from a point inside a box out of it along `direction` (box frame)."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ways = (half * np.sign(direction) - inside) / direction
    ways = ways[np.abs(direction) > 1e-6]
    return max(0.0, float(ways.min()))


def _shift(high_m: float, approach: Floats, pitch: float, exit_m: float, style: str) -> float:
    """How far past the middle of the hold the tool goes along the approach."""
    deepest = _BELOW_M if style != "handle" else 0.0
    shift = min(deepest, _PALM_M - exit_m)
    down = -float(approach[2])
    if down > 0.05:
        room = (
            high_m
            - (_RIM_AIR_M if style == "rim" else _AIR_M)
            - TIP_M * down
            - _FINGER_HALF_M * math.cos(pitch)
        )
        shift = min(shift, room / down)
    return shift


def _pitch_cost(pitch: float, thing: ThingSpec, style: str) -> float:
    """Low things are best taken from above, tall ones from the side and somewhat above."""
    tall = thing.size_m[2] > 0.13 and style in ("side", "body", "narrow")
    return 0.5 * abs(pitch - (35 * _DEG if tall else 90 * _DEG))
