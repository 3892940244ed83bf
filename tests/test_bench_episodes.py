"""Whole episodes in homes where something once went wrong, judged by the referee."""

import pytest

from home_agent.bench import fetch, pick

PICKS = {
    2018: "the base fits under the table's edge, but the guard keeps it out",
    2052: "a sponge behind the sink's rim, hidden from the head",
}
FETCHES = {
    5048: "fingers that opened against a hand",
    5098: "a fridge in a corner, its open door beside the robot",
    6049: "a flat thing in a drawer, seen only from where it was opened",
}


@pytest.mark.slow
@pytest.mark.parametrize("seed", PICKS, ids=PICKS.get)
def test_pick(seed: int) -> None:
    row = pick.play(seed, "teacher")
    assert row["ok"], row["why"]


@pytest.mark.slow
@pytest.mark.parametrize("seed", FETCHES, ids=FETCHES.get)
def test_fetch(seed: int) -> None:
    row = fetch.play(seed, "teacher")
    assert row["true_success"], row
    assert row["true_people_contacts"] == 0
