"""A close look and what was asked for come in; how surely the look shows just that goes out.

The close look says three things that were taught apart: whether the words mean what it shows, what
kind of thing that is, and its colour. Their odds are multiplied, those of kind and colour with the
power of what they add: all three come from the same pixels.
"""

from __future__ import annotations

from collections.abc import Sequence

from home_agent.vla.asked import Asked
from home_agent.vla.labels import COLOURS, KINDS
from home_agent.vla.runtime import Crop

# Chosen on training homes that the network had not learned from (1,959 phrases).
KIND, COLOUR = 1.0, 0.5  # the powers
FLOOR = 0.02  # a kind and a colour are never ruled out further than this, nor surer
NEVER = 1e-3  # nor is anything
STRANGE = 0.5  # the power of the words where the noun was not understood or its kinds not taught


def shows(crop: Crop, ask: Asked, taught: Sequence[str]) -> float:
    """How surely (0..1) a close look shows what is asked for.

    taught: the kinds that the network was shown. Of a noun that can mean others its kinds tell
    nothing, for it has never had to tell those from anything, and what it makes of the words counts
    for less: look 1 alone points better at them.
    """
    odds: float = _odds(crop.match * float(1.0 - crop.kind[-1]), NEVER)
    if not ask.kinds or not set(ask.kinds) <= set(taught):
        odds = float(odds**STRANGE)
    else:
        kind = sum(float(crop.kind[KINDS.index(one)]) for one in ask.kinds)
        odds *= _odds(kind, FLOOR) ** KIND
    if ask.colour in COLOURS:
        odds *= _odds(float(crop.colour[COLOURS.index(ask.colour)]), FLOOR) ** COLOUR
    return odds / (1.0 + odds)


def _odds(sure: float, least: float) -> float:
    return (sure + least) / (1.0 - sure + least)
