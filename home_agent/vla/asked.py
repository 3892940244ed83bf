"""A short phrase comes in; the kinds, the colour and the side that it asks for go out.

What a noun means is looked up (home/things.py), what that looks like is learned. A phrase counts
only when it is understood whole ("the red mug to the left"): with a word left over, its noun
says nothing here, and the network must do with the words alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from home_agent.home.things import ANYTHING, meant, nouns
from home_agent.vla.labels import COLOURS, MATERIALS

LEFT, RIGHT = "left", "right"
# Words that a phrase is made with, and that say nothing of a thing.
_FRAME = frozenset(
    word
    for text in (
        "a an the some any please of to my your this that here one is in on made",
        "coloured colored",
    )
    for word in text.split()
)
_WORD = re.compile(r"[a-z0-9]+")
_LONG = 6  # letters that a word must have to be taken for a misspelt one


@dataclass(frozen=True, slots=True)
class Asked:
    """What a phrase asks for; kinds is () and colour or side "" where it does not say."""

    kinds: tuple[str, ...] = ()
    colour: str = ""
    side: str = ""


@cache
def asked(phrase: str) -> Asked:
    """Read a phrase.

    >>> asked("the red mug to the left")
    Asked(kinds=('mug',), colour='red', side='left')
    """
    said = [spelled(word) for word in _WORD.findall(phrase.lower().replace("'s", " "))]
    side = next((word for word in said if word in (LEFT, RIGHT)), "")
    rest = [word for word in said if word not in _FRAME and word != side]
    colours = [word for word in rest if word in COLOURS]
    plain = [word for word in rest if word not in COLOURS and word not in MATERIALS]
    # "An orange", "the glass": with no other noun, a colour or a material may be one.
    noun = " ".join(plain) or next((word for word in reversed(rest) if word in nouns()), "")
    if noun in colours and not plain:
        colours.remove(noun)
    kinds = () if noun in ANYTHING else meant(noun)
    return Asked(kinds, colours[0] if colours else "", side)


@cache
def spelled(word: str) -> str:
    """A long word that no table has, when just one word of the home's things is a letter away and
    begins as it does; else the word.

    >>> spelled("bottlr")
    'bottle'
    """
    if len(word) < _LONG or word in _known():
        return word
    near = {
        other
        for other in _known()
        if other[0] == word[0] and abs(len(other) - len(word)) < 2 and _alike(word, other)
    }
    return near.pop() if len(near) == 1 else word


@cache
def _known() -> frozenset[str]:
    """Every single word of the home's things."""
    every = {word for noun in nouns() for word in noun.split()}
    return frozenset({*every, *COLOURS, *MATERIALS, *_FRAME, LEFT, RIGHT})


def _alike(a: str, b: str) -> bool:
    """Does one letter more, less or other make one word of the other?"""
    same = next(
        (n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b))
    )
    a, b = a[same:], b[same:]
    return a[1:] == b[1:] or a == b[1:] or a[1:] == b
