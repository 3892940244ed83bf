"""A map point and the robot's pose come in; head angles and base turns that look at it go out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from home_agent.home.drive import HEAD_TILT_RAD, STEPS, STILL_RADPS
from home_agent.home.follow import DT_S, TURN_RADPS, TURN_RADPS2
from home_agent.home.shape import wrap
from home_agent.types import Observation

NECK_M = (-0.18, 1.24)  # the tilt axis in the base frame: x, z
NECK_RAD = 1.2  # farther round than this the base turns too
PAN_RAD, TILT_RAD = 2.6, (-0.7, 1.25)
HEAD_RADPS = 1.6
ON_RAD, BASE_ON_RAD = 0.02, 0.10
SETTLE_S = 0.25
PATIENCE_S = 6.0
CANNOT = "I cannot turn there to look."


@dataclass(frozen=True, slots=True)
class Look:
    """The next half second: base [STEPS, 3], head [STEPS, 2]; on the point from `done_s` on."""

    base: NDArray[np.float64]
    head: NDArray[np.float64]
    done_s: float
    left_rad: float
    gave_up: str


class Gaze:
    """Turn the head to a map point (None: ahead), and the base where the neck does not reach."""

    def __init__(self, point_map_m: Sequence[float] | None, seen: Observation) -> None:
        self._point = point_map_m
        self._yaw: float | None = None  # for the base to turn to
        self._done_s: float | None = None
        self._best, self._better_s = math.inf, seen.t_s
        if point_map_m is not None:
            base = seen.base
            bearing = math.atan2(point_map_m[1] - base.y_m, point_map_m[0] - base.x_m)
            if abs(wrap(bearing - base.yaw_rad)) > NECK_RAD:
                self._yaw = bearing

    def turn(self, seen: Observation) -> Look:
        """The next half second of turning."""
        base = np.zeros((STEPS, 3))
        left = 0.0
        if self._yaw is not None:
            left = abs(wrap(self._yaw - seen.base.yaw_rad))
            base[:, 2] = _spins(wrap(self._yaw - seen.base.yaw_rad), float(seen.base_velocity[2]))
            if left < BASE_ON_RAD and abs(float(seen.base_velocity[2])) < STILL_RADPS:
                self._yaw = None
                base[:] = 0.0
        goal = self._angles(seen)
        off = float(np.abs(goal - seen.head).max())
        step = HEAD_RADPS * DT_S * np.arange(1, STEPS + 1)[:, None]
        head = seen.head + np.clip(goal - seen.head, -step, step)
        if self._yaw is not None:
            self._done_s = None
        elif self._done_s is None or off > 2 * ON_RAD:
            self._done_s = seen.t_s + off / HEAD_RADPS + SETTLE_S
        if left + off < self._best - ON_RAD:
            self._best, self._better_s = left + off, seen.t_s
        done_s = math.inf if self._done_s is None else self._done_s
        late = seen.t_s - self._better_s > PATIENCE_S and done_s > seen.t_s
        return Look(base, head, done_s, left + off, CANNOT if late else "")

    def _angles(self, seen: Observation) -> NDArray[np.float64]:
        """Pan and tilt [2] that look at the point from here."""
        if self._point is None:
            return np.array([0.0, HEAD_TILT_RAD])
        x, y, z = self._point
        c, s = math.cos(seen.base.yaw_rad), math.sin(seen.base.yaw_rad)
        dx, dy = x - seen.base.x_m, y - seen.base.y_m
        ahead, left = c * dx + s * dy - NECK_M[0], c * dy - s * dx
        pan = min(max(math.atan2(left, ahead), -PAN_RAD), PAN_RAD)
        down = math.atan2(NECK_M[1] - z, math.hypot(ahead, left))
        return np.array([pan, min(max(down, TILT_RAD[0]), TILT_RAD[1])])


def _spins(left_rad: float, now_radps: float) -> NDArray[np.float64]:
    """Turn rates [STEPS] that end at rest after `left_rad`."""
    spins = np.zeros(STEPS)
    for n in range(STEPS):
        fast = math.sqrt(3.0 * abs(left_rad)) if abs(left_rad) > 0.15 else 3.5 * abs(left_rad)
        spin = math.copysign(min(TURN_RADPS, fast), left_rad)
        change = TURN_RADPS2 * DT_S
        now_radps = min(max(spin, now_radps - change), now_radps + change)
        left_rad -= now_radps * DT_S
        spins[n] = now_radps
    return spins
