"""A map and what was seen come in; the home as the robot supposes it goes out, as a MuJoCo model.

Nothing here comes from the running world: furniture is drawn from the map, things from close
looks and what is known of their kinds.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import mujoco
import numpy as np
from numpy.typing import NDArray

from home_agent.home.graph import HomeMap
from home_agent.home.shape import outside_m, to_own
from home_agent.sim.body import add_robot
from home_agent.sim.kinds import Kind, Range, kinds
from home_agent.sim.layout import walls_of
from home_agent.sim.mjcf import build
from home_agent.sim.spec import HomeSpec, PersonSpec, ThingSpec
from home_agent.types import Measured

ROUND_M = 2.6  # what is farther from where the arm works does not matter
ON_M = 0.05  # a thing's underside so near a surface rests on it
FLOOR_M = 0.06
PERSON_M = 1.7
CELL_M, LOW_M = 0.05, 0.04


@dataclass(frozen=True, slots=True)
class Supposed:
    """The home as supposed; `data` holds its state, to be kept as the sensors tell."""

    spec: HomeSpec
    model: mujoco.MjModel
    data: mujoco.MjData


def suppose(
    home: HomeMap,
    at: tuple[float, float],
    things: Sequence[ThingSpec],
    people: Iterable[NDArray[np.float64]] = (),
    fronts: Mapping[str, float] = {},
    clutter: NDArray[np.float64] | None = None,
) -> Supposed:
    """What is round the map point `at`.

    people: floor positions [2] in the map. fronts: how far doors and drawers, called "<place
    id>/<surface id>", are open (rad or m). clutter: what else stands on the floor, map x, y and its
    height [n, 3].
    """
    rects = {room.id: room.rect for room in home.rooms.values()}
    places = tuple(place for place in home.places.values() if outside_m(place, *at) < ROUND_M)
    spec = HomeSpec(
        id=home.id,
        rooms=tuple(home.rooms.values()),
        doors=tuple(home.doors.values()),
        walls=walls_of(rects, tuple(home.doors.values())),
        places=places,
        things=tuple(things),
        people=tuple(_person(n, xy, at) for n, xy in enumerate(people)),
        start=(0.0, 0.0, 0.0),
    )
    made = build(spec)
    if clutter is not None and len(clutter):
        _stand(made, clutter[np.hypot(*(clutter[:, :2] - at).T) < ROUND_M])
    add_robot(made, spec.start)
    model = made.compile()
    data = mujoco.MjData(model)
    for name, value in fronts.items():
        joint = mujoco.mj_name2id(model, mujoco.mjtObj.mjOBJ_JOINT, name)
        if joint >= 0:
            data.qpos[model.jnt_qposadr[joint]] = value
    mujoco.mj_kinematics(model, data)
    return Supposed(spec, model, data)


def _stand(made: mujoco.MjSpec, points: NDArray[np.float64]) -> None:
    """Put a block as high as the highest point into each cell of the floor that has any."""
    cells: dict[tuple[int, int], float] = {}
    for x, y, high in points.tolist():
        cell = math.floor(x / CELL_M), math.floor(y / CELL_M)
        cells[cell] = max(cells.get(cell, LOW_M), high)
    for (i, j), high in cells.items():
        made.worldbody.add_geom(
            type=mujoco.mjtGeom.mjGEOM_BOX,
            size=[CELL_M / 2, CELL_M / 2, high / 2],
            pos=[(i + 0.5) * CELL_M, (j + 0.5) * CELL_M, high / 2],
            contype=1,
            conaffinity=0,
        )


def thing_of(id: str, kind_name: str, seen: Measured, home: HomeMap) -> ThingSpec:
    """A measured thing of a kind: its box within what such things are, resting on what is there."""
    kind = kinds()[kind_name]
    size = _size(kind, seen.size_m)
    x, y, middle = seen.position_map_m
    low, on = _rests(home, x, y, middle - size[2] / 2)
    return ThingSpec(
        id=id,
        kind=kind_name,
        colour=seen.attributes.get("colour", "grey"),
        material=seen.attributes.get("material", kind.material),
        size_m=size,
        mass_kg=float(np.mean(kind.mass_kg)),
        position_m=(x, y, low),
        yaw_rad=seen.yaw_rad,
        room=home.room_at(x, y) or "",
        on=on,
    )


def _size(kind: Kind, seen: tuple[float, float, float]) -> tuple[float, float, float]:
    def within(value: float, span: Range) -> float:
        return min(max(value, span[0]), span[1])

    y, z = within(seen[1], kind.y), within(seen[2], kind.z)
    x = y + kind.handle_m if kind.x is None else within(seen[0], kind.x)
    return x, y, z


def _rests(home: HomeMap, x: float, y: float, low: float) -> tuple[float, tuple[str, str] | None]:
    """The height of what bears the thing, and which surface that is (None: the floor, or none)."""
    best = ON_M
    found: tuple[float, tuple[str, str] | None] = (0.0005, None) if low < FLOOR_M else (low, None)
    for place in home.places.values():
        own = to_own(place.pose, x, y)
        for surface in place.surfaces:
            off = abs(own[0] - surface.center[0]), abs(own[1] - surface.center[1])
            inside = off[0] < surface.size[0] / 2 + 0.05 and off[1] < surface.size[1] / 2 + 0.05
            gap = abs(low - surface.height_m)
            if inside and gap < best:
                best, found = gap, (surface.height_m + 0.0005, (place.id, surface.id))
    return found


def _person(number: int, xy: NDArray[np.float64], at: tuple[float, float]) -> PersonSpec:
    x, y = (float(value) for value in xy)
    yaw = math.atan2(at[1] - y, at[0] - x)
    name = f"somebody {number}"
    return PersonSpec(name, name, "adult", PERSON_M, "standing", "grey", (x, y), yaw, "")
