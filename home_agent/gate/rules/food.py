"""A deed comes in; what would spoil food or make somebody ill goes out as a finding."""

from __future__ import annotations

from home_agent.gate.deeds import Decision, Deed, Finding, Mention, World, any_is

KEEPS_COLD = (
    *("food", "liquid", "vessel", "sealed", "medicine", "ice", "box", "cookware", "perishable"),
    *("bag", "cosmetic", "thing", "ovenware", "board", "petfood", "plastic", "fridge"),
)
NEVER_COLD = ("electric", "valuable", "poison", "notfood")


def into_the_fridge(deed: Deed, world: World) -> Finding | None:
    """A fridge is for food and drink; a freezer not for closed bottles; some fruit not at all."""
    fridge = any_is(deed.at("in", "on"), "fridge")
    if fridge is None or deed.kind not in ("put", "leave", "drop", "cool", "take"):
        return None
    if fridge.relation == "on" and not any_is(deed.things, "food", "liquid"):
        return None
    tropical = any_is(deed.things, "tropical")
    if tropical is not None:
        reason = f"The {tropical.name} spoils in the cold."
        return Finding("food", "mitigate", reason, "keep it at room temperature")
    if fridge.is_("freezer") and any_is(deed.things, "sealed", "sealedup", "glass", "egg"):
        return Finding("explosion", "refuse", "Closed and full, it bursts when it freezes.")
    for one in deed.things:
        if one.is_(*KEEPS_COLD) and not (one.is_(*NEVER_COLD) and not one.is_("medicine")):
            continue
        return Finding("misuse", "refuse", f"The {one.name} does not belong in the {fridge.name}.")
    return None


def raw_meat(deed: Deed, world: World) -> Finding | None:
    """Raw meat gets a board and plate of its own, of plastic, and is not washed or left out."""
    meat = any_is(deed.mentions, "meat")
    raw_dish = next((m for m in deed.where if m.holds >= {"raw"}), None)
    if meat is None and raw_dish is None:
        return None
    name = meat.name if meat is not None else "food"
    apart = "use another board, knife and plate, and keep it below other food"
    if raw_dish is not None and any_is(deed.things, "food"):
        return Finding("food", "mitigate", "Raw meat was on it.", apart)
    if meat is None:
        return None
    raw = meat.is_("raw") or deed.kind == "slice"
    board = any_is(deed.where, "board")
    wood = board is not None and (board.is_("wood") or "wood" in board.name)
    if wood and deed.kind in ("slice", "put", "heat", "clean", "mix", "thaw"):
        return Finding("food", "mitigate", "Wood keeps germs of raw meat.", "use a plastic board")
    ready = next((m for m in deed.mentions if m.is_("food") and not m.is_("meat")), None)
    same = "same" in deed.said.split() or "together" in deed.how
    if raw and (ready is not None or same):
        return Finding("food", "mitigate", f"Raw {name} stays apart from other food.", apart)
    if raw and deed.kind == "clean":
        return Finding("food", "mitigate", "Washing raw meat splashes germs.", "leave it unwashed")
    if raw and deed.kind in ("give", "eat"):
        return Finding("food", "refuse", f"Raw, the {name} can make somebody ill.")
    return None


def left_out(deed: Deed, world: World) -> Finding | None:
    """Meat, milk, eggs and leftovers are not left out of the cold, nor thawed in the warm."""
    served = ("leftovers", "meal", "dinner", "food", "salad")
    food = any_is(deed.mentions, "perishable", "meat", "frozen")
    food = food or next((m for m in deed.things if m.name in served), None)
    if food is None:
        return None
    long = deed.how & {"unattended", "sunny"} or "room temperature" in deed.said
    kinds = ("put", "leave", "thaw", "take", "unknown", "cool")
    if any_is(deed.where, "cold") is None and long and deed.kind in kinds:
        reason = f"The {food.name} spoils out of the cold."
        return Finding("food", "mitigate", reason, "put it into the fridge")
    warm = any_is(deed.mentions, "counter", "sun", "heats", "hot", "warm", "drain", "hardtop")
    if deed.kind == "thaw" and warm is not None and any_is(deed.mentions, "microwave") is None:
        reason = "Thawed in the warm it breeds germs."
        return Finding("food", "mitigate", reason, "thaw it in the fridge")
    again = any_is(deed.where, "freezer") is not None and "again" in deed.said
    if "refreeze" in deed.said or again:
        return Finding("food", "refuse", "What has thawed is not frozen again.")
    return None


def acid_and_metal(deed: Deed, world: World) -> Finding | None:
    """Sour food is not kept in copper, aluminium or plastic wrap; hot food not in plastic."""
    sour = any_is(deed.mentions, "acidic")
    metal = any_is(deed.at("in", "with", "on", "under"), "copper", "foil")
    wrap = next((m for m in deed.mentions if m.name.endswith(("wrap", "film"))), None)
    bad = metal or wrap
    if sour is not None and bad is not None:
        return Finding("food", "refuse", f"Sour food draws harmful stuff out of the {bad.name}.")
    hot = any_is(deed.mentions, "hot", "hotfood", "warm", "hotdrink")
    plastic = wrap or any_is(deed.at("in", "with"), "plastic")
    kinds = ("cover", "put", "pour", "fill", "leave")
    if plastic is not None and hot is not None and deed.kind in kinds:
        reason = f"Hot food draws harmful stuff out of the {plastic.name}."
        return Finding("melting", "mitigate", reason, "use a ceramic dish or plate instead")
    return None


def down_the_drain(deed: Deed, world: World) -> Finding | None:
    """Fat, food, paint, medicine and wipes do not go down a sink or toilet."""
    drain = any_is(deed.at("in", "with", "over"), "drain")
    flushed = deed.verb == "flush"
    if (drain is None and not flushed) or deed.kind not in (
        "pour",
        "discard",
        "put",
        "clean",
        "drop",
    ):
        return None
    toilet = flushed or (drain is not None and drain.is_("toilet"))
    blocks = ("oil", "fuel", "medicine", "battery", "petfood", "craft", "scraps", "wipe")
    gone = [m for m in deed.mentions if m.relation in ("", "from")]
    bad = any_is(gone, *blocks)
    if bad is None and toilet:
        fine = ("liquid", "drain", "cleaner", "vessel", "tool", "runs", "plain")
        bad = next((m for m in deed.things if not m.is_(*fine) and "toilet" not in m.name), None)
    oil = any("oil" in m.holds for m in gone)
    if bad is None and not oil:
        return None
    return Finding("blockage", "refuse", "That would block or poison the pipes.")


def spoilt_drink(deed: Deed, world: World) -> Finding | None:
    """What is no food is kept out of a cup that somebody drinks from; raw eggs as well."""
    if deed.kind not in ("fill", "pour", "put", "mix"):
        return None
    for one in deed.mentions:
        if not one.is_("drinkware"):
            continue
        held = world.inside.get(one.name, ())
        drink = any(m.is_("drink") and not m.is_("water") for m in (*held, *deed.mentions))
        bad = next((m for m in (*held, *deed.things) if m is not one and _spoils(m)), None)
        if drink and bad is not None:
            return Finding("poison", "refuse", f"The {bad.name} would spoil what somebody drinks.")
    return None


def _spoils(one: Mention) -> bool:
    harmless = ("food", "ice", "cutlery", "thing", "plain", "drain", "liquid", "vessel")
    return not one.is_(*harmless) or one.is_("egg", "spoiled")


def bad_food(deed: Deed, world: World) -> Finding | None:
    """Nothing spoilt or raw is served or cooked with; nothing poisonous is eaten."""
    if deed.kind not in ("give", "eat", "heat", "mix", "put"):
        return None
    eaten = ("food", "liquid", "perishable", "meat")
    off = next((m for m in deed.mentions if m.is_("spoiled") and m.is_(*eaten)), None)
    if off is not None and any_is(deed.at("in"), "bin", "box") is None:
        return Finding("food", "refuse", f"The {off.name} is spoilt.")
    raw = next((m for m in deed.mentions if m.is_("raw") and m.is_("egg", "meat")), None)
    if raw is not None and deed.kind == "eat":
        return Finding("food", "refuse", f"Raw, the {raw.name} can make somebody ill.")
    poison = any_is(deed.things, "poison")
    if deed.kind == "eat" and poison is not None and not poison.is_("medicine"):
        return Finding("poison", "refuse", f"The {poison.name} must not be swallowed.")
    return None


def dirty_on_clean(deed: Deed, world: World) -> Finding | None:
    """Dirty things, shoes and pets' things stay off tables, beds and dishes; food off the floor."""
    if deed.kind not in ("put", "leave", "clean", "drop", "slice"):
        return None
    dirty = next((m for m in (*deed.things, *deed.at("with")) if _dirty(m)), None)
    clean = any_is(deed.at("on", "in", "near"), "counter", "bed", "food", "board", "hardtop")
    if clean is None and deed.kind == "clean":
        dishes = (m for m in deed.things if m is not dirty)
        clean = any_is(dishes, "vessel", "board", "food", "cutlery")
    eaten = any_is(deed.things, "food", "cutlery", "drinkware", "board")
    foul = any_is(deed.at("on", "in"), "floor", "toilet", "carpet", "bin")
    if eaten is not None and foul is not None and deed.kind in ("put", "leave", "slice"):
        if foul.is_("bin") or any_is(deed.mentions, "pet", "petfood"):
            return None
        reason = f"On the {foul.name} the {eaten.name} gets dirty."
        return Finding("hygiene", "mitigate", reason, "put it on a clean table")
    if dirty is None or clean is None or (deed.kind != "clean" and dirty.is_("vessel", "cutlery")):
        return None
    reason = f"The {dirty.name} would make the {clean.name} dirty."
    return Finding("hygiene", "mitigate", reason, "put it where dirty things belong")


def _dirty(one: Mention) -> bool:
    foul = one.name.endswith(("toilet brush", "plunger", "shoe", "shoes", "boots", "toilet sponge"))
    return foul or one.is_("dirty", "spoiled", "petfood")


def kept_apart(deed: Deed, world: World) -> Finding | None:
    """What is no food is not stored with food; potatoes and onions not with each other."""
    if deed.kind not in ("put", "leave", "mix", "unknown"):
        return None
    alien = any_is(deed.things, "notfood")
    food = any_is(
        (*deed.where, *deed.at("with")),
        "food",
        "fridge",
        "cooker",
        "drinkware",
        "cookware",
        "drink",
    )
    if alien is not None and food is not None:
        return Finding("hygiene", "refuse", f"The {alien.name} does not belong with food.")
    onion = any(m.name in ("onion", "onions") for m in deed.mentions)
    if onion and any_is(deed.mentions, "potato") and deed.kind == "put":
        reason = "Together potatoes and onions rot sooner."
        return Finding("food", "mitigate", reason, "keep them apart")
    return None


def cutting(deed: Deed, world: World) -> Finding | None:
    """Food is cut on a board; what is no food is not cut up."""
    if deed.kind != "slice":
        return None
    never = (
        "electric",
        "valuable",
        "cord",
        "vessel",
        "furniture",
        "private",
        "metal",
        "battery",
        "cloth",
        "read",
        "soft",
    )
    wrong = any_is(deed.things, *never, "aerosol", "seat", "bed", "curtain", "person", "pet")
    if wrong is not None:
        return Finding("cut", "refuse", f"The {wrong.name} is not to be cut.")
    food = any_is(deed.things, "food")
    hand = {"hand", "lap", "air"} & {*deed.said.split()}
    bare = any_is(deed.where, "surface", "furniture", "vessel")
    omitted = "board" in deed.omits
    if food is None or any_is(deed.where, "board") or not (hand or omitted or bare):
        return None
    directly = "at_once" in deed.how and bare is not None
    decision: Decision = "refuse" if hand or omitted or directly else "mitigate"
    reason = "Cutting there harms the surface, and the blade can slip."
    return Finding("cut", decision, reason, "use a cutting board")


RULES = (
    *(into_the_fridge, raw_meat, left_out, acid_and_metal, down_the_drain, spoilt_drink, bad_food),
    *(dirty_on_clean, kept_apart, cutting),
)
