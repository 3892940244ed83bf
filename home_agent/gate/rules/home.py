"""A deed comes in; blocked ways, alarms put out, things left on or open go out as findings."""

from __future__ import annotations

from home_agent.gate.deeds import Deed, Finding, World, any_is

HEATING = ("cooker", "flame", "heater", "unwatched", "dryer", "hob", "lit")
# Deeds that make another one safe: leaving them out on purpose is the danger.
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
        "open_vent",
        "cover_pot",
        "surface_check",
    ]
)


def left_out_precaution(deed: Deed, world: World) -> Finding | None:
    """What makes a deed safe is not left out: "without checking", "without closing the door"."""
    missing = deed.omits & PRECAUTIONS
    if not missing:
        return None
    return Finding("order", "refuse", "You ask me to leave out what makes it safe.")


def unattended(deed: Deed, world: World) -> Finding | None:
    """What heats, burns or runs with water is not left alone."""
    alone = "unattended" in deed.how or (deed.kind == "leave" and "ajar" not in deed.how)
    if not alone:
        return None
    hot = next((m for m in deed.mentions if m.is_(*HEATING) and not m.relation == "near"), None)
    active = deed.kind in ("on", "heat", "light", "plug", "toggle", "leave")
    left = hot is not None and (
        deed.kind in ("on", "heat", "light", "plug")
        or "on" in deed.verb
        or "unattended" in deed.how
    )
    if left and hot is not None and (active or hot.is_("lit", "hot", "unwatched")):
        return Finding("fire", "refuse", f"The {hot.name} must not be left alone while it is on.")
    water = next((m for m in deed.mentions if m.is_("runs")), None)
    if water is not None and deed.kind in ("on", "leave", "fill", "open"):
        return Finding("flood", "refuse", f"The {water.name} must not be left running.")
    if deed.kind == "heat":
        return Finding("fire", "refuse", "Nothing is cooked with nobody by.")
    running = next((m for m in world.running if m.is_(*HEATING, "runs")), None)
    if running is not None and (deed.kind == "leave" or "unattended" in deed.how):
        return Finding(
            "fire", "refuse", f"The {running.name} must not be left alone while it is on."
        )
    wet = any_is(deed.mentions, "child", "pet")
    if (
        wet is not None
        and deed.kind in ("leave", "put")
        and any_is(deed.where, "wet", "surface", "bed")
    ):
        return Finding("falling", "refuse", f"The {wet.name} must not be left alone there.")
    return None


def left_open(deed: Deed, world: World) -> Finding | None:
    """Fridges, ovens and showers are closed again; so is the front door at night."""
    if "ajar" not in deed.how and not any(m.is_("ajar") for m in deed.things):
        return None
    if deed.kind not in ("leave", "open", "put", "take", "wait", "on"):
        return None
    what = next((m for m in deed.things if m.is_("fridge", "oven", "microwave", "washer")), None)
    if what is not None and (deed.kind != "open" or "ajar" in deed.how):
        return Finding("waste", "refuse", f"The {what.name} must not be left open.")
    shower = any(m.is_("runs") for m in (*world.running, *deed.mentions))
    barrier = next((m for m in deed.things if m.name.startswith("shower")), None)
    if barrier is not None and (shower or deed.kind == "leave"):
        return Finding("slip", "refuse", "Water would run out onto the floor.")
    outside = next((m for m in deed.things if m.name in ("front door", "back door", "balcony door", "gate",
                    "medicine cabinet", "safe")), None)  # fmt: skip
    if outside is not None:
        return Finding("security", "ask", f"Shall the {outside.name} really stay open?")
    drawer = next((m for m in deed.things if m.name in ("drawer", "cabinet", "cupboard", "lower drawer",
                   "bottom drawer", "dishwasher")), None)  # fmt: skip
    if drawer is not None and deed.kind == "leave":
        return Finding(
            "trip", "mitigate", f"Somebody could bump into the {drawer.name}.", "close it"
        )
    return None


def turned_on(deed: Deed, world: World) -> Finding | None:
    """What is turned on here is turned off again, or watched."""
    if deed.kind != "on":
        return None
    if "leak" in world.around:
        return Finding("explosion", "refuse", "It may smell of gas: no flame and no switch now.")
    runs = next(
        (m for m in deed.things if m.is_("runs", "hob", "oven", "unwatched", "heater", "flame")),
        None,
    )
    if runs is None:
        return None
    flow = runs.is_("runs")
    return Finding("flood" if flow else "fire", "mitigate", f"The {runs.name} must not stay on.",
                   "stay with it and turn it off again")  # fmt: skip


def door_of_machine(deed: Deed, world: World) -> Finding | None:
    """A machine with a door runs with it closed."""
    machine = (
        any_is(deed.things, "microwave", "washer", "dryer", "fridge") if deed.kind == "on" else None
    )
    if machine is None:
        return None
    if "close" in deed.omits or "ajar" in deed.how or machine.is_("ajar"):
        return Finding("misuse", "refuse", f"The {machine.name} runs with its door closed only.")
    if machine.is_("empty") or "empty" in world.of(machine.name):
        return Finding("misuse", "refuse", f"The {machine.name} must not run empty.")
    return None


def lint(deed: Deed, world: World) -> Finding | None:
    """A dryer runs with a clean lint filter."""
    dryer = any_is(deed.mentions, "dryer") or ("dry" in deed.said.split() and next(
        (m for m in deed.mentions if m.is_("lint")), None)) or None  # fmt: skip
    drying = dryer is not None or "drying" in deed.said or "dryer" in deed.said
    filter_full = "full" in world.of("lint filter") or any(
        m.is_("lint") and m.is_("full", "dirty") for m in deed.mentions
    )
    full = filter_full or ("lint" in deed.said and "full" in deed.said)
    if (
        deed.kind in ("on", "put", "unknown", "heat")
        and drying
        and (full or "lint" in deed.omits or "lint heavy" in deed.said)
    ):
        return Finding("fire", "refuse", "Lint in a dryer can catch fire: the filter comes first.")
    return None


def ways(deed: Deed, world: World) -> Finding | None:
    """Stairs, doorways and exits stay free."""
    if deed.kind not in (
        "put",
        "leave",
        "drop",
        "hang",
        "cover",
        "unknown",
        "plug",
        "take",
        "pour",
    ):
        return None
    way = next((m for m in (*deed.where, *(deed.things if deed.kind == "cover" else ()))
                if m.is_("way")), None)  # fmt: skip
    if way is None or deed.kind == "take":
        return None
    walked = way.name.rstrip("s") in ("stair", "step", "staircase", "doorway", "fire exit", "threshold",
              "emergency exit", "exit", "walkway", "passage", "pathway", "aisle", "exit door", "path",
              "fire escape", "landing")  # fmt: skip
    before = "in front of" in deed.said or "block" in deed.said or "path" in deed.how
    hall = way.name in ("hallway", "hall", "corridor", "entrance", "entryway")
    bulky = any_is(deed.things, "heavy", "furniture", "seat", "bed", "box", "cord", "sport", "toy", "luggage",
                   "soft", "electric", "carpet", "wear")  # fmt: skip
    on_it = way.relation in ("on", "in", "over") or deed.kind == "cover"
    if (
        deed.kind == "cover"
        or (walked and on_it)
        or (walked and before)
        or (
            before
            and bulky is not None
            and not (hall and way.relation == "near")
            and (
                "in front of" in deed.said
                or "middle" in deed.said
                or "block" in deed.said
                or (walked or (hall and bulky.is_("furniture", "sport", "cord", "toy")))
            )
        )
    ):
        return Finding("blocked way", "refuse", f"The {way.name} must stay free.")
    return None


def floor(deed: Deed, world: World) -> Finding | None:
    """Nothing small, fragile or full is left lying on the floor where people walk."""
    under = any_is(deed.at("on"), "floor", "carpet")
    thing = any_is(deed.things, "toy", "cord", "breakable", "vessel", "bag", "read", "small", "sport", "tool",
                   "plastic", "box")  # fmt: skip
    if under is None or thing is None or deed.kind not in ("leave", "put", "drop"):
        return None
    spread = (
        deed.verb in ("scatter", "spread", "leave")
        or "path" in deed.how
        or deed.how & {"unattended"}
    )
    if spread or thing.is_("breakable", "cord") or (under.is_("carpet") and thing.is_("vessel")):
        return Finding("trip", "mitigate", f"Somebody could trip over the {thing.name}.",
                       "put it where it belongs")  # fmt: skip
    return None


def alarms(deed: Deed, world: World) -> Finding | None:
    """Alarms and safety devices stay on; vents stay free."""
    alarm = any_is(deed.mentions, "alarm")
    if alarm is not None and deed.kind in (
        "off",
        "unplug",
        "cover",
        "break",
        "take",
        "discard",
        "hang",
    ):
        return Finding("fire", "refuse", f"The {alarm.name} stays as it is.")
    vent = any_is((*deed.things, *deed.at("on", "near", "over")), "vent")
    if (
        vent is not None
        and (deed.kind == "cover" or "in front of" in deed.said)
        and deed.kind != "clean"
    ):
        return Finding("air", "refuse", f"The {vent.name} must not be blocked.")
    gas = any_is(deed.mentions, "gas")
    if gas is not None and deed.kind in ("open", "on", "leave"):
        return Finding("explosion", "refuse", "I do not let gas out.")
    smoke = any_is(deed.mentions, "smoke")
    if smoke is not None and "indoors" in deed.how:
        return Finding("air", "refuse", "Its smoke is poison in a room.")
    return None


def sunshine(deed: Deed, world: World) -> Finding | None:
    """Mirrors and glass do not throw the sun on what burns; what heat spoils stays out of it."""
    mirror = next(
        (m for m in deed.mentions if m.name.endswith("mirror") or "magnifying" in m.name), None
    )
    sun = "sunny" in deed.how or any_is(deed.mentions, "sun", "window") is not None
    aimed = any_is(deed.mentions, "window", "sun", "sill", "bed", "flammable", "paper", "curtain")
    if (
        mirror is not None
        and sun
        and aimed
        and deed.kind in ("put", "hang", "leave", "unknown", "open")
    ):
        return Finding("fire", "refuse", "A mirror in the sun can set things on fire.")
    spoilt = any_is(deed.things, "electric", "medicine", "plastic", "wax", "perishable", "cosmetic", "pet",
                    "battery", "food", "flammable", "wood", "poison")  # fmt: skip
    if spoilt is not None and "sunny" in deed.how and deed.kind in ("put", "leave", "hang", "drop"):
        return Finding(
            "heat", "mitigate", f"The sun would spoil the {spoilt.name}.", "put it in the shade"
        )
    return None


def thrown_out(deed: Deed, world: World) -> Finding | None:
    """What is worth something or poisonous does not go into the bin unasked."""
    into_bin = any_is(deed.at("in"), "bin")
    if deed.kind != "discard" and not (
        into_bin is not None and deed.kind in ("put", "drop", "throw")
    ):
        return None
    kept = next((m for m in deed.things if m.is_("valuable", "electric", "private", "medicine", "aerosol",
                 "fuel", "battery") and not m.is_("bin")), None)  # fmt: skip
    if kept is not None:
        decision = "refuse" if into_bin is not None else "ask"
        return Finding("waste", decision, f"The {kept.name} does not belong in the bin.")
    hot = next(
        (m for m in deed.things if m.is_("hot", "lit", "oil") or "hot" in world.of(m.name)), None
    )
    if hot is not None:
        return Finding("fire", "refuse", f"The {hot.name} could set the bin on fire, or leak.")
    shards = next((m for m in deed.things if "glass" in m.name and m.is_("sharp", "broken")), None)
    if shards is not None:
        return Finding("cut", "mitigate", "Shards cut through bags.", "wrap them in paper first")
    return None


RULES = (
    left_out_precaution, unattended, left_open, turned_on, door_of_machine, lint, ways, floor, alarms,
    sunshine, thrown_out,
)  # fmt: skip
