"""Text as typed or heard comes in; the lower-case words it is made of go out."""

from __future__ import annotations

import re
import unicodedata

from home_agent.errors import BadInput
from home_agent.language.words import word_set

MOST_CHARACTERS = 2000
MOST_WORDS = 100
EXAMPLE = "for example 'bring me the red mug'"

_TOKEN = re.compile(r"\d+:\d\d|\d+(?:\.\d+)?|[^\W\d_]+(?:'[^\W\d_]+)*|[,.;:!?%°]")
_TIMER = re.compile(r"\b(?:an?|the) (\w+)[ -](second|minute|hour)s? (timer|alarm)\b")
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "—": ",", "–": ","})
_SOUNDS = word_set("um uh er erm uhm hmm hm mm ah eh umm uhh")
_STUTTERED = word_set("the a an to in on of from me my and is it please you i bring go get")
_STOPS = {"!": ".", "?": ".", ";": ",", ":": ","}
_IS = word_set("it that what where who there he she here how this when which")
_WHOLE = {
    "let's": "let us",
    "can't": "can not",
    "won't": "will not",
    "gimme": "give me",
    "lemme": "let me",
    "teh": "the",
    "pls": "please",
    "plz": "please",
    "ur": "your",
    "thx": "thanks",
    "gonna": "going to",
    "wanna": "want to",
    "pickup": "pick up",
    "livingroom": "living room",
    "diningroom": "dining room",
    "coffeetable": "coffee table",
    "refridgerator": "refrigerator",
    "lookup": "look up",
    "switchon": "switch on",
    "switchoff": "switch off",
    "gray": "grey",
    "colored": "coloured",
    "color": "colour",
    "okay": "ok",
    "onto": "on",
    "upon": "on",
    "mins": "minutes",
    "min": "minutes",
    "secs": "seconds",
    "sec": "seconds",
    "hrs": "hours",
    "hr": "hour",
    "%": "percent",
    "°": "degrees",
}
_ENDINGS = {"'m": "am", "'re": "are", "'ve": "have", "'ll": "will", "'d": "would"}
_JOINED = {
    ("whoever", "is"): "someone",
    ("in", "to"): "in",
    ("on", "to"): "on",
    ("bed", "room"): "bedroom",
    ("bath", "room"): "bathroom",
    ("cup", "board"): "cupboard",
    ("arm", "chair"): "armchair",
    ("note", "book"): "notebook",
    ("tea", "pot"): "teapot",
    ("tooth", "brush"): "toothbrush",
}


def words(text: str) -> tuple[str, ...]:
    """The words of `text`: lower case, short forms written out, pauses as "," and ends as ".".

    "'s" stays a word of its own after a noun. Raises `BadInput` when there is no word at all or
    far too many for one command.
    """
    if len(text) > MOST_CHARACTERS:
        raise BadInput("That is too long for one command: say it in one or two sentences.")
    plain = unicodedata.normalize("NFKC", text).translate(_APOSTROPHES).lower()
    plain = _TIMER.sub(r"a \3 for \1 \2s", plain)
    found: list[str] = []
    halting = False
    for token in _TOKEN.findall(plain):
        if token in _SOUNDS:  # with the pauses around it
            halting = True
            if found and found[-1] == ",":
                found.pop()
        elif not (halting and token == ","):
            halting = False
            found.extend(_written_out(token))
    joined = _join(found)
    while joined and joined[-1] in (".", ","):
        joined.pop()
    while joined and joined[0] in (".", ","):
        joined.pop(0)
    if not joined:
        raise BadInput(f"I heard no words: say what I should do, {EXAMPLE}.")
    if len(joined) > MOST_WORDS:
        raise BadInput("That is too long for one command: say it in one or two sentences.")
    return tuple(joined)


def _written_out(token: str) -> list[str]:
    if token in _STOPS:
        return [_STOPS[token]]
    if token in _WHOLE:
        return _WHOLE[token].split()
    stem, mark, _ = token.rpartition("'")
    if not mark:
        return [token]
    if token.endswith("n't"):
        return [token[:-3], "not"]
    ending = token[len(stem) :]
    if ending in _ENDINGS:
        return [stem, _ENDINGS[ending]]
    if ending == "'s":
        return [stem, "is"] if stem in _IS else [stem, "'s"]
    return [token.replace("'", "")]


def _join(found: list[str]) -> list[str]:
    """Put together what recognisers part ("bed room"), and doubled pauses into one."""
    joined: list[str] = []
    for word in found:
        before = joined[-1] if joined else ""
        if (before, word) in _JOINED:
            joined[-1] = _JOINED[before, word]
        elif word == before and word in _STUTTERED:
            continue
        elif before == "," and word in _STUTTERED and joined[-2:-1] == [word]:
            joined.pop()
        elif word in (".", ",") and before in (".", ","):
            joined[-1] = "." if "." in (word, before) else ","
        else:
            joined.append(word)
    return joined
