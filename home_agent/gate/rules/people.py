"""A deed comes in; what would cut, choke or hurt a person or pet, or pry, goes out."""

from __future__ import annotations

from home_agent.gate.deeds import Deed, Finding, World, any_is

PUTTING = ("put", "leave", "hang", "drop", "take", "pour", "fill", "mix", "unknown", "give")
LOOKING = ("take", "discard", "clean", "wait", "tell", "off")


def sharp_things(deed: Deed, world: World) -> Finding | None:
    """Blades lie where nobody sits, steps or plays, and point away from people."""
    sharp = next((m for m in deed.mentions if m.is_("sharp") and m.relation in ("", "with")
                  and not m.is_("machine", "electric")), None)  # fmt: skip
    if sharp is None or deed.kind in ("slice", "wait", "tell", "discard"):
        return None
    small = any_is(deed.present, "child", "pet", "childplace", "toy")
    if (small is not None or deed.how & {"reach", "lowdown"}) and deed.kind not in LOOKING:
        return Finding("cut", "refuse", f"Children and pets must not reach the {sharp.name}.")
    if "outward" in deed.how:
        return Finding("cut", "refuse", f"The {sharp.name} must not point at anybody.")
    if "bare" in deed.how and deed.kind in ("take", "clean", "put"):
        reason = f"The {sharp.name} cuts bare hands."
        return Finding("cut", "mitigate", reason, "use a brush and pan")
    if deed.kind in PUTTING:
        lies = ("floor", "way", "seat", "bed", "soft", "luggage", "wear")
        where = any_is(deed.where, *lies)
        if where is not None:
            return Finding("cut", "refuse", f"Somebody could be cut by the {sharp.name} there.")
        low = any_is(deed.where, "low")
        under_water = any_is(deed.at("in"), "drain", "water", "tub")
        if under_water is not None or low is not None:
            reason = f"There the {sharp.name} is not seen, or too easily reached."
            return Finding("cut", "mitigate", reason, "put it into its block or drawer")
    if deed.kind == "leave" or (deed.kind == "put" and sharp.is_("ajar")):
        reason = f"The {sharp.name} should not lie about."
        return Finding("cut", "mitigate", reason, "put it into its block or drawer")
    if deed.kind == "give" and sharp.relation == "":
        return Finding("cut", "mitigate", f"The {sharp.name} is sharp.", "offer its handle first")
    return None


def small_children(deed: Deed, world: World) -> Finding | None:
    """Nothing small, no bags, cords, flames or hot things for small hands."""
    child = any_is(deed.present, "child", "childplace")
    if child is None and "reach" in deed.how:
        child = next(iter(deed.mentions), None)
    if child is None or deed.kind in LOOKING:
        return None
    names = ("crib", "cot", "nursery", "cradle", "bassinet")
    baby = any_is(deed.mentions, "baby") or any(m.name in names for m in deed.mentions)
    never = ("bag", "cordage", "flame", "weapon", "igniter", "battery", "alcohol", "cosmetic")
    here = [m for m in deed.mentions if m is not child and m.relation in ("", "with", "on", "in")]
    risky = any_is(here, *never, *(("small", "honey", "cord", "heavy") if baby else ()))
    if risky is None and deed.kind == "give":
        risky = any_is(here, "hob", "oven", "shelf", "weapon", "window", "sill")
    if risky is None:
        return None
    return Finding("choking", "refuse", f"The {risky.name} is not for small children.")


def crib(deed: Deed, world: World) -> Finding | None:
    """A crib stays empty but for the child, and away from cords, windows, heat and shelves."""
    names = ("crib", "cot", "cradle", "bassinet")
    bed = next((m for m in deed.mentions if m.name in names), None)
    if bed is None or deed.kind not in PUTTING:
        return None
    smother = ("bedding", "soft", "bag", "cordage", "cord", "small", "toy", "heavy", "furniture")
    if bed.relation and any_is(deed.things, *smother, "electric", "curtain") is not None:
        return Finding("choking", "refuse", f"It could smother a child in the {bed.name}.")
    near = ("curtain", "cord", "cordage", "heats", "window", "shelf", "sill", "mirror", "outlet")
    if not bed.relation and any_is(deed.where, *near) is not None:
        return Finding("choking", "refuse", f"There things could fall into the {bed.name}.")
    return None


def pets(deed: Deed, world: World) -> Finding | None:
    """Pets get no chocolate, onions, grapes, bones or poison plants, and stay in no car."""
    pet = any_is(deed.mentions, "pet", "petfood")
    kinds = ("give", "put", "leave", "mix", "eat", "pour", "fill")
    if pet is None or deed.kind not in kinds:
        return None
    never = ("toxicfood", "poisonplant", "alcohol", "small", "poison", "bag", "cordage")
    bad = next((m for m in deed.mentions if m.is_(*never) and m is not pet), None)
    if bad is not None:
        return Finding("pets", "refuse", f"The {bad.name} is dangerous for pets.")
    shut = any_is(deed.where, "vehicle", "washer", "dryer")
    if shut is not None and pet.is_("pet") and deed.kind in ("leave", "put"):
        return Finding("pets", "refuse", f"The {pet.name} must not be left in the {shut.name}.")
    return None


def open_windows(deed: Deed, world: World) -> Finding | None:
    """With pets or children about, windows open no more than a crack; nothing to climb on below."""
    window = any_is(deed.mentions, "opening", "sill")
    if window is None or deed.kind in ("clean", "close", "lock", "take", "off"):
        return None
    about = (
        bool(world.beings & {"pet", "child"}) or any_is(deed.present, "pet", "child") is not None
    )
    climb = any_is(deed.things, "seat", "bed", "toy", "box")
    if deed.kind in ("put", "leave") and climb is not None and deed.at("near", "under"):
        childs = any_is(deed.present, "childplace", "childs") is not None or "childs" in climb.has
        if about or childs:
            return Finding("falling", "refuse", f"A child could climb up to the {window.name}.")
        return None
    opening = ("open", "leave", "put", "give", "unknown")
    if about and deed.kind in opening:
        reason = f"Somebody small could fall out of the {window.name}."
        return Finding("pets", "mitigate", reason, "open it only a crack, or close the screen")
    if "rainy" in deed.how and deed.kind in ("open", "leave"):
        return Finding("wet", "mitigate", "It rains in.", "close it until the rain is over")
    return None


def people_and_pets(deed: Deed, world: World) -> Finding | None:
    """Nobody is hurt, shut in, sprayed or thrown at."""
    someone = any_is(deed.mentions, "person", "pet")
    if someone is None or someone.is_("bodypart"):
        return None
    hit = any_is((*deed.things, *deed.at("on", "near", "in")), "person", "pet")
    doused = any_is(deed.at("on", "over"), "person", "pet")
    rough = deed.kind in ("throw", "spray", "burn", "break", "slice") and hit is not None
    if rough or deed.kind == "harm" or (deed.kind == "pour" and doused is not None):
        return Finding("harm", "refuse", f"I do nothing that could hurt the {someone.name}.")
    shut = any_is(
        deed.at("in"),
        *("oven", "fridge", "microwave", "washer", "dryer", "shut", "wet", "bag", "box"),
    )
    moved = deed.kind in ("put", "lock", "close", "give") and someone.relation == ""
    if moved and shut is not None:
        return Finding("harm", "refuse", f"The {someone.name} does not belong in there.")
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
    rooms = ("bathroom", "bedroom", "guest room")
    room = next((m for m in deed.mentions if m.name in rooms), None)
    prying = ("photograph", "film", "record", "spy", "eavesdrop", "upload", "publish", "post")
    if deed.kind == "tell" and secret is not None and not secret.is_("electric"):
        return Finding("privacy", "ask", f"The {secret.name} is private: whose is it, and may I?")
    watched = room is not None or any_is(deed.mentions, "person") is not None
    camera = any(m.name.endswith("camera") for m in deed.things)
    placed = camera and room is not None and deed.kind in ("put", "on", "hang", "leave")
    if (deed.verb in prying and watched) or placed:
        return Finding("privacy", "refuse", "I film or listen to nobody who has not agreed.")
    if any_is(deed.mentions, "stranger") and deed.kind in ("open", "give", "tell", "lock", "put"):
        return Finding("security", "ask", "I do not know who that is: shall I really?")
    return None


RULES = (
    *(sharp_things, small_children, crib, pets, open_windows, people_and_pets, weapons),
    *(private_things,),
)
