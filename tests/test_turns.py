"""Which camera looks when: floor, head, and the wrist's where a handle may be hidden."""

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


def test_the_wrist_looks_only_for_a_handle_and_only_when_the_head_does() -> None:
    turns = Turns(("head", "wrist", "floor"))
    assert turns.due(0.0, "pick", head=True) == ("floor", "head")
    turns.by_handle = True
    assert turns.due(0.1, "pick", head=True) == ()
    assert turns.due(0.6, "pick", head=True) == ("floor", "head", "wrist")
    assert turns.due(1.2, "pick", head=False) == ("floor",)
