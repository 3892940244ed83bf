"""What the robot knows comes in; where things should be and where to stand for them goes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from home_agent.errors import NotFound
from home_agent.home.approach import facing
from home_agent.home.shape import surface_point
from home_agent.home.things import fit
from home_agent.planning.meaning import Known, bare, described, node, person, scope, the
from home_agent.planning.surfaces import Spot, beside, firm, on_place
from home_agent.types import Fact, ObjectBelief, Pose2D, Ref

HOT_C = 48.0  # never handed to a person: ISO 13732-1, contact of minutes
SAID_HOT_C = 60.0
OUT_OF_LAP_M = 0.45  # how far beside a person something hot is set down


@dataclass(slots=True)
class Believed:
    """The state that plans start from and change: where the robot is, what it holds.

    `given` are facts that were told, such as Fact("hot", "soup"); `moved` are things that the
    plan has set down, where they stand then; `opened` are ids of places.
    """

    known: Known
    at: Pose2D
    held: ObjectBelief | None = None
    opened: set[str] = field(default_factory=set)
    given: tuple[Fact, ...] = ()
    moved: dict[str, ObjectBelief] = field(default_factory=dict)

    def temperature_c(self, what: ObjectBelief, words: str = "") -> float | None:
        """How warm a thing is believed to be; a given fact ("hot", "soup") counts more."""
        for fact in self.given:
            if fact.name in ("hot", "cold", "cool") and fact.args:
                name = bare(fact.args[0]).lower()
                noun = name.split()[-1]
                if name in (what.id, bare(words).lower()) or fit(noun, what.label) > 0:
                    return SAID_HOT_C if fact.name == "hot" and fact.holds else 20.0
        return what.temperature_c

    def expected(
        self, what: Ref, where: Ref | None = None, besides: Sequence[ObjectBelief] = ()
    ) -> ObjectBelief:
        """The thing meant, or an imagined one at its likeliest place.

        Raises NotFound when there is no place for it, or none is left of "all of them".
        """
        known = self.known
        rooms, places = scope(where, known)
        done = {one.id for one in besides}
        for one in [*self.moved.values(), *known.beliefs.match(what)]:
            room = known.beliefs.room_of(one)
            allowed = (rooms is None or room in rooms) and (places is None or one.place in places)
            if allowed and one.id not in done and self.fits(one, what):
                now = self.moved.get(one.id, one)
                return replace(now, temperature_c=self.temperature_c(one, what.text))
        if done and what.quantifier in ("all", "every", "each"):
            raise NotFound(f"I know of no other {bare(what.text)}.")
        ranked = known.beliefs.likely(what, rooms, places)
        if not ranked:
            raise NotFound(f"I do not know where {the(what.text)} could be.")
        place = known.home.places[ranked[0][0]]
        label = what.category or bare(what.text)
        thing = ObjectBelief(
            f"{label.replace(' ', '_')}_?",
            label,
            dict(what.attributes),
            place.id,
            surface_point(place),
            p_here=ranked[0][1],
        )
        return replace(thing, temperature_c=self.temperature_c(thing, what.text))

    def fits(self, belief: ObjectBelief, what: Ref) -> bool:
        """Can the words mean this thing? Those tied to one thing mean no other like it."""
        if what.id is not None and self._knows(what.id):
            return belief.id == what.id
        if belief.id == what.id or any(b.id == belief.id for b in self.known.beliefs.match(what)):
            return True
        noun = fit(what.category or bare(what.text), belief.label) > 0
        return noun and all(belief.attributes.get(k) == v for k, v in what.attributes.items())

    def _knows(self, id: str) -> bool:
        return id in self.moved or any(one.id == id for one in self.known.beliefs.all())

    def put_down(
        self, on: Ref | ObjectBelief | None, beside_whom: Ref | ObjectBelief | None = None
    ) -> tuple[str, Pose2D]:
        """The place where what is held would be set down, and where to stand for that."""
        known, home = self.known, self.known.home
        things = known.beliefs.all()
        if beside_whom is not None:
            who = person(beside_whom, known)
            spots = beside(home, who.position_map_m[:2], things, OUT_OF_LAP_M)
            trouble = f"There is nothing beside {described(who)} to set it down on."
        elif on is None:
            ref = Ref("thing", described(self.held) if self.held is not None else "thing")
            ranked = [name for name, _ in known.beliefs.likely(ref) if name != self.came_from()]
            names = firm(home, ranked[:8], self.holds_hot())
            spots = [spot for name in names for spot in self._spots(name, things)]
            trouble = "I know of no place to put it."
        else:
            kind, id = node(on, known)
            if kind == "place":
                return id, home.approach(id)
            if kind == "thing":
                bearer = known.beliefs.get(id)
                return bearer.place or "floor", self.stand(bearer)
            inside = [place.id for place in home.places_in(id)] if kind == "room" else []
            names = firm(home, inside, self.holds_hot())
            spots = [spot for name in names for spot in self._spots(name, things)]
            trouble = f"There is nothing in {the(on_words(on))} to put it on."
        if not spots:
            raise NotFound(trouble)
        return spots[0].place, spots[0].stand

    def holds_hot(self) -> bool:
        """Is what is held believed too hot for hands and soft things?"""
        warm = None if self.held is None else self.temperature_c(self.held)
        return warm is not None and warm >= HOT_C

    def came_from(self) -> str | None:
        """The place that what is held was taken from, None for the floor."""
        held = self.held
        at = None if held is None else self.known.home.surface_at(*held.position_map_m)
        return None if at is None else at[0]

    def _spots(self, name: str, things: Sequence[ObjectBelief]) -> list[Spot]:
        return on_place(self.known.home, name, things, self.opened)[:1]

    def stand(self, thing: ObjectBelief) -> Pose2D:
        """Where the robot stands to see and take a thing."""
        at = thing.position_map_m[:2]
        if thing.place is not None and thing.place in self.known.home.places:
            return self.known.home.approach(thing.place, toward=at)
        return facing(self.known.home, at, the(described(thing)))

    def shut_in(self, thing: ObjectBelief) -> str | None:
        """The id of the closed place that a thing is in, None when it can be seen."""
        home = self.known.home
        place = home.places.get(thing.place or "")
        if place is None or place.opening == "none" or place.id in self.opened:
            return None
        at = home.surface_at(*thing.position_map_m)
        meant = [s for s in place.surfaces if at is not None and s.id == at[1]] or place.surfaces
        return place.id if all(surface.inside for surface in meant) else None


def on_words(what: Ref | ObjectBelief) -> str:
    """The words for a place or thing to set things down on."""
    return what.text if isinstance(what, Ref) else described(what)
