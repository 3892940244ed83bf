"""The words of an order come in; where a verb stands, and what kind of deed it is, goes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from home_agent.gate.things import adjectives, noun_at
from home_agent.gate.words import forms, little_words, split

MARKS = frozenset(".,;:!?")
ARTICLES = little_words("articles")
PRONOUNS = little_words("pronouns")
# Words that a verb may follow.
BEFORE_VERB = little_words("before_verb")
_ONLY_GERUND = little_words("before_gerund")
_PARTICLES = little_words("particles")
_IRREGULAR = (
    "left leave, kept keep, broke break, broken break, threw throw, lit light, spilt spill, "
    "burnt burn, hung hang, gave give, took take, made make, fed feed, froze freeze, "
    "tore tear, spread spread, dried dry"
)


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb as it was said: kind is the row of verbs.txt, plain its plain form."""

    kind: str
    plain: str
    words: tuple[str, ...]


@cache
def verbs() -> Mapping[tuple[str, ...], Verb]:
    """Every verb of verbs.txt in all its forms."""
    found: dict[tuple[str, ...], Verb] = {}
    text = (files("home_agent.gate") / "verbs.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        kind, _, plain = line.partition(" : ")
        if line.startswith("#") or not plain:
            continue
        for name in (one.strip() for one in plain.split(",")):
            for form in forms(name):
                words = split(form)
                found.setdefault(words, Verb(kind.strip(), name, words))
    for pair in _IRREGULAR.split(", "):
        form, name = pair.split()
        found.setdefault((form,), found[(name,)])
    return found


def verb_at(said: Sequence[str], at: int) -> Verb | None:
    """The verb that begins at word `at`, if one can stand there."""
    known = verbs()
    phrases = (tuple(said[at : at + n]) for n in (3, 2, 1))
    found = next((known[words] for words in phrases if words in known), None)
    if found is None or (at and said[at] == "using"):
        return None
    before = said[at - 1] if at else "."
    free = before in MARKS or before in BEFORE_VERB or before.endswith("ly")
    gerund = said[at].endswith("ing")
    if gerund and (before in ARTICLES or before in adjectives()):
        return None
    if gerund and said[at] in adjectives() and before not in BEFORE_VERB and at:
        return None  # "pour boiling water"
    if not gerund and (not free or before in _ONLY_GERUND):
        return None
    return found if _is_no_noun(said, at, found, before) else None


def _is_no_noun(said: Sequence[str], at: int, verb: Verb, before: str) -> bool:
    """ "water", "iron", "open" are verbs only if something follows that it can be done to."""
    noun = noun_at(said, at)
    if noun is None and said[at] not in adjectives():
        return True
    if (noun is not None and noun[0] > at + len(verb.words)) or before in ARTICLES:
        return False
    after = said[at + len(verb.words)] if at + len(verb.words) < len(said) else "."
    named = after in ARTICLES or after in PRONOUNS or after in ("up", "down", "on", "off")
    if before in ("and", "or", ",") and at > 0:
        return named
    return named or leads_to_noun(said, at + 1) or len(verb.words) > 1


def leads_to_noun(words: Sequence[str], at: int) -> bool:
    """Does a noun follow here, perhaps behind adjectives?"""
    while at < len(words):
        if noun_at(words, at) is not None:
            return True
        if words[at] not in adjectives():
            return False
        at += 1
    return False


def with_particle(verb: Verb, words: Sequence[str]) -> Verb:
    """ "turn the stove on", "pick it up": the verb with its particle, wherever that stands."""
    head = verb.plain.split()[0]
    for at in range(len(verb.words), len(words)):
        after = words[at + 1] if at + 1 < len(words) else "."
        if words[at] not in _PARTICLES:
            continue
        falls = head in ("knock", "push") and words[at] == "off"  # "knock the vase off the shelf"
        if not falls and (after in ARTICLES or leads_to_noun(words, at + 1)):
            continue
        whole = verbs().get((head, words[at]))
        if whole is not None:
            return whole
    return verb
