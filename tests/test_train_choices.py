"""Moments of searches: of training homes only, never of what is held out, never found before."""

from pathlib import Path

import numpy as np
import pytest

from home_agent.errors import BadInput
from home_agent.sim.home import make_home
from home_agent.train.choices import Moment, fuller, moments, read, write
from home_agent.train.held_out import held_out

SEEDS = (31, 32)


@pytest.fixture(scope="module")
def made() -> list[Moment]:
    return [one for seed in SEEDS for one in moments(seed)]


def test_only_training_homes() -> None:
    for seed in (-1, 100_000):
        with pytest.raises(BadInput, match="0 to 99999"):
            next(moments(seed))


def test_moments_come_before_it_is_found(made: list[Moment]) -> None:
    assert len(made) > 20
    assert any(one.nodes.rows[:, 10].any() for one in made)  # some searches are under way
    assert any(not one.nodes.rows[:, 10].any() for one in made)  # and some just begin
    for one in made:
        true = one.nodes.rows[one.next]
        assert true[10] == 0.0, "where it truly is, nobody has looked"
        assert np.isfinite(one.nodes.rows).all()


def test_nothing_held_out_is_asked_for(made: list[Moment]) -> None:
    out = held_out()
    pairs = {f"{colour} {kind}" for colour, kind in out.pairs}
    for one in made:
        # "a green bottle of milk" is a carton, not the green bottle that is held out.
        words = f" {one.phrase.partition(' of ')[0]} "
        assert not any(f" {name} " in words for name in {*out.nouns, *out.kinds, *pairs})


def test_more_things_lie_where_such_things_are_kept() -> None:
    spec = make_home(SEEDS[0])
    more = fuller(spec, np.random.default_rng(0))
    added = more.things[len(spec.things) :]
    assert len(added) >= 10 and more.things[: len(spec.things)] == spec.things
    assert all(one.on is not None for one in added)


def test_a_file_gives_back_what_was_written(tmp_path: Path, made: list[Moment]) -> None:
    count = write(tmp_path / "a.npz", SEEDS)
    assert count == len(made)
    assert write(tmp_path / "a.npz", [77]) == count, "what is there is kept"
    kept = read(tmp_path)
    assert kept.phrases == tuple(one.phrase for one in made)
    for n in (0, count - 1):
        nodes = made[n].nodes
        size = len(nodes.ids)
        assert np.array_equal(kept.rows[n, :size], nodes.rows)
        assert tuple(kept.names[i] for i in kept.called[n, :size]) == nodes.names
        assert (kept.called[n, size:] == -1).all()
    assert set(kept.home.tolist()) == set(SEEDS)
    with pytest.raises(BadInput, match="no moments"):
        read(tmp_path / "none")


def test_files_of_other_homes_are_refused(tmp_path: Path) -> None:
    write(tmp_path / "a.npz", SEEDS[:1])
    with np.load(tmp_path / "a.npz") as found:
        arrays = {**found, "home": found["home"] + 100_000}
    np.savez(tmp_path / "a.npz", allow_pickle=False, **arrays)
    with pytest.raises(BadInput, match="training homes"):
        read(tmp_path)
