"""Words after a person come in; gesture, pose and clothes must go out."""

from __future__ import annotations

import pytest

from home_agent.language.persons import clothes, looks


@pytest.mark.parametrize(
    ("said", "about"),
    [
        ("waving", ("gesture", "waving")),
        ("raising their left arm", ("gesture", "raising left arm")),
        ("pointing to the right", ("gesture", "pointing right")),
        ("sitting down", ("pose", "sitting")),
        ("wearing a red t shirt", ("clothes", "red t shirt")),
        ("in the blue coat", ("clothes", "blue coat")),
        ("with the yellow sweater", ("clothes", "yellow sweater")),
        ("with his right hand raised", ("gesture", "raising right arm")),
    ],
)
def test_a_person_is_described(said: str, about: tuple[str, str]) -> None:
    words = tuple(said.split())
    assert (len(words), about) in list(looks(words, 0))


def test_a_room_is_no_clothes() -> None:
    assert clothes(("the", "kitchen"), 0) is None
    assert list(looks(("in", "the", "kitchen"), 0)) == []
