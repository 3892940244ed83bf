"""People seen look by look become tracks: those who stand, those who walk, those who are gone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from homes import small_home
from scans import looking, observation, render

from home_agent.perception.passers import KEEP_S, Passers
from home_agent.types import Observation, Pose2D

HOME = small_home()
BASE = Pose2D(6.0, 3.8, 0.0)
NO_SCAN = np.zeros(0, np.float32)


def look(t_s: float, *people: tuple[float, float], base: Pose2D = BASE) -> Observation:
    """A look at people who stand at x, y in the base frame."""
    pose, k, shape = looking((-0.15, 0.0, 1.3), 0.0, 0.3)
    boxes = [((x, y, 0.8), (0.25, 0.4, 1.6), 32.0) for x, y in people]
    frame, _ = render(boxes, pose, k, shape)
    return observation(base, t_s, NO_SCAN, head=replace(frame, t_s=t_s))


def test_who_stands_has_no_velocity() -> None:
    passers = Passers(HOME)
    for n in range(6):
        passers.see(look(n / 2, (2.0, 0.02 * (-1) ** n)))
    (one,) = passers.now(2.5)
    assert not one.velocity.any()
    assert one.xy == pytest.approx((8.0, 3.8), abs=0.15)


def test_who_walks_is_expected_farther_on() -> None:
    passers = Passers(HOME)
    for n in range(5):
        passers.see(look(n / 2, (2.5, 0.8 - 0.3 * n)))
    (one,) = passers.now(2.4)
    assert one.velocity == pytest.approx((0.0, -0.6), abs=0.12)
    assert one.xy[1] == pytest.approx(3.8 - 0.4 - 0.6 * 0.4, abs=0.12)


def test_who_left_is_forgotten_and_who_is_out_of_view_is_kept_a_while() -> None:
    passers = Passers(HOME)
    passers.see(look(0.0, (2.0, 0.0)))
    passers.see(look(0.5, base=Pose2D(6.0, 3.8, 2.5)))
    passers.see(look(1.0, base=Pose2D(6.0, 3.8, 2.5)))
    assert len(passers.now(1.0)) == 1
    passers.see(observation(BASE, KEEP_S + 0.1, NO_SCAN))
    assert not passers.now(KEEP_S + 0.1)
    passers.see(look(10.0, (2.0, 0.0)))
    passers.see(look(10.5))
    passers.see(look(11.0))
    assert not passers.now(11.0), "looked for twice in vain"


def test_two_people_are_two() -> None:
    passers = Passers(HOME)
    passers.see(look(0.0, (2.0, 0.6), (2.5, -0.6)))
    passers.see(look(0.5, (2.0, 0.5), (2.5, -0.5)))
    assert len(passers.now(0.5)) == 2
