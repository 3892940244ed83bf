"""The closed lists of what the eye can name: kinds, colours and materials, with their numbers."""

from __future__ import annotations

from home_agent.home.things import things

# Order matters: it is the order of a trained network's outputs. New names go to the end.
KINDS: tuple[str, ...] = tuple(things())
COLOURS: tuple[str, ...] = (
    "red",
    "orange",
    "yellow",
    "green",
    "blue",
    "purple",
    "pink",
    "brown",
    "black",
    "white",
    "grey",
    "turquoise",
)
MATERIALS: tuple[str, ...] = (
    "ceramic",
    "plastic",
    "glass",
    "metal",
    "cardboard",
    "organic",
    "paper",
    "leather",
    "wax",
    "fabric",
    "foam",
    "rubber",
    "wood",
)
UNKNOWN = -1


def number(name: str, among: tuple[str, ...]) -> int:
    """The number of a name, `UNKNOWN` when it is none of them."""
    return among.index(name) if name in among else UNKNOWN
