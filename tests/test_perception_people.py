"""Warm bodies in real thermal pictures of the simulator become people, pets do not."""

from dataclasses import replace

import numpy as np
import pytest
import sim_room

from home_agent.perception.people import people_seen
from home_agent.sim.home import to_map
from home_agent.sim.spec import PersonSpec
from home_agent.sim.world import World
from home_agent.types import Detection


def seen(person: PersonSpec) -> tuple[Detection, ...]:
    """What is seen of somebody from 2 m away, the head level."""
    spec = sim_room.room((sim_room.MUG,), (person,), (3.0, 2.5, 0.0))
    world = World(spec)
    world.step(0.05)
    shown = replace(world.observe(("head",)), base=world.base_pose())
    return people_seen(shown, to_map(spec))


@pytest.mark.parametrize("posture", ["standing", "sitting"])
def test_a_person_is_seen_by_their_warmth(posture: str) -> None:
    found = seen(PersonSpec("bo", "Bo", "adult", 1.7, posture, "red", (5.2, 2.5), 3.1, "room"))
    assert [one.label for one in found] == ["person"]
    assert np.hypot(found[0].position_map_m[0] - 5.2, found[0].position_map_m[1] - 2.5) < 0.35
    assert found[0].mask is not None
    assert found[0].mask.sum() > 100


def test_a_cat_is_no_person() -> None:
    cat = PersonSpec("tom", "Tom", "cat", 0.3, "standing", "grey", (4.6, 2.5), 3.1, "room")
    assert not seen(cat)
