"""A deed comes in; what would go wrong on a stove, in an oven or with hot things goes out."""

from __future__ import annotations

from home_agent.gate.deeds import Deed, Finding, Mention, World, any_is

NOT_COOKED = (
    *("electric", "paper", "cloth", "soft", "toy", "valuable", "plant", "tool", "read", "wax"),
    *("aerosol", "explosive", "poison", "plain", "private", "toiletry", "wear", "pet", "person"),
    *("plastic", "notfood", "soap", "sport", "decor", "cleaning"),
)
HEATED = ("put", "leave", "heat", "drop", "hang", "unknown", "fill")


def on_the_hob(deed: Deed, world: World) -> Finding | None:
    """Only cookware stands on a stove, and nothing that melts stands beside it."""
    if deed.kind not in HEATED:
        return None
    hob = any_is(deed.at("on", "in", "over"), "hob")
    inside = any_is(deed.at("in", "with", "on"), "cookware")
    for one in deed.things if hob is not None else ():
        cook = one.is_("cookware", "ovenware") and not one.is_("glass", "breakable")
        cooked = deed.kind == "heat" and one.is_("food", "liquid") and not one.is_("vessel")
        if cook or cooked or one.is_("thing", "hob", "runs"):
            continue
        if inside is not None and not one.is_(*NOT_COOKED):
            continue
        name = hob.name if hob is not None else "stove"
        return Finding("fire", "refuse", f"The {one.name} does not belong on the {name}.")
    bad = any_is(deed.at("in", "with"), "glass", "plastic", "paper") if hob is not None else None
    if bad is not None:
        return Finding("breakage", "refuse", f"The {bad.name} could burst over the heat.")
    near = any_is(deed.at("near"), "hob", "oven")
    risky = any_is(deed.things, "cleaner", "poison", "fuel", "plastic", "electric", "fridge")
    if near is not None and risky is not None and not risky.is_("cooker", "machine", "fuel"):
        reason = f"Beside the {near.name} the {risky.name} gets hot."
        return Finding("fire", "mitigate", reason, "keep it well away from the stove")
    return None


def under_the_pot(deed: Deed, world: World) -> Finding | None:
    """Nothing that burns lies between pot and heat; a portable hob stands on what bears it."""
    under = any_is(deed.at("under"), "cookware", "hob", "heats")
    burns = any_is((*deed.things, *deed.at("with")), "flammable", "cloth", "paper", "plastic")
    if under is not None and burns is not None:
        return Finding(
            "fire", "refuse", f"The {burns.name} could catch fire under the {under.name}."
        )
    portable = any_is((*deed.things, *deed.at("with")), "portable")
    base = any_is(deed.at("on", "over"), "metal", "hob", "cloth", "soft", "carpet")
    if portable is not None and base is not None and base is not portable:
        return Finding("fire", "refuse", f"The {portable.name} must not stand on the {base.name}.")
    return None


def heated_empty(deed: Deed, world: World) -> Finding | None:
    """A pan or kettle is heated with food or water in it, and wine is not boiled."""
    hobs, pots = _heated(deed, world)
    on_fire = any(m.is_("hob") for m in hobs)
    for pot in pots:
        inside = world.inside.get(pot.name, ())
        stuff = {
            *pot.holds,
            *(pot.has if pot.is_("alcohol") else ()),
            *(p for m in inside for p in m.has),
        }
        if deed.kind == "heat" and pot.is_("fuel", "aerosol"):
            return Finding("fire", "refuse", f"The {pot.name} burns when it is heated.")
        if "alcohol" in stuff:
            return Finding("fire", "refuse", "Alcohol gives off vapour that burns when heated.")
        bare = deed.omits & {"water", "liquid", "everything", "food"}
        if (pot.is_("empty") or bare) and pot.is_("vessel", "cookware", "microwave", "tank"):
            return Finding("fire", "refuse", f"The {pot.name} must not be heated empty.")
        wrong = next((m for m in inside if m.is_(*NOT_COOKED) and not m.is_("food")), None)
        if wrong is not None and (on_fire or deed.kind == "heat") and not pot.is_("hob"):
            return Finding("fire", "refuse", f"The {wrong.name} is not to be cooked.")
        if pot.is_("dry") and not stuff and on_fire and not pot.is_("kettle"):
            reason = f"Empty, the {pot.name} must not be heated."
            return Finding("fire", "mitigate", reason, "see that something is in it, and stay")
    hob = any_is(deed.things, "hob") if deed.kind == "on" else None
    if hob is not None and deed.omits & {"cookware", "everything", "vessel"}:
        return Finding("fire", "refuse", f"The {hob.name} is not on with nothing on it.")
    machine = any_is(deed.things, "coffeemaker") if deed.kind == "on" else None
    if machine is not None and deed.omits & {"vessel", "drinkware", "water", "everything"}:
        return Finding("spill", "refuse", f"The {machine.name} needs water in it and a cup below.")
    return None


def _heated(deed: Deed, world: World) -> tuple[list[Mention], list[Mention]]:
    """What gives the heat, and what gets it."""
    if deed.kind == "on":
        hobs = [m for m in deed.things if m.is_("hob", "microwave", "kettle", "coffeemaker")]
        return hobs, [pot for m in hobs for pot in (*_standing_on(m, world), m)]
    if deed.kind == "heat":
        return [*deed.mentions], [m for m in deed.mentions if m.relation in ("", "in", "with")]
    if deed.kind == "put":
        hobs = [m for m in deed.at("on", "in") if m.is_("hob") and "on" in world.of(m.name)]
        return hobs, [m for m in deed.things if m.is_("cookware")] if hobs else []
    return [], []


def _standing_on(hob: Mention, world: World) -> list[Mention]:
    """What stands on a hob, or on any hob when its knob is meant."""
    found = [*world.inside.get(hob.name, ())]
    for name, inside in world.inside.items() if hob.is_("hob") else ():
        if name != hob.name and any(word in name for word in ("stove", "burner", "hob")):
            found += inside
    return found


def in_the_microwave(deed: Deed, world: World) -> Finding | None:
    """Only food and drink in what a microwave can take: no metal, no whole egg, nothing sealed."""
    inside = [m for m in deed.at("in", "with") if m.is_("microwave")]
    dried = deed.kind == "clean" and deed.verb == "dry"
    if (not inside and deed.verb != "microwave") or deed.kind not in (
        *("put", "heat", "leave", "thaw", "drop", "unknown", "on"),
        *(("clean",) if dried else ()),
    ):
        return None
    rest = [m for m in deed.mentions if m.relation in ("", "in", "on", "with")]
    wrapped = [each for m in deed.things for each in world.inside.get(m.name, ())]
    for one in (*rest, *wrapped):
        if one.is_("microwave") and one.is_("electric"):
            continue
        if one.is_("metal", "foil", "knife", "heavy"):
            return Finding("fire", "refuse", f"Metal sparks in a microwave: the {one.name}.")
        if one.is_("egg", "sealed", "sealedup", "explosive"):
            return Finding("explosion", "refuse", f"The {one.name} could burst in a microwave.")
        held = [*world.inside.get(one.name, ())]
        if one.is_("alcohol") or "alcohol" in one.holds or any_is(held, "alcohol"):
            return Finding("fire", "refuse", "Alcohol must not be heated in a microwave.")
        if one.is_("vesselish"):
            reason = "Plastic can melt in a microwave."
            return Finding("melting", "mitigate", reason, "put the food into a ceramic bowl first")
        if one.is_(*NOT_COOKED):
            return Finding("fire", "refuse", f"The {one.name} does not belong in a microwave.")
    return None


def in_the_oven(deed: Deed, world: World) -> Finding | None:
    """Only food in ovenware goes into an oven: nothing sealed, of plastic, paper or cloth."""
    oven = any_is(deed.at("in", "with"), "oven")
    if deed.verb in ("bake", "roast", "broil", "preheat") and oven is None:
        oven = any_is(deed.mentions, "oven") or next(iter(deed.things), None)
    if oven is None or deed.kind not in (*HEATED, "on", "clean"):
        return None
    frozen = any_is(deed.things, "frozen")
    if frozen is not None:
        reason = f"Frozen, the {frozen.name} heats unevenly."
        return Finding("food", "mitigate", reason, "let it thaw first")
    for one in deed.mentions:
        if one.is_("sealed"):
            return Finding("explosion", "refuse", f"Closed, the {one.name} could burst.")
        if one.is_("glass", "breakable") and one.is_("cold") and not one.is_("oven"):
            return Finding("breakage", "refuse", f"Cold, the {one.name} could crack in there.")
        if one.relation not in ("", "with") or one.is_("oven"):
            continue
        if one.is_(*NOT_COOKED) and not one.is_("food", "ovenware"):
            return Finding("fire", "refuse", f"The {one.name} does not belong in the oven.")
    return None


def oil_and_water(deed: Deed, world: World) -> Finding | None:
    """Water and ice stay away from hot oil; hot glass from what is cold."""
    kinds = ("pour", "mix", "put", "cool", "fill", "drop", "clean", "spray", "off", "throw")
    if deed.kind not in kinds:
        return None
    everything = frozenset(p for m in deed.mentions for p in (m.has | m.holds))
    watery = everything & {"water", "ice"}
    fire = any(m.name in ("fire", "flame") for m in deed.mentions)
    fryer = any("fryer" in m.name for m in deed.mentions)
    risky = everything & {"hot", "ice", "cold", "lit"} or fire
    frozen = everything & {"frozen", "wet"} and "oil" in everything and "hot" in everything
    empty = watery and "hot" in everything and "empty" in everything
    if frozen or empty or (watery and (fryer or ("oil" in everything and risky))):
        return Finding("burn", "refuse", "Water in hot oil bursts into steam and burning drops.")
    if watery and fire and "electric" in everything:
        return Finding("electricity", "refuse", "Water on an electric fire gives shocks.")
    glass = any_is(deed.mentions, "glass", "ovenware", "hob", "cookware")
    shock = "hot" in everything and everything & {"cold", "ice", "frozen"}
    if glass is not None and shock:
        return Finding("breakage", "refuse", f"The {glass.name} could crack: hot and cold meet.")
    return None


def hot_thing(deed: Deed, world: World) -> Finding | None:
    """What is hot is set on something firm that bears heat, and left to cool before the fridge."""
    hot = next((m for m in deed.things if is_hot(m, deed, world)), None)
    if hot is None or deed.kind not in ("put", "leave", "give", "take", "cover", "hang", "drop"):
        return None
    where = deed.at("on", "in", "near", "to", "over")
    if any_is(deed.at("in", "on"), "fridge"):
        reason = f"Hot, the {hot.name} warms all else in there."
        return Finding("food", "mitigate", reason, "let it cool down first")
    child = any_is(where, "child", "pet")
    if child is not None and deed.kind in ("give", "put", "leave"):
        return Finding("burn", "refuse", f"The {hot.name} is hot, too hot for the {child.name}.")
    if deed.kind == "give" and deed.verb not in ("let", "allow"):
        reason = f"The {hot.name} is too hot to hand over."
        return Finding("burn", "mitigate", reason, "set it down to cool and tell them it is hot")
    soft = any_is(
        deed.at("on", "in"), *("soft", "plastic", "bed", "seat", "carpet", "paper", "glass"),
        *("laptop", "wood", "cold", "flammable"),
    )  # fmt: skip
    if soft is not None and not soft.is_("window", "vessel"):
        reason = f"The {hot.name} could spoil or burn the {soft.name}."
        return Finding("burn", "mitigate", reason, "set it on a trivet on a firm table")
    return None


def is_hot(one: Mention, deed: Deed, world: World) -> bool:
    """Is a thing that is carried known or told to be hot?"""
    if one.is_("hot"):
        return not one.is_("electric", "unwatched")
    fresh = "fresh" in deed.how and one.is_("food", "hotfood", "meat", "cookware")
    inside = any_is(world.inside.get(one.name, ()), "hotdrink", "hot") is not None
    return fresh or inside or "hotdrink" in one.holds


def pot_handles(deed: Deed, world: World) -> Finding | None:
    """Handles of pots point inwards; what is under pressure cools before it is opened."""
    pot = any_is(deed.mentions, "cookware")
    if pot is not None and "outward" in deed.how and deed.kind in ("put", "leave", "heat"):
        reason = f"Somebody could knock the {pot.name} down."
        return Finding("burn", "mitigate", reason, "turn its handle inwards")
    steam = any_is(deed.things, "pressure")
    if steam is not None and deed.kind == "open" and deed.how & {"at_once", "fresh"}:
        return Finding("burn", "refuse", f"The {steam.name} is under pressure until it has cooled.")
    return None


RULES = (
    *(on_the_hob, under_the_pot, heated_empty, in_the_microwave, in_the_oven, oil_and_water),
    *(hot_thing, pot_handles),
)
