"""What the bench of real time refuses, times and adds up."""

import os
from dataclasses import replace

import pytest
from sim_room import CAN, room

from home_agent.bench.runtime import Timed, _peak, check, sum_up
from home_agent.errors import BadInput
from home_agent.stage import make_agent, set_stage


def test_only_what_uses_a_network_in_validation_homes_is_measured() -> None:
    check("planner", range(100_000, 100_006))
    with pytest.raises(BadInput, match="uses no network"):
        check("teacher", range(100_000, 100_001))
    with pytest.raises(BadInput, match="100000 to 199999"):
        check("planner", range(7, 8))


def test_every_chunk_is_timed() -> None:
    stage = set_stage(room(things=(CAN,), start=(3.2, 2.3, 0.0)))
    timed = Timed(stage.policy)
    agent = make_agent(replace(stage, policy=timed))
    assert agent.do("pick up the blue can").outcome == "succeeded"
    assert len(timed.took_s) > 10 and all(one > 0 for one in timed.took_s)


def test_missed_beats_and_memory_are_of_all_episodes() -> None:
    one = {
        "load_s": 0.5,
        "chunk_ms": [5.0, 9.0],
        "beats": 90,
        "late": 0,
        "busy": 0,
        "lasted_s": 60.0,
    }
    rows = [
        {**one, "memory_mib": 300.0},
        {**one, "beats": 110, "late": 2, "busy": 1, "memory_mib": 400.0},
    ]
    found = sum_up(rows).metrics
    assert found["runtime.missed_beats"].value == pytest.approx(0.01)
    assert found["runtime.busy_beats"].value == pytest.approx(0.005)
    assert found["runtime.memory_mib"].value == 400.0
    assert found["runtime.minutes"].value == pytest.approx(2.0)
    assert 1 < found["runtime.file_mib"].value <= 16
    assert 20 * 2**20 < _peak(os.getpid()) < 20 * 2**30
