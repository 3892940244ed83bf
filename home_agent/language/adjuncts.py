"""Words come in; the times and conditions that may stand before or after a clause go out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from home_agent.language.words import CORRECTING, NUMBERS, longest, word_set

_DAYS = word_set(
    """monday tuesday wednesday thursday friday saturday sunday today tomorrow
    tonight later soon weekday weekend"""
)
_PARTS = word_set("morning noon afternoon evening night midnight dawn lunchtime bedtime")
_UNITS = word_set("second seconds minute minutes hour hours day days week weeks month months")
_CLOCK = word_set("am pm")
_MEALS = word_set("breakfast lunch dinner supper tea school work bed")
_WHEN = (("in", "case"), ("only", "if"), ("even", "if"), ("as", "long"))
_OFTEN = word_set("daily weekly hourly nightly")
_ORDERS = word_set(
    """ask tell bring give go put take open close turn switch find get fetch pick clean let remind
    say show follow guide greet"""
)
_OBJECTS = word_set("him her them me it us the a an my on off up to")
CONDITIONS = ("if", "when", "unless", "once", "until", "whenever", "while", "after", "before")
LONGEST_CONDITION = 16


def times(said: tuple[str, ...], start: int) -> list[tuple[int, str]]:
    """The times that begin at word `start`, longest first: (end, words)."""
    end = start
    while True:
        stop = _time(said, end)
        if stop is None:
            break
        end = stop
        better = longest(said, end + (said[end : end + 1] == (",",)), CORRECTING)
        if better is not None:  # "at six, no, at seven"
            again = better[0] + (said[better[0] : better[0] + 1] == (",",))
            if _time(said, again) is not None:
                start = end = again
    return [(end, " ".join(said[start:end]))] if end > start else []


def conditions(said: tuple[str, ...], start: int) -> Iterator[tuple[int, str]]:
    """The conditions that may begin at word `start`: (end, words), one for every end."""
    if start >= len(said):
        return
    first = said[start]
    if said[start : start + 3] == ("as", "soon", "as") or said[start : start + 2] in _WHEN:
        first = "when"
    asking = said[start + 1 : start + 2] in (("i",), ("you",), ("we",))
    if first == "should" and start == 0 and not asking:
        first = "if"
    if first not in CONDITIONS:
        return
    for end in range(start + 3, min(len(said), start + LONGEST_CONDITION) + 1):
        if said[end - 1] not in (",", "."):
            yield end, " ".join(said[start:end]).replace(" 's", "'s")
        if end < len(said) and said[end] == ".":
            return


def swallows(words: str) -> bool:
    """Does a condition hold what is rather the order itself: "if he is in ask him"?"""
    said = words.split()
    return any(a in _ORDERS and b in _OBJECTS for a, b in pairwise(said[3:]))


def _time(said: tuple[str, ...], at: int) -> int | None:
    """Where one expression of time that begins at `at` ends."""
    word = said[at] if at < len(said) else ""
    rest = said[at + 1 :]
    if word in _DAYS:
        return at + 2 if rest[:1] and rest[0] in _PARTS else at + 1
    if word in ("this", "every", "each") and rest[:1] and rest[0] in (_PARTS | _DAYS | _UNITS):
        return at + 2
    if word == "every" and rest[1:2] and rest[1] in (_UNITS | _DAYS | _PARTS):
        return at + 3
    if word in _OFTEN:
        return at + 1
    if (word in ("once", "twice") or rest[:1] == ("times",)) and rest[-1:] != ():
        per = at + (1 if word in ("once", "twice") else 2)
        if said[per : per + 1] in (("a",), ("every",), ("per",)) and said[per + 1 : per + 2]:
            return per + 2 if said[per + 1] in _UNITS else None
    if word in ("after", "before") and rest[:1] and rest[0] in _MEALS:
        return at + 2
    if word and _counts(word) and rest[:1] and rest[0] in _UNITS and rest[1:3] == ("from", "now"):
        return at + 4
    if word == "for" and rest[1:2] and rest[1] in (*_CLOCK, "oclock") and _counts(rest[0]):
        return at + 3
    if word == "for" and rest[1:2] and _counts(rest[0]) and rest[1] in _UNITS:
        return at + 3
    if word == "for" and rest[:2] == ("half", "an"):
        return at + 4
    if word in ("in", "within") and rest[:1]:
        if rest[:2] == ("half", "an") and rest[2:3] == ("hour",):
            return at + 4
        if _counts(rest[0]) and rest[1:2] and rest[1] in _UNITS:
            return at + 3
        if len(rest) > 2 and _counts(rest[0]) and _counts(rest[1]) and rest[2] in _UNITS:
            return at + 4
        if rest[0] == "the" and rest[1:2] and rest[1] in _PARTS:
            return at + 3
    if word in ("at", "by", "before", "after", "around", "from", "on") and rest[:1]:
        if rest[0] in _PARTS or rest[0] in _DAYS:
            return at + 2
        if rest[0] in ("weekdays", "weekends", "mondays", "sundays"):
            return at + 2
        if rest[0] == "the" and rest[1:2] in (("weekend",), ("hour",)):
            return at + 3
        if word != "on" and (_counts(rest[0]) or ":" in rest[0]):
            return _clock(said, at + 2)
        if rest[:2] == ("half", "past") or (rest[0] == "quarter" and len(rest) > 2):
            return at + 4
        if rest[:2] == ("a", "quarter") and rest[2:3] and rest[2] in ("to", "past"):
            return at + 5
    if word == "in" and rest[:1] == ("a",) and rest[1:4] == ("quarter", "of", "an"):
        return at + 6
    return None


def _clock(said: tuple[str, ...], at: int) -> int | None:
    """What may follow an hour: minutes, "am", "o'clock"; None when it counts things."""
    while at < len(said) and (said[at] in NUMBERS or said[at] in (*_CLOCK, "oclock", "sharp")):
        at += 1
    if at == len(said) or said[at] in (",", ".", "and", "then", *_CLOCK) or said[at] in _DAYS:
        return at
    if said[at - 1] in (*_CLOCK, "oclock", "sharp"):
        return at
    if said[at - 1] in NUMBERS and said[at - 2] == "at":
        return at
    return at if said[at] in ("in", "every", "please", "on", "to") else None


def _counts(word: str) -> bool:
    return word in NUMBERS or word[0].isdecimal() or word in ("a", "an", "few")
