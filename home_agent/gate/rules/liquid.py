"""A deed comes in; what a liquid would spoil, or make slippery, goes out as a finding."""

from __future__ import annotations

from home_agent.gate.deeds import Deed, Finding, Mention, World, any_is

TAKES = (
    *("vessel", "drain", "tub", "tank", "cookware", "washer", "vesselish", "sealed", "cleaning"),
    *("plant", "ice", "room", "liquid", "unstable", "thing"),
)
SPOILT = ("cloth", "soft", "paper", "spongy", "bed", "seat", "carpet", "read", "valuable", "toy")
SOAKED = (
    *("electric", "paper", "read", "bed", "seat", "bedding", "carpet", "valuable", "private"),
    *("flame", "hob", "person", "pet", "box", "shut", "bin"),
)
# Deeds that wet their own object; for "pour" and "empty" it is what comes out.
WETTING = (
    *("douse", "drench", "soak", "flood", "immerse", "submerge", "dunk", "dip", "submerse"),
    *(
        "wet",
        "dampen",
        "moisten",
        "spray",
        "squirt",
        "mist",
        "spritz",
        "splash",
        "splatter",
        "rinse off",
    ),
)
WASHING = (
    "soak",
    "wet",
    "dampen",
    "moisten",
    "immerse",
    "submerge",
    "dunk",
    "dip",
    "submerse",
    "rinse off",
)


def poured(deed: Deed) -> tuple[Mention, ...]:
    """What a deed wets: what is poured on, or what is doused."""
    if deed.kind not in ("pour", "spray"):
        return ()
    if deed.verb in ("water", "overwater") and deed.things:
        return deed.things
    onto = deed.at("on", "in", "over", "to")
    if deed.verb in WETTING and not any_is(deed.things, "liquid"):
        onto = tuple(one for one in deed.things if not one.is_("vessel", "runs"))
    return onto


def stuff(deed: Deed, world: World) -> frozenset[str]:
    """What the liquid of a deed is like: named, or what its vessel was filled with before."""
    found: set[str] = set()
    for one in deed.mentions:
        if one.is_("liquid", "ice") and (not one.relation or one.relation in ("with", "from")):
            found |= one.has
        if one.relation in ("", "from", "with"):
            found |= one.holds | _liquids(one, world)
    if not found and world.held is not None:
        found |= _liquids(world.held, world)
    return frozenset(found)


def _liquids(one: Mention, world: World) -> set[str]:
    inside = world.inside.get(one.name, ())
    return {p for each in inside if each.is_("liquid") for p in each.has}


def on_electric(deed: Deed, world: World) -> Finding | None:
    """Nothing wet on what runs on electricity; a kettle or coffee machine takes water inside."""
    wet = any_is(poured(deed), "electric")
    if wet is None and deed.kind in ("pour", "spray"):
        wet = any_is(deed.at("over", "near", "under"), "outlet", "strip")
    if wet is None or (wet.is_("tank") and "water" in stuff(deed, world) and deed.at("in")):
        return None
    if wet.is_("washer", "wet", "alarm", "fridge") and deed.at("in"):
        return None
    name = wet.name
    return Finding("electricity", "refuse", f"Liquid in the {name} could give a shock or a fire.")


def on_heat(deed: Deed, world: World) -> Finding | None:
    """Nothing is poured on a stove or into a flame."""
    hot = any_is(poured(deed), "hob", "flame", "oven", "heater", "outlet")
    if hot is None or hot.is_("electric"):
        return None
    return Finding("fire", "refuse", f"Liquid on the {hot.name} can spit, burn or put a flame out.")


def on_plant(deed: Deed, world: World) -> Finding | None:
    """Plants get water only."""
    filled = deed.things if deed.kind == "fill" else ()
    plant = any_is(poured(deed), "plant") or any_is(filled, "plant")
    what = stuff(deed, world)
    if plant is None or not what or "water" in what or deed.verb == "water":
        return None
    return Finding("poison", "refuse", f"The {plant.name} bears water only.")


def spilt(deed: Deed, world: World) -> Finding | None:
    """A liquid goes where liquids belong: vessels, drains, plants, food. All else is a spill."""
    if deed.verb in ("spill", "splash", "flood", "splatter", "drench") and deed.mentions:
        return Finding("spill", "refuse", "That would make a wet and slippery mess.")
    what = stuff(deed, world)
    dry = deed.things and not what and not any_is(deed.things, "vessel", "liquid", "thing")
    if dry and deed.verb not in WETTING:
        return None  # salt on food, rice into a pot
    for target in poured(deed):
        food = target.is_("food") and "poison" not in what
        washing = deed.verb in WASHING and not target.is_("paper", "electric", "valuable")
        spraying = deed.kind == "spray" and not target.is_("person", "pet", "paper", "bedding")
        if target.is_(*TAKES) or food or washing or spraying or (deed.verb == "empty" and not what):
            continue
        if what >= {"water"} and "hot" not in what and not target.is_(*SOAKED):
            reason = f"Water on the {target.name} makes it wet and slippery."
            return Finding("spill", "mitigate", reason, "pour a little and wipe it dry at once")
        slip = "is slippery" if target.is_("floor") else "spoils it"
        return Finding("spill", "refuse", f"Liquid on the {target.name} {slip}.")
    return None


def near_what_it_spoils(deed: Deed, world: World) -> Finding | None:
    """An open vessel with liquid stands firm, away from electronics, paper, cloth and pages."""
    if deed.kind not in ("put", "leave", "hang", "take", "drop", "on"):
        return None
    full = [
        one
        for one in (*deed.things, *deed.at("with"))
        if one.is_("hotdrink", "drink", "hotfood")
        or "liquid" in one.holds
        or _liquids(one, world)
        or one.name in ("humidifier", "flower vase", "flowers")
    ]
    spoilt = [
        one
        for one in deed.at("on", "near", "over", "in")
        if (one.is_("electric") and not one.is_("fridge", "cooker", "washer", "tank", "lamp"))
        or one.is_("read", "carpet", "bed", "seat", "unstable", "outlet")
        or one.name.startswith("book")
        or (one.is_("soft") and one.relation == "on")
    ]
    if not full or not spoilt:
        return None
    mitigation = "set it on a firm table, away from what it could spoil"
    return Finding("spill", "mitigate", f"Tipped over it spoils the {spoilt[0].name}.", mitigation)


def brimful(deed: Deed, world: World) -> Finding | None:
    """Vessels, baths and machines are not filled to the brim or past it."""
    if "brimful" not in deed.how or deed.kind not in ("fill", "pour", "put", "leave", "on", "give"):
        return None
    bears = ("vessel", "drain", "tank", "runs", "liquid", "wet", "washer", "shelf", "storage")
    if not any_is(
        deed.mentions, *bears, "strip", "outlet", "box", "bin", "cooker", "bag", "machine"
    ):
        return None
    return Finding("overflow", "refuse", "Filled past its limit it runs over, falls or bursts.")


def filled_wrongly(deed: Deed, world: World) -> Finding | None:
    """Only what is made to hold a liquid is filled with one; a kettle with water only."""
    for one in deed.things:
        bad = {"alcohol", "oil", "perishable", "poison"}
        if one.is_("kettle") and one.holds & bad:
            return Finding("misuse", "refuse", f"The {one.name} is for water only.")
    if deed.kind != "fill":
        return None
    what = stuff(deed, world)
    for one in deed.things:
        if one.is_("kettle", "coffeemaker") and what & {"alcohol", "oil", "perishable", "poison"}:
            return Finding("misuse", "refuse", f"The {one.name} is for water only.")
        if "liquid" in what and one.is_("electric") and not one.is_("tank", "washer"):
            return Finding("electricity", "refuse", f"The {one.name} must stay dry.")
        if "liquid" in what and one.is_(*SPOILT, "shut", "floor", "box", "food"):
            return Finding("spill", "refuse", f"The {one.name} does not hold liquids.")
    return None


def paper_into_wet(deed: Deed, world: World) -> Finding | None:
    """Paper, bedding, toys and valuables stay out of sinks, baths and water."""
    if deed.kind not in ("put", "leave", "drop", "clean", "pour"):
        return None
    wet = next((m for m in deed.at("in", "on") if m.is_("wet") and
                (m.relation == "in" or m.is_("tub"))), None)  # fmt: skip
    thing = any_is(deed.things, "paper", "private", "read", "bedding", "valuable")
    if wet is None or thing is None or thing.is_("electric"):
        return None
    if wet.is_("toilet") and "toilet" in thing.name:
        return None
    return Finding("waste", "refuse", f"The {thing.name} would be spoilt in the {wet.name}.")


def wet_floor(deed: Deed, world: World) -> Finding | None:
    """Nothing wet or slippery is left on a floor, a tub's bottom or a carpet."""
    if deed.kind not in ("put", "leave", "drop", "hang", "take", "unknown"):
        return None
    wet = ("wet", "slippery", "soap", "oil", "ice", "water")
    slippery = next((m for m in deed.things if m.is_(*wet) and not m.is_("drain", "tub", "electric")
                     and not m.is_("floor")), None)  # fmt: skip
    under = any_is(deed.at("on", "in", "over"), "floor", "carpet", "way", "tub", "hardtop")
    if under is not None and under.is_("hardtop") and not (slippery and slippery.is_("spongy")):
        return None
    if slippery is None and under is not None and under.is_("floor") and "bathroom" in deed.said:
        slippery = any_is(deed.things, "cloth")
    store = any_is(deed.at("in"), "storage")
    if store is not None and slippery is not None and slippery.is_("wet") and deed.kind == "put":
        reason = f"Put away wet, the {slippery.name} goes mouldy."
        return Finding("hygiene", "mitigate", reason, "let it dry first")
    if deed.kind == "leave" and any(m.is_("floor") and m.is_("wet") for m in deed.things):
        return Finding("slip", "mitigate", "Somebody could slip there.", "mop it dry at once")
    if slippery is None or under is None:
        return None
    reason = f"On the {under.name} somebody could slip on the {slippery.name}."
    return Finding("slip", "mitigate", reason, "hang it up to dry or put it on a shelf")


def exposed(deed: Deed, world: World) -> Finding | None:
    """Nothing is exposed to water, heat or cold that it does not bear."""
    if deed.verb not in ("expose", "subject", "submit", "introduce", "apply"):
        return None
    to = any_is(
        (*deed.at("to", "on", "in"), *deed.things), "liquid", "heats", "cold", "sun", "flame"
    )
    delicate = any_is(
        deed.mentions, "electric", *SPOILT, "food", "breakable", "medicine", "furniture"
    )
    if (to is None or delicate is None or to is delicate) and "sunny" not in deed.how:
        return None
    return Finding("misuse", "refuse", "It does not bear that.")


RULES = (
    *(on_electric, on_heat, on_plant, spilt, near_what_it_spoils, brimful, filled_wrongly),
    *(paper_into_wet, wet_floor, exposed),
)
