"""A spot to look at comes in; what is seen there goes into the beliefs and out."""

from __future__ import annotations

import math
from functools import partial

from home_agent.acting import Body
from home_agent.errors import StepFailed
from home_agent.home.belief import Beliefs
from home_agent.home.graph import Place
from home_agent.home.shape import to_map
from home_agent.perception.register import register
from home_agent.perception.track import Tracker
from home_agent.planning.meaning import described
from home_agent.types import Aim, ObjectBelief, Ref

LOOK_S = 12.0
PEER_S = 40.0
ROOM_M = 1.0  # to people, for the hand to look somewhere
FOLDS, FOLD_AGAIN_S = 3, 2.0
WIDE_M = 0.9  # one look takes in this much of a surface's width
ENOUGH = 0.8  # of a surface in view is all of it
FLOOR_LOOKS = (0.0, 0.9, -0.9, 1.8, -1.8, 2.7)  # headings round the robot, rad
FLOOR_M = 1.5
CHEST_M = 1.0


class Eyes:
    """Turn the head, take pictures, and keep the beliefs up to date."""

    def __init__(self, body: Body, beliefs: Beliefs) -> None:
        self._body, self._beliefs = body, beliefs
        self._tracker = Tracker(body.home, beliefs)
        self._told: dict[str, float] = {}
        self._looked_s = 0.0  # how long the last look took
        self.wanted: tuple[Ref, ...] = ()  # what is sought now
        self.doubts: list[tuple[float, float, float]] = []  # where the last picture may show it

    def picture(self, by_hand: bool = False) -> tuple[ObjectBelief, ...]:
        """What the head camera (and the wrist's, if `by_hand`) shows now, as beliefs."""
        seen = self._body.picture(by_hand)
        shown = self._body.think(partial(self._body.policy.look, seen, self.wanted))
        self._looked_s = self._body.seen.t_s - seen.t_s
        self.doubts = [register(one, seen).position_map_m for one in shown if one.perhaps]
        found = self._tracker.look(seen, shown)
        for belief in found:
            self._tell(belief)
        return found

    def at(self, position_m: tuple[float, float, float]) -> tuple[ObjectBelief, ...]:
        """Look at a map point, turning the base if the neck does not reach."""
        try:
            self._body.act(Aim("look", position_map_m=position_m), LOOK_S)
        except StepFailed as error:
            self._body.emit("looked", ok=False, reason=str(error))
        return self.picture()

    def into(self, position_m: tuple[float, float, float]) -> tuple[ObjectBelief, ...]:
        """Look at a map point from above with the wrist's camera, then fold the arm again.

        Nothing is seen where people are near: the hand keeps away from them.
        """
        if any(math.dist(at[:2], position_m[:2]) < ROOM_M for at in self._persons()):
            return ()
        found: tuple[ObjectBelief, ...] = ()
        try:
            self._body.act(Aim("peer", position_map_m=position_m), PEER_S)
            found = self.picture(by_hand=True)
        except StepFailed as error:
            self._body.emit("looked", ok=False, reason=str(error))
        for _ in range(FOLDS):
            try:
                self._body.act(Aim("home"), PEER_S)
                break
            except StepFailed as error:
                self._body.emit("looked", ok=False, reason=str(error))
                self._body.hold(FOLD_AGAIN_S)
        return found

    def _persons(self) -> list[tuple[float, float, float]]:
        """Where people are believed to be."""
        return [one.position_map_m for one in self._beliefs.all() if one.label == "person"]

    def again(self, belief: ObjectBelief) -> ObjectBelief | None:
        """Look at where a thing should be; the belief as it is seen now, None if it is not."""
        before, self.wanted = self.wanted, (_named(belief),)
        try:
            return self._again(belief)
        finally:
            self.wanted = before

    def _again(self, belief: ObjectBelief) -> ObjectBelief | None:
        x, y, z = belief.position_map_m
        for off in ((0.0, 0.0), (0.0, -0.25), (0.0, 0.25)):
            base = self._body.seen.base
            way = math.atan2(y - base.y_m, x - base.x_m) + math.pi / 2
            self.at((x + off[1] * math.cos(way), y + off[1] * math.sin(way), z))
            now = self._now(belief.id)
            if now is not None:
                return now
        return None

    def _now(self, id: str) -> ObjectBelief | None:
        known = {one.id: one for one in self._beliefs.all()}
        found = known.get(id)
        return found if found is not None and self.fresh(found) else None

    def fresh(self, belief: ObjectBelief) -> bool:
        """Was it seen in the latest picture?"""
        since_s = self._body.seen.t_s - self._looked_s - 0.3
        return belief.seen_s >= since_s and belief.p_here >= 0.5

    def people(self) -> list[ObjectBelief]:
        """The people in the latest picture."""
        return [one for one in self._beliefs.all() if one.label == "person" and self.fresh(one)]

    def points(self, place: Place) -> list[tuple[float, float, float]]:
        """Where to look to take in the surfaces of a place that can be seen, high ones first."""
        found = []
        for surface in sorted(place.surfaces, key=lambda s: -s.height_m):
            if surface.inside and not self.is_open(place.id, surface.id):
                continue
            if self.share(place.id, surface.id) >= ENOUGH:
                continue
            count = max(1, math.ceil(max(surface.size) / WIDE_M))
            for k in range(count):
                part = (k + 0.5) / count - 0.5
                deep, wide = surface.size
                own = (part * deep, 0.0) if deep > wide else (0.0, part * wide)
                at = to_map(place.pose, surface.center[0] + own[0], surface.center[1] + own[1])
                found.append((*at, surface.height_m))
        return found

    def hidden(self, place: Place, since_s: float) -> list[tuple[float, float, float]]:
        """The middle of what stayed out of view since then, of each open surface of a place."""
        found = []
        for surface in place.surfaces:
            points, share = self._tracker.unseen(f"{place.id}/{surface.id}", since_s)
            if not surface.inside and share > 1.0 - ENOUGH:
                x, y, z = points.mean(axis=0).tolist()
                found.append((x, y, z))
        return found

    def half_seen(self, place: Place, what: Ref) -> bool:
        """Lies there in a drawer, half hidden by its front, what has the colour that is meant?"""
        colour = what.attributes.get("colour")
        there = [one for one in self._beliefs.all() if one.place == place.id and self.fresh(one)]
        alike = [one for one in there if colour in (None, one.attributes.get("colour"))]
        return place.opening == "sliding" and bool(alike)

    def share(self, place_id: str, surface_id: str) -> float:
        """How much of a surface was in view lately, 0..1."""
        viewed = self._tracker.viewed(self._body.seen.t_s)
        return viewed.get(f"{place_id}/{surface_id}", 0.0)

    def is_open(self, place_id: str, surface_id: str) -> bool:
        """Was this compartment opened?"""
        return bool({place_id, f"{place_id}/{surface_id}"} & self._body.opened)

    def floor_points(self) -> list[tuple[float, float, float]]:
        """Where to look to take in the floor round the robot."""
        base = self._body.seen.base
        return [
            (
                base.x_m + FLOOR_M * math.cos(base.yaw_rad + turn),
                base.y_m + FLOOR_M * math.sin(base.yaw_rad + turn),
                0.0,
            )
            for turn in FLOOR_LOOKS
        ]

    def _tell(self, belief: ObjectBelief) -> None:
        """Put a thing into the record when it is new, or seen again after a while."""
        if belief.seen_s - self._told.get(belief.id, -math.inf) > 10.0:
            self._body.emit(
                "seen",
                what=described(belief),
                id=belief.id,
                position=belief.position_map_m,
                place=belief.place,
                temperature_c=belief.temperature_c,
            )
        self._told[belief.id] = belief.seen_s


def _named(belief: ObjectBelief) -> Ref:
    """A thing by its own words, to look for."""
    known = {k: v for k, v in belief.attributes.items() if k == "colour"}
    return Ref("thing", described(belief), belief.label, known)
