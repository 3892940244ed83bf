"""An aim and the simulator come in; what is truly meant, where it is and how it went come out.

Labels only: nothing of this is ever an observation.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from home_agent.demos.columns import GRID, NONE
from home_agent.perception.camera import project
from home_agent.planning.believed import HOT_C
from home_agent.sim.movers import movers
from home_agent.sim.referee import Referee
from home_agent.sim.tasks import Close, Open, Put
from home_agent.sim.teacher.drive import carried_over
from home_agent.sim.world import World
from home_agent.types import Aim, CameraFrame, Observation, Pose2D

Floats = NDArray[np.float64]
SAME_M = 0.35
SHOWS_M = 0.06  # a point is in view when the depth measured at it is as near as this
ARRIVED_M = 0.25
WHITE = (1.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True)
class Meant:
    """What a step truly is about: the thing or person `owner` ("" for a mere point).

    point_map [3] is where a mere point is; held: the thing in the hand when the step began.
    """

    owner: str = ""
    point_map: tuple[float, float, float] | None = None
    held: str = ""
    front: str = ""  # "place/surface" of a door or drawer
    handle: tuple[float, float, float] = (0.0, 0.0, 0.0)


def meant(aim: Aim, seen: Observation, world: World) -> Meant:
    """What `aim` is truly about."""
    held = next(iter(sorted(world.touches.held)), "")
    found = Meant(held=held, point_map=_carried(aim, seen, world))
    if aim.verb == "pick":
        return replace(found, owner=_thing(aim, found.point_map, world))
    if aim.verb in ("give", "follow") and aim.person is not None:
        name = aim.person.id if aim.person.id in world.people.all else ""
        return replace(found, owner=name)
    if aim.verb in ("open", "close") and aim.place in world.scene.places:
        place = world.scene.places[aim.place or ""]
        heights = {surface.id: surface.height_m for surface in place.surfaces}
        z = found.point_map[2] if found.point_map else 0.0
        fronts = movers(place, WHITE)
        if fronts:
            best = min(fronts, key=lambda mover: abs(heights.get(mover.surface, 0.0) - z))
            return replace(found, front=f"{place.id}/{best.surface}", handle=best.handle)
    return found


def _carried(aim: Aim, seen: Observation, world: World) -> tuple[float, float, float] | None:
    """The aim's point, or the end of its route, from the belief into the true map."""
    at = aim.position_map_m
    if aim.route:
        at = (aim.route[-1].x_m, aim.route[-1].y_m, 0.0)
    if at is None:
        return None
    moved = carried_over(seen.base, world.base_pose())(Pose2D(at[0], at[1], 0.0))
    return (moved.x_m, moved.y_m, at[2])


def _thing(aim: Aim, at: tuple[float, float, float] | None, world: World) -> str:
    """The true thing meant: as the teacher takes it."""
    if aim.thing is None:
        return ""
    where = np.array(at or aim.thing.position_map_m)
    colour = aim.thing.attributes.get("colour")
    found: list[tuple[float, str]] = []
    for thing in world.spec.things:
        away = float(np.linalg.norm(world.thing_pose(thing.id).position_m - where))
        if thing.kind == aim.thing.label and away < SAME_M:
            found.append((away + (0.3 if colour not in (None, thing.colour) else 0.0), thing.id))
    return min(found)[1] if found else ""


def point_of(what: Meant, world: World) -> Floats | None:
    """Where what is meant is now, float64 [3] in the true map; None when it is no one point."""
    if what.owner in world.scene.things:
        pose = world.thing_pose(what.owner)
        high = world.scene.things[what.owner].size_m[2]
        return np.asarray(pose.position_m + pose.rotation[:, 2] * high / 2, float)
    if what.owner in world.people.all:
        base = world.base_pose()
        return np.array(world.people.hand(what.owner, np.array([base.x_m, base.y_m])), float)
    if what.front:
        body = world.data.body(what.front)
        turn = body.xmat.reshape(3, 3)
        return np.asarray(body.xpos + turn @ np.array(what.handle), float)
    return None if what.point_map is None else np.array(what.point_map)


def in_base(point_map: Floats, base: Pose2D) -> Floats:
    """A map point [3] in the base frame of a robot at `base`."""
    dx, dy = point_map[0] - base.x_m, point_map[1] - base.y_m
    c, s = math.cos(base.yaw_rad), math.sin(base.yaw_rad)
    return np.array([c * dx + s * dy, c * dy - s * dx, point_map[2]])


def shown(
    owner: str, point_base: Floats | None, camera: str, frame: CameraFrame, world: World
) -> Floats:
    """Where something is in a picture, as the columns label.head and label.wrist say: [6]."""
    out = np.full(6, NONE)
    if point_base is None:
        return out
    u, v, z = (float(value[0]) for value in project(point_base[None], frame))
    height, width = frame.depth_m.shape
    inside = z > 0 and 0 <= u < width and 0 <= v < height
    if inside:
        out[:3] = u, v, z
    out[3] = 0.0
    if owner:
        geoms = world.visible_geoms(camera)
        number = world.scene.owners.index(owner)
        mask = (geoms >= 0) & (world.scene.geom_owner[geoms] == number)
        rows, columns = np.nonzero(mask)
        if len(rows):
            middle = (GRID - 1) / 2
            out[3] = GRID * GRID * len(rows)
            out[4] = np.median(columns) * GRID + middle
            out[5] = np.median(rows) * GRID + middle
            out[2] = z
    elif inside and abs(float(frame.depth_m[int(v), int(u)]) - z) < SHOWS_M:
        out[3:] = 1.0, u, v
    return out


def warmth(what: Meant, world: World) -> tuple[float, bool]:
    """The true temperature of the thing meant or held, and whether it must not be handed over."""
    name = what.owner if what.owner in world.scene.things else what.held
    if not name:
        return 21.0, False
    warm = world.temperature_c(name)
    return warm, warm >= HOT_C


def came_off(aim: Aim, what: Meant, world: World, referee: Referee) -> bool:
    """Whether a step that says it is done truly is."""
    held = world.touches.held
    if aim.verb == "pick":
        return what.owner in held
    if aim.verb == "give":
        return bool(what.held) and world.handover.taken.get(what.held) == what.owner
    if aim.verb == "place":
        put = Put((what.held,), aim.place or "")
        return bool(what.held) and what.held not in held and referee.verdict(put).success
    if aim.verb in ("open", "close") and what.front:
        place, surface = what.front.split("/", 1)
        task = Open(place, surface) if aim.verb == "open" else Close(place, surface)
        return referee.verdict(task).success
    if aim.verb == "go" and what.point_map is not None:
        base = world.base_pose()
        return math.dist((base.x_m, base.y_m), what.point_map[:2]) < ARRIVED_M
    return True
