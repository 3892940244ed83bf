"""A deed comes in; things used for what they are not made for go out as findings."""

from __future__ import annotations

from home_agent.gate.deeds import Deed, Finding, World, any_is

PUTTING = ("put", "leave", "drop")


def wrong_liquid(deed: Deed, world: World) -> Finding | None:
    """Baths and watering cans hold water; nothing is cleaned with drinks."""
    drink = any_is(deed.at("with"), "stains", "alcohol", "oil")
    if drink is None or drink.is_("cleaner", "anyliquid"):
        return None
    if deed.kind == "fill":
        vessel = any_is(deed.things, "drain", "tub")
        can = next((m for m in deed.things if "watering" in m.name), None)
        if vessel is not None or can is not None:
            name = (vessel or can or drink).name
            return Finding("waste", "refuse", f"The {name} is for water.")
    if deed.kind == "clean" and any_is(deed.things, "person", "pet") is None:
        return Finding("soiling", "refuse", f"The {drink.name} leaves stains: it cleans nothing.")
    return None


def on_the_floor(deed: Deed, world: World) -> Finding | None:
    """Electronics are not laid where people step; food and pans not where people sit or bathe."""
    if deed.kind not in PUTTING:
        return None
    floor = any_is(deed.at("on"), "floor", "carpet")
    frail = any_is(deed.things, "screen", "laptop")
    if floor is not None and frail is not None:
        reason = f"Somebody could step on the {frail.name}."
        return Finding("breakage", "mitigate", reason, "put it on a table")
    seat = any_is(deed.at("on", "in"), "seat", "bed", "bedding", "tub")
    eaten = next((m for m in deed.things if m.is_("food", "cookware", "egg") and
                  not m.is_("box")), None)  # fmt: skip
    if seat is not None and eaten is not None:
        reason = f"The {eaten.name} would soil the {seat.name}."
        return Finding("hygiene", "mitigate", reason, "put it on a table")
    brushes = ("toilet brush", "plunger", "scrub brush")
    washing = ("soap", "toiletry", "wipe", "cleaning")
    foul = next((m for m in deed.things if m.name in brushes or m.is_(*washing)), None)
    dish = any_is(deed.at("on", "in"), "food", "cutlery", "board", "cookware")
    if foul is not None and dish is not None:
        reason = f"The {foul.name} does not belong with what is eaten."
        return Finding("hygiene", "mitigate", reason, "keep them apart, and wash the dish")
    return None


def sharp_in_bags(deed: Deed, world: World) -> Finding | None:
    """Blades do not go loose into bins, baskets or bags."""
    blade = any_is(deed.things, "sharp")
    where = any_is(deed.at("in"), "bin", "bag", "luggage", "wear", "toy")
    if blade is None or where is None or deed.kind not in (*PUTTING, "discard", "throw"):
        return None
    reason = f"Somebody could reach onto the {blade.name} in the {where.name}."
    return Finding("cut", "mitigate", reason, "wrap it up first, or use the knife block")


def water_where_none_belongs(deed: Deed, world: World) -> Finding | None:
    """Nothing electric or of paper under a tap; no drain blocked; no vacuum cleaner for water."""
    tap = any_is(deed.at("under", "in"), "runs")
    thing = any_is(deed.things, "electric", "paper", "bedding")
    if tap is not None and thing is not None and deed.kind in (*PUTTING, "take", "clean"):
        return Finding("electricity", "refuse", f"The {thing.name} must stay dry.")
    drain = any_is(deed.things, "drain")
    if drain is not None and deed.kind in ("cover", "plug") and not drain.is_("toilet"):
        return Finding("flood", "mitigate", "It could run over.", "stay with it, and open it again")
    vacuum = next((m for m in deed.mentions if "vacuum" in m.name or m.name == "hoover"), None)
    wet = any_is(deed.mentions, "liquid", "wet")
    if vacuum is not None and wet is not None and deed.kind in ("clean", "on", "put", "take"):
        return Finding("electricity", "refuse", f"The {vacuum.name} takes in nothing wet.")
    return None


def cut_on_wrong_things(deed: Deed, world: World) -> Finding | None:
    """Nothing is cut on electronics, paper, cloth, beds or seats."""
    under = any_is(
        deed.at("on", "in", "over"), "electric", "paper", "cloth", "bed", "seat", "valuable"
    )
    if deed.kind != "slice" or under is None or under.is_("board"):
        return None
    return Finding("cut", "refuse", f"The blade would go into the {under.name}.")


RULES = (
    *(wrong_liquid, on_the_floor, sharp_in_bags, water_where_none_belongs, cut_on_wrong_things),
)
