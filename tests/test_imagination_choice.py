"""What becomes of a chunk that would harm: done in a tamer way, said once, kept for a while."""

import threading
from dataclasses import replace

import numpy as np
import pytest
from guard_scenes import TUCK, Flat, chunk
from imagined import Rules, limits

from home_agent.imagination.choice import KEEP_S, Imagination
from home_agent.imagination.patient import SLOW_MPS, Patient
from home_agent.imagination.spec import HARMS
from home_agent.stage import ARM
from home_agent.types import ActionChunk, Grip, Observation, Situation, Verdict

GO = Situation("go")


def imagination(rules: Rules) -> Imagination:
    return Imagination(rules, limits(), ARM)


def seen(t_s: float) -> Observation:
    return Flat(posts=[(3.0, 0.0, 0.1)], t_s=t_s).observe()


def speed(verdict: Verdict) -> float:
    return float(np.hypot(*verdict.action.base[0, :2]))


def test_what_is_safe_is_done_as_it_is() -> None:
    wanted = chunk((0.15, 0.0, 0.1), 1.0)
    verdict = imagination(Rules()).imagine(seen(1.0), wanted, GO)
    assert verdict.allow
    assert verdict.action is wanted
    assert verdict.reason == ""


def test_what_would_harm_is_done_in_the_first_way_that_does_not() -> None:
    verdict = imagination(Rules(top=0.25)).imagine(seen(1.0), chunk((0.4, 0.0, 0.0), 1.0), GO)
    assert speed(verdict) == pytest.approx(0.2)
    assert verdict.hazards[0].kind == "person"
    assert "slow down" in verdict.reason


def test_it_keeps_aside_when_slower_is_not_enough() -> None:
    class Ahead(Rules):
        def imagine(self, look, motion):  # type: ignore[no-untyped-def]
            found = super().imagine(look, motion)
            found.chances[:] *= (np.abs(motion[:, :1, 1:2]) < 0.1) & (motion[:, :1, :1] > 0.02)
            return found

    verdict = imagination(Ahead(top=0.0)).imagine(seen(1.0), chunk((0.4, 0.0, 0.0), 1.0), GO)
    assert abs(verdict.action.base[0, 1]) > 0.1
    assert "keep aside" in verdict.reason


def test_it_brakes_when_nothing_is_fit() -> None:
    arm = TUCK.copy()
    arm[1] += 0.4
    wanted = chunk((0.4, 0.0, 0.0), 1.0, arm=arm)
    verdict = imagination(Rules(top=-1.0)).imagine(seen(1.0), wanted, GO)
    assert not verdict.allow
    assert speed(verdict) == 0.0
    assert np.allclose(verdict.action.arm, TUCK)
    assert np.array_equal(verdict.action.grip, wanted.grip)


def test_a_veto_lasts_and_is_said_once() -> None:
    mind, rules = None, Rules(top=0.25)
    mind = imagination(rules)
    reasons = []
    for n in range(5):
        verdict = mind.imagine(seen(1.0 + 0.2 * n), chunk((0.4, 0.0, 0.0), 1.0 + 0.2 * n), GO)
        reasons.append(verdict.reason)
    assert sum(bool(one) for one in reasons) == 1
    rules.chance = 0.0
    soon, later = 2.0, 1.8 + KEEP_S + 0.2
    assert speed(mind.imagine(seen(soon), chunk((0.4, 0.0, 0.0), soon), GO)) < 0.4
    assert speed(mind.imagine(seen(later), chunk((0.4, 0.0, 0.0), later), GO)) == 0.4


def test_it_goes_on_slowly_when_waiting_changes_nothing() -> None:
    mind = imagination(Rules(top=-1.0))
    speeds = []
    for n in range(40):
        t_s = 1.0 + 0.2 * n
        speeds.append(speed(mind.imagine(seen(t_s), chunk((0.4, 0.0, 0.0), t_s), GO)))
    assert speeds[0] == 0.0
    assert 0.0 < speeds[-1] <= 0.1001


def test_what_it_does_not_know_makes_it_slower_and_then_stop() -> None:
    wanted = chunk((0.4, 0.0, 0.0), 1.0)
    slower = imagination(Rules(chance=0.0, doubt=0.3)).imagine(seen(1.0), wanted, GO)
    stopped = imagination(Rules(chance=0.0, doubt=0.5)).imagine(seen(1.0), wanted, GO)
    assert 0.0 < speed(slower) < 0.4
    assert speed(stopped) == 0.0
    assert stopped.hazards[0].kind == "unknown"


@pytest.mark.parametrize("top", [-1.0, 0.05, 0.2, 0.3])
def test_it_never_makes_anything_faster(top: float) -> None:
    rng = np.random.default_rng(3)
    for _ in range(20):
        base = rng.uniform(-0.6, 0.6, 3)
        arm = TUCK + rng.normal(0.0, 0.2, 8)
        wanted = chunk(tuple(base), 1.0, arm=arm)
        verdict = imagination(Rules(top=top)).imagine(seen(1.0), wanted, GO)
        assert speed(verdict) <= np.hypot(*base[:2]) + 1e-9
        assert abs(verdict.action.base[0, 2]) <= abs(base[2]) + 1e-9
        assert (np.abs(verdict.action.arm[0] - TUCK) <= np.abs(arm - TUCK) + 1e-9).all()


class Broken:
    """A world model that fails in one way."""

    name = "broken"

    def __init__(self, how: str) -> None:
        self.how, self.wait = how, threading.Event()

    def imagine(self, seen: Observation, chunk: ActionChunk, situation: Situation) -> Verdict:
        if self.how == "dead":
            raise RuntimeError("gone")
        if self.how == "late":
            self.wait.wait(20.0)
        bad = np.full_like(chunk.base, np.nan)
        return Verdict(True, ActionChunk(1.0, 0.05, bad, chunk.arm, chunk.head, chunk.grip, bad))


@pytest.mark.parametrize("how", ["dead", "late", "nan"])
def test_the_robot_goes_on_slowly_without_imagination(how: str) -> None:
    model = Broken(how)
    patient = Patient(model, wait_s=0.05 if how == "late" else None)
    verdicts = [patient.imagine(seen(t), chunk((0.5, 0.0, 0.0), t), GO) for t in (1.0, 1.2)]
    model.wait.set()
    assert [speed(one) for one in verdicts] == pytest.approx([SLOW_MPS, SLOW_MPS])
    assert [bool(one.reason) for one in verdicts] == [True, False]
    assert patient.lost == 2
    patient.close()


def test_nonsense_from_the_network_slows_the_robot() -> None:
    patient = Patient(imagination(Rules(nonsense=True)))
    verdict = patient.imagine(seen(1.0), chunk((0.5, 0.0, 0.0), 1.0), GO)
    assert speed(verdict) == pytest.approx(SLOW_MPS)


def test_it_grips_on_when_letting_go_would_drop_what_it_holds() -> None:
    class Loose(Rules):
        def imagine(self, look, motion):  # type: ignore[no-untyped-def]
            found = super().imagine(look, motion)
            found.chances[:, :, HARMS.index("slip")] = 0.9 * (motion[:, :1, 28] < 0.1)
            return found

    now = seen(1.0)
    holding = replace(now, grip=Grip(0.06, 20.0))
    wanted = chunk((0.0, 0.0, 0.0), 1.0, grip=-10.0)
    situation = Situation("go", held_c=21.0, held="mug")
    verdict = imagination(Loose(chance=0.0)).imagine(holding, wanted, situation)
    assert (verdict.action.grip == 20.0).all()
    assert verdict.reason == "The mug would slip out of my hand within 0.1 s, so I hold on."
