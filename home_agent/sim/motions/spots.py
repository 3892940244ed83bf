"""A wish where to put a thing comes in; free spots on the true surfaces go out, nearest first."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import mujoco
import numpy as np
from numpy.typing import NDArray

from home_agent.home.graph import Place, Surface
from home_agent.sim.kinematics import hand_matrix
from home_agent.sim.motions.reach import Limbs
from home_agent.sim.spec import HomeSpec, ThingSpec

Floats = NDArray[np.float64]

_BESIDE_M = 0.025  # to other things
_EDGE_M = 0.02
NEAREST = 6  # the first spots are as near to the wish as can be
_HANDY = 4
_OPEN_M = 2.0


@dataclass(frozen=True, slots=True)
class Spot:
    """A free spot: x, y in the map, the height of what bears, free height over it."""

    x_m: float
    y_m: float
    height_m: float
    clearance_m: float


def spots_for(
    limbs: Limbs,
    home: HomeSpec,
    thing: ThingSpec,
    place_id: str | None,
    point_m: Sequence[float] | None,
) -> Iterator[Spot]:
    """Free spots, the nearest to where it should go first."""
    base = limbs.base_now()
    wish = np.array(point_m if point_m is not None else [*base[:2], 0.75], float)
    faces = [
        _face(limbs, one, surface)
        for one in home.places
        if place_id in (None, one.id)
        for surface in one.surfaces
    ]
    if point_m is not None:
        faces = [face for face in faces if face.over(wish[:2])] or faces
        faces.sort(key=lambda face: abs(face.height_m - wish[2]))
    floor = not faces or (place_id is None and wish[2] < 0.08)
    yield from _around(limbs, thing, wish[:2], _FLOOR if floor else faces[0])


@dataclass(frozen=True, slots=True)
class _Face:
    """A level rectangle from `low` to `high` in a frame at `origin` turned by `yaw_rad`."""

    origin: tuple[float, float]
    yaw_rad: float
    low: tuple[float, float]
    high: tuple[float, float]
    height_m: float
    clearance_m: float

    def own(self, xy: Floats) -> Floats:
        """A map point in the face's frame."""
        found: Floats = hand_matrix(-self.yaw_rad, 0.0, 0.0)[:2, :2] @ (xy - self.origin)
        return found

    def over(self, xy: Floats) -> bool:
        """Whether a map point lies over the face, or just beside it."""
        own = self.own(xy)
        return bool(
            np.all(own > np.array(self.low) - 0.05) and np.all(own < np.array(self.high) + 0.05)
        )

    def fits(self, xy: Floats, inset_m: float) -> bool:
        """Whether something that reaches `inset_m` around `xy` stands on the face."""
        own = self.own(xy)
        inside = np.all(own >= np.array(self.low) + inset_m - 1e-6)
        return bool(inside and np.all(own <= np.array(self.high) - inset_m + 1e-6))

    def nearest(self, xy: Floats, inset_m: float) -> Floats:
        """The point of the face nearest to `xy`, `inset_m` from its edges."""
        low, high = np.array(self.low) + inset_m, np.array(self.high) - inset_m
        middle = (low + high) / 2
        own = np.clip(self.own(xy), np.minimum(low, middle), np.maximum(high, middle))
        found: Floats = hand_matrix(self.yaw_rad, 0.0, 0.0)[:2, :2] @ own + self.origin
        return found


_FLOOR = _Face((0.0, 0.0), 0.0, (-1e3, -1e3), (1e3, 1e3), 0.0, _OPEN_M)


def _face(limbs: Limbs, place: Place, surface: Surface) -> _Face:
    """A surface as it is now: a drawer's tray may be pulled out, and only what is out counts."""
    (x, y), (deep, wide) = surface.center, surface.size
    low, clearance = x - deep / 2, surface.clearance_m
    if place.opening == "sliding" and surface.inside:
        joint = limbs.model.joint(f"{place.id}/{surface.id}")
        x += float(limbs.data.qpos[joint.qposadr[0]])
        low, clearance = max(x - deep / 2, place.size[0] / 2 + 0.02), _OPEN_M
    return _Face(
        (place.pose.x_m, place.pose.y_m),
        place.pose.yaw_rad,
        (low, y - wide / 2),
        (x + deep / 2, y + wide / 2),
        surface.height_m,
        clearance,
    )


def _around(limbs: Limbs, thing: ThingSpec, wish: Floats, face: _Face) -> Iterator[Spot]:
    """Free spots on one face by their distance from `wish`, then some nearer to the robot."""
    radius = math.hypot(thing.size_m[0], thing.size_m[1]) / 2
    inset = min(thing.size_m[:2]) / 2 + _EDGE_M
    others = _others(limbs, thing.id, face.height_m, face.clearance_m)
    start = face.nearest(wish, inset)
    found: list[Floats] = []
    for ring in range(14):
        for i in range(1 if ring == 0 else 6 + 2 * ring):
            angle = 2 * math.pi * i / (6 + 2 * ring)
            spot = start + 0.045 * ring * np.array([math.cos(angle), math.sin(angle)])
            if not face.fits(spot, min(inset, 0.5 * (face.high[0] - face.low[0]))):
                continue
            if all(math.dist(spot, xy) > radius + r + _BESIDE_M for xy, r in others):
                found.append(spot)
    base = limbs.base_now()[:2]
    handy = sorted(found[NEAREST:], key=lambda spot: math.dist(spot, base))
    for spot in [*found[:NEAREST], *handy[: 3 * _HANDY : 3]]:
        yield Spot(float(spot[0]), float(spot[1]), face.height_m, face.clearance_m)


def _others(
    limbs: Limbs, thing: str, height: float, clearance: float
) -> list[tuple[tuple[float, float], float]]:
    """Middles and radii of movable things that stand on this height."""
    model, data = limbs.model, limbs.data
    found = []
    for body in range(1, model.nbody):
        if model.body_dofnum[body] != 6 or model.body(body).name == thing:
            continue
        z = float(data.xpos[body][2])
        if height - 0.05 < z < height + min(clearance, 0.4):
            first, count = model.body_geomadr[body], model.body_geomnum[body]
            geoms = range(first, first + count)
            xy = data.xipos[body][:2]
            far = max(math.dist(data.geom_xpos[g][:2], xy) + _flat_radius(model, g) for g in geoms)
            found.append(((float(xy[0]), float(xy[1])), far))
    return found


def _flat_radius(model: mujoco.MjModel, geom: int) -> float:
    return float(min(model.geom_rbound[geom], np.hypot(*model.geom_size[geom][:2]) + 0.01))
