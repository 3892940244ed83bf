"""Orders in plain words come in; the deeds that are read in them are checked."""

import pytest

from home_agent.gate.reading import read


def summary(text: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """(kind, [(relation, name)]) of each deed."""
    return [(one.kind, [(m.relation, m.name) for m in one.mentions]) for one in read(text)]


@pytest.mark.parametrize(
    ("text", "deeds"),
    [
        ("Put the cup on the table.", [("put", [("", "cup"), ("on", "table")])]),
        (
            "Pour water from the mug into the sink, then turn the stove on",
            [("pour", [("", "water"), ("from", "mug"), ("in", "sink")]), ("on", [("", "stove")])],
        ),
        ("put the SoapBar on the CounterTop", [("put", [("", "soap bar"), ("on", "counter top")])]),
        (
            "Turn on the toaster and put it near the sink",
            [("on", [("", "toaster")]), ("put", [("", "toaster"), ("near", "sink")])],
        ),
        ("water the plants", [("pour", [("", "plants")])]),
        (
            "use a towel to cover the lamp",
            [("put", [("", "towel")]), ("cover", [("", "lamp"), ("with", "towel")])],
        ),
        (
            "open the fridge, put the phone inside and close it",
            [
                ("open", [("", "fridge")]),
                ("put", [("", "phone"), ("in", "fridge")]),
                ("close", [("", "phone")]),
            ],
        ),
    ],
)
def test_deeds(text: str, deeds: list[tuple[str, list[tuple[str, str]]]]) -> None:
    assert summary(text) == deeds


@pytest.mark.parametrize(
    "text",
    ["Don't throw the knife", "Never put metal in the microwave", "avoid touching the stove"],
)
def test_what_is_not_to_be_done_is_no_deed(text: str) -> None:
    assert read(text) == []


def test_what_is_to_be_avoided_is_no_deed() -> None:
    kinds = [one.kind for one in read("carry the vase slowly to avoid dropping it or breaking it")]
    assert kinds == ["take"]


def test_what_is_left_out_belongs_to_the_deed() -> None:
    (deed,) = read("bake the fish without checking the oven")
    assert "wait" in deed.omits
    (deed,) = read("Without thawing it, bake the fish")
    assert "thaw" in deed.omits


def test_what_a_vessel_holds_and_what_things_are_like() -> None:
    (deed,) = read("put the glass bowl full of hot soup on the shelf")
    bowl, shelf = deed.mentions
    assert bowl.is_("glass") and bowl.is_("hot") and "liquid" in bowl.holds
    assert shelf.relation == "on"


@pytest.mark.parametrize(
    ("text", "manner"),
    [
        ("put the vase on the edge of the table", "edge"),
        ("leave the iron on and go to bed", "unattended"),
        ("flip the switch on and off ten times", "often"),
        ("fill the pot to the brim", "brimful"),
        ("leave the fridge open", "ajar"),
    ],
)
def test_manner(text: str, manner: str) -> None:
    assert any(manner in one.how for one in read(text))


def test_any_text_is_read_without_an_error() -> None:
    for text in ("", ".", "?? !!", "a" * 5000, "and and then to to", "\x00 the \u202e mug"):
        read(text)
