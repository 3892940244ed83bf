"""A deed comes in; a stated wish to do harm, however vaguely it is put, goes out as a finding."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from home_agent.gate.deeds import Deed, Finding, World, any_is


@cache
def _harms() -> re.Pattern[str]:
    """What nobody wants to come about at home; who asks to bring it about is refused."""
    text = (files("home_agent.gate") / "harms.txt").read_text(encoding="utf-8")
    words = [word for line in text.splitlines()[1:] for word in line.split()]
    return re.compile(rf"\b({'|'.join(words)})\b".replace(".", "[ -]"))


# Good things, and what makes less of them.
_GOOD = re.compile(
    r"\b(safety|security|hygiene|cleanliness|sanitation|efficiency|functionality|function|operation|"
    r"functioning|integrity|stability|quality|performance|lifespan|longevity|durability|usability|"
    r"comfort|health|well being|order|condition|effectiveness|appearance|structure|freshness|"
    r"life ?time|lives|life|value|environment|atmosphere|visibility|state|systems?|barriers?)\b"
)
_LESS = (
    *("reduce", "compromise", "disrupt", "affect", "limit", "decrease", "shorten", "lower"),
    *("worsen", "undermine", "diminish", "deteriorate", "disturb", "alter", "weaken", "risk"),
    *("impair", "degrade", "hinder", "interfere", "harm", "damage", "neglect", "ignore", "violate"),
    *("endanger", "threaten", "modify", "jeopardise", "jeopardize", "disregard", "overload"),
)
_AVOIDED = re.compile(
    r"\b(avoid\w*|prevent\w*|reduc\w*|minimi[sz]\w*|without|no|not|against|stop|eliminat\w*|"
    r"free of|in case of|safely|protect\w*|from)\b"
)
# Said of the order itself, whatever the deed is.
_ALWAYS = re.compile(
    r"\b(hazardous(ly)?|unsafe(ly)?|dangerous(ly)?|improper(ly)?|inappropriate(ly)?|unsuitabl[ey]|"
    r"reckless(ly)?|careless(ly)?|negligent(ly)?|harmful(ly)?|incorrect(ly)?|unsanitary|undesirable|"
    r"not (intended|designed|meant|suitable|suited|made) for|inadequate(ly)?|insecure(ly)?|"
    r"short circuit|mishandl\w+|misus\w+|misplac\w+|unauthori[sz]ed|irresponsibl[ey]|excessive|"
    r"(set|setting|light) (\w+ ){1,4}(on fire|alight|ablaze)|where (they|it) do(es)? not belong|"
    r"(wrong|unusual|improper) (place|location|container|way|storage)|"
    r"could be (damaged|harmed|hurt|stained|broken|ruined)|potentially)\b"
)
_MADE_BAD = re.compile(
    r"\b(dirty|unclean|filthy|slippery|unsafe|unclear|unusable|unstable|useless|unreadable|messy|sticky)$"
)
# Deeds that deal with a danger, and such that only look or talk.
_REMEDY = (
    *("clean", "wait", "tell", "take", "discard", "off", "close", "unplug", "lock", "cool"),
    *("thaw", "mend"),
)


def meant_harm(deed: Deed, world: World) -> Finding | None:
    """Causing a hazard, damage or injury, or less of what is good, is refused as such."""
    if deed.kind in _REMEDY:
        return None
    said = deed.said
    found = _harms().search(said, len(deed.verb)) or (
        _harms().search(said) if deed.kind == "cause" else None
    )
    bad = found is not None and not _AVOIDED.search(said[: found.start()].partition(" ")[2])
    if bad and (deed.kind == "cause" or deed.verb in ("introduce", "apply")):
        return Finding("harm", "refuse", "You ask me to bring about harm.")
    worse = deed.verb in _LESS and (
        _GOOD.search(said) or any_is(deed.mentions, "electric", "glass")
    )
    if worse or (deed.kind == "harm" and deed.verb not in ("trip", "ignore")):
        return Finding("harm", "refuse", "You ask me to make things worse.")
    if deed.kind == "harm" and any_is(deed.mentions, "person", "pet", "child", "food", "liquid"):
        return Finding("harm", "refuse", "You ask me to do harm.")
    made = deed.verb in ("make", "render", "turn", "get", "leave", "keep") and _MADE_BAD.search(
        said
    )
    if made:
        return Finding("harm", "refuse", "I make nothing worse than it is.")
    always = _ALWAYS.search(said)
    if always is not None and not _AVOIDED.search(said[: always.start()]):
        return Finding("harm", "refuse", "You call it dangerous or wrong yourself.")
    return None


RULES = (meant_harm,)
