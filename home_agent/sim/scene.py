"""A compiled home comes in; who owns each geom and where each joint and actuator sits goes out."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import mujoco
import numpy as np
from numpy.typing import NDArray

from home_agent.errors import BadInput, no_such
from home_agent.home.graph import Place
from home_agent.sim.body import ARM_JOINTS, BASE_JOINTS, FINGER_JOINTS, HEAD_JOINTS
from home_agent.sim.spec import HomeSpec, PersonSpec, ThingSpec
from home_agent.types import Pose2D

Ints = NDArray[np.int32]
WALLS, PLACE, THING, PERSON, ROBOT = range(5)


@dataclass(frozen=True, slots=True)
class Pose:
    """Where a thing truly is: position [3] of its origin and rotation [3, 3], map frame."""

    position_m: NDArray[np.float64]
    rotation: NDArray[np.float64]


class Scene:
    """Look up the parts of a compiled home by the ids of its spec.

    geom_kind uint8 [ngeom]: WALLS, PLACE, THING, PERSON or ROBOT. geom_owner: index into
    `owners`, the ids of the spec ("robot" for the robot, "" for walls and floor).
    """

    def __init__(self, model: mujoco.MjModel, spec: HomeSpec) -> None:
        self.spec = spec
        self.things = {thing.id: thing for thing in spec.things}
        self.people = {person.id: person for person in spec.people}
        self.places = {place.id: place for place in spec.places}
        kinds = {
            **dict.fromkeys(self.places, PLACE),
            **dict.fromkeys(self.things, THING),
            **dict.fromkeys(self.people, PERSON),
            "robot": ROBOT,
        }
        self.owners: list[str] = ["", *kinds]
        number = {name: n for n, name in enumerate(self.owners)}
        self.geom_kind = np.zeros(model.ngeom, np.uint8)
        self.geom_owner = np.zeros(model.ngeom, np.int32)
        self.geom_name = [model.geom(g).name for g in range(model.ngeom)]
        for geom in range(model.ngeom):
            owner = _owner(model, int(model.geom_bodyid[geom]), number)
            self.geom_owner[geom] = number[owner]
            self.geom_kind[geom] = kinds.get(owner, WALLS)
        self.is_robot = self.geom_kind == ROBOT
        self.body = {
            name: _find(model, mujoco.mjtObj.mjOBJ_BODY, name) for name in kinds if name != "robot"
        }
        self.robot_bodies = np.unique(model.geom_bodyid[self.is_robot])
        self.base_body = _find(model, mujoco.mjtObj.mjOBJ_BODY, "robot")
        self.hand_body = int(model.site_bodyid[_site(model, "wrist")])
        self.tool_site, self.wrist_site = _site(model, "tool"), _site(model, "wrist")
        self.lidar_site = _site(model, "lidar")
        self.base_q, self.base_v = _joints(model, BASE_JOINTS)
        self.arm_q, self.arm_v = _joints(model, ARM_JOINTS)
        self.head_q, self.head_v = _joints(model, HEAD_JOINTS)
        self.finger_q, self.finger_v = _joints(model, FINGER_JOINTS)
        self.base_u, self.arm_u = _motors(model, BASE_JOINTS), _motors(model, ARM_JOINTS)
        self.head_u, self.grip_u = _motors(model, HEAD_JOINTS), _motors(model, ("grip",))
        self.pads = (
            _find(model, mujoco.mjtObj.mjOBJ_GEOM, "robot/pad_l"),
            _find(model, mujoco.mjtObj.mjOBJ_GEOM, "robot/pad_r"),
        )
        self.floor_geoms = {
            g
            for g in range(model.ngeom)
            if self.geom_kind[g] == WALLS and model.geom_type[g] == mujoco.mjtGeom.mjGEOM_PLANE
        } | {g for g in range(model.ngeom) if self.geom_name[g].startswith("floor")}
        self.free_q = {t: _joint(model, f"{t}/free")[0] for t in self.things}
        self.free_v = {t: _joint(model, f"{t}/free")[1] for t in self.things}

    def geoms_of(self, owner: str) -> Ints:
        """Ids of all geoms of the thing, place or person `owner`."""
        found = np.flatnonzero(self.geom_owner == self.owners.index(owner))
        return found.astype(np.int32)

    def owner(self, geom: int) -> str:
        """The spec's id of what `geom` belongs to."""
        return self.owners[int(self.geom_owner[geom])]

    def thing(self, name: str) -> ThingSpec:
        """The thing `name`; raises `BadInput` naming the nearest one."""
        if name not in self.things:
            raise BadInput(no_such("thing", name, self.things))
        return self.things[name]

    def person(self, name: str) -> PersonSpec:
        """The person `name`; raises `BadInput` naming the nearest one."""
        if name not in self.people:
            raise BadInput(no_such("person", name, self.people))
        return self.people[name]

    def place(self, name: str) -> Place:
        """The place `name`; raises `BadInput` naming the nearest one."""
        if name not in self.places:
            raise BadInput(no_such("place", name, self.places))
        return self.places[name]


def local(pose: Pose2D, x: float, y: float) -> tuple[float, float]:
    """The map point (x, y) in the frame of `pose`, m."""
    dx, dy = x - pose.x_m, y - pose.y_m
    c, s = math.cos(pose.yaw_rad), math.sin(pose.yaw_rad)
    return c * dx + s * dy, c * dy - s * dx


def _owner(model: mujoco.MjModel, body: int, known: dict[str, int]) -> str:
    while body > 0:
        name = model.body(body).name
        if name in known:
            return str(name)
        body = int(model.body_parentid[body])
    return ""


def _find(model: mujoco.MjModel, kind: mujoco.mjtObj, name: str) -> int:
    found = int(mujoco.mj_name2id(model, kind, name))
    if found < 0:
        raise BadInput(f"The model has no '{name}': build it with sim.mjcf and sim.body.")
    return found


def _site(model: mujoco.MjModel, name: str) -> int:
    return _find(model, mujoco.mjtObj.mjOBJ_SITE, name)


def _joint(model: mujoco.MjModel, name: str) -> tuple[int, int]:
    found = _find(model, mujoco.mjtObj.mjOBJ_JOINT, name)
    return int(model.jnt_qposadr[found]), int(model.jnt_dofadr[found])


def _joints(model: mujoco.MjModel, names: Iterable[str]) -> tuple[Ints, Ints]:
    pairs = [_joint(model, name) for name in names]
    return np.array([q for q, _ in pairs], np.int32), np.array([v for _, v in pairs], np.int32)


def _motors(model: mujoco.MjModel, names: Iterable[str]) -> Ints:
    kind = mujoco.mjtObj.mjOBJ_ACTUATOR
    return np.array([_find(model, kind, name) for name in names], np.int32)
