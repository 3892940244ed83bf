"""Sentences that were told come in ("the soup is hot", "there is a baby"); a World goes out."""

from __future__ import annotations

import re
from collections.abc import Iterable

from home_agent.gate.deeds import Mention, World
from home_agent.gate.reading import nouns
from home_agent.gate.things import adjectives
from home_agent.gate.words import split

_IS = re.compile(r"\b(?:is|are|was|feels?|looks?|seems?|has|contains)\b")
_STATES = {
    "on": "on",
    "off": "off",
    "running": "on",
    "open": "ajar",
    "lit": "lit",
    "asleep": "asleep",
}


def believe(sentences: Iterable[str], world: World | None = None) -> World:
    """What is known after some sentences, added to `world`."""
    now = world or World()
    for sentence in sentences:
        _believe(sentence, now)
    return now


def _believe(sentence: str, world: World) -> None:
    text = " ".join(split(sentence))
    found = _IS.search(text)
    before, after = (text[: found.start()], text[found.end() :]) if found else (text, "")
    subjects = nouns(before) or nouns(after)
    here = [*nouns(before), *nouns(after)]
    world.beings |= {p for one in here for p in one.has & {"child", "pet"}}
    world.around |= {p for one in here for p in one.has & {"leak"}}
    if "not" in after.split() or "no" in after.split() or not subjects:
        return
    about = subjects[-1]
    states = world.of(about.name)
    for word in after.split():
        states |= {*adjectives().get(word, "").split()}
        if word in _STATES:
            states.add(_STATES[word])
    stuff = [one for one in nouns(after) if one.is_("liquid", "food", "poison")]
    if stuff and re.search(r"\b(full of|filled with|contains|has|with)\b", text):
        world.inside.setdefault(about.name, []).extend(
            Mention(one.name, one.has | {"hot"} if "hot" in states else one.has) for one in stuff
        )
    if "on" in states and "off" not in states:
        world.running.append(about)
