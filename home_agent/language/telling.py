"""A clause that tells or asks what was told comes in; its slots, word for word, go out.

Times and conditions after it are part of what is told: "remember that the plumber comes on Monday".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from home_agent.language.lexicon import Lexicon
from home_agent.language.noun import NounPhrase
from home_agent.language.parser import Parser
from home_agent.language.phrases import Grammar

if TYPE_CHECKING:
    from home_agent.language.clauses import Clause
    from home_agent.language.discourse import Filling
    from home_agent.skill import Skill

TELL = "remember"
_LASTING = ("is", "are", "be", "starts", "begins", "comes", "leaves", "arrives", "opens", "ends")
_STANDS = ("in", "on", "at", "to", "inside", "into", "under", "behind", "near", "by", "beside")
WORD_FOR_WORD = (TELL, "recall", "forget", "answer")
_OPENERS = re.compile(r"^(remember|note|know|learn|keep in mind|do not forget)( that)? ")


def told(said: str) -> str:
    """The sentence told: what was said without "remember that"."""
    return _OPENERS.sub("", said)


def word_for_word(
    clause: Clause, skill: Skill, slots: Mapping[str, tuple[Filling, ...]], said: str
) -> tuple[dict[str, tuple[Filling, ...]], str | None, str | None]:
    """The slots, condition and time of a clause of `skill` whose words are `said`.

    In a clause about telling, a time or condition that ends it belongs to its free text. A person
    or a room that is said to be somewhere is no thing with a place: only the sentence is kept.
    """
    found = dict(slots)
    if skill.name == "tell" and clause.schedule and said.endswith(clause.schedule):
        words = str(found["text"][0]).split()
        if words[0] == "what" or words[-1] in _LASTING:  # "what day is tomorrow"
            found["text"] = (f"{found['text'][0]} {clause.schedule}",)
            return found, clause.condition, None
    if skill.name not in WORD_FOR_WORD:
        return found, clause.condition, clause.schedule
    tails = [
        words for words in (clause.condition, clause.schedule) if words and said.endswith(words)
    ]
    if "about" in found and tails:
        found["about"] = (" ".join([str(found["about"][0]), *tails]),)
    if skill.name == "answer" and "text" in found:
        found["text"] = (said,)
    if skill.name == TELL and "text" in skill.slots:
        place = found.get("place", (None,))[0]
        told_of = [one for name in ("thing", "place") for one in found.get(name, ())]
        strange = any(isinstance(one, NounPhrase) and one.unknown for one in told_of)
        if strange and _OPENERS.match(said) is None:
            return found, clause.condition, clause.schedule  # nobody told the robot to keep it
        if isinstance(place, NounPhrase):
            stands = any(f" {small} " in said for small in _STANDS)
            if place.kind == "person" or (
                place.kind != "place" and not stands
            ):  # "his favourite drink is cola"
                found = {}
        things = [one for one in found.get("thing", ()) if isinstance(one, NounPhrase)]
        if "place" not in found or any(thing.kind in ("place", "person") for thing in things):
            found = {}
        found["text"] = (told(said),)
    condition = None if clause.condition in tails else clause.condition
    schedule = None if clause.schedule in tails else clause.schedule
    return found, condition, schedule


def unknown_place(said: tuple[str, ...], grammar: Grammar, lexicon: Lexicon) -> NounPhrase | None:
    """The place nobody knows in "the keys are in the kichen", which else is kept as a sentence."""
    for sentence in Parser(said, grammar, lexicon, guess=True).sentences()[:1]:
        slots = dict(sentence.clauses[0].slots)
        things, places = slots.get("thing"), slots.get("place")
        if sentence.clauses[0].skill != TELL or len(sentence.clauses) > 1:
            return None
        if isinstance(things, tuple) and isinstance(places, tuple):
            known = all(one.kind == "thing" and not one.unknown for one in things)
            strange = [one for one in places if one.unknown and one.text != one.unknown]
            return strange[0] if known and strange else None
    return None
