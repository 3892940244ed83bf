"""The words of a clause come in; how the deed is to be done goes out: edge, unattended, hard ..."""

from __future__ import annotations

import re
from collections.abc import Mapping

_MANNERS: Mapping[str, str] = {
    "edge": r"\b(edge|edges|rim|brink|verge|corner of|side of the|ledge|overhang\w*|hang(s|ing)? off|"
    r"sticking out|stick(s)? out|tip of)\b",
    "high": r"\b(top|upper|high|highest|tall) (shelf|shelves|rack|cupboard|cabinet)\b"
    r"|\bon top of (the )?(\w+ ){0,2}(fridge|refrigerator|wardrobe|cabinet|cupboard|bookcase|"
    r"bookshelf|closet|shelf|door|toilet tank|tank|curtain rod)\b|\babove (the|your|a|my)\b|\boverhead\b"
    r"|\b(from|at) a (great )?height\b",
    "unattended": r"\bunattended|unsupervised|without (any )?(supervision|watching|attention|"
    r"monitoring|being watched|anyone)|leave (it|them|the \w+( \w+)?) (there |alone |on|running|"
    r"cooking|boiling|burning|open|plugged|charging|heating|unlocked)|overnight|all (day|night)|"
    r"while (you|i|we|they|everyone|no one|nobody)('re| are| is|'m| am)? (\w+ )?(out|away|asleep|"
    r"sleeping|sleep|gone|leave|not)|go(ing)? (out|away|to (bed|sleep|work))|go (take|have) a|"
    r"left on|for (\w+ )?(hours|days|weeks)|(an )?extended (period|time)|too long|for a long time|"
    r"long periods?|walk(ing)? away|leav(e|ing) the (room|house|home|kitchen)|without turning (it|them)? ?off|"
    r"keep (it|the \w+( \w+)?|them) (on|running|burning)|when (no one|nobody)|"
    r"for the (rest of the )?(night|day)|during (the )?(night|sleep)|"
    r"while (\w+ ){0,3}(sleep|sleeping|asleep|showering|bathing|shopping)\b",
    "often": r"\brepeatedly|rapidly|continuously|over and over|(many|several|multiple|\d+|two|three|four|"
    r"five|ten) times|back and forth|again and again|quickly (on|off)|nonstop|non stop",
    "hard": r"\b(with|using) (great |full |excessive )?force|forcefully|violently|aggressively|hard\b|roughly|"
    r"as hard as|carelessly|recklessly|abruptly|at high speed|by (the|its) cord|yank",
    "brimful": r"\b(to|up to) the (brim|top|rim)|overflow\w*|overfill\w*|as (full|many|much|high|tall|tightly) as|"
    r"completely full|to (its )?(full |maximum )?capacity|past the|beyond (the|its)|exceed\w*|"
    r"tightly pack|pack(ed)? tightly|overload\w*|all (the )?(other )?(devices|appliances)|too (full|many|much)",
    "sunny": r"\b(direct )?sunlight|in the sun\b|sunshine|sunny|facing the sun",
    "reach": r"\b(within|in) (the )?(easy )?reach|(where|so) (the |a |your |my )?(\w+ )?(kid|child|toddler|baby|pet|dog|"
    r"cat)\w*( \w+)? (can|could|may|might|plays?)|easily accessible|accessible to (child|kid|pet|toddler)\w*|"
    r"low(er|est)? (shelf|drawer|cabinet|table|level)|bottom (shelf|drawer|cabinet)|at (a )?low|eye level of|"
    r"child'?s? level|crib|nursery|play ?(room|area|mat)|kids'? room|child(ren)?'?s'? (\w+ )?(room|table|bed|desk|"
    r"shelf)",
    "bare": r"\bbare hands?|with(out)? (gloves|oven mitts|mitts|protection)|wet hands?|hands are wet|damp hands?",
    "at_once": r"\b(immediately|directly|straight|right (away|after|from)|quickly|without (cooling|letting|"
    r"waiting)|as soon as|while (it|they)('s|'re| is| are)? (still )?(hot|warm)|still (hot|warm)|fresh from|"
    r"freshly (cooked|baked|boiled|made|brewed)|just (cooked|baked|boiled|used|turned|taken))\b",
    "path": r"\b(in|across|along|on|through|over|at|near) (the )?(\w+ )?(middle of|doorway|hallway|walkway|stairs?|"
    r"staircase|steps|corridor|passage\w*|aisle|entrance|entryway|exit|pathway|path|way|landing)\b|"
    r"in front of (the )?(\w+ )?(door|exit|entrance|doorway|fire \w+|stairs|emergency exit)",
    "ajar": r"\b(leave|leaving|keep|with) (it|them|the \w+( \w+){0,2}|\w+) (wide )?(open|unlocked|ajar)\b|"
    r"open and (leave|walk|unattended)|leave open|without closing|keep the \w+ open",
    "wide": r"\b(wide|fully|completely|all the way)\b",
    "outward": r"\b(handle|handles|blade|point|tip|sharp (end|side)|prongs?)s? (\w+ ){0,2}(out|outward|outwards|up|upward|"
    r"upwards|toward|towards|facing|extend\w*|pointing|over)\b|face ?down|upside down|(blade|point|tip) up",
    "stacked": r"\b(stack\w*|pile|piled|piling|tower|pyramid|on top of (each other|one another|the (stack|pile|tower|"
    r"other|unstable|wobbly|box|boxes|books?))|balanc\w+|precarious\w*|haphazard\w*|lean(ing)? against)\b",
    "together": r"\b(together|same|each other|one another|alongside|at the same time|simultaneously|mixed|"
    r"next to each other|all of)\b",
    "indoors": r"\b(indoors?|inside the (house|room|home)|closed (room|space|window)|with the windows? (closed|shut))\b",
    "down_drain": r"\bdown (the )?(\w+ )?(drain|sink|toilet)|into the (\w+ )?(drain|sink|toilet)\b",
    "sleeping": r"\b(asleep|sleep|sleeping|while you sleep|overnight|nap)\b",
    "loose": r"\bloose(ly)?\b|unsecured|without (securing|fastening|anchoring|fixing)|not secured|unanchored",
}  # fmt: skip
_COMPILED = {name: re.compile(pattern) for name, pattern in _MANNERS.items()}


def manner(clause: str) -> frozenset[str]:
    """The manners that a clause names."""
    return frozenset(name for name, pattern in _COMPILED.items() if pattern.search(clause))
