"""The bench of pointing: who knows all scores all, who sees or hears nothing scores chance."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from home_agent.bench.ground import ask_home, eyes, play
from home_agent.bench.ground_asks import ABSENT, BLANK, GARBAGE, asks
from home_agent.bench.ground_looks import looks
from home_agent.bench.ground_sums import SPLITS, chance, sum_up
from home_agent.bench.run import Summary, run_bench
from home_agent.errors import BadInput
from home_agent.sim.lessons import Lesson
from home_agent.types import CameraFrame
from home_agent.vla.eyesight import Pointed
from home_agent.vla.shipped import ENVIRONMENT

SEEDS = (100_003, 100_004)


@cache
def known(seed: int) -> dict[bytes, tuple[Lesson, dict[str, tuple[int, ...]]]]:
    """Everything that is asked about a home, by the picture that it is asked about."""
    rng = np.random.default_rng([seed, 61])
    found = {}
    for split, lesson in looks(seed):
        assert lesson.frame.rgb is not None
        means = {ask.phrase: ask.means for ask in asks(split, lesson.shown, rng)}
        found[lesson.frame.rgb.tobytes()] = lesson, means
    return found


class Oracle:
    """Knows every picture and phrase; points at the middle of a picture it does not know, and at
    any thing for words that it does not know.
    """

    def __init__(self, seed: int) -> None:
        self._known, self._rng = known(seed), np.random.default_rng(seed)

    def glance(self, frame: CameraFrame) -> object:
        assert frame.rgb is not None
        return self._known.get(frame.rgb.tobytes())

    def point(self, glance: object, phrase: str) -> Pointed:
        if glance is None:
            return Pointed(159.5, 119.5, 0.5, (159.5, 119.5, 0.5))
        lesson, means = glance  # type: ignore[misc]
        if set(phrase) <= set("qxzjkvw"):
            meant: tuple[int, ...] = tuple(self._rng.permutation(len(lesson.shown)).tolist())
        else:
            meant = means[phrase]
        if not meant:
            return Pointed(0.0, 0.0, 0.02, (0.0, 0.0, 0.02))
        v, u = np.argwhere(lesson.shown[meant[0]].mask)[0].tolist()
        return Pointed(2.0 * u, 2.0 * v, 0.97, (0.0, 0.0, 0.5))


class Blind:
    """Points anywhere, and is as sure as it happens to be."""

    def __init__(self, seed: int) -> None:
        self._rng = np.random.default_rng(seed)

    def glance(self, frame: CameraFrame) -> None:
        return None

    def point(self, glance: object, phrase: str) -> Pointed:
        u, v, u1, v1 = (self._rng.uniform(0, (320, 240) * 2)).tolist()
        sure, first = self._rng.uniform(size=2).tolist()
        return Pointed(u, v, sure, (u1, v1, first))


@cache
def measured(who: type[Oracle] | type[Blind]) -> Summary:
    rows = [{**ask_home(seed, who(seed)), "seed": seed, "wall_s": 1.0} for seed in SEEDS]
    return sum_up(rows)


def test_an_oracle_scores_everything() -> None:
    found = measured(Oracle)
    for split in SPLITS:
        assert found.splits[split]["ground.hit"].value == 1.0, split
        assert found.splits[split]["ground.hit"].n >= 5, split
        assert found.splits[split]["ground.hit_one_look"].value < 0.1, split
    assert found.metrics["ground.hit"].value == 1.0
    assert found.metrics["ground.absent_auroc"].value == 1.0
    assert not found.failures
    assert all(metrics["ground.hit"].value == 1.0 for metrics in found.per_kind.values())


def test_controls_of_an_oracle_are_at_chance() -> None:
    """It is not a better one than others when it cannot see or is not spoken to."""
    splits = measured(Oracle).splits
    for control in (BLANK, GARBAGE):
        hit, by_chance = splits[control]["ground.hit"], splits[control]["ground.chance"]
        assert hit.low <= by_chance.value <= hit.high, control
        assert hit.n >= 12
    assert splits[GARBAGE]["ground.chance"].value > 0.1


def test_who_points_anywhere_is_at_chance() -> None:
    found = measured(Blind)
    hits = [found.splits[split]["ground.hit"] for split in SPLITS]
    assert sum(hit.value * hit.n for hit in hits) / sum(hit.n for hit in hits) < 0.08
    auroc = found.metrics["ground.absent_auroc"]
    assert auroc.low < 0.5 < auroc.high
    assert found.failures


def test_chance_is_what_the_points_would_score_elsewhere() -> None:
    row = ask_home(SEEDS[0], Oracle(SEEDS[0]))
    blank = [answer for answer in row["answers"] if answer.ask.split == BLANK]
    everywhere = np.full_like(row["covered"], len(blank))
    always = chance(blank, [everywhere])
    hits = sum(answer.hit for answer in blank)
    expected = (len(blank) - hits / len(blank)) / (len(blank) - 1)
    assert always.value == pytest.approx(expected)
    assert chance(blank, [np.zeros_like(row["covered"])]).value <= 0.0


def test_pictures_are_kept_of_both_sorts() -> None:
    found = measured(Blind)
    assert {one.good for one in found.examples} == {True, False}
    assert {ABSENT, BLANK, GARBAGE} <= {one.split for one in found.examples}
    assert all(one.jpeg[:2] == b"\xff\xd8" for one in found.examples)


@pytest.mark.parametrize(
    ("policy", "seed", "episodes", "says"),
    [
        ("teacher", 100_000, 1, "There is no policy that points 'teacher'. Valid: nano."),
        ("nano", 99_999, 2, "validation seeds 100000 to 199999, not 99999 to 100000"),
        ("nano", 199_999, 2, "validation seeds 100000 to 199999, not 199999 to 200000"),
        ("nano", 100_000, 1, "There is no nano network"),
    ],
)
def test_what_cannot_be_measured_is_said_before(
    policy: str,
    seed: int,
    episodes: int,
    says: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path))
    with pytest.raises(BadInput, match=says):
        run_bench("ground", policy, seed, episodes)


@pytest.mark.slow
def test_a_real_network_is_played(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for library in ("torch", "onnx", "onnxscript"):
        pytest.importorskip(library)
    from vla_nets import exported  # noqa: PLC0415

    exported(tmp_path, only=("see", "point", "near"))
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path))
    eyes.cache_clear()
    found = sum_up([{**play(SEEDS[0], "nano"), "seed": SEEDS[0], "wall_s": 1.0}])
    eyes.cache_clear()
    assert all(found.splits[split]["ground.hit"].value < 0.5 for split in SPLITS)  # never trained
    assert found.metrics["ground.phrase_ms"].value > 0
