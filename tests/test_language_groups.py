"""The file of home words is read: many nouns, each of one group, known to the parser."""

from __future__ import annotations

from home_agent.language.groups import group_of, groups, lineage
from home_agent.language.lexicon import common
from home_agent.language.normalise import words


def test_there_are_two_thousand_nouns() -> None:
    assert len(group_of()) >= 2000
    assert len(groups()) >= 30


def test_every_noun_can_be_said() -> None:
    missing = [noun for noun in group_of() if words(noun) not in common()]
    assert missing == []


def test_groups_lead_to_wider_ones() -> None:
    assert lineage("cola") == ("fizzy drink", "drink", "food")
    assert lineage("jeans")[:2] == ("legwear", "clothes")
    assert lineage("flurb") == ()


def test_british_and_american_names_mean_one_thing() -> None:
    for british, american in (
        ("aubergine", "eggplant"),
        ("courgette", "zucchini"),
        ("nappy", "diaper"),
        ("pram", "stroller"),
        ("torch", "flashlight"),
        ("spanner", "wrench"),
    ):
        assert common()[(british,)][0].noun == common()[(american,)][0].noun


def test_groups_say_what_things_are_for_and_where_they_are_kept() -> None:
    assert "drink" in groups()["drink"].uses
    assert "fridge" in groups()["dairy"].kept
