"""Words come in; what the noun at one of them makes of a noun phrase goes out.

Known nouns, nouns with a word before them that says what for ("coffee mug", "sofa cushion"),
furniture with its room ("the bedroom cupboard") and, when guessing, words that no table holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from home_agent.language.lexicon import Lexicon, Sense
from home_agent.language.nouns import FOR_WHAT
from home_agent.language.words import CORRECTING, JOINTS, PRONOUNS, longest, relations, word_set

PhraseKind = Literal["thing", "place", "person", "pronoun", "open"]
UNKNOWN_COST = 8.0
_DOORS = (("door",), ("doors",))
_SMALL = word_set(
    """a an the and or then to from of in on at with for by is are am was be been do does did not no
    if when that which who what where how why it them me you i he she him her there here than"""
)


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """A thing, place or person as said. `noun` is the lexicon's, `name` the noun as said.

    kind "pronoun" refers back: `refers` is thing, things, same, person, place or speaker; "open"
    has no noun ("the red one", "something cold"). `unknown` is the word that no table holds.
    `choice`: said after "or".
    """

    kind: PhraseKind
    text: str
    noun: str | None = None
    name: str = ""
    attributes: tuple[tuple[str, str], ...] = ()
    quantifier: str = "a"
    relations: tuple[tuple[str, NounPhrase], ...] = ()
    exclude: tuple[NounPhrase, ...] = ()
    plural: bool = False
    room: bool = False
    opens: bool = False
    refers: str = ""
    unknown: str = ""
    choice: bool = False


Found = tuple[int, float, NounPhrase]


class Nouns:
    """Finds the nouns of one sentence; guess: also words that are in no table, at a high cost."""

    def __init__(self, said: tuple[str, ...], lexicon: Lexicon, guess: bool = False) -> None:
        self._said = said
        self._lexicon = lexicon
        self._guess = guess

    def at(
        self, start: int, at: int, quantifier: str, attributes: dict[str, str], cost: float
    ) -> Iterator[Found]:
        said = self._said
        senses = self._lexicon.at(said, at)
        reach = max((end for end, _ in senses), default=at)
        for rank, (end, sense) in enumerate(senses):
            more = 0.4 * (reach - end) + 0.01 * rank
            more += 0.1 if quantifier not in ("a", "the") and not sense.plural else 0.0
            if sense.kind == "place" and not sense.room and said[end : end + 1] in _DOORS:
                door = self._with(start, at, end, sense, quantifier, attributes, cost)[2]
                text = " ".join(said[start : end + 1])
                yield end + 1, cost + more, replace(door, text=text)
            yield self._with(start, at, end, sense, quantifier, attributes, cost + more)
            if sense.room:
                yield from self._in_room(start, at, end, quantifier, attributes, cost + 0.3)
        before = [end for end, sense in senses if sense.kind == "place"]
        before += [at + 1] if said[at] in FOR_WHAT else []
        for middle in before:
            for end, sense in self._lexicon.at(said, middle):
                if sense.kind == "thing":
                    rest = cost + (0.3 if end > reach else 0.6)
                    yield self._with(start, at, end, sense, quantifier, attributes, rest)
        if self._guess and not senses and self._strange(at):
            end = at + 1
            while end < min(len(said), at + 3) and self._strange(end):
                end += 1
                if said[end - 1].endswith("s") and end > at + 1:
                    break
            for stop in range(at + 1, end + 1):
                name = " ".join(said[at:stop])
                text = " ".join(said[start:stop])
                yield (
                    stop,
                    cost + UNKNOWN_COST - 0.1 * (stop - at),
                    NounPhrase("open", text, name, name, unknown=name, quantifier=quantifier),
                )

    def _strange(self, at: int) -> bool:
        word = self._said[at]
        joint = longest(self._said, at, JOINTS) or longest(self._said, at, CORRECTING)
        small = word in _SMALL or word in PRONOUNS or joint is not None
        return word[0].isalpha() and not small and (word,) not in relations()

    def _with(
        self,
        start: int,
        at: int,
        end: int,
        sense: Sense,
        quantifier: str,
        attributes: dict[str, str],
        cost: float,
    ) -> Found:
        said = self._said
        phrase = NounPhrase(
            sense.kind,
            " ".join(said[start:end]),
            sense.noun,
            " ".join(said[at:end]),
            tuple(attributes.items()),
            "some" if sense.plural and quantifier == "a" else quantifier,
            plural=sense.plural,
            room=sense.room,
            opens=sense.opens,
        )
        if start == at and sense.named and sense.kind == "person":
            cost = max(0.0, cost - 0.15)
        return end, cost, phrase

    def _in_room(
        self,
        start: int,
        at: int,
        middle: int,
        quantifier: str,
        attributes: dict[str, str],
        cost: float,
    ) -> Iterator[Found]:
        """A piece of furniture with its room before it: "the bedroom cupboard"."""
        said = self._said
        if said[middle : middle + 1] == ("'s",):
            middle += 1
        name = " ".join(said[at:middle])
        for _, first in self._lexicon.at(said[:middle], at):
            if not first.room:
                continue
            for end, sense in self._lexicon.at(said, middle):
                if sense.kind == "place" and not sense.room:
                    room = NounPhrase("place", name, first.noun, name, room=True, quantifier="the")
                    found = self._with(start, middle, end, sense, quantifier, attributes, cost)
                    yield end, found[1], replace(found[2], relations=(("in", room),))
