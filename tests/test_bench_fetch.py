"""Splits of the fetching bench: each changes what it is about, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
import sim_room

from home_agent.bench.fetch import _ask, _taught, sum_up
from home_agent.bench.fetch_splits import GARBAGE, NEW_HOMES, SPLITS, Trial, make_trial
from home_agent.bench.run import run_bench
from home_agent.bench.tasks import FetchTask, fetch_task
from home_agent.errors import BadInput
from home_agent.home.things import fit
from home_agent.sim.home import make_home
from home_agent.sim.spec import ThingSpec
from home_agent.stage import make_agent, set_stage
from home_agent.train.held_out import held_out

SEEDS = (100_000, 100_003, 100_007)


def wanted(trial: Trial) -> list[ThingSpec]:
    return [thing for thing in trial.spec.things if thing.id in trial.task.things]


@pytest.mark.parametrize("split", SPLITS)
def test_a_seed_gives_the_same_trial_again(split: str) -> None:
    assert make_trial(SEEDS[0], split) == make_trial(SEEDS[0], split)


@pytest.mark.parametrize("split", [NEW_HOMES, "moved_camera", "changed_light"])
def test_home_and_task_stay_as_they_are(split: str) -> None:
    for seed in SEEDS:
        trial = make_trial(seed, split)
        assert trial.spec == make_home(seed)
        assert trial.task == fetch_task(trial.spec, seed)
        assert (trial.looks is None) == (split == NEW_HOMES)


def test_distractors_are_like_what_is_asked_for_but_are_not_it() -> None:
    for seed in SEEDS:
        before, trial = make_home(seed), make_trial(seed, "distractors")
        assert trial.task == fetch_task(before, seed)
        target = wanted(trial)[0]
        more = trial.spec.things[len(before.things) :]
        assert trial.spec.things[: len(before.things)] == before.things
        assert any(one.kind == target.kind for one in more)
        assert any(one.colour == target.colour for one in more)
        for one in more:
            assert (one.kind == target.kind) != (one.colour == target.colour)
            assert one.room == target.room
        assert len({thing.id for thing in trial.spec.things}) == len(trial.spec.things)


def test_new_pairs_are_held_out() -> None:
    for seed in SEEDS:
        trial = make_trial(seed, "new_pairs")
        assert wanted(trial)
        for thing in wanted(trial):
            assert (thing.colour, thing.kind) in held_out().pairs
            assert f"{thing.colour} {thing.kind}" in trial.task.sentence


def test_nothing_in_the_home_goes_by_the_name_of_what_is_absent() -> None:
    for seed in SEEDS:
        trial = make_trial(seed, "absent")
        assert trial.absent and not trial.task.things
        assert trial.task.kind in trial.task.sentence
        assert not any(fit(trial.task.kind, thing.kind) for thing in trial.spec.things)


def test_people_move_but_for_who_speaks() -> None:
    for seed in SEEDS:
        trial = make_trial(seed, "moving_people")
        walking = [one for one in trial.spec.people if one.waypoints]
        assert len(walking) >= 2
        assert all(one.speed_mps > 0 and not one.speaker for one in walking)
        assert wanted(trial) and trial.spec.things == make_home(seed).things


def test_garbage_says_nothing_of_what_is_meant() -> None:
    for seed in SEEDS:
        trial = make_trial(seed, GARBAGE)
        assert set(trial.told) <= set("qxzjkvw")
        assert wanted(trial) and " from " not in trial.task.sentence


@pytest.mark.slow
def test_with_garbage_something_is_brought_and_not_by_its_name() -> None:
    """The sentence brings the mug; with a word that nobody says it may be the mug or the can."""
    spec = sim_room.room((sim_room.MUG, sim_room.CAN), (sim_room.ANNA,), (3.0, 2.6, 0.0))
    task = FetchTask("bring me the red mug", ("mug",), "anna", "mug", False)
    taken = set()
    for told in ("", "qxzjkv"):
        stage = set_stage(spec, "teacher")
        assert stage.world is not None
        ended, why = _ask(make_agent(stage), Trial(spec, task, told=told))
        assert ended == "succeeded", why
        taken.add((told, *stage.world.handover.taken))
    assert ("", "mug") in taken
    assert all(len(one) == 2 for one in taken)


def row(split: str, *, right: bool = True, source: bool = False, **more: Any) -> dict[str, Any]:
    harms = ("wrong_object", "people_contacts", "toy_contacts", "hot_contacts", "dropped")
    numbers = {f"true_{name}": 0 for name in harms}
    numbers |= {"true_sim_time_s": 60.0, "true_path_m": 9.0, "wall_s": 20.0, "seed": 100_000}
    told = {"said": "", "why": "", "true_reason": "", "ended": "succeeded", "honest": True}
    base = {
        "split": split,
        "right": right,
        "source": source,
        "taught": source,
        "chance": 0.05,
        "example": None,
    }
    return {**base, **numbers, **told, **more}


def test_new_homes_alone_are_reported_as_ever() -> None:
    found = sum_up([row(NEW_HOMES, source=True), row(NEW_HOMES, right=False, true_dropped=1)])
    assert found.metrics["fetch.success"].value == 0.5
    assert found.metrics["fetch.dropped"].value == 0.5
    assert found.metrics["fetch.sim_speed"].value == 3.0
    assert found.splits["room named"]["fetch.success"].value == 1.0
    assert found.splits["kind or pair held out"]["fetch.success"].value == 0.0
    assert len(found.failures) == 1


def test_splits_are_told_apart_and_garbage_beside_chance() -> None:
    rows = [row(NEW_HOMES), row("absent", right=False, true_wrong_object=True), row(GARBAGE)]
    found = sum_up(rows)
    assert found.metrics["fetch.success"].n == 1, "the whole is new homes"
    assert found.splits["absent"]["fetch.wrong_object"].value == 1.0
    assert found.splits[GARBAGE]["fetch.chance"].value == 0.05
    assert "fetch.chance" not in found.splits["absent"]


def test_what_was_held_out_is_told_apart() -> None:
    held = [make_trial(seed, NEW_HOMES) for seed in (100_161, 100_187, 100_150)]
    assert [_taught(trial) for trial in held] == [False, False, True]  # a duck, an orange book


def test_an_unknown_split_is_said() -> None:
    with pytest.raises(BadInput, match="moved_camera"):
        run_bench("fetch", "teacher", 100_000, 1, parts=("moved_kamera",))
    with pytest.raises(BadInput, match="task or split of pick"):
        run_bench("pick", "teacher", 100_000, 1, parts=("absent",))
