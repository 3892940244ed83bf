"""A sentence that could not be read comes in; one clear error or question goes out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from home_agent.errors import BadInput
from home_agent.language.lexicon import Lexicon
from home_agent.language.mishearing import vocabulary
from home_agent.language.normalise import EXAMPLE
from home_agent.language.parser import Parser
from home_agent.language.phrases import Grammar
from home_agent.language.words import (
    CORRECTING,
    EXCLUDING,
    JOINTS,
    LEADS,
    LIGHT,
    longest,
    relations,
)
from home_agent.types import Question

if TYPE_CHECKING:
    from home_agent.skill import Skill

MOST_VERBS = 12
_STOPS = ("stop", "halt", "freeze")
_ASKING = ("what", "who", "why", "how", "when", "which", "whose", "where")


def trouble(
    said: tuple[str, ...],
    parser: Parser,
    grammar: Grammar,
    lexicon: Lexicon,
    skills: Mapping[str, Skill],
) -> BadInput | Question:
    """Why `said`, which `parser` has tried and failed to read, means nothing to the robot."""
    text = _text(said)
    for end, _, phrase in parser.phrases.at(0):
        if end == len(said) and phrase.kind in ("thing", "place", "person") and not phrase.unknown:
            return Question(f"What should I do with {phrase.text}?", slot="skill")
    begun = parser.reached
    at = _verb_at(said, begun)
    if at >= len(said):
        return BadInput(f"I heard only '{text}': say what I should do, {EXAMPLE}.")
    rest = _text(said[at:])
    if said[at : at + 2] == ("do", "not") or said[at] == "never":
        return BadInput("I understand what to do, not what to leave: say 'cancel' or 'stop'.")
    if said[at] in _ASKING:
        return BadInput(f"I can not answer '{rest}'. I can {_can(skills)}.")
    if said[at] not in grammar.first:
        if begun and not _content(said[at], lexicon):
            return BadInput(
                f"I understood '{_text(said[:begun])}' but not '{_text(said[begun:])}'."
            )
        return BadInput(f"I do not know how to '{said[at]}'. I can {_can(skills)}.")
    strange = next((word for word in said[at + 1 :] if not _known(word, grammar, lexicon)), None)
    if strange is not None:
        return BadInput(f"I do not know the word '{strange}' in '{rest}'.")
    return BadInput(f"I do not understand '{rest}': say it another way, {EXAMPLE}.")


def stops(said: tuple[str, ...]) -> bool:
    """Does the sentence begin with a word that must always stop the robot?"""
    at = _verb_at(said, 0)
    return at < len(said) and said[at] in _STOPS


def _verb_at(said: tuple[str, ...], at: int) -> int:
    """Past joints and politeness, the word that should have been a verb."""
    while at < len(said):
        skipped = longest(said, at, JOINTS) or longest(said, at, LEADS) or longest(said, at, LIGHT)
        if said[at] in (",", "."):
            at += 1
        elif said[at] == "go" and said[at + 1 : at + 2] in (("to",), ("into",)):
            break
        elif skipped is not None:
            at = skipped[0]
        else:
            break
    return at


def _content(word: str, lexicon: Lexicon) -> bool:
    small = {w for table in (JOINTS, EXCLUDING, CORRECTING) for key in table for w in key}
    return word[0].isalpha() and word not in small and (word,) not in relations()


def _known(word: str, grammar: Grammar, lexicon: Lexicon) -> bool:
    return not word[0].isalpha() or word in vocabulary(grammar, lexicon).words


def _can(skills: Mapping[str, Skill]) -> str:
    """What the robot can do, by its skills' names."""
    names = [name.replace("_", " ") for name, one in skills.items() if not one.control]
    first = [name for name in ("fetch", "find", "put", "give", "go to") if name in names]
    listed = [*first, *(name for name in names if name not in first)][:MOST_VERBS]
    spoken = ["bring" if name == "fetch" else name for name in listed]
    return ", ".join(spoken[:-1]) + f" and {spoken[-1]}" if len(spoken) > 1 else "".join(spoken)


def _text(said: tuple[str, ...]) -> str:
    return " ".join(said).replace(" 's", "'s").replace(" ,", ",").replace(" .", ".")
