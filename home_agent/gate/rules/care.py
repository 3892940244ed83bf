"""A deed comes in; what a thing does not bear, and what needs more care, goes out as a finding."""

from __future__ import annotations

from home_agent.gate.deeds import Deed, Finding, Mention, World, any_is

PUTTING = ("put", "leave", "hang", "drop", "unknown", "take")


def burnt_hands(deed: Deed, world: World) -> Finding | None:
    """Hot things are held with something dry; boiling liquids are not carried past children."""
    hot = any_is(deed.mentions, "hot", "hotfood", "hotdrink")
    if hot is None:
        return None
    wet = any_is(deed.at("with"), "wet", "bodypart")
    if wet is not None and deed.kind in ("take", "put", "touch", "on"):
        reason = f"Heat goes through what is wet: the {wet.name}."
        return Finding("burn", "mitigate", reason, "use a dry cloth or mitt")
    child = any_is(deed.present, "child")
    if child is not None and deed.kind in ("take", "put", "leave", "pour"):
        return Finding(
            "burn", "refuse", f"Nothing hot is carried or set down near the {child.name}."
        )
    bath = any_is(deed.mentions, "tub")
    if bath is not None and deed.kind in ("fill", "pour", "on") and hot.is_("liquid"):
        reason = "Somebody could be scalded in it."
        return Finding("burn", "mitigate", reason, "fill it with warm water and test it first")
    return None


def near_small_ones(deed: Deed, world: World) -> Finding | None:
    """Children and pets stay away from stoves, fires, machines, cords and drugs."""
    small = any_is(deed.present, "child", "pet", "childplace")
    if small is None or deed.kind in ("take", "wait", "tell", "off", "discard", "clean"):
        return None
    danger = (
        "hob",
        "oven",
        "flame",
        "heater",
        "machine",
        "cord",
        "outlet",
        "lit",
        "weapon",
        "tool",
    )
    here = [m for m in deed.present if m is not small]
    risky = any_is(here, *danger) or (small if deed.verb == "fry" else None)
    sharp_plant = next((m for m in here if m.name == "cactus"), None)
    risky = risky or sharp_plant
    if risky is None or (risky.is_("candle") and deed.kind == "light"):
        return None
    return Finding("harm", "refuse", f"The {risky.name} is dangerous for the {small.name}.")


def broken_dishes(deed: Deed, world: World) -> Finding | None:
    """Cracked dishes and broken things are not used."""
    broken = next((m for m in deed.mentions if m.is_("broken") and not m.is_("food")), None)
    uses = ("give", "fill", "pour", "heat", "eat", "on", "plug", "put", "climb")
    if broken is None or deed.kind not in uses or any_is(deed.at("in"), "bin", "box"):
        return None
    if deed.kind == "put" and deed.verb not in ("use", "serve", "set", "install", "hang"):
        return None
    return Finding("cut", "refuse", f"The {broken.name} is broken: it could cut or fail.")


def washed_wrongly(deed: Deed, world: World) -> Finding | None:
    """Cast iron and wood are not soaked, wool and foam not dried hot, fuel rags never."""
    where = any_is(deed.at("in"), "washer", "dryer", "liquid", "drain")
    if where is None or deed.kind not in ("put", "clean", "pour", "leave", "on"):
        return None
    wood = next((m for m in deed.things if m.is_("wood", "board") or "iron" in m.name
                 or ("iron" in deed.said and m.is_("cookware"))), None)  # fmt: skip
    dryer = where.is_("dryer")
    melts = any_is(deed.things, "plastic", "fuel", "oil", "bedding", "wear") if dryer else None
    odd = {"wool", "foam", "rubber", "silk", "gasoline", "oily", "high"} & {*deed.said.split()}
    fire = dryer and (any_is(deed.mentions, "fuel", "oil", "plastic") or (melts and odd))
    plastic = any_is(deed.things, "plastic") if "bottom" in deed.said.split() else None
    if fire:
        return Finding("fire", "refuse", "Dried hot it could shrink, melt or burn.")
    if (wood is not None and not dryer) or plastic is not None:
        name = (wood or plastic or where).name
        reason = f"The {name} does not bear soaking and heat."
        return Finding("misuse", "mitigate", reason, "wash it by hand and dry it")
    return None


def scratched(deed: Deed, world: World) -> Finding | None:
    """Coated pans get no metal; heavy things are lifted, not dragged; wood gets no wet things."""
    coated = "stick pan" in deed.said or "nonstick" in deed.said
    metal = any_is((*deed.things, *deed.at("with")), "metal", "cutlery")
    if coated and metal is not None and metal.is_("cutlery", "knife"):
        return Finding("misuse", "mitigate", "Metal scratches the coating.", "use a wooden spoon")
    over = any_is(deed.at("over", "on"), "floor", "carpet")
    heavy = any_is(deed.things, "heavy", "furniture", "seat", "bed", "valuable")
    if deed.verb in ("drag", "slide", "push", "shove", "pull") and over is not None and heavy:
        return Finding("misuse", "mitigate", "That scratches the floor.", "lift it with help")
    wood = next((m for m in deed.at("on") if m.is_("wood") or "wood" in deed.said), None)
    wet = any_is(deed.things, "wet", "hot", "hotdrink")
    if wood is not None and wet is not None and deed.kind in ("put", "leave"):
        return Finding("misuse", "mitigate", f"It would stain the {wood.name}.", "put it on a mat")
    coaster = "coaster" in deed.said and deed.omits
    if coaster:
        return Finding("misuse", "mitigate", "It would stain the table.", "use a coaster")
    return None


def while_it_runs(deed: Deed, world: World) -> Finding | None:
    """Machines are not moved, cleaned, opened or wound up while they run."""
    thing = any_is(deed.things, "electric")
    busy = "while it is running" in deed.said or "while it is in use" in deed.said
    busy = busy or "while it is plugged in" in deed.said or "while in use" in deed.said
    if thing is None or not (busy or "running" in deed.said.split()):
        return None
    if deed.kind in ("put", "take", "clean", "open", "mend", "touch", "cover", "give"):
        return Finding("electricity", "refuse", f"Not while the {thing.name} runs.")
    return None


def kept_dry(deed: Deed, world: World) -> Finding | None:
    """Food that the cold spoils stays out of the fridge; food in it is covered."""
    fridge = any_is(deed.at("in"), "fridge")
    food = any_is(deed.things, "food")
    if food is None or deed.kind not in ("put", "leave"):
        return None
    dry = (
        "potato",
        "potatoes",
        "honey",
        "bread",
        "garlic",
        "loaf",
        "coffee beans",
        "onion",
        "onions",
    )
    if fridge is not None and not fridge.is_("freezer") and food.name in dry:
        reason = f"The {food.name} keeps better out of the cold."
        return Finding("food", "mitigate", reason, "keep it in a dry cupboard")
    if "uncovered" in deed.said or (deed.omits and "cover" in " ".join(sorted(deed.omits))):
        return Finding("food", "mitigate", "Uncovered it dries, and germs spread.", "cover it")
    warm = any_is(deed.where, "warm", "heats", "sun")
    if warm is not None and food.is_("perishable") and not warm.is_("cooker", "fridge"):
        return Finding("food", "mitigate", f"Warm, the {food.name} spoils.", "put it in the fridge")
    bed = any_is(deed.where, "bed", "bedding")
    if bed is not None:
        return Finding("hygiene", "mitigate", "Crumbs draw pests.", "put it in the kitchen")
    return None


def near_the_toilet(deed: Deed, world: World) -> Finding | None:
    """What goes into the mouth stays away from toilets, and medicine from cleaners."""
    if deed.kind not in PUTTING:
        return None
    toilet = any_is(deed.at("near", "on"), "toilet", "bin")
    mouth = next((m for m in deed.things if m.is_("food", "drinkware", "cutlery") or
                  m.name == "toothbrush"), None)  # fmt: skip
    if toilet is not None and mouth is not None:
        reason = f"Germs reach the {mouth.name} there."
        return Finding("hygiene", "mitigate", reason, "put it somewhere clean")
    drug = any_is(deed.things, "medicine")
    if drug is not None and any_is(deed.at("near", "with"), "cleaner", "poison") is not None:
        reason = "They could be taken for one another."
        return Finding("medicine", "mitigate", reason, "keep them in different cupboards")
    blade = any_is(deed.things, "sharp")
    cup = any_is(deed.at("in"), "drinkware", "soft", "bag", "toiletry")
    if blade is not None and cup is not None and blade.is_("knife", "small"):
        return Finding("cut", "mitigate", "Somebody could reach into it.", "use a closed box")
    return None


def bed_and_sofa(deed: Deed, world: World) -> Finding | None:
    """Beds stand under nothing heavy and beside no heat; nothing blocks a bed's way out."""
    bed = any_is(deed.things, "bed")
    over = any_is(deed.at("under"), "heavy", "decor", "breakable", "glass", "shelf", "vent", "lamp")
    if bed is not None and over is not None and deed.kind in ("put", "leave"):
        reason = f"The {over.name} could come down on who sleeps there."
        return Finding("falling", "mitigate", reason, "put the bed elsewhere")
    return None


def blades_used(deed: Deed, world: World) -> Finding | None:
    """A blade cuts food away from the hand; it opens no cans and is never caught."""
    blade = next(
        (m for m in deed.mentions if m.is_("sharp") and not m.is_("machine", "electric")), None
    )
    if blade is None:
        return None
    can = any_is(deed.mentions, "sealed", "fuel", "electric", "cord")
    opens = deed.kind in ("open", "break", "slice") and can is not None and blade.relation == "with"
    toward = deed.kind == "slice" and ("toward" in deed.said or "towards" in deed.said)
    caught = "catch" in deed.said.split() or "falling" in deed.said.split()
    aimed = deed.verb in ("aim", "point") and any_is(deed.mentions, "person") is not None
    running = deed.said.startswith(("run with", "jump"))
    if opens or toward or caught or aimed or running:
        return Finding("cut", "refuse", f"The {blade.name} could slip and cut somebody.")
    return None


def screens_and_caps(deed: Deed, world: World) -> Finding | None:
    """Guards stay on: fire screens, caps of chemicals, lids of machines."""
    guard = {"screen", "guard", "cap", "lid", "cover", "grate"} & {*deed.said.split()}
    fire: Mention | None = any_is(deed.mentions, "flame", "hob", "heater", "machine", "outlet")
    if guard and fire is not None and (deed.kind in ("take", "open") or "off" in deed.said.split()):
        return Finding("burn", "refuse", f"What guards the {fire.name} stays on.")
    poison = any_is(deed.mentions, "poison")
    if poison is not None and deed.how & {"ajar"} and deed.kind in ("leave", "open", "put"):
        return Finding("poison", "mitigate", f"The {poison.name} could spill.", "close it")
    if "storm" in deed.said.split() and any_is(deed.mentions, "opening"):
        return Finding("wet", "mitigate", "The storm blows in.", "close it")
    return None


RULES = (
    *(burnt_hands, near_small_ones, broken_dishes, washed_wrongly, scratched, while_it_runs),
    *(kept_dry, near_the_toilet, bed_and_sofa, blades_used, screens_and_caps),
)
