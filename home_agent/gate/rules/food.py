"""A deed comes in; what would spoil food or make somebody ill goes out as a finding."""

from __future__ import annotations

from home_agent.gate.deeds import Deed, Finding, World, any_is

KEEPS_COLD = ("food", "liquid", "vessel", "sealed", "medicine", "ice", "box", "cookware", "perishable",
              "bag", "cosmetic", "cleaning", "thing", "ovenware", "board", "petfood", "plastic")  # fmt: skip


def into_the_fridge(deed: Deed, world: World) -> Finding | None:
    """A fridge is for food and drink; a freezer not for closed bottles; some fruit not at all."""
    fridge = any_is(deed.at("in", "on"), "fridge")
    if fridge is None or deed.kind not in ("put", "leave", "drop", "cool", "take"):
        return None
    if fridge.relation == "on" and not any_is(deed.things, "food", "liquid"):
        return None
    tropical = any_is(deed.things, "tropical")
    if tropical is not None:
        return Finding("food", "mitigate", f"The {tropical.name} spoils in the cold.",
                       "keep it in a bowl at room temperature")  # fmt: skip
    if fridge.is_("freezer") and any_is(deed.things, "sealed", "sealedup", "glass", "egg"):
        return Finding("explosion", "refuse", "Closed and full, it bursts when it freezes.")
    for one in deed.things:
        if one.is_("fridge") or (
            one.is_(*KEEPS_COLD) and not one.is_("electric", "valuable", "poison")
        ):
            continue
        if one.is_("medicine"):
            continue
        return Finding("misuse", "refuse", f"The {one.name} does not belong in the {fridge.name}.")
    return None


def raw_meat(deed: Deed, world: World) -> Finding | None:
    """Raw meat gets a board and plate of its own, of plastic, and is not washed or left out."""
    meat = any_is(deed.mentions, "meat")
    if meat is None:
        return None
    raw = meat.is_("raw") or "raw" in meat.name or deed.kind in ("slice",)
    board = next((m for m in deed.where if m.is_("board")), None)
    wood = board is not None and (board.is_("wood") or "wood" in board.name)
    if wood and deed.kind in ("slice", "put", "heat", "clean", "mix", "thaw"):
        return Finding("food", "mitigate", "Wood keeps germs of raw meat.", "use a plastic board")
    ready = next(
        (m for m in deed.mentions if m is not meat and m.is_("food") and not m.is_("meat")), None
    )
    if raw and (ready is not None or deed.how & {"together"} or "same" in deed.said.split()):
        return Finding("food", "refuse", "Raw meat stays apart from other food.")
    if raw and deed.kind == "clean":
        return Finding(
            "food", "mitigate", "Washing raw meat splashes germs about.", "leave it unwashed"
        )
    if raw and deed.kind in ("give", "eat"):
        return Finding("food", "refuse", "Raw meat can make somebody ill.")
    return None


def left_out(deed: Deed, world: World) -> Finding | None:
    """Meat, milk, eggs and leftovers are not left out of the cold, nor thawed in the warm."""
    food = any_is(deed.mentions, "perishable", "meat", "frozen") or next(
        (m for m in deed.things if m.name in ("leftovers", "meal", "dinner", "food", "salad")), None
    )
    if food is None:
        return None
    cold = any_is(deed.where, "cold")
    long = deed.how & {"unattended", "sunny"} or "room temperature" in deed.said
    if cold is None and long and deed.kind in ("put", "leave", "thaw", "take", "unknown", "cool"):
        return Finding("food", "mitigate", f"The {food.name} spoils out of the cold.",
                       "put it into the fridge")  # fmt: skip
    warm = any_is(deed.mentions, "counter", "sun", "heats") or "hot" in {
        p for m in deed.mentions for p in m.has
    }
    if deed.kind == "thaw" and warm and any_is(deed.mentions, "microwave") is None:
        return Finding(
            "food", "mitigate", "Thawed in the warm it breeds germs.", "thaw it in the fridge"
        )
    if "refreeze" in deed.said or ("again" in deed.said and any_is(deed.where, "freezer")):
        return Finding("food", "refuse", "What has thawed is not frozen again.")
    return None


def acid_and_metal(deed: Deed, world: World) -> Finding | None:
    """Sour food is not kept in copper, brass, aluminium or plastic wrap."""
    sour = any_is(deed.mentions, "acidic")
    metal = any_is(deed.at("in", "with", "on", "under"), "copper", "foil")
    wrap = next((m for m in deed.mentions if "wrap" in m.name or "film" in m.name), None)
    if sour is not None and (metal is not None or wrap is not None):
        bad = metal or wrap
        name = bad.name if bad is not None else ""
        return Finding("food", "refuse", f"Sour food draws harmful stuff out of the {name}.")
    hot = next((m for m in deed.mentions if m.is_("hot", "hotfood", "warm", "hotdrink")), None)
    plastic = wrap or any_is(deed.at("in", "with"), "plastic")
    if plastic is not None and hot is not None and deed.kind in ("cover", "put", "pour", "fill"):
        return Finding(
            "melting", "refuse", f"Hot food draws harmful stuff out of the {plastic.name}."
        )
    return None


def down_the_drain(deed: Deed, world: World) -> Finding | None:
    """Fat, food, paint, medicine and wipes do not go down a sink or toilet."""
    drain = any_is(deed.at("in", "with", "over"), "drain") or (
        deed.mentions[0] if "down_drain" in deed.how and deed.mentions else None
    )
    if drain is None or deed.kind not in ("pour", "discard", "put", "clean", "drop", "leave"):
        return None
    bad = next((m for m in deed.mentions if m.relation in ("", "from") and
                m.is_("oil", "fuel", "medicine", "spongy", "battery", "petfood", "craft")
                and not m.is_("cloth")), None)  # fmt: skip
    if drain.is_("toilet") and bad is None:
        bad = next((m for m in deed.things if not m.is_("liquid", "drain", "cleaner", "vessel", "tool")
                    and "toilet" not in m.name), None)  # fmt: skip
    oil = any("oil" in m.holds for m in deed.mentions)
    if (bad is None and not oil) or (bad is not None and "toilet" in bad.name):
        return None
    return Finding(
        "blockage", "refuse", f"That would block or poison the pipes of the {drain.name}."
    )


def spoilt_drink(deed: Deed, world: World) -> Finding | None:
    """What is no food is kept out of a cup that somebody drinks from; raw eggs as well."""
    if deed.kind not in ("fill", "pour", "put", "mix"):
        return None
    for one in deed.mentions:
        drinks = [m for m in (*world.inside.get(one.name, ()), *deed.mentions)
                  if m.is_("drink") and not m.is_("water")]  # fmt: skip
        inside = [m for m in (*world.inside.get(one.name, ()), *deed.things)
                  if m is not one and not m.is_("liquid", "vessel")]  # fmt: skip
        bad = next((m for m in inside if not m.is_("food", "ice", "cutlery", "thing", "plain", "drain")
                    or m.is_("egg", "spoiled")), None)  # fmt: skip
        if one.is_("drinkware") and drinks and bad is not None:
            return Finding("poison", "refuse", f"The {bad.name} would spoil what somebody drinks.")
    return None


def bad_food(deed: Deed, world: World) -> Finding | None:
    """Nothing spoilt, raw or dropped is served; nothing poisonous is eaten."""
    if deed.kind not in ("give", "eat", "heat", "mix"):
        return None
    off = next((m for m in deed.mentions if m.is_("spoiled")), None)
    if off is not None:
        return Finding("food", "refuse", f"The {off.name} is spoilt.")
    poison = any_is(deed.things, "poison")
    if deed.kind == "eat" and poison is not None:
        return Finding("poison", "refuse", f"The {poison.name} must not be swallowed.")
    return None


def dirty_on_clean(deed: Deed, world: World) -> Finding | None:
    """Dirty things, shoes and pets' things stay off tables, counters, beds and dishes."""
    if deed.kind not in ("put", "leave", "clean", "drop", "slice"):
        return None
    dirty = next((m for m in (*deed.things, *deed.at("with")) if m.is_("dirty", "spoiled", "petfood")
                  or "dirty" in world.of(m.name) or "toilet brush" in m.name or "shoe" in m.name
                  or "plunger" in m.name), None)  # fmt: skip
    clean = any_is(deed.at("on", "in", "near"), "counter", "bed", "food", "board", "hardtop")
    if dirty is None or clean is None or dirty.is_("vessel", "cutlery", "cookware", "drain"):
        return None
    return Finding("hygiene", "mitigate", f"The {dirty.name} would make the {clean.name} dirty.",
                   "put it where dirty things belong")  # fmt: skip


def cutting(deed: Deed, world: World) -> Finding | None:
    """Food is cut on a board; what is no food is not cut up."""
    if deed.kind != "slice":
        return None
    wrong = next((m for m in deed.things if m.is_("electric", "valuable", "cord", "vessel", "furniture",
                  "private", "metal", "battery", "aerosol")), None)  # fmt: skip
    if wrong is not None:
        return Finding("cut", "refuse", f"The {wrong.name} is not to be cut.")
    food = any_is(deed.things, "food")
    hand = "hand" in deed.said.split() or "lap" in deed.said.split()
    bare = any_is(deed.where, "surface", "furniture", "vessel")
    board = any_is(deed.where, "board")
    if food is not None and board is None and (hand or "at_once" in deed.how or bare is not None):
        decision = "refuse" if hand or ("at_once" in deed.how and bare is not None) else "mitigate"
        return Finding("cut", decision, "Cutting there harms the surface and the hand can slip.",
                       "use a cutting board")  # fmt: skip
    return None


RULES = (
    into_the_fridge, raw_meat, left_out, acid_and_metal, down_the_drain, spoilt_drink, bad_food,
    dirty_on_clean, cutting,
)  # fmt: skip
