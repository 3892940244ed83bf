"""A kind of thing comes in; where it is kept, how soon it moves and its dangers go out.

General knowledge of households, written as tables; nothing here is read from any one home.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from home_agent.home.things import things, words

# Where things are kept: place category, or "category/room category" for one kind of room, and a
# weight. "floor" is the floor of a room.
_KEPT = """
cups: counter 4, table/kitchen 2, table/dining room 2, cupboard 1.5, sink/kitchen 1, table 1
dishes: counter 3, cupboard 2, table/kitchen 2, table/dining room 2, sink/kitchen 1.5
cooking: stove 4, counter 2.5, cupboard/kitchen 1, sink/kitchen 0.5
drinks: counter 3, fridge 2.5, table/kitchen 2, table/dining room 2, cupboard 0.7, table 0.7
fresh: counter 3, table/kitchen 2.5, fridge 2, table/dining room 1.5, table 0.7, sofa 0.1
stored: counter 2.5, cupboard 2, table/kitchen 1.5, fridge 1, table/dining room 1, shelf/kitchen 1
books: shelf 3, desk 2, table 1.5, sofa 0.7, bed 0.6, armchair 0.3, dresser 0.3
office: desk 4, shelf/office 2, dresser 0.7, table 0.5, shelf 0.3
own: table 2, desk 1.5, dresser 1.5, counter 0.7, shelf 1, tv stand 1, bed 0.4, sofa 0.4
media: table/living room 4, sofa 2.5, tv stand 2, armchair 0.7, table 0.4
bedside: table/bedroom 4, desk 1, dresser 1.5, shelf 0.7
decor: table 1.5, shelf 1.5, tv stand 1.2, dresser 1, desk 0.7, counter 0.3
shoes: shelf/hall 3, floor/hall 3, floor/bedroom 1, floor 0.5, wardrobe 1
bath: sink/bathroom 4, shelf/bathroom 3, washing machine 1, bathtub 0.5
clean: sink 2.5, washing machine 2, counter 1, shelf/bathroom 1, cupboard/kitchen 0.7
linen: shelf/bathroom 2, sink/bathroom 1, washing machine 1, dresser 1, bed 1, wardrobe 1
playroom: shelf/child's room 2.5, bed/child's room 1, desk/child's room 2, floor/child's room 3
toys: playroom, floor/living room 1.5, table/living room 1, sofa 0.5, floor 0.3
people: floor/living room 2, floor/kitchen 1.5, floor 1
"""

PLAIN_HALF_LIFE_H = 12.0  # of a thing no table knows
_PLAIN_KEPT = "counter 1, table 1.5, desk 1, shelf 1, dresser 0.7, sofa 0.3, bed 0.3, cupboard 0.5"


@cache
def kept(label: str) -> Mapping[str, float]:
    """Weights by place category or "category/room category" of where such a thing is kept."""
    thing = things().get(label.lower())
    return MappingProxyType(_weights(thing.kept if thing else _PLAIN_KEPT))


def weight(label: str, category: str, room: str) -> float:
    """How likely a thing is on a place of `category` in a room of category `room`."""
    homes = kept(label)
    return homes.get(f"{category}/{room}", homes.get(category, 0.0))


def half_life_s(label: str) -> float:
    """After how long half of such things are somewhere else, s."""
    thing = things().get(label.lower())
    return thing.half_life_s if thing else PLAIN_HALF_LIFE_H * 3600.0


def hazards(label: str, temperature_c: float | None) -> tuple[str, ...]:
    """What is dangerous or delicate about a thing; "hot" from 48 C on (burns within minutes)."""
    thing = things().get(label.lower())
    hot = ("hot",) if temperature_c is not None and temperature_c >= 48.0 else ()
    return hot + (thing.hazards if thing else ())


@cache
def _sets() -> Mapping[str, str]:
    rows = (line.partition(":") for line in _KEPT.strip().splitlines())
    return MappingProxyType({name.strip(): text.strip() for name, _, text in rows})


def _weights(text: str) -> dict[str, float]:
    weights: dict[str, float] = {}
    for part in words(text):
        if part in _sets():
            for name, value in _weights(_sets()[part]).items():
                weights[name] = max(value, weights.get(name, 0.0))
        else:
            name, _, number = part.rpartition(" ")
            weights[name] = float(number)
    return weights
