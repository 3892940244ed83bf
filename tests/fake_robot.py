"""A room on paper comes in; a robot that drives, sees and grasps in it exactly goes out.

A small kinematic world for tests of the step loop: the base integrates its commands, the camera
shows what lies in its view, the hand does what the policy says. The guard before it is real.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.spatial.transform import Rotation

from home_agent.home.graph import Door, HomeMap, Place, Resident, Room, Surface
from home_agent.types import (
    ActionChunk,
    Aim,
    CameraFrame,
    Command,
    Detection,
    Grip,
    Observation,
    Pose2D,
    Pose3D,
    Ref,
)

HEAD_M = (-0.1, 0.0, 1.26)
SIZE = (160, 120)
FOCAL = 110.0
SEES_M = 2.3


def home() -> HomeMap:
    """A kitchen with a counter, a table and a fridge, and a living room with a table and Anna."""
    top = Surface("top", (0.0, 0.0), (0.6, 1.2), 0.9)
    low = Surface("top", (0.0, 0.0), (0.5, 0.8), 0.5)
    shut = Surface("inside", (0.0, 0.0), (0.5, 0.5), 0.8, 0.4, inside=True)
    return HomeMap(
        "paper",
        rooms=[
            Room("kitchen", "kitchen", "kitchen", (0.0, 0.0, 4.0, 4.0)),
            Room("living_room", "living room", "living room", (4.0, 0.0, 8.0, 4.0)),
        ],
        doors=[Door("door", ("kitchen", "living_room"), Pose2D(4.0, 2.0, 0.0), 1.2)],
        places=[
            Place(
                "counter", "counter", "counter", "kitchen", Pose2D(0.3, 2.0, 0.0), (0.6, 1.2, 0.9),
                (top,),
            ),
            Place(
                "kitchen_table", "kitchen table", "table", "kitchen", Pose2D(2.0, 0.4, math.pi / 2),
                (0.6, 1.2, 0.9), (top,),
            ),
            Place(
                "fridge", "fridge", "fridge", "kitchen", Pose2D(2.0, 3.7, -math.pi / 2),
                (0.6, 0.6, 1.6), (shut,), opening="hinged",
            ),
            Place(
                "side_table", "side table", "table", "living_room", Pose2D(7.5, 3.5, math.pi),
                (0.5, 0.8, 0.5), (low,),
            ),
        ],
        residents=[Resident("anna", "Anna", "living_room", (7.3, 2.6))],
        start=Pose2D(2.0, 2.0, 0.0),
    )  # fmt: skip


@dataclass
class Thing:
    """Something that lies about: where, what, how warm, and if the fridge's door hides it."""

    label: str
    colour: str
    at: tuple[float, float, float]
    warm_c: float = 21.0
    inside: str = ""


@dataclass
class Room0:
    """The truth of the paper world, and what shall go wrong in it."""

    things: list[Thing]
    people: dict[str, tuple[float, float]] = field(default_factory=lambda: {"Anna": (7.3, 2.6)})
    pose: Pose2D = field(default_factory=lambda: Pose2D(2.0, 2.0, 0.0))
    velocity: np.ndarray = field(default_factory=lambda: np.zeros(3))
    head: np.ndarray = field(default_factory=lambda: np.zeros(2))
    held: Thing | None = None
    taken: list[Thing] = field(default_factory=list)
    opened: set[str] = field(default_factory=set)
    slips: int = 0  # so many picks come back empty
    loses_at_s: float = math.inf  # the hand opens by itself
    nobody_takes: bool = False
    blocked: bool = False
    t_s: float = 0.0
    top_mps: float = 0.0


class PaperRobot:
    """ports.Robot over a Room0; also its command channel and its clock's `advance`."""

    name = "paper"
    camera_names = ("head", "floor")

    def __init__(self, world: Room0) -> None:
        self.world = world
        self._command: Command | None = None

    def send(self, command: Command) -> None:
        self._command = command

    def open_channel(self) -> PaperRobot:
        return self

    def close(self) -> None:
        pass

    def step(self, dt_s: float) -> None:
        world = self.world
        world.t_s += dt_s
        if self._command is not None:
            world.velocity = np.array(self._command.base)
            world.head = np.array(self._command.head)
        vx, vy, wz = world.velocity.tolist()
        world.top_mps = max(world.top_mps, math.hypot(vx, vy))
        yaw = world.pose.yaw_rad + wz * dt_s
        c, s = math.cos(yaw), math.sin(yaw)
        world.pose = Pose2D(
            world.pose.x_m + (c * vx - s * vy) * dt_s,
            world.pose.y_m + (s * vx + c * vy) * dt_s,
            math.remainder(yaw, math.tau),
        )
        if world.held is not None and world.t_s >= world.loses_at_s:
            world.held.at = (world.pose.x_m, world.pose.y_m, 0.05)
            world.things.append(world.held)
            world.held, world.loses_at_s = None, math.inf

    def observe(self, cameras: Sequence[str] = (), colour: bool = True) -> Observation:
        world = self.world
        grip = Grip(0.08, 20.0) if world.held is not None else Grip(0.10, 0.0)
        return Observation(
            t_s=world.t_s,
            base=Pose2D(world.pose.x_m, world.pose.y_m, world.pose.yaw_rad, "odom"),
            base_velocity=world.velocity.copy(),
            lidar_m=np.full(360, np.inf, np.float32),
            lidar_t_s=world.t_s,
            arm=np.array([0.30, -1.57, 0.0, 2.62, 0.0, 1.57, 0.0, 0.0]),
            arm_torque=np.zeros(8),
            head=world.head.copy(),
            grip=grip,
            wrench=np.zeros(6),
            imu=np.zeros(6),
            battery=1.0,
            cameras={name: self._frame() for name in cameras},
        )

    def _frame(self) -> CameraFrame:
        pan, tilt = self.world.head.tolist()
        width, height = SIZE
        k = np.array([[FOCAL, 0, width / 2], [0, FOCAL, height / 2], [0, 0, 1.0]])
        pose = Pose3D(HEAD_M, _quat(pan, tilt))
        depth = np.full((height, width), 9.0, np.float32)
        return CameraFrame(depth, k, pose, t_s=self.world.t_s)


class PaperPolicy:
    """ports.Policy over the same world: straight ways, sure hands but for what shall go wrong."""

    name = "paper"

    def __init__(self, world: Room0) -> None:
        self.world = world
        self.aims: list[Aim] = []
        self._left = 0

    def look(self, seen: Observation, wanted: Sequence[Ref] = ()) -> tuple[Detection, ...]:
        found = []
        for thing in self.world.things:
            if (not thing.inside or thing.inside in self.world.opened) and self._sees(thing.at):
                about = {"colour": thing.colour}
                found.append(_detection(thing.label, thing.at, about, thing.warm_c))
        for name, (x, y) in self.world.people.items():
            if self._sees((x, y, 1.0), 6.0):
                found.append(_detection("person", (x, y, 1.0), {"name": name}, 31.0))
        return tuple(found)

    def _sees(self, at: tuple[float, float, float], far_m: float = SEES_M) -> bool:
        pose, (pan, tilt) = self.world.pose, self.world.head.tolist()
        dx, dy = at[0] - pose.x_m, at[1] - pose.y_m
        off = math.remainder(math.atan2(dy, dx) - pose.yaw_rad - pan, math.tau)
        away = math.hypot(dx, dy)
        down = math.atan2(HEAD_M[2] - at[2], away)
        return away < far_m and abs(off) < 0.6 and abs(down - tilt) < 0.45

    def begin(self, aim: Aim, seen: Observation) -> None:
        self.aims.append(aim)
        self._left = 6 if aim.verb in ("pick", "place", "give", "open", "close") else 0

    def act(self, seen: Observation) -> ActionChunk:
        aim, world = self.aims[-1], self.world
        base, head, done, trouble = np.zeros(3), world.head.copy(), False, ""
        if aim.verb in ("go", "follow"):
            base, done = self._drive(seen, aim.route)
            head = np.array([0.0, 0.45])
            trouble = "The way is blocked and does not clear." if world.blocked else ""
        elif aim.verb == "look" and aim.position_map_m is not None:
            head, base = self._turn(aim.position_map_m)
            done = float(np.abs(head - world.head).max()) < 0.02 and not base.any()
        else:
            self._left -= 1
            done = self._left <= 0
            if self._left == 0:
                trouble = self._do(aim)
        count = 10
        return ActionChunk(
            t_s=seen.t_s,
            dt_s=0.05,
            base=np.tile(base, (count, 1)),
            arm=np.tile(seen.arm, (count, 1)),
            head=np.tile(head, (count, 1)),
            grip=np.full(count, 20.0 if world.held else -5.0),
            done=np.full(count, float(done)),
            progress=float(done),
            gave_up=trouble,
        )

    def _do(self, aim: Aim) -> str:
        world = self.world
        if aim.verb == "pick":
            if world.slips > 0:
                world.slips -= 1
                return "It slipped from the fingers."
            assert aim.thing is not None
            at = aim.thing.position_map_m
            world.held = min(world.things, key=lambda one: math.dist(one.at, at))
            world.things.remove(world.held)
        elif aim.verb == "place" and world.held is not None and aim.position_map_m is not None:
            x, y, z = aim.position_map_m
            world.held.at = (x, y, z + 0.05)
            world.things.append(world.held)
            world.held = None
        elif aim.verb == "give" and world.held is not None:
            if world.nobody_takes:
                return "Nobody took it."
            world.taken.append(world.held)
            world.held = None
        elif aim.verb == "open":
            world.opened.add(aim.place or "")
        elif aim.verb == "close":
            world.opened.discard(aim.place or "")
        return ""

    def _drive(self, seen: Observation, route: Sequence[Pose2D]) -> tuple[np.ndarray, bool]:
        pose = self.world.pose
        while len(self._route(route)) > 1 and self._away(self._route(route)[0]) < 0.25:
            self._at += 1
        goal = self._route(route)[0]
        dx, dy = goal.x_m - pose.x_m, goal.y_m - pose.y_m
        away = math.hypot(dx, dy)
        last = len(self._route(route)) == 1
        heading = goal.yaw_rad if last and away < 0.15 else math.atan2(dy, dx)
        turn = math.remainder(heading - pose.yaw_rad, math.tau)
        if last and away < 0.04:
            moving = float(np.abs(self.world.velocity).max()) > 0.03
            return np.array([0.0, 0.0, 1.5 * turn]), abs(turn) < 0.05 and not moving
        c, s = math.cos(pose.yaw_rad), math.sin(pose.yaw_rad)
        speed = min(0.5, 1.2 * away) / max(away, 1e-6)
        return np.array([(c * dx + s * dy) * speed, (c * dy - s * dx) * speed, 1.5 * turn]), False

    def _route(self, route: Sequence[Pose2D]) -> Sequence[Pose2D]:
        if getattr(self, "_way", None) is not route:
            self._way, self._at = route, 0
        return route[min(self._at, len(route) - 1) :]

    def _away(self, goal: Pose2D) -> float:
        return math.dist((goal.x_m, goal.y_m), (self.world.pose.x_m, self.world.pose.y_m))

    def _turn(self, at: tuple[float, float, float]) -> tuple[np.ndarray, np.ndarray]:
        pose = self.world.pose
        dx, dy = at[0] - pose.x_m, at[1] - pose.y_m
        pan = math.remainder(math.atan2(dy, dx) - pose.yaw_rad, math.tau)
        tilt = min(1.2, math.atan2(HEAD_M[2] - at[2], math.hypot(dx, dy)))
        base = np.array([0.0, 0.0, math.copysign(0.8, pan)]) if abs(pan) > 1.4 else np.zeros(3)
        return np.array([max(-2.0, min(2.0, pan)), tilt]), base


def _detection(
    label: str, at: tuple[float, float, float], about: dict[str, str], warm_c: float
) -> Detection:
    return Detection(label, 0.95, "paper", (0.0, 0.0), at, (0.08, 0.08, 0.1), about, warm_c)


def _quat(pan: float, tilt: float) -> tuple[float, float, float, float]:
    """A camera that looks along the base's x, turned by pan, then down by tilt."""
    level = Rotation.from_matrix([[0, 0, 1], [-1, 0, 0], [0, -1, 0]])
    turned = Rotation.from_euler("ZY", [pan, tilt]) * level
    x, y, z, w = turned.as_quat().tolist()
    return x, y, z, w
