"""A point comes in; set points that turn the head, and the base if need be, to see it go out."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from home_agent.sim.kinematics import wrap
from home_agent.sim.motions.reach import Limbs, Motion

_HEAD_AT = (-0.18, 1.24)  # the tilt axis in the base frame: x, z
_PAN_MAX, _TILT = 2.6, (-0.7, 1.25)
_HEAD_RADPS = 1.6
_SETTLE_S = 0.25


def look_at(limbs: Limbs, point_m: Sequence[float], turn_base: bool = True) -> Motion:
    """Turn the head to `point_m` (map x, y, z), and the base where the neck does not reach."""
    base = limbs.base_now()
    dx, dy = point_m[0] - base[0], point_m[1] - base[1]
    bearing = wrap(math.atan2(dy, dx) - base[2])
    if turn_base and abs(bearing) > 1.2:
        goal = base.copy()
        goal[2] = base[2] + bearing
        trouble = yield from limbs.drive([goal], exact=False)
        if trouble:
            return trouble
    base = limbs.base_now()
    cos, sin = math.cos(base[2]), math.sin(base[2])
    dx, dy = point_m[0] - base[0], point_m[1] - base[1]
    ahead, left = cos * dx + sin * dy - _HEAD_AT[0], cos * dy - sin * dx
    pan = max(-_PAN_MAX, min(_PAN_MAX, math.atan2(left, ahead)))
    down = math.atan2(_HEAD_AT[1] - point_m[2], math.hypot(ahead, left))
    return (yield from turn_head(limbs, pan, max(_TILT[0], min(_TILT[1], down))))


def turn_head(limbs: Limbs, pan_rad: float, tilt_rad: float) -> Motion:
    """Turn the head and wait until it is still."""
    goal = np.array([pan_rad, tilt_rad])
    step = _HEAD_RADPS * 0.05
    while np.abs(goal - limbs.head).max() > 1e-3:
        limbs.head = limbs.head + np.clip(goal - limbs.head, -step, step)
        yield limbs.point()
    return (yield from limbs.rest(_SETTLE_S))
