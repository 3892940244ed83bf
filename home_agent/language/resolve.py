"""Clauses come in; wishes go out: one skill each, pronouns replaced by what they stand for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

from home_agent.errors import BadInput
from home_agent.language.clauses import Clause
from home_agent.language.discourse import SEEKING, Discourse, Filling
from home_agent.language.lexicon import Lexicon
from home_agent.language.normalise import words
from home_agent.language.noun import NounPhrase
from home_agent.language.noun_phrase import NounPhrases
from home_agent.language.parser import Sentence
from home_agent.language.settled import Wish, settled
from home_agent.language.telling import TELL, word_for_word
from home_agent.types import PERHAPS, Question

if TYPE_CHECKING:
    from home_agent.skill import Skill

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


class Resolver:
    """Turns the clauses of one sentence into wishes; `said` are the sentence's words."""

    def __init__(
        self, said: tuple[str, ...], skills: Mapping[str, Skill], lexicon: Lexicon
    ) -> None:
        self._said = said
        self._skills = skills
        self._lexicon = lexicon
        self._spoken = Discourse(lexicon)

    def wishes(self, sentence: Sentence) -> list[Wish] | Question:
        """The wishes of a sentence, or a question about what it leaves out.

        Raises BadInput when it only says what must not be done.
        """
        self._spoken = Discourse(self._lexicon)
        found: list[Wish] = []
        for number, clause in enumerate(sentence.clauses):
            made = self._clause(number, clause)
            if isinstance(made, Question):
                return made
            if not clause.negated:
                found += made
        if not found and sentence.clauses:
            raise BadInput("I understand what to do, not what to leave: say 'cancel' or 'stop'.")
        return [wish for wish in settled(found) if wish.skill in self._skills][:MOST_WISHES]

    def _clause(self, number: int, clause: Clause) -> list[Wish] | Question:
        skill = self._skills[clause.skill]
        spoken = self._spoken
        slots: dict[str, tuple[Filling, ...]] = {}
        for name, text in clause.preset:
            given = self._preset(text, skill.slots[name].kind)
            if isinstance(given, NounPhrase):
                back = spoken.meant(given, skill.slots[name].kind, name)
                if isinstance(back, Question):
                    return replace(back, slot=name)
                given = back[-1]
            slots[name] = (given,)
        carried = False
        spoken.overhear(clause.condition or "")
        spoken.overhear(clause.topic)
        for name, value in clause.slots:
            if not isinstance(value, tuple):
                slots[name] = (value,)
                continue
            if any(phrase.choice for phrase in value):
                return _either(name, value)
            filled: list[Filling] = []
            spoken.near = None
            for phrase in value:
                meant = spoken.meant(phrase, skill.slots[name].kind, name)
                if isinstance(meant, Question):
                    if clause.skill == TELL:
                        raise BadInput(meant.text)
                    return replace(meant, slot=name)
                referred = phrase.kind == "pronoun" and phrase.refers != "speaker"
                carried = carried or (referred and name == "thing")
                filled += meant
            slots[name] = tuple(filled) if len(filled) == 1 else tuple(map(_apart, filled))
        if clause.skill in SEEKING and "place" in skill.slots and "place" not in slots:
            _where_they_are(slots)
        question = self._missing(clause, skill, slots)
        if question is not None:
            return question
        where = "source" if "source" in skill.slots and clause.skill not in SEEKING else "place"
        follows = where == "source" or clause.skill in SEEKING
        if follows and where in skill.slots and where not in slots:
            from_there = spoken.whence(number, clause, slots, carried)
            if from_there is not None:
                slots[where] = (replace(from_there, quantifier=PERHAPS),)
        listens = "to" if clause.skill == "tell" else "person" if clause.skill == "answer" else ""
        listener = spoken.listener(number)
        if listens and listens not in slots and listener is not None:
            slots[listens] = (listener,)
        spoken.note(number, clause, slots, carried)
        if clause.skill == "tell":
            spoken.overhear(" ".join(str(one) for one in slots.get("text", ())))
        said_words = " ".join(self._said[clause.start : clause.end])
        plain = said_words.replace(" 's", "'s").replace(" ,", ",")
        slots, condition, schedule = word_for_word(clause, skill, slots, plain)
        _fold_place(clause.skill, slots)
        _exclude(slots)
        return [
            Wish(
                clause.skill,
                dict(zip(slots, values, strict=True)),
                condition,
                schedule,
                said_words,
                carried,
            )
            for values in product(*slots.values())
        ]

    def _preset(self, text: str, kind: str) -> Filling:
        """What a phrase fills a slot with by itself."""
        if kind in ("text", "number"):
            return text
        said = words(text)
        whole = [f for f in NounPhrases(said, self._lexicon).at(0) if f[0] == len(said)]
        return whole[0][2] if whole else text

    def _missing(
        self, clause: Clause, skill: Skill, slots: Mapping[str, tuple[Filling, ...]]
    ) -> Question | None:
        for name, values in slots.items():
            if any(isinstance(one, NounPhrase) and one.text == "something" for one in values):
                return ask_for(name, skill.slots[name].kind, clause.verb)
        needed = [*clause.missing]
        if needed and clause.verb.split()[:1] and clause.verb.split()[0] in ("i", "we", "you"):
            raise BadInput(f"I do not understand '{clause.verb}': say what I should do.")
        needed += [s.name for s in skill.slots.values() if s.required]
        for name in needed:
            if name not in slots and name in skill.slots:
                return ask_for(name, skill.slots[name].kind, clause.verb, slots.get("thing"))
        return None


def _apart(value: Filling) -> Filling:
    """One of several: "both" said of a hammer and a drill does not mean two hammers."""
    if isinstance(value, NounPhrase) and value.quantifier == "both" and not value.plural:
        return replace(value, quantifier="the")
    return value


def _where_they_are(slots: dict[str, tuple[Filling, ...]]) -> None:
    """People are sought at a place: "how many people in the hall are wearing coats"."""
    people = slots.get("person", ())
    if len(people) != 1 or not isinstance(people[0], NounPhrase):
        return
    for name, where in people[0].relations:
        if name in ("in", "at", "on", "near", "next to") and where.kind == "place":
            left = tuple(pair for pair in people[0].relations if pair != (name, where))
            slots["person"] = (replace(people[0], relations=left),)
            slots["place"] = (where,)
            return


def _exclude(slots: dict[str, tuple[Filling, ...]]) -> None:
    """ "Put the toys in the box but not the ball": the ball is left out, not a box."""
    place, thing = (slots.get(name, (None,))[0] for name in ("place", "thing"))
    if not isinstance(place, NounPhrase) or not isinstance(thing, NounPhrase):
        return
    out = tuple(one for one in place.exclude if one.kind == "thing" and one.noun != place.noun)
    if out:
        slots["place"] = (replace(place, exclude=()), *slots["place"][1:])
        slots["thing"] = (replace(thing, exclude=(*thing.exclude, *out)), *slots["thing"][1:])


def _fold_place(skill: str, slots: dict[str, tuple[Filling, ...]]) -> None:
    """A device is told apart by where it is: "turn the light on in the hall"."""
    if skill != "switch" or "place" not in slots:
        return
    for place in slots.pop("place"):
        if isinstance(place, NounPhrase) and place.refers != "speaker":
            slots["device"] = tuple(
                replace(one, relations=(*one.relations, ("in", place)))
                if isinstance(one, NounPhrase)
                else one
                for one in slots["device"]
            )


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
