"""What is right for a hand on its way into a grip, from wherever it is."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from home_agent.sim.body import MAX_GAP_M
from home_agent.train.way_in import WayIn, roll
from home_agent.vla.sample import DONE, FORCE_N, GRIP, SHIFT, TOOL, TURN

GRIP_THERE = WayIn(np.array([0.6, 0.1, 0.8]), np.eye(3), 20.0)
LOOK = cv2.Rodrigues(np.array([0.3, -1.2, 0.4]))[0]


def follow(at: np.ndarray, turn: np.ndarray, chunks: int) -> tuple[np.ndarray, np.ndarray, float]:
    force = 0.0
    for _ in range(chunks):
        moves = roll(GRIP_THERE, (at, turn), (MAX_GAP_M, 0.0), LOOK, 6)
        at = at + LOOK @ moves[-1, SHIFT] * TOOL[0]
        turn = cv2.Rodrigues(LOOK @ moves[-1, TURN].astype(float) * TOOL[1])[0] @ turn
        force = float(moves[-1, GRIP]) * FORCE_N
    return at, turn, force


@pytest.mark.parametrize("aside", [(0.0, 0.0), (0.03, -0.02), (-0.01, 0.04)])
def test_from_beside_its_way_the_hand_comes_into_the_grip_and_closes(
    aside: tuple[float, float],
) -> None:
    start = GRIP_THERE.position_m + np.array([-0.12, *aside])
    askew = cv2.Rodrigues(np.array([0.1, -0.1, 0.15]))[0]
    early, _, force = follow(start, askew, 3)
    assert force < 0, "still open"
    assert np.linalg.norm(early[1:] - GRIP_THERE.position_m[1:]) < 0.7 * np.hypot(*aside) + 0.003
    at, turn, force = follow(start, askew, 12)
    assert np.linalg.norm(at - GRIP_THERE.position_m) < 0.005
    assert turn == pytest.approx(np.eye(3), abs=0.06)
    assert force == pytest.approx(20.0, abs=1e-4)


def test_far_off_the_line_it_goes_aside_before_it_goes_in() -> None:
    start = GRIP_THERE.position_m + np.array([-0.1, 0.05, 0.0])
    moves = roll(GRIP_THERE, (start, np.eye(3)), (MAX_GAP_M, 0.0), np.eye(3), 4)
    ahead, aside = moves[-1, SHIFT][:2] * TOOL[0]
    assert aside < -0.015 and ahead < 0.003


def test_what_closes_goes_on_closing_and_what_holds_is_done() -> None:
    tool = GRIP_THERE.position_m + np.array([-0.02, 0.0, 0.0]), np.eye(3)  # pushed back a little
    closing = roll(GRIP_THERE, tool, (0.09, 0.0), LOOK, 4)
    assert (closing[:, GRIP] > 0).all() and not closing[:, DONE].any()
    assert not np.abs(closing[:, SHIFT]).any()
    assert roll(GRIP_THERE, tool, (0.06, 18.0), LOOK, 4)[:, DONE].all()
    assert not roll(GRIP_THERE, tool, (0.001, 18.0), LOOK, 4)[:, DONE].any(), "nothing between"
