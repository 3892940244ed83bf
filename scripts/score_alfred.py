"""ALFRED's sentences come in; the share whose typed goal is read exactly goes out, by halves.

    python scripts/score_alfred.py alfred_valid.tsv [--show]

A goal is task type, object, receptacle, movable receptacle, lamp and whether it is sliced. Nouns
are found by the parser's lexicon; what people call ALFRED's things is the table below. A fixed
hash of the sentence halves the file; --show prints what fails of the first half only.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from home_agent.bench.stats import rate
from home_agent.errors import BadInput
from home_agent.language.lexicon import Lexicon, common, plural
from home_agent.language.normalise import words

NAMES = """
AlarmClock: alarm clock, clock | Apple: apple | BaseballBat: baseball bat, bat | BasketBall:
basketball, ball | Book: book | Bowl: bowl | Box: box | Bread: bread, loaf, toast | ButterKnife:
butter knife | CD: cd, disc, disk, dvd | Candle: candle | CellPhone: phone, cell phone | Cloth:
cloth, rag, towel, washcloth | CreditCard: credit card, card | Cup: cup, glass | DishSponge:
sponge, dish sponge | Egg: egg | Fork: fork | Glassbottle: glass bottle, bottle, wine bottle |
HandTowel: hand towel | Kettle: kettle | KeyChain: keys, key | Knife: knife | Ladle: ladle |
Laptop: laptop, lap top, laptops, computer | Lettuce: lettuce, cabbage | Mug: mug, coffee cup |
Newspaper: newspaper, paper | Pan: pan, skillet | Pen: pen | Pencil: pencil | PepperShaker: pepper
shaker, pepper | Pillow: pillow | Plate: plate | Plunger: plunger | Pot: pot | Potato: potato |
RemoteControl: remote, remote control | SaltShaker: salt shaker, salt, shaker | SoapBar: soap, bar
of soap | SoapBottle: soap bottle, bottle of soap, lotion | Spatula: spatula | Spoon: spoon |
SprayBottle: spray bottle, spray | Statue: statue, figurine, ornament | TennisRacket: tennis
racket, racket | TissueBox: tissue box, tissues | ToiletPaper: toilet paper, toilet roll | Tomato:
tomato | Vase: vase | Watch: watch | WateringCan: watering can, pitcher | ArmChair: armchair,
chair, recliner | BathtubBasin: bathtub, bath, tub | Bed: bed | Cabinet: cabinet, cupboard | Cart:
cart | CoffeeMachine: coffee machine, coffee maker | CoffeeTable: coffee table | CounterTop:
counter, countertop, island | Desk: desk | DiningTable: dining table, kitchen table, table, white
table | Drawer: drawer | Dresser: dresser, tv stand, bureau | Fridge: fridge, refrigerator,
freezer | GarbageCan: garbage can, trash can, bin, trash, trash bin, garbage, waste basket,
wastebasket, recycle bin | Microwave: microwave | Ottoman: ottoman | Safe: safe | Shelf: shelf,
shelves, rack | SideTable: side table, end table, nightstand, night stand, bedside table |
SinkBasin: sink, basin | Sofa: sofa, couch | StoveBurner: stove, burner, stove top | Toilet:
toilet, toilet tank | FloorLamp: floor lamp, standing lamp | DeskLamp: lamp, lamplight, desk lamp,
light, table lamp
"""
PLACES = [
    "ArmChair",
    "BathtubBasin",
    "Bed",
    "Cabinet",
    "Cart",
    "CoffeeMachine",
    "CoffeeTable",
    "CounterTop",
    "Desk",
    "DiningTable",
    "Drawer",
    "Dresser",
    "Fridge",
    "GarbageCan",
    "Microwave",
    "Ottoman",
    "Safe",
    "Shelf",
    "SideTable",
    "SinkBasin",
    "Sofa",
    "StoveBurner",
    "Toilet",
]
MOVABLE = ("Cup", "Bowl", "Pan", "Mug", "Pot", "Plate", "Box")
HEAT = {"heat", "heated", "warm", "warmed", "cook", "cooked", "hot", "microwaved", "warmed-up"}
COOL = {"cool", "cooled", "chill", "chilled", "cold", "chilling", "refrigerated", "frozen"}
CLEAN = {"clean", "cleaned", "wash", "washed", "rinse", "rinsed", "wet", "washing", "cleaning"}
TWO = {"two", "2", "both", "pair", "second", "couple"}
SLICED = {"slice", "sliced", "slices", "cut", "piece", "chopped", "pieces", "wedge"}
FROM = (
    "from",
    "off",
    "out",
    "using",
    "with",
    "by",
    "under",
    "of",
    "near",
    "next",
    "beside",
    "behind",
)
TALL = {"floor", "tall", "standing"}
HELD = (
    "Fork",
    "Knife",
    "ButterKnife",
    "Spoon",
    "Spatula",
    "Ladle",
    "Pen",
    "Pencil",
    "Egg",
    "Apple",
)
Goal = tuple[str, str, str, str, str, bool]


def names() -> dict[tuple[str, ...], str]:
    """What people say -> ALFRED's name, with plurals as the lexicon makes them."""
    found: dict[tuple[str, ...], str] = {}
    for entry in NAMES.replace("\n", " ").split("|"):
        name, _, said = entry.partition(":")
        for one in said.split(","):
            key = tuple(one.split())
            found[key] = name.strip()
            for many, senses in common().items():
                same = senses[0].noun == " ".join(key) and senses[0].plural
                if same and len(many) == len(key):
                    found[many] = name.strip()
            found.setdefault((*key[:-1], key[-1] + "s"), name.strip())
    return found


def mentions(said: tuple[str, ...], known: dict[tuple[str, ...], str]) -> list[tuple[str, str]]:
    """ALFRED's things in the order they are said, each with the small word before it."""
    lexicon = Lexicon(common(), {})
    found: list[tuple[str, str]] = []
    at = 0
    small = ""
    while at < len(said):
        for end in range(min(len(said), at + 3), at, -1):
            name = known.get(said[at:end])
            if name is None and lexicon.at(said, at):
                name = known.get(tuple(lexicon.at(said, at)[0][1].noun.split()))
                end = lexicon.at(said, at)[0][0] if name else end  # noqa: PLW2901
            if name:
                found.append((name, small))
                at, small = end, ""
                break
        else:
            small = said[at] if said[at] in (*FROM, "in", "on", "to", "inside", "into") else small
            at += 1
    return found


def typed(text: str, known: dict[tuple[str, ...], str]) -> Goal:
    """The goal of one sentence."""
    said = words(text)
    spoken = set(said)
    told = mentions(said, known)
    lamps = [name for name, _ in told if name in ("FloorLamp", "DeskLamp")]
    things = [name for name, _ in told if name not in PLACES and name not in lamps]
    places = [name for name, small in told if name in PLACES and small not in FROM]
    things = list(dict.fromkeys(things))
    if len(things) > 1 and things[0] in MOVABLE:  # "a pot with an apple in it"
        holds = spoken & {"with", "containing", "whit"} or things[1] in HELD
        things = [things[1], things[0]] if holds else things
    thing = things[0] if things else ""
    sliced = bool(spoken & SLICED)
    if lamps:
        lamp = "FloorLamp" if "FloorLamp" in lamps or spoken & TALL else "DeskLamp"
        return "look_at_obj_in_light", thing, "", "", lamp, False
    place = places[-1] if places else ""
    others = [one for one in things[1:] if one in MOVABLE and one != thing]
    if spoken & HEAT or ("Microwave" in places[:-1]):
        return "pick_heat_then_place_in_recep", thing, place, "", "", sliced
    if spoken & COOL or ("Fridge" in places[:-1]):
        return "pick_cool_then_place_in_recep", thing, place, "", "", sliced
    if spoken & CLEAN or ("SinkBasin" in places[:-1]):
        return "pick_clean_then_place_in_recep", thing, place, "", "", sliced
    if others:
        return "pick_and_place_with_movable_recep", thing, place, others[0], "", sliced
    several = bool(thing) and any(many in spoken for many in _plurals(thing))
    if spoken & TWO or several:
        return "pick_two_obj_and_place", thing, place, "", "", False
    return "pick_and_place_simple", thing, place, "", "", False


def _plurals(name: str) -> set[str]:
    """The plurals of what ALFRED's thing is called in one word."""
    entry = next(one for one in NAMES.split("|") if one.strip().startswith(name + ":"))
    said = [one.strip() for one in entry.partition(":")[2].split(",")]
    return {plural((one,))[0] for one in said if " " not in one and plural((one,)) != (one,)}


def main() -> None:
    """Score a file."""
    known = names()
    exact, kinds, n = [0, 0], [0, 0], [0, 0]
    for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()[1:]:
        _, kind, thing, place, movable, lamp, cut, text, *_ = line.split("\t")
        half = hashlib.sha256(text.encode()).digest()[0] & 1
        gold: Goal = (kind, thing, place, movable, lamp, cut == "True")
        try:
            got = typed(text, known)
        except BadInput:
            got = ("", "", "", "", "", False)
        n[half] += 1
        exact[half] += got == gold
        kinds[half] += got[0] == kind
        if got != gold and not half and "--show" in sys.argv:
            print(f"{text}\n  gold {gold}\n  got  {got}")
    for half, name in enumerate(("read", "unread")):
        print(f"{name} half: exact {rate(exact[half], n[half])}, type {rate(kinds[half], n[half])}")


if __name__ == "__main__":
    main()
