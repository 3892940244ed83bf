"""Looks with all their grips: they can be carried out, they hold, and a file tells them again."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from home_agent.baselines.grips import LEARNED, like, own_grips
from home_agent.demos.grip_trial import Grip
from home_agent.demos.grips import BEST, COLUMNS, GRIPS, Gripping, Look, record, write
from home_agent.demos.practice import planned, proposed, try_out
from home_agent.errors import BadInput
from home_agent.sim.kinematics import hand_matrix
from home_agent.train.held_out import held_out
from home_agent.vla.goal import axes
from home_agent.vla.runtime import Networks
from home_agent.vla.shipped import SHIPPED

SEED = 10_004


@pytest.fixture(scope="module")
def eyes() -> Networks:
    return Networks(SHIPPED, threads=1)


def grip_in_map(look: Look, row: np.ndarray) -> Grip:
    turn = hand_matrix(look.stand[2], 0.0, 0.0)
    matrix = turn @ axes(row[3:9])
    at = turn @ row[:3] + [look.stand[0], look.stand[1], 0.0]
    return Grip(at, matrix, -0.15 * matrix[:, 0])


def test_grips_of_a_look_hold_and_one_beside_does_not(eyes: Networks, tmp_path: Path) -> None:
    stage = Gripping(SEED, eyes)
    out = held_out()
    assert all(out.shows(thing.kind, thing.colour) for thing in stage.world.spec.things)
    held, missed, looks = 0, 0, []
    for look, near in stage.looks(4, beside=1.0):
        looks.append(look)
        assert 0 < len(look.grips) <= GRIPS and look.grips.shape[1] == COLUMNS
        assert look.grips[0, 9] == 1.0 and (look.grips[:BEST, 9] > 0).all()
        assert look.body[23] == 1.0 and look.body[18:21] == pytest.approx(look.body[18:21])
        grip = grip_in_map(look, look.grips[0])
        path = stage.trials.way_in(near, look.thing, look.stand, grip)
        if path is not None:
            force = float(look.grips[0, 10])
            held += stage.trials.play(look.thing, look.stand, path, force).held
            short = stage.trials.play(look.thing, look.stand, path[:1] * 2, force)
            missed += not short.held
        best = try_out(stage, look, near, planned(stage, look), 1)
        assert len(best.rows) == len(best.outcomes) and len(best.played) <= 1
        ask = lambda body, crop, phrase, look=look: (look.grips, look.grips[:, 9])  # noqa: E731
        told = proposed(stage, look, ask)
        assert told[0][1].style == LEARNED and len(told) == len(look.grips)
    stage.close()
    assert len(looks) >= 3 and held >= 2 and missed >= held
    write(tmp_path / "1.npz", looks)
    with np.load(tmp_path / "1.npz") as found:
        assert found["grips"].shape == (len(looks), GRIPS, COLUMNS)
        assert (found["body"] == [look.body for look in looks]).all()
        assert str(found["phrase"][0]) == looks[0].aim.words


def test_only_training_homes_are_recorded(eyes: Networks, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="not for training"):
        record(tmp_path, 100_000, eyes, 1)
    with pytest.raises(BadInput, match="use 0 to 199999"):
        Gripping(200_000, eyes)


def test_a_proposed_grip_is_as_hard_as_the_planned_one_most_like_it() -> None:
    from sim_room import MUG  # noqa: PLC0415

    own = own_grips(MUG, by_handle=False)
    handle = next(one for one in own if one.style == "handle")
    body = next(one for one in own if one.style == "body")
    for one in (handle, body):
        found = like(one.position_m + 0.002, one.matrix, own, 0.3)
        assert (found.force_n, found.back_m) == (one.force_n, one.back_m)
        assert found.cost == 0.3 and found.style == LEARNED
    assert handle.force_n != body.force_n
