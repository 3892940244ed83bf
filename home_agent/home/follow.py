"""A dense path and the robot's motion now come in; smooth base velocities along it go out."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from home_agent.home.floor_grid import CELL_M, FloorGrid
from home_agent.home.shape import wrap

DT_S = 0.05
TOP_MPS = 0.65
ACCEL_MPS2 = 0.7
BRAKE_MPS2 = 1.2
GENTLE_MPS2 = 0.45  # planned braking, well inside what the base can do
TURN_RADPS = 1.2
TURN_RADPS2 = 3.0
LOOK_M = 0.5  # where along the path to face
LAG_S = 0.12  # from a set point to the base's motion
PULL_PER_S = 2.5  # how fast to come back to the path
ASIDE_MPS = 0.15
ALIGN_M = 0.4  # the last stretch, driven facing the way the robot shall stand
_SMOOTH = 4

Point = NDArray[np.float64]


@dataclass(slots=True)
class State:
    """The robot now: xy [2] and yaw in the map, velocity [3] (vx, vy map, wz)."""

    xy: Point
    yaw: float
    velocity: NDArray[np.float64]


def dense(points: list[Point], grid: FloorGrid, radius_m: float) -> NDArray[np.float64]:
    """Points [n, 2] 5 cm apart along a path, its corners rounded where that stays free."""
    corners = np.array(points)
    legs = np.hypot(*np.diff(corners, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(legs)])
    n = max(2, int(along[-1] / CELL_M) + 1)
    at = np.linspace(0.0, along[-1], n)
    line = np.stack([np.interp(at, along, corners[:, k]) for k in (0, 1)], axis=1)
    smooth = line.copy()
    for _ in range(2):
        wide = np.pad(smooth, ((_SMOOTH, _SMOOTH), (0, 0)), mode="edge")
        sums = np.cumsum(np.vstack([np.zeros(2), wide]), axis=0)
        smooth = (sums[2 * _SMOOTH + 1 :] - sums[: -2 * _SMOOTH - 1]) / (2 * _SMOOTH + 1)
    edge = np.minimum(np.arange(n), n - 1 - np.arange(n))
    keep = np.clip(edge / (2 * _SMOOTH), 0.0, 1.0)[:, None]
    smooth = keep * smooth + (1 - keep) * line
    fine = grid.free_at(smooth) >= np.minimum(radius_m, grid.free_at(line)) - 1e-6
    return np.where(fine.all(), smooth, line)


class Follower:
    """Follow a path without forgetting how far along it the robot already is."""

    def __init__(self) -> None:
        self.drop()

    def take(self, path: NDArray[np.float64], free_m: NDArray[np.floating]) -> None:
        """A new path [n, 2] to follow from its beginning, with the free floor [n] round it."""
        self._path, self._free, self._at = path, free_m, 0

    def drop(self) -> None:
        """Follow nothing."""
        self.take(np.zeros((0, 2)), np.zeros(0))

    @property
    def ahead(self) -> NDArray[np.float64]:
        """The rest of the path [n, 2]."""
        return self._path[self._at :]

    def locate(self, xy: Point) -> float:
        """Find the robot on the path (forwards only); how far it is from it, m."""
        if not len(self._path):
            return math.inf
        window = self._path[self._at : self._at + 16]
        away = np.hypot(window[:, 0] - xy[0], window[:, 1] - xy[1])
        best = int(away.argmin())
        self._at += best
        return float(away[best])

    def left_m(self, xy: Point, end: Point) -> float:
        """How far it still is along the path to `end`; 0 without a path."""
        rest = (len(self._path) - 1 - self._at) * CELL_M
        if rest > LOOK_M:
            return rest
        return float(np.hypot(*(end - xy))) if len(self._path) else 0.0

    def roll(
        self, state: State, end: Point, yaw: float, top_mps: float, steps: int
    ) -> NDArray[np.float64]:
        """Base velocities [steps, 3] (base frame) that lead along the path to `end` and `yaw`.

        They start from `state` (which is moved on) and go no faster than `top_mps`.
        """
        at = self._at
        base = np.array([self._step(state, end, yaw, top_mps) for _ in range(steps)])
        self._at = at
        return base

    def _step(self, state: State, end: Point, yaw: float, top_mps: float) -> list[float]:
        self.locate(state.xy)
        wanted, yaw = self._want(state, end, yaw, top_mps)
        change = wanted - state.velocity[:2]
        size = math.hypot(*change)
        slower = math.hypot(*wanted) < math.hypot(*state.velocity[:2])
        most = (BRAKE_MPS2 if slower else ACCEL_MPS2) * DT_S
        velocity = state.velocity[:2] + change * min(1.0, most / max(size, 1e-9))
        error = wrap(yaw - state.yaw)
        spin = math.sqrt(2 * 1.5 * abs(error)) if abs(error) > 0.15 else 3.5 * abs(error)
        spin = math.copysign(min(TURN_RADPS, spin), error)
        before = float(state.velocity[2])
        spin = min(max(spin, before - TURN_RADPS2 * DT_S), before + TURN_RADPS2 * DT_S)
        middle = state.yaw + spin * DT_S / 2
        c, s = math.cos(middle), math.sin(middle)
        vx, vy = velocity.tolist()
        state.xy = state.xy + velocity * DT_S
        state.yaw = wrap(state.yaw + spin * DT_S)
        state.velocity = np.array([vx, vy, spin])
        return [c * vx + s * vy, c * vy - s * vx, spin]

    def _want(self, state: State, end: Point, yaw: float, top_mps: float) -> tuple[Point, float]:
        """The velocity [2] wanted in the map and the heading wanted."""
        path, at = self._path, self._at
        last = len(path) - 1
        if last < 0:
            return np.zeros(2), state.yaw
        left = self.left_m(state.xy, end)
        tight = float(self._free[at : at + 8].min())
        speed = min(TOP_MPS, top_mps, math.sqrt(2 * GENTLE_MPS2 * left), 2.0 * left)
        speed = min(speed, TOP_MPS / (1.0 + 1.1 * self._bend(at)), self._squeeze(tight))
        if left > ALIGN_M:
            far = path[min(at + round(LOOK_M / CELL_M), last)] - state.xy
            yaw = math.atan2(far[1], far[0])
            speed *= min(1.0, max(0.0, (1.3 - abs(wrap(yaw - state.yaw))) / 0.9))
        else:
            speed *= min(1.0, max(0.35, 1.3 - abs(wrap(yaw - state.yaw))))
        if at + 3 >= last:
            to = end - state.xy
            return to * (speed / max(math.hypot(*to), 1e-3)), yaw
        lead = min(at + 1 + round(speed * LAG_S / CELL_M), last - 1)
        along = path[lead + 1] - path[lead - 1]
        along = along / max(math.hypot(*along), 1e-6)
        aside = path[at] - state.xy
        aside = aside - (aside @ along) * along
        pull = min(1.0, ASIDE_MPS / max(PULL_PER_S * math.hypot(*aside), 1e-6)) * PULL_PER_S
        return along * speed + aside * pull * min(1.0, speed / 0.1), yaw

    @staticmethod
    def _squeeze(free_m: float) -> float:
        """How fast to drive with so much free floor round the base's middle."""
        return max(0.2, min(TOP_MPS, 0.2 + 2.5 * (free_m - 0.27)))

    def _bend(self, at: int) -> float:
        """How much the path turns within the next 0.6 m, rad."""
        path = self._path
        near, mid, far = (path[min(at + n, len(path) - 1)] for n in (1, 6, 12))
        one, two = mid - near, far - mid
        if np.hypot(*one) < 1e-3 or np.hypot(*two) < 1e-3:
            return 0.0
        return abs(wrap(math.atan2(two[1], two[0]) - math.atan2(one[1], one[0])))
