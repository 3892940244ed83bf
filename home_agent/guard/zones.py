"""People near and heat held come in; how near and how fast the hand may be goes out."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from home_agent.guard.arm import Point
from home_agent.guard.limits import Limits
from home_agent.types import Situation

Array = NDArray[np.float64]
MANIPULATES = ("peer", "pick", "place", "give", "open", "close", "pour")


def hot(situation: Situation, limits: Limits) -> bool:
    """Whether what is held is too hot for a hand."""
    return situation.held_c is not None and not situation.held_c < limits.hot_c


def nearest(people: Array, point: Point) -> float:
    """Distance on the floor from a point to the nearest of people [n, 2], inf without any."""
    if not len(people):
        return math.inf
    return float(np.hypot(people[:, 0] - point[0], people[:, 1] - point[1]).min())


def hot_keep(situation: Situation, limits: Limits) -> float:
    """How far what is held must stay from people: 0 when it is not hot."""
    if not hot(situation, limits):
        return 0.0
    if situation.verb == "place":
        return limits.hot_place_m
    very = situation.held_c is None or not situation.held_c < limits.very_hot_c
    return limits.very_hot_m if very else limits.hot_m


def tool_limits(
    tool: Point, people: Array, situation: Situation, limits: Limits
) -> tuple[float, float]:
    """The tool's top speed, and how far from people it must stay."""
    near = nearest(people, tool)
    keep = max(0.0 if situation.receiver else limits.tool_stop_m, hot_keep(situation, limits))
    if situation.receiver and near < limits.people_m:
        return limits.tool_speed_give_mps, keep
    if near < limits.tool_people_m:
        return limits.tool_speed_people_mps, keep
    return limits.tool_speed_mps, keep
