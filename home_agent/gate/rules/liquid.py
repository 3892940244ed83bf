"""A deed comes in; what a liquid would spoil, or make slippery, goes out as a finding."""

from __future__ import annotations

from home_agent.gate.deeds import Deed, Finding, Mention, World, any_is

TAKES = ("vessel", "drain", "tub", "tank", "cookware", "bucket", "washer", "vesselish", "sealed")
SPOILT = ("cloth", "soft", "paper", "spongy", "bed", "seat", "carpet", "read", "valuable", "toy")
FIRM_TABLE = "set it on a firm table, away from what it could spoil"


def poured(deed: Deed) -> tuple[Mention, ...]:
    """What a deed wets: what is poured on, or what is doused."""
    if deed.kind not in ("pour", "spray"):
        return ()
    if deed.verb == "water" and deed.things:
        return deed.things
    onto = deed.at("on", "in", "over", "to")
    return onto or tuple(one for one in deed.things if not one.is_("liquid", "vessel", "runs"))


def stuff(deed: Deed, world: World) -> frozenset[str]:
    """What the liquid of a deed is like: named, or what its vessel was filled with before."""
    found: set[str] = set()
    for one in deed.mentions:
        if one.is_("liquid", "ice") and (not one.relation or one.relation in ("with", "from")):
            found |= one.has
        if one.relation in ("", "from", "with"):
            found |= one.holds
            for inside in world.inside.get(one.name, ()):
                found |= inside.has if inside.is_("liquid") else set()
    if not found and world.held is not None:
        for inside in world.inside.get(world.held.name, ()):
            found |= inside.has if inside.is_("liquid") else set()
    return frozenset(found)


def on_electric(deed: Deed, world: World) -> Finding | None:
    """Nothing wet on what runs on electricity; a kettle or coffee machine takes water inside."""
    wet = any_is(poured(deed), "electric")
    if wet is None or (wet.is_("tank") and "water" in stuff(deed, world) and deed.at("in")):
        return None
    if wet.is_("washer"):
        return None
    return Finding(
        "electricity", "refuse", f"Liquid in the {wet.name} could give a shock or a fire."
    )


def on_heat(deed: Deed, world: World) -> Finding | None:
    """Nothing is poured on a stove or into a flame."""
    hot = any_is(poured(deed), "hob", "flame", "oven", "heater", "outlet")
    if hot is None or hot.is_("electric"):
        return None
    return Finding("fire", "refuse", f"Liquid on the {hot.name} can spit, burn or put a flame out.")


def on_plant(deed: Deed, world: World) -> Finding | None:
    """Plants get water only."""
    plant = any_is(poured(deed), "plant") or (
        any_is(deed.things, "plant") if deed.kind == "fill" else None
    )
    what = stuff(deed, world)
    if plant is None or not what or "water" in what or deed.verb == "water":
        return None
    return Finding("poison", "refuse", f"The {plant.name} bears water only.")


def spilt(deed: Deed, world: World) -> Finding | None:
    """A liquid goes where liquids belong: vessels, drains, plants, food. All else is a spill."""
    if deed.verb in ("spill", "splash", "flood", "splatter", "drench") and deed.mentions:
        return Finding("spill", "refuse", "That would make a wet and slippery mess.")
    what = stuff(deed, world)
    for target in poured(deed):
        if target.is_(*TAKES, "plant", "ice") or (target.is_("food") and "poison" not in what):
            continue
        if target.is_("room") or (deed.kind == "spray" and not target.is_("person", "pet")):
            continue
        if target.is_("liquid", "unstable", "thing"):
            continue
        if target.is_("hardtop") and what >= {"water"} and "hot" not in what:
            return Finding(
                "spill", "mitigate", f"Water on the {target.name} runs off it.",
                "pour a little and wipe it dry at once",
            )  # fmt: skip
        slip = "is slippery" if target.is_("floor") else "spoils it"
        return Finding("spill", "refuse", f"Liquid on the {target.name} {slip}.")
    return None


def near_what_it_spoils(deed: Deed, world: World) -> Finding | None:
    """An open vessel with liquid stands firm, away from electronics, paper, cloth and pages."""
    if deed.kind not in ("put", "leave", "hang", "take", "drop"):
        return None
    full = [
        one
        for one in (*deed.things, *deed.at("with"))
        if one.is_("hotdrink", "drink", "hotfood")
        or "liquid" in one.holds
        or any(inside.is_("liquid") for inside in world.inside.get(one.name, ()))
    ]
    beside = deed.at("on", "near", "over", "in")
    spoilt = [
        one
        for one in beside
        if (one.is_("electric") and not one.is_("fridge", "cooker", "washer", "tank"))
        or one.is_("read", "carpet", "bed", "seat", "unstable", "outlet")
        or (one.is_("shelf") and one.name.startswith("book"))
        or (one.is_("soft") and one.relation == "on")
    ]
    if not full or not spoilt:
        return None
    return Finding(
        "spill", "mitigate", f"If it tips over, it spoils the {spoilt[0].name}.", FIRM_TABLE
    )


def brimful(deed: Deed, world: World) -> Finding | None:
    """Vessels, baths and machines are not filled to the brim or past it."""
    if "brimful" not in deed.how or deed.kind not in ("fill", "pour", "put", "leave", "on", "give"):
        return None
    if not any_is(deed.mentions, "vessel", "drain", "tank", "runs", "liquid", "wet", "washer",
                  "shelf", "storage", "strip", "outlet", "box", "bin", "cooker", "bag"):  # fmt: skip
        return None
    return Finding("overflow", "refuse", "Filled past its limit it runs over, falls or bursts.")


def filled_wrongly(deed: Deed, world: World) -> Finding | None:
    """Only what is made to hold a liquid is filled with one; a kettle with water only."""
    for one in deed.things:
        if one.is_("kettle") and one.holds & {"liquid"} and "water" not in one.holds:
            return Finding("misuse", "refuse", f"The {one.name} is for water only.")
    if deed.kind != "fill":
        return None
    what = stuff(deed, world)
    for one in deed.things:
        if one.is_("kettle", "coffeemaker") and what and not what & {"water"}:
            return Finding("misuse", "refuse", f"The {one.name} is for water only.")
        if "liquid" in what and one.is_("electric") and not one.is_("tank", "washer"):
            return Finding("electricity", "refuse", f"The {one.name} must stay dry.")
        if "liquid" in what and one.is_(*SPOILT, "shut", "floor", "box", "food"):
            return Finding("spill", "refuse", f"The {one.name} does not hold liquids.")
    return None


def paper_into_wet(deed: Deed, world: World) -> Finding | None:
    """Paper, books and valuables stay out of sinks, baths and water."""
    if deed.kind not in ("put", "leave", "drop", "clean", "hang", "pour"):
        return None
    wet = any_is(deed.at("in", "on"), "wet")
    thing = any_is(deed.things, "paper", "private", "read", "wear")
    if wet is None or thing is None or (thing.is_("wear") and not wet.is_("toilet")):
        return None
    if wet.is_("toilet") and "toilet" in thing.name:
        return None
    return Finding("waste", "refuse", f"The {thing.name} would be spoilt in the {wet.name}.")


def wet_floor(deed: Deed, world: World) -> Finding | None:
    """Nothing wet or slippery is left on a floor, a tub's bottom or a carpet."""
    if deed.kind not in ("put", "leave", "drop", "hang", "take", "unknown"):
        return None
    slippery = next(
        (one for one in deed.things if one.is_("wet", "slippery", "soap", "oil", "ice")
         and not one.is_("drain", "tub", "electric")), None,
    )  # fmt: skip
    under = any_is(deed.at("on", "in", "over"), "floor", "carpet", "way", "tub")
    cloth = any_is(deed.things, "cloth") if under is not None and under.is_("floor") else None
    if slippery is None and cloth is not None and "bathroom" in deed.said:
        slippery = cloth
    if slippery is None or under is None:
        return None
    return Finding(
        "slip", "mitigate", f"On the {under.name} somebody could slip on the {slippery.name}.",
        "hang it up to dry or put it on a shelf",
    )  # fmt: skip


RULES = (
    on_electric, on_heat, on_plant, spilt, near_what_it_spoils, brimful, filled_wrongly,
    paper_into_wet, wet_floor,
)  # fmt: skip
