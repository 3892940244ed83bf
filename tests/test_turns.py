"""Which camera looks when: floor, head, and the wrist's where a handle may be hidden."""

from home_agent.turns import Turns

NAMES = ("head", "wrist", "floor")


def test_the_wrist_looks_only_for_a_handle_and_only_when_the_head_does() -> None:
    turns = Turns(NAMES)
    assert turns.due(0.0, "pick", head=True) == ("floor", "head")
    turns.by_handle = True
    assert turns.due(0.1, "pick", head=True) == ()
    assert turns.due(0.6, "pick", head=True) == ("floor", "head", "wrist")
    assert turns.due(1.2, "pick", head=False) == ("floor",)
