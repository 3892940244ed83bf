"""Observations come in; what the robot knows of its surroundings goes out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from home_agent.baselines.sensed import Held, SensedLimbs
from home_agent.baselines.supposed import Supposed, suppose, thing_of
from home_agent.home.graph import HomeMap
from home_agent.perception.camera import base_to_map, known, lift
from home_agent.perception.ground import Perceived
from home_agent.perception.people import SAME_PERSON_M, people_base
from home_agent.ports import Sight
from home_agent.sim.kinds import kinds
from home_agent.sim.motions.reach import Limbs
from home_agent.sim.spec import ThingSpec
from home_agent.types import Measured, Observation

Floats = NDArray[np.float64]

FRESH_S = 1.2  # an older picture may show what is no longer so
SAME_M = 0.08
OWN_M = 0.15  # what stands so near to a known thing is that thing
HELD = "held"
PEOPLE_S = 4.0
TALL_M = 1.35  # who is lower sits, or is a child
STANDING, SITTING = (0.34, 0.96), (0.34, 0.68)  # where a hand waits: ahead of them, how high (m)


class Surroundings:
    """What was seen last, where people are, how far doors are open and what is in the hand."""

    def __init__(
        self, home: HomeMap, eyes: Sight, seen: Observation, ground: Perceived | None = None
    ) -> None:
        self.home, self.eyes, self._ground = home, eyes, ground
        self.seen = seen
        self.picture: Observation | None = None
        self.held: Held | None = None
        self.fronts: dict[str, float] = {}
        self._people: list[tuple[float, Floats]] = []
        self.take_in(seen)

    def take_in(self, seen: Observation) -> None:
        """A new observation; people are looked for in its thermal pictures."""
        self.seen = seen
        if self._ground is not None:
            self._ground.see(seen)
        if "head" in seen.cameras:
            self.picture = seen
        if any(frame.thermal_c is not None for frame in seen.cameras.values()):
            flat = people_base(seen, self.home)
            found = base_to_map(np.column_stack([flat, np.zeros(len(flat))]), seen.base)[:, :2]
            self._people = [
                (t_s, at)
                for t_s, at in self._people
                if seen.t_s - t_s < PEOPLE_S
                and all(math.dist(at, new) > SAME_PERSON_M for new in found)
            ]
            self._people += [(seen.t_s, at) for at in found]

    def suppose(
        self, at: Sequence[float], last: Limbs | None, target: ThingSpec | None = None
    ) -> tuple[Supposed, SensedLimbs]:
        """The home round a map point as it must be, and limbs in it that go on from `last`.

        target: what the hand is about to take. What it was about to take when it closed had the
        same name: while it is held, it has another.
        """
        if target is not None and self.held is not None:
            self.held = replace(self.held, thing=replace(self.held.thing, id=HELD))
        things = [] if target is None else [target]
        if self.held is not None:
            things.append(self.held.thing)
        things += self._others(things)
        people = [xy for _, xy in self._people]
        clutter = self._clutter(things)
        home = suppose(self.home, (at[0], at[1]), things, people, self.fronts, clutter)
        return home, SensedLimbs(home, self.seen, last, target, self.held)

    def measured(self, at: Floats, words: str) -> Measured | None:
        """A close look at a map point in the last picture."""
        return None if self.picture is None else self.eyes.measure(self.picture, at, words)

    def where(self, near: Floats) -> Floats:
        """Where the person last seen near a map point [2] is now [2]."""
        found = [xy for _, xy in self._people if math.dist(xy, near) < 1.0]
        return min(found, key=lambda xy: math.dist(xy, near)) if found else near

    def tall_m(self, xy: Floats) -> float:
        """How high what the last picture shows round a map point [2] reaches."""
        if self.picture is None:
            return TALL_M
        frame = self.picture.cameras["head"]
        v, u = np.nonzero(known(frame.depth_m))
        depth = frame.depth_m[v, u].astype(float)
        points = lift(u.astype(float), v.astype(float), depth, frame)
        points = base_to_map(points, self.picture.base)
        near = points[np.hypot(*(points[:, :2] - xy).T) < 0.35]
        return float(np.percentile(near[:, 2], 99)) if len(near) > 20 else TALL_M

    def _clutter(self, things: Sequence[ThingSpec]) -> Floats:
        """What lies on the floor and is none of the things: map x, y and height, [n, 3]."""
        if self._ground is None:
            return np.zeros((0, 3))
        points = self._ground.toys()
        for one in things:
            points = points[np.hypot(*(points[:, :2] - one.position_m[:2]).T) > OWN_M]
        return points

    def _others(self, known_things: Sequence[ThingSpec]) -> list[ThingSpec]:
        """What else the last picture shows, measured."""
        seen = self.picture
        if seen is None or self.seen.t_s - seen.t_s > FRESH_S:
            return []
        found: list[ThingSpec] = []
        for n, one in enumerate(self.eyes.look(seen)):
            if one.label not in kinds():
                continue
            measured = self.eyes.measure(seen, np.array(one.position_map_m), one.label)
            if measured is None:
                continue
            made = thing_of(f"other {n}", one.label, measured, self.home)
            if all(_apart_m(made, other) > SAME_M for other in (*known_things, *found)):
                found.append(made)
        return found


class Taker:
    """A person as perceived, who takes what is held out: `give.Receiver`."""

    def __init__(self, around: Surroundings, name: str, near: Floats) -> None:
        self._around, self.name, self._near = around, name, near
        self._shape = STANDING if around.tall_m(near) > TALL_M else SITTING

    @property
    def xy(self) -> Floats:
        self._near = self._around.where(self._near)
        return self._near

    def hand(self, towards: Floats) -> Floats:
        """They hold it out to whoever brings something."""
        ahead, high = self._shape
        way = towards - self.xy
        out = self.xy + ahead * way / max(float(np.linalg.norm(way)), 1e-6)
        return np.array([*out, high])


def _apart_m(a: ThingSpec, b: ThingSpec) -> float:
    return math.dist(a.position_m, b.position_m)
