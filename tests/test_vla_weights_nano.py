"""The network that comes with the house: small, quick to load, and it sees."""

import pytest
from timed import timed

from home_agent.bench import ground, ground_sums
from home_agent.clock import wall_s
from home_agent.vla import shipped
from home_agent.vla.runtime import Networks

SEEDS = (100_007, 100_008)
MOST_BYTES = 16 * 2**20


@pytest.fixture(autouse=True)
def _shipped_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(shipped.ENVIRONMENT, raising=False)


@timed
def test_it_is_small_and_loads_quickly() -> None:
    folder = shipped.nano_folder()
    assert folder == shipped.SHIPPED
    assert sum(path.stat().st_size for path in folder.iterdir()) <= MOST_BYTES
    begun_s = wall_s()
    Networks(folder).load("see", "point", "near")
    assert wall_s() - begun_s < 4.0  # a second on a machine that does nothing else


def test_it_points_at_what_is_named_in_homes_it_never_saw() -> None:
    found = ground_sums.sum_up([{**ground.play(seed, "nano"), "seed": seed} for seed in SEEDS])
    homes = found.splits["new homes"]["ground.hit"]
    chance = found.splits["garbage words"]["ground.hit"]
    assert homes.n >= 15
    assert homes.value > 0.6
    assert homes.value > chance.value + 0.2
    assert found.splits["blank pictures"]["ground.hit"].value < 0.1
    assert found.splits["absent"]["ground.absent_auroc"].value > 0.8
