"""Limbs and a map point come in; set points that look at it, and what two looks tell, go out."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from home_agent.baselines.sensed import SensedLimbs
from home_agent.baselines.surroundings import FRESH_S, Surroundings
from home_agent.sim.motions.look import look_at
from home_agent.sim.motions.reach import Point
from home_agent.sim.spec import ThingSpec
from home_agent.types import Measured


def fresh(
    around: Surroundings, limbs: SensedLimbs, point_m: Sequence[float]
) -> Generator[Point, None, None]:
    """Look at a map point with the head and wait for the picture."""
    yield from look_at(limbs, point_m, turn_base=False)
    begun_s = around.seen.t_s
    while around.picture is None or around.picture.t_s < begun_s:
        if around.seen.t_s - begun_s > FRESH_S:
            around.picture = None
            break
        yield limbs.point()


def as_turned(again: ThingSpec | None, told: Measured | None, before: ThingSpec) -> ThingSpec:
    """A thing as it is seen again (`told`); if that does not show how it is turned, as before."""
    if again is None or told is None or told.turned:
        return again or before
    return replace(again, yaw_rad=before.yaw_rad)


def middle(thing: ThingSpec) -> NDArray[np.float64]:
    """The middle [3] of a thing that stands."""
    x, y, z = thing.position_m
    return np.array([x, y, z + thing.size_m[2] / 2])
