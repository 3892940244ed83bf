"""Clauses come in; wishes go out: one skill each, pronouns replaced by what they stand for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import product
from typing import TYPE_CHECKING

from home_agent.language.clauses import Clause
from home_agent.language.lexicon import Lexicon
from home_agent.language.normalise import words
from home_agent.language.noun import NounPhrase
from home_agent.language.noun_phrase import NounPhrases
from home_agent.language.parser import Sentence
from home_agent.language.telling import word_for_word
from home_agent.types import PERHAPS, Question

if TYPE_CHECKING:
    from home_agent.skill import Skill

Filling = NounPhrase | str | float
MOST_WISHES = 12
_ASKS = {
    "thing": "What should I {verb}?",
    "person": "Who should I {verb}?",
    "to": "Who should I {verb} it to?",
    "place": "Where should I {verb}{it}?",
    "container": "What should I {verb}?",
    "device": "What should I {verb}?",
    "text": "What should I {verb}?",
    "source": "From where?",
    "value": "How much or how long?",
}


@dataclass(frozen=True, slots=True)
class Wish:
    """A skill and what fills its slots, not yet tied to the map."""

    skill: str
    slots: Mapping[str, Filling]
    condition: str | None = None
    schedule: str | None = None
    said: str = ""


@dataclass(slots=True)
class _Memory:
    """What was mentioned so far in this sentence, latest last, and in which clause."""

    things: list[NounPhrase] = field(default_factory=list)
    thing_at: int = -1
    place: NounPhrase | None = None
    container: NounPhrase | None = None
    person: NounPhrase | None = None
    room: NounPhrase | None = None
    room_at: int = -1


class Resolver:
    """Turns the clauses of one sentence into wishes; `said` are the sentence's words."""

    def __init__(
        self, said: tuple[str, ...], skills: Mapping[str, Skill], lexicon: Lexicon
    ) -> None:
        self._said = said
        self._skills = skills
        self._lexicon = lexicon
        self._memory = _Memory()

    def wishes(self, sentence: Sentence) -> list[Wish] | Question:
        """The wishes of a sentence, or a question about what it leaves out."""
        self._memory = _Memory()
        found: list[Wish] = []
        for number, clause in enumerate(sentence.clauses):
            made = self._clause(number, clause)
            if isinstance(made, Question):
                return made
            found += made
        return found[:MOST_WISHES]

    def _clause(self, number: int, clause: Clause) -> list[Wish] | Question:
        skill = self._skills[clause.skill]
        slots: dict[str, tuple[Filling, ...]] = {}
        for name, text in clause.preset:
            said = words(text)
            whole = [f for f in NounPhrases(said, self._lexicon).at(0) if f[0] == len(said)]
            slots[name] = (whole[0][2],) if whole else (text,)
        carried = False
        self._overhear(clause)
        for name, value in clause.slots:
            if not isinstance(value, tuple):
                slots[name] = (value,)
                continue
            if any(phrase.choice for phrase in value):
                return _either(name, value)
            filled: list[Filling] = []
            for phrase in value:
                meant = self._meant(phrase, skill.slots[name].kind, name)
                if isinstance(meant, Question):
                    return replace(meant, slot=name)
                carried = carried or (phrase.kind == "pronoun" and name == "thing")
                filled += meant
            slots[name] = tuple(filled)
        question = self._missing(clause, skill, slots)
        if question is not None:
            return question
        if self._from_room(number, clause, skill, slots, carried) and self._memory.room:
            name = "source" if "source" in skill.slots else "place"
            slots[name] = (replace(self._memory.room, quantifier=PERHAPS),)
        self._note(number, clause, slots, carried)
        said_words = " ".join(self._said[clause.start : clause.end])
        plain = said_words.replace(" 's", "'s").replace(" ,", ",")
        slots, condition, schedule = word_for_word(clause, skill, slots, plain)
        return [
            Wish(
                clause.skill,
                dict(zip(slots, values, strict=True)),
                condition,
                schedule,
                said_words,
            )
            for values in product(*slots.values())
        ]

    def _overhear(self, clause: Clause) -> None:
        """Note what a condition speaks of: "if the fridge is open, close it"."""
        memory, said = self._memory, (clause.condition or "").split()
        at, phrases = 0, NounPhrases(tuple(said), self._lexicon)
        while at < len(said):
            found = [one for one in phrases.at(at) if one[2].kind in ("thing", "place", "person")]
            if not found:
                at += 1
                continue
            at, _, phrase = max(found, key=lambda one: (one[0], -one[1]))
            if phrase.kind == "person":
                memory.person = phrase
            elif phrase.kind == "place":
                memory.place = memory.container = phrase
            else:
                memory.things = [phrase]

    def _missing(
        self, clause: Clause, skill: Skill, slots: Mapping[str, tuple[Filling, ...]]
    ) -> Question | None:
        needed = [*clause.missing]
        needed += [s.name for s in skill.slots.values() if s.required]
        for name in needed:
            if name not in slots and name in skill.slots:
                return ask_for(name, skill.slots[name].kind, clause.verb, slots.get("thing"))
        return None

    # --- what words refer back to

    def _meant(self, phrase: NounPhrase, kind: str, slot: str = "") -> list[NounPhrase] | Question:
        memory = self._memory
        if phrase.kind == "pronoun" and phrase.refers != "speaker":
            back: list[NounPhrase] = []
            if phrase.refers in ("thing", "things", "same"):
                back = memory.things if kind != "person" else []
                if slot == "container" and memory.container is not None:
                    back = [memory.container]
                if kind == "place" and not back and memory.place is not None:
                    back = [memory.place]
                if kind == "person" and memory.person is not None:
                    back = [memory.person]
                if phrase.refers == "thing":
                    back = back[-1:]
            elif phrase.refers == "person" and memory.person is not None:
                back = [memory.person]
            elif phrase.refers == "place" and memory.place is not None:
                back = [memory.place]
            if not back:
                who = {"person": "Who", "place": "Which place"}.get(phrase.refers, "What")
                return Question(f"{who} do you mean by '{phrase.text}'?")
            return back
        relations = []
        for name, other in phrase.relations:
            inner = self._meant(other, "place" if other.refers == "place" else "thing")
            if isinstance(inner, Question):
                return inner
            relations.append((name, inner[-1]))
        exclude = tuple(
            replace(other, noun=phrase.noun, kind=phrase.kind)
            if other.kind == "open" and other.noun is None and phrase.noun is not None
            else other
            for other in phrase.exclude
        )
        phrase = replace(phrase, relations=tuple(relations), exclude=exclude)
        if phrase.refers == "same" and phrase.noun is None and memory.things:
            last = memory.things[-1]
            phrase = replace(phrase, kind=last.kind, noun=last.noun, name=last.name, refers="")
        return [phrase]

    def _from_room(
        self,
        number: int,
        clause: Clause,
        skill: Skill,
        slots: Mapping[str, tuple[Filling, ...]],
        carried: bool,
    ) -> bool:
        """Is the thing to be taken from the room that was just named?"""
        memory = self._memory
        name = "source" if "source" in skill.slots else "place"
        if memory.room is None or name in slots or name not in skill.slots:
            return False
        if name == "place" and clause.skill not in ("find", "count"):
            return False
        if carried:
            return memory.thing_at > memory.room_at
        things = slots.get("thing", ())
        return bool(things) and all(
            isinstance(t, NounPhrase)
            and t.kind in ("thing", "open")
            and not any(o.kind == "place" for _, o in t.relations)
            for t in things
        )

    def _note(
        self,
        number: int,
        clause: Clause,
        slots: Mapping[str, tuple[Filling, ...]],
        carried: bool,
    ) -> None:
        memory = self._memory
        for name, values in slots.items():
            phrases = [v for v in values if isinstance(v, NounPhrase)]
            if not phrases:
                continue
            if name in ("thing", "device") and phrases[-1].kind in ("thing", "open", "place"):
                memory.things = phrases
                memory.thing_at = memory.thing_at if carried else number
            for phrase in phrases:
                if phrase.kind == "person":
                    memory.person = phrase
                if phrase.kind == "place":
                    memory.place = phrase
                    if name == "container":
                        memory.container = phrase
        if clause.skill == "go_to":
            where = slots.get("place", ())
            if where and isinstance(where[-1], NounPhrase) and where[-1].kind == "place":
                memory.room, memory.room_at = where[-1], number


def _either(slot: str, several: tuple[NounPhrase, ...]) -> Question:
    """The question after "a mug or a glass"."""
    texts = tuple(phrase.text for phrase in several[:3])
    return Question(f"Which one: {', '.join(texts[:-1])} or {texts[-1]}?", texts, slot)


def ask_for(slot: str, kind: str, verb: str, things: tuple[Filling, ...] | None = None) -> Question:
    """The question for a slot that was left out."""
    it = ""
    if things and isinstance(things[0], NounPhrase):
        it = f" {things[0].text}" if things[0].text.split()[0] in ("the", "my") else " it"
    form = _ASKS.get(slot) or {"person": "Who do you mean?", "place": "Where?"}.get(
        kind, f"Which {slot}?"
    )
    plain = " ".join(word for word in verb.split() if word not in ("me", "to", "for", "back"))
    return Question(form.format(verb=plain or "do", it=it), slot=slot)
