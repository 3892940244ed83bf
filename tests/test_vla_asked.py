"""Phrases and what they ask for."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from home_agent.vla.asked import Asked, asked, spelled


@pytest.mark.parametrize(
    ("phrase", "means"),
    [
        ("the red mug to the left", Asked(("mug",), "red", "left")),
        ("right book", Asked(("book",), "", "right")),
        ("an orange", Asked(("orange",))),
        ("the orange orange", Asked(("orange",), "orange")),
        ("my glass made of glass", Asked(("glass",))),
        ("the grey one", Asked((), "grey")),
        ("a blue something", Asked((), "blue")),
        ("the one that is green, a mobile phone", Asked(("phone",), "green")),
        ("a flaslight", Asked(("flashlight",))),
        ("can of paint", Asked()),  # is no can to drink from
        ("tooth fairy", Asked()),
        ("", Asked()),
    ],
)
def test_reads_what_it_understands_whole(phrase: str, means: Asked) -> None:
    assert asked(phrase) == means


def test_wide_nouns_mean_several_kinds() -> None:
    assert {"bottle", "can", "juice"} <= set(asked("a drink").kinds)


def test_one_wrong_letter_is_read_over_where_only_one_word_can_be_meant() -> None:
    assert spelled("bottel") == "bottel", "two letters"
    assert spelled("bottlle") == spelled("bottke") == "bottle"
    assert spelled("cap") == "cap", "short words may be anything"
    assert spelled("pillow") == "pillow" and spelled("window") == "window", "other words stay"
    assert spelled("zzzzzz") == "zzzzzz"


@given(some.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    assert isinstance(asked(text), Asked)
