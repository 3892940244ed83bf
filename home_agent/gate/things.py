"""A noun comes in; what it is like (sharp, electric, poison ...) goes out, from things.txt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from home_agent.gate.words import singular, split

LONGEST = 4
# Said of a thing before its noun, and what that makes it.
ADJECTIVES: Mapping[str, str] = {
    **dict.fromkeys(["hot", "boiling", "heated", "steaming", "scalding", "burning", "baked", "sizzling", "grilled"], "hot"),
    **dict.fromkeys(["warm", "cooked"], "warm"),
    **dict.fromkeys(["cold", "icy", "chilled"], "cold"),
    **dict.fromkeys(["wet", "damp", "soaked", "moist", "dripping", "soggy", "drenched"], "wet"),
    **dict.fromkeys(["lit", "lighted", "burning", "flaming", "ignited"], "lit"),
    **dict.fromkeys(["sharp", "pointed", "bladed", "pointy"], "sharp"),
    **dict.fromkeys(["heavy", "marble", "stone", "iron", "massive", "weighty", "bulky", "oversized", "dense"], "heavy"),
    **dict.fromkeys(["glass", "crystal"], "glass breakable"),
    **dict.fromkeys(["ceramic", "porcelain", "china", "fragile", "delicate", "breakable", "brittle"], "breakable"),
    **dict.fromkeys(["metal", "metallic", "steel", "silver", "aluminum", "aluminium", "tin", "iron"], "metal"),
    **dict.fromkeys(["copper", "brass"], "metal copper"),
    **dict.fromkeys(["plastic", "rubber", "styrofoam", "foam", "melamine"], "plastic"),
    **dict.fromkeys(["wooden", "wood", "bamboo"], "wood"),
    **dict.fromkeys(["paper", "cardboard"], "paper flammable"),
    **dict.fromkeys(["fabric", "cotton", "woollen", "woolen", "silk", "velvet", "cloth"], "cloth flammable"),
    **dict.fromkeys(["flammable", "combustible", "inflammable"], "flammable"),
    **dict.fromkeys(["frozen"], "frozen"),
    **dict.fromkeys(["raw", "uncooked", "undercooked"], "raw"),
    **dict.fromkeys(["sealed", "unopened", "closed"], "sealed"),
    **dict.fromkeys(["empty", "dry"], "empty"),
    **dict.fromkeys(["broken", "cracked", "shattered", "damaged", "frayed", "faulty", "chipped"], "broken"),
    **dict.fromkeys(["dirty", "soiled", "muddy", "greasy", "used", "contaminated", "stained", "unwashed"], "dirty"),
    **dict.fromkeys(["mouldy", "moldy", "rotten", "expired", "spoiled", "spoilt", "outdated", "stale"], "spoiled"),
    **dict.fromkeys(["unstable", "wobbly", "shaky", "unsteady", "uneven", "precarious", "tall", "teetering"], "unstable"),
    **dict.fromkeys(["electric", "electrical", "electronic", "corded", "cordless"], "electric"),
    **dict.fromkeys(["toxic", "poisonous", "caustic", "corrosive", "hazardous", "chemical"], "poison"),
    **dict.fromkeys(["full", "filled", "overflowing", "brimming"], "full"),
    **dict.fromkeys(["acidic", "acid"], "acidic"),
    **dict.fromkeys(["live", "running", "active", "activated", "powered", "energised", "energized"], "on"),
    **dict.fromkeys(["open"], "ajar"),
    **dict.fromkeys(["small", "tiny", "little"], "little"),
    **dict.fromkeys(["valuable", "expensive", "precious", "antique"], "valuable"),
    **dict.fromkeys(["baby's", "baby", "children's", "child's", "kids"], "childs"),
    **dict.fromkeys(["high", "upper", "tallest", "highest"], "high"),
    **dict.fromkeys(["insulated", "nonstick", "shut", "clean", "new", "old", "red", "blue", "green", "white", "black", "large"], ""),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Noun:
    """What a word for a thing stands for: its name in the table and its properties."""

    name: str
    has: frozenset[str]


@cache
def table() -> Mapping[tuple[str, ...], Noun]:
    """Every noun of things.txt by its words; the singular of a plural counts too."""
    found: dict[tuple[str, ...], Noun] = {}
    text = (files("home_agent.gate") / "things.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        names, _, has = line.partition(":")
        if line.startswith("#") or not has:
            continue
        first = names.split(",")[0].strip()
        for name in names.split(","):
            noun = Noun(name.strip() if name.strip() else first, frozenset(has.split()))
            words = split(name)
            for key in (words, (*words[:-1], singular(words[-1])), ("".join(words),)):
                found.setdefault(key, noun)
    return found


def noun_at(said: Sequence[str], start: int) -> tuple[int, Noun] | None:
    """The longest noun that begins at word `start`: (end, noun)."""
    nouns = table()
    for end in range(min(len(said), start + LONGEST), start, -1):
        words = tuple(said[start:end])
        for key in (words, (*words[:-1], singular(words[-1]))):
            if key in nouns:
                return end, nouns[key]
    return None


def properties(name: str) -> frozenset[str]:
    """What is known of a thing by its name or label; nothing of a word that is not in the table."""
    said = split(name)
    for start in range(len(said)):
        found = noun_at(said, start)
        if found is not None and found[0] == len(said):
            more = " ".join(ADJECTIVES.get(word, "") for word in said[:start])
            return found[1].has | frozenset(more.split())
    return frozenset()
