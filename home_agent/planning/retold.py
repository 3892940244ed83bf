"""Notes come in; the sentence that tells who told what, and how long ago, goes out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby

from home_agent.clock import unix_s
from home_agent.home.notes import Note, mention
from home_agent.planning.meaning import SPEAKER, Known

MOST_TOLD = 5
_SPANS = ((86400.0, "day"), (3600.0, "hour"), (60.0, "minute"))
# Without May and March, which are verbs too.
_NAMES = """I Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February April June
    July August September October November December"""


def retold(known: Known, words: str = "", now_unix_s: float | None = None) -> str:
    """What was told (of `words` only), newest first, at most five: one or two sentences.

    now_unix_s: seconds since 1970, None for now.
    """
    now = unix_s() if now_unix_s is None else now_unix_s
    names = [*_NAMES.split(), *(one.name for one in known.home.residents.values())]
    found = mention(known.beliefs.notes, words)
    if not found:
        return f"Nobody has told me anything {about(words, names) if words else 'yet'}."
    parts, last = [], ""
    shown = groupby(found[:MOST_TOLD], key=lambda note: (_who(note, known), ago(note, now)))
    for (who, when), notes in shown:
        quoted = _listed(f'"{proper(note.text, names)}"' for note in notes)
        parts.append(f"{when}: {quoted}" if who == last else f"{who} {when}: {quoted}")
        last = who
    more = len(found) - MOST_TOLD
    rest = f" That is not all: there {'is' if more == 1 else 'are'} {more} more."
    return "; ".join(parts) + "." + (rest if more > 0 else "")


def ago(note: Note, now_unix_s: float) -> str:
    """How long ago a note was told: "just now", "2 hours ago"."""
    age_s = now_unix_s - note.unix_s
    for span_s, name in _SPANS:
        count = int(age_s // span_s)
        if count > 0:
            return f"{count} {name}{'s' if count > 1 else ''} ago"
    return "just now"


def proper(text: str, names: Iterable[str]) -> str:
    """`text` as written, its names with a capital: "anna comes on monday" gives "Anna ... Monday".

    What was heard is all lower case.
    """
    for name in names:
        text = re.sub(rf"\b{re.escape(name.lower())}\b", name, text)
    return text


def about(words: str, names: Iterable[str]) -> str:
    """What was asked about, as the robot says it: "my key" gives "about your key"."""
    yours = re.sub(r"\b(my|me)\b", lambda found: {"my": "your"}.get(found[0], "you"), words)
    return f"about {proper(yours, names)}"


def _who(note: Note, known: Known) -> str:
    if note.by.lower() == known.speaker.lower():
        return "You told me"
    return f"{note.by} told me" if note.by.lower() not in SPEAKER else "I was told"


def _listed(some: Iterable[str]) -> str:
    first = [*some]
    return " and ".join([", ".join(first[:-1]), first[-1]] if len(first) > 1 else first)
