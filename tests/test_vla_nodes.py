"""What is known in a search becomes one row a node, and names that say what each node is."""

import numpy as np
from homes import small_home

from home_agent.home.belief import Beliefs
from home_agent.types import Pose2D, Ref
from home_agent.vla.nodes import LATELY_S, called, known

MUG = Ref("thing", "the red mug", "mug", {"colour": "red"})
HERE = Pose2D(2.5, 1.7, np.pi / 2)


def test_the_rows_say_what_was_looked_at_and_where_it_is_likely() -> None:
    home = small_home()
    beliefs = Beliefs(home)
    beliefs.see([], 5.0, ["counter/top"])
    found = known(beliefs, MUG, HERE, frozenset({"counter"}), frozenset({"fridge/inside"}))
    assert found.ids == (*home.rooms, *home.places)
    row = dict(zip(found.ids, found.rows, strict=True))
    likely = dict(beliefs.likely(MUG, floors=True))
    assert np.allclose(found.rows[:, 6], [likely[id] for id in found.ids])
    assert (row["counter"][7], row["counter"][10]) == (1.0, 1.0)
    assert (row["kitchen_table"][7], row["kitchen_table"][10]) == (0.0, 0.0)
    assert row["fridge"][8] == row["fridge"][9] == 1.0
    assert row["dresser"][8] == 1.0 and row["dresser"][9] == 0.0
    assert np.allclose(row["kitchen_table"][3:6], [0.2, 0.0, 0.2], atol=1e-6)  # 1 m ahead, in 5 m


def test_what_was_seen_long_ago_counts_as_not_seen() -> None:
    beliefs = Beliefs(small_home())
    beliefs.see([], 5.0, ["counter/top"])
    beliefs.all(6.0 + LATELY_S)
    found = known(beliefs, MUG, HERE)
    assert found.rows[found.ids.index("counter"), 7] == 0.0


def test_names_say_kind_and_room() -> None:
    home = small_home()
    assert called(home, "kitchen") == "floor kitchen"
    assert called(home, "dresser") == "dresser dresser bedroom"
    # A room's name that only tells two tables apart is said once.
    assert called(home, "kitchen_table") == "table table kitchen"
