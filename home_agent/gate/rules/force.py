"""A deed comes in; what would break, fall, cut or crush goes out as a finding."""

from __future__ import annotations

from home_agent.gate.deeds import Deed, Finding, World, any_is

FRAGILE = ("breakable", "electric", "glass", "valuable", "egg", "screen")
HARD = ("heavy", "metal", "sharp", "hard", "tool", "lit", "hot", "flame", "vessel", "sealed")
PUTTING = ("put", "leave", "hang", "take", "drop", "unknown", "give", "on", "fill", "plug", "light")


def throwing(deed: Deed, world: World) -> Finding | None:
    """A robot throws nothing but a soft thing into a basket."""
    if deed.kind != "throw" or any_is(deed.at("in", "on"), "bin"):
        return None
    soft = deed.things and all(one.is_("soft") and not one.is_(*FRAGILE) for one in deed.things)
    at = deed.at("on", "near", "in", "over")
    aimed = any_is(at, *FRAGILE, "flame", "pet", "person", "cooker", "window", "lamp")
    if soft and aimed is None and "hard" not in deed.how:
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
    hurt = any_is(things, *FRAGILE, *HARD, "small", "slippery", "liquid", "private", "thing")
    unknown = any_is(things, "toy", "box", "luggage", "plain", "board", "food", "cloth", "paper")
    if onto is not None and not (hurt is None and any_is(things, "soft", "paper")):
        return Finding("breakage", "refuse", f"Dropped there it could break the {onto.name}.")
    gently = any_is(deed.at("on", "in"), "surface", "shut", "box", "bin", "seat", "bed", "vessel")
    if deed.verb != "drop" and things:
        return Finding("breakage", "refuse", "I knock nothing over and let nothing fall.")
    if hurt is not None and gently is not None and not hurt.is_("lit", "flame"):
        return Finding("breakage", "mitigate", f"The {hurt.name} would be hurt by a fall.",
                       "set it down gently instead of dropping it")  # fmt: skip
    if hurt is not None or (things and unknown is None):
        name = (hurt or things[0]).name
        return Finding("breakage", "refuse", f"The {name} could break, or hurt a foot.")
    return None


def breaking(deed: Deed, world: World) -> Finding | None:
    """Nothing is broken on purpose; eggs are cracked into something, food may be broken."""
    if deed.kind != "break":
        return None
    things = deed.things
    egg = any_is(things, "egg")
    into = deed.at("in", "on", "over")
    if egg is not None and any_is(into, "vessel", "cookware") and not any_is(into, "electric"):
        return None
    if things and all(one.is_("food", "ice", "switch") and not one.is_("egg") for one in things):
        return None
    if not deed.mentions and deed.verb not in ("break", "smash", "shatter", "crack", "destroy"):
        return None
    name = things[0].name if things else "it"
    return Finding(
        "breakage", "refuse", f"Breaking the {name} would leave damage and sharp pieces."
    )


def soiling(deed: Deed, world: World) -> Finding | None:
    """Nothing is made dirty on purpose."""
    if deed.kind != "soil":
        return None
    return Finding("soiling", "refuse", "I make nothing dirty on purpose.")


def at_the_edge(deed: Deed, world: World) -> Finding | None:
    """What can fall stands in the middle, not at an edge."""
    if "edge" not in deed.how or deed.kind not in PUTTING:
        return None
    if deed.mentions and all(one.is_("soft", "cloth") for one in deed.things):
        return None
    name = deed.things[0].name if deed.things else "thing"
    return Finding("falling", "mitigate", f"At the edge the {name} could be knocked down.",
                   "set it down well away from the edge")  # fmt: skip


def high_up(deed: Deed, world: World) -> Finding | None:
    """Heavy things stay low; fragile ones are not stacked high up."""
    if deed.kind not in PUTTING:
        return None
    where = any_is(deed.at("on", "in", "over", "near"), "high", "tanktop", "sill", "window")
    high = "high" in deed.how or where is not None
    on_glass = any_is(deed.at("on"), "glass", "tanktop", "screen", "laptop")
    heavy = any_is(deed.things, "heavy") or (
        any_is(deed.things, "breakable") if where is not None and where.is_("tanktop") else None
    )
    if heavy is not None and (high or on_glass is not None):
        place = (where or on_glass or heavy).name
        return Finding(
            "falling", "refuse", f"The {heavy.name} is too heavy for that place ({place})."
        )
    over_head = any_is(deed.at("over", "near"), "bed", "child", "person", "tub", "drain", "toilet")
    if heavy is not None and over_head is not None and ("high" in deed.how or deed.at("over")):
        return Finding("falling", "refuse", f"It could fall on who is at the {over_head.name}.")
    fragile = any_is(deed.things, "breakable", "sharp")
    if (
        fragile is not None
        and high
        and (deed.verb in ("stack", "balance") or "stacked" in deed.how)
    ):
        return Finding("falling", "refuse", f"Stacked high up the {fragile.name} could fall.")
    if fragile is not None and where is not None and where.is_("sill"):
        return Finding("falling", "mitigate", f"From there the {fragile.name} could fall.",
                       "set it on a table or low shelf instead")  # fmt: skip
    if fragile is not None and high:
        return Finding("falling", "mitigate", f"The {fragile.name} could fall from there.",
                       "set it at the back, by itself")  # fmt: skip
    return None


def on_shaky_ground(deed: Deed, world: World) -> Finding | None:
    """Nothing is put on what wobbles, and no high piles are built."""
    if deed.kind not in (*PUTTING, "climb", "mix"):
        return None
    shaky = any_is(deed.where, "unstable")
    if shaky is not None:
        return Finding("falling", "refuse", f"The {shaky.name} could topple.")
    piled = "stacked" in deed.how
    if piled and any_is(deed.things, "heavy", "breakable", "electric", "sharp", "thing", "box"):
        if deed.verb == "stack" and any_is(deed.at("in", "on"), "shut", "surface") and (
            "brimful" not in deed.how and any_is(deed.things, "breakable", "box") and not
            any_is(deed.things, "heavy")
        ):  # fmt: skip
            return Finding("falling", "mitigate", "A high pile could topple.", "keep the pile low")
        return Finding("falling", "refuse", "That pile could topple.")
    if piled and any_is(deed.where, "seat", "electric", "hob", "heats"):
        return Finding("falling", "refuse", "Things piled up there could fall.")
    return None


def hanging(deed: Deed, world: World) -> Finding | None:
    """Nothing heavy hangs from what is not made for it; nothing hangs on lamps or heaters."""
    if deed.kind != "hang":
        return None
    hot = any_is(deed.where, "heats", "lamp", "heater", "electric", "flame", "alarm")
    weak = any_is(deed.where, "curtain", "tanktop", "glass", "cord")
    heavy = any_is(deed.things, "heavy", "glass")
    if hot is not None:
        return Finding("fire", "refuse", f"Nothing is to hang on the {hot.name}.")
    if heavy is not None and (weak is not None or any_is(deed.where, "bed", "child", "seat")):
        return Finding("falling", "refuse", f"The {heavy.name} could come down.")
    return None


def loose(deed: Deed, world: World) -> Finding | None:
    """Heavy and tall things are not left leaning or unsecured; furniture is no ladder."""
    if deed.kind == "climb" and any_is(deed.where + deed.things, "seat", "box", "unstable", "shelf",
                                       "surface", "bed", "tub", "toilet", "sill"):  # fmt: skip
        if deed.verb in ("sit", "step") or not deed.mentions:
            return None
        return Finding("falling", "refuse", "Furniture is no ladder.")
    leaning = deed.verb in ("lean", "prop", "balance")
    if (leaning or "loose" in deed.how) and any_is(
        deed.things, "heavy", "breakable", "glass", "furniture", "sharp", "electric"
    ):
        return Finding("falling", "refuse", "It could slide and fall on somebody.")
    return None


def overworked(deed: Deed, world: World) -> Finding | None:
    """Nothing is slammed, forced or switched on and off again and again."""
    if deed.kind in ("toggle", "on", "off", "open", "close") and "often" in deed.how:
        return Finding("wear", "refuse", "Switching it again and again wears it out.")
    if "hard" in deed.how and deed.mentions and deed.kind not in ("clean", "wait", "mix", "slice"):
        return Finding("impact", "refuse", "I use no more force than is needed.")
    return None


RULES = (
    throwing, dropping, breaking, soiling, at_the_edge, high_up, on_shaky_ground, hanging, loose,
    overworked,
)  # fmt: skip
