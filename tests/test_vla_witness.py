"""What a close look is worth: its words, its kind and its colour."""

from dataclasses import replace

import numpy as np
import pytest

from home_agent.vla.asked import Asked
from home_agent.vla.labels import COLOURS, KINDS, MATERIALS
from home_agent.vla.runtime import Crop
from home_agent.vla.witness import shows

MUG, CUP = KINDS.index("mug"), KINDS.index("cup")


def crop(match: float, kind: int, colour: str = "red", nothing: float = 0.0) -> Crop:
    kinds, colours = np.zeros(len(KINDS) + 1, np.float32), np.zeros(len(COLOURS), np.float32)
    kinds[kind], kinds[-1] = 1.0 - nothing, nothing
    colours[COLOURS.index(colour)] = 1.0
    none = np.zeros(3, np.float32)
    blank = np.zeros((32, 32), np.float32)
    materials = np.zeros(len(MATERIALS), np.float32)
    return Crop(match, kinds, colours, materials, blank, none, none, np.zeros(4, np.float32))


def test_kind_and_colour_speak_beside_the_words() -> None:
    mug = Asked(("mug",), "red")
    plain = shows(crop(0.5, MUG), Asked(), KINDS)
    assert plain == pytest.approx(0.5)
    assert shows(crop(0.5, MUG), mug, KINDS) > 0.9
    assert shows(crop(0.5, CUP), mug, KINDS) < plain
    assert shows(crop(0.5, MUG, "blue"), mug, KINDS) < shows(crop(0.5, MUG), mug, KINDS)
    assert shows(crop(0.5, CUP), replace(mug, kinds=("mug", "cup")), KINDS) > 0.9


def test_a_kind_that_was_never_shown_is_no_witness() -> None:
    mug = Asked(("mug",))
    assert shows(crop(0.5, CUP), mug, ("cup",)) == pytest.approx(0.5)
    assert 0.6 < shows(crop(0.8, CUP), mug, ("cup",)) < 0.8, "and the words count for less"


def test_where_nothing_is_the_words_do_not_help() -> None:
    assert shows(crop(0.9, MUG, nothing=0.95), Asked(("mug",)), KINDS) < 0.1
