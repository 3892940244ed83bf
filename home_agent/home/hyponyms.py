"""A noun that nobody listed comes in; the kind of household thing that it is a kind of goes out.

The table was made from WordNet by scripts/make_hyponyms.py: a chalice is a cup, a skillet a pan.
It says only what is a kind of what. Butter lies near milk in any dictionary, and is not milk.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType

FILE = Path(__file__).with_name("hyponyms.txt")
LONGEST = 3  # words of a noun


@cache
def table() -> Mapping[str, str]:
    """Every noun of the file (lower case, singular) and the kind of thing it is a kind of."""
    found: dict[str, str] = {}
    for line in FILE.read_text(encoding="utf-8").splitlines():
        kind, colon, nouns = line.partition(": ")
        if colon and not line.startswith("#"):
            found |= dict.fromkeys(nouns.split(", "), kind)
    return MappingProxyType(found)


def kind_of(noun: str) -> str:
    """What a noun is a kind of, as the tables of things name it; "" when it is not in the table."""
    forms = singulars(" ".join(noun.lower().split()))
    return next((table()[form] for form in forms if form in table()), "")


def singulars(noun: str) -> list[str]:
    """A noun (lower case) as it is, then what it may be the plural of."""
    endings = (("ies", "y"), ("es", ""), ("s", ""))
    return [noun] + [noun.removesuffix(end) + new for end, new in endings if noun.endswith(end)]


def familiar(words: Sequence[str]) -> list[str]:
    """The words of a phrase, nouns of the table replaced by what they are a kind of.

    >>> familiar(["blue", "chalice"])
    ['blue', 'cup']
    """
    found: list[str] = []
    at = 0
    while at < len(words):
        for length in range(min(LONGEST, len(words) - at), 0, -1):
            kind = kind_of(" ".join(words[at : at + length]))
            if kind:
                found += kind.split()
                break
        else:
            length = 1
            found.append(words[at])
        at += length
    return found
