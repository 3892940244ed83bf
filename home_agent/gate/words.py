"""Text comes in; plain lower-case words go out, with what they may be plain forms of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?|[.,;:!?]")
_VOWELS = "aeiou"


def split(text: str) -> tuple[str, ...]:
    """The words and marks of a text: "Pour it on the SinkBasin." ends in sink, basin, "."."""
    plain = _CAMEL.sub(" ", text.replace("\u2019", "'")).lower()
    plain = re.sub(r"(?<=[a-z])[-_/](?=[a-z])", " ", plain)
    plain = re.sub(r"(?<=[a-z])_\d+\b", "", plain)
    return tuple(_WORD.findall(plain))


@lru_cache(maxsize=8192)
def singular(word: str) -> str:
    """A noun without its plural ending."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("ves") and len(word) > 4:
        return word[:-3] + "f"
    if word.endswith(("ches", "shes", "sses", "xes", "oes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 2:
        return word[:-1]
    return word


def forms(verb: str) -> Iterator[str]:
    """A verb's plain form, and those that end in -s, -ing and -ed."""
    head, _, tail = verb.partition(" ")
    tail = f" {tail}" if tail else ""
    yield verb
    last, before = head[-1], head[-2:-1]
    doubled = (
        len(head) > 2 and last not in "aeiouwxy" and before in _VOWELS and head[-3] not in _VOWELS
    )
    stems = [head[:-1]] if last == "e" and before != "e" else [head]
    if doubled:
        stems.append(head + last)
    for stem in stems:
        yield f"{stem}ing{tail}"
        yield f"{stem}ed{tail}"
    if last == "y" and before not in _VOWELS:
        yield f"{head[:-1]}ied{tail}"
        yield f"{head[:-1]}ies{tail}"
    else:
        yield f"{head}{'es' if last in 'sxz' or head.endswith(('ch', 'sh')) else 's'}{tail}"


@cache
def little_words(name: str) -> frozenset[str]:
    """A row of little_words.txt."""
    text = (files("home_agent.gate") / "little_words.txt").read_text(encoding="utf-8")
    rows = (line.partition(":") for line in text.splitlines() if not line.startswith("#"))
    return next(frozenset(words.split()) for row, _, words in rows if row.strip() == name)
