"""Whose turn it is to look, beat by beat."""

import pytest

from home_agent.turns import Turns


@pytest.mark.parametrize(("verb", "floor"), [("go", 5), ("stay", 3)])
def test_each_camera_looks_as_often_as_it_must(verb: str, floor: int) -> None:
    turns = Turns(("head", "wrist", "floor"))
    due = [turns.due(0.05 * beat, verb, head=beat % 4 == 3) for beat in range(20)]
    count = {name: sum(name in cameras for cameras in due) for name in ("head", "floor", "wrist")}
    assert count == {"head": 2, "floor": floor, "wrist": 0}
    assert all("head" not in cameras for beat, cameras in enumerate(due) if beat % 4 != 3)
    assert Turns(("wrist",)).due(0.0, verb, head=True) == ()
