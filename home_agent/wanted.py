"""What is looked for comes in; whether a belief is it, and where to look next for it, goes out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from home_agent.home.belief import Beliefs
from home_agent.home.graph import HomeMap
from home_agent.home.match import noun_of
from home_agent.home.things import fit
from home_agent.planning.costs import far_s, verb_s
from home_agent.planning.meaning import bare, name_of, the
from home_agent.ports import Chooser
from home_agent.types import ObjectBelief, Pose2D, Ref
from home_agent.vla.nodes import known

LEAST_P = 0.003  # less likely places are not worth the way
LEAST_OTHER_P = 0.04  # nor are these for one more of many, of all the chance that is left
OPEN_S = 45.0  # what opening, looking in and closing costs
MEANT = 0.5  # a noun fits a kind this well, or it is the name of another kind: a cup, not a mug
MOST_NAMED = 4  # places; more are told by their rooms
ALL = ("all", "every", "each")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A thing as it was named, the rooms and places it may be in (None: any), and which are not it.

    loose: a mug will do for a cup.
    """

    what: Ref
    rooms: frozenset[str] | None
    places: frozenset[str] | None
    skip: frozenset[str] = frozenset()
    loose: bool = False

    def loosely(self) -> Wanted:
        """The same, less strict about the kind."""
        return replace(self, loose=True)

    def among(self, beliefs: Beliefs) -> list[ObjectBelief]:
        """The beliefs that can be meant, best first."""
        found = []
        for one in beliefs.match(self.what):
            if one.id in self.skip or beliefs.held(one):
                continue
            room = beliefs.room_of(one)
            there = self.rooms is None or room in self.rooms
            if there and (self.places is None or one.place in self.places):
                noun = self.what.category or bare(self.what.text)
                if self.loose or fit(noun, one.label) >= MEANT or one.id == self.what.id:
                    found.append(one)
        return found

    def next_place(
        self,
        beliefs: Beliefs,
        base: Pose2D,
        looked: Collection[str],
        shut_out: Collection[str],
        learned: Mapping[str, float] | None = None,
    ) -> str | None:
        """The best place or room not looked at yet: the most chance for each second it takes.

        shut_out: places inside which nothing can be looked at now, for want of a free hand.
        learned: chances that a policy gives; what may be meant at all, the words say.
        """
        home = beliefs.home
        ranked = beliefs.likely(self.what, self.rooms, self.places, floors=self.places is None)
        least = LEAST_P
        if self.rooms is not None or self.places is not None:
            # Where it was said to be, it may be anywhere.
            names = {name for name, _ in ranked}
            ranked += [(name, LEAST_P) for name in self._scope(home) if name not in names]
            ranked = [(name, max(chance, LEAST_P)) for name, chance in ranked]
        if self.skip:  # what is known of those that do not count says nothing of the others
            past = {b.place or beliefs.room_of(b) for b in beliefs.all() if b.id in self.skip}
            least = LEAST_OTHER_P * sum(chance for name, chance in ranked if name not in past)
        best: tuple[float, str] | None = None
        for name, chance in ranked:
            better = chance if learned is None else learned.get(name, 0.0)
            if name in looked or max(chance, better) < least or name in shut_out:
                continue
            cost = far_s(home, base, _middle(home, name)) + verb_s("find")
            if only_inside(home, name):
                cost += OPEN_S
            if best is None or better / cost > best[0]:
                best = (better / cost, name)
        return None if best is None else best[1]

    def _scope(self, home: HomeMap) -> list[str]:
        """The places with surfaces where it may be."""
        return [
            place.id
            for place in home.places.values()
            if place.surfaces
            and (self.rooms is None or place.room in self.rooms)
            and (self.places is None or place.id in self.places)
        ]

    def vain(self, home: HomeMap, looked: Sequence[str]) -> str:
        """The sentence for not having found it."""
        names = [
            the(name_of(home, name)) + (" floor" if name in home.rooms else "") for name in looked
        ]
        thing = bare(self.what.text)
        if not names:
            return f"I found no {thing}, and I know of no place to look for one."
        if len(names) > MOST_NAMED:
            rooms = [home.places[n].room if n in home.places else n for n in looked]
            names = [the(home.rooms[room].name) for room in dict.fromkeys(rooms)]
        none = "no other" if self.what.quantifier in ALL else "no"
        return f"I found {none} {thing}. I looked {_where(names, len(looked))}."


def learned(
    chooser: Chooser,
    beliefs: Beliefs,
    what: Ref,
    base: Pose2D,
    looked: Collection[str],
    opened: Collection[str],
) -> dict[str, float] | None:
    """The chance of each node of the map, by a policy's own learning; None without any."""
    nodes = known(beliefs, what, base, frozenset(looked), frozenset(opened))
    # Where it is said to be, the beliefs heed; training knew only what it is.
    words = " ".join((*what.attributes.values(), noun_of(what))) if what.relations else what.text
    chances = chooser.choose(words, nodes.rows, nodes.names)
    if chances is None:
        return None
    return dict(zip(nodes.ids, (float(chance) for chance in chances), strict=True))


def only_inside(home: HomeMap, name: str) -> bool:
    """Has a place nothing but compartments?"""
    place = home.places.get(name)
    return place is not None and bool(place.surfaces) and all(s.inside for s in place.surfaces)


def _middle(home: HomeMap, name: str) -> tuple[float, float]:
    if name in home.places:
        return home.places[name].pose.x_m, home.places[name].pose.y_m
    x0, y0, x1, y1 = home.rooms[name].rect
    return (x0 + x1) / 2, (y0 + y1) / 2


def _where(names: Sequence[str], count: int) -> str:
    listed = ", ".join(names[:-1]) + (" and " if len(names) > 1 else "") + names[-1]
    return f"in {count} places in {listed}" if count > MOST_NAMED else f"at {listed}"
