"""Where to look next: by what is believed, or by what a policy has learned, and how far it is."""

import numpy as np
from homes import small_home

from home_agent.home.belief import Beliefs
from home_agent.types import Pose2D, Ref
from home_agent.wanted import LEAST_P, Wanted, learned

MUG = Ref("thing", "the red mug", "mug", {"colour": "red"})
HERE = Pose2D(2.5, 1.5, 0.0)
WANTED = Wanted(MUG, None, None)


class Knows:
    """Is sure of one node; keeps the words it was asked with."""

    def __init__(self, number: int | None) -> None:
        self.number, self.words = number, ""

    def choose(self, words: str, rows: np.ndarray, names: object) -> np.ndarray | None:
        self.words = words
        return None if self.number is None else np.eye(len(rows), dtype=np.float32)[self.number]


def test_what_is_learned_goes_before_what_is_believed() -> None:
    beliefs = Beliefs(small_home())
    assert WANTED.next_place(beliefs, HERE, (), ()) == "counter"
    ids = [*beliefs.home.rooms, *beliefs.home.places]
    chances = learned(Knows(ids.index("bed")), beliefs, MUG, HERE, (), ())
    assert chances is not None and chances["bed"] == 1.0
    assert WANTED.next_place(beliefs, HERE, (), (), chances) == "bed"
    assert learned(Knows(None), beliefs, MUG, HERE, (), ()) is None


def test_of_two_as_likely_the_nearer_comes_first_and_none_twice() -> None:
    beliefs = Beliefs(small_home())
    chances = {"table_b": 0.5, "kitchen_table": 0.5}
    assert WANTED.next_place(beliefs, HERE, (), (), chances) == "kitchen_table"
    assert WANTED.next_place(beliefs, HERE, ("kitchen_table",), (), chances) == "table_b"
    assert WANTED.next_place(beliefs, HERE, (), ("kitchen_table",), chances) == "table_b"


def test_a_place_that_only_the_beliefs_give_a_chance_is_not_forgotten() -> None:
    beliefs = Beliefs(small_home())
    believed = [name for name, chance in beliefs.likely(MUG, floors=True) if chance >= LEAST_P]
    looked: list[str] = []
    while (name := WANTED.next_place(beliefs, HERE, looked, (), {"bed": 1.0})) is not None:
        looked.append(name)
    assert looked[0] == "bed" and set(believed) <= set(looked)


def test_a_policy_is_asked_for_the_thing_not_for_where_it_is_said_to_be() -> None:
    beliefs, policy = Beliefs(small_home()), Knows(0)
    place = Ref("place", "the kitchen", "kitchen")
    said = Ref("thing", "the red mug in the kitchen", "mug", {"colour": "red"}, (("in", place),))
    learned(policy, beliefs, said, HERE, (), ())
    assert policy.words == "red mug"
