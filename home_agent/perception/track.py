"""A localised look and its detections come in; beliefs are brought up to date."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from home_agent.home.associate import agree
from home_agent.home.belief import Beliefs
from home_agent.home.graph import HomeMap
from home_agent.home.shape import to_map
from home_agent.perception.camera import Array, map_to_base, project
from home_agent.perception.register import register
from home_agent.types import CameraFrame, Detection, ObjectBelief, Observation, Ref

LOOK_M = (0.25, 2.2)  # distances at which a small thing would be detected
SPACING_M = 0.10  # of the points that stand for a surface
INSET_M = 0.03
OVER_M = 0.03  # things are looked for this high over a surface
BEHIND_M = 0.06  # what is this much nearer than a point hides it
FRAME_PX = 6  # nearer to the picture's edge does not count as in view
ENOUGH = 0.8  # of a surface's points in view count as all of it
SMALLEST_PX = 100  # pictures less wide than this are no eyes for things
SAME_M = 0.12  # two cameras that see a like thing as near as this see one
MEMORY_S = 12.0  # looks this far apart still add up to one


class Tracker:
    """Tie what the cameras show to `beliefs`: call `look` with every localised look."""

    def __init__(self, home: HomeMap, beliefs: Beliefs) -> None:
        self.beliefs = beliefs
        points, owners = [], []
        self._surfaces: list[str] = []
        for place in home.places.values():
            for surface in place.surfaces:
                size = np.maximum(np.array(surface.size) - 2 * INSET_M, 0.02)
                counts = np.maximum(2, np.ceil(size / SPACING_M).astype(int) + 1)
                for a in np.linspace(-size[0] / 2, size[0] / 2, counts[0]):
                    for b in np.linspace(-size[1] / 2, size[1] / 2, counts[1]):
                        own = surface.center[0] + a, surface.center[1] + b
                        points.append((*to_map(place.pose, *own), surface.height_m + OVER_M))
                        owners.append(len(self._surfaces))
                self._surfaces.append(f"{place.id}/{surface.id}")
        self._points: Array = np.array(points, float).reshape(-1, 3)
        self._owners = np.array(owners, int)
        self._total = np.bincount(self._owners, minlength=len(self._surfaces))
        self._seen_s = np.full(len(points), -np.inf)

    def look(
        self, seen: Observation, detections: Sequence[Detection], wanted: Sequence[Ref] = ()
    ) -> tuple[ObjectBelief, ...]:
        """Register detections, note which surfaces were viewed, update and return the beliefs.

        `seen.base` must be in the map. Detections without a camera in `seen` are taken as they
        are; one thing in two cameras counts once. A belief that should have shown and did not
        becomes unlikely; `wanted` must be what the policy was asked to look for.
        """
        placed = once([register(d, seen) if d.camera in seen.cameras else d for d in detections])
        frames = [f for f in seen.cameras.values() if f.depth_m.shape[1] >= SMALLEST_PX]
        for frame in frames:
            self._seen_s[visible(self._points, seen, frame)] = seen.t_s
        recent = self._seen_s >= seen.t_s - MEMORY_S
        now = np.bincount(self._owners[self._seen_s == seen.t_s], minlength=len(self._total))
        done = np.bincount(self._owners[recent], minlength=len(self._total))
        viewed = [
            name
            for name, n, share, total in zip(self._surfaces, now, done, self._total, strict=True)
            if n > 0 and share >= ENOUGH * total
        ]

        def in_view(at: tuple[float, float, float]) -> bool:
            point = np.array([at])
            return any(bool(visible(point, seen, frame)[0]) for frame in frames)

        at = (seen.base.x_m, seen.base.y_m)
        return self.beliefs.see(
            placed, seen.t_s, viewed, in_view=in_view, wanted=wanted, robot_m=at
        )

    def viewed(self, now_s: float) -> dict[str, float]:
        """The share of each "place/surface" that was in view within the last 12 s."""
        recent = self._seen_s >= now_s - MEMORY_S
        done = np.bincount(self._owners[recent], minlength=len(self._total))
        shares = done / np.maximum(self._total, 1)
        return dict(zip(self._surfaces, shares.tolist(), strict=True))

    def unseen(self, surface: str, since_s: float) -> tuple[Array, float]:
        """Map points [n, 3] of a "place/surface" not in view since then, and their share."""
        own = self._owners == self._surfaces.index(surface)
        missed = own & (self._seen_s < since_s)
        return self._points[missed], float(missed.sum() / max(own.sum(), 1))


def once(detections: Sequence[Detection]) -> list[Detection]:
    """Detections without those that another camera gave already, as near as SAME_M."""
    kept: list[Detection] = []
    for new in sorted(detections, key=lambda d: -d.score):
        if not any(
            new.camera != old.camera
            and new.label == old.label
            and agree(new.attributes, old.attributes)
            and math.dist(new.position_map_m, old.position_map_m) < SAME_M
            for old in kept
        ):
            kept.append(new)
    return kept


def visible(points_map: Array, seen: Observation, frame: CameraFrame) -> NDArray[np.bool_]:
    """Which map points [n, 3] a camera sees: in its picture, near enough, nothing before them."""
    u, v, depth = project(map_to_base(points_map, seen.base), frame)
    height, width = frame.depth_m.shape
    inside = (depth > LOOK_M[0]) & (depth < LOOK_M[1])
    inside &= (u >= FRAME_PX) & (u < width - FRAME_PX) & (v >= FRAME_PX) & (v < height - FRAME_PX)
    j = np.where(inside, u, 0).astype(int)
    i = np.where(inside, v, 0).astype(int)
    measured = frame.depth_m[i, j]
    with np.errstate(invalid="ignore"):
        free = (measured > depth - BEHIND_M) & np.isfinite(measured)
    found: NDArray[np.bool_] = inside & free
    return found
