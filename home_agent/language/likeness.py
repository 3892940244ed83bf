"""Two nouns come in; how much alike the things are goes out, and where a thing goes by examples."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from home_agent.home.hyponyms import kind_of, singulars
from home_agent.language.groups import group_of, groups, lineage
from home_agent.language.lexicon import common

BULKY = {"case", "crate", "large", "big", "heavy", "giant", "jumbo", "sack"}


def where_it_goes(thing: str, seen: Sequence[tuple[str, str]]) -> str:
    """The place of the example things that `thing` is most like, nearest neighbour; "" of none."""
    found: dict[str, list[float]] = {}
    for other, place in seen:
        found.setdefault(place, []).append(likeness(thing, other))
    best = {place: max(scores) + 0.1 * sum(scores) / len(scores) for place, scores in found.items()}
    return max(best, key=lambda place: best[place], default="")


def likeness(one: str, other: str) -> float:
    """How alike: 1 is the same; less for one group, groups of a wider one, words in common."""
    a, b = one.lower(), other.lower()
    if a == b:
        return 1.0
    mine, yours = known(a), known(b)
    words = [{w for w in one.replace("-", " ").split() if len(w) > 2} for one in (a, b)]
    bonus = min(0.3, 0.15 * len(words[0] & words[1]))
    bonus += 0.3 * all(one & BULKY for one in words)
    for depth, group in enumerate(mine):
        if group in yours:
            return 0.8 / (1 + 0.5 * (depth + yours.index(group))) + bonus
    uses = {u for g in mine for u in groups()[g].uses} & {
        u for g in yours for u in groups()[g].uses
    }
    return 0.1 * bool(uses) + bonus


@lru_cache(maxsize=4096)
def known(noun: str) -> tuple[str, ...]:
    """The groups of a noun, or of its last words: "red summer dress" is of those of "dress"."""
    words = noun.lower().replace("-", " ").rstrip("0123456789 ").split()
    for start in range(len(words)):
        name = " ".join(words[start:])
        meant = common().get(tuple(words[start:]), ())
        nouns = [sense.noun for sense in meant if sense.kind == "thing"]
        for form in (*singulars(name), *nouns, kind_of(name)):
            if form in group_of() or form in groups():
                return tuple(group for group in lineage(form) if group in groups())
    for end in range(len(words) - 1, 0, -1):
        for form in singulars(" ".join(words[:end])):
            if form in group_of():
                return tuple(group for group in lineage(form) if group in groups())
    return ()
