"""A person comes in; the robot stays near them until they have stood still for a while."""

from __future__ import annotations

import math

from home_agent.acting import Body
from home_agent.driving import Legs
from home_agent.errors import Blocked, NotFound
from home_agent.seeing import CHEST_M, Eyes
from home_agent.types import ObjectBelief

FAR_M = 1.7  # farther away than this the robot drives up
STILL_M = 0.3
STILL_S = 10.0
LOOK_EVERY_S = 1.0
LOST_LOOKS = 8


def follow(body: Body, eyes: Eyes, legs: Legs, whom: ObjectBelief, for_s: float) -> None:
    """Stay near `whom` for `for_s` seconds or until they stand still; NotFound when lost."""
    end_s = body.clock.now_s() + for_s
    anchor, since_s = whom.position_map_m, body.clock.now_s()
    missed = 0
    while body.clock.now_s() < end_s:
        x, y, _ = whom.position_map_m
        eyes.at((x, y, CHEST_M))
        now = [one for one in eyes.people() if one.id == whom.id]
        missed = 0 if now else missed + 1
        if missed > LOST_LOOKS:
            raise NotFound("I have lost you. Please come back or call me.")
        whom = now[0] if now else whom
        if math.dist(whom.position_map_m[:2], anchor[:2]) > STILL_M:
            anchor, since_s = whom.position_map_m, body.clock.now_s()
        if legs.far_m(whom.position_map_m) > FAR_M:
            try:
                legs.near(whom)
            except Blocked:
                body.hold(LOOK_EVERY_S)
        elif body.clock.now_s() - since_s > STILL_S:
            return
        else:
            body.hold(LOOK_EVERY_S)
