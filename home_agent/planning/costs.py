"""Verbs and ways come in; how many seconds they usually take goes out."""

from __future__ import annotations

import math

from home_agent.home.graph import HomeMap
from home_agent.types import Pose2D

DRIVE_MPS = 0.45  # mean speed with turns and doors, measured with the teacher
TURN_S = 2.0
VERB_S = {
    "find": 8.0,
    "look": 3.0,
    "pick": 18.0,
    "place": 15.0,
    "give": 12.0,
    "open": 15.0,
    "close": 12.0,
    "say": 2.0,
    "ask": 6.0,
    "follow": 60.0,
    "home": 3.0,
}


def far_s(home: HomeMap, start: Pose2D, at: tuple[float, float]) -> float:
    """Seconds to drive, from the straight line and the rooms: quick enough to rank by."""
    rooms = home.room_at(start.x_m, start.y_m), home.room_at(*at)
    metres = 1.2 * math.dist(_xy(start), at)
    if rooms[0] != rooms[1] and None not in rooms:
        metres += 1.0
    return metres / DRIVE_MPS + TURN_S


def verb_s(verb: str) -> float:
    """Seconds that a step usually takes, without the way there."""
    return VERB_S.get(verb, 0.0)


def _xy(pose: Pose2D) -> tuple[float, float]:
    return pose.x_m, pose.y_m
