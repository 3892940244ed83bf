"""Skills come in; the phrases that ask for them go out, as a grammar or as sampled sentences.

A skill's own templates count first. For the skills of the house there are more ways to say them
here; a template whose slots the skill does not have is left out.
"""

from __future__ import annotations

import math
import random
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

from home_agent.language.sayings import SAYINGS
from home_agent.language.sayings_people import SAYINGS_PEOPLE
from home_agent.language.templates import Template, template

if TYPE_CHECKING:
    from home_agent.home.graph import HomeMap
    from home_agent.skill import Skill

# How often people ask for what, of the skills of the house; any other skill counts as one.
# Rough figures of our own: they keep a rare verb from being heard instead of a common one.
OFTEN: Mapping[str, float] = {
    "fetch": 6.0, "go_to": 5.0, "put": 5.0, "find": 3.0, "where_is": 3.0, "open": 3.0,
    "close": 3.0, "pick": 3.0, "give": 3.0, "follow": 2.0, "switch": 2.0, "tidy": 2.0,
    "stop": 2.0, "recall": 0.5, "clean": 0.5, "guide": 0.5, "greet": 0.4, "count": 0.4,
    "describe": 0.4, "remind": 0.4, "pour": 0.3, "meet": 0.3, "answer": 0.3, "dock": 0.3,
    "compare": 0.2, "patrol": 0.2, "undo": 0.2,
}  # fmt: skip
SLOT = 8.0  # a slot against a word, which counts as often as rules have it
OWN = 3.0  # a skill's own phrase against one of the house's more ways to say it

# The basic colour terms of English (Berlin and Kay 1969): what people say first.
BASIC_COLOURS = (
    "black", "white", "red", "yellow", "green", "blue", "brown", "pink", "orange", "grey", "purple",
)  # fmt: skip
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_TEXTS = ("hello", "good morning", "dinner is ready", "thank you")

ANY = "_"  # a slot of a phrase whose words say nothing to the skill

Key = tuple[str, tuple[str, ...], tuple[tuple[str, str], ...]]
_VOWELS = "aeiou"


@dataclass(frozen=True, slots=True)
class Rule:
    """One phrase of one skill: `kinds` is what its slots hold, `cost` how far-fetched it is."""

    skill: str
    template: Template
    kinds: Mapping[str, str]
    cost: float


@dataclass(frozen=True, slots=True, eq=False)
class Grammar:
    """All rules, and by their first word which of them can begin there ("" with a slot)."""

    rules: tuple[Rule, ...]
    first: Mapping[str, tuple[int, ...]]


def grammar(skills: Mapping[str, Skill]) -> Grammar:
    """The grammar of some skills. Raises `BadInput` for a phrase that is not well formed."""
    keys = tuple(
        (one.name, tuple(one.phrases), tuple((s.name, s.kind) for s in one.slots.values()))
        for one in skills.values()
    )
    return _grammar(keys)


@lru_cache(maxsize=32)
def _grammar(keys: tuple[Key, ...]) -> Grammar:
    rules: list[Rule] = []
    for name, phrases, slots in keys:
        kinds = {ANY: "thing", **dict(slots)}
        own = [(template(phrase), 0.0) for phrase in phrases]
        more = [(template(phrase), cost) for phrase, cost in sayings(name)]
        for form, cost in own + more:
            if all(m.slot in kinds for ways in form.moves for m in ways if m.slot):
                rules.append(Rule(name, form, kinds, cost))
    first: dict[str, list[int]] = {}
    for number, rule in enumerate(rules):
        for word in rule.template.first_words():
            first.setdefault(word, []).append(number)
            if word:
                first.setdefault(gerund(word), []).append(number)
    return Grammar(tuple(rules), {word: tuple(found) for word, found in first.items()})


@lru_cache(maxsize=128)
def sayings(skill: str) -> tuple[tuple[str, float], ...]:
    """The house's own phrases for a skill; "~" before one makes it less likely."""
    found = []
    for line in (SAYINGS | SAYINGS_PEOPLE).get(skill, "").strip().splitlines():
        plain = line.strip()
        unlikely = len(plain) - len(plain.lstrip("~"))
        found.append((plain.lstrip("~ "), 0.02 + 0.6 * unlikely))
    return tuple(found)


def gerund(verb: str) -> str:
    """The -ing form: "bring" gives "bringing", "put" gives "putting"."""
    if verb.endswith("e") and not verb.endswith("ee"):
        return verb[:-1] + "ing"
    vowels = [letter in _VOWELS for letter in verb]
    short = len(verb) > 2 and vowels[-3:] == [False, True, False] and sum(vowels) == 1
    if short and verb[-1] not in "wxy":
        return verb + verb[-1] + "ing"
    return verb + "ing"


# --- sampling


def sample(skills: Mapping[str, Skill], home: HomeMap, n: int, seed: int = 0) -> list[str]:
    """`n` sentences that the grammar understands, in the words of this home; usual ones oftener.

    They are what a recogniser's language model is built from: lower case, no punctuation.
    """
    rng = random.Random(seed)
    rules = grammar(skills).rules
    if not rules:
        return []
    chances = list(accumulate(_chances(rules)))
    usual = Counter(word for rule in rules for word in _words(rule.template))
    words = _SampleWords(home, rng)

    def one() -> str:
        return _walk(rng.choices(rules, cum_weights=chances)[0], words, usual, rng)

    found: list[str] = []
    while len(found) < n:
        sentence = one()
        if rng.random() < 0.15:
            sentence += " and " + one()
        if rng.random() < 0.1:
            sentence = rng.choice(["please ", "could you ", "robot ", "can you "]) + sentence
        if rng.random() < 0.05:
            sentence += " please"
        found.append(sentence)
    return found


def _chances(rules: Sequence[Rule]) -> list[float]:
    """How likely each rule is: by its skill, and within the skill by how far-fetched it is."""
    within = [OWN if rule.cost == 0.0 else math.exp(-2.0 * rule.cost) for rule in rules]
    whole: defaultdict[str, float] = defaultdict(float)
    for rule, weight in zip(rules, within, strict=True):
        whole[rule.skill] += weight
    return [
        OFTEN.get(rule.skill, 1.0) * weight / whole[rule.skill]
        for rule, weight in zip(rules, within, strict=True)
    ]


def _words(form: Template) -> set[str]:
    return {move.word for ways in form.moves for move in ways}


def _walk(rule: Rule, words: _SampleWords, usual: Mapping[str, int], rng: random.Random) -> str:
    """One sentence of a rule; a word that many rules have is likelier than its rare synonyms."""
    state = 0
    said: list[str] = []
    form = rule.template
    while True:
        ways = form.moves[state]
        if state in form.ends and (not ways or rng.random() < 0.5):
            return " ".join(said)
        move = rng.choices(ways, [usual[move.word] if move.word else SLOT for move in ways])[0]
        if move.word:
            said.append(move.word)
        elif not move.preset:
            said.append(words.slot(rule.kinds[move.slot], move.slot))
        state = move.to


class _SampleWords:
    """Draws what fills a slot from the home's own names and the kinds of things."""

    def __init__(self, home: HomeMap, rng: random.Random) -> None:
        from home_agent.home.things import things  # noqa: PLC0415
        from home_agent.language.words import COLOURS  # noqa: PLC0415

        self._rng = rng
        self._things = [name for name in things() if name != "person"]
        rare = {"beige", "cyan", "magenta", "maroon", "lilac", "crimson"}
        self._colours = [*sorted(COLOURS - rare), *BASIC_COLOURS, *BASIC_COLOURS]
        self._rooms = [room.name.lower() for room in home.rooms.values()]
        places = list(home.places.values())
        names = [name.lower() for place in places for name in (place.name, place.category)]
        self._places = names or self._rooms
        self._containers = [p.name.lower() for p in places if p.opening != "none"] or self._places
        self._people = [one.name.lower() for one in home.residents.values()]

    def slot(self, kind: str, name: str = "") -> str:
        """Words for the slot `name` of this kind."""
        rng = self._rng
        if name == "container" and rng.random() < 0.9:
            return "the " + rng.choice(self._containers)
        if kind == "place":
            return "the " + rng.choice(self._rooms if rng.random() < 0.4 else self._places)
        if kind == "person":
            return rng.choice([*self._people, "me", "me"])
        if kind == "number":
            return rng.choice(["two", "three", "five", "ten", "twenty", "thirty"])
        if kind == "time":
            return rng.choice(["at five", "tomorrow", "in ten minutes"])
        if name == "about":
            return rng.choice([*self._people, *_DAYS, "the doctor", "the plumber", "the birthday"])
        if kind == "text":
            return rng.choice(_TEXTS)
        words = [rng.choice(["small", "big"])] if rng.random() < 0.1 else []
        words += [rng.choice(self._colours)] if rng.random() < 0.5 else []
        words.append(rng.choice(self._things))
        article = rng.choice(["the", "the", "the", "a", "my"])
        if article == "a" and words[0][0] in _VOWELS:
            article = "an"
        return " ".join([article, *words])
