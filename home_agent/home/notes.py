"""What somebody told in their own words comes in; it is kept, found by its words and dropped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from home_agent.clock import unix_s
from home_agent.home.told import same, speaks_of
from home_agent.types import Ref

if TYPE_CHECKING:
    from home_agent.home.belief import Beliefs

_WORD = re.compile(r"(?<!')[^\W_]+")  # not the "s" of "Anna's"
# Words that tell nothing of what a sentence is about.
_SMALL = """a all am an and any are at be been do does every for from had has have i in is it me
    my of on our some that the their these this those to us was we were will with you your"""


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence as it was told, by whom (a name, "" if unknown) and when [s since 1970].

    about: the things it gave a place to, None for any other sentence.
    """

    text: str
    by: str
    unix_s: float
    about: Ref | None = None


def keep(
    beliefs: Beliefs, text: str, by: str = "", about: Ref | None = None, at_s: float | None = None
) -> Note:
    """Keep a sentence instead of one that says the same, or gives the same things a place.

    at_s: seconds since 1970, None for now.
    """
    note = Note(text, by, unix_s() if at_s is None else at_s, about)
    beliefs.notes = [
        old
        for old in beliefs.notes
        if _key(old.text) != _key(text)
        and not (old.about is not None and about is not None and same(old.about, about))
    ] + [note]
    return note


def mention(notes: Sequence[Note], words: str) -> list[Note]:
    """The notes that hold every word of `words` that tells something, newest first.

    Without words all of them; words that tell nothing ("it") are in none.
    """
    asked = _key(words)
    if words and not asked:
        return []
    return [note for note in reversed(notes) if asked <= _key(note.text)]


def drop(beliefs: Beliefs, words: str = "") -> int:
    """Forget the notes that `mention` finds and the places they gave; returns how many notes.

    Without words all notes go, and every place that was told.
    """
    gone = mention(beliefs.notes, words)
    things = [note.about for note in gone if note.about is not None]
    beliefs.notes = [note for note in beliefs.notes if note not in gone]
    beliefs.facts = [
        fact
        for fact in beliefs.facts
        if words and not any(same(fact.ref, thing) for thing in things)
    ]
    return len(gone)


def drop_of(beliefs: Beliefs, ref: Ref) -> int:
    """Forget the notes that speak of these things; returns how many."""
    gone = mention(beliefs.notes, ref.text)
    gone += [note for note in beliefs.notes if note.about and speaks_of(note.about, ref)]
    before = len(beliefs.notes)
    beliefs.notes = [note for note in beliefs.notes if note not in gone]
    return before - len(beliefs.notes)


def _key(text: str) -> frozenset[str]:
    """The words that tell something; "keys" counts as "key"."""
    found = {*_WORD.findall(text.lower())} - {*_SMALL.split()}
    return frozenset(word[:-1] if len(word) > 3 and word[-1] == "s" else word for word in found)
