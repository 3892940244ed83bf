"""What was heard comes in; typed goals tied to the map, or the one question to ask, go out."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from home_agent.errors import BadInput
from home_agent.language.as_json import to_json
from home_agent.language.ask import which_place, which_thing
from home_agent.language.discourse import Filling
from home_agent.language.grounding import Ground, speaker_ref
from home_agent.language.lexicon import Lexicon, lexicon
from home_agent.language.mishearing import mended, variants, vocabulary
from home_agent.language.normalise import words
from home_agent.language.noun import NounPhrase
from home_agent.language.parser import Parser, Sentence
from home_agent.language.phrases import grammar
from home_agent.language.resolve import Resolver
from home_agent.language.settled import Wish
from home_agent.language.smart_home import goals_of, installed, of_rooms
from home_agent.language.telling import TELL, unknown_place
from home_agent.language.trouble import stops, trouble
from home_agent.types import Goal, Question, Ref, Slot, Utterance

if TYPE_CHECKING:
    from home_agent.home.belief import Beliefs
    from home_agent.home.graph import HomeMap
    from home_agent.skill import Skill

__all__ = ["Understood", "read", "to_json", "understand"]

MOST_READINGS = 3
LESS_LIKELY = 0.9  # each further transcript, than the one before
DEFINITE = ("the",)
MEANING = ("What do you mean", "Who do you mean", "Which place do you mean")
MOVES = {"thing": ("person", "place"), "place": ("thing",)}  # to the slot of their own kind
_SINGLE = ("the", "a", "any", "another", "some")


@dataclass(frozen=True, slots=True)
class Understood:
    """What an utterance means: goals, or a question; how sure, and the words that were taken."""

    goals: tuple[Goal, ...]
    question: Question | None
    confidence: float
    heard: str

    @property
    def result(self) -> list[Goal] | Question:
        """The goals, or the question if there is one."""
        return list(self.goals) if self.question is None else self.question


def understand(
    heard: Utterance | str,
    skills: Mapping[str, Skill],
    home: HomeMap,
    beliefs: Beliefs,
    speaker: str = "speaker",
) -> list[Goal] | Question:
    """The goals of an utterance, in the order to do them, or the question to ask first.

    Raises `BadInput` when it makes no sense or names a word, thing, place or person not known.
    """
    return read(heard, skills, home, beliefs, speaker).result


def read(
    heard: Utterance | str,
    skills: Mapping[str, Skill],
    home: HomeMap,
    beliefs: Beliefs,
    speaker: str = "speaker",
) -> Understood:
    """Like `understand`, with the confidence and the words that were taken.

    Of the transcripts that give goals the likeliest is taken, by how well it was heard and how
    plainly it can be read; if none does, the first that gives a question. Raises what the best
    transcript raised when none gives either.
    """
    utterance = heard if isinstance(heard, Utterance) else Utterance(heard)
    reader = _Reader(skills, home, beliefs, speaker, utterance.room)
    best: Understood | None = None
    asked: Understood | None = None
    error: BadInput | None = None
    for rank, text in enumerate((utterance.text, *utterance.alternatives)):
        hearing = utterance.confidence * LESS_LIKELY**rank
        if best is not None and best.confidence >= hearing:
            break
        try:
            found = reader.read(text)
        except BadInput as wrong:
            error = error or wrong
            continue
        found = replace(found, confidence=max(0.0, min(1.0, found.confidence * hearing)))
        if found.question is not None:
            asked = asked or found
        elif best is None or found.confidence > best.confidence:
            best = found
    taken = best or asked
    if taken is not None:
        return taken
    raise error or BadInput("I heard no words: say what I should do.")


class _Reader:
    """Reads texts said in one home."""

    def __init__(
        self,
        skills: Mapping[str, Skill],
        home: HomeMap,
        beliefs: Beliefs,
        speaker: str,
        room: str | None,
    ) -> None:
        self._skills = skills
        self._ground = Ground(home, beliefs, speaker, room)
        self._grammar = grammar(skills)
        self._lexicon = words_of(home, beliefs)

    def read(self, text: str) -> Understood:
        said = heard = words(text)
        parser = Parser(said, self._grammar, self._lexicon)
        readings = parser.sentences()
        if not readings:
            better = mended(said, vocabulary(self._grammar, self._lexicon))
            if better is not None:
                said = better
                parser = Parser(said, self._grammar, self._lexicon)
                readings = parser.sentences()
            if not readings:
                said = heard
                for other in variants(said):
                    parser = Parser(other, self._grammar, self._lexicon)
                    readings = parser.sentences()
                    if readings:
                        said = other
                        break
        if not readings:
            parser = Parser(said, self._grammar, self._lexicon, guess=True)
            readings = parser.sentences()
        if not readings and "stop" in self._skills and stops(said):
            return Understood((Goal("stop", {}, said=text),), None, 0.9, text)
        if not readings and installed() and "switch" in self._skills:
            rooms = tuple(room.name for room in self._ground.home.rooms.values())
            intent = of_rooms(rooms).read(text)
            switched = goals_of(intent, text) if intent is not None else []
            if switched:
                return Understood(tuple(switched), None, 0.9, text)
        if not readings:
            found = trouble(said, parser, self._grammar, self._lexicon, self._skills)
            if isinstance(found, BadInput):
                raise found
            return Understood((), found, 0.5, text)
        error: BadInput | None = None
        asked: Understood | None = None
        for sentence in readings[:MOST_READINGS]:
            if (error or asked) is not None and sentence.cost > readings[0].cost + 1.5:
                break
            try:
                meant = self._tied(said, sentence, text)
            except BadInput as wrong:
                error = error or wrong
                continue
            if meant.question is None or not meant.question.text.startswith(MEANING):
                return meant
            asked = asked or meant  # another reading may know what "it" is
        if asked is not None:
            return asked
        raise error or BadInput(f"I do not understand '{text}'.")

    def _tied(self, said: tuple[str, ...], sentence: Sentence, text: str) -> Understood:
        sure = math.exp(-0.15 * sentence.cost / max(1, len(sentence.clauses)))
        wishes = Resolver(said, self._skills, self._lexicon).wishes(sentence)
        if isinstance(wishes, Question):
            self._check_known(sentence)
            return Understood((), wishes, sure, text)
        for wish in wishes:
            for name, value in wish.slots.items():
                self._slot(value, self._skills[wish.skill].slots[name].kind)
            self._check_told(wish)
        goals: list[Goal] = []
        room: str | None = None
        for wish in wishes:
            goal = self._goal(wish, room)
            if isinstance(goal, Question):
                return Understood((), goal, sure, text)
            goals.append(goal)
            where = goal.slots.get("place")
            if wish.skill == "go_to" and isinstance(where, Ref):
                room = self._room(where) or room
        return Understood(tuple(goals), None, sure, text)

    def _check_known(self, sentence: Sentence) -> None:
        """Raise BadInput for what nobody knows, before anything is asked."""
        for clause in sentence.clauses:
            for name, several in clause.slots:
                for one in several if isinstance(several, tuple) else ():
                    if one.unknown:
                        self._slot(one, self._skills[clause.skill].slots[name].kind)

    def _check_told(self, wish: Wish) -> None:
        """Raise BadInput for a sentence to keep that puts a known thing at no place of the home."""
        text = wish.slots.get("text")
        if wish.skill == TELL and isinstance(text, str):
            strange = unknown_place(words(text), self._grammar, self._lexicon)
            if strange is not None:
                self._slot(strange, "place")

    def _goal(self, wish: Wish, room: str | None) -> Goal | Question:
        """One wish tied to the map; a question when it could mean several things."""
        skill = self._skills[wish.skill]
        slots: dict[str, Slot] = {}
        for name, value in wish.slots.items():
            kind = skill.slots[name].kind
            slot = self._slot(value, kind)
            moved = isinstance(slot, Ref) and name in MOVES and slot.kind in MOVES[name]
            better = slot.kind if isinstance(slot, Ref) and moved else name
            free = better in skill.slots and better not in wish.slots
            slots[better if free else name] = slot
        source = slots.get("source")
        for name, slot in list(slots.items()):
            if not isinstance(slot, Ref):
                continue
            said = wish.slots.get(name)
            many = isinstance(said, NounPhrase) and said.plural
            if slot.kind == "thing":
                where = source if isinstance(source, Ref) else None
                found = self._which(slot, name, where, many)
            elif slot.kind == "place" and name in ("place", "container") and slot.candidates:
                found = self._where(slot, name, room, wish.skill)
            else:
                continue
            if isinstance(found, Question):
                return found
            slots[name] = found
        for spec in skill.slots.values():
            usual = spec.default
            if spec.name in slots or not isinstance(usual, Ref) or usual.kind != "person":
                continue
            if usual.text == "speaker" and not (spec.name == "person" and "thing" in slots):
                slots[spec.name] = speaker_ref(self._ground.speaker)
        return Goal(wish.skill, slots, wish.condition, wish.schedule, wish.said)

    def _slot(self, value: Filling, kind: str) -> Slot:
        if isinstance(value, NounPhrase):
            return self._ground.ref(value, kind)
        return Ref("time", str(value)) if kind == "time" else value

    def _which(self, ref: Ref, slot: str, source: Ref | None, many: bool) -> Ref | Question:
        """The thing meant: its id when one is believed, a question when "the" fits several."""
        found = self._ground.matches(ref, source)
        if not found:
            vague = ref.category == "thing" and ref.text.endswith((" one", " ones"))
            return Question(f"What do you mean by '{ref.text}'?", slot=slot) if vague else ref
        if len(found) == 1 and ref.quantifier in _SINGLE and not many:
            return replace(ref, id=found[0].id)
        if len(found) > 1 and ref.quantifier in DEFINITE and not many:
            question = which_thing(found, self._ground.home, slot)
            if question is not None:
                return question
        return replace(ref, candidates=tuple(one.id for one in found))

    def _where(self, ref: Ref, slot: str, room: str | None, skill: str) -> Ref | Question:
        """The place meant: of several, the one in the room just named or the speaker's."""
        home = self._ground.home
        for near in (room, self._ground.room):
            inside = [i for i in ref.candidates if i in home.places and home.places[i].room == near]
            if len(inside) == 1:
                return replace(ref, id=inside[0], candidates=())
        if ref.quantifier not in DEFINITE or skill in ("find", "count", "describe"):
            return ref
        return which_place(ref, ref.candidates, home, slot)

    def _room(self, ref: Ref) -> str | None:
        home = self._ground.home
        if ref.id in home.rooms:
            return ref.id
        return home.places[ref.id].room if ref.id in home.places else None


def words_of(home: HomeMap, beliefs: Beliefs) -> Lexicon:
    """The lexicon of a home: its own names and the kinds of things seen in it."""
    names = tuple((name, node[0]) for name in home.spoken_names() for node in home.named(name)[:1])
    labels = tuple(sorted({one.label for one in beliefs.all() if one.label != "person"}))
    return lexicon(names, labels)
