"""Commands for a made-up home: a seed comes in, sentences sampled from templates come out."""

from __future__ import annotations

import random
import re

WORDS = {
    "object": """mug cup glass bottle can bowl plate fork knife spoon pan pot kettle teapot jug jar
        box book magazine newspaper notebook pen pencil letter phone tablet laptop charger
        remote_control lamp candle clock vase picture cushion pillow blanket towel sponge soap
        toothbrush shampoo medicine first_aid_kit umbrella hat coat scarf shoe sock shirt bag
        backpack wallet key toy_car ball doll puzzle teddy_bear apple banana orange lemon milk
        bread cheese cereal""",
    "colour": "red blue green yellow black white brown grey pink purple orange silver",
    "room": """kitchen living_room bedroom bathroom hall office dining_room laundry_room garage
        guest_room nursery balcony study pantry hallway""",
    "place": """table counter shelf sofa bed sink fridge cupboard drawer desk dishwasher oven
        microwave wardrobe bookcase coffee_table bedside_table dining_table washing_machine
        bench armchair window_sill door""",
    "name": "anna ben clara david emma grandma grandpa lucas mum dad sophie",
    "size": "big small",
    "opener": "fridge drawer cupboard door oven microwave dishwasher wardrobe washing_machine",
}
TEMPLATES = (
    "(bring|get|fetch) [me] {thing} [from {where}] [please]",
    "(bring|get|fetch) {who} {thing} [from {where}]",
    "(bring|take) {thing} to ({who}|the {room})",
    "give {thing} to {who}",
    "[please] go to (the {room}|the {place}|{who})",
    "(find|look for) ({thing}|{who}) [in the {room}]",
    "put {thing} (on|in) the {place}",
    "pick up {thing} [from {where}]",
    "(open|close) the {opener} [in the {room}]",
    "follow (me|{who})",
    "(where is|where are) ({thing}|{who})",
    "remember that {thing} is (on the {place}|in the {room})",
    "is {thing} (on the {place}|in the {room})",
    "(stop|resume|cancel|wait|come back|never mind)",
    "put {thing} (on|in) the {place} and (come back|go to the {room})",
    "open the {opener} and (bring|get) me {thing}",
)
PARTS = {
    "thing": "(the|a|my) [{size}] [{colour}] {object}",
    "where": "the ({room}|{place})",
    "who": "({name}|me)",
}
CHOICES = {name: tuple(text.split()) for name, text in WORDS.items()}


def _expand(template: str, rng: random.Random) -> str:
    while True:
        before = template
        template = re.sub(
            r"\{(\w+)\}",
            lambda m: PARTS.get(m[1]) or rng.choice(CHOICES[m[1]]).replace("_", " "),
            template,
        )
        template = re.sub(
            r"\[([^\[\]()]*)\]", lambda m: m[1] if rng.random() < 0.5 else "", template
        )
        template = re.sub(r"\(([^\[\]()]*)\)", lambda m: rng.choice(m[1].split("|")), template)
        if template == before:
            return " ".join(template.split())


def sentences(n: int, seed: int) -> list[str]:
    """`n` commands, each template as likely as the others."""
    rng = random.Random(seed)
    return [_expand(rng.choice(TEMPLATES), rng) for _ in range(n)]
