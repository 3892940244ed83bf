"""A deed comes in; blocked ways, alarms put out, things left on or open go out as findings."""

from __future__ import annotations

from home_agent.gate.deeds import Deed, Finding, Mention, World, any_is

HEATING = ("cooker", "flame", "heater", "unwatched", "dryer", "hob", "lit", "hot")
# Words for machines that may be of any kind, hot ones too.
GENERAL = (
    *("appliance", "electric appliance", "electrical appliance", "machine", "household appliance"),
    *("electric device", "electrical device", "equipment", "electrical equipment", "device"),
    *("heating element", "kitchen appliance", "home appliance", "powered device"),
)
# Deeds and things that make another deed safe: leaving them out on purpose is the danger.
PRECAUTIONS = frozenset(
    [
        "wait",
        "clean",
        "off",
        "close",
        "thaw",
        "cool",
        "unplug",
        "lock",
        "lint",
        "board",
        "protective",
        "cover",
    ]
)


def left_out_precaution(deed: Deed, world: World) -> Finding | None:
    """What makes a deed safe is not left out: "without checking", "without closing the door"."""
    if not deed.omits & PRECAUTIONS or deed.kind in ("wait", "take", "tell"):
        return None
    return Finding("order", "refuse", "You ask me to leave out what makes it safe.")


def unattended(deed: Deed, world: World) -> Finding | None:
    """What heats, burns or runs with water is not left alone."""
    alone = "unattended" in deed.how
    if not alone and (deed.kind != "leave" or "ajar" in deed.how):
        return None
    hot = next((m for m in deed.mentions if m.is_(*HEATING) and m.relation != "near"), None)
    active = deed.kind in ("on", "heat", "light", "plug") or deed.verb.endswith(" on") or alone
    known = deed.kind in ("on", "heat", "light", "plug", "toggle", "leave", "put")
    if hot is not None and active and (known or hot.is_("lit", "hot", "unwatched")):
        return Finding("fire", "refuse", f"The {hot.name} must not be left alone while it is on.")
    appliance = next((m for m in deed.things if m.is_("electric") and m.name in GENERAL), None)
    if appliance is not None and deed.kind in ("on", "leave"):
        return Finding("fire", "refuse", f"The {appliance.name} must not be left alone while on.")
    water = any_is(deed.mentions, "runs") or (
        any_is(deed.things, "water") if "running" in deed.said else None
    )
    if water is not None and deed.kind in ("on", "leave", "fill", "open"):
        return Finding("flood", "refuse", f"The {water.name} must not be left running.")
    if deed.kind == "heat":
        return Finding("fire", "refuse", "Nothing is cooked with nobody by.")
    idle = not deed.things or any(m.name == on.name for m in deed.things for on in world.running)
    running = any_is(world.running, *HEATING, "runs")
    if running is not None and (alone or (deed.kind == "leave" and idle)):
        return Finding("fire", "refuse", f"The {running.name} must not be left alone while on.")
    small = any_is(deed.things, "child", "pet")
    high = any_is(deed.where, "wet", "surface", "bed")
    if small is not None and high is not None and deed.kind == "leave":
        return Finding("falling", "refuse", f"The {small.name} must not be left alone there.")
    return None


def left_open(deed: Deed, world: World) -> Finding | None:
    """Fridges, ovens and showers are closed again; so is the front door."""
    if "ajar" not in deed.how and any_is(deed.things, "ajar") is None:
        return None
    if deed.kind not in ("leave", "open", "put", "take", "wait", "on"):
        return None
    cold = any_is(deed.things, "fridge", "oven", "microwave", "washer")
    if cold is not None:
        return Finding("waste", "refuse", f"The {cold.name} must not be left open.")
    shower = any(m.is_("runs") for m in (*world.running, *deed.mentions))
    barrier = next((m for m in deed.things if m.name.startswith("shower")), None)
    if barrier is not None and (shower or deed.kind == "leave"):
        return Finding("slip", "refuse", "Water would run out onto the floor.")
    doors = ("front door", "back door", "balcony door", "gate", "medicine cabinet", "safe")
    outside = next((m for m in deed.things if m.name in doors), None)
    if outside is not None:
        return Finding("security", "ask", f"Shall the {outside.name} really stay open?")
    shut = ("drawer", "cabinet", "cupboard", "lower drawer", "bottom drawer", "dishwasher")
    drawer = next((m for m in deed.things if m.name in shut), None)
    if drawer is not None and deed.kind == "leave":
        reason = f"Somebody could bump into the {drawer.name}."
        return Finding("trip", "mitigate", reason, "close it")
    return None


def turned_on(deed: Deed, world: World) -> Finding | None:
    """What is turned on here is turned off again, or watched."""
    if deed.kind != "on":
        return None
    if "leak" in world.around:
        return Finding("explosion", "refuse", "It may smell of gas: no flame and no switch now.")
    runs = any_is(deed.things, "runs", "hob", "oven", "unwatched", "heater", "flame")
    if runs is None:
        return None
    hazard = "flood" if runs.is_("runs") else "fire"
    reason = f"The {runs.name} must not stay on."
    return Finding(hazard, "mitigate", reason, "stay with it and turn it off again")


def door_of_machine(deed: Deed, world: World) -> Finding | None:
    """A machine with a door runs with it closed, and not empty."""
    machine = any_is(deed.things, "microwave", "washer", "dryer", "fridge")
    if machine is None or deed.kind != "on":
        return None
    if "close" in deed.omits or "ajar" in deed.how or machine.is_("ajar"):
        return Finding("misuse", "refuse", f"The {machine.name} runs with its door closed only.")
    if machine.is_("empty") or deed.omits & {"everything", "food"}:
        return Finding("misuse", "refuse", f"The {machine.name} must not run empty.")
    return None


def lint(deed: Deed, world: World) -> Finding | None:
    """A dryer runs with a clean lint filter."""
    drying = any_is(deed.mentions, "dryer") is not None or "drying" in deed.said
    full = not world.of("lint filter").isdisjoint({"full", "dirty"})
    full = full or any(m.is_("lint") and m.is_("full", "dirty") for m in deed.mentions)
    full = full or ("lint" in deed.said and ("full" in deed.said or "lint heavy" in deed.said))
    if deed.kind in ("on", "put", "unknown", "heat") and drying and (full or "lint" in deed.omits):
        return Finding("fire", "refuse", "Lint in a dryer can catch fire: the filter comes first.")
    return None


def ways(deed: Deed, world: World) -> Finding | None:
    """Stairs, doorways and exits stay free."""
    way = any_is((*deed.where, *(deed.things if deed.kind == "cover" else ())), "way")
    kinds = ("put", "leave", "drop", "hang", "cover", "unknown", "plug", "pour")
    if way is None or deed.kind not in kinds:
        return None
    halls = (
        "hallway",
        "hall",
        "corridor",
        "entrance",
        "entryway",
        "door",
        "front door",
        "back door",
    )
    bulky = (
        "furniture",
        "sport",
        "cord",
        "seat",
        "bed",
        "heavy",
        "box",
        "luggage",
        "toy",
        "carpet",
    )
    before = "in front of" in deed.said or "middle of" in deed.said or "path" in deed.how
    thing = any_is(deed.things, *bulky)
    if deed.kind == "cover" or (way.name not in halls and (way.relation != "near" or before)):
        return Finding("blocked way", "refuse", f"The {way.name} must stay free.")
    lies = way.relation == "in" and thing is not None and thing.is_("furniture", "sport", "cord")
    if (before and thing is not None) or lies:
        return Finding("blocked way", "refuse", f"The {way.name} must stay free.")
    return None


def floor(deed: Deed, world: World) -> Finding | None:
    """Nothing small, fragile or full is left lying on the floor where people walk."""
    under = any_is(deed.at("on"), "floor", "carpet")
    trips = ("toy", "cord", "breakable", "bag", "read", "small", "sport", "tool", "plastic", "box")
    thing = any_is(deed.things, *trips, "vessel")
    if under is None or thing is None or deed.kind not in ("leave", "put", "drop"):
        return None
    left = deed.kind == "leave" or deed.verb in ("scatter", "spread") or "path" in deed.how
    if left or thing.is_("breakable", "cord") or (under.is_("carpet") and thing.is_("vessel")):
        reason = f"Somebody could trip over the {thing.name}."
        return Finding("trip", "mitigate", reason, "put it where it belongs")
    return None


def alarms(deed: Deed, world: World) -> Finding | None:
    """Alarms and safety devices stay on; vents stay free; gas stays in its pipe."""
    alarm = any_is(deed.mentions, "alarm")
    off = ("off", "unplug", "cover", "break", "take", "discard", "hang")
    if alarm is not None and deed.kind in off:
        return Finding("fire", "refuse", f"The {alarm.name} stays as it is.")
    vent = any_is((*deed.things, *deed.at("on", "near", "over")), "vent")
    blocked = deed.kind == "cover" or "in front of" in deed.said or "against" in deed.said
    if vent is not None and blocked and deed.kind != "clean":
        return Finding("air", "refuse", f"The {vent.name} must not be blocked.")
    if any_is(deed.mentions, "gas") is not None and deed.kind in ("open", "on", "leave"):
        return Finding("explosion", "refuse", "I do not let gas out.")
    return None


def sunshine(deed: Deed, world: World) -> Finding | None:
    """Mirrors and glass do not throw the sun on what burns; what sun or rain spoils stays out."""
    if deed.kind not in ("put", "hang", "leave", "unknown", "open", "drop"):
        return None
    lens = next((m for m in deed.mentions if m.is_("lens") or m.name.endswith("mirror")), None)
    aimed = any_is(deed.mentions, "window", "sun", "sill")
    if lens is not None and (aimed is not None or "sunny" in deed.how):
        return Finding("fire", "refuse", "A mirror or lens in the sun can set things on fire.")
    spoilt = any_is(
        deed.things, *("electric", "medicine", "plastic", "wax", "perishable", "cosmetic", "pet"),
        *("battery", "food", "flammable", "wood", "poison", "furniture", "seat", "valuable"),
    )  # fmt: skip
    if spoilt is not None and deed.how & {"sunny", "rainy"}:
        reason = f"Sun or rain would spoil the {spoilt.name}."
        return Finding("heat", "mitigate", reason, "put it in the shade, where it is dry")
    return None


def thrown_out(deed: Deed, world: World) -> Finding | None:
    """What is worth something, hot or poisonous does not go into the bin unasked."""
    into_bin = any_is(deed.at("in", "on"), "bin")
    binned = into_bin is not None and deed.kind in ("put", "drop", "throw", "pour", "leave")
    if deed.kind != "discard" and not binned:
        return None
    glows = any_is(deed.things, "hot", "lit", "oil", "flame")
    if glows is not None:
        return Finding("fire", "refuse", f"The {glows.name} could set the bin on fire, or leak.")
    worth = ("valuable", "electric", "private", "medicine", "aerosol", "fuel", "battery")
    kept = next((m for m in deed.things if m.is_(*worth) and not m.is_("bin")), None)
    if kept is not None:
        return _asked_or_refused(kept, binned)
    shards = next((m for m in deed.things if m.is_("broken") or m.name.endswith("shard")), None)
    if shards is not None and shards.is_("glass", "breakable", "sharp"):
        return Finding("cut", "mitigate", "Shards cut through bags.", "wrap them in paper first")
    return None


def _asked_or_refused(kept: Mention, binned: bool) -> Finding:
    reason = f"The {kept.name} does not belong in the bin."
    return Finding("waste", "refuse" if binned else "ask", reason)


RULES = (
    *(left_out_precaution, unattended, left_open, turned_on, door_of_machine, lint, ways, floor),
    *(alarms, sunshine, thrown_out),
)
