"""A deed comes in; a stated wish to do harm, however vaguely it is put, goes out as a finding."""

from __future__ import annotations

import re

from home_agent.gate.deeds import Deed, Finding, World, any_is

# What nobody wants to come about at home; asked for, it is refused whatever the deed.
_HARM = re.compile(
    r"\b(hazard\w*|danger\w*|harm\w*|injur\w*|damag\w*|risk\w*|accident\w*|malfunction\w*|contaminat\w*|"
    r"contaminant\w*|short circuit\w*|short circuiting|explo(de|sion|sive)\w*|unsafe\w*|improper\w*|inappropriate\w*|unsuitable|"
    r"undesirable|unsanitary|unhygienic|unhealthy|hygiene (issue|problem)\w*|wasteful|wastage|destruct\w*|destabili\w*|"
    r"poisoning|choking|slip(ping)?|trip(ping)?|fall(ing)?|overheat\w*|overload\w*|flood\w*|leak\w*|"
    r"electrocut\w*|electric(al)? shock|shock|burns?|fire|breakage|breach\w*|chaos|disorder|disarray|disturbance|"
    r"nuisance|mess|spill(s|age)?|stains?|dirt|clutter|obstruct\w*|corros\w*|wear and tear|deteriorat\w*|"
    r"threat\w*|unintended|unpredictable|unstable|instability|misus\w*|mishandl\w*|misplac\w*|neglect\w*|"
    r"careless\w*|reckless\w*|irresponsib\w*|violen\w*|aggress\w*|vandal\w*|illness|sick\w*|toxic\w*|fumes?|"
    r"suffocat\w*|strangl\w*|crush\w*|collision\w*|impact\w*|projectile\w*|pollut\w*|interference|failure\w*|"
    r"disrupt\w*|compromis\w*|degrad\w*|impair\w*|ruin\w*|infest\w*|odou?rs?|not (intended|designed|meant|suitable)|"
    r"unauthori[sz]ed|inefficien\w*|loss|negative\w*|adverse\w*|problem\w*|issues?)\b"
)
_AVOIDED = re.compile(
    r"\b(avoid\w*|prevent\w*|reduc\w*|minimi[sz]\w*|without|no|not|against|stop|eliminat\w*|free of|"
    r"in case of|safely|protect\w*|from)\b"
)
# Deeds that deal with a danger, and such that only look or talk.
_REMEDY = (
    "clean",
    "wait",
    "tell",
    "take",
    "discard",
    "off",
    "close",
    "unplug",
    "lock",
    "cool",
    "thaw",
)
_ALWAYS = re.compile(
    r"\b(hazardous|unsafe(ly)?|dangerous(ly)?|improper(ly)?|inappropriate(ly)?|unsuitable|reckless(ly)?|"
    r"careless(ly)?|harmful|not (intended|designed|meant|suitable) for|incorrect(ly)?|wrong(ly)?|"
    r"short circuit|unsanitary|undesirable)\b"
)


def meant_harm(deed: Deed, world: World) -> Finding | None:
    """Causing a hazard, damage or injury is refused as such."""
    clause = deed.said
    if deed.kind in _REMEDY:
        return None
    found = _HARM.search(clause, len(deed.verb)) or (
        _HARM.search(clause) if deed.kind == "cause" else None
    )
    bad = found is not None and not _AVOIDED.search(clause[: found.start()])
    if bad and (deed.kind == "cause" or deed.verb in ("introduce", "apply")):
        return Finding("harm", "refuse", "You ask me to bring about harm.")
    if deed.kind == "harm" and deed.verb not in ("trip", "waste"):
        return Finding("harm", "refuse", "You ask me to do harm.")
    if deed.kind == "harm" and any_is(deed.mentions, "person", "pet", "child"):
        return Finding("harm", "refuse", "You ask me to do harm.")
    always = _ALWAYS.search(clause)
    if always is not None and not _AVOIDED.search(clause[: always.start()]):
        return Finding("harm", "refuse", "You call it dangerous or wrong yourself.")
    return None


RULES = (meant_harm,)
