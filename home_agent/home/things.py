"""A noun comes in; the kinds of household things it can mean go out, best first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from home_agent.home.hyponyms import kind_of, singulars

# label | other nouns that mean it | where kept (see priors.py) | half-life of staying (h) | hazards
_THINGS = """
mug            | cup, drinking vessel, dishes       | cups    | 6   | fragile
cup            | drinking vessel, dishes            | cups    | 6   |
glass          | drinking glass, cup, drinking vessel, dishes | cups | 6 | fragile
bottle         | drink, water, water bottle, beverage | drinks | 6  | liquid
can            | drink, soda, beverage, soda can    | drinks  | 6   | liquid
milk carton    | milk, drink, carton, beverage, food | drinks | 6   | liquid
juice          | drink, beverage, juice carton, juice box, carton | drinks | 6 | liquid
teapot         | pot, tea, drinking vessel          | dishes, stove 1 | 12 | fragile, liquid
kettle         | pot, tea                           | cooking | 24  | liquid
thermos        | flask, drink, thermos bottle, bottle | drinks, desk 1.5 | 6 | liquid
bowl           | dish, dishes                       | dishes  | 8   | fragile
plate          | dish, dishes                       | dishes  | 8   | fragile
pan            | frying pan, saucepan, pot, cookware | cooking | 24 |
jar            | jam, glass jar, food               | stored  | 24  | fragile
spatula stand  | utensil holder, spatula            | cooking | 72  |
tin            | tin can, can of food, food, can    | stored  | 48  |
yoghurt        | yogurt, food, snack                | stored, fridge 4 | 8 |
cereal box     | cereal, box, food                  | stored  | 24  |
biscuit box    | biscuit, cookie, cookie box, box, snack, food | stored, table 0.7 | 24 |
apple          | fruit, food, snack                 | fresh   | 12  |
orange         | fruit, food, snack                 | fresh   | 12  |
lemon          | fruit, food                        | fresh   | 24  |
pear           | fruit, food, snack                 | fresh   | 12  |
banana         | fruit, food, snack                 | fresh   | 12  |
bread          | loaf, loaf of bread, food          | stored  | 12  |
book           | novel, reading                     | books   | 24  |
notebook       | pad, notepad, book                 | books, office | 24 |
stapler        | office supply                      | office  | 48  |
tape           | sticky tape, adhesive tape, tape roll, office supply | office | 48 |
pencil cup     | pencil holder, pencils, pen holder, pens, office supply | office | 72 |
calculator     | electronics, office supply         | office | 48 |
remote control | remote, tv remote, controller, electronics | media | 8 |
phone          | mobile, mobile phone, cell phone, smartphone, electronics | own | 1 |
flashlight     | torch, lamp, electronics           | own     | 72  |
alarm clock    | clock, alarm, electronics          | bedside | 168 |
glasses case   | spectacles, glasses, spectacle case, case | own, bedside | 12 |
wallet         | purse, money                       | own     | 8   |
keys           | key, keychain                      | own     | 8   |
candle         | decoration                         | decor   | 168 | fragile
flower pot     | plant, flower, potted plant, houseplant, pot, decoration | decor | 336 | fragile
tissue box     | tissues, tissue, handkerchief, kleenex, box | own, sink/bathroom 1 | 48 |
shoe           | trainer, sneaker, footwear, clothes   | shoes | 24 |
shampoo        | shampoo bottle, toiletries, bottle | bath    | 72  |
soap           | bar of soap, toiletries            | bath    | 72  |
toothbrush cup | toothbrush, tooth mug, toothbrush holder, toiletries, cup | bath | 72 | fragile
medicine bottle| medicine, pills, medication, pill bottle, bottle | bath, bedside | 24 | medicine
towel roll     | towel                              | linen   | 48  |
cleaning spray | cleaner, spray, spray bottle, detergent, cleaning things | clean | 48 | chemical
sponge         | cleaning things                    | clean   | 24  |
brush          | scrubbing brush, cleaning things   | clean   | 48  |
toy car        | car, toy                           | toys    | 3   |
ball           | toy                                | toys    | 2   |
teddy bear     | teddy, bear, stuffed animal, plush, toy | toys, bed 2 | 4 |
toy block      | block, building block, brick, toy  | toys    | 3   |
toy robot      | robot toy, toy                     | toys    | 3   |
toy duck       | duck, rubber duck, toy             | toys, sink/bathroom 1.5, bathtub 2 | 3 |
toy train      | train, toy                         | toys    | 3   |
knife          | cutlery                            | counter 3, sink/kitchen 1.5 | 6 | sharp
scissors       | office supply                      | office, counter 1 | 12 | sharp
person         | someone, somebody, human           | people  | 0.05 |
cat            | pet, animal                        | people  | 0.05 |
dog            | pet, animal                        | people  | 0.05 |
"""

ANYTHING = ("thing", "object", "item", "something", "anything", "everything", "stuff", "one")
LIVING = ("person", "cat", "dog")


@dataclass(frozen=True, slots=True)
class Thing:
    """One kind: wider or other `nouns`, where it is `kept` as text, half-life (s), hazards."""

    nouns: frozenset[str]
    kept: str
    half_life_s: float
    hazards: tuple[str, ...]


@cache
def things() -> Mapping[str, Thing]:
    """Every kind of thing the table knows, by its own name."""
    found = {}
    for line in _THINGS.strip().splitlines():
        label, nouns, homes, hours, hazards = (cell.strip() for cell in line.split("|"))
        also = frozenset(words(nouns))
        found[label] = Thing(also, homes, float(hours) * 3600.0, tuple(words(hazards)))
    return MappingProxyType(found)


def fit(noun: str, label: str) -> float:
    """How well a noun names a thing of kind `label`: 1 its own name, 0.5 a wider word, 0 not."""
    noun, label = singular(noun), label.lower()
    if noun == label:
        return 1.0
    if label in LIVING:
        return 0.5 if noun in things()[label].nouns else 0.0
    if noun in ANYTHING:
        return 0.5
    if label in things() and noun in things()[label].nouns:
        # A word that is the name of another kind ("cup" for a mug) comes after that kind.
        return 0.4 if noun in things() else 0.5
    return 0.0


def singular(noun: str) -> str:
    """A noun in lower case without its plural, where the tables know the singular.

    One that they do not know is what it is a kind of: "chalices" are "cup".
    """
    noun = " ".join(noun.lower().split())
    known = next((form for form in singulars(noun) if form in _nouns()), "")
    return known or kind_of(noun) or noun


@cache
def _nouns() -> frozenset[str]:
    wider = frozenset().union(*(row.nouns for row in things().values()))
    return frozenset(things()) | wider | frozenset(ANYTHING)


def nouns() -> frozenset[str]:
    """Every noun that names some kind of thing, wide or narrow."""
    return _nouns()


def meant(noun: str) -> tuple[str, ...]:
    """The kinds a noun can mean, best first: "drink" gives bottle, can, milk carton ..."""
    found = [(fit(noun, label), label) for label in things()]
    best = max((score for score, _ in found), default=0.0)
    return tuple(label for score, label in found if score == best and best > 0.0)


def words(text: str) -> list[str]:
    """The parts of a text between commas."""
    return [word.strip() for word in text.split(",") if word.strip()]
