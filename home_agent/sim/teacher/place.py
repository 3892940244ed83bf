"""A held thing and a spot come in; set points that set it down there upright and let go go out."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import mujoco
import numpy as np
from numpy.typing import NDArray

from home_agent.home.graph import Place, Surface
from home_agent.sim.body import ARM_LIMITS
from home_agent.sim.kinematics import hand_matrix
from home_agent.sim.spec import HomeSpec, ThingSpec
from home_agent.sim.teacher.carry import around, fold, straight
from home_agent.sim.teacher.motion import arm_path
from home_agent.sim.teacher.nearby import Nearby
from home_agent.sim.teacher.pick import to_tuck
from home_agent.sim.teacher.reach import Limbs, Motion
from home_agent.sim.teacher.roam import Roam
from home_agent.sim.teacher.stand import Goal, Search, Stand

Floats = NDArray[np.float64]

_ABOVE_M = 0.012  # the thing is brought this high over the surface before it is lowered
_BESIDE_M = 0.025  # to other things
_EDGE_M = 0.02
_TOUCH_N = 1.0
_ROUND_M = 1.7
_SPOTS = 9
_DROP_M = 0.09  # from above, the hand comes down this far


@dataclass(frozen=True, slots=True)
class Spot:
    """A free spot: x, y in the map, the height of what bears, free height over it."""

    x_m: float
    y_m: float
    height_m: float
    clearance_m: float


def place(
    limbs: Limbs,
    home: HomeSpec,
    place_id: str | None,
    point_m: Sequence[float] | None,
    rng: np.random.Generator,
) -> Motion:
    """Set down what is held on `place_id` near `point_m` (map), or wherever `point_m` is."""
    body = limbs.holding()
    if body is None:
        return "There is nothing in the hand to put down."
    thing = next((one for one in home.things if one.id == limbs.model.body(body).name), None)
    if thing is None:
        return "What the hand holds cannot be put down."
    spots = list(_spots(limbs, home, thing, place_id, point_m))
    if not spots:
        return "There is no free spot to put it down."
    goals = _goals(limbs, thing, body, spots)
    fine, why = _plan(limbs, thing, goals, rng, stay=True)
    for attempt in range(3):
        if fine is not None:
            break
        stand, why = _plan(limbs, thing, goals, rng, stay=False)
        if stand is None and attempt == 0:
            # Too close to lift it past the edge: step back and hold it higher first.
            yield from _step_back(limbs, thing.id, spots[0].height_m, rng)
            continue
        if stand is None:
            break
        trouble = yield from limbs.drive(stand.drive, pace=0.7)
        if trouble:
            return trouble
        fine, why = _plan(limbs, thing, goals, rng, stay=True)
    if fine is None:
        return f"I cannot reach a spot to put it down: {why}."
    trouble = (yield from limbs.follow(fine.to_ready, pace=0.6)) or (
        yield from limbs.follow(fine.approach, pace=0.3)
    )
    if trouble:
        return trouble
    if limbs.holding() != body:
        return f"The {thing.kind} fell from the hand."
    yield from limbs.arrive()
    yield from _lower(limbs, body)
    return (yield from let_go(limbs, thing.id, rng))


def _plan(
    limbs: Limbs, thing: ThingSpec, goals: Sequence[Goal], rng: np.random.Generator, *, stay: bool
) -> tuple[Stand | None, str]:
    middle = goals[0].position_m
    near = Nearby(limbs.model, limbs.data, (middle[0], middle[1]), _ROUND_M, held=thing.id)
    search = Search(limbs.kinematics, near, rng, gap_m=limbs.gap_m(), carrying=True)
    return search.run(limbs.base_now(), limbs.arm_now(), goals, stay), search.why


def let_go(limbs: Limbs, thing: str, rng: np.random.Generator) -> Motion:
    """Open the hand, draw it back and fold the arm."""
    yield from limbs.open(0.7)
    _, matrix = limbs.tool_now()
    near = Nearby(limbs.model, limbs.data, tuple(limbs.base_now()[:2]), 1.5)
    base = limbs.base_now()
    touch = frozenset({thing})
    for back in (0.14, 0.10, 0.06):
        for air in (0.001, -0.004):
            path = straight(
                limbs,
                -back * matrix[:, 0],
                partial(near.clear, base, margin_m=air, touch=touch),
            )
            if path is not None:
                yield from limbs.follow(path, pace=0.4)
                return (yield from to_tuck(limbs, rng))
    return (yield from to_tuck(limbs, rng))


def _step_back(limbs: Limbs, thing: str, height_m: float, rng: np.random.Generator) -> Motion:
    """Drive back a little and raise what is held over `height_m`."""
    base, arm = limbs.base_now(), limbs.arm_now()
    near = Nearby(limbs.model, limbs.data, (base[0], base[1]), 1.5, held=thing)
    roam = Roam(base, partial(near.clear, arm=arm, margin_m=0.015, gap_m=limbs.gap_m()))
    for away in (0.35, 0.25, 0.15):
        goal = base - away * np.array([math.cos(base[2]), math.sin(base[2]), 0.0])
        way = roam.way(goal)
        if way is not None:
            yield from limbs.drive(way, exact=False)
            break
    near.pose(limbs.base_now(), limbs.arm, limbs.gap_m())
    high = limbs.arm.copy()
    rise = height_m + 0.08 - near.lowest_held_m()
    high[0] = min(max(high[0], high[0] + rise), ARM_LIMITS[0, 1])
    _, free = around(limbs, thing, 0.004)
    path = arm_path(limbs.arm.copy(), high, free, rng, steady=True)
    return (yield from limbs.follow(path or [], pace=0.6))


def _lower(limbs: Limbs, body: int) -> Motion:
    """Go straight down until the thing bears on something."""
    path = straight(limbs, np.array([0.0, 0.0, -0.035]), lambda _: True)
    if path is not None:
        yield from limbs.follow(path, pace=0.08, until=lambda: pressed_n(limbs, body) > _TOUCH_N)
    return ""


def pressed_n(limbs: Limbs, body: int) -> float:
    """With what force [N] the thing `body` bears on things other than the robot."""
    total, force = 0.0, np.zeros(6)
    robot = limbs.model.body("robot").id
    for i, contact in enumerate(limbs.data.contact):
        bodies = [int(limbs.model.geom_bodyid[g]) for g in contact.geom]
        if body in bodies:
            other = bodies[0] if bodies[1] == body else bodies[1]
            if int(limbs.model.body_rootid[other]) != robot:
                mujoco.mj_contactForce(limbs.model, limbs.data, i, force)
                total += abs(float(force[0]))
    return total


def _goals(limbs: Limbs, thing: ThingSpec, body: int, spots: Sequence[Spot]) -> list[Goal]:
    """Tool poses that set the held thing down on each spot, turned every way."""
    tool, hand = limbs.tool_now()
    turn = limbs.data.xmat[body].reshape(3, 3)
    held = hand.T @ turn
    offset = hand.T @ (limbs.data.xpos[body] - tool)
    # Upright as it should stand, unless it lies in the hand on its side.
    upright = turn[2, 2] > 0.6
    half = np.array(thing.size_m) / 2
    goals = []
    for rank, spot in enumerate(spots):
        for i in range(10):
            yaw = hand_matrix(2 * math.pi * i / 10, 0.0, 0.0)
            own = yaw if upright else yaw @ turn
            low = float(own[2] @ [0.0, 0.0, half[2]] - np.abs(own[2]) @ half)
            matrix = own @ held.T
            at = np.array([spot.x_m, spot.y_m, spot.height_m - low + _ABOVE_M])
            level = matrix[:, 0] * [1.0, 1.0, 0.0]
            tight = spot.clearance_m - 2 * half[2] < _DROP_M + 0.05
            back = np.array([0.0, 0.0, _DROP_M])
            if tight:
                if np.linalg.norm(level) < 0.4:
                    continue
                back = -0.16 * level / np.linalg.norm(level) + [0.0, 0.0, 0.015]
            goals.append(Goal(at - matrix @ offset, matrix, back, 0.12 * rank, rank))
    return goals


def _spots(
    limbs: Limbs,
    home: HomeSpec,
    thing: ThingSpec,
    place_id: str | None,
    point_m: Sequence[float] | None,
) -> Iterator[Spot]:
    """Free spots, the nearest to where it should go first."""
    places = [one for one in home.places if place_id in (None, one.id)]
    base = limbs.base_now()
    wish = np.array(point_m if point_m is not None else [*base[:2], 0.75], float)
    surfaces = [(one, face) for one in places for face in one.surfaces]
    if point_m is not None:
        surfaces = [pair for pair in surfaces if _over(*pair, wish)] or surfaces
        surfaces.sort(key=lambda pair: abs(pair[1].height_m - wish[2]))
    if not surfaces or (place_id is None and wish[2] < 0.08):
        yield from _around(limbs, thing, wish, None)
        return
    yield from _around(limbs, thing, wish, surfaces[0])


def _around(
    limbs: Limbs, thing: ThingSpec, wish: Floats, on: tuple[Place, Surface] | None
) -> Iterator[Spot]:
    """Free spots on one surface (or the floor) by their distance from `wish`."""
    radius = math.hypot(thing.size_m[0], thing.size_m[1]) / 2
    inset = min(thing.size_m[:2]) / 2 + _EDGE_M
    height, clearance = (on[1].height_m, on[1].clearance_m) if on else (0.0, 2.0)
    others = _others(limbs, thing.id, height, clearance)
    start = wish[:2] if on is None else _inside(*on, wish[:2], inset)
    found = []
    for ring in range(11):
        for i in range(1 if ring == 0 else 6 + 2 * ring):
            angle = 2 * math.pi * i / (6 + 2 * ring)
            spot = start + 0.045 * ring * np.array([math.cos(angle), math.sin(angle)])
            if on is not None and not _fits(*on, spot, inset):
                continue
            if all(math.dist(spot, xy) > radius + r + _BESIDE_M for xy, r in others):
                found.append(spot)
        if len(found) >= _SPOTS:
            break
    for spot in found[:_SPOTS]:
        yield Spot(float(spot[0]), float(spot[1]), height, clearance)


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


def _own(place: Place, xy: Floats) -> Floats:
    """A map point in the place's own frame."""
    turn = hand_matrix(-place.pose.yaw_rad, 0.0, 0.0)[:2, :2]
    own: Floats = turn @ (xy - [place.pose.x_m, place.pose.y_m])
    return own


def _over(place: Place, face: Surface, point: Floats) -> bool:
    off = np.abs(_own(place, point[:2]) - face.center)
    return bool(np.all(off < np.array(face.size) / 2 + 0.05))


def _fits(place: Place, face: Surface, xy: Floats, inset: float) -> bool:
    off = np.abs(_own(place, xy) - face.center)
    return bool(np.all(off <= np.maximum(np.array(face.size) / 2 - inset, 0.005)))


def _inside(place: Place, face: Surface, wish: Floats, inset: float) -> Floats:
    """The point of the surface nearest to `wish`."""
    half = np.maximum(np.array(face.size) / 2 - inset, 0.0)
    own = np.clip(_own(place, wish) - face.center, -half, half) + face.center
    turn = hand_matrix(place.pose.yaw_rad, 0.0, 0.0)[:2, :2]
    found: Floats = turn @ own + [place.pose.x_m, place.pose.y_m]
    return found


def tidy(limbs: Limbs, rng: np.random.Generator) -> Motion:
    """Fold the arm, with whatever it holds."""
    body = limbs.holding()
    if body is not None:
        return (yield from fold(limbs, limbs.model.body(body).name, rng))
    yield from limbs.open(0.1)
    return (yield from to_tuck(limbs, rng))
