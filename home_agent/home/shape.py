"""Places come in; where their corners and surfaces are in the map goes out."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from home_agent.errors import BadInput, no_such
from home_agent.types import Pose2D

if TYPE_CHECKING:
    from home_agent.home.graph import Place, Surface

EDGE_M = 0.06  # how far over a surface's edge a thing's middle may be, with errors of seeing
UNDER_M = 0.05  # how far under a surface depth noise may put a thing that lies on it
TALLEST_M = 0.45  # nothing that is set down is higher
DRAWER_M = 0.36  # how far an open drawer carries its things ahead


def wrap(angle_rad: float) -> float:
    """`angle_rad` turned into -pi..pi."""
    return math.remainder(angle_rad, math.tau)


def to_own(pose: Pose2D, x_m: float, y_m: float) -> tuple[float, float]:
    """The map point (x, y) in the frame of `pose`, m."""
    dx, dy = x_m - pose.x_m, y_m - pose.y_m
    c, s = math.cos(pose.yaw_rad), math.sin(pose.yaw_rad)
    return c * dx + s * dy, c * dy - s * dx


def to_map(pose: Pose2D, x_m: float, y_m: float) -> tuple[float, float]:
    """The point (x, y) given in the frame of `pose`, in the map, m."""
    c, s = math.cos(pose.yaw_rad), math.sin(pose.yaw_rad)
    return pose.x_m + c * x_m - s * y_m, pose.y_m + s * x_m + c * y_m


def corners(place: Place, grow_m: float = 0.0) -> NDArray[np.float64]:
    """The footprint's corners in the map, counter-clockwise, float64 [4, 2]."""
    a, b = place.size[0] / 2 + grow_m, place.size[1] / 2 + grow_m
    return np.array([to_map(place.pose, x, y) for x, y in ((a, b), (-a, b), (-a, -b), (a, -b))])


def outside_m(place: Place, x_m: float, y_m: float) -> float:
    """How far a map point lies outside the footprint, m; 0 inside."""
    own = to_own(place.pose, x_m, y_m)
    dx = max(0.0, abs(own[0]) - place.size[0] / 2)
    dy = max(0.0, abs(own[1]) - place.size[1] / 2)
    return math.hypot(dx, dy)


def surface_point(place: Place, surface_id: str | None = None) -> tuple[float, float, float]:
    """The middle of a surface in the map, m; the first surface by default, else the top."""
    if surface_id is None:
        if not place.surfaces:
            return place.pose.x_m, place.pose.y_m, place.size[2]
        surface = place.surfaces[0]
    else:
        found = {surface.id: surface for surface in place.surfaces}
        if surface_id not in found:
            raise BadInput(f"{place.name.capitalize()}: " + no_such("surface", surface_id, found))
        surface = found[surface_id]
    return (*to_map(place.pose, *surface.center), surface.height_m)


def bearing_surface(
    places: Iterable[Place], position_m: tuple[float, float, float]
) -> tuple[str, str] | None:
    """The (place id, surface id) right under a map position; None when nothing bears it."""
    x, y, z = position_m
    best: tuple[float, float, str, str] | None = None
    for place in places:
        if outside_m(place, x, y) > DRAWER_M + EDGE_M:
            continue
        own = to_own(place.pose, x, y)
        for surface in place.surfaces:
            over = z - surface.height_m
            off = _off_edge(place, surface, own)
            if off > EDGE_M or not -UNDER_M <= over <= min(TALLEST_M, surface.clearance_m):
                continue
            found = (-surface.height_m, off, place.id, surface.id)
            best = found if best is None else min(best, found)
    return None if best is None else (best[2], best[3])


def _off_edge(place: Place, surface: Surface, own: tuple[float, float]) -> float:
    dx, dy = own[0] - surface.center[0], own[1] - surface.center[1]
    ahead = surface.size[0] / 2
    if surface.inside and place.opening == "sliding":
        ahead += DRAWER_M
    out_x = max(0.0, dx - ahead, -dx - surface.size[0] / 2)
    return math.hypot(out_x, max(0.0, abs(dy) - surface.size[1] / 2))
