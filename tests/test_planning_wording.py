"""Sentences with blanks: what stands for a blank comes in, the words said are checked."""

from pathlib import Path

from home_agent.home.graph import HomeMap
from home_agent.planning.meaning import bare, the, whereabouts
from home_agent.planning.wording import fill, step_in_words
from home_agent.skill import find, follow, give, go, place, say
from home_agent.types import ObjectBelief, Ref

HOME = HomeMap.load(Path(__file__).parents[1] / "maps" / "apartment" / "home.yaml")
X, Y, Z = HOME.surface_point("side_table")
MUG = ObjectBelief("mug_1", "mug", {"colour": "red"}, "side_table", (X, Y, Z))


def test_blanks() -> None:
    said = fill("{mug} is {mug.where}, {n} of {all}.", {"mug": MUG, "n": 2, "all": "3"}, HOME)
    assert said == "The red mug is on the side table in the living room, 2 of 3."
    assert fill("braces {stay} without blanks", {}, HOME) == "Braces {stay} without blanks"


def test_where() -> None:
    x, y, z = HOME.surface_point("fridge")
    where = whereabouts(ObjectBelief("y", "yoghurt", {}, "fridge", (x, y, z)), HOME)
    assert where == "in the fridge in the kitchen"
    assert whereabouts(ObjectBelief("m", "mug", {}, "robot", (X, Y, Z)), HOME) == "in my hand"
    assert whereabouts(ObjectBelief("m", "mug", {}, "anna", (X, Y, Z)), HOME) == "with Anna"
    floor = ObjectBelief("m", "ball", {}, None, (X, Y, 0.0))
    assert whereabouts(floor, HOME) == "on the floor in the living room"
    anna = ObjectBelief("anna", "person", {"name": "Anna"}, None, (X, Y, 1.0))
    assert whereabouts(anna, HOME) == "in the living room"


def test_articles() -> None:
    assert [the(word) for word in ("a mug", "my keys", "Anna", "the cup", "all toys")] == [
        "the mug", "my keys", "Anna", "the cup", "all toys",
    ]  # fmt: skip
    assert bare("some milk") == "milk"


def test_steps_in_words() -> None:
    mug, kitchen, me = Ref("thing", "red mug"), Ref("place", "the kitchen"), Ref("person", "Anna")
    told = [
        step_in_words(step, HOME)
        for step in (
            find(mug, kitchen),
            go(kitchen),
            give(MUG, me),
            place(MUG, on=Ref("place", "side table")),
            place(MUG, beside=me),
            follow(me, 60.0),
            say("hello"),
        )
    ]
    assert told == [
        "find the red mug in the kitchen",
        "go to the kitchen",
        "give the red mug to Anna",
        "place the red mug on the side table",
        "place the red mug beside Anna",
        "follow Anna for 60 s",
        "say",
    ]
