"""A deed comes in; what could catch fire, burst or smoke goes out as a finding."""

from __future__ import annotations

from home_agent.gate.deeds import Deed, Finding, Mention, World, any_is

BURNS = ("flammable", "cloth", "paper", "curtain", "bed", "seat", "spongy", "wood", "plastic")
ALWAYS_BURNS = ("curtain", "cloth", "paper", "plastic", "flammable", "bin")
PUTTING = (
    *("put", "leave", "hang", "drop", "take", "on", "light", "plug", "unknown", "cover"),
    *("fill", "heat", "clean"),
)
CLOSED_HEAT = ("oven", "microwave", "dryer", "toaster", "kettle", "coffeemaker")


def lit(one: Mention, deed: Deed, world: World) -> bool:
    """Is a flame or heater known to be burning or on?"""
    on = one.is_("lit", "hot", "on") or not world.of(one.name).isdisjoint({"on", "lit", "hot"})
    return on or (deed.kind in ("light", "on", "heat") and not one.relation)


def heat_near_what_burns(deed: Deed, world: World) -> Finding | None:
    """Flames, heaters and stoves stay away from cloth, paper, curtains, beds and plastic."""
    if deed.kind not in PUTTING:
        return None
    for moved, one, others in ((True, deed.things, deed.where), (False, deed.where, deed.things)):
        hot = next((m for m in one if _gives_heat(m)), None)
        burns = next((m for m in others if _could_burn(m, hot, moved)), None)
        if hot is None or burns is None or (burns.is_("electric") and hot.is_("electric")):
            continue
        finding = _fire(hot, burns, deed, world)
        if finding is not None:
            return finding
    return None


def _gives_heat(one: Mention) -> bool:
    hot_pan = one.is_("cookware") and one.is_("hot")
    return hot_pan or (one.is_("heats", "flame", "lit") and not one.is_("cookware"))


def _could_burn(one: Mention, hot: Mention | None, moved: bool) -> bool:
    bin_by_fire = one.is_("bin") and hot is not None and hot.is_("flame", "heater")
    return one.is_(*BURNS) or bin_by_fire or (one.is_("shelf") and moved)


def _fire(hot: Mention, burns: Mention, deed: Deed, world: World) -> Finding | None:
    inside = "in" in (hot.relation, burns.relation)
    touching = not {"on", "over"}.isdisjoint((hot.relation, burns.relation))
    if hot.is_(*CLOSED_HEAT) and (inside or not burns.is_(*ALWAYS_BURNS)):
        return None
    alight = f"The {hot.name} could set the {burns.name} alight."
    if hot.is_("cookware"):
        melts = burns.is_("plastic", "paper", "cloth") and not burns.relation
        return Finding("fire", "refuse", alight) if melts and touching else None
    if hot.is_("radiator") and not (burns.is_("curtain", "cloth", "paper") and touching):
        return Finding("fire", "mitigate", alight, "leave a step of air between them")
    if burns.is_("shelf") and not (hot.is_("lit", "heater") or lit(hot, deed, world)):
        return None
    if hot.is_("lamp") and not (burns.is_("curtain", "cloth", "paper", "bedding") and touching):
        return None
    if hot.is_("candle", "igniter", "unwatched") and not lit(hot, deed, world):
        if hot.is_("igniter") and not burns.is_("bed", "curtain"):
            return None
        return Finding("fire", "mitigate", alight, "make sure that it is off and cold first")
    return Finding("fire", "refuse", alight)


def flame_shut_in(deed: Deed, world: World) -> Finding | None:
    """A flame is not put into a cupboard or drawer, an unlit candle only when it is cold."""
    if deed.kind not in PUTTING:
        return None
    flame = any_is(deed.things, "candle", "lit", "unwatched")
    shut = any_is(deed.at("in"), "storage", "box", "bin", "luggage")
    if flame is None or shut is None:
        return None
    if lit(flame, deed, world):
        return Finding("fire", "refuse", f"The {flame.name} would burn inside the {shut.name}.")
    reason = f"The {flame.name} may still be hot."
    return Finding("fire", "mitigate", reason, "make sure that it is off and cold first")


def could_explode(deed: Deed, world: World) -> Finding | None:
    """Spray cans, fuel, perfume and batteries stay away from heat, flames and the sun."""
    risky = any_is(deed.mentions, "aerosol", "fuel", "explosive", "alcohol", "poison")
    if risky is None or deed.kind in ("take", "discard", "wait", "tell", "clean"):
        return None
    burns = risky.is_("flammable", "explosive", "fuel", "aerosol")
    if not burns and not (risky.is_("alcohol") and deed.kind == "light"):
        return None
    heat = next((m for m in deed.mentions if m is not risky and m.relation and
                 m.is_("heats", "flame", "hob", "sun", "sill", "vehicle")), None)  # fmt: skip
    if heat is not None and risky.is_("igniter") and heat.is_("candle", "hob"):
        near = heat.relation == "near" and heat.is_("hob")
        reason = f"The {risky.name} could catch fire at the {heat.name}."
        return Finding("fire", "mitigate", reason, "keep it in a drawer") if near else None
    if heat is not None or "sunny" in deed.how:
        what = heat.name if heat is not None else "sun"
        return Finding("explosion", "refuse", f"The {risky.name} could burst near the {what}.")
    shut_in = any_is(deed.at("in"), "storage", "shut")
    stored = deed.kind in ("put", "leave", "pour")
    if risky.is_("fuel") and stored and ("indoors" in deed.how or shut_in is not None):
        return Finding("fire", "refuse", f"The {risky.name} gives off fumes that burn.")
    return None


def lighting(deed: Deed, world: World) -> Finding | None:
    """A flame is lit only where nothing burns, nobody is small, and somebody watches."""
    burning = any_is(deed.things, "flame", "gas", "fuel", "smokes", "smoke")
    if deed.kind == "burn" and burning is None:
        safe = any_is(deed.things, "food") is not None
        return None if safe else Finding("fire", "refuse", "I set nothing on fire.")
    if deed.kind not in ("light", "burn") and not (
        deed.kind == "on" and any_is(deed.things, "candle")
    ):
        return None
    if burning is None:
        return None
    if "leak" in world.around or any(m.is_("leak", "gas") for m in deed.mentions):
        return Finding("explosion", "refuse", "Gas may have leaked: no flame and no switch now.")
    near = any_is(deed.where, "child", "pet", "bed")
    playing = burning.is_("igniter") and any_is(deed.mentions, "child")
    indoors = burning.is_("smokes", "smoke") and not any_is(deed.where, "flame")
    if near is not None or playing or (indoors and any_is(deed.where, "room")):
        return Finding("fire", "refuse", f"The {burning.name} must not burn there.")
    reason = f"The {burning.name} must not burn alone."
    return Finding("fire", "mitigate", reason, "stay beside it and put it out afterwards")


def smoking(deed: Deed, world: World) -> Finding | None:
    """Ash and embers do not go into bins or onto soft things; nothing smokes in a closed room."""
    ashes = ("ashtray", "cigarette", "cigar", "ash", "ember")
    glows = next((m for m in deed.things if m.name in ashes or m.is_("smoke")), None)
    if glows is None:
        return None
    if any_is(deed.where, "bin", "bed", "seat", "soft", "paper") or "indoors" in deed.how:
        return Finding("fire", "refuse", f"The {glows.name} could start a fire or fill the room.")
    return None


def engines(deed: Deed, world: World) -> Finding | None:
    """No engine runs, and no oven heats a room, where people breathe."""
    engine = any_is(deed.things, "vehicle")
    if engine is not None and deed.kind == "on" and "garage" in deed.said:
        return Finding("air", "refuse", "Exhaust in a garage is poison.")
    stove = any_is((*deed.things, *deed.at("with")), "hob", "oven", "smoke")
    if stove is not None and deed.kind in ("heat", "on") and any_is(deed.things, "room"):
        return Finding("air", "refuse", f"The {stove.name} is no heater for a room.")
    return None


RULES = (*(heat_near_what_burns, flame_shut_in, could_explode, lighting, smoking, engines),)
