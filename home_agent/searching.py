"""A thing or person as it was named comes in; the robot looks until it is seen.

Known places first, then likely ones in the order of chance by time: P / (way + look).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from home_agent.acting import Body
from home_agent.driving import Legs
from home_agent.errors import Blocked, NotFound, StepFailed
from home_agent.home.approach import fronts
from home_agent.home.belief import Beliefs
from home_agent.home.graph import Place
from home_agent.opening import Doors
from home_agent.planning.believed import Believed
from home_agent.planning.meaning import Known, bare, described, person, scope, the
from home_agent.ports import Chooser
from home_agent.seeing import CHEST_M, Eyes
from home_agent.types import PERHAPS, ObjectBelief, Ref
from home_agent.wanted import Wanted, learned, only_inside

Point: TypeAlias = tuple[float, float, float]
Found: TypeAlias = ObjectBelief | None

MOST_PLACES = 24
MORE_PLACES = 5  # for the kind that was named, once one like it was seen
LOOK_IN_S = 25.0
MOST_DEEP = 2  # hidden spots of one place that the hand looks at
SAME_M = 0.12  # what is seen so near to where something was is that thing
PEOPLE = Ref("person", "person", category="person")
SEEN_IN = 0.6  # of a compartment: enough to know what is in it


class Search:
    """Look for things and people."""

    def __init__(self, body: Body, known: Known, eyes: Eyes, legs: Legs, doors: Doors) -> None:
        self._body, self._known, self._home = body, known, known.home
        self._beliefs: Beliefs = known.beliefs
        self._eyes, self._legs, self._doors = eyes, legs, doors
        self._doubted: list[Point] = []  # where one has looked from near by

    def thing(
        self, what: Ref, where: Ref | None = None, besides: Sequence[ObjectBelief] = ()
    ) -> ObjectBelief:
        """Find a thing; what is in the hand counts. Raises NotFound saying where one looked.

        A place that was only inferred is looked through first, then all the others.
        """
        self._eyes.wanted, self._doubted = (what,), []
        try:
            return self._within(what, where, besides)
        except NotFound:
            if where is None or where.quantifier != PERHAPS:
                raise
            return self._within(what, None, besides)
        finally:
            self._eyes.wanted = ()

    def _within(
        self, what: Ref, where: Ref | None, besides: Sequence[ObjectBelief]
    ) -> ObjectBelief:
        held = self._body.held
        skip = {one.id for one in besides}
        if held is not None and held.id not in skip:
            state = Believed(self._known, self._body.seen.base, held)
            if state.fits(held, what):
                return held
        rooms, places = scope(where, self._known)
        wanted = Wanted(
            what,
            None if rooms is None else frozenset(rooms),
            None if places is None else frozenset(places),
            frozenset(skip),
        )
        looked: list[str] = []
        shut: list[str] = []
        trouble: Blocked | None = None
        second: ObjectBelief | None = None
        left = MOST_PLACES
        while left > 0:
            left -= 1
            found = self._seen_now(wanted)
            name = None if found is not None else self._next(wanted, looked)
            if name is None:
                break
            looked.append(name)
            self._body.emit("search", place=name, what=bare(what.text))
            try:
                found = self._look_through(name, wanted)
            except Blocked as error:
                shut.append(name)
                trouble = error
                self._body.emit("blocked", place=name, reason=str(error))
            if found is not None:
                return found
            if second is None:
                second = self._seen_now(wanted.loosely())
                left = left if second is None else min(left, MORE_PLACES)
        if found is None and second is not None:
            self._legs.near(second)
            found = self._eyes.again(second)
        if found is not None:
            return found
        if trouble is not None and set(looked) == set(shut):
            raise trouble
        raise NotFound(wanted.vain(self._home, [name for name in looked if name not in shut]))

    def whom(self, what: Ref) -> ObjectBelief:
        """Find a person: where they are believed to be first, then room by room."""
        meant = person(what, self._known)
        rooms = [name for name, _ in self._beliefs.likely(PEOPLE, floors=True)]
        rooms = [name for name in rooms if name in self._home.rooms]
        looked = []
        trouble: Blocked | None = None
        for room in [None, *rooms]:
            try:
                if room is None:
                    self._legs.near(meant)
                    x, y, _ = meant.position_map_m
                    self._eyes.at((x, y, CHEST_M))
                else:
                    self._legs.before(room)
                    looked.append(room)
            except Blocked as error:
                trouble = error
                continue
            for found in self._round(meant, turn=room is not None):
                return found
        if trouble is not None and not looked:
            raise Blocked(f"I cannot get to {the(what.text)}. {trouble}")
        where = ", ".join(self._home.rooms[name].name for name in looked)
        raise NotFound(f"I cannot find {the(what.text)}. I looked in these rooms: {where}.")

    # --- one place

    def _look_through(self, name: str, wanted: Wanted) -> ObjectBelief | None:
        """Go to a place or room and look at all of it, inside as well if it can be opened."""
        place = self._home.places.get(name)
        expected = [
            belief
            for belief in wanted.among(self._beliefs)
            if name in (belief.place, self._beliefs.room_of(belief))
            and (place is not None or belief.place is None)
        ]
        if expected:
            self._legs.near(expected[0])
        else:
            self._legs.before(name)
        if place is None:
            if expected:
                self._eyes.at(expected[0].position_map_m)
            for point in self._eyes.floor_points():
                found = self._seen_at(point, wanted)
                if found is not None:
                    return found
            return None
        if expected:
            self._eyes.at(expected[0].position_map_m)
        begun_s = self._body.seen.t_s
        for turn in range(2):
            for point in self._eyes.points(place):
                found = self._seen_now(wanted) or self._seen_at(point, wanted)
                if found is not None:
                    return found
            left = self._eyes.points(place)
            if turn or not left or max(place.size[:2]) < 0.9:
                break
            self._legs.before(name, left[-1][:2])
        return self._deep(place, wanted, begun_s) or self._inside(name, wanted)

    def _deep(self, place: Place, wanted: Wanted, since_s: float) -> ObjectBelief | None:
        """Look with the hand into what the head cannot see, a sink's basin say."""
        return self._from_above(place.id, self._eyes.hidden(place, since_s)[:MOST_DEEP], wanted)

    def _from_above(self, place_id: str, points: Sequence[Point], wanted: Wanted) -> Found:
        """What is meant, seen from above by the camera at the wrist."""
        for point in points if self._body.held is None else ():
            self._body.emit("peer", place=place_id, position=point)
            seen = {one.id for one in self._eyes.into(point)}
            found = [one for one in wanted.among(self._beliefs) if one.id in seen]
            if found:
                return found[0]
        return None

    def _inside(self, name: str, wanted: Wanted) -> ObjectBelief | None:
        """Open what is shut at a place, look in, and close it again if it is not there."""
        place = self._home.places[name]
        if place.opening == "none" or self._body.held is not None:
            return None
        for surface in place.surfaces:
            if not surface.inside or self._eyes.is_open(name, surface.id):
                continue
            try:
                self._doors.open(name, surface.id)
            except StepFailed as error:
                self._body.emit("shut", place=name, reason=str(error))
                continue
            found = self._look_in(name, surface.id, wanted)
            if found is not None:
                return found
            try:
                self._doors.close(name, surface.id)
            except StepFailed as error:
                self._body.emit("ajar", place=name, reason=str(error))
        return None

    def _look_in(self, name: str, surface_id: str, wanted: Wanted) -> ObjectBelief | None:
        """Look into an open compartment: from where it was opened, then past its open door."""
        inside = self._doors.inside(name, surface_id)
        self._eyes.at(inside)
        for stand in fronts(self._home.places[name], inside):
            found = self._seen_now(wanted)
            if found is not None:
                return found
            if self._eyes.share(name, surface_id) >= SEEN_IN:
                break
            try:
                self._legs.to(stand, name, LOOK_IN_S)
            except StepFailed as error:
                self._body.emit("blocked", place=name, reason=str(error))
                continue
            self._eyes.at(inside)
        found = self._seen_now(wanted)
        if found is None and self._eyes.half_seen(self._home.places[name], wanted.what):
            return self._from_above(name, [inside], wanted)
        return found

    def _round(self, meant: ObjectBelief, turn: bool) -> Iterator[ObjectBelief]:
        """The person meant, or who may be them, if seen now; else after looking round."""
        points = [(x, y, CHEST_M) for x, y, _ in self._eyes.floor_points()]
        for point in [None, *points] if turn else [None, *points[:3]]:
            if point is not None:
                self._eyes.at(point)
            people = self._eyes.people()
            yield from (one for one in people if one.id == meant.id)
            yield from (one for one in people if self._may_be(one, meant))

    def _may_be(self, seen: ObjectBelief, meant: ObjectBelief) -> bool:
        """Is it somebody whom the eyes cannot name, in the room of the one who is meant?"""
        usual = self._home.residents.get(meant.id)
        unknown = "name" not in seen.attributes and seen.id not in self._home.residents
        room = self._home.room_at(*seen.position_map_m[:2])
        return unknown and usual is not None and usual.room in (None, room)

    # --- choosing

    def _next(self, wanted: Wanted, looked: Sequence[str]) -> str | None:
        """Where to look next; what only an empty hand can open is left out while it is full."""
        full = self._body.held is not None
        shut = [
            name
            for name, place in self._home.places.items()
            if full and place.opening != "none" and only_inside(self._home, name)
        ]
        shut_out = [name for name in shut if name not in self._body.opened]
        # One more of many was never asked for in training.
        better = None if wanted.skip else self._learned(wanted.what, looked)
        return wanted.next_place(self._beliefs, self._body.seen.base, looked, shut_out, better)

    def _learned(self, what: Ref, looked: Sequence[str]) -> dict[str, float] | None:
        """Where the policy thinks it is; None for one that never learned that."""
        policy, base = self._body.policy, self._body.seen.base
        if not isinstance(policy, Chooser):
            return None
        return learned(policy, self._beliefs, what, base, looked, self._body.opened)

    def _seen_at(self, point: tuple[float, float, float], wanted: Wanted) -> ObjectBelief | None:
        """The best thing that is meant after a look at a point; what may be it is seen closer."""
        self._eyes.at(point)
        found = self._seen_now(wanted)
        for at in self._eyes.doubts:
            if found is None and all(math.dist(at, old) > SAME_M for old in self._doubted):
                self._doubted.append(at)
                found = self._closer(at, wanted)
        return found

    def _closer(self, at: tuple[float, float, float], wanted: Wanted) -> ObjectBelief | None:
        """Go up to what may be meant and look again."""
        known = [one for one in self._beliefs.all() if math.dist(one.position_map_m, at) < SAME_M]
        if not known:
            return None
        self._body.emit("doubt", what=bare(wanted.what.text), looks_like=described(known[0]))
        try:
            self._legs.near(known[0])
        except Blocked as error:
            self._body.emit("blocked", place=known[0].place, reason=str(error))
        self._eyes.at(at)
        return self._seen_now(wanted)

    def _seen_now(self, wanted: Wanted) -> ObjectBelief | None:
        """The best thing in the latest picture that is meant."""
        found = [one for one in wanted.among(self._beliefs) if self._eyes.fresh(one)]
        return found[0] if found else None
