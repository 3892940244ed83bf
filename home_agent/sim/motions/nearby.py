"""The true world round a point comes in, frozen; answers whether a robot pose touches anything.

A small MuJoCo model of the robot and copies of the nearby solids makes a check cheap (some tens
of microseconds) and leaves the running world alone. What the hand holds moves with the hand.
"""

from __future__ import annotations

import mujoco
import numpy as np
from numpy.typing import NDArray

from home_agent.sim.body import ARM_JOINTS, BASE_JOINTS, FINGER_JOINTS, MAX_GAP_M, add_robot

Floats = NDArray[np.float64]

_SEEN_M = 0.03  # contacts are reported from this distance on
_FRONT = "front"
_FLOOR_M = 0.004
_SELF_M = 0.004
_FINE_M = 0.008  # pads and fingers may come nearer than the rest by this
_TOUCH_M = -0.0012  # how deep a pad may press into what is to be held
_COLUMN_M = (0.25, 0.02, 1.35)  # what the guard keeps free round the base: radius, heights


class Nearby:
    """Copy the solids within `radius_m` of `centre` (map x, y) and the robot, frozen as they are.

    `held` names the thing in the hand, which then moves with the hand; `front` the body of a door
    or drawer, which `swing` can then move.
    """

    def __init__(
        self,
        model: mujoco.MjModel,
        data: mujoco.MjData,
        centre: tuple[float, float],
        radius_m: float = 1.6,
        *,
        held: str | None = None,
        front: str | None = None,
    ) -> None:
        spec = mujoco.MjSpec()
        spec.compiler.degree = False
        add_robot(spec)
        hand = spec.body("robot/hand")
        robot = model.body("robot").id
        held_body = model.body(held).id if held else -1
        front_body = model.body(front).id if front else -1
        moving = _front(spec, model, data, front_body) if front else spec.worldbody
        owners: list[str] = []
        for geom in _near(model, data, centre, radius_m):
            body = int(model.geom_bodyid[geom])
            root = int(model.body_rootid[body])
            if root == robot:
                continue
            position, matrix = data.geom_xpos[geom], data.geom_xmat[geom].reshape(3, 3)
            if body == held_body:
                at, turn = _within(model.body("robot/hand").id, data, position, matrix)
                copy = hand.add_geom(contype=6, conaffinity=5, mass=0.01, margin=_SEEN_M)
            elif body == front_body:
                at, turn = _within(body, data, position, matrix)
                copy = moving.add_geom(contype=0, conaffinity=6, margin=_SEEN_M)
            else:
                at, turn = position, matrix
                copy = spec.worldbody.add_geom(contype=1, conaffinity=1, margin=_SEEN_M)
            quat = np.empty(4)
            mujoco.mju_mat2Quat(quat, np.ascontiguousarray(turn).ravel())
            copy.type = mujoco.mjtGeom(int(model.geom_type[geom]))
            copy.size, copy.pos, copy.quat = model.geom_size[geom], at, quat
            copy.name = f"copy{len(owners)}"
            owners.append(model.body(body).name)
        radius, low, high = _COLUMN_M
        size = [radius, (high - low) / 2, 0.0]
        base = spec.body("robot")
        base.add_geom(
            name="column",
            type=mujoco.mjtGeom.mjGEOM_CYLINDER,
            size=size,
            pos=[0.0, 0.0, (high + low) / 2],
            contype=0,
            conaffinity=0,
            mass=0.0,
        )
        self.model = spec.compile()
        self.data = mujoco.MjData(self.model)
        self._qpos = [
            np.array([self.model.joint(name).qposadr[0] for name in names])
            for names in (BASE_JOINTS, ARM_JOINTS, FINGER_JOINTS)
        ]
        self._tool = self.model.site("tool").id
        self._swing = int(self.model.joint(_FRONT).qposadr[0]) if front else -1
        self.owner = [""] * self.model.ngeom
        for i, name in enumerate(owners):
            self.owner[self.model.geom(f"copy{i}").id] = name
        self._least: dict[tuple[float, frozenset[str], float, float], Floats] = {}
        self._held = held
        self._fine = np.zeros(self.model.ngeom)
        for side in "lr":
            for part in ("finger", "pad"):
                self._fine[self.model.geom(f"robot/{part}_{side}").id] = _FINE_M
        of_hand = np.flatnonzero(self.model.geom_contype & 8)
        self._hand = {int(geom) for geom in of_hand}
        owned = np.array([bool(owner) for owner in self.owner])
        self._load = np.array([bool(owner) and owner == held for owner in self.owner])
        self._own = ~owned
        self._own[list(self._hand)] = False
        self._ground = self._flat_on_ground()

    def pose(self, base: Floats, arm: Floats, gap_m: float = MAX_GAP_M) -> None:
        """Put the robot there: base [3] (map x, y, yaw), arm [8], opening of the pads."""
        qpos = self.data.qpos
        qpos[self._qpos[0]] = base
        qpos[self._qpos[1]] = arm
        qpos[self._qpos[2]] = gap_m / 2
        mujoco.mj_kinematics(self.model, self.data)

    def swing(self, value: float) -> None:
        """Open the front that was named to `value` (rad or m)."""
        self.data.qpos[self._swing] = value

    def clear(
        self,
        base: Floats,
        arm: Floats,
        margin_m: float = 0.01,
        *,
        gap_m: float = MAX_GAP_M,
        touch: frozenset[str] = frozenset(),
        touch_m: float = _TOUCH_M,
        swing_m: float = _SELF_M,
    ) -> bool:
        """Whether nothing is nearer than `margin_m`; bodies in `touch` may come to `touch_m`.

        What is held keeps `swing_m` from the robot's own arm.
        """
        self.pose(base, arm, gap_m)
        mujoco.mj_collision(self.model, self.data)
        dist = self.data.contact.dist
        if not len(dist):
            return True
        return not bool((dist < self._allowed(margin_m, touch, touch_m, swing_m)).any())

    def room(self, base: Floats, margin_m: float) -> bool:
        """Whether the guard would let the base stand there: nothing over or beside it.

        The guard keeps a column free, where the body itself would fit under a table's edge.
        """
        self.data.qpos[self._qpos[0]] = base
        mujoco.mj_kinematics(self.model, self.data)
        column = self.model.geom("column").id
        away = np.hypot(*(self.data.geom_xpos[:, :2] - base[:2]).T) - self.model.geom_rbound
        for geom in np.flatnonzero(away < _COLUMN_M[0] + margin_m):
            owner = self.owner[geom]
            if not owner or owner == self._held or self._ground[geom]:
                continue
            gap = mujoco.mj_geomDistance(self.model, self.data, column, geom, 0.1, None)
            if gap < margin_m:
                return False
        return True

    def blockers(self, margin_m: float, touch: frozenset[str] = frozenset()) -> list[str]:
        """What was too near at the last check, as "robot part - body"."""
        found = []
        contact = self.data.contact
        allowed = self._allowed(margin_m, touch, _TOUCH_M)
        for pair, dist, least in zip(contact.geom, contact.dist, allowed, strict=True):
            if dist < least:
                names = [self.owner[g] or self.model.geom(g).name for g in pair]
                found.append(f"{names[0]} - {names[1]} {dist * 1000:.0f} mm")
        return found

    def tool(self) -> tuple[Floats, Floats]:
        """Position [3] and rotation [3, 3] of the tool in the map, as last posed."""
        return self.data.site_xpos[self._tool], self.data.site_xmat[self._tool].reshape(3, 3)

    def spread(self, base: Floats) -> float:
        """How far the hand and what it holds stick out from the base's axis [m], as last posed."""
        far = 0.0
        for geom in self._moving():
            out = self.data.geom_xpos[geom][:2] - base[:2]
            far = max(far, float(np.hypot(*out)) + 0.7 * float(self.model.geom_rbound[geom]))
        return far

    def lowest_held_m(self) -> float:
        """The height of the lowest point of hand and held thing, roughly, as last posed."""
        low = 9.0
        for geom in self._moving():
            half = np.abs(self.data.geom_xmat[geom].reshape(3, 3)[2]) @ _half(self.model, geom)
            low = min(low, float(self.data.geom_xpos[geom][2] - half))
        return low

    def _moving(self) -> list[int]:
        names = ("robot/wrist3", "robot/palm", "robot/finger_l", "robot/finger_r")
        held = [i for i, owner in enumerate(self.owner) if owner and owner == self._held]
        return [self.model.geom(name).id for name in names] + held

    def _allowed(
        self,
        margin_m: float,
        touch: frozenset[str],
        touch_m: float,
        swing_m: float = _SELF_M,
    ) -> Floats:
        """The least distance allowed to each pair of solids in `contact`."""
        key = (margin_m, touch, touch_m, swing_m)
        if key not in self._least:
            self._least[key] = self._table(self._limit(margin_m, touch, touch_m), swing_m)
        pairs = self.data.contact.geom
        allowed: Floats = self._least[key][pairs[:, 0], pairs[:, 1]]
        return allowed

    def _table(self, limit: Floats, swing_m: float) -> Floats:
        """The least distance allowed to any two solids, [ngeom, ngeom]."""
        least = np.maximum(limit[:, None], limit)
        fine = self._fine[:, None] + self._fine
        eased: Floats = np.where(least > 0, np.maximum(least - fine, 0.001), least)
        if self._held is None:
            return eased
        own = self._load[:, None] & self._own
        return np.where(own | own.T, swing_m, eased)

    def _flat_on_ground(self) -> NDArray[np.bool_]:
        """Which solids are floor: the base may come as near to them as its own clearance."""
        mujoco.mj_kinematics(self.model, self.data)
        top = np.full(self.model.ngeom, 9.0)
        for geom, owner in enumerate(self.owner):
            if owner:
                turn = self.data.geom_xmat[geom].reshape(3, 3)
                half = np.abs(turn[2]) @ _half(self.model, geom)
                top[geom] = self.data.geom_xpos[geom][2] + half
        plane = self.model.geom_type == mujoco.mjtGeom.mjGEOM_PLANE
        ground: NDArray[np.bool_] = plane | (top < _FLOOR_M)
        return ground

    def _limit(self, margin_m: float, touch: frozenset[str], touch_m: float) -> Floats:
        limit = np.full(self.model.ngeom, -1.0)
        for geom, owner in enumerate(self.owner):
            if not owner:
                limit[geom] = -1.0 if geom in self._hand else _SELF_M
            elif owner != self._held:
                limit[geom] = touch_m if owner in touch else margin_m
                if self._ground[geom]:
                    limit[geom] = min(margin_m, _FLOOR_M)
        return limit


def _near(
    model: mujoco.MjModel, data: mujoco.MjData, centre: tuple[float, float], radius_m: float
) -> list[int]:
    """Solid geoms that reach into the circle round `centre`."""
    solid = (model.geom_contype != 0) | (model.geom_conaffinity != 0)
    away = np.hypot(data.geom_xpos[:, 0] - centre[0], data.geom_xpos[:, 1] - centre[1])
    plane = model.geom_type == mujoco.mjtGeom.mjGEOM_PLANE
    return list(np.flatnonzero(solid & (plane | (away - model.geom_rbound < radius_m))))


def _front(
    spec: mujoco.MjSpec, model: mujoco.MjModel, data: mujoco.MjData, body: int
) -> mujoco.MjsBody:
    """A body with the joint of the door or drawer `body`, as far open as that is now."""
    joint = int(model.body_jntadr[body])
    made = spec.worldbody.add_body(name=_FRONT, pos=data.xpos[body], quat=data.xquat[body])
    made.add_joint(
        name=_FRONT,
        type=mujoco.mjtJoint(int(model.jnt_type[joint])),
        axis=model.jnt_axis[joint],
        pos=model.jnt_pos[joint],
        ref=float(data.qpos[model.jnt_qposadr[joint]]),
    )
    made.mass, made.inertia, made.explicitinertial = 1.0, [1.0, 1.0, 1.0], True
    return made


def _within(
    body: int, data: mujoco.MjData, position: Floats, matrix: Floats
) -> tuple[Floats, Floats]:
    """A pose in the frame of `body`."""
    turn = data.xmat[body].reshape(3, 3)
    return turn.T @ (position - data.xpos[body]), turn.T @ matrix


def _half(model: mujoco.MjModel, geom: int) -> Floats:
    """Half extents [3] of a geom in its own frame."""
    size, kind = model.geom_size[geom], int(model.geom_type[geom])
    kinds = mujoco.mjtGeom
    if kind == kinds.mjGEOM_SPHERE:
        return np.full(3, size[0])
    if kind == kinds.mjGEOM_CAPSULE:
        return np.array([size[0], size[0], size[0] + size[1]])
    if kind == kinds.mjGEOM_CYLINDER:
        return np.array([size[0], size[0], size[1]])
    return np.array(size)
