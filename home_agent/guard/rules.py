"""A wanted motion and what is near come in; the nearest motion that keeps the rules goes out.

A rule about something near never freezes the robot: it limits the part of the velocity that goes
towards it. Along it and away from it the robot stays free.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from home_agent.guard.limits import Limits

Array = NDArray[np.float64]
KINDS = ("thing", "person", "hot")


@dataclass(frozen=True, slots=True)
class Bounds:
    """Half-planes of base velocity: `units` [n, 2] @ v <= `caps` [n], m/s.

    kinds int [n]: which of KINDS each is about. at [n, 3]: where that is, base frame.
    """

    units: Array
    caps: Array
    kinds: NDArray[np.int64]
    at: Array


def governor(gap_m: Array, limits: Limits) -> Array:
    """Speed from which the robot still stops within `gap_m`: sqrt((a t)^2 + 2 a d) - a t [m/s]."""
    a, t = limits.governor_mps2, limits.reaction_s
    free = np.maximum(gap_m, 0.0)
    return np.minimum(np.sqrt((a * t) ** 2 + 2 * a * free) - a * t, limits.taper_per_s * free)


def things(points: Array, limits: Limits, *, at_work: bool = False) -> Bounds:
    """How fast the base may move towards each of the points [n, 3] that matter, base frame.

    Inside the margin it may still creep, so that it can pass a narrow door and stand at a table;
    at_work: it may creep closer.
    """
    away = np.hypot(points[:, 0], points[:, 1])
    edge = limits.base_radius_m + limits.margin_m
    far = edge + limits.max_speed_mps / limits.taper_per_s + 0.1
    near = (away < far) & (away > 1e-6)
    at, away = points[near], away[near]
    kinds = np.zeros(len(at), np.int64)
    closest = limits.base_radius_m + (limits.creep_at_work_m if at_work else limits.creep_m)
    creep = np.clip(limits.taper_per_s * (away - closest), 0.0, limits.creep_mps)
    caps = np.maximum(governor(away - edge, limits), creep)
    return Bounds(at[:, :2] / away[:, None], caps, kinds, at)


def beside(points: Array, link: tuple[float, float, float], limits: Limits) -> Bounds:
    """The same for a part of the arm outside the base at `link`, for points at its height."""
    way = points[:, :2] - link[:2]
    away = np.hypot(way[:, 0], way[:, 1])
    near = (np.abs(points[:, 2] - link[2]) < limits.link_high_m) & (away < 0.6) & (away > 1e-6)
    way, away, at = way[near], away[near], points[near]
    kinds = np.zeros(len(at), np.int64)
    return Bounds(way / away[:, None], governor(away - limits.link_m, limits), kinds, at)


def people(
    where: Array, stop_m: Array, limits: Limits, origin: tuple[float, float], kind: str
) -> Bounds:
    """How fast `origin`, a point of the robot, may move towards people at [n, 2], base frame.

    stop_m [n]: how near it may come to each, counted from `origin`.
    """
    way = where - origin
    away = np.maximum(np.hypot(way[:, 0], way[:, 1]), 1e-6)
    at = np.column_stack([where, np.full(len(where), 0.8)])
    kinds = np.full(len(where), KINDS.index(kind))
    return Bounds(way / away[:, None], governor(away - stop_m, limits), kinds, at)


def together(bounds: list[Bounds]) -> Bounds:
    """All the bounds as one."""
    if len(bounds) == 1:
        return bounds[0]
    return Bounds(
        np.concatenate([each.units for each in bounds]),
        np.concatenate([each.caps for each in bounds]),
        np.concatenate([each.kinds for each in bounds]),
        np.concatenate([each.at for each in bounds]),
    )


def within(velocity: Array, bounds: Bounds) -> tuple[Array, int]:
    """The velocity [2] brought within all bounds, and the bound that took most (-1: none).

    It slides along what it must not run into, where that is possible; where not it slows down.
    """
    if not len(bounds.caps):
        return velocity, -1
    over = bounds.units @ velocity - bounds.caps
    first = int(np.argmax(over))
    if over[first] <= 1e-9:
        return velocity, -1
    v, worst = velocity, first
    for _ in range(8):
        v = v - over[worst] * bounds.units[worst]
        over = bounds.units @ v - bounds.caps
        worst = int(np.argmax(over))
        if over[worst] <= 1e-9:
            return v, first
    # Between two things that both stand in the way: slow down until every bound holds.
    towards = bounds.units @ v
    binding = towards > 1e-9
    scale = float(np.min(bounds.caps[binding] / towards[binding])) if binding.any() else 1.0
    return v * min(1.0, max(0.0, scale)), first


def people_speed(gap_m: float, limits: Limits) -> float:
    """The top speed with a person `gap_m` from the base's edge [m/s]."""
    if gap_m < limits.people_m:
        return limits.people_speed_mps
    braked = governor(np.array([gap_m - limits.people_m]), limits)[0]
    near = limits.people_speed_mps + float(braked)
    return min(near, limits.room_speed_mps if gap_m < limits.room_m else limits.max_speed_mps)


def eased(wanted: Array, last: Array, push: Array, dt_s: float, limits: Limits) -> Array:
    """The base velocity [3] one period on: acceleration and jerk limited, braking is free to bite.

    push: the last acceleration [3].
    """
    if dt_s <= 0.0:
        return last
    out = wanted.copy()
    faster = math.hypot(wanted[0], wanted[1]) > math.hypot(last[0], last[1])
    change = (wanted[:2] - last[:2]) / dt_s
    most = limits.brake_mps2
    if faster:
        most = min(limits.accel_mps2, math.hypot(push[0], push[1]) + limits.jerk_mps3 * dt_s)
    size = math.hypot(change[0], change[1])
    if size > most:
        out[:2] = last[:2] + change * (most / size) * dt_s
    turn = limits.turn_accel_rps2 * dt_s
    out[2] = min(max(wanted[2], last[2] - turn), last[2] + turn)
    return out


def shortened(velocity: Array, top_mps: float) -> Array:
    """The velocity [2] in its direction, no faster than `top_mps`."""
    speed = math.hypot(velocity[0], velocity[1])
    return velocity * (top_mps / speed) if speed > top_mps else velocity
