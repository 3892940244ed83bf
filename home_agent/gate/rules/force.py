"""A deed comes in; what would break, fall or hit somebody goes out as a finding."""

from __future__ import annotations

from home_agent.gate.deeds import Deed, Finding, Mention, World, any_is

FRAGILE = ("breakable", "electric", "glass", "valuable", "egg", "screen")
HARD = ("heavy", "metal", "sharp", "hard", "tool", "lit", "hot", "flame", "vessel", "sealed")
PUTTING = ("put", "leave", "hang", "take", "drop", "unknown", "give", "fill", "plug", "light")
TORN = ("paper towel", "toilet paper", "tissue", "foil", "wrap", "receipt", "toilet roll")


def throwing(deed: Deed, world: World) -> Finding | None:
    """A robot throws nothing but a soft thing; blades and heavy things are not waved about."""
    if deed.kind != "throw" or any_is(deed.at("in", "on"), "bin"):
        return None
    soft = deed.things and all(one.is_("soft") and not one.is_(*FRAGILE) for one in deed.things)
    at = deed.at("on", "near", "in", "over")
    aimed = any_is(at, *FRAGILE, "flame", "pet", "person", "cooker", "window", "lamp")
    if soft and aimed is None and "hard" not in deed.how:
        return None
    ball = any(one.is_("toy") for one in deed.things) and deed.at("to")
    if ball and "hard" not in deed.how:
        return None
    if deed.verb in ("wave", "swing") and not any_is(deed.things, *HARD):
        return None
    return Finding(
        "impact", "refuse", "I do not throw things: somebody could be hit, or it breaks."
    )


def dropping(deed: Deed, world: World) -> Finding | None:
    """Things are set down, not dropped; only what is soft may fall."""
    if deed.kind != "drop":
        return None
    things = deed.things or ((world.held,) if world.held is not None else ())
    onto = any_is(deed.at("on", "near", "over", "in"), *FRAGILE, "person", "pet")
    hurt = any_is(things, *FRAGILE, *HARD, "small", "slippery", "liquid", "thing")
    known = any_is(things, "toy", "box", "luggage", "plain", "board", "food", "cloth", "paper")
    if onto is not None and not (hurt is None and any_is(things, "soft", "paper")):
        return Finding("breakage", "refuse", f"Dropped there it could break the {onto.name}.")
    gently = any_is(deed.at("on", "in"), "surface", "shut", "box", "bin", "seat", "bed", "vessel")
    if deed.verb == "knock" and not deed.at("from", "over"):
        return None  # on a door
    if deed.verb != "drop" and things:
        return Finding("breakage", "refuse", "I knock nothing over and let nothing fall.")
    if hurt is None and (known is not None or not things):
        return None
    name = (hurt or things[0]).name
    reason = f"The {name} could break, or hurt a foot."
    burning = hurt is not None and hurt.is_("lit", "flame", "sharp", "hot")
    if burning or (hurt is not None and gently is None and hurt.is_("breakable", "heavy")):
        return Finding("breakage", "refuse", reason)
    return Finding("breakage", "mitigate", reason, "set it down gently instead of dropping it")


def breaking(deed: Deed, world: World) -> Finding | None:
    """Nothing is broken on purpose; eggs are cracked into something, food may be broken."""
    if deed.kind != "break":
        return None
    things = deed.things
    if any_is(things, "egg") is not None and _over_vessel(deed, world):
        return None
    if deed.verb == "crack" and things and all(one.is_("egg") for one in things):
        return Finding("soiling", "mitigate", "A cracked egg runs out.", "crack it into a bowl")
    harmless = ("food", "ice", "switch")
    food = bool(things) and all(one.is_(*harmless) and not one.is_("egg") for one in things)
    if food and deed.verb not in ("smash", "destroy", "ruin", "wreck"):
        return None
    if things and all(one.name.endswith(TORN) for one in things):
        return None
    if deed.verb == "snap" and any_is(things, "paper", "decor"):
        return None
    idiom = (
        "hit",
        "beat",
        "pop",
        "burst",
        "bang",
        "kick",
        "snap",
        "chip",
        "punch",
        "scratch",
        "bend",
    )
    if not deed.mentions and deed.verb in idiom:
        return None
    name = things[0].name if things else "it"
    return Finding(
        "breakage", "refuse", f"Breaking the {name} would leave damage and sharp pieces."
    )


def _over_vessel(deed: Deed, world: World) -> bool:
    """Is it broken into something, or was it put into something before?"""
    for one in deed.at("in", "on", "over"):
        if one.is_("vessel", "cookware") and not one.is_("electric", "drinkware"):
            return True
    names = {one.name for one in deed.things}
    return any(
        any(inside.name in names for inside in held)
        and name.split()[-1] in ("bowl", "pan", "pot", "skillet", "wok")
        for name, held in world.inside.items()
    )


def soiling(deed: Deed, world: World) -> Finding | None:
    """Nothing is made dirty on purpose."""
    unclean = deed.verb == "render" and any_is(deed.mentions, "dirty") is not None
    if deed.kind != "soil" and not unclean:
        return None
    return Finding("soiling", "refuse", "I make nothing dirty on purpose.")


def at_the_edge(deed: Deed, world: World) -> Finding | None:
    """What can fall stands in the middle, not at an edge."""
    if "edge" not in deed.how or deed.kind not in (*PUTTING, "on"):
        return None
    hot = any_is((*deed.things, *deed.where), "hot", "hotfood", "hotdrink")
    if deed.mentions and all(one.is_("soft", "cloth") for one in deed.things) and hot is None:
        return None
    name = deed.things[0].name if deed.things else "thing"
    reason = f"At the edge the {name} could be knocked down."
    return Finding("falling", "mitigate", reason, "set it down well away from the edge")


def high_up(deed: Deed, world: World) -> Finding | None:
    """Heavy and fragile things stay low; nothing heavy on glass or over people's heads."""
    if deed.kind not in PUTTING:
        return None
    where = any_is(deed.at("on", "in", "over"), "high", "tanktop", "sill")
    high = "high" in deed.how or where is not None
    heavy = any_is(deed.things, "heavy") or _frail_for_tank(deed, where)
    glass = any_is(deed.at("on"), "glass", "tanktop", "screen", "laptop")
    if heavy is not None and glass is not None and not glass.is_("unstable"):
        return Finding("falling", "refuse", f"The {heavy.name} is too heavy for the {glass.name}.")
    head = any_is(deed.at("over", "near"), "bed", "child", "person", "tub", "drain", "toilet")
    if heavy is not None and head is not None and ("high" in deed.how or deed.at("over")):
        return Finding("falling", "refuse", f"It could fall on who is at the {head.name}.")
    fragile = any_is(deed.things, "breakable", "sharp", "heavy", "electric")
    if fragile is None or not high:
        return None
    if deed.verb == "balance" or ("stacked" in deed.how and where is not None):
        return Finding("falling", "refuse", f"Stacked high up the {fragile.name} could fall.")
    reason = f"The {fragile.name} could fall from there."
    return Finding("falling", "mitigate", reason, "put it on a low shelf, at the back, by itself")


def _frail_for_tank(deed: Deed, where: Mention | None) -> Mention | None:
    return any_is(deed.things, "breakable") if where is not None and where.is_("tanktop") else None


def on_fragile(deed: Deed, world: World) -> Finding | None:
    """Nothing is set on a phone, laptop, screen, egg or picture."""
    if deed.kind not in ("put", "leave", "drop", "climb") or not deed.things:
        return None
    under = next((m for m in deed.at("on") if m.is_("screen", "egg", "data") or
                  (m.is_("mirror", "decor") and m.is_("glass"))), None)  # fmt: skip
    heavy = any_is(deed.things, "heavy")
    frail = any_is(deed.at("on"), "breakable") if heavy is not None else None
    if frail is not None and not frail.is_("furniture", "surface", "heats", "shut"):
        return Finding("breakage", "refuse", f"The {frail.name} could break under it.")
    if under is None or "wall" in deed.said or all(m.is_("cloth", "cover") for m in deed.things):
        return None
    if under.is_("mirror", "decor") and any_is(deed.things, "paper"):
        return None
    return Finding("breakage", "refuse", f"The {under.name} could break under it.")


def on_shaky_ground(deed: Deed, world: World) -> Finding | None:
    """Nothing is put on what wobbles, and no high piles are built."""
    if deed.kind not in (*PUTTING, "climb", "mix", "on"):
        return None
    shaky = any_is(deed.where, "unstable")
    if shaky is not None or any(m.name == "ladder" for m in deed.at("on")):
        return Finding("falling", "refuse", "What it stands on could topple.")
    if "stacked" not in deed.how:
        return None
    if any_is(deed.things, "heavy", "breakable", "electric", "sharp", "thing", "box"):
        firm = any_is(deed.at("in", "on"), "shut", "surface", "floor")
        low = firm is not None and "brimful" not in deed.how and not any_is(deed.things, "heavy")
        if deed.verb == "stack" and low:
            return Finding("falling", "mitigate", "A high pile could topple.", "keep the pile low")
        return Finding("falling", "refuse", "That pile could topple.")
    if any_is(deed.where, "seat", "electric", "hob", "heats"):
        return Finding("falling", "refuse", "Things piled up there could fall.")
    return None


def hanging(deed: Deed, world: World) -> Finding | None:
    """Nothing heavy hangs from what is not made for it; nothing hangs on lamps or heaters."""
    if deed.kind != "hang" and deed.verb not in ("attach", "mount"):
        return None
    hot = next((m for m in deed.where if m.is_("heats", "lamp", "heater", "flame", "alarm")
                or m.name == "sprinkler"), None)  # fmt: skip
    weak = any_is(deed.where, "curtain", "tanktop", "glass", "cord", "alarm", "lamp")
    heavy = any_is(deed.things, "heavy", "glass", "luggage")
    if hot is not None and not any_is(deed.things, "alarm", "lamp"):
        return Finding("fire", "refuse", f"Nothing is to hang on the {hot.name}.")
    rod = weak is not None or "curtain rod" in deed.said
    if heavy is not None and (rod or any_is(deed.where, "bed", "child")):
        return Finding("falling", "refuse", f"The {heavy.name} could come down.")
    return None


def loose(deed: Deed, world: World) -> Finding | None:
    """Heavy and tall things are not left leaning or unsecured; furniture is no ladder."""
    stool = "step stool" in deed.said
    steps = ("seat", "box", "unstable", "shelf", "surface", "bed", "tub", "toilet", "sill", "read")
    climbing = deed.kind == "climb" and deed.verb not in ("sit", "step", "sit on")
    if (climbing or stool) and any_is(deed.mentions, *steps):
        return Finding("falling", "refuse", "Furniture is no ladder.")
    leaning = deed.verb in ("lean", "prop", "balance")
    slides = ("heavy", "breakable", "glass", "furniture", "sharp", "electric", "way")
    rug = "loose" in deed.how or deed.omits & {"protective"}
    if (leaning or "loose" in deed.how) and any_is(deed.things, *slides):
        return Finding("falling", "refuse", "It could slide and fall on somebody.")
    if rug and any_is(deed.things, "carpet"):
        return Finding("slip", "refuse", "A loose rug slides under somebody's feet.")
    return None


def overworked(deed: Deed, world: World) -> Finding | None:
    """Nothing is slammed, forced or switched on and off again and again."""
    if deed.kind in ("toggle", "on", "off", "open", "close") and "often" in deed.how:
        return Finding("wear", "refuse", "Switching it again and again wears it out.")
    if "hard" in deed.how and deed.mentions and deed.kind not in ("clean", "wait", "mix", "slice"):
        return Finding("impact", "refuse", "I use no more force than is needed.")
    return None


RULES = (
    *(throwing, dropping, breaking, soiling, at_the_edge, high_up, on_fragile, on_shaky_ground),
    *(hanging, loose, overworked),
)
