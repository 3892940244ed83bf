"""The household tables against simulated homes, which they were not written from."""

import numpy as np

from home_agent.home.belief import Beliefs
from home_agent.home.things import fit, things
from home_agent.sim.home import make_home, to_map
from home_agent.sim.kinds import kinds
from home_agent.types import Ref


def test_every_kind_of_the_simulator_is_a_known_household_thing() -> None:
    assert set(kinds()) <= set(things())
    assert all(fit("toy", name) > 0 for name, kind in kinds().items() if kind.category == "toy")


def test_things_are_mostly_where_the_tables_say() -> None:
    ranks, places = [], []
    for seed in range(8):
        spec = make_home(seed)
        home = to_map(spec)
        beliefs = Beliefs(home)
        for thing in spec.things:
            if thing.on is not None:
                ranked = [name for name, _ in beliefs.likely(Ref("thing", thing.kind, thing.kind))]
                ranks.append(ranked.index(thing.on[0]) + 1)
                places.append(sum(bool(place.surfaces) for place in home.places.values()))
    assert np.mean(ranks) < 4.0, "a search by chance would look at half of all places"
    assert np.mean(ranks) < 0.3 * np.mean(places)
