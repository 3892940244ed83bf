"""A home and what is wanted come in; a search without physics goes out, stop by stop.

At each stop everything that a robot standing there would see goes into its beliefs: all surfaces
of the place (what is shut is opened), others near by in the direction of the look, or the floor
of a room. Nothing is overlooked. The truth is used only to say what shows.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from home_agent.home.belief import Beliefs
from home_agent.home.graph import HomeMap
from home_agent.home.shape import surface_point
from home_agent.home.things import fit
from home_agent.sim.spec import HomeSpec, ThingSpec
from home_agent.types import Detection, Pose2D, Ref
from home_agent.wanted import OPEN_S

SIGHT_M = 2.2  # a small thing is known from so far (perception/track.py)
ASIDE_RAD = 0.6  # half of what one look takes in
STOP_S = 8.0
NONE = (0.0, 0.0)


class Hunt:
    """One search: `visit` places until it returns True.

    base: where the robot stands; looked: node ids visited so far; spent_s: at its stops, without
    the ways; true: the nodes where what is wanted lies.
    """

    def __init__(self, spec: HomeSpec, home: HomeMap, what: Ref, beliefs: Beliefs) -> None:
        self.home, self.what, self.beliefs = home, what, beliefs
        self.base = home.start or Pose2D(0.0, 0.0, 0.0)
        self.looked: list[str] = []
        self.spent_s = 0.0
        noun = what.category or what.text
        # What is no such thing says nothing about where it is.
        self._like = [one for one in spec.things if fit(noun, one.kind) > 0]
        self.true = frozenset(node(one) for one in spec.things if means(what, one))

    def visit(self, name: str) -> bool:
        """Go to a node and look at all of it; is what is wanted seen?"""
        self.looked.append(name)
        self.base = stand(self.home, name)
        viewed = self._viewed(name)
        seen = [one for one in self._like if (_spot(one) or node(one)) in viewed]
        shown = [_detected(one) for one in seen]
        opens = name in self.home.places and self.home.places[name].opening != "none"
        took_s = STOP_S + OPEN_S * opens
        self.spent_s += took_s
        looked_at = [one for one in viewed if "/" in one]
        self.beliefs.see(shown, self.beliefs.now_s + took_s, looked_at)
        return any(means(self.what, one) for one in seen)

    def _viewed(self, name: str) -> set[str]:
        """Keys "place/surface", or a room's id for its floor, that a stop there shows."""
        if name in self.home.rooms:
            return {name}
        place = self.home.places[name]
        found = {f"{name}/{one.id}" for one in place.surfaces}
        for other in self.home.places.values():
            if other.room != place.room or other.id == name:
                continue
            for surface in other.surfaces:
                x, y, _ = surface_point(other, surface.id)
                dx, dy = x - self.base.x_m, y - self.base.y_m
                turn = math.remainder(math.atan2(dy, dx) - self.base.yaw_rad, math.tau)
                near = math.hypot(dx, dy) < SIGHT_M and abs(turn) < ASIDE_RAD
                if near and not surface.inside:
                    found.add(f"{other.id}/{surface.id}")
        return found


def stand(home: HomeMap, name: str) -> Pose2D:
    """Where the robot stands to look at a node: its first approach, or a room's middle."""
    if name in home.rooms:
        x0, y0, x1, y1 = home.rooms[name].rect
        return Pose2D((x0 + x1) / 2, (y0 + y1) / 2, 0.0)
    place = home.places[name]
    if place.approach:
        return place.approach[0]
    c, s = math.cos(place.pose.yaw_rad), math.sin(place.pose.yaw_rad)
    ahead = place.size[0] / 2 + 0.5
    yaw = math.remainder(place.pose.yaw_rad + math.pi, math.tau)
    return Pose2D(place.pose.x_m + c * ahead, place.pose.y_m + s * ahead, yaw)


def node(thing: ThingSpec) -> str:
    """The node where a thing truly is: its place, or the room on whose floor it lies."""
    return thing.room if thing.on is None else thing.on[0]


def means(what: Ref, thing: ThingSpec) -> bool:
    """Do the words mean this thing?"""
    return thing.kind == what.category and what.attributes.get("colour", thing.colour) in (
        "",
        thing.colour,
    )


def wanted(phrase: str, thing: ThingSpec, coloured: bool) -> Ref:
    """The thing as the language hands it on."""
    attributes = {"colour": thing.colour} if coloured else {}
    return Ref("thing", phrase, thing.kind, attributes)


def saw(beliefs: Beliefs, thing: ThingSpec, at: tuple[float, float, float], now_s: float) -> None:
    """Let the robot have seen a thing at a map position."""
    beliefs.see([_detected(thing, at)], now_s)


def _spot(thing: ThingSpec) -> str | None:
    return None if thing.on is None else "/".join(thing.on)


def _detected(thing: ThingSpec, at: Sequence[float] | None = None) -> Detection:
    x, y, z = at or thing.position_m
    attributes = {"colour": thing.colour}
    return Detection(thing.kind, 0.95, "head", NONE, (x, y, z + 0.03), attributes=attributes)
