"""Kinds of household things: a name comes in, ranges of size, mass, colour and homes go out.

Every kind can be held by a parallel gripper that opens 0.12 m: it is at most 0.095 m across in
one level direction, or has a rim or a handle. Sizes are those of common household things.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal, cast

from home_agent.sim.spec import RGB

Range = tuple[float, float]
Grasp = Literal["body", "side", "rim", "narrow", "handle"]

COLOURS: Mapping[str, RGB] = MappingProxyType(
    {
        "red": (0.80, 0.12, 0.12),
        "orange": (0.95, 0.50, 0.10),
        "yellow": (0.95, 0.80, 0.15),
        "green": (0.15, 0.58, 0.25),
        "blue": (0.12, 0.32, 0.78),
        "purple": (0.48, 0.22, 0.62),
        "pink": (0.94, 0.52, 0.66),
        "brown": (0.42, 0.26, 0.15),
        "black": (0.10, 0.10, 0.11),
        "white": (0.93, 0.93, 0.91),
        "grey": (0.52, 0.53, 0.55),
        "turquoise": (0.15, 0.68, 0.68),
    }
)

BRIGHT = ("red", "orange", "yellow", "green", "blue", "purple", "pink", "turquoise")

# name | category | shape | depth x ("=": as wide) | width y | height z (mm) | mass (g) |
# material | grasp | flags. "handle 36": a handle adds 36 mm to x.
_BODIES = """
mug            |drink      |mug    |=      |72-86  |85-105 |220-360|ceramic  |handle|handle 36 open
cup            |drink      |cup    |=      |66-80  |75-95  |100-220|plastic  |body  |open
glass          |drink      |cup    |=      |60-76  |95-135 |140-280|glass    |body  |open
bottle         |drink      |bottle |=      |58-78  |180-250|200-480|plastic  |side
can            |drink      |can    |=      |58-68  |105-125|200-380|metal    |body
milk carton    |drink      |carton |66-78  |62-74  |175-210|250-480|cardboard|side
juice          |drink      |carton |58-70  |54-64  |140-180|200-420|cardboard|side
teapot         |drink      |teapot |=      |88-95  |100-125|300-480|ceramic  |handle|handle 84
kettle         |drink      |kettle |=      |120-140|170-200|350-500|metal    |handle
thermos        |drink      |bottle |=      |66-80  |200-250|280-480|metal    |side
bowl           |dish       |bowl   |=      |140-170|55-72  |180-380|ceramic  |rim   |open
plate          |dish       |plate  |=      |170-210|32-38  |220-420|ceramic  |rim
pan            |dish       |pan    |=      |160-190|45-55  |300-480|metal    |handle|handle 150 open
jar            |dish       |jar    |=      |66-84  |90-125 |200-420|glass    |body
spatula stand  |dish       |cup    |=      |76-90  |110-140|200-360|ceramic  |body  |open
tin            |food       |can    |=      |66-86  |80-115 |250-450|metal    |body
yoghurt        |food       |cup    |=      |66-78  |65-85  |120-220|plastic  |body
cereal box     |food       |box    |150-190|52-70  |220-270|250-450|cardboard|narrow
biscuit box    |food       |box    |120-170|55-80  |70-110 |150-300|cardboard|narrow
apple          |food       |fruit  |=      |68-82  |66-80  |130-220|organic  |body  |rolls
orange         |food       |fruit  |=      |68-84  |68-84  |140-240|organic  |body  |rolls
lemon          |food       |fruit  |70-86  |52-60  |52-60  |80-130 |organic  |narrow|rolls
pear           |food       |pear   |=      |64-76  |90-112 |140-220|organic  |body
banana         |food       |banana |160-190|58-68  |34-40  |110-180|organic  |narrow
bread          |food       |loaf   |160-200|75-90  |70-85  |250-420|organic  |narrow
book           |book       |book   |150-175|88-95  |28-42  |200-450|paper    |narrow
notebook       |book       |box    |130-160|80-92  |26-30  |120-250|paper    |narrow
stapler        |office     |stapler|120-150|34-42  |48-60  |150-280|plastic  |narrow
tape           |office     |tape   |=      |80-92  |30-48  |60-140 |plastic  |body
pencil cup     |office     |cup    |=      |70-84  |90-105 |120-250|plastic  |body  |open
calculator     |office     |remote |120-145|68-80  |26-30  |100-180|plastic  |narrow
remote control |device     |remote |150-180|42-52  |26-30  |90-160 |plastic  |narrow
phone          |device     |remote |140-160|68-78  |25-28  |160-240|glass    |narrow
flashlight     |device     |torch  |140-170|40-50  |40-50  |150-300|metal    |narrow|rolls
alarm clock    |device     |clock  |50-60  |80-92  |85-105 |150-300|plastic  |narrow
glasses case   |personal   |loaf   |150-165|58-68  |40-50  |80-160 |leather  |narrow
wallet         |personal   |box    |100-120|80-92  |26-32  |100-200|leather  |narrow
candle         |decor      |candle |=      |62-80  |75-120 |160-360|wax      |body
flower pot     |decor      |plant  |=      |80-94  |150-190|250-450|ceramic  |body
tissue box     |household  |tissues|180-220|80-95  |70-90  |120-240|cardboard|narrow
shoe           |clothing   |shoe   |200-250|76-90  |80-100 |200-400|leather  |narrow|floor
shampoo        |bathroom   |bottle |=      |56-74  |150-200|200-400|plastic  |side
soap           |bathroom   |loaf   |85-100 |55-64  |30-36  |80-140 |wax      |narrow
toothbrush cup |bathroom   |brushes|=      |66-80  |160-190|120-250|ceramic  |body
medicine bottle|bathroom   |jar    |=      |44-56  |70-95  |60-140 |plastic  |body
towel roll     |bathroom   |roll   |180-220|76-92  |76-92  |140-280|fabric   |narrow|rolls
cleaning spray |cleaning   |spray  |82-94  |58-68  |210-245|250-450|plastic  |side
sponge         |cleaning   |box    |95-115 |62-74  |30-40  |20-60  |foam     |narrow
brush          |cleaning   |brush  |170-200|46-56  |46-56  |100-180|plastic  |narrow
toy car        |toy        |car    |110-140|56-68  |48-60  |100-240|plastic  |narrow|floor
ball           |toy        |ball   |=      |64-92  |64-92  |60-160 |rubber   |body  |floor rolls
teddy bear     |toy        |bear   |76-92  |104-124|150-180|120-250|fabric   |narrow|floor
toy block      |toy        |box    |50-70  |50-70  |45-60  |60-160 |wood     |narrow|floor
toy robot      |toy        |robot  |56-68  |84-94  |130-160|150-300|plastic  |narrow|floor
toy duck       |toy        |duck   |100-120|66-76  |90-105 |60-140 |rubber   |narrow|floor
toy train      |toy        |train  |120-150|50-62  |65-80  |140-280|wood     |narrow|floor
"""

# How many times as often as others they are drawn for a home.
_OFTEN = {"mug": 3.0, "book": 2.0, "bottle": 1.5, "cup": 1.5, "bowl": 1.5, "plate": 1.5}

# How often they start hot (45 to 75 degrees).
_HOT = {"mug": 0.25, "teapot": 0.5, "kettle": 0.5, "pan": 0.6}

# name | colours | place categories (or category/room category) with weights
_HOMES = """
mug            | wares                               | cups
cup            | wares                               | cups
glass          | turquoise white blue green          | cups
bottle         | green blue brown white turquoise red| drink
can            | red blue green orange grey          | drink
milk carton    | white blue green                    | drink
juice          | orange red yellow purple            | drink
teapot         | white blue brown green red          | kitchen
kettle         | grey black white red                | counter 2, stove 3
thermos        | grey black blue red                 | drink, desk 1.5
bowl           | wares                               | kitchen, sink/kitchen 1
plate          | wares                               | kitchen, sink/kitchen 1
pan            | black grey red                      | stove 5, counter 1
jar            | orange red purple brown white       | food
spatula stand  | wares                               | counter 2, stove 0.5
tin            | red green yellow grey               | food
yoghurt        | white pink blue                     | fridge 4, counter 1
cereal box     | yellow red orange blue              | food
biscuit box    | brown yellow red purple             | food, table 0.7
apple          | red green yellow                    | fruit
orange         | orange                              | fruit
lemon          | yellow                              | fruit
pear           | green yellow                        | fruit
banana         | yellow                              | fruit
bread          | brown                               | food
book           | any                                 | books
notebook       | any                                 | books
stapler        | black red blue grey                 | desk
tape           | brown grey blue yellow              | desk
pencil cup     | black white blue pink green         | desk
calculator     | black white grey                    | desk
remote control | black grey white                    | table/living room 4, sofa 2, tv stand 2
phone          | black white blue pink               | own
flashlight     | black yellow red blue               | own, washing machine 1
alarm clock    | red white black turquoise           | table/bedroom 4, desk 1, dresser 1
glasses case   | black brown red blue                | own
wallet         | black brown red                     | own
candle         | white red purple green orange       | table 2, shelf 1.5, tv stand 1, dresser 1
flower pot     | brown orange white turquoise        | table 1, shelf 1.5, tv stand 1.5, dresser 1
tissue box     | white blue pink green               | own, sink/bathroom 1
shoe           | dark                                | shelf/hall 3
shampoo        | bright                              | bath
soap           | white pink green yellow             | bath
toothbrush cup | wares                               | sink/bathroom 5
medicine bottle| orange white brown                  | bath, table/bedroom 1.5, dresser 0.5
towel roll     | white blue pink grey turquoise      | bath, dresser 0.7, bed 0.5
cleaning spray | blue green white orange             | clean
sponge         | yellow green blue pink              | clean
brush          | blue green red white                | clean
toy car        | bright                              | toys
ball           | bright                              | toys
teddy bear     | brown white pink grey               | toys, bed 2
toy block      | bright                              | toys
toy robot      | grey red blue green                 | toys
toy duck       | yellow orange pink                  | toys, sink/bathroom 1.5
toy train      | bright                              | toys
"""

_PALETTES = """
any: red orange yellow green blue purple pink black white grey
wares: red blue green white yellow black grey orange turquoise
bright: red orange yellow green blue purple pink turquoise
dark: black grey brown blue red green
"""

_HOME_SETS = """
kitchen: counter 4, table/kitchen 2, table/dining room 2, cupboard 0.7
drink: counter 4, table/kitchen 2, table/dining room 2, cupboard 0.7, fridge 1.5, table 0.7
cups: counter 4, table/kitchen 2, table/dining room 2, cupboard 0.7, table 1, sink/kitchen 1
fruit: counter 3, table/kitchen 3, table 1, fridge 1
food: counter 3, cupboard 1.5, table/kitchen 1.5, table/dining room 1
bath: sink/bathroom 4, shelf/bathroom 3, washing machine 1
clean: sink 2, washing machine 2, shelf/bathroom 1, counter 0.7
toys: shelf/child's room 2, bed/child's room 1, desk/child's room 2, table/living room 0.7, sofa 0.3
books: shelf 3, table 1.5, desk 2, sofa 0.5, bed 0.5
own: table 2, desk 2, dresser 2, shelf 1, tv stand 1, bed 0.3
desk: desk 4, shelf/office 2, dresser 0.7, table 0.3
"""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing. Sizes are ranges in m, `mass_kg` a range in kg.

    `shape` names how `shapes.py` draws it. `y` and `z` are width and height, `x` the depth or
    None for things as deep as they are wide; `handle_m` is what a handle adds to x.
    `grasp`: body (any yaw), side (tall, also level), rim, narrow (across the narrow way), handle.
    `homes`: weights by place category, or by "category/room category" for one room only.
    `rolls`: it does. `hot`: probability that it starts hot. `often`: weight when drawn.
    """

    name: str
    category: str
    shape: str
    x: Range | None
    y: Range
    z: Range
    mass_kg: Range
    colours: tuple[str, ...]
    material: str
    grasp: Grasp
    homes: Mapping[str, float]
    handle_m: float = 0.0
    open_vessel: bool = False
    floor_ok: bool = False
    rolls: bool = False
    hot: float = 0.0
    often: float = 1.0

    def home_weight(self, category: str, room: str) -> float:
        """How likely this kind is kept on a place of `category` in a room of category `room`."""
        return self.homes.get(f"{category}/{room}", self.homes.get(category, 0.0))


@cache
def kinds() -> Mapping[str, Kind]:
    """All kinds by name."""
    palettes = {name: tuple(words.split()) for name, words in _pairs(_PALETTES)}
    sets = {name: _weights(words, {}) for name, words in _pairs(_HOME_SETS)}
    lived = {row[0]: row[1:] for row in _rows(_HOMES)}
    found: dict[str, Kind] = {}
    for name, category, shape, x, y, z, mass, material, grasp, *rest in _rows(_BODIES):
        colours, homes = lived[name]
        flags = _flags(rest[0]) if rest else {}
        found[name] = Kind(
            name=name,
            category=category,
            shape=shape,
            x=None if x == "=" else _range(x),
            y=_range(y),
            z=_range(z),
            mass_kg=_range(mass),
            colours=palettes.get(colours) or tuple(colours.split()),
            material=material,
            grasp=cast(Grasp, grasp),
            homes=_weights(homes, sets),
            handle_m=flags.get("handle", 0.0) / 1000.0,
            open_vessel="open" in flags,
            floor_ok="floor" in flags,
            rolls="rolls" in flags,
            hot=_HOT.get(name, 0.0),
            often=_OFTEN.get(name, 1.0),
        )
    return MappingProxyType(found)


def sizes() -> dict[str, tuple[Range, Range, Range]]:
    """How large things are in use: depth, width and height (m) of every kind."""
    return {
        name: (kind.x or (kind.y[0] + kind.handle_m, kind.y[1] + kind.handle_m), kind.y, kind.z)
        for name, kind in kinds().items()
    }


def _rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]


def _pairs(table: str) -> list[tuple[str, str]]:
    rows = (line.partition(":") for line in table.strip().splitlines())
    return [(name.strip(), rest.strip()) for name, _, rest in rows]


def _range(text: str) -> Range:
    low, high = text.split("-")
    return float(low) / 1000.0, float(high) / 1000.0


def _flags(text: str) -> dict[str, float]:
    words = text.split()
    found = {}
    for index, word in enumerate(words):
        if word[0].isalpha():
            after = words[index + 1] if index + 1 < len(words) else ""
            found[word] = float(after) if after[:1].isdigit() else 1.0
    return found


def _weights(text: str, sets: Mapping[str, Mapping[str, float]]) -> Mapping[str, float]:
    weights: dict[str, float] = {}
    for part in (piece.strip() for piece in text.split(",")):
        if part in sets:
            weights |= sets[part]
        else:
            name, _, value = part.rpartition(" ")
            weights[name] = float(value)
    return MappingProxyType(weights)
