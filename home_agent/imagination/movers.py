"""Points that moved and people seen come in; who and what moves near the robot goes out."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from home_agent.imagination.points import Points
from home_agent.types import Pose2D

APART_M = 0.3  # moved points farther apart than this are two things
LEAST, LEAST_LOW = 3, 2  # points of a mover, and of a small low one
GATE_M, GATE_MPS = 0.2, 2.2  # how far a mover may get between two looks
SCATTER_M = 0.12  # sightings that lie no better on a line than this are not one thing's
FITTED_S = 1.0
KEEP_S, KEEP_PERSON_S = 0.9, 4.0
STILL_MPS = 0.12
FASTEST_MPS = 3.0

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Mover:
    """One that moves or may: where it was seen when, [(t_s, x, y)], its height and whether it is
    a person or pet by its warmth.
    """

    path: tuple[tuple[float, float, float], ...]
    high_m: float
    person: bool

    @property
    def seen_s(self) -> float:
        """When it was last seen."""
        return self.path[-1][0]

    @property
    def velocity(self) -> Array:
        """How it moves [2], m/s, world frame."""
        recent = np.array([p for p in self.path if self.seen_s - p[0] <= FITTED_S])
        if len(recent) < 2 or recent[-1, 0] - recent[0, 0] < 0.09:
            return np.zeros(2)
        t = recent[:, 0] - recent[:, 0].mean()
        slope: Array = t @ recent[:, 1:] / (t @ t)
        speed = math.hypot(*slope)
        off = recent[:, 1:] - recent[:, 1:].mean(axis=0) - t[:, None] * slope
        if speed < STILL_MPS or float(np.sqrt((off**2).sum(axis=1).mean())) > SCATTER_M:
            return np.zeros(2)
        return slope * min(1.0, FASTEST_MPS / speed)

    def at(self, t_s: float) -> Array:
        """Where it is [2] at a time near when it was seen."""
        return np.array(self.path[-1][1:]) + self.velocity * min(t_s - self.seen_s, 1.0)


def follow(
    past: tuple[Mover, ...], known: Points, people: Array, people_t_s: float, t_s: float
) -> tuple[Mover, ...]:
    """The movers after one more look; people [n, 2] world frame, seen at `people_t_s`."""
    movers = list(past)
    newest = max((one.seen_s for one in past if one.person), default=-math.inf)
    if len(people) and people_t_s > newest + 1e-6:
        for x, y in people.tolist():
            _match(movers, people_t_s, (x, y), 0.9, True)
    for x, y, z in _clusters(known.moved):
        _match(movers, t_s, (x, y), z, False)
    return tuple(
        one for one in movers if t_s - one.seen_s < (KEEP_PERSON_S if one.person else KEEP_S)
    )


def rows(movers: tuple[Mover, ...], base: Pose2D, t_s: float, count: int) -> Array:
    """The nearest movers as float64 [count, 8]: there, x, y, vx, vy, person, high, age.

    In the base frame; rows without a mover are zero.
    """
    out = np.zeros((count, 8))
    c, s = math.cos(base.yaw_rad), math.sin(base.yaw_rad)
    turn = np.array([[c, -s], [s, c]])
    found = []
    for one in movers:
        at = (one.at(t_s) - (base.x_m, base.y_m)) @ turn
        found.append((math.hypot(*at), at, one.velocity @ turn, one))
    found.sort(key=lambda each: each[0])
    for n, (_, at, velocity, one) in enumerate(found[:count]):
        age = min(t_s - one.seen_s, 2.0)
        out[n] = (1.0, *at, *velocity, float(one.person), one.high_m, age)
    return out


def _match(
    movers: list[Mover], t_s: float, at: tuple[float, float], high_m: float, person: bool
) -> None:
    """Give a sighting to the mover it belongs to, or to a new one."""
    best, near = -1, math.inf
    for n, one in enumerate(movers):
        passed = max(t_s - one.seen_s, 0.0)
        far = math.dist(one.at(t_s), at)
        if far < near and far < GATE_M + GATE_MPS * min(passed, 0.3):
            best, near = n, far
    if best < 0:
        movers.append(Mover(((t_s, *at),), high_m, person))
        return
    old = movers[best]
    path = (*(p for p in old.path if p[0] < t_s - 1e-6), (t_s, *at))[-8:]
    movers[best] = replace(
        old, path=path, high_m=max(old.high_m, high_m), person=old.person or person
    )


def _clusters(points: Array) -> list[tuple[float, float, float]]:
    """Middles (x, y) and heights of groups of points [n, 3]."""
    left = points[:400]
    found = []
    while len(left):
        group = np.zeros(len(left), bool)
        group[0] = True
        for _ in range(6):
            middle = left[group, :2].mean(axis=0)
            wider = np.hypot(*(left[:, :2] - middle).T) < APART_M
            if (wider == group).all():
                break
            group = wider | (np.arange(len(left)) == 0)
        high_m = float(left[group, 2].max())
        if group.sum() >= (LEAST if high_m > 0.19 else LEAST_LOW):
            x, y = left[group, :2].mean(axis=0).tolist()
            found.append((x, y, high_m))
        left = left[~group]
    return found
