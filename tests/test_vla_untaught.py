"""What a network was never shown is told by its colour and its size."""

from dataclasses import replace

import numpy as np
import pytest
import sim_room

from home_agent.sim.kinds import sizes
from home_agent.sim.teacher.look import seen_things
from home_agent.sim.world import World
from home_agent.vla.asked import asked
from home_agent.vla.config import variant
from home_agent.vla.untaught import fits, known_words, sides, strange
from home_agent.vla.words import encode

SHOWN = ("mug", "bottle", "toy train")
STAPLER = asked("the grey stapler")


def size(*sides_mm: float) -> np.ndarray:  # type: ignore[type-arg]
    return np.array(sides_mm, np.float32) / 1000


def test_a_noun_that_was_never_shown_is_a_thing_of_its_colour() -> None:
    assert known_words("the grey stapler", SHOWN) == "grey thing"
    for same in ("the grey mug", "a stapler", "the grey qxzjkv", "the thing that is grey"):
        assert known_words(same, SHOWN) == same
    assert known_words("the grey stapler", ()) == "the grey stapler"
    assert not strange(asked("something grey"), SHOWN)


def test_the_network_reads_it_so() -> None:
    config = replace(variant("nano"), shown=SHOWN)
    assert np.array_equal(encode("the grey stapler", config), encode("grey thing", config))
    assert not np.array_equal(encode("the grey mug", config), encode("grey thing", config))


@pytest.mark.parametrize(
    ("sides", "least", "most"),
    [
        ((141, 41, 55), 0.9, 1.0),  # as a close look told one of 126 x 38 x 50
        ((41, 148, 53), 0.9, 1.0),  # nobody knows which way it lies
        ((82, 80, 95), 0.0, 0.01),  # a mug
        ((70, 70, 240), 0.0, 0.01),  # a bottle
    ],
)
def test_its_size_must_be_that_of_such_a_thing(
    sides: tuple[float, float, float], least: float, most: float
) -> None:
    assert least <= fits(size(*sides), STAPLER, sizes()) <= most


def test_size_alone_says_nothing() -> None:
    assert fits(size(130, 38, 54), asked("the stapler"), sizes()) == 0.0
    assert fits(size(130, 38, 54), STAPLER, {}) == 0.0


@pytest.mark.parametrize("yaw_rad", [0.0, 0.5, 1.2, 2.4])
def test_its_sides_are_measured_in_depth(yaw_rad: float) -> None:
    x, y = sim_room.MUG.position_m[:2]
    stapler = replace(sim_room.CAN, kind="stapler", colour="grey", size_m=(0.14, 0.036, 0.058))
    stapler = replace(stapler, position_m=(x, y, 0.741), yaw_rad=yaw_rad)
    world = World(sim_room.room(things=(stapler,), start=(x - 0.75, y, 0.0)))
    hands = sim_room.Hands(world)
    hands.head = np.array([0.0, 0.55])
    hands.run(1.5)
    seen = world.observe(("head",))
    shown = next(one for one in seen_things(world, seen) if one.label == "stapler")
    world.close()
    assert shown.mask is not None
    found = sides(seen.cameras["head"], shown.mask)
    assert found is not None
    assert fits(found, STAPLER, sizes()) > 0.15
    assert fits(found, asked("grey mug"), sizes()) < 0.05
