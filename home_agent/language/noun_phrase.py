"""Words come in; every noun phrase that begins at a word goes out, with its cost.

"the small red mug on the table but not the chipped one": opener, describing words, noun, then
relations and exclusions, nested once. A cost is how strained a reading is; 0 is a plain one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from home_agent.language.anything import anything
from home_agent.language.lexicon import Lexicon
from home_agent.language.noun import Found, NounPhrase, Nouns
from home_agent.language.persons import POSING, looks
from home_agent.language.words import (
    ANYTHING,
    COLOURS,
    EXCLUDING,
    PRONOUNS,
    THAT_IS,
    describing,
    longest,
    openers,
    relations,
)

KEPT = 16
_SHADES = ("dark", "light", "bright", "pale", "deep", "very", "really", "quite")
_HERE = ("there", "here")


class NounPhrases:
    """All noun phrases of one sentence, each start worked out once.

    guess: also take words that are in no table for nouns, at a high cost.
    """

    def __init__(self, said: tuple[str, ...], lexicon: Lexicon, guess: bool = False) -> None:
        self._said = said
        self._lexicon = lexicon
        self._nouns = Nouns(said, lexicon, guess)
        self._memo: dict[tuple[int, int], list[Found]] = {}

    def at(self, start: int, depth: int = 0) -> list[Found]:
        """The noun phrases that begin at word `start`, cheapest first: (end, cost, phrase)."""
        key = start, depth
        if key not in self._memo:
            found = self._best(list(self._plain(start)))
            fresh = found
            for _ in range(2 - depth):
                fresh = self._best([more for one in fresh for more in self._longer(one, depth)])
                found = found + fresh
            self._memo[key] = self._best(found)
        return self._memo[key]

    def _best(self, found: list[Found]) -> list[Found]:
        """The cheapest readings: at most two of one kind that end at the same word."""
        kept: list[Found] = []
        count: dict[tuple[int, str], int] = {}
        for one in sorted(found, key=lambda f: f[1]):
            key = one[0], one[2].kind
            if count.get(key, 0) < 2:
                count[key] = count.get(key, 0) + 1
                kept.append(one)
        return kept[:KEPT]

    # --- without what comes after the noun

    def _plain(self, start: int) -> Iterator[Found]:
        said = self._said
        if start >= len(said):
            return
        word = said[start]
        if word in PRONOUNS:
            yield start + 1, 0.0, NounPhrase("pronoun", word, refers=PRONOUNS[word])
        if word in ANYTHING:
            yield from anything(said, start)
        opened = longest(said, start, openers())
        if opened is not None:
            yield from self._described(start, opened[0], opened[1], 0.0)
            if said[start] == "one" and opened[0] == start + 1:
                yield from self._described(start, start + 1, "a", 0.0)
        yield from self._described(start, start, "a", 0.15)
        for end, sense in self._lexicon.at(said, start):
            if sense.kind == "person" and said[end : end + 1] == ("'s",):
                owner = (("owner", " ".join(said[start:end])),)
                yield from self._described(start, end + 1, "the", 0.1, owner)
        if word in ("his", "her", "their"):
            yield from self._described(start, start + 1, "the", 0.1)

    def _described(
        self,
        start: int,
        at: int,
        quantifier: str,
        cost: float,
        given: tuple[tuple[str, str], ...] = (),
    ) -> Iterator[Found]:
        """Describing words from `at` on, then a noun, "one" or nothing."""
        said = self._said
        attributes = dict(given)
        opened = at > start
        while at < len(said):
            yield from self._nouns.at(start, at, quantifier, attributes, cost)
            if said[at] in ("one", "ones") and (attributes or (opened and quantifier != "a")):
                text = " ".join(said[start : at + 1])
                yield (
                    at + 1,
                    cost + 0.1,
                    NounPhrase(
                        "open",
                        text,
                        attributes=tuple(attributes.items()),
                        quantifier=quantifier,
                        plural=said[at] == "ones",
                        refers="same",
                    ),
                )
            if said[at] == "," and attributes and at + 1 < len(said):  # "the red, the green, mug"
                yield from self._nouns.at(start, at + 1, quantifier, attributes, cost + 0.6)
            described = self._describing(at)
            if described is None:
                return
            at, name, value = described
            cost += 0.02
            attributes[name] = value
            text = " ".join(said[start:at])
            yield (
                at,
                cost + 1.0,
                NounPhrase(
                    "open",
                    text,
                    attributes=tuple(attributes.items()),
                    quantifier=quantifier,
                    refers="same",
                ),
            )

    def _describing(self, at: int) -> tuple[int, str, str] | None:
        """The describing word at `at`, with a shade before it: (end, attribute, value)."""
        said = self._said
        if said[at] in ("and", ",") and at + 1 < len(said) and said[at + 1] in describing():
            at += 1
        if said[at] in _SHADES and at + 1 < len(said):
            follows = describing().get(said[at + 1])
            if follows is not None and (said[at + 1] in COLOURS or said[at] in _SHADES[-3:]):
                return at + 2, *follows
        found = describing().get(said[at])
        return None if found is None else (at + 1, *found)

    # --- what comes after the noun

    def _longer(self, one: Found, depth: int) -> Iterator[Found]:
        end, cost, phrase = one
        said = self._said
        if end >= len(said) or (phrase.kind == "pronoun" and phrase.refers != "same"):
            return
        if phrase.kind == "thing" and said[end : end + 2] in (("of", "it"), ("of", "them")):
            yield end + 2, cost + 0.2, phrase
        if said[end] == "between":
            yield from self._between(one, depth)
        side = phrase.kind == "open" and phrase.refers == "same" and phrase.noun is None
        if side and said[end] == "of":
            for stop, more, whole in self.at(end + 1, depth + 1):
                if whole.kind in ("thing", "place"):
                    where = (*whole.attributes, *phrase.attributes)
                    text = " ".join([phrase.text, *said[end:stop]])
                    yield stop, more + 0.1, replace(whole, attributes=where, text=text)
        if phrase.kind == "thing" and said[end] == "of" and end + 1 < len(said):
            what = self._lexicon.at(said, end + 1)
            if what:
                stop, sense = what[0]
                full = (*phrase.attributes, ("contents", sense.noun))
                text = phrase.text + " " + " ".join(said[end:stop])
                yield stop, cost + 0.2, replace(phrase, attributes=full, text=text)
        if phrase.kind == "place" and said[end] == "of":
            for stop, more, whole in self.at(end + 1, depth + 1):
                if whole.kind == "place" and not whole.room:
                    text = " ".join([*phrase.text.split(), "of", whole.text])
                    about = (*phrase.attributes, *whole.attributes)
                    part = replace(whole, text=text, attributes=about)
                    yield stop, cost + more + 0.1, replace(part, quantifier=phrase.quantifier)
        after = end + 1 if said[end] == "," else end
        barred = longest(said, after, EXCLUDING)
        if barred is None and phrase.quantifier in ("any", "all") and said[after : after + 1]:
            barred = (after + 1, "but") if said[after] == "but" else None
        if barred is not None and (not phrase.room or phrase.quantifier in ("any", "all")):
            for stop, more, other in self.at(barred[0], depth + 1):
                if other.kind != "pronoun" and (other.kind != "place" or phrase.room):
                    barring = cost + more + 0.3 + 0.05 * depth
                    without = replace(phrase, exclude=(*phrase.exclude, other))
                    yield stop, barring, without
                    if said[stop : stop + 1] in (("or",), ("and",)):
                        for last, rest, too in self.at(stop + 1, depth + 1):
                            if too.kind == other.kind and not too.unknown:
                                both = replace(without, exclude=(*without.exclude, too))
                                strain = 0.2 if said[stop] == "or" else 0.6
                                yield last, barring + rest + strain, both
        yield from _placed(said, one)
        clause = longest(said, end, THAT_IS)
        at = clause[0] if clause is not None else end
        if at >= len(said):
            return
        if clause is not None and said[at] == "not" and at + 1 < len(said):
            described = self._describing(at + 1)
            if described is not None:
                stop, name, value = described
                never = NounPhrase("open", value, attributes=((name, value),), refers="same")
                yield stop, cost + 0.1, replace(phrase, exclude=(*phrase.exclude, never))
        if clause is not None:
            described = self._describing(at)
            if described is not None:
                stop, name, value = described
                yield (
                    stop,
                    cost + 0.1,
                    replace(phrase, attributes=(*phrase.attributes, (name, value))),
                )
        if phrase.kind == "person":
            worn = at + (said[at] in ("is", "are") and phrase.plural)
            for stop, found in looks(said, worn):
                text = " ".join([phrase.text, *said[end:stop]])
                more_about = (*phrase.attributes, found)
                yield stop, cost + 0.1, replace(phrase, attributes=more_about, text=text)
            if said[at] in POSING:
                return
        if said[at] == "over" and said[at + 1 : at + 2] and said[at + 1] in _HERE:
            yield at + 2, cost + 0.05, phrase
            return
        if said[at] in _HERE and phrase.kind == "thing":
            there = NounPhrase("pronoun", said[at], refers=PRONOUNS[said[at]])
            yield at + 1, cost + 0.6, replace(phrase, relations=(*phrase.relations, ("at", there)))
        relation = longest(said, at, relations())
        if relation is None or (phrase.room and phrase.kind == "place"):
            return
        for stop, more, target in self.at(relation[0], depth + 1):
            if target.kind == "open" and not target.unknown:
                continue
            if relation[1] == "with" and target.noun is not None:
                about = (*phrase.attributes, ("with", target.noun))
                text = " ".join([phrase.text, *said[end:stop]])
                yield stop, cost + 0.4, replace(phrase, attributes=about, text=text)
                continue
            strain = 1.0 if relation[1] == "from" else 0.5
            strain += 1.5 if target.kind in ("person", "pronoun") else 0.0
            strain += 0.15 if phrase.relations else 0.0
            into = relation[1] == "in" and (phrase.kind, target.kind) == ("place", "thing")
            strain += 1.2 * into
            if phrase.kind == target.kind == "place" and relation[1] in ("in", "on"):
                strain += 0.0 if target.room else 0.5
            yield (
                stop,
                cost + more + strain,
                replace(phrase, relations=(*phrase.relations, (relation[1], target))),
            )

    def _between(self, one: Found, depth: int) -> Iterator[Found]:
        """ "the toy between the sofa and the armchair": two relations."""
        end, cost, phrase = one
        for middle, more, left in self.at(end + 1, depth + 1):
            if self._said[middle : middle + 1] == ("and",) and not left.unknown:
                for stop, rest, right in self.at(middle + 1, depth + 1):
                    both = (("between", left), ("between", right))
                    full = replace(phrase, relations=(*phrase.relations, *both))
                    yield stop, cost + more + rest + 0.3, full


def _placed(said: tuple[str, ...], one: Found) -> Iterator[Found]:
    """ "the plate in the middle", "the one on the left": which of several by where it is."""
    end, cost, phrase = one
    where = said[end : end + 3]
    side = where[2] if len(where) == 3 and where[1] == "the" else ""
    alone = said[end + 3 : end + 4] != ("of",) and describing().get(side, ("",))[0] == "position"
    if where[:1] and where[0] in ("in", "on", "at") and alone and phrase.kind != "pronoun":
        about = (*phrase.attributes, ("position", side))
        text = " ".join([phrase.text, *where])
        yield end + 3, cost + 0.1, replace(phrase, attributes=about, text=text)
