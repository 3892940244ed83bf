"""People and pets of a home come in; where each stands, faces and holds out a hand goes out.

They walk their rounds along free floor, pause, look where they go, slow and stop for the robot,
turn back when it stays in their way and step aside when it waits for them, as people do. They
are mocap bodies: nothing pushes them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from home_agent.home.floor_grid import FloorGrid
from home_agent.home.shape import wrap
from home_agent.sim.figure import Figure
from home_agent.sim.spec import PersonSpec

BODY_RADIUS_M, PET_RADIUS_M = 0.25, 0.15  # what a walker needs of the floor
STOP_M = 0.6  # free space to the robot ahead at which a walker stops
SLOW_M = 1.2
KEEP_M = 0.25  # nobody walks closer than this to the robot, whatever the direction
PATIENCE_S = 3.0
TURN_RADPS = 2.5
ACCEL_MPS2 = 1.2
RECEIVE_M = 1.4  # within this a person notices that the robot brings something
HEAR_M, CALLED_S = 5.0, 30.0  # who is called by name from so near waits so long for the robot
OFFERED_S = 60.0  # after the robot has offered something, people take what it holds out
OFFERS = ("here is", "here are", "here you are", "please take")
ASIDE_M = 0.95  # a robot that stands and waits this near makes people step aside
ASIDE_S, PET_ASIDE_S, AWAY_S, ASIDE_AGAIN_S = 2.0, 0.6, 8.0, 1.5
ASIDE_MPS = 0.45
FAR_M = 1.5
FACED_RAD = 1.2
GIVEN_UP_S = 15.0  # a robot that stands longer does not wait for anybody

Point = NDArray[np.float64]


@dataclass(slots=True)
class Person:
    """One person now: `xy` [2] and `yaw` in the map, `velocity` [2] m/s."""

    spec: PersonSpec
    figure: Figure
    xy: Point
    yaw: float
    velocity: Point
    speed: float = 0.0
    path: list[Point] = field(default_factory=list)
    leg: int = 0
    way: int = 1
    pause_s: float = 0.0
    waited_s: float = 0.0
    aside_s: float = 0.0  # how long they still stay aside
    called_s: float = 0.0  # how long they still wait for a robot that called them

    @property
    def pet(self) -> bool:
        """Cats and dogs are not handed things."""
        return self.spec.kind in ("cat", "dog")

    @property
    def radius_m(self) -> float:
        """Half the width that they need to walk."""
        return PET_RADIUS_M if self.pet else BODY_RADIUS_M

    def discs(self, xy: Point, yaw: float) -> NDArray[np.float64]:
        """Their shape if they stood at `xy` facing `yaw`: [n, 3], map."""
        c, s = math.cos(yaw), math.sin(yaw)
        own = self.figure.discs
        x = xy[0] + c * own[:, 0] - s * own[:, 1]
        y = xy[1] + s * own[:, 0] + c * own[:, 1]
        return np.stack([x, y, own[:, 2]], axis=1)


@dataclass(frozen=True, slots=True)
class RobotShape:
    """What people see of the robot: parts as circles, xy [n, 2] and radius [n], base first.

    yaw: where it faces. brings: it holds something; out: it stretches its arm; still_s: how long
    its base has stood; reach_m: from its axis to its farthest part.
    """

    xy: NDArray[np.float64]
    radius: NDArray[np.float64]
    yaw: float
    brings: bool
    out: bool
    still_s: float
    reach_m: float = field(init=False)

    def __post_init__(self) -> None:
        far = np.hypot(*(self.xy - self.xy[0]).T) + self.radius
        object.__setattr__(self, "reach_m", float(far.max()))

    def gap(self, person: Person) -> float:
        """Free distance to `person` where they are; a little too small when more than 1.5 m."""
        coarse = math.dist(person.xy, self.xy[0]) - self.reach_m - person.figure.reach_m
        if coarse > FAR_M:
            return coarse
        return float(self.gaps(person.discs(person.xy, person.yaw)).min())

    def gaps(self, discs: NDArray[np.float64]) -> NDArray[np.float64]:
        """Free distance of each part to the nearest of discs [n, 3]."""
        away = np.hypot(self.xy[:, 0, None] - discs[:, 0], self.xy[:, 1, None] - discs[:, 1])
        return np.asarray((away - self.radius[:, None] - discs[:, 2]).min(axis=1))


class People:
    """Move everyone; `step` is called once a control period."""

    def __init__(
        self,
        specs: Sequence[PersonSpec],
        figures: Mapping[str, Figure],
        floor: FloorGrid,
        rng: np.random.Generator,
    ) -> None:
        self._floor, self._rng = floor, rng
        self.offered_s = 0.0
        self.all = {
            spec.id: Person(
                spec, figures[spec.id], np.array(spec.position_m), spec.yaw_rad, np.zeros(2)
            )
            for spec in specs
        }
        self.walking = {name: person.velocity for name, person in self.all.items()}
        for person in self.all.values():
            person.pause_s = float(rng.uniform(0.0, 4.0))

    def hear(self, sentence: str, robot_m: Point) -> None:
        """The robot, which stands at [2], says something: whoever is named in it attends."""
        if any(words in sentence.casefold() for words in OFFERS):
            self.offered_s = OFFERED_S
        words = set(re.findall(r"\w+", sentence.casefold()))
        for person in self.all.values():
            near = math.dist(person.xy, robot_m) < HEAR_M
            if near and person.spec.name.casefold() in words:
                person.called_s = CALLED_S

    def step(self, robot: RobotShape, dt_s: float) -> None:
        """Move everyone on by `dt_s` and decide where they go next."""
        self.offered_s = max(0.0, self.offered_s - dt_s)
        for name, person in self.all.items():
            person.xy = person.xy + person.velocity * dt_s
            if person.spec.posture != "standing":
                continue
            gap = robot.gap(person)
            person.called_s = max(0.0, person.called_s - dt_s)
            near = gap < RECEIVE_M or person.called_s > 0
            if near and self._receives(person, robot):
                self._turn_to(person, robot.xy[0], robot, gap, dt_s)
                person.path = []
                self._walk(person, None, robot, gap, dt_s)
            else:
                self._consider(person, robot, gap)
                self._walk(person, self._next(person, dt_s), robot, gap, dt_s)
            self.walking[name] = person.velocity

    @staticmethod
    def _receives(person: Person, robot: RobotShape) -> bool:
        expects = robot.out or person.spec.speaker or person.called_s > 0
        return not person.pet and robot.brings and expects

    def _consider(self, person: Person, robot: RobotShape, gap: float) -> None:
        """Step aside for a robot that stands near and waits, with its arm in."""
        patience = PET_ASIDE_S if person.pet else ASIDE_S
        to = person.xy - robot.xy[0]
        faced = abs(wrap(math.atan2(to[1], to[0]) - robot.yaw)) < FACED_RAD
        waits = patience < robot.still_s < GIVEN_UP_S and not robot.out and gap < ASIDE_M
        lately = person.aside_s > AWAY_S - ASIDE_AGAIN_S
        going = person.aside_s > 0 and (bool(person.path) or lately)
        if not (waits and faced) or going or person.speed > 0.1:
            return
        spot = self._spot_aside(person, robot)
        if spot is None:
            return
        person.path = [spot]
        person.aside_s, person.pause_s = AWAY_S, 0.0

    def _spot_aside(self, person: Person, robot: RobotShape) -> Point | None:
        """Free floor out of the way the robot faces, to be reached without passing it."""
        angles = self._rng.uniform(-math.pi, math.pi, 40)
        away = self._rng.uniform(0.6, 2.2, 40)
        spots = person.xy + np.stack([np.cos(angles), np.sin(angles)], axis=1) * away[:, None]
        base = robot.xy[0]
        to = spots - base
        ahead = np.array([math.cos(robot.yaw), math.sin(robot.yaw)])
        beside = np.abs(to[:, 0] * ahead[1] - to[:, 1] * ahead[0])
        far = np.hypot(to[:, 0], to[:, 1])
        free = self._floor.free_at(spots) >= person.radius_m + 0.05
        score = np.where(to @ ahead > 0, np.minimum(beside, 1.2), 1.0) + 0.25 * far
        score = np.where(free & (far > 0.9), score, -1.0)
        towards = (spots - person.xy) @ (base - person.xy) / (away * math.dist(base, person.xy))
        score = np.where(towards < 0.3, score - np.maximum(towards, 0.0), -1.0)
        for n in np.argsort(-score)[:12].tolist():
            if score[n] > 0 and self._floor.straight(person.xy, spots[n], person.radius_m - 0.05):
                return np.asarray(spots[n])
        return None

    def _next(self, person: Person, dt_s: float) -> Point | None:
        """The next point to walk to, None while pausing; plans the next leg when one is done."""
        if person.pause_s > 0:
            person.pause_s -= dt_s
            return None
        while person.path and math.dist(person.path[0], person.xy) < 0.12:
            person.path.pop(0)
        if person.path:
            return person.path[0]
        if person.aside_s > 0:
            person.aside_s -= dt_s
            return None
        points = person.spec.waypoints if person.spec.speed_mps > 0 else ()
        if len(points) < 2:
            points = (person.spec.position_m,)
            if math.dist(points[0], person.xy) < 0.25:
                return None
        person.leg = (person.leg + person.way) % len(points)
        target = np.array(points[person.leg], float)
        person.path = self._floor.path(person.xy, target, person.radius_m)
        person.pause_s = float(self._rng.uniform(1.0, 5.0))
        return None

    def _walk(
        self, person: Person, goal: Point | None, robot: RobotShape, gap: float, dt_s: float
    ) -> None:
        want, heading = 0.0, np.array([math.cos(person.yaw), math.sin(person.yaw)])
        if goal is not None:
            to = goal - person.xy
            away = max(math.hypot(*to), 1e-6)
            heading = to / away
            error = self._turn_to(person, goal, robot, gap, dt_s)
            pace = person.spec.speed_mps or ASIDE_MPS
            if abs(error) < 0.7 or person.aside_s > 0:  # one steps aside without turning first
                pace = min(pace, ASIDE_MPS if person.aside_s > 0 else pace)
                want = min(pace, away / dt_s, self._allowed(person, heading, robot, gap, pace))
        up, down = ACCEL_MPS2 * dt_s, 3 * ACCEL_MPS2 * dt_s
        person.speed = min(max(want, person.speed - down), person.speed + up)
        person.velocity = heading * person.speed
        if gap < STOP_M:
            then = person.xy + person.velocity * (dt_s + 0.1)
            after = float(robot.gaps(person.discs(then, person.yaw)).min())
            if after < KEEP_M and after < gap:
                person.speed, person.velocity = 0.0, np.zeros(2)
        if goal is not None and person.speed < 0.03:
            person.waited_s += dt_s
            if person.waited_s > PATIENCE_S:  # somewhere else, then
                person.waited_s, person.way, person.path = 0.0, -person.way, []
        elif person.speed > 0.1:
            person.waited_s = 0.0

    def _allowed(
        self, person: Person, heading: Point, robot: RobotShape, gap: float, pace: float
    ) -> float:
        """The speed at which one walks towards `heading` with the robot and others about."""
        stop, cone = (KEEP_M, 0.4) if person.aside_s > 0 else (STOP_M, -0.1)
        if gap < SLOW_M:
            to = robot.xy - person.xy
            gaps = robot.gaps(person.discs(person.xy, person.yaw))
            ahead = (to @ heading) / np.maximum(np.hypot(to[:, 0], to[:, 1]), 1e-6) > cone
            gap = float(gaps[ahead].min()) if ahead.any() else math.inf
        for other in self.all.values():
            way = other.xy - person.xy
            if other is not person and float(way @ heading) > 0.0:
                gap = min(gap, math.hypot(*way) - other.radius_m - person.radius_m + stop - 0.2)
        if gap <= stop:
            return 0.0
        return pace * min(1.0, max(0.15, (gap - stop) / (SLOW_M - STOP_M)))

    def _turn_to(
        self, person: Person, at: Point, robot: RobotShape, gap: float, dt_s: float
    ) -> float:
        """Turn towards the point `at` unless that would touch the robot; the angle to it."""
        to = at - person.xy
        error = wrap(math.atan2(to[1], to[0]) - person.yaw)
        most = TURN_RADPS * dt_s
        yaw = wrap(person.yaw + min(max(error, -most), most))
        if gap < STOP_M:
            then = float(robot.gaps(person.discs(person.xy, yaw)).min())
            if then < 0.12 and then < gap:
                return error
        person.yaw = yaw
        return error

    def hand(self, name: str, towards: Point) -> Point:
        """Where `name` would hold out a hand to take something from `towards` [2]: map [3]."""
        person = self.all[name]
        to = towards - person.xy
        turn = wrap(math.atan2(to[1], to[0]) - person.yaw)
        limit = 1.9 if person.spec.posture == "sitting" else math.pi
        angle = person.yaw + float(np.clip(turn, -limit, limit))
        reach = math.hypot(*person.figure.hand[:2])
        out = person.xy + reach * np.array([math.cos(angle), math.sin(angle)])
        return np.array([*out, person.figure.hand[2]])
