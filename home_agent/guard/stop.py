"""Heard or typed words, or the press of a button, come in; a latched stop goes out.

No model, no wake word, no speaker check: whoever says stop is obeyed, and partial transcripts
count. This is a software stop; it does not replace an emergency stop switch.
"""

from __future__ import annotations

import contextlib
import re
from pathlib import Path

from home_agent.types import Utterance
from home_agent.wire import LineClosed, connect

_WORDS = re.compile(
    r"\b(stop|halt|freeze|whoa|emergency|don't move|do not move|hold it|stay where you are)\b"
)
_NOT_NOW = re.compile(
    r"\b(bus stop|stop sign|door ?stop|non-?stop|(?:to|the|a|when|after|if) stop)\b"
    r"|\b(?:don't|do not|never) (?:stop|halt|freeze)\b"
)
_RESUME = re.compile(r"^(please )?(resume|continue|go on|carry on)( please)?$")


def means_stop(heard: Utterance | str) -> str:
    """The reason to stop when these words mean it, else an empty text.

    A short "stop" anywhere counts; in doubt it is a stop.
    """
    text = (heard if isinstance(heard, str) else heard.text).lower().strip(" .!?,")
    text = text.replace("’", "'")
    found = _WORDS.search(_NOT_NOW.sub(" ", text))
    if found is None:
        return ""
    who = None if isinstance(heard, str) else heard.speaker
    return f"{who.capitalize() if who else 'Somebody'} said '{found[1]}'."


def means_resume(heard: Utterance | str) -> bool:
    """Whether these words, and nothing else, ask to go on after a stop."""
    text = (heard if isinstance(heard, str) else heard.text).lower().strip(" .!?,")
    return _RESUME.match(text) is not None


def press(folder: Path, reason: str = "Somebody pressed stop.") -> bool:
    """Stop the guard that listens in `folder`, from any process of this user; False if none does.

    There is no way to resume on this line.
    """
    try:
        line = connect(folder / "stop", atomic=True)
    except LineClosed:
        return False
    # Being there is enough to stop; the words are for the record.
    with contextlib.suppress(LineClosed):
        line.send({"stop": reason})
    line.close()
    return True
