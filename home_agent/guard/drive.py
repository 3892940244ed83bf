"""A wanted base velocity and all that is near come in; the velocity allowed goes out."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from home_agent.guard import rules, zones
from home_agent.guard.arm import Point
from home_agent.guard.limits import Limits
from home_agent.guard.points import Seen, around, seen_ahead
from home_agent.types import Hazard, Observation, Situation

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Near:
    """What is near: seen things, the arm's links and people [n, 2] in the base frame."""

    known: Seen
    arm: list[Point]
    people: Array
    situation: Situation


def drive(
    wanted: Array,
    last: tuple[Array, Array],
    seen: Observation,
    near: Near,
    *,
    dt_s: float,
    limits: Limits,
    hazards: list[Hazard],
) -> Array:
    """The base velocity [3] allowed, m/s and rad/s; appends to `hazards` what was in the way.

    last: the last velocity and acceleration [3] commanded.
    """
    bounds, people = _bounds(seen, near, limits), near.people
    reach = max(math.hypot(x, y) for x, y, _ in near.arm)
    turn = limits.max_turn_rps
    if zones.nearest(people, (0.0, 0.0, 0.0)) - limits.base_radius_m < limits.people_m:
        turn = min(turn, limits.people_turn_rps)
    top, cause = _top(wanted, seen, near, reach, limits)
    base = wanted.astype(np.float64).copy()
    speed = math.hypot(base[0], base[1])
    base[:2] = rules.shortened(base[:2], top)
    right, left = _swing(near, limits)
    base[2] = min(max(base[2], -turn, -right), turn, left)
    if speed > top + 0.05 and cause is not None:
        hazards.append(cause)
    hoped = base[:2].copy()
    base = rules.eased(base, *last, dt_s, limits)
    base[:2], worst = rules.within(base[:2], bounds)
    if worst >= 0 and math.dist(hoped, base[:2]) > 0.05:
        x, y, z = bounds.at[worst].tolist()
        kind = rules.KINDS[bounds.kinds[worst]]
        what = "someone" if kind != "thing" else ("something low" if z < 0.15 else "something")
        still = math.hypot(base[0], base[1]) < 0.02
        hazards.append(Hazard(kind, what, (x, y, z), 0.6 if still else 0.3))
    return base


def _bounds(seen: Observation, near: Near, limits: Limits) -> rules.Bounds:
    """Everything that the base, or the hand ahead of it, must not run into."""
    situation, people = near.situation, near.people
    at_work = situation.verb in zones.MANIPULATES
    points = around(near.known, seen.base)
    found = [rules.things(points, limits, at_work=at_work)]
    if not at_work:
        found += [
            rules.beside(points, link, limits)
            for link in near.arm[1:]
            if math.hypot(link[0], link[1]) > limits.base_radius_m
        ]
    if len(people):
        stop = np.full(len(people), limits.people_stop_m + limits.base_radius_m)
        if situation.receiver:
            away = np.hypot(people[:, 0], people[:, 1])
            stop[int(np.argmin(away))] = limits.receiver_stop_m + limits.base_radius_m
        found.append(rules.people(people, stop, limits, (0.0, 0.0), "person"))
        for link, _, keep in _outside(near, limits):
            kind = "hot" if keep > limits.tool_stop_m else "person"
            stop = np.full(len(people), keep)
            found.append(rules.people(people, stop, limits, link[:2], kind))
    return rules.together(found)


def _outside(near: Near, limits: Limits) -> Iterator[tuple[Point, float, float]]:
    """What of the arm the base does not cover: where, its top speed, its distance from people."""
    for link in near.arm:
        tool = link is near.arm[-1]
        if tool or math.hypot(link[0], link[1]) > limits.base_radius_m:
            top, keep = zones.tool_limits(link, near.people, near.situation, limits)
            yield link, top, keep if tool else min(keep, limits.tool_stop_m)  # only it holds heat


def _swing(near: Near, limits: Limits) -> tuple[float, float]:
    """How fast the base may turn to the right and to the left (rad/s) with its arm as it is.

    What reaches out moves sideways as the base turns: as slowly near people as if the arm itself
    moved it, and towards them no nearer than it may come.
    """
    right = left = math.inf
    for link, top, keep in _outside(near, limits):
        most = top / max(math.hypot(link[0], link[1]), 0.3)
        right, left = min(right, most), min(left, most)
        across = np.array([-link[1], link[0]])  # where a turn to the left moves it, per rad
        stop = np.full(len(near.people), keep)
        bounds = rules.people(near.people, stop, limits, link[:2], "person")
        for towards, cap in zip(
            (bounds.units @ across).tolist(), bounds.caps.tolist(), strict=True
        ):
            if towards > 1e-6:
                left = min(left, cap / towards)
            elif towards < -1e-6:
                right = min(right, -cap / towards)
    return right, left


def _top(
    wanted: Array, seen: Observation, near: Near, reach: float, limits: Limits
) -> tuple[float, Hazard | None]:
    """The top speed, and what lowers it most."""
    tops: list[tuple[float, Hazard | None]] = [(limits.max_speed_mps, None)]
    if reach > limits.base_radius_m + 0.15:
        tops.append((limits.arm_out_speed_mps, Hazard("arm", "my arm", None, 0.1)))
    if seen.t_s - near.known.depth_t_s > limits.camera_old_s:
        tops.append((limits.blind_speed_mps, Hazard("blind", "my cameras", None, 0.3)))
    elif (
        math.hypot(wanted[0], wanted[1]) > limits.blind_speed_mps
        and seen_ahead(near.known, seen.base, wanted) < limits.unseen_part
    ):
        tops.append((limits.blind_speed_mps, Hazard("unseen", "the floor there", None, 0.1)))
    if abs(math.atan2(wanted[1], wanted[0])) > limits.aside_rad:
        tops.append((limits.aside_speed_mps, Hazard("unseen", "beside me", None, 0.1)))
    if len(near.people):
        away = np.hypot(near.people[:, 0], near.people[:, 1])
        x, y = near.people[int(np.argmin(away))].tolist()
        gap = float(away.min()) - limits.base_radius_m
        close = gap < limits.people_m
        cause = Hazard("person" if close else "room", "someone", (x, y, 0.8), 0.4 if close else 0.1)
        tops.append((rules.people_speed(gap, limits), cause))
    if seen.bumper:
        tops.append((limits.bumped_speed_mps, Hazard("contact", "something", None, 0.8)))
    return min(tops, key=lambda each: each[0])
