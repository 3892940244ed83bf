"""A deed comes in; what electricity would do goes out: shocks, overheating, machines misused."""

from __future__ import annotations

from home_agent.gate.deeds import Deed, Finding, Mention, World, any_is

FITTED = (
    *("fridge", "washer", "oven", "hob", "microwave", "switch", "outlet", "tank", "alarm", "lamp"),
    *("heater", "wet", "dryer"),
)
PUTTING = ("put", "leave", "hang", "drop", "take", "plug", "on", "unknown", "clean", "fill")
# What each machine is made to take in.
MADE_FOR = {
    "toaster": ("slice", "thing"),
    "coffeemaker": ("liquid", "vessel", "hotdrink", "lint"),
    "kettle": ("water", "hotdrink"),
    "washer": (
        *("cloth", "vessel", "cutlery", "cookware", "board", "cleaner", "soft", "glass", "food"),
        *("ovenware", "plastic", "wear", "machine"),
    ),
    "dryer": ("cloth", "soft", "lint"),
    "machine": ("food", "liquid", "paper", "cloth", "vessel"),
}


def moved(deed: Deed) -> Mention | None:
    """An electric thing that is carried somewhere, not one that is built in."""
    movable = ("heats", "cord", "strip")
    electric = (m for m in deed.things if m.is_("electric") and not m.is_("cookware"))
    return next((m for m in electric if m.is_(*movable) or not m.is_(*FITTED)), None)


def near_water(deed: Deed, world: World) -> Finding | None:
    """Nothing electric in, on or beside a bath, sink or pool."""
    thing = moved(deed)
    wet = next((m for m in deed.where if m.is_("wet", "drain", "tub") or "water" in m.holds), None)
    if thing is None or wet is None or deed.kind not in PUTTING:
        return None
    if wet.relation == "near" and thing.is_("cookware", "coffeemaker", "cooker", "switch"):
        return None
    return Finding("electricity", "refuse", f"The {thing.name} could get wet at the {wet.name}.")


def washed(deed: Deed, world: World) -> Finding | None:
    """What is electric is not washed; hands and cloths are dry when it is handled."""
    thing = next((m for m in (*deed.things, *deed.at("on")) if m.is_("electric")), None)
    if thing is None:
        strip = any_is(deed.at("near", "on", "over"), "outlet", "strip", "cord")
        if strip is None or deed.verb not in ("mop", "wash", "rinse", "mop up"):
            return None
        reason = f"The {strip.name} must stay dry."
        return Finding("electricity", "mitigate", reason, "unplug it and use a dry cloth")
    handled = deed.kind in ("plug", "unplug", "on", "off", "take", "toggle", "put", "touch")
    if "bare" in deed.how and handled:
        return Finding("electricity", "refuse", f"The {thing.name} is not handled with wet hands.")
    metal = any_is(deed.at("with"), "metal", "sharp") if deed.kind in ("clean", "mend") else None
    if metal is not None:
        return Finding("electricity", "refuse", f"No metal goes into the {thing.name}.")
    if deed.kind == "clean" and not thing.is_("tank", "wet"):
        wet = any_is(deed.at("with", "in", "under"), "liquid", "wet", "drain", "runs", "cleaner")
        washing = deed.verb in ("wash", "rinse", "hand wash")
        if wet is None and washing and not thing.is_("washer", "fridge", "dryer"):
            wet = thing
        if wet is not None:
            reason = f"The {thing.name} must not get wet."
            return Finding("electricity", "mitigate", reason, "unplug it and use a dry cloth")
    if deed.kind == "spray" and not thing.is_("vent"):
        return Finding("electricity", "refuse", f"Nothing is sprayed on the {thing.name}.")
    if deed.kind == "unplug" and "hard" in deed.how:
        reason = "A plug is not pulled by its cord."
        return Finding("electricity", "mitigate", reason, "hold the plug itself")
    return None


def metal_into_power(deed: Deed, world: World) -> Finding | None:
    """No metal, finger or tool into a socket, toaster or running machine."""
    holes = ("outlet", "toaster", "strip")
    into = next((m for m in deed.at("in", "with", "from") if m.is_(*holes)), None)
    things = (*deed.things, *deed.at("with"))
    metal = any_is(things, "metal", "sharp", "cutlery", "foil", "small", "wet", "bodypart")
    if into is not None and metal is not None and metal is not into and not metal.is_("electric"):
        return Finding("electricity", "refuse", f"The {metal.name} could give a shock in there.")
    machine = any_is(deed.at("in"), "machine", "hob", "flame", "vent")
    hand = any_is(deed.things, "bodypart", "cutlery", "sharp")
    runs = machine is not None and (machine.is_("on") or "running" in deed.said)
    if machine is not None and hand is not None and (runs or hand.is_("bodypart")):
        return Finding("cut", "refuse", f"Nothing is put into the {machine.name} while it can run.")
    return None


def overloaded(deed: Deed, world: World) -> Finding | None:
    """Strong appliances get a socket of their own; no chains, no broken cords, no mixed cells."""
    if deed.kind == "mix" and any_is(deed.things, "battery"):
        return Finding("fire", "refuse", "Old and new batteries together can leak or burn.")
    if deed.kind not in ("plug", "on", "put", "unknown", "touch"):
        return None
    broken = next((m for m in deed.mentions if m.is_("electric", "cord") and m.is_("broken", "wet")
                   and not m.is_("tank", "washer", "dryer")), None)  # fmt: skip
    if broken is not None and deed.kind != "put":
        return Finding("electricity", "refuse", f"The {broken.name} is not safe to use as it is.")
    strip = any_is(deed.mentions, "strip", "outlet")
    if strip is None:
        return None
    strength = ("heats", "cooker", "fridge", "washer", "strip", "machine")
    strong = any_is((m for m in deed.things if m is not strip), *strength)
    many = len([m for m in deed.things if m.is_("electric")]) > 2
    words = deed.said.split()
    crowd = deed.how & {"together", "brimful"} or {"all", "multiple", "several"} & {*words}
    if strip.is_("strip") and strip.relation and (strong or many or crowd):
        return Finding("fire", "refuse", f"That is too much for the {strip.name}: it could burn.")
    if many or (crowd and deed.kind == "plug"):
        return Finding("fire", "refuse", "That is too much for one socket: it could burn.")
    return None


def cord_in_the_way(deed: Deed, world: World) -> Finding | None:
    """Cords lie neither where people walk, nor under carpets, nor near heat."""
    cord = any_is(deed.things, "cord", "strip")
    if cord is None or deed.kind not in PUTTING:
        return None
    heat = any_is(deed.where, "heats", "flame", "wet")
    if heat is not None:
        return Finding("electricity", "refuse", f"The {heat.name} could damage the {cord.name}.")
    way = any_is(deed.where, "floor", "carpet", "way", "seat", "bed", "furniture", "room")
    hidden = deed.at("under") or "path" in deed.how or (way is not None and way.is_("way", "floor"))
    if way is None or not (hidden or way.is_("carpet")):
        return None
    reason = "Somebody could trip, or the cord wears through."
    return Finding("trip", "mitigate", reason, "lead it along the wall")


def covered(deed: Deed, world: World) -> Finding | None:
    """Lamps, heaters, vents and machines that get warm are not covered or blocked."""
    if deed.kind == "cover":
        under = next((m for m in deed.things if m.is_("electric", "heats", "vent", "alarm", "flame")
                      and not m.is_("cookware", "cord")), None)  # fmt: skip
        if under is not None and under.is_("fridge", "screen") and len(deed.mentions) < 2:
            return None
    elif deed.kind in ("put", "hang", "leave", "drop", "clean"):
        warm = ("heats", "heater", "lamp", "vent", "laptop", "screen", "alarm", "dryer")
        under = next((m for m in deed.at("on", "over", "near") if m.is_(*warm)
                      and (m.relation != "near" or m.is_("heater", "alarm"))
                      and not m.is_("hob", "oven", "cookware")), None)  # fmt: skip
        soft = ("cloth", "paper", "soft", "box", "furniture", "seat", "bag", "luggage")
        if any_is(deed.things, *soft) is None:
            return None
    else:
        return None
    if under is None:
        return None
    return Finding("fire", "refuse", f"The {under.name} needs air: covered it overheats.")


def on_soft(deed: Deed, world: World) -> Finding | None:
    """What gets warm while it runs or charges lies on something hard, never under a pillow."""
    thing = any_is(deed.things, "electric")
    if thing is None:
        return None
    under = any_is(deed.at("under", "in"), "bedding", "bed", "cloth")
    soft = any_is(deed.at("on", "in", "under"), "bed", "seat", "bedding", "soft", "carpet")
    charging = "charg" in deed.said or (thing.is_("electric") and "plug" in deed.said)
    works = deed.kind in ("plug", "on") or deed.how & {"unattended", "sleeping"} or charging
    running = "on" in world.of(thing.name)
    if (under is not None and under.is_("bedding")) or (soft is not None and (works or running)):
        if thing.is_("lamp", "fan", "heater") and deed.kind == "on" and under is None:
            return None
        reason = f"On something soft the {thing.name} overheats."
        return Finding("fire", "mitigate", reason, "put it on a firm table")
    if deed.kind == "plug" and deed.how & {"unattended", "sleeping"}:
        reason = f"The {thing.name} should not charge unwatched."
        return Finding("fire", "mitigate", reason, "unplug it when it is full")
    return None


def wrong_place(deed: Deed, world: World) -> Finding | None:
    """Electronics do not go into fridges, ovens, washers, water or the bin; nor into the heat."""
    thing = moved(deed) or any_is(deed.things, "data", "screen")
    if thing is None or deed.kind not in (*PUTTING, "discard"):
        return None
    places = ("fridge", "oven", "microwave", "washer", "dryer", "bin", "toilet", "cookware", "hob")
    where = next((m for m in deed.at("in") if m.is_(*places) or _full(m, world)), None)
    if where is not None and not thing.is_("cookware"):
        return Finding("misuse", "refuse", f"The {where.name} would spoil the {thing.name}.")
    if deed.kind == "discard":
        return Finding("waste", "ask", f"Do you really want to part with the {thing.name}?")
    heat = any_is(deed.at("on", "near"), "heats", "flame", "sun", "cold")
    fierce = heat is not None and heat.is_(
        "heater", "hob", "unwatched", "oven", "flame", "radiator"
    )
    magnet = any(m.name.startswith("magnet") for m in deed.mentions)
    if "sunny" in deed.how or (fierce and not thing.is_("heats")) or magnet:
        return Finding("heat", "refuse", f"That would spoil the {thing.name}.")
    if heat is not None and heat.relation == "on" and heat.is_("heats") and not heat.is_("lamp"):
        return Finding("heat", "refuse", f"The {heat.name} would spoil the {thing.name}.")
    return None


def _full(one: Mention, world: World) -> bool:
    inside = world.inside.get(one.name, ())
    return one.is_("vessel") and ("liquid" in one.holds or any_is(inside, "liquid") is not None)


def made_for(deed: Deed, world: World) -> Finding | None:
    """A machine takes in what it is made for, and nothing else; nothing goes into electronics."""
    if deed.kind not in ("put", "drop", "fill", "pour", "mix", "heat"):
        return None
    for kind, takes in MADE_FOR.items():
        machine = any_is(deed.at("in"), kind)
        for one in deed.things if machine is not None else ():
            if deed.kind in ("pour", "fill") and one.is_("vessel"):
                continue
            fits = one.is_(*takes) and not one.is_("electric", "sealed", "alcohol")
            if fits or one.is_("thing"):
                continue
            name = machine.name if machine is not None else kind
            return Finding("misuse", "refuse", f"The {name} is not made for the {one.name}.")
    inside = any_is(deed.at("in"), "screen", "outlet", "speaker", "data")
    stuff = any_is(deed.things, "food", "liquid", "vessel", "small", "toy", "metal", "cloth")
    if inside is not None and stuff is not None and not stuff.is_("electric"):
        return Finding("misuse", "refuse", f"The {stuff.name} does not belong in it.")
    return None


def opened_running(deed: Deed, world: World) -> Finding | None:
    """A microwave, washer or blender is not opened while it runs; a fridge is not turned off."""
    things = any_is(deed.things, "microwave", "washer", "dryer", "machine")
    running = things is not None and ("on" in world.of(things.name) or things.is_("on"))
    lid = deed.kind in ("on", "mix") and deed.omits & {"cover", "close", "lid"}
    if (deed.kind == "open" and running) or (things is not None and lid):
        return Finding("misuse", "refuse", "It runs with its door or lid closed only.")
    fridge = any_is(deed.things, "fridge") if deed.kind in ("off", "unplug") else None
    if fridge is not None:
        return Finding("food", "ask", f"Off, all in the {fridge.name} spoils: are you sure?")
    return None


RULES = (
    *(near_water, washed, metal_into_power, overloaded, cord_in_the_way, covered, on_soft),
    *(wrong_place, made_for, opened_running),
)
