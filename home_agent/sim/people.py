"""People and pets of a home come in; where each stands, faces and holds out a hand goes out.

They walk their rounds along free floor, pause, look where they go, slow and stop for the robot,
and turn back when it stays in their way, as people do. They are mocap bodies: nothing pushes them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from home_agent.sim.grid import FloorGrid
from home_agent.sim.scene import wrap
from home_agent.sim.spec import PersonSpec

BODY_RADIUS_M = 0.22  # round a person; the robot's parts are given as points with radii
PET_RADIUS_M = 0.16
STOP_M = 0.6  # free space between a walker and the robot ahead at which the walker stops
SLOW_M = 1.2
KEEP_M = 0.25  # nobody walks closer than this to the robot, whatever the direction
PATIENCE_S = 3.0
TURN_RADPS = 2.5
ACCEL_MPS2 = 1.2
HAND_M = 0.40
RECEIVE_M = 1.6  # within this a person notices that the robot brings something

Point = NDArray[np.float64]


@dataclass(slots=True)
class Person:
    """One person now: `xy` [2] and `yaw` in the map, `velocity` [2] m/s."""

    spec: PersonSpec
    xy: Point
    yaw: float
    velocity: Point
    speed: float = 0.0
    path: list[Point] = field(default_factory=list)
    leg: int = 0
    way: int = 1
    pause_s: float = 0.0
    waited_s: float = 0.0

    @property
    def pet(self) -> bool:
        """Cats and dogs are not handed things."""
        return self.spec.kind in ("cat", "dog")

    @property
    def radius_m(self) -> float:
        return PET_RADIUS_M if self.pet else BODY_RADIUS_M


@dataclass(frozen=True, slots=True)
class RobotShape:
    """What people see of the robot: parts as circles, xy [n, 2] and radius [n]; what it brings."""

    xy: NDArray[np.float64]
    radius: NDArray[np.float64]
    brings: bool


class People:
    """Move everyone who walks; `step` is called once a control period."""

    def __init__(
        self, specs: Sequence[PersonSpec], floor: FloorGrid, rng: np.random.Generator
    ) -> None:
        self._floor, self._rng = floor, rng
        self.all = {
            spec.id: Person(spec, np.array(spec.position_m, float), spec.yaw_rad, np.zeros(2))
            for spec in specs
        }
        self.walking = {name: person.velocity for name, person in self.all.items()}
        for person in self.all.values():
            person.pause_s = float(rng.uniform(0.0, 4.0))

    def step(self, robot: RobotShape, dt_s: float) -> None:
        """Decide everyone's velocity and heading for the next `dt_s` and move them."""
        for person in self.all.values():
            person.xy = person.xy + person.velocity * dt_s
            if person.spec.speed_mps <= 0 or len(person.spec.waypoints) < 2:
                self._attend(person, robot, dt_s)
                continue
            goal = self._next(person, dt_s)
            if robot.brings and not person.pet and self._gap(person, person.xy, robot) < RECEIVE_M:
                goal = None
                self._attend(person, robot, dt_s)
            self._walk(person, goal, robot, dt_s)
            self.walking[person.spec.id] = person.velocity

    def _attend(self, person: Person, robot: RobotShape, dt_s: float) -> None:
        """One who stands turns towards a robot that brings something."""
        if person.spec.posture == "sitting" or person.pet or not robot.brings:
            return
        if self._gap(person, person.xy, robot) < RECEIVE_M:
            to = robot.xy[0] - person.xy
            _turn(person, math.atan2(to[1], to[0]), dt_s)

    def _next(self, person: Person, dt_s: float) -> Point | None:
        """The next point to walk to, None while pausing; plans the next leg when one is done."""
        if person.pause_s > 0:
            person.pause_s -= dt_s
            return None
        while person.path and np.hypot(*(person.path[0] - person.xy)) < 0.12:
            person.path.pop(0)
        if not person.path:
            points = person.spec.waypoints
            person.leg = (person.leg + person.way) % len(points)
            target = np.array(points[person.leg], float)
            person.path = self._floor.path(person.xy, target, person.radius_m + 0.06)
            person.pause_s = float(self._rng.uniform(1.0, 5.0))
            return None
        return person.path[0]

    def _walk(self, person: Person, goal: Point | None, robot: RobotShape, dt_s: float) -> None:
        want = 0.0
        if goal is not None:
            to = goal - person.xy
            error = _turn(person, math.atan2(to[1], to[0]), dt_s)
            if abs(error) < 0.7:
                want = min(person.spec.speed_mps, float(np.hypot(*to)) / dt_s)
                want = min(want, self._allowed(person, to / max(np.hypot(*to), 1e-6), robot))
        up, down = ACCEL_MPS2 * dt_s, 3 * ACCEL_MPS2 * dt_s
        person.speed = float(np.clip(want, person.speed - down, person.speed + up))
        heading = np.array([math.cos(person.yaw), math.sin(person.yaw)])
        if goal is not None and person.speed > 0:
            to = goal - person.xy
            heading = to / max(float(np.hypot(*to)), 1e-6)
        person.velocity = heading * person.speed
        ahead = person.xy + person.velocity * (dt_s + 0.1)
        now, then = self._gap(person, person.xy, robot), self._gap(person, ahead, robot)
        if then < KEEP_M and then < now:
            person.speed, person.velocity = 0.0, np.zeros(2)
        if goal is not None and person.speed < 0.03 and want < 0.03 and now < SLOW_M:
            person.waited_s += dt_s
            if person.waited_s > PATIENCE_S:  # somewhere else, then
                person.waited_s, person.way, person.path = 0.0, -person.way, []
        elif person.speed > 0.1:
            person.waited_s = 0.0

    def _allowed(self, person: Person, heading: Point, robot: RobotShape) -> float:
        """The speed at which one walks towards `heading` with the robot where it is."""
        to = robot.xy - person.xy
        gaps = np.hypot(to[:, 0], to[:, 1]) - robot.radius - person.radius_m
        ahead = to @ heading > -0.1
        if not ahead.any():
            return math.inf
        gap = float(gaps[ahead].min())
        if gap <= STOP_M:
            return 0.0
        share = (gap - STOP_M) / (SLOW_M - STOP_M)
        return person.spec.speed_mps * min(1.0, max(0.15, share))

    @staticmethod
    def _gap(person: Person, xy: Point, robot: RobotShape) -> float:
        to = robot.xy - xy
        gaps = np.hypot(to[:, 0], to[:, 1]) - robot.radius - person.radius_m
        return float(gaps.min())

    def hand(self, name: str, towards: Point) -> Point:
        """Where `name` would hold out a hand to take something from `towards` [2]: map [3]."""
        person = self.all[name]
        to = towards - person.xy
        turn = wrap(math.atan2(to[1], to[0]) - person.yaw)
        limit = 1.9 if person.spec.posture == "sitting" else math.pi
        angle = person.yaw + float(np.clip(turn, -limit, limit))
        high = 0.62 if person.spec.posture != "sitting" else 0.50
        out = HAND_M * np.array([math.cos(angle), math.sin(angle)])
        return np.array([*(person.xy + out), high * person.spec.height_m])


def _turn(person: Person, yaw: float, dt_s: float) -> float:
    error = wrap(yaw - person.yaw)
    person.yaw = wrap(person.yaw + float(np.clip(error, -TURN_RADPS * dt_s, TURN_RADPS * dt_s)))
    return error
