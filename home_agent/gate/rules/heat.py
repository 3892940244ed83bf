"""A deed comes in; what could burn, explode, melt or scald goes out as a finding."""

from __future__ import annotations

from home_agent.gate.deeds import Deed, Finding, Mention, World, any_is

BURNS = ("flammable", "cloth", "paper", "curtain", "bed", "seat", "spongy", "wood", "plastic")
FIERCE = ("flame", "heater", "hob", "unwatched")
PUTTING = ("put", "leave", "hang", "drop", "take", "on", "light", "plug", "unknown", "cover", "fill",
           "heat", "clean")  # fmt: skip
NOT_COOKED = ("electric", "paper", "cloth", "soft", "toy", "valuable", "plant", "tool", "read",
              "aerosol", "explosive", "poison", "wax", "plain", "private", "toiletry", "wear",
              "pet", "person", "plastic")  # fmt: skip


def lit(one: Mention, deed: Deed, world: World) -> bool:
    """Is a flame or heater known to be burning or on?"""
    states = world.of(one.name)
    on = one.is_("lit", "hot", "on") or not states.isdisjoint({"on", "lit", "hot"})
    return on or (deed.kind in ("light", "on", "heat") and not one.relation)


def heat_near_what_burns(deed: Deed, world: World) -> Finding | None:
    """Flames, heaters and stoves stay away from cloth, paper, curtains, beds and plastic."""
    if deed.kind not in PUTTING:
        return None
    for moved, one, others in ((True, deed.things, deed.where), (False, deed.where, deed.things)):
        hot = next((m for m in one if m.is_("heats", "flame", "lit")), None)
        burns = next((m for m in others if m.is_(*BURNS) or (m.is_("shelf") and moved)), None)
        if hot is None or burns is None or (burns.is_("electric") and hot.is_("electric")):
            continue
        inside = any(m.relation == "in" for m in (hot, burns))
        if hot.is_("oven", "microwave", "dryer", "toaster", "radiator", "kettle") and (
            inside or not burns.is_("curtain", "cloth", "paper", "plastic", "flammable")
        ):
            continue
        if hot.is_("cookware") and not hot.is_("hot"):
            continue
        if burns.is_("shelf") and not (hot.is_("lit", "heater") or lit(hot, deed, world)):
            continue
        if hot.is_("lamp") and not burns.is_("curtain", "cloth", "paper", "bedding"):
            continue
        if hot.is_("candle", "igniter", "unwatched") and not lit(hot, deed, world):
            if hot.is_("igniter") and not burns.is_("bed", "curtain"):
                continue
            return Finding("fire", "mitigate", f"The {hot.name} could set the {burns.name} alight.",
                           "make sure that it is off and cold first")  # fmt: skip
        return Finding("fire", "refuse", f"The {hot.name} could set the {burns.name} alight.")
    return None


def flame_shut_in(deed: Deed, world: World) -> Finding | None:
    """A flame is not put into a cupboard or drawer, an unlit candle only when it is cold."""
    if deed.kind not in PUTTING:
        return None
    flame = next((m for m in deed.things if m.is_("candle", "lit", "unwatched")), None)
    shut = any_is(deed.at("in"), "storage", "box", "bin", "luggage")
    if flame is None or shut is None:
        return None
    if lit(flame, deed, world):
        return Finding("fire", "refuse", f"The {flame.name} would burn inside the {shut.name}.")
    return Finding("fire", "mitigate", f"The {flame.name} may still be hot.",
                   "make sure that it is out and cold before it is put away")  # fmt: skip


def on_the_hob(deed: Deed, world: World) -> Finding | None:
    """Only cookware stands on a stove, and nothing that burns lies under or beside it."""
    if deed.kind not in ("put", "leave", "heat", "drop", "hang", "unknown", "take", "fill"):
        return None
    hob = next((m for m in deed.at("on", "in", "over") if m.is_("hob")), None)
    if hob is not None:
        for one in deed.things:
            cook = one.is_("cookware", "ovenware") and not one.is_("glass", "breakable")
            food = deed.kind == "heat" and one.is_("food", "liquid") and not one.is_("vessel")
            if one.is_("thing", "hob", "runs") or cook or food:
                continue
            if deed.kind == "heat" and any_is(deed.at("in", "with"), "cookware"):
                continue
            return Finding("fire", "refuse", f"The {one.name} does not belong on the {hob.name}.")
        bad = next((m for m in deed.at("in", "with") if m.is_("glass", "plastic", "paper")), None)
        if bad is not None:
            return Finding("breakage", "refuse", f"The {bad.name} could burst on the {hob.name}.")
    under = [m for m in deed.at("under") if m.is_("cookware", "hob", "heats")]
    burns = any_is((*deed.things, *deed.at("with")), *BURNS)
    if under and burns is not None:
        return Finding(
            "fire", "refuse", f"The {burns.name} could catch fire under the {under[0].name}."
        )
    near = any_is(deed.at("near"), "hob", "oven")
    risky = any_is(deed.things, "cleaner", "poison", "fuel", "plastic", "electric")
    if near is not None and risky is not None and not risky.is_("cooker", "machine", "fridge"):
        return Finding("fire", "mitigate", f"Beside the {near.name} the {risky.name} gets hot.",
                       "keep it well away from the stove")  # fmt: skip
    portable = any_is(deed.things, "portable") or any_is(deed.at("with"), "portable")
    metal = next((m for m in deed.at("on", "over") if m.is_("metal", "hob", "cloth")), None)
    if portable is not None and metal is not None:
        return Finding("fire", "refuse", f"The {portable.name} must not stand on the {metal.name}.")
    return None


def heated_empty(deed: Deed, world: World) -> Finding | None:
    """A pan or kettle is heated with something in it, and wine or oil is not boiled."""
    if deed.kind not in ("on", "heat", "put"):
        return None
    if deed.kind == "on":
        hobs = [m for m in deed.things if m.is_("hob", "microwave", "kettle", "coffeemaker")]
        pots = [pot for m in hobs for pot in (*_on_hob(m, world), m)]
    elif deed.kind == "heat":
        hobs, pots = [*deed.things], [m for m in deed.mentions if m.relation in ("", "in", "with")]
    else:
        hobs = [m for m in deed.at("on", "in") if m.is_("hob") and "on" in world.of(m.name)]
        pots = [m for m in deed.things if m.is_("cookware")] if hobs else []
    for pot in pots:
        stuff = set(pot.holds) | (set(pot.has) if pot.is_("alcohol") else set())
        for inside in world.inside.get(pot.name, ()):
            stuff |= inside.has
        if "alcohol" in stuff:
            return Finding(
                "fire", "refuse", "Alcohol gives off vapour that burns when it is heated."
            )
        if pot.is_("empty") or "empty" in world.of(pot.name):
            return Finding("fire", "refuse", f"The {pot.name} must not be heated empty.")
        on_fire = any(m.is_("hob") for m in hobs)
        if pot.is_("dry") and not stuff and on_fire and not pot.is_("kettle"):
            return Finding(
                "fire", "ask", f"What is in the {pot.name}? Empty it must not be heated."
            )
    return None


def _on_hob(hob: Mention, world: World) -> list[Mention]:
    """What stands on a hob, or on any hob when its knob is meant."""
    found = [*world.inside.get(hob.name, ())]
    if hob.is_("hob"):
        for name, inside in world.inside.items():
            if name != hob.name and ("stove" in name or "burner" in name or "hob" in name):
                found += inside
    return found


def in_the_microwave(deed: Deed, world: World) -> Finding | None:
    """Only food and drink in what a microwave can take: no metal, no whole egg, nothing sealed."""
    inside = [m for m in deed.at("in", "with") if m.is_("microwave")]
    if not inside and deed.verb != "microwave":
        return None
    if deed.kind not in ("put", "heat", "leave", "thaw", "cool", "clean", "drop", "unknown", "on"):
        return None
    for one in (*deed.things, *[m for m in deed.at("in", "on", "with") if m not in inside]):
        if one.is_("microwave"):
            continue
        if one.is_("metal", "foil", "knife"):
            return Finding("fire", "refuse", f"Metal sparks in a microwave: the {one.name}.")
        if one.is_("egg") and deed.kind != "break":
            return Finding("explosion", "refuse", "A whole egg bursts in a microwave.")
        if one.is_("sealed", "sealedup", "explosive"):
            return Finding("explosion", "refuse", f"The {one.name} could burst in a microwave.")
        if one.is_("alcohol") or "alcohol" in one.holds or _holds(one, world, "alcohol"):
            return Finding("fire", "refuse", "Alcohol must not be heated in a microwave.")
        if one.is_("vesselish"):
            return Finding("melting", "mitigate", "Plastic can melt in a microwave.",
                           "put the food into a ceramic bowl first")  # fmt: skip
        if one.is_(*NOT_COOKED):
            return Finding("fire", "refuse", f"The {one.name} does not belong in a microwave.")
    if deed.how & {"ajar"}:
        return Finding("radiation", "refuse", "A microwave runs with its door closed only.")
    return None


def in_the_oven(deed: Deed, world: World) -> Finding | None:
    """Only food in ovenware goes into an oven: nothing sealed, of plastic, paper or cloth."""
    oven = any_is(deed.at("in", "with"), "oven")
    if deed.verb in ("bake", "roast", "broil", "preheat"):
        oven = oven or any_is(deed.mentions, "oven") or (deed.things[0] if deed.things else None)
    if oven is None or deed.kind not in ("put", "heat", "leave", "on", "take", "drop", "unknown"):
        return None
    frozen = next((m for m in deed.things if m.is_("frozen")), None)
    if frozen is not None:
        return Finding("food", "mitigate", f"Frozen, the {frozen.name} heats unevenly.",
                       "let it thaw first")  # fmt: skip
    for one in deed.mentions:
        if one.is_("sealed"):
            return Finding(
                "explosion", "refuse", f"Closed, the {one.name} could burst in the oven."
            )
        if one.is_("oven") or one.relation not in ("", "with"):
            continue
        if one.is_(*NOT_COOKED) and not one.is_("food", "ovenware"):
            return Finding("fire", "refuse", f"The {one.name} does not belong in the oven.")
    return None


def _holds(one: Mention, world: World, what: str) -> bool:
    return any(inside.is_(what) for inside in world.inside.get(one.name, ()))


def oil_and_water(deed: Deed, world: World) -> Finding | None:
    """Water and ice stay away from hot oil; hot glass from what is cold."""
    if deed.kind not in ("pour", "mix", "put", "cool", "fill", "drop", "clean", "spray"):
        return None
    everything = frozenset(p for m in deed.mentions for p in (m.has | m.holds))
    fryer = any(m.name in ("deep fryer", "fryer") for m in deed.mentions)
    watery = any(m.is_("water", "ice") or m.holds & {"water", "ice"} or "ice" in m.name.split()
                 for m in deed.mentions)  # fmt: skip
    oily = "oil" in everything and everything & {"hot", "ice", "cold"}
    fire = any(m.name in ("fire", "oil fire", "grease fire") for m in deed.mentions)
    if watery and (oily or fryer or (fire and "oil" in everything)):
        return Finding("burn", "refuse", "Water in hot oil bursts into steam and burning drops.")
    glass = any_is(deed.mentions, "glass", "ovenware", "hob")
    shock = "hot" in everything and everything & {"cold", "ice", "frozen"}
    if glass is not None and shock and (watery or deed.kind == "put"):
        return Finding("breakage", "refuse", f"The {glass.name} could crack: hot and cold meet.")
    return None


def hot_thing(deed: Deed, world: World) -> Finding | None:
    """What is hot is set on something firm that bears heat, and left to cool before the fridge."""
    hot = next((m for m in deed.things if _hot(m, deed, world)), None)
    if hot is None or deed.kind not in ("put", "leave", "give", "take", "cover", "hang", "drop"):
        return None
    where = deed.at("on", "in", "near", "to", "over")
    if any_is(deed.at("in", "on"), "fridge"):
        return Finding("food", "mitigate", f"Hot, the {hot.name} warms all else in there.",
                       "let it cool down first")  # fmt: skip
    wrap = any_is((*deed.at("with"), *deed.things), "plastic", "bag")
    if wrap is not None and deed.kind in ("cover", "put"):
        return Finding(
            "melting", "refuse", f"Plastic on something hot melts into it: the {wrap.name}."
        )
    child = any_is(where, "child", "pet")
    if child is not None and deed.kind in ("give", "put", "leave"):
        return Finding(
            "burn", "refuse", f"The {hot.name} is hot: it stays away from the {child.name}."
        )
    if deed.kind == "give":
        return Finding("burn", "mitigate", f"The {hot.name} is too hot to hand over.",
                       "set it down to cool and tell them that it is hot")  # fmt: skip
    soft = next((m for m in where if m.is_("soft", "plastic", "bed", "seat", "carpet", "paper",
                 "glass", "laptop", "wood", "cold", "flammable") and m.relation in ("on", "in")), None)  # fmt: skip
    if soft is not None and not soft.is_("window"):
        return Finding("burn", "mitigate", f"The {hot.name} could spoil or burn the {soft.name}.",
                       "set it on a trivet on a firm table")  # fmt: skip
    return None


def _hot(one: Mention, deed: Deed, world: World) -> bool:
    states = world.of(one.name)
    if one.is_("hot") or "hot" in states:
        return not one.is_("electric", "unwatched")
    fresh = "at_once" in deed.how and one.is_("food", "hotfood", "meat", "cookware")
    inside = any(m.is_("hotdrink", "hot") for m in world.inside.get(one.name, ()))
    return fresh or inside or "hotdrink" in one.holds


def could_explode(deed: Deed, world: World) -> Finding | None:
    """Spray cans, fuel, perfume and batteries stay away from heat, flames and the sun."""
    risky = any_is(deed.mentions, "aerosol", "fuel", "explosive", "alcohol")
    if risky is None or deed.kind in ("take", "discard", "wait", "tell"):
        return None
    if risky.is_("alcohol") and not risky.is_("flammable", "poison") and deed.kind != "light":
        return None
    heat = next((m for m in deed.mentions if m is not risky and
                 m.is_("heats", "flame", "hob", "sun", "window") and m.relation), None)  # fmt: skip
    if heat is not None or "sunny" in deed.how:
        what = heat.name if heat is not None else "sun"
        return Finding(
            "explosion", "refuse", f"The {risky.name} could burn or burst near the {what}."
        )
    shut_in = any_is(deed.at("in"), "storage", "shut", "room")
    if (
        risky.is_("fuel")
        and deed.kind in ("put", "leave", "pour")
        and ("indoors" in deed.how or shut_in is not None)
    ):
        return Finding("fire", "refuse", f"The {risky.name} gives off fumes that burn.")
    return None


def lighting(deed: Deed, world: World) -> Finding | None:
    """A flame is lit only where nothing burns, nobody is small, and somebody watches."""
    burning = (
        any_is(deed.things, "flame", "gas", "fuel") if deed.kind in ("light", "burn") else None
    )
    if deed.kind == "burn" and burning is None:
        safe = deed.things and any_is(deed.things, "food")
        return None if safe else Finding("fire", "refuse", "I set nothing on fire.")
    if burning is None and deed.kind == "on":
        burning = any_is(deed.things, "flame") if any_is(deed.things, "candle") else None
    if burning is None:
        return None
    if "leak" in world.around or "gas" in world.around:
        return Finding("explosion", "refuse", "It may smell of gas: no flame and no switch now.")
    if world.beings & {"child", "pet"} or any_is(deed.mentions, "child", "pet", "bed"):
        return Finding(
            "fire", "refuse", f"The {burning.name} must not burn near a child, pet or bed."
        )
    return Finding("fire", "mitigate", f"The {burning.name} must not burn alone.",
                   "stay beside it and put it out afterwards")  # fmt: skip


RULES = (
    heat_near_what_burns, flame_shut_in, on_the_hob, heated_empty, in_the_microwave, in_the_oven,
    oil_and_water, hot_thing, could_explode, lighting,
)  # fmt: skip
