"""Thermal and depth pictures come in; the people near, and where they walk, go out."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from home_agent.home.graph import HomeMap
from home_agent.home.way import Passer
from home_agent.perception.camera import base_to_map, map_to_base, project
from home_agent.perception.people import people_base
from home_agent.perception.stands import pose_at
from home_agent.types import CameraFrame, Observation, Pose2D

SAME_M = 0.7  # between two looks nobody gets farther
CHEST_M = 0.9
WALK_MPS = 0.20  # slower than this is the noise of seeing
FITTED_S = 1.6  # how far back one's velocity is taken from
KEEP_S, KEEP_WALKING_S = 8.0, 2.5  # out of view
MISSES = 2  # looks that should have shown somebody and did not
AHEAD_S = 0.8  # so long somebody out of view is taken to walk on

Point = NDArray[np.float64]


@dataclass(slots=True)
class Track:
    """One person: where they were seen when, [(t_s, x, y)], and looks that missed them."""

    path: list[tuple[float, float, float]] = field(default_factory=list)
    missed: int = 0

    @property
    def seen_s(self) -> float:
        """When they were last seen."""
        return self.path[-1][0]

    @property
    def velocity(self) -> Point:
        """How they walk [2], m/s; zero for those who stand."""
        recent = np.array([p for p in self.path if self.seen_s - p[0] < FITTED_S])
        if len(recent) < 3:
            return np.zeros(2)
        t = recent[:, 0] - recent[:, 0].mean()
        slope: Point = t @ recent[:, 1:] / (t @ t)
        return slope if math.hypot(*slope) > WALK_MPS else np.zeros(2)

    def at(self, t_s: float) -> Point:
        """Where they are now [2], map."""
        recent = np.array(self.path[-3:])[:, 1:]
        velocity = self.velocity
        if not velocity.any():
            return np.asarray(np.median(recent, axis=0))
        return np.asarray(recent[-1] + velocity * min(t_s - self.seen_s, AHEAD_S))


class Passers:
    """Keep track of the people whom the thermal cameras see in `home`."""

    def __init__(self, home: HomeMap) -> None:
        self._home = home
        self._tracks: list[Track] = []
        self._t_s = -math.inf

    def see(self, seen: Observation) -> None:
        """Take in a localised observation."""
        warm = [frame for frame in seen.cameras.values() if frame.thermal_c is not None]
        for frame in warm:
            if frame.t_s > self._t_s:
                self._t_s = frame.t_s
                self._look(seen, frame)
        self._tracks = [one for one in self._tracks if self._lasts(one, seen.t_s)]

    def now(self, t_s: float) -> list[Passer]:
        """The people known of at `t_s`."""
        return [Passer(one.at(t_s), one.velocity) for one in self._tracks]

    def _look(self, seen: Observation, frame: CameraFrame) -> None:
        pose = pose_at(seen, frame.t_s)
        found = people_base(replace(seen, base=pose, cameras={"": frame}), self._home)
        places = base_to_map(np.column_stack([found, np.zeros(len(found))]), pose)[:, :2]
        left = list(self._tracks)
        for x, y in places.tolist():
            near = min(left, key=lambda one: math.dist(one.at(frame.t_s), (x, y)), default=None)
            if near is None or math.dist(near.at(frame.t_s), (x, y)) > SAME_M:
                near = Track()
                self._tracks.append(near)
            else:
                left.remove(near)
            near.path = [*near.path[-7:], (frame.t_s, x, y)]
            near.missed = 0
        for one in left:
            one.missed += _in_view(one.at(frame.t_s), pose, frame)

    @staticmethod
    def _lasts(one: Track, t_s: float) -> bool:
        keep_s = KEEP_WALKING_S if one.velocity.any() else KEEP_S
        return one.missed < MISSES and t_s - one.seen_s < keep_s


def _in_view(xy: Point, pose: Pose2D, frame: CameraFrame) -> bool:
    """Whether somebody at `xy` would have shown in the picture."""
    u, v, depth = project(map_to_base(np.array([[*xy, CHEST_M]]), pose), frame)
    height, width = frame.depth_m.shape
    if not (depth[0] > 0.3 and 8 <= u[0] < width - 8 and 0 <= v[0] < height):
        return False
    return bool(frame.depth_m[int(v[0]), int(u[0])] > depth[0] - 0.4)
