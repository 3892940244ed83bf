"""The bench of searching: who knows finds at once, and the figures say who is better."""

from pathlib import Path

import numpy as np
import pytest

from home_agent.bench import search, search_sums
from home_agent.bench.run import run_bench
from home_agent.errors import BadInput
from home_agent.sim.home import make_home, to_map
from home_agent.train.hunts import node
from home_agent.vla.config import variant, write_config
from home_agent.vla.shipped import ENVIRONMENT

SEED = 100_003


class Knows:
    """Has learned one home by heart: every kind of thing, but not its colours."""

    def __init__(self, seed: int) -> None:
        self._spec = make_home(seed)
        home = to_map(self._spec)
        self._ids = [*home.rooms, *home.places]

    def choose(self, words: str, rows: np.ndarray, names: object) -> np.ndarray:
        there = np.zeros(len(rows), np.float32)
        for thing in self._spec.things:
            there[self._ids.index(node(thing))] += 1.0 if thing.kind == self.kind else 1e-6
        return there / there.sum()

    kind = ""


def test_who_knows_needs_less_than_who_guesses(monkeypatch: pytest.MonkeyPatch) -> None:
    knows = Knows(SEED)
    plain = search.wanted

    def noted(phrase: str, thing: object, coloured: bool) -> object:
        knows.kind = thing.kind  # type: ignore[attr-defined]
        return plain(phrase, thing, coloured)  # type: ignore[arg-type]

    monkeypatch.setattr(search, "wanted", noted)
    monkeypatch.setattr(search, "eyes", lambda policy: knows)
    row = {**search.play(SEED, "nano"), "seed": SEED}
    found = search_sums.sum_up([row])
    learned, chance = found.splits[search.LEARNED], found.splits[search.RANDOM]
    assert learned["search.stops"].value < chance["search.stops"].value / 2
    assert learned["search.metres"].value < chance["search.metres"].value
    assert found.metrics[f"search.stops_less_than_{search.RANDOM}"].value < 0.0
    assert len(row["searches"]) == 3 * search.ASKED
    again = search.play(SEED, "nano")
    assert again["searches"] == row["searches"], "the same seed gives the same figures"


def test_homes_are_what_is_counted() -> None:
    def one(ranking: str, metres: float) -> dict[str, object]:
        same = {"words": "mug", "new": False, "where": "top", "gave_up": False}
        return {"ranking": ranking, "metres": metres, "stops": 2, "took_s": 9.0, **same}

    rows = [
        {"seed": 1, "searches": [one("learned", 2.0), one("beliefs", 5.0), one("learned", 4.0)]},
        {"seed": 2, "searches": [one("learned", 1.0), one("beliefs", 3.0)]},
    ]
    found = search_sums.sum_up(rows)
    less = found.metrics["search.metres_less_than_beliefs"]
    assert (less.value, less.n) == (-2.0, 2)
    assert found.splits["learned"]["search.metres"].value == 2.0
    assert found.splits["learned"]["search.first"].n == 3


def test_it_plays_only_validation_homes_with_a_network_that_chooses(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with pytest.raises(BadInput, match="policy that chooses"):
        run_bench("search", "teacher", SEED, 1)
    with pytest.raises(BadInput, match="validation seeds"):
        run_bench("search", "nano", 99_999, 2)
    write_config(variant("nano"), tmp_path / "config.json")
    for name in ("weights.bin", "see.onnx"):
        (tmp_path / name).touch()
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path))
    with pytest.raises(BadInput, match="train choose"):
        run_bench("search", "nano", SEED, 1)
