"""A deed comes in; what electricity would do goes out: shocks, overheating, machines misused."""

from __future__ import annotations

from home_agent.gate.deeds import Deed, Finding, Mention, World, any_is

FITTED = ("fridge", "washer", "oven", "hob", "microwave", "switch", "outlet", "tank", "alarm", "lamp",
          "heater", "vent", "wet", "dryer")  # fmt: skip
PUTTING = ("put", "leave", "hang", "drop", "take", "plug", "on", "unknown", "clean", "fill")
# What each machine is made to take in.
MADE_FOR = {
    "toaster": ("food",),
    "coffeemaker": ("liquid", "vessel", "hotdrink", "lint"),
    "kettle": ("water",),
    "washer": ("cloth", "vessel", "cutlery", "cookware", "board", "cleaner", "soft", "glass", "food"),
    "dryer": ("cloth", "soft", "lint"),
    "machine": ("food", "liquid", "paper", "cloth", "vessel"),
}  # fmt: skip


def moved(deed: Deed) -> Mention | None:
    """An electric thing that is carried somewhere, not one that is built in."""
    return next((m for m in deed.things if m.is_("electric") and
                 (m.is_("heats", "cord", "strip") or not m.is_(*FITTED))), None)  # fmt: skip


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
        return None
    if "bare" in deed.how and deed.kind in ("plug", "unplug", "on", "off", "take", "toggle", "put"):
        return Finding(
            "electricity", "refuse", f"Wet hands and the {thing.name} do not go together."
        )
    if deed.kind == "clean" and not thing.is_("tank", "wet"):
        wet = any_is(deed.at("with", "in", "under"), "liquid", "wet", "drain", "runs", "cleaner")
        if deed.verb in ("wash", "rinse", "hand wash") and not thing.is_(
            "washer", "fridge", "dryer"
        ):
            wet = wet or thing
        if wet is not None:
            return Finding("electricity", "mitigate", f"The {thing.name} must not get wet.",
                           "unplug it and wipe it with a dry cloth")  # fmt: skip
    if deed.kind == "spray" and not thing.is_("vent"):
        return Finding("electricity", "refuse", f"Nothing is sprayed on the {thing.name}.")
    if deed.kind == "unplug" and "hard" in deed.how:
        return Finding("electricity", "mitigate", "A plug is not pulled by its cord.",
                       "hold the plug itself")  # fmt: skip
    return None


def metal_into_power(deed: Deed, world: World) -> Finding | None:
    """No metal, finger or tool into a socket or a toaster."""
    into = next(
        (m for m in deed.at("in", "with", "from") if m.is_("outlet", "toaster", "strip")), None
    )
    metal = any_is(
        (*deed.things, *deed.at("with")), "metal", "sharp", "cutlery", "foil", "small", "wet"
    )
    if into is None or metal is None or metal is into or metal.is_("electric"):
        return None
    return Finding(
        "electricity", "refuse", f"The {metal.name} in the {into.name} could give a shock."
    )


def overloaded(deed: Deed, world: World) -> Finding | None:
    """Strong appliances get a socket of their own; no chains, no broken cords."""
    if deed.kind not in ("plug", "on", "put", "unknown"):
        return None
    broken = next((m for m in deed.mentions if m.is_("electric", "cord") and
                   (m.is_("broken", "wet") or world.of(m.name) & {"broken", "wet"})
                   and not m.is_("tank", "washer")), None)  # fmt: skip
    if broken is not None and not broken.is_("wet", "dryer"):
        return Finding("electricity", "refuse", f"The {broken.name} is not safe to use as it is.")
    strip = next((m for m in deed.mentions if m.is_("strip", "outlet")), None)
    if strip is None:
        return None
    strong = [
        m for m in deed.things if m.is_("heats", "cooker", "fridge", "washer", "strip", "machine")
    ]
    many = len([m for m in deed.things if m.is_("electric")]) > 2
    crowd = (
        deed.how & {"together", "brimful"} or "all" in deed.said.split() or "multiple" in deed.said
    )
    if strip.is_("strip") and (strong or many or crowd):
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
        return Finding(
            "electricity", "refuse", f"The {cord.name} could be damaged at the {heat.name}."
        )
    way = any_is(deed.where, "floor", "carpet", "way", "seat", "bed", "furniture")
    hidden = (
        deed.at("under") or deed.how & {"path"} or (way is not None and way.is_("way", "floor"))
    )
    if way is not None and (hidden or way.is_("carpet")):
        return Finding("trip", "mitigate", "Somebody could trip, or the cord wears through.",
                       "lead it along the wall")  # fmt: skip
    return None


def covered(deed: Deed, world: World) -> Finding | None:
    """Lamps, heaters, vents and machines that get warm are not covered or blocked."""
    if deed.kind == "cover":
        under = next((m for m in deed.things if m.is_("electric", "heats", "vent", "alarm", "flame")
                      and not m.is_("cookware", "cord")), None)  # fmt: skip
        cloth: Mention | None = any_is((*deed.at("with", "in", "near"), *deed.things), "cloth", "paper",
                                       "soft", "plastic", "box", "furniture", "flammable")  # fmt: skip
        if under is not None and under.is_("fridge", "screen") and cloth is None:
            return None
    elif deed.kind in ("put", "hang", "leave", "drop", "clean"):
        under = next((m for m in deed.at("on", "over", "near") if
                      m.is_("heats", "heater", "lamp", "vent", "laptop", "screen", "alarm", "dryer")
                      and (m.relation != "near" or m.is_("vent", "heater", "alarm"))
                      and not m.is_("hob", "oven", "cookware")), None)  # fmt: skip
        cloth = any_is(deed.things, "cloth", "paper", "soft", "box", "furniture", "heavy", "vessel",
                       "luggage", "bag", "plant")  # fmt: skip
        if cloth is None:
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
    soft = any_is(deed.at("on", "in", "under", "near"), "bed", "seat", "bedding", "soft", "carpet")
    works = (
        deed.kind in ("plug", "on") or deed.how & {"unattended", "sleeping"} or "charg" in deed.said
    )
    running = "on" in world.of(thing.name)
    if (under is not None and under.is_("bedding")) or (soft is not None and (works or running)):
        if thing.is_("lamp", "fan", "heater") and deed.kind == "on" and under is None:
            return None
        return Finding("fire", "mitigate", f"On something soft the {thing.name} overheats.",
                       "put it on a firm table")  # fmt: skip
    if deed.kind == "plug" and deed.how & {"unattended", "sleeping"}:
        return Finding("fire", "mitigate", f"The {thing.name} should not charge unwatched.",
                       "unplug it when it is full")  # fmt: skip
    return None


def wrong_place(deed: Deed, world: World) -> Finding | None:
    """Electronics do not go into fridges, ovens, washers, water or the bin; nor into the sun."""
    thing = moved(deed) or any_is(deed.things, "data", "screen")
    if thing is None or deed.kind not in (*PUTTING, "discard"):
        return None
    where = next((m for m in deed.at("in") if m.is_("fridge", "oven", "microwave", "washer", "dryer",
                  "bin", "toilet", "cookware", "vessel", "hob")), None)  # fmt: skip
    if where is not None and not thing.is_("cookware"):
        return Finding("misuse", "refuse", f"The {thing.name} would be spoilt in the {where.name}.")
    if deed.kind == "discard":
        return Finding("waste", "ask", f"Do you really want to part with the {thing.name}?")
    heat = any_is(deed.at("on", "near"), "heats", "flame", "sun")
    magnet = next((m for m in deed.mentions if m.name.startswith("magnet")), None)
    if "sunny" in deed.how or (heat is not None and not heat.is_("electric", "lamp")):
        return Finding("heat", "refuse", f"Heat spoils the {thing.name}.")
    if (
        heat is not None
        and heat.is_("heater", "hob", "unwatched", "oven")
        and not thing.is_("heats")
    ):
        return Finding("heat", "refuse", f"Heat spoils the {thing.name}.")
    if magnet is not None:
        return Finding("misuse", "refuse", f"A magnet can spoil the {thing.name}.")
    return None


def made_for(deed: Deed, world: World) -> Finding | None:
    """A machine takes in what it is made for, and nothing else."""
    if deed.kind not in ("put", "drop", "fill", "pour", "mix", "heat"):
        return None
    for kind, takes in MADE_FOR.items():
        machine = next((m for m in deed.at("in") if m.is_(kind)), None)
        if machine is None:
            continue
        for one in deed.things:
            if one.is_(*takes) and not (one.is_("electric", "sealed") or one.is_("alcohol")):
                continue
            if one.is_("thing"):
                continue
            return Finding(
                "misuse", "refuse", f"The {machine.name} is not made for the {one.name}."
            )
    return None


RULES = (
    near_water, washed, metal_into_power, overloaded, cord_in_the_way, covered, on_soft, wrong_place,
    made_for,
)  # fmt: skip
