"""Beats of loops, in real and in simulated time."""

from __future__ import annotations

import pytest
from timed import timed

from home_agent.clock import RealClock, SimClock, cpu_s


@timed
def test_a_loop_keeps_its_beat_whatever_it_does_between() -> None:
    clock = RealClock()
    clock.tick(0.05)
    begun_s = clock.now_s()
    for _ in range(10):
        clock.sleep(0.03)  # work
        clock.tick(0.05)
    assert clock.now_s() - begun_s == pytest.approx(0.5, abs=0.06)
    assert clock.beats == 11
    before = clock.late
    clock.sleep(0.3)
    late_s = clock.now_s()
    clock.tick(0.05)
    assert clock.late == before + 1 and clock.now_s() - late_s < 0.04, "late: at once"
    clock.tick(0.05)
    assert clock.now_s() - late_s == pytest.approx(0.05, abs=0.03), "and anew from there"


def test_a_loop_is_busy_when_it_computes_for_longer_than_a_beat_and_not_when_it_waits() -> None:
    clock = RealClock()
    clock.tick(0.01)
    clock.sleep(0.05)
    clock.tick(0.01)
    assert (clock.busy, clock.late) == (0, 1)
    before_s = cpu_s()
    while cpu_s() - before_s < 0.03:
        pass
    clock.tick(0.01)
    assert clock.busy == 1


def test_simulated_loops_advance_a_beat_at_a_time() -> None:
    steps: list[float] = []
    clock = SimClock(steps.append)
    clock.tick(0.05)
    clock.tick(0.05)
    assert steps == [0.05, 0.05] and clock.now_s() == pytest.approx(0.1)
