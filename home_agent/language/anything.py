"""Words that name no thing come in ("something to drink"); their phrases go out."""

from __future__ import annotations

from collections.abc import Iterator

from home_agent.language.noun import Found, NounPhrase
from home_agent.language.words import ANYTHING, describing

FOR_DOING = {
    "drink": "drink", "eat": "food", "nibble": "snack", "read": "book", "wear": "clothes",
    "write": "pen", "play": "toy", "cut": "knife", "wipe": "cloth", "sit": "chair",
}  # fmt: skip
_SMALL = ("with", "on", "in", "from")


def anything(said: tuple[str, ...], start: int) -> Iterator[Found]:
    """The phrases that begin with "anything" and the like at word `start`."""
    end = start + 1
    if said[end : end + 1] == ("else",):
        end += 1
    attributes: dict[str, str] = {}
    if said[end : end + 1] == ("is",):
        end += 1
    while True:
        if said[end : end + 1] == ("to",) and FOR_DOING.keys() & set(said[end + 1 : end + 2]):
            yield _for_doing(said, start, end, attributes)
        about = tuple(attributes.items())
        text = " ".join(said[start:end])
        yield end, 0.3, NounPhrase("open", text, attributes=about, quantifier=ANYTHING[said[start]])
        if end >= len(said) or said[end] not in describing():
            return
        name, value = describing()[said[end]]
        attributes[name] = value
        end += 1


def _for_doing(said: tuple[str, ...], start: int, end: int, attributes: dict[str, str]) -> Found:
    """ "something cold to drink" is a cold drink."""
    noun = FOR_DOING[said[end + 1]]
    stop = end + 2
    if said[stop : stop + 1] and said[stop] in _SMALL:
        stop += 1
    text = " ".join(said[start:stop])
    about = tuple(attributes.items())
    return stop, 0.1, NounPhrase("thing", text, noun, noun, about, ANYTHING[said[start]])
