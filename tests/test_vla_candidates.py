"""Two looks as two witnesses: each alone, agreeing and at odds."""

import numpy as np
import pytest

from home_agent.vla.candidates import DOUBT, USUAL, aside, candidates, peaks, weigh

H, W = 30, 40


def cell(row: int, column: int) -> int:
    return row * W + column


def chances(*at: tuple[int, float]) -> np.ndarray:
    """Look 1's chances, the rest of them for "not in view"."""
    found = np.zeros(H * W + 1, np.float32)
    for where, chance in at:
        found[where] = chance
    found[-1] = 1.0 - found.sum()
    return found


def test_peaks_are_local_and_sorted() -> None:
    heat = np.zeros((H, W), np.float32)
    heat[3, 3], heat[3, 4], heat[10, 20], heat[0, 39] = 0.5, 0.4, 0.9, 0.2
    assert peaks(heat, 9, 0.1) == [cell(10, 20), cell(3, 3), cell(0, 39)]
    assert peaks(heat, 1) == [cell(10, 20)]
    assert peaks(heat, 9, 0.95) == []


def test_candidates_are_of_the_words_and_then_of_things_apart() -> None:
    heat, thing = np.zeros((H, W), np.float32), np.zeros((H, W), np.float32)
    heat[5, 5], heat[20, 20], heat[25, 9] = 0.6, 0.1, 0.001
    thing[5, 6], thing[12, 30], thing[2, 2] = 0.9, 0.8, 0.1
    assert candidates(heat, thing) == [cell(5, 5), cell(20, 20), cell(12, 30)]
    blank = np.zeros((H, W), np.float32)
    assert candidates(np.full((H, W), 1e-4, np.float32), blank)  # something is always looked at


def test_without_a_close_look_look_1_stays() -> None:
    blank = np.zeros((H, W), np.float32)
    a, b = cell(5, 5), cell(20, 20)
    chance = chances((a, 0.5), (a + 1, 0.1), (b, 0.2))
    for nothing_new in (None, USUAL):
        weights, sure = weigh(chance, blank, [a, b], [nothing_new, nothing_new])
        assert weights == pytest.approx([0.6, 0.2], abs=1e-5)
        assert sure == pytest.approx(0.8, abs=1e-5)


def test_look_2_decides_between_candidates() -> None:
    blank = np.zeros((H, W), np.float32)
    a, b = cell(5, 5), cell(20, 20)
    weights, sure = weigh(chances((a, 0.7), (b, 0.1)), blank, [a, b], [0.03, 0.97])
    assert weights[1] > 0.8 and sure > 0.9
    weights, sure = weigh(chances((a, 0.7), (b, 0.1)), blank, [a, b], [0.03, 0.03])
    assert weights[0] > weights[1] and sure < 0.2


def test_a_thing_that_look_1_overlooked_can_be_found() -> None:
    thing = np.zeros((H, W), np.float32)
    thing[12, 30] = 1.0
    a, b = cell(5, 5), cell(12, 30)
    weights, sure = weigh(chances((a, 0.6)), thing, [a, b], [0.01, 0.99])
    assert weights[1] > weights[0] and sure > 0.5
    weights, _ = weigh(chances((a, 0.6)), thing, [a, b], [None, None])
    assert weights[1] == pytest.approx(DOUBT / (1 + DOUBT), abs=1e-4)


def test_what_is_no_candidate_counts_as_not_in_view() -> None:
    blank = np.zeros((H, W), np.float32)
    a, b = cell(5, 5), cell(20, 20)
    _, sure = weigh(chances((a, 0.5), (b, 0.3)), blank, [a], [None])
    assert sure == pytest.approx(0.5, abs=1e-5)


def test_of_equals_the_one_on_the_side_that_was_said() -> None:
    weights, across = [0.4, 0.5, 0.02, 0.3], [200.0, 100.0, 10.0, 300.0]
    assert aside(weights, across, "") == 1
    assert aside(weights, across, "left") == 1, "what is unlikely does not count"
    assert aside(weights, across, "right") == 3
