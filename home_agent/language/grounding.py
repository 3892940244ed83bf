"""Noun phrases come in; references tied to the map and to what is believed go out."""

from __future__ import annotations

import difflib
from dataclasses import replace
from typing import TYPE_CHECKING

from home_agent.errors import BadInput, no_such
from home_agent.language.lexicon import common
from home_agent.language.noun import NounPhrase
from home_agent.language.place_nouns import GIVEN
from home_agent.types import ObjectBelief, Ref

if TYPE_CHECKING:
    from home_agent.home.belief import Beliefs
    from home_agent.home.graph import HomeMap

SPEAKER = "speaker"
EVERYWHERE = ("floor", "room")  # nouns of places that no map lists
_KIN = ("mum", "dad", "grandma", "grandpa")
_ALIKE = {"drawer": ("dresser",), "washbasin": ("sink",), "door": ()}
_IN = ("in", "from", "at", "on", "near", "next to")


class Ground:
    """Ties words to one home. `room`: the id of the room the speaker is in, if known."""

    def __init__(
        self, home: HomeMap, beliefs: Beliefs, speaker: str = SPEAKER, room: str | None = None
    ) -> None:
        self.home = home
        self.beliefs = beliefs
        self.speaker = speaker
        self.room = room

    def ref(self, phrase: NounPhrase, kind: str) -> Ref:
        """What a phrase in a slot of `kind` means.

        Raises `BadInput` for a noun, place or person that nobody knows.
        """
        if phrase.unknown:
            raise self._unknown(phrase, kind)
        if phrase.refers == "speaker" or phrase.kind == "person" or kind == "person":
            return self.person(phrase)
        if phrase.kind == "place" and kind != "thing":
            return self.place(phrase)
        return self.thing(phrase)

    # --- people

    def person(self, phrase: NounPhrase) -> Ref:
        """A person: the speaker, a resident, or somebody by description."""
        if phrase.refers == "speaker":
            return speaker_ref(self.speaker)
        name = _spoken(phrase.name)
        ids = [id for kind, id in self.home.named(name) if kind == "person"]
        named = {"name": name} if not ids and name in GIVEN else {}
        if not ids and phrase.noun in _KIN:
            raise BadInput(no_such("person", name, self._people()))
        return Ref(
            "person",
            phrase.text,
            "person" if ids else phrase.noun,
            {**dict(phrase.attributes), **named},
            self._relations(phrase),
            "the" if ids or named else phrase.quantifier,
            id=ids[0] if len(ids) == 1 else None,
            candidates=tuple(ids) if len(ids) > 1 else (),
        )

    # --- places

    def place(self, phrase: NounPhrase) -> Ref:
        """A room or a piece of furniture; all that fit when several do."""
        if phrase.noun is None and phrase.relations:
            return self._spot(phrase)
        nodes = self.nodes(phrase)
        relations = self._relations(phrase)
        return Ref(
            "place",
            phrase.text,
            self.category(nodes[0]) if nodes else phrase.noun,
            dict(phrase.attributes),
            relations,
            phrase.quantifier,
            tuple(self.ref(other, "place") for other in phrase.exclude),
            id=nodes[0] if len(nodes) == 1 and not phrase.exclude else None,
            candidates=nodes if len(nodes) > 1 else (),
        )

    def _spot(self, phrase: NounPhrase) -> Ref:
        """ "next to the sofa": the sofa's id, and the relation."""
        relations = self._relations(phrase)
        target = relations[0][1]
        if target.kind == "thing":  # where that thing stands
            stands = {one.place for one in self.matches(target) if one.place in self.home.places}
            known_at = tuple(sorted(place for place in stands if place is not None))
            target = replace(
                target,
                id=known_at[0] if len(known_at) == 1 else None,
                candidates=known_at if len(known_at) > 1 else (),
            )
        known = target.kind != "person"
        return Ref(
            "place",
            phrase.text,
            target.category,
            relations=relations,
            quantifier="the",
            id=target.id if known else None,
            candidates=target.candidates if known else (),
        )

    def nodes(self, phrase: NounPhrase) -> tuple[str, ...]:
        """The ids of the rooms and places that a phrase can mean.

        Raises `BadInput` when the map has none.
        """
        home = self.home
        found: list[str] = []
        for name in (_spoken(phrase.name), phrase.noun or ""):
            found = found or [id for kind, id in home.named(name) if kind != "person"]
        nouns = (phrase.noun, *_ALIKE.get(phrase.noun or "", ()))
        if not found:
            found = [room.id for room in home.rooms.values() if room.category in nouns]
        if len(found) != 1:
            alike = [place.id for place in home.places.values() if place.category in nouns]
            found = list(dict.fromkeys([*found, *alike]))
        if phrase.noun in EVERYWHERE:
            return ()
        if not found:
            raise BadInput(self._no_place(_spoken(phrase.name)))
        within = {
            id
            for relation, other in phrase.relations
            if relation in _IN and other.kind == "place" and other.room
            for id in self.nodes(other)
        }
        if within:
            alike = [place.id for place in home.places.values() if place.category in nouns]
            inside = [
                id
                for id in dict.fromkeys([*found, *alike])
                if id in home.places and home.places[id].room in within
            ]
            if not inside:
                rooms = " or ".join(
                    home.rooms[id].name for id in sorted(within) if id in home.rooms
                )
                raise BadInput(f"There is no {_spoken(phrase.name)} in the {rooms}.")
            found = inside
        return tuple(found)

    def category(self, id: str) -> str:
        """The category of a room or place."""
        home = self.home
        return home.rooms[id].category if id in home.rooms else home.places[id].category

    # --- things

    def thing(self, phrase: NounPhrase) -> Ref:
        """A thing as it was named, not yet matched with what is believed."""
        return Ref(
            "thing",
            phrase.text,
            phrase.noun or "thing",
            dict(phrase.attributes),
            self._relations(phrase),
            phrase.quantifier,
            tuple(self.ref(other, "thing") for other in phrase.exclude),
        )

    def matches(self, ref: Ref, source: Ref | None = None) -> list[ObjectBelief]:
        """The things believed that a reference can mean, if it is taken from `source`."""
        if source is not None and source.kind == "place":
            within = (*ref.relations, ("in", source))
            ref = Ref(ref.kind, ref.text, ref.category, ref.attributes, within, exclude=ref.exclude)
        found = self.beliefs.match(ref)
        return [one for one in found if one.p_here >= 0.5 * found[0].p_here]

    def _relations(self, phrase: NounPhrase) -> tuple[tuple[str, Ref], ...]:
        return tuple((name, self.ref(other, other.kind)) for name, other in phrase.relations)

    # --- words nobody knows

    def _people(self) -> list[str]:
        return [resident.name for resident in self.home.residents.values()]

    def _no_place(self, name: str) -> str:
        home = self.home
        names = [room.name.lower() for room in home.rooms.values()]
        return no_such("place", name, [*names, *(p.name.lower() for p in home.places.values())])

    def _unknown(self, phrase: NounPhrase, kind: str) -> BadInput:
        name = _spoken(phrase.unknown)
        if kind == "person":
            return BadInput(no_such("person", name, self._people()))
        if kind == "place":
            return BadInput(self._no_place(name))
        article = "an" if name[0] in "aeiou" else "a"
        names = [
            " ".join(key)
            for key, senses in common().items()
            if senses[0].kind == "thing"
            and key[0][0] == name[0]
            and abs(len(" ".join(key)) - len(name)) <= 2
        ]
        near = difflib.get_close_matches(name, names, n=1, cutoff=0.75)
        hint = f" Did you mean '{near[0]}'?" if near else ""
        return BadInput(f"I do not know what {article} '{name}' is.{hint}")


def speaker_ref(speaker: str = SPEAKER) -> Ref:
    """The one who spoke."""
    return Ref("person", SPEAKER, "person", quantifier="the", id=speaker)


def _spoken(name: str) -> str:
    return name.replace(" 's", "'s")
