"""The words from one verb to the next come in; the deed they ask for goes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from home_agent.gate.deeds import Deed, Mention
from home_agent.gate.manner import manner
from home_agent.gate.things import adjectives, noun_at
from home_agent.gate.verbs import MARKS, PRONOUNS, Verb, leads_to_noun, verb_at, with_particle
from home_agent.gate.words import little_words

# What follows these is not to come about.
AVOIDING = little_words("avoiding")
USING = ("use", "utilise", "utilize", "employ")
_RELATIONS = {
    word: relation
    for relation in ("on", "in", "near", "under", "over", "from", "with", "to", "without")
    for word in little_words(f"rel_{relation}")
}
_HOLDERS = ("vessel", "tank", "sealed", "vesselish", "unstable", "drain", "bag", "box")


def clause(said: Sequence[str], start: int, end: int, named: Sequence[Mention]) -> Deed:
    """The deed of the words `start` to `end`; `named` are the things named before."""
    verb = verb_at(said, start)
    words = said[start : _sentence_end(said, start, end)]
    if verb is not None:
        verb = with_particle(verb, words)
    mentions = _mentions(words, verb, named)
    kind = verb.kind if verb is not None else "unknown"
    plain = verb.plain if verb is not None else ""
    done = tuple(one for one in mentions if one.relation != "without")
    if plain in USING and not any(one.is_("electric", "heats", "runs", "flame") for one in done):
        kind = "put"
    omits = frozenset(p for one in mentions if one.relation == "without" for p in one.has)
    if "nothing" in words or "without anything" in " ".join(words):
        omits |= {"everything"}
    return Deed(
        kind, done, manner(" ".join(_before_avoiding(words))), omits, " ".join(words), plain
    )


def _mentions(words: Sequence[str], verb: Verb | None, named: Sequence[Mention]) -> list[Mention]:
    found: list[Mention] = []
    relation, filling, has = "", False, set[str]()
    at = 0 if verb is None else _verb_words(words, verb)
    while at < len(words):
        word = words[at]
        noun = noun_at(words, at)
        longer = noun is not None and noun[0] > at + 1
        if word in adjectives() and not longer and leads_to_noun(words, at + 1):
            has |= {*adjectives()[word].split()}
        elif noun is not None and (longer or word not in _RELATIONS):
            one = Mention(noun[1].name, noun[1].has | has, relation)
            if found and (filling or words[at - 1] == "of" or _of_before(words, at)):
                found[-1] = filled(found[-1], one)
            else:
                found.append(one)
            has, filling, at = set(), False, noun[0]
            continue
        elif word in ("filled", "full") and found:
            filling, relation = True, "with"
        elif tuple(words[at : at + 2]) == ("top", "of"):
            relation = "on"
        elif tuple(words[at : at + 2]) == ("with", "no"):
            relation = "without"
        elif word in _RELATIONS and not (filling and word == "with"):
            if not (word == "to" and at and _RELATIONS.get(words[at - 1]) == "near"):
                relation = _RELATIONS[word]
            filling = False
            if word in ("inside", "in", "underneath", "nearby") and not _names_more(words, at + 1):
                holders = [one for one in named if one.is_("shut", "storage", *_HOLDERS)]
                found += [replace(one, relation=relation) for one in holders[-1:]]
        elif word in PRONOUNS and not leads_to_noun(words, at + 1):
            meant = _meant(verb, relation, named)
            found += [] if meant is None else [replace(meant, relation=relation)]
        elif word in adjectives() and found:
            # "until it is hot", "the door open": said of the thing before.
            found[-1] = replace(found[-1], has=found[-1].has | {*adjectives()[word].split()})
        elif word in ("while", "then"):
            relation = ""
        at += 1
    return found


def filled(vessel: Mention, stuff: Mention) -> Mention:
    """ "a cup of hot tea": the cup, holding what the tea is like."""
    hot = {"hot"} if stuff.is_("hot", "hotdrink") else set()
    if not vessel.is_(*_HOLDERS):
        return replace(vessel, has=vessel.has | stuff.has)
    own = set() if vessel.is_("vessel", "tank", "sealed", "vesselish", "drain") else stuff.has
    return replace(vessel, holds=vessel.holds | stuff.has, has=vessel.has | hot | own)


def _of_before(words: Sequence[str], at: int) -> bool:
    """ "full of hot soup": adjectives may stand between "of" and the noun."""
    while at > 0 and words[at - 1] in adjectives():
        at -= 1
    return at > 0 and words[at - 1] == "of"


def _verb_words(words: Sequence[str], verb: Verb) -> int:
    """How many words the verb takes at the start: its particle may stand apart."""
    return len(verb.words) if tuple(words[: len(verb.words)]) == verb.words else 1


def _meant(verb: Verb | None, relation: str, named: Sequence[Mention]) -> Mention | None:
    """What "it" means: what can be switched on for "turn it on", else what was dealt with last."""
    if verb is not None and verb.kind in ("on", "off", "toggle", "plug", "unplug") and not relation:
        fits = [one for one in named if one.is_("electric", "heats", "runs", "flame")]
    elif verb is not None and verb.kind == "pour" and relation:
        fits = [one for one in named if not one.is_("liquid")]
    else:
        fits = [one for one in named if not one.relation]
    return fits[-1] if fits else None


def _before_avoiding(words: Sequence[str]) -> Sequence[str]:
    """The words up to "to avoid ..." or "to prevent ..."."""
    return words[: next((at for at, word in enumerate(words) if word in AVOIDING), len(words))]


def _sentence_end(said: Sequence[str], start: int, end: int) -> int:
    """Where the clause's sentence ends, `end` at the latest."""
    return next((at for at in range(start, end) if said[at] in MARKS - {","}), end)


def _names_more(words: Sequence[str], at: int) -> bool:
    """Does the clause name a thing from here on?"""
    rest = range(at, len(words))
    return any(noun_at(words, one) is not None or words[one] in PRONOUNS for one in rest)
