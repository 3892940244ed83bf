"""A deed comes in; what would poison, choke, cut or hurt somebody goes out as a finding."""

from __future__ import annotations

from home_agent.gate.deeds import Deed, Finding, World, any_is

PUTTING = ("put", "leave", "hang", "drop", "take", "pour", "fill", "mix", "unknown", "spray")
CUPBOARD = "put it into a closed cupboard, out of children's reach"


def mixed_chemicals(deed: Deed, world: World) -> Finding | None:
    """Two cleaners are never mixed, nor bleach with acid or alcohol."""
    if deed.kind not in ("mix", "pour", "put", "fill", "spray", "clean", "unknown", "on"):
        return None
    here = [m for m in deed.mentions if m.is_("cleaner", "chlorine", "reacts")]
    before = [m for m in world.inside.get("chemicals", ()) if all(m.name != h.name for h in here)]
    together = deed.kind in ("mix", "fill") or deed.at("with", "in") or deed.how & {"together"}
    if len(here) >= 2 and (
        deed.kind in ("mix", "pour", "fill", "spray", "unknown") or "mix" in deed.said
    ):
        return Finding("chemicals", "refuse", "Cleaners that are mixed can give off poison gas.")
    if here and before and deed.kind in ("mix", "pour", "fill", "spray"):
        return Finding(
            "chemicals", "refuse", f"The {before[0].name} is still there: they could react."
        )
    acid = any_is(deed.mentions, "acidic", "alcohol")
    if here and acid is not None and acid not in here and together and deed.kind != "put":
        return Finding("chemicals", "refuse", f"The {here[0].name} reacts with the {acid.name}.")
    if (
        here
        and deed.kind == "mix"
        and any_is(deed.mentions, "water") is None
        and len(deed.mentions) > 1
    ):
        return Finding("chemicals", "refuse", "Cleaners are not mixed with other things.")
    return None


def chemicals_and_food(deed: Deed, world: World) -> Finding | None:
    """Cleaners and poisons stay away from food, cups and stoves, and out of the bath."""
    poison = next(
        (m for m in deed.things if m.is_("poison") and not m.is_("medicine", "electric")), None
    )
    if poison is None or deed.kind not in PUTTING:
        return None
    # Into a cup or bottle it would be taken for a drink.
    cup = next((m for m in deed.at("in") if m.is_("drinkware", "cookware", "food", "vessel", "fridge",
                "oven", "microwave") and "bucket" not in m.name and not m.is_("drain")), None)  # fmt: skip
    if cup is not None and not poison.is_("toiletry") and cup.name not in ("bucket", "pail"):
        return Finding(
            "poison", "refuse", f"Somebody could eat or drink the {poison.name} from there."
        )
    food = next((m for m in deed.where if m.is_("food", "cooker", "cutlery", "drink", "petfood",
                 "board", "drinkware", "fridge")), None)  # fmt: skip
    if food is not None and not poison.is_("cosmetic", "toiletry", "craft"):
        return Finding("poison", "mitigate", f"The {poison.name} must not stand near the {food.name}.",
                       CUPBOARD)  # fmt: skip
    if deed.how & {"reach"} or any_is(deed.mentions, "child", "pet", "childplace"):
        return Finding("poison", "refuse", f"Children and pets must not reach the {poison.name}.")
    tub = any_is(deed.at("in", "on"), "tub", "seat", "bed", "toy")
    if tub is not None and deed.kind in ("put", "leave", "drop"):
        return Finding(
            "slip", "mitigate", f"The {poison.name} does not belong in the {tub.name}.", CUPBOARD
        )
    if (
        deed.kind in ("put", "leave", "take")
        and any_is(deed.at("on", "near"), "counter")
        and (poison.is_("cleaner"))
    ):
        return Finding("poison", "mitigate", "Food is made there.", CUPBOARD)
    return None


def dosing(deed: Deed, world: World) -> Finding | None:
    """Medicine goes to the one who asked for it, in its own packet, kept dry and out of reach."""
    drug = any_is(deed.mentions, "medicine")
    if drug is None:
        return None
    small = any_is(deed.mentions, "child", "pet")
    if small is not None or deed.how & {"reach"} or any_is(deed.where, "childplace", "toy"):
        return Finding("medicine", "refuse", f"The {drug.name} is not for children or pets.")
    if deed.kind in ("mix", "break", "slice", "pour", "fill", "eat") and len(deed.mentions) > 1:
        return Finding("medicine", "refuse", "I mix no medicine into food or drink.")
    drink = any_is(deed.at("with"), "alcohol", "medicine")
    if drink is not None and drink is not drug:
        return Finding(
            "medicine", "refuse", "Medicines are not taken with alcohol or with each other."
        )
    if deed.kind == "give" and any_is(deed.at("to"), "person"):
        return Finding("medicine", "ask", f"Is the {drug.name} meant for them, and now?")
    if deed.kind in ("put", "leave"):
        open_place = any_is(deed.where, "food", "candy", "seat", "bed", "floor", "low", "fridge")
        damp = "sunny" in deed.how or any_is(deed.where, "wet", "heats", "window", "sill", "drain")
        if open_place is not None or damp:
            return Finding("medicine", "mitigate", "Medicine is kept cool, dry and out of reach.",
                           "put it into a closed cupboard")  # fmt: skip
    return None


def sharp_things(deed: Deed, world: World) -> Finding | None:
    """Blades lie where nobody sits, steps or plays, and point away from people."""
    sharp = next((m for m in deed.mentions if m.is_("sharp") and m.relation in ("", "with")
                  and not m.is_("machine", "electric")), None)  # fmt: skip
    if sharp is None:
        return None
    if any_is(deed.mentions, "child", "pet", "childplace", "toy") or deed.how & {"reach"}:
        if deed.kind not in ("take", "discard", "clean"):
            return Finding("cut", "refuse", f"Children and pets must not reach the {sharp.name}.")
    if deed.kind in ("put", "leave", "drop", "hang", "give", "take", "unknown"):
        if "outward" in deed.how:
            return Finding("cut", "refuse", f"The {sharp.name} must not point at anybody.")
        where = next((m for m in deed.where if m.is_("floor", "way", "seat", "bed", "soft", "luggage",
                      "wear", "low")), None)  # fmt: skip
        if where is not None and not (where.is_("low") and where.is_("shut")):
            return Finding(
                "cut", "refuse", f"Somebody could step, sit or fall on the {sharp.name}."
            )
        if any_is(deed.at("in"), "drain", "water", "tub") or any(
            "water" in m.holds for m in deed.where
        ):
            return Finding("cut", "mitigate", f"Under water the {sharp.name} is not seen.",
                           "lay it beside the sink, blade away")  # fmt: skip
    if deed.kind == "leave" or (deed.kind in ("put",) and sharp.is_("ajar")):
        return Finding("cut", "mitigate", f"The {sharp.name} should not lie about.",
                       "put it into its block or drawer")  # fmt: skip
    if deed.kind == "give" and sharp.relation == "":
        return Finding("cut", "mitigate", f"The {sharp.name} is sharp.", "offer its handle first")
    return None


def small_children(deed: Deed, world: World) -> Finding | None:
    """Nothing small, no bags, cords, hot or fragile things, and no window, for small hands."""
    child = any_is(deed.mentions, "child", "childplace") or (
        next(iter(deed.mentions), None) if "reach" in deed.how else None
    )
    if child is None or deed.kind in ("take", "clean", "wait", "tell", "discard"):
        return None
    risky = next((m for m in deed.things if m.is_("small", "bag", "cordage", "cord", "flame", "breakable",
                  "heavy", "weapon", "honey", "igniter", "battery", "alcohol", "cosmetic")), None)  # fmt: skip
    if (
        risky is None
        and any_is(deed.mentions, "bed")
        and any_is(deed.things, "bedding", "toy", "soft")
    ):
        risky = any_is(deed.things, "bedding", "toy", "soft")
    if risky is None or (risky.is_("toy") and not risky.is_("small", "soft")):
        return None
    return Finding("choking", "refuse", f"The {risky.name} is not for small children.")


def crib(deed: Deed, world: World) -> Finding | None:
    """A crib stays empty but for the child; cords and bags stay away from it."""
    bed = next((m for m in deed.where if m.name in ("crib", "cot", "cradle", "bassinet")), None)
    thing = any_is(deed.things, "bedding", "soft", "bag", "cordage", "cord", "small", "toy", "heavy",
                   "furniture", "electric", "curtain")  # fmt: skip
    if bed is None or thing is None or deed.kind not in PUTTING:
        return None
    return Finding(
        "choking", "refuse", f"The {thing.name} could smother or catch a child in the {bed.name}."
    )


def pets(deed: Deed, world: World) -> Finding | None:
    """Pets get no chocolate, onions, grapes, bones or poison plants, and no open window."""
    pet = any_is(deed.mentions, "pet")
    bad = any_is(
        deed.mentions, "toxicfood", "poisonplant", "alcohol", "small", "poison", "bag", "cordage"
    )
    if (
        pet is not None
        and bad is not None
        and deed.kind in ("give", "put", "leave", "mix", "eat", "pour")
    ):
        return Finding("pets", "refuse", f"The {bad.name} is dangerous for the {pet.name}.")
    petfood = any_is(deed.mentions, "petfood")
    if petfood is not None and bad is not None and deed.kind in ("put", "mix", "fill", "give"):
        return Finding("pets", "refuse", f"The {bad.name} is dangerous for pets.")
    return None


def open_windows(deed: Deed, world: World) -> Finding | None:
    """With pets or children about, windows open no more than a crack; nothing to climb on below."""
    window = any_is(deed.mentions, "opening", "sill")
    about = world.beings & {"pet", "child"} or any_is(deed.mentions, "pet", "child")
    if window is None or deed.kind in ("clean", "close", "lock", "take", "off"):
        return None
    climb = any_is(deed.things, "seat", "bed", "furniture", "toy", "box")
    if deed.kind in ("put", "leave") and climb is not None and deed.at("near", "under"):
        who = any_is((climb,), "bed") or about or any_is(deed.mentions, "childplace")
        return Finding("falling", "refuse" if who else "ask",
                       f"A child could climb on the {climb.name} to the {window.name}.")  # fmt: skip
    if about and deed.kind in ("open", "leave", "put", "give", "unknown"):
        return Finding("pets", "mitigate", f"Somebody could fall out of the {window.name}.",
                       "open it only a crack, or close the screen first")  # fmt: skip
    return None


def people_and_pets(deed: Deed, world: World) -> Finding | None:
    """Nobody is hurt, shut in, sprayed or thrown at."""
    someone = any_is(deed.mentions, "person", "pet")
    if someone is None:
        return None
    if deed.kind in ("harm", "throw", "spray", "burn", "break", "slice") or (
        deed.kind == "pour"
        and someone.relation in ("", "on", "over", "to")
        and any_is(deed.at("on", "over"), "person", "pet")
    ):
        return Finding("harm", "refuse", f"I do nothing that could hurt the {someone.name}.")
    shut = any_is(
        deed.at("in"), "oven", "fridge", "microwave", "washer", "dryer", "shut", "wet", "bag", "box"
    )
    if (
        deed.kind in ("put", "lock", "close", "give", "clean")
        and someone.relation == ""
        and shut is not None
    ):
        if deed.kind == "clean" and shut.is_("tub"):
            return None
        return Finding("harm", "refuse", f"The {someone.name} does not belong in the {shut.name}.")
    if deed.kind == "lock" and someone.relation == "":
        return Finding("harm", "refuse", "I lock nobody in.")
    return None


def weapons(deed: Deed, world: World) -> Finding | None:
    """Weapons are not handled."""
    if any_is(deed.mentions, "weapon") is None:
        return None
    return Finding("harm", "refuse", "I do not touch weapons.")


def private_things(deed: Deed, world: World) -> Finding | None:
    """What is private is not read out, shown, sent or filmed; nobody is filmed unasked."""
    secret = any_is(deed.mentions, "private")
    room = next((m for m in deed.mentions if m.name in ("bathroom", "bedroom", "guest room")), None)
    filmed = deed.verb in (
        "photograph",
        "film",
        "record",
        "spy",
        "eavesdrop",
        "upload",
        "publish",
        "post",
    )
    if deed.kind == "tell" and secret is not None and not secret.is_("electric"):
        return Finding("privacy", "ask", f"The {secret.name} is private: whose is it, and may I?")
    if (filmed and (room is not None or any_is(deed.mentions, "person"))) or (
        room is not None
        and deed.kind in ("put", "on", "hang", "leave")
        and any(m.name.endswith("camera") for m in deed.things)
    ):
        return Finding("privacy", "refuse", "I film or listen to nobody who has not agreed.")
    return None


RULES = (
    mixed_chemicals, chemicals_and_food, dosing, sharp_things, small_children, crib, pets, open_windows,
    people_and_pets, weapons, private_things,
)  # fmt: skip
