"""Words that could not be read come in; the words that were probably meant go out, if any.

"tooth paste" is joined, "lookfor" parted, "sissors" replaced by the one known word that looks or
sounds like it. Names of rooms, furniture and people are never guessed: one would drive there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

from home_agent.language.lexicon import Lexicon
from home_agent.language.phrases import Grammar
from home_agent.language.words import (
    CORRECTING,
    EXCLUDING,
    JOINTS,
    LEADS,
    LIGHT,
    NUMBERS,
    PRONOUNS,
    describing,
    openers,
    relations,
)

Said = tuple[str, ...]
SHORTEST = 5  # letters of a noun that may be guessed
LONG = 7  # letters of one in which two may be wrong
SOUND_ALIKE = {
    "of": "off", "off": "of", "too": "to", "two": "to", "for": "four", "there": "their",
    "their": "there", "hear": "here", "read": "red", "blew": "blue", "meat": "meet", "led": "lead",
    "weight": "wait", "wrap": "rap", "pane": "pan", "plait": "plate", "pare": "pear",
    "flour": "flower", "sauce": "source", "bare": "bear", "bawl": "ball", "peace": "piece",
    "sow": "so", "rap": "wrap", "clothe": "cloth", "close": "clothes", "than": "then", "an": "and",
}  # fmt: skip
_AFTER_VERBS = ("for", "up", "me", "on", "off", "to", "the", "down", "out", "after", "with", "in")
_SOUNDS = str.maketrans({"c": "k", "q": "k", "z": "s", "x": "s", "v": "f", "d": "t", "b": "p"})


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """All words that can be read, the nouns among them, and the verbs that begin a clause."""

    words: frozenset[str]
    nouns: frozenset[str]
    verbs: frozenset[str]
    keys: frozenset[Said]


@lru_cache(maxsize=8)
def vocabulary(grammar: Grammar, lexicon: Lexicon) -> Vocabulary:
    """The words of a grammar and a lexicon."""
    tables = (JOINTS, LEADS, LIGHT, EXCLUDING, CORRECTING, openers(), relations())
    small = {word for table in tables for key in table for word in key}
    small |= {*describing(), *NUMBERS, *PRONOUNS, "t", "wearing"}
    verbs = {word for word in grammar.first if word}
    of_rules = {m.word for rule in grammar.rules for ways in rule.template.moves for m in ways}
    names = {word for key in lexicon.own for word in key}
    of_nouns = {word for key in lexicon.senses for word in key}
    things = {
        word for key, senses in lexicon.senses.items() if senses[0].kind == "thing" for word in key
    }
    keys = frozenset([*lexicon.senses, *lexicon.own])
    every = frozenset(small | verbs | of_rules | names | of_nouns)
    return Vocabulary(every, frozenset(things - names), frozenset(verbs), keys)


def mended(said: Said, known: Vocabulary) -> Said | None:
    """The words as they were probably meant; None when nothing better is found."""
    found: list[str] = []
    at = 0
    while at < len(said):
        word = said[at]
        if at + 1 < len(said) and _joins(word, said[at + 1], known):
            found.append(word + said[at + 1])
            at += 2
            continue
        if word in known.words or not word[0].isalpha():
            found.append(word)
        else:
            found += _parted(word, known) or [_alike(word, not found, known) or word]
        at += 1
    return None if tuple(found) == said else tuple(found)


def _joins(first: str, second: str, known: Vocabulary) -> bool:
    if not (first[0].isalpha() and second[0].isalpha()) or (first, second) in known.keys:
        return False
    return (first + second,) in known.keys


def _parted(word: str, known: Vocabulary) -> list[str]:
    for cut in range(2, len(word) - 1):
        first, second = word[:cut], word[cut:]
        if (first, second) in known.keys:
            return [first, second]
        if first in known.verbs and second in _AFTER_VERBS:
            return [first, second]
    return []


def _alike(word: str, begins: bool, known: Vocabulary) -> str:
    """The one known word nearest to this one; "" when there is none, or there are several."""
    if begins:
        return nearest(word, known.verbs, len(word) >= SHORTEST) if len(word) >= 3 else ""
    return nearest(word, known.nouns) if len(word) >= SHORTEST else ""


def variants(said: Said) -> Iterator[Said]:
    """The words with one of them replaced by one that sounds like it: "turn of the light"."""
    for at, word in enumerate(said):
        if word in SOUND_ALIKE:
            yield (*said[:at], SOUND_ALIKE[word], *said[at + 1 :])


def nearest(word: str, among: Collection[str], unlike: bool = False) -> str:
    """The only word at the least distance, at most two letters: it must sound the same, or have
    the same letters. (A letter alone would make bread of break.) unlike: a letter alone will do.
    """
    best: dict[int, set[str]] = {}
    key = sound(word)
    for other in among:
        if abs(len(other) - len(word)) > 2 or len(other) < 3:
            continue
        if other[0] != word[0] and sound(other) != key:
            continue
        apart = distance(word, other)
        same = sound(other) == key
        near = apart == 1 or (apart == 2 and len(word) >= LONG)
        if near and (same or (unlike and apart == 1) or sorted(other) == sorted(word)):
            best.setdefault(apart, set()).add(other)
    if not best:
        return ""
    closest = best[min(best)]
    singles = {one for one in closest if one.removesuffix("s") not in closest - {one}}
    return singles.pop() if len(singles) == 1 else ""


def distance(a: str, b: str) -> int:
    """How many letters must be put in, taken out, replaced or swapped to make `b` of `a`.

    Optimal string alignment (Damerau 1964, restricted): no letter is edited twice.
    """
    before: list[int] = []
    last = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            best = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                best = min(best, before[j - 2] + 1)
            row.append(best)
        before, last = last, row
    return last[-1]


@lru_cache(maxsize=8192)
def sound(word: str) -> str:
    """A word by its consonants: those that sound alike become one letter, doubled ones too."""
    plain = word.replace("ph", "f").replace("ck", "k").replace("sc", "s").replace("ce", "se")
    plain = plain.replace("ci", "si").replace("kn", "n").replace("wr", "r").replace("gh", "")
    found = ""
    for letter in plain.translate(_SOUNDS):
        if letter not in "aeiouyhw" and (not found or found[-1] != letter):
            found += letter
    return found
