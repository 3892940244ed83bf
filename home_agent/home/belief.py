"""Detections, facts and time come in; what is believed of every thing and person goes out."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace

from home_agent.errors import BadInput, no_such
from home_agent.home.associate import agree, associate, moved
from home_agent.home.fuse import SEEN_UP_TO, fresh, fused, missed
from home_agent.home.graph import HomeMap
from home_agent.home.likely import Known, rank
from home_agent.home.match import fitness, noun_of, spots
from home_agent.home.network import middle
from home_agent.home.notes import Note, drop_of
from home_agent.home.priors import half_life_s
from home_agent.home.things import LIVING, fit, meant
from home_agent.home.told import Told, same, speaks_of
from home_agent.types import Detection, ObjectBelief, Ref

DRIFT_M2PS = 1e-7  # how fast a still thing's variance grows
GIVEN_UP = 0.05  # less likely than this, a belief is no answer any more
ROBOT = "robot"  # the holder of what is in the gripper
IN_HAND_M = 1.0  # from who holds a thing to where it is seen
Position = tuple[float, float, float]


class Beliefs:
    """Remember what was seen where, and how sure that still is.

    Times are the robot's clock in s; a call without `now_s` means the latest time given so far.
    A belief's `place` is a place's id, None on the floor, or who holds it ("robot", a person's id).
    """

    def __init__(self, home: HomeMap, now_s: float = 0.0) -> None:
        self.home = home
        self.now_s = now_s
        self.facts: list[Told] = []
        self.notes: list[Note] = []  # what was told, word for word, oldest first
        self.looked: dict[str, float] = {}  # place or place/surface -> when it was viewed
        self.history: Counter[tuple[str, str]] = Counter()  # (label, place) -> times found there
        self._known: dict[str, ObjectBelief] = {}
        self._as_of: dict[str, float] = {}  # of those looked for in vain since seen
        for person in home.residents.values():
            at = person.position_m
            if at is None and person.room is not None:
                at = middle(home.rooms[person.room])
            if at is not None:
                about = {"name": person.name}
                self._known[person.id] = ObjectBelief(
                    person.id, "person", about, None, (*at, 0.9), 1.0, 0.5, now_s
                )

    # --- seeing

    def see(
        self,
        detections: Sequence[Detection],
        now_s: float,
        looked_at: Iterable[str] = (),
        *,
        in_view: Callable[[Position], bool] | None = None,
        wanted: Sequence[Ref] = (),
        robot_m: tuple[float, float] | None = None,
    ) -> tuple[ObjectBelief, ...]:
        """Take in what one look showed; returns the belief of each detection, in their order.

        looked_at: ids of places, or "place/surface", that were fully in view. What was believed
        there and did not show becomes unlikely; with `in_view` it is rather what was believed at
        a map position in view now. wanted: the look was for these only and says nothing of the
        absence of others. robot_m: where the robot is, to know again what it holds.
        """
        now_s = self._at(now_s)
        viewed = {*looked_at}
        usable = [d for d in detections if all(map(math.isfinite, d.position_map_m))]
        old = [belief for belief in self.all() if not self.held(belief)]
        pairs = associate(usable, old, now_s)
        kept = {old[j].id for j in pairs if j is not None}
        for belief in old:
            if belief.id in kept or belief.label in LIVING or not _among(belief.label, wanted):
                continue
            if in_view(belief.position_map_m) if in_view else self._looked(belief, viewed):
                self._known[belief.id] = missed(belief)
                self._as_of[belief.id] = now_s
        gone = [b for b in old if b.id not in kept and b.id in self._as_of]
        found = {}
        for detection, j in zip(usable, pairs, strict=True):
            before = None if j is None else old[j]
            holder = None if before else self._holding(detection, robot_m)
            if holder is not None:
                found[id(detection)] = self._set(
                    replace(self._known[holder], position_map_m=detection.position_map_m)
                )
                continue
            if before is None:
                again = moved(detection, gone)
                before = None if again is None else replace(gone.pop(again), covariance=1.0)
            found[id(detection)] = self._update(detection, before)
        labels = {label for ref in wanted for label in meant(noun_of(ref))}
        for name in viewed:
            for key in (f"{name} {label}" for label in labels) if labels else (name,):
                self.looked[key] = now_s
        return tuple(found[id(d)] for d in detections if id(d) in found)

    def _update(self, seen: Detection, before: ObjectBelief | None) -> ObjectBelief:
        where = self.home.surface_at(*seen.position_map_m)
        place = None if where is None or seen.label in LIVING else where[0]
        if place is not None and (before is None or before.place != place):
            self.history[seen.label, place] += 1
        return self._set(fused(before or fresh(self._name(seen), seen), seen, place, self.now_s))

    def _holding(self, seen: Detection, robot_m: tuple[float, float] | None) -> str | None:
        """The id of the thing in somebody's hands that this must be."""
        for belief in self._known.values():
            if not self.held(belief) or belief.label != seen.label:
                continue
            holder = self._known.get(belief.place or "")
            at = robot_m if holder is None else holder.position_map_m[:2]
            near = at is not None and math.dist(at, seen.position_map_m[:2]) < IN_HAND_M
            if near and agree(seen.attributes, belief.attributes):
                return belief.id
        return None

    def _name(self, seen: Detection) -> str:
        if seen.label in LIVING and "name" in seen.attributes:
            for kind, node in self.home.named(seen.attributes["name"]):
                if kind == "person":
                    return node
        number, label = 1, seen.label.replace(" ", "_")
        while f"{label}_{number}" in self._known:
            number += 1
        return f"{label}_{number}"

    def _looked(self, belief: ObjectBelief, viewed: Collection[str]) -> bool:
        if belief.place is None:
            return False
        if belief.place in viewed:
            return True
        where = self.home.surface_at(*belief.position_map_m)
        return where is not None and f"{where[0]}/{where[1]}" in viewed

    # --- asking

    def all(self, now_s: float | None = None) -> list[ObjectBelief]:
        """Every belief as it stands now, faded with time by how often such things move."""
        now = self._at(now_s)
        return [self._faded(belief, now) for belief in self._known.values()]

    def as_seen(self) -> list[ObjectBelief]:
        """Every belief as it was when last seen, put down or missed, not faded since."""
        return list(self._known.values())

    def get(self, id: str, now_s: float | None = None) -> ObjectBelief:
        """The belief with this id; raises `BadInput` naming the nearest one."""
        if id not in self._known:
            raise BadInput(no_such("thing", id, self._known))
        return self._faded(self._known[id], self._at(now_s))

    def match(self, ref: Ref, now_s: float | None = None) -> list[ObjectBelief]:
        """The beliefs the words can mean, best first; several with like `p_here` are a tie.

        Those that fit less well than others (a wider noun, an attribute never observed) are left
        out while there are better ones.
        """
        scored = []
        for belief in self.all(now_s):
            if belief.p_here >= GIVEN_UP:
                score = fitness(ref, belief, self.home, self.match)
                if score > 0.0:
                    scored.append((score, belief))
        best = max((score for score, _ in scored), default=0.0)
        fitting = [belief for score, belief in scored if score >= 0.75 * best]
        return sorted(fitting, key=lambda b: (-round(b.p_here, 2), -b.seen_s, b.id))

    def likely(
        self,
        ref: Ref,
        rooms: Collection[str] | None = None,
        places: Collection[str] | None = None,
        now_s: float | None = None,
        floors: bool = False,
    ) -> list[tuple[str, float]]:
        """Where the thing may be, most likely first: (place id, probability) of those allowed.

        From what was seen, what was told, where such things are kept and have been found, less
        where one has looked in vain. The probabilities of all places (and, with `floors`, of
        rooms for the floor) sum to 1 before `rooms`, `places` and the words' own "in", "on" and
        "near" narrow them.
        """
        now = self._at(now_s)
        fitting = [b for b in self.match(ref, now) if not self.held(b)]
        told = [fact.place for fact in self.facts if speaks_of(fact.ref, ref)]
        known = Known(fitting, told, self.looked, self.history, now)
        ranked = rank(self.home, noun_of(ref), known, floors)
        for relation, target in ref.relations:
            if target.kind == "place" and relation:
                in_rooms, at_places = spots(target, self.home)
                ranked = [
                    one for one in ranked if one[0] in at_places or self._room(one[0]) in in_rooms
                ]
        return [
            (name, p)
            for name, p in ranked
            if (rooms is None or self._room(name) in rooms) and (places is None or name in places)
        ]

    def room_of(self, belief: ObjectBelief) -> str | None:
        """The id of the room a belief is in, None outside the map."""
        return self.home.room_at(*belief.position_map_m[:2])

    def held(self, belief: ObjectBelief) -> bool:
        """Is the thing in somebody's hands?"""
        return belief.place is not None and belief.place not in self.home.places

    # --- telling

    def tell(self, ref: Ref, place: str, now_s: float | None = None) -> Told:
        """Learn that such things are kept at a place or room (id or spoken name)."""
        at = place if place in self.home.rooms else None
        if at is None:
            rooms = [node for kind, node in self.home.named(place) if kind == "room"]
            at = rooms[0] if rooms else self.home.place(place).id
        fact = Told(ref, at, self._at(now_s))
        self.facts = [old for old in self.facts if not same(old.ref, ref)] + [fact]
        self.looked = {name: t for name, t in self.looked.items() if name.split("/")[0] != at}
        return fact

    def forget(self, ref: Ref) -> int:
        """Drop what was told and seen of such things; returns how many notes, facts and beliefs."""
        gone = {belief.id for belief in self.match(ref) if belief.id not in self.home.residents}
        facts = [fact for fact in self.facts if not speaks_of(fact.ref, ref)]
        count = len(gone) + len(self.facts) - len(facts) + drop_of(self, ref)
        self._known = {name: b for name, b in self._known.items() if name not in gone}
        self.facts = facts
        return count

    def hold(self, id: str, holder: str = ROBOT, now_s: float | None = None) -> ObjectBelief:
        """Note that a thing is in the robot's gripper or a person's hands."""
        return self._set(replace(self.get(id, now_s), place=holder, p_here=SEEN_UP_TO))

    def put(self, id: str, position_map_m: Position, now_s: float | None = None) -> ObjectBelief:
        """Note that a thing was set down at a map position."""
        where = self.home.surface_at(*position_map_m)
        return self._set(
            replace(
                self.get(id, now_s),
                place=None if where is None else where[0],
                position_map_m=position_map_m,
                p_here=0.95,
                covariance=0.05**2,
            )
        )

    def load(
        self,
        beliefs: Iterable[ObjectBelief],
        facts: Iterable[Told] = (),
        notes: Iterable[Note] = (),
    ) -> None:
        """Take up what was remembered from an earlier run."""
        self._known |= {belief.id: belief for belief in beliefs}
        self.facts, self.notes = [*self.facts, *facts], [*self.notes, *notes]

    def _set(self, belief: ObjectBelief) -> ObjectBelief:
        self._known[belief.id] = replace(belief, seen_s=self.now_s)
        self._as_of.pop(belief.id, None)
        return self._known[belief.id]

    def _at(self, now_s: float | None) -> float:
        if now_s is not None and math.isfinite(now_s):
            self.now_s = max(self.now_s, now_s)
        return self.now_s if now_s is None else now_s

    def _room(self, name: str) -> str:
        return name if name in self.home.rooms else self.home.places[name].room

    def _faded(self, belief: ObjectBelief, now_s: float) -> ObjectBelief:
        age = max(0.0, now_s - self._as_of.get(belief.id, belief.seen_s))
        if age == 0.0 or self.held(belief):
            return belief
        stays = 0.5 ** (age / half_life_s(belief.label))
        # A resident is most often where they usually are, however long ago they were seen.
        least = 0.3 if belief.id in self.home.residents else 0.0
        return replace(
            belief,
            p_here=max(belief.p_here * stays, min(least, belief.p_here)),
            covariance=belief.covariance + DRIFT_M2PS * age,
        )


def _among(label: str, wanted: Sequence[Ref]) -> bool:
    return not wanted or any(fit(noun_of(ref), label) > 0 for ref in wanted)
