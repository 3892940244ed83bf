"""A close look at a thing comes in; ways to grip it go out, as a trained network proposes them.

What is proposed is only checked here, never made better: the arm must reach it and nothing that is
known of may be in its way (`sim/motions/stand.py`). How hard and from how far back a thing may be
gripped goes by the planner's own grip that is most like the proposed one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from home_agent.perception.camera import map_to_base
from home_agent.ports import Kinematics
from home_agent.sim.motions.grasp import Grasp, grasps
from home_agent.sim.spec import ThingSpec
from home_agent.types import VERBS, Aim, Measured, Observation
from home_agent.vla import pictures
from home_agent.vla.body import Target, features, target_of
from home_agent.vla.goal import from_row
from home_agent.vla.runtime import Networks

Floats = NDArray[np.float64]

LEARNED = "learned"  # the style of a grip that the network proposed
DEAR = 0.35  # what an e-th of the chance costs, as against reaching and driving
LEAST = 0.02  # grips that are less likely to hold are not tried
TURN_M = 0.06  # grips turned by a radian are as far apart as others by so much


@dataclass(frozen=True, slots=True)
class Known:
    """What hands decide from: an aim, the picture it was seen in, its crops, and its target."""

    aim: Aim
    seen: Observation
    crops: NDArray[np.float32]
    target: Target


def known(seen: Observation, aim: Aim, told: Measured, crop_px: int) -> Known | None:
    """What a picture tells of the thing that was measured in it; None where it does not show."""
    frame, at = seen.cameras["head"], np.array(told.position_map_m)
    base = map_to_base(at[None], seen.base)[0]
    crop = pictures.close_to(frame, pictures.channels(frame), base, crop_px)
    if crop is None:
        return None
    crops = np.stack([crop, np.zeros_like(crop)])  # the wrist has seen nothing yet
    return Known(aim, seen, crops, target_of(aim, at, told, seen.base))


def propose(networks: Networks, arm: Kinematics, what: Known, thing: ThingSpec) -> list[Grasp]:
    """Ways to grip, the surest first; thing: what is gripped as it is supposed to be."""
    seen, own = what.seen, own_grips(thing, what.aim.by_handle)
    if not own:
        return []
    camera = seen.cameras["head"].pose_base
    body = features(seen, arm.tool(seen.arm), camera, what.target)
    rows, good = networks.intend(body, VERBS.index("pick"), what.aim.words, what.crops)
    found = []
    for n in np.argsort(-good):
        if good[n] >= LEAST:
            goal = from_row(rows[n], seen.base)
            cost = -DEAR * math.log(min(float(good[n]), 1.0))
            found.append(like(goal.position_map, goal.axes_map, own, cost))
    return found


def own_grips(thing: ThingSpec, by_handle: bool) -> list[Grasp]:
    """The planner's own ways to grip a thing as it is supposed to stand."""
    c, s = math.cos(thing.yaw_rad), math.sin(thing.yaw_rad)
    turn = np.array([[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]])
    return grasps(thing, np.array(thing.position_m, float), turn, by_handle)


def like(position_m: Floats, matrix: Floats, own: Sequence[Grasp], cost: float) -> Grasp:
    """A grip at a tool pose (map), with the force and the way back of the planner's nearest one."""

    def far(one: Grasp) -> float:
        turn = float(np.linalg.norm(one.matrix[:, 0] - matrix[:, 0]))
        turn += min(float(np.linalg.norm(one.matrix[:, 1] - way * matrix[:, 1])) for way in (1, -1))
        return float(np.linalg.norm(one.position_m - position_m)) + TURN_M * turn

    pitch = math.asin(max(-1.0, min(1.0, -float(matrix[2, 0]))))
    nearest = min(own, key=far)
    return replace(
        nearest,
        position_m=position_m,
        matrix=matrix,
        pitch_rad=pitch,
        cost=cost,
        style=LEARNED,
    )
