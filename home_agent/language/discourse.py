"""Clauses come in one after another; what "it", "them", "her" and "there" mean goes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from home_agent.language.clauses import Clause
from home_agent.language.lexicon import Lexicon
from home_agent.language.noun import NounPhrase
from home_agent.language.noun_phrase import NounPhrases
from home_agent.types import Question

Filling = NounPhrase | str | float
Filled = Mapping[str, tuple[Filling, ...]]
MEETING = ("find", "meet", "greet", "go_to", "follow", "guide")  # then one may speak to them
SEEKING = ("find", "count", "meet", "greet", "compare", "describe")


@dataclass(slots=True)
class Discourse:
    """What was mentioned so far in this sentence, latest last, and in which clause."""

    lexicon: Lexicon
    things: list[NounPhrase] = field(default_factory=list)
    thing_at: int = -1
    place: NounPhrase | None = None
    container: NounPhrase | None = None
    opened_at: int = -9
    person: NounPhrase | None = None
    met_at: int = -9
    held: bool = False
    near: NounPhrase | None = None
    room: NounPhrase | None = None
    room_at: int = -1

    def overhear(self, text: str) -> None:
        """Note what words speak of that are no slots: "if the fridge is open, close it"."""
        said = text.replace("'s", " 's").split()
        at, phrases = 0, NounPhrases(tuple(said), self.lexicon)
        while at < len(said):
            found = [one for one in phrases.at(at) if one[2].kind in ("thing", "place", "person")]
            if not found:
                at += 1
                continue
            at, _, phrase = max(found, key=lambda one: (one[0], -one[1]))
            if phrase.kind == "person":
                self.person = phrase
            elif phrase.kind == "place":
                self.place = self.container = phrase
            else:
                self.things = [phrase]

    def meant(self, phrase: NounPhrase, kind: str, slot: str = "") -> list[NounPhrase] | Question:
        """What a phrase stands for: itself, or what a pronoun in a slot of `kind` refers to."""
        if phrase.kind == "pronoun" and phrase.refers != "speaker":
            back = self._back(phrase.refers, kind, slot)
            if not back:
                who = {"person": "Who", "place": "Which place"}.get(phrase.refers, "What")
                return Question(f"{who} do you mean by '{phrase.text}'?")
            return back
        relations = []
        for name, other in phrase.relations:
            inner = self.meant(other, "place" if other.refers == "place" else "thing")
            if isinstance(inner, Question):
                if self.near is None:
                    return inner
                inner = [self.near]  # "the sink and the counter next to it"
            relations.append((name, inner[-1]))
        exclude = tuple(
            replace(other, noun=phrase.noun, kind=phrase.kind)
            if other.kind == "open" and other.noun is None and phrase.noun is not None
            else other
            for other in phrase.exclude
        )
        phrase = replace(phrase, relations=tuple(relations), exclude=exclude)
        if phrase.refers == "same" and phrase.noun is None and self.things:
            last = self.things[-1]
            phrase = replace(phrase, kind=last.kind, noun=last.noun, name=last.name, refers="")
        self.near = phrase
        owner = tuple(dict(phrase.attributes).get("owner", "").split())
        for _, _, person in NounPhrases(owner, self.lexicon).at(0)[:1]:
            self.person = person  # "bring Anna's glasses to her"
        return [phrase]

    def _back(self, refers: str, kind: str, slot: str) -> list[NounPhrase]:
        person = [self.person] if self.person is not None else []
        place = [self.place] if self.place is not None else []
        if refers == "person":
            return person
        if refers == "place":
            return place
        if refers not in ("thing", "things", "same"):
            return []
        if kind == "person" and person:
            return person
        if slot == "container" and self.container is not None:
            return [self.container]
        back = self.things if kind != "person" else []
        if kind == "place" and not back:
            back = place
        if refers == "things" and kind == "thing" and not back:
            back = person
        return back[-1:] if refers == "thing" else back

    def whence(
        self, number: int, clause: Clause, slots: Filled, carried: bool
    ) -> NounPhrase | None:
        """The room just named, or what was just opened, that a thing of this clause is from."""
        things = slots.get("thing", slots.get("person", ()))
        plain = bool(things) and all(
            isinstance(one, NounPhrase)
            and one.kind in ("thing", "open", "person")
            and not any(other.kind == "place" for _, other in one.relations)
            for one in things
        )
        if clause.skill == "pick" and plain and self.opened_at == number - 1:
            return self.container
        if self.room is None or self.room_at < 0:
            return None
        if carried:
            if self.held:
                return None
            return self.room if self.thing_at > self.room_at else None
        return self.room if plain else None

    def note(self, number: int, clause: Clause, slots: Filled, carried: bool) -> None:
        """Keep what a clause spoke of."""
        if clause.skill in ("pick", "put", "give"):
            self.held = clause.skill == "pick"
        for name, values in slots.items():
            phrases = [v for v in values if isinstance(v, NounPhrase)]
            if not phrases:
                continue
            if name in ("thing", "device") and phrases[-1].kind in ("thing", "open", "place"):
                self.things = phrases
                self.thing_at = self.thing_at if carried else number
            for phrase in phrases:
                if phrase.kind == "person":
                    self.person = phrase
                    if name == "person" or clause.skill == "go_to":
                        self.met_at = number if clause.skill in MEETING else self.met_at
                if phrase.kind == "place":
                    self.place = phrase
                    if name == "container":
                        self.container = phrase
                        self.opened_at = number if clause.skill == "open" else self.opened_at
        if clause.skill == "go_to":
            where = slots.get("place", ())
            if where and isinstance(where[-1], NounPhrase) and where[-1].kind == "place":
                self.room, self.room_at = where[-1], number

    def listener(self, number: int) -> NounPhrase | None:
        """The person who was just found or met, to whom one speaks when nobody else is named."""
        return self.person if self.met_at == number - 1 else None
