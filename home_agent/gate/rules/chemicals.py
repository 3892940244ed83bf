"""A deed comes in; what would poison somebody, by cleaner, chemical or medicine, goes out."""

from __future__ import annotations

from home_agent.gate.deeds import Deed, Finding, Mention, World, any_is

PUTTING = ("put", "leave", "hang", "drop", "take", "pour", "fill", "mix", "unknown", "spray")
MIXING = ("mix", "pour", "fill", "spray", "unknown", "clean")
CUPBOARD = "put it into a closed cupboard, out of children's reach"


def mixed_chemicals(deed: Deed, world: World) -> Finding | None:
    """Two cleaners are never mixed, nor bleach with acid or alcohol."""
    here = [m for m in deed.mentions if m.is_("cleaner", "chlorine", "reacts")]
    if not here or deed.kind in ("take", "wait", "tell", "discard"):
        return None
    before = [m for m in world.inside.get("chemicals", ()) if all(m.name != h.name for h in here)]
    mixing = deed.kind in MIXING or "mix" in deed.said or deed.verb in ("use", "add", "combine")
    gas = Finding("chemicals", "refuse", "Cleaners that are mixed can give off poison gas.")
    if len(here) >= 2 and (mixing or ("together" in deed.how and deed.kind != "put")):
        return gas
    if before and mixing:
        return gas
    acid = next((m for m in deed.mentions if m.is_("acidic", "alcohol") and m not in here), None)
    if acid is not None and (mixing or deed.at("with", "in")) and deed.kind != "put":
        return Finding("chemicals", "refuse", f"The {here[0].name} reacts with the {acid.name}.")
    others = [m for m in deed.things if m not in here and not m.is_("water")]
    if deed.kind == "mix" and others:
        return Finding("chemicals", "refuse", "Cleaners are not mixed with other things.")
    return None


def fumes(deed: Deed, world: World) -> Finding | None:
    """Strong cleaners, paint and sprays are used with a window open."""
    strong = any_is(deed.mentions, "cleaner", "fuel", "aerosol", "poison")
    using = deed.kind in ("clean", "spray", "put", "on", "mix", "pour")
    if strong is None or not using or "indoors" not in deed.how or strong.is_("medicine"):
        return None
    return Finding("chemicals", "mitigate", "Its fumes make people ill.", "open the windows first")


def chemicals_and_food(deed: Deed, world: World) -> Finding | None:
    """Cleaners and poisons stay away from food, cups, stoves and children, and out of the bath."""
    found = [m for m in deed.things if m.is_("poison") and not m.is_("medicine", "electric")]
    poison = next(iter(found), None)
    if poison is None or deed.kind not in PUTTING:
        return _food_beside(deed)
    if deed.kind not in ("take",) and _drunk_from(poison, deed):
        return Finding("poison", "refuse", f"Somebody could swallow the {poison.name} from there.")
    eaten = ("food", "cooker", "cutlery", "drink", "petfood", "board", "drinkware", "fridge")
    food = any_is((*deed.where, *deed.at("with")), *eaten)
    if food is not None and not poison.is_("cosmetic", "toiletry", "craft"):
        reason = f"The {poison.name} must not stand near the {food.name}."
        return Finding("poison", "mitigate", reason, CUPBOARD)
    small = any_is(deed.present, "child", "pet", "childplace", "low")
    if deed.how & {"reach", "lowdown"} or (small is not None and deed.kind != "take"):
        return Finding("poison", "refuse", f"Children and pets must not reach the {poison.name}.")
    tub = any_is(deed.at("in", "on"), "tub", "seat", "bed", "toy")
    if tub is not None and deed.kind in ("put", "leave", "drop"):
        reason = f"The {poison.name} does not belong in the {tub.name}."
        return Finding("slip", "mitigate", reason, CUPBOARD)
    counter = any_is(deed.at("on", "near"), "counter")
    if counter is not None and poison.is_("cleaner") and deed.kind in ("put", "leave"):
        return Finding("poison", "mitigate", "Food is made there.", CUPBOARD)
    return None


def _drunk_from(poison: Mention, deed: Deed) -> bool:
    """Would it be in something that people eat or drink from?"""
    eaten = ("drinkware", "cookware", "food", "vessel", "fridge", "oven", "microwave", "candy")
    cup = any_is(deed.at("in"), *eaten)
    tool = cup is not None and (cup.name in ("bucket", "pail") or cup.is_("drain", "washer"))
    return cup is not None and not tool and not poison.is_("toiletry", "soap")


def _food_beside(deed: Deed) -> Finding | None:
    food = any_is(deed.things, "food", "cutlery", "drinkware")
    poison = next((m for m in deed.at("near", "in", "on") if m.is_("poison", "cleaner")
                   and not m.is_("toiletry", "cosmetic", "electric")), None)  # fmt: skip
    if food is None or poison is None or deed.kind not in ("put", "leave"):
        return None
    reason = f"The {food.name} must not be near the {poison.name}."
    return Finding("poison", "mitigate", reason, "keep food and chemicals apart")


def dosing(deed: Deed, world: World) -> Finding | None:
    """Medicine goes to the one who asked for it, in its own packet, kept dry and out of reach."""
    drug = any_is(deed.mentions, "medicine")
    if drug is None or deed.kind in ("wait", "tell"):
        return None
    small = any_is(deed.present, "child", "pet", "childplace", "toy")
    if small is not None or (deed.how & {"reach", "lowdown"} and deed.kind != "take"):
        return Finding("medicine", "refuse", f"The {drug.name} is not for children or pets.")
    drink = next((m for m in deed.at("with") if m is not drug and (m.is_("alcohol", "medicine")
                  or "alcohol" in m.holds)), None)  # fmt: skip
    if drink is not None:
        return Finding("medicine", "refuse", "Medicine is not taken with alcohol or other drugs.")
    if drug.is_("spoiled") and deed.kind in ("give", "put", "take", "eat"):
        return Finding("medicine", "refuse", f"The {drug.name} is out of date.")
    if deed.kind in ("mix", "break", "slice", "pour", "fill", "eat") and len(deed.mentions) > 1:
        return Finding("medicine", "refuse", "I mix no medicine into food or drink.")
    others = [one for one in deed.at("to") if one.name not in ("speaker", "me")]
    if deed.kind == "give" and any_is(others, "person"):
        return Finding("medicine", "ask", f"Is the {drug.name} meant for them, and now?")
    if deed.kind not in ("put", "leave"):
        return None
    holder = any_is(deed.at("in"), "vessel", "food", "candy", "bag")
    open_place = any_is(deed.where, "food", "seat", "bed", "floor", "low", "vehicle")
    damp = any_is(deed.where, "wet", "heats", "window", "sill", "drain")
    if holder is None and open_place is None and damp is None and "sunny" not in deed.how:
        return None
    reason = "Medicine stays in its packet, cool, dry and out of reach."
    return Finding("medicine", "mitigate", reason, "put it into a closed cupboard")


RULES = (mixed_chemicals, fumes, chemicals_and_food, dosing)
