"""The pure guard: what it lets through, what it takes away and what it says."""

import dataclasses
import math
import time
from typing import Any

import numpy as np
import pytest
from guard_scenes import TUCK, Flat, chunk, someone
from timed import timed

from home_agent.errors import Stopped
from home_agent.guard.arm import links
from home_agent.guard.guard import Memory, guard
from home_agent.guard.limits import Limits
from home_agent.guard.lockstep import LockstepGuard
from home_agent.types import ActionChunk, Situation, Verdict

LIMITS = Limits()
ALONE = Situation()


def drive(
    flat: Flat,
    base: tuple[float, float, float],
    seconds: float,
    situation: Situation | None = None,
    **more: Any,
) -> list[Verdict]:
    """Drive one chunk after another; the verdicts given on the way."""
    lock = LockstepGuard(flat, LIMITS)
    verdicts = []
    for _ in range(round(seconds / 0.05)):
        where = situation or ALONE
        if len(where.people):
            c, s = math.cos(flat.yaw), math.sin(flat.yaw)
            away = where.people - (flat.x, flat.y)
            people = away @ np.array([[c, -s], [s, c]])
            where = dataclasses.replace(where, people=people, people_t_s=flat.t_s)
        lock.want(chunk(base, flat.t_s, **more), where)
        verdict = lock.tick(flat.observe())
        if verdict is not None:
            verdicts.append(verdict)
        flat.step()
    return verdicts


def test_free_floor_is_driven_as_wanted() -> None:
    flat = Flat(posts=[(9.0, 0.0, 0.2)])
    verdicts = drive(flat, (0.6, 0.0, 0.0), 4.0)
    assert flat.velocity[0] == pytest.approx(0.6)
    assert {hazard.kind for verdict in verdicts for hazard in verdict.hazards} == {"unseen"}
    assert len(verdicts) < 20, "only the floor at its feet is unseen, and only at first"
    assert not any(verdict.reason for verdict in verdicts)
    speeds = np.array([command.base[0] for command in flat.sent])
    assert np.abs(np.diff(speeds)).max() <= LIMITS.accel_mps2 * 0.05 + 1e-9


@pytest.mark.parametrize("heading", [0.0, 0.4, math.pi / 2, math.pi])
def test_stops_before_a_post_in_any_direction(heading: float) -> None:
    wall = np.linspace(-0.6, 0.6, 25)
    c, s = math.cos(heading), math.sin(heading)
    flat = Flat(posts=[(1.5 * c - s * y, 1.5 * s + c * y, 0.05) for y in wall])
    verdicts = drive(flat, (0.6 * c, 0.6 * s, 0.0), 8.0)
    assert 0.0 < flat.gap() < 0.08, "near enough to work at a table, never touching"
    assert any(verdict.reason for verdict in verdicts)


def test_a_toy_too_low_for_the_lidar_counts_even_once_out_of_view() -> None:
    flat = Flat(balls=[(1.5, y, 0.04) for y in (-0.16, -0.08, 0.0, 0.08, 0.16)])
    said = [verdict.reason for verdict in drive(flat, (0.6, 0.0, 0.0), 6.0) if verdict.reason]
    assert 0.0 < flat.gap() < 0.10
    assert any("something low is" in reason and "ahead of me" in reason for reason in said), said


def test_what_was_bumped_into_is_not_pushed() -> None:
    flat = Flat(posts=[(9.0, 0.0, 0.2)])
    lock = LockstepGuard(flat, LIMITS)
    for i in range(80):
        lock.want(chunk((0.0, 0.3, 0.0), flat.t_s), ALONE)
        verdict = lock.tick(dataclasses.replace(flat.observe(), bumper=40 <= i < 43))
        if i == 40:
            assert verdict is not None and "touches my base" in verdict.reason
        flat.step()
    assert abs(flat.velocity[1]) < 0.02, "no further that way"
    for _ in range(40):
        lock.want(chunk((0.0, -0.3, 0.0), flat.t_s), ALONE)
        lock.tick(flat.observe())
        flat.step()
    assert flat.velocity[1] == pytest.approx(-LIMITS.aside_speed_mps), "but back again"


def test_without_any_camera_it_is_slow() -> None:
    flat = Flat(posts=[(9.0, 0.0, 0.2)])
    lock = LockstepGuard(flat, LIMITS)
    for _ in range(40):
        lock.want(chunk((0.6, 0.0, 0.0), flat.t_s), ALONE)
        lock.tick(flat.observe(camera=False))
        flat.step()
    assert flat.velocity[0] == pytest.approx(LIMITS.blind_speed_mps)


def test_never_freezes_beside_an_obstacle() -> None:
    flat = Flat(posts=[(0.30, 0.0, 0.03)])
    drive(flat, (-0.3, 0.0, 0.0), 2.5)
    assert flat.x < -0.3, "moving away is always free"
    flat = Flat(posts=[(0.33, 0.0, 0.05)])
    drive(flat, (0.0, 0.3, 0.0), 2.5)
    assert flat.y > 0.3, "so is moving along"


def test_slides_through_a_doorway_not_quite_straight() -> None:
    posts = [(1.0, side * (0.42 + 0.05), 0.05) for side in (-1, 1)]
    posts += [(1.0, side * (0.52 + 0.1 * i), 0.05) for side in (-1, 1) for i in range(8)]
    flat = Flat(posts=posts, y=0.08)
    worst = 1.0
    lock = LockstepGuard(flat, LIMITS)
    for _ in range(160):
        lock.want(chunk((0.5, 0.0, 0.0), flat.t_s), ALONE)
        lock.tick(flat.observe())
        flat.step()
        worst = min(worst, flat.gap())
    assert flat.x > 1.5
    assert worst > 0.0


def test_slow_near_people_and_stops_at_their_zone() -> None:
    flat = Flat(posts=[(9.0, 0.0, 0.2)])
    said = [
        verdict.reason
        for verdict in drive(flat, (0.6, 0.0, 0.0), 12.0, someone(3.0, 0.0, 1.0))
        if verdict.reason
    ]
    away = 3.0 - flat.x - 0.25
    assert LIMITS.people_stop_m <= away + 1e-6 < LIMITS.people_stop_m + 0.03
    for (x, _), command in zip(flat.path, flat.sent, strict=True):
        if 3.0 - x - 0.25 < LIMITS.people_m - 0.02:
            assert np.hypot(*command.base[:2]) <= LIMITS.people_speed_mps + 1e-6
    assert any(reason.startswith("I slow down: someone is") for reason in said), said
    assert len(said) <= 3, "reasons must not flood"


def test_a_receiver_may_be_approached_closer() -> None:
    flat = Flat(posts=[(9.0, 0.0, 0.2)])
    drive(flat, (0.6, 0.0, 0.0), 12.0, someone(2.0, 0.0, 1.0, verb="give", receiver=True))
    assert 2.0 - flat.x - 0.25 == pytest.approx(LIMITS.receiver_stop_m, abs=0.03)


def test_walking_away_from_people_is_allowed() -> None:
    flat = Flat(posts=[(9.0, 0.0, 0.2)])
    drive(flat, (-0.6, 0.0, 0.0), 3.5, someone(0.5, 0.0, 1.0))
    assert flat.x < -0.3


@pytest.mark.parametrize("way", [1.0, -1.0])
def test_a_stretched_arm_does_not_swing_into_someone(way: float) -> None:
    flat = Flat(posts=[(9.0, 0.0, 0.2)])
    out = np.array([0.4, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0])
    drive(flat, (0.0, 0.0, 0.0), 6.0, arm=out)
    turned = len(flat.path)
    where = 0.95 * math.cos(1.2), way * 0.95 * math.sin(1.2)
    drive(flat, (0.0, 0.0, way), 8.0, someone(*where, 1.0), arm=out)
    x, y, _ = links(flat.arm)[-1]
    tip = np.array([x * math.cos(flat.yaw) - y * math.sin(flat.yaw), 0.0])
    tip[1] = x * math.sin(flat.yaw) + y * math.cos(flat.yaw)
    assert math.hypot(*(tip - where)) >= LIMITS.tool_stop_m - 0.01
    assert way * flat.yaw > 0.3, "it turns as far as it may"
    for command in flat.sent[turned:][-120:]:
        assert abs(command.base[2]) * math.hypot(x, y) <= LIMITS.tool_speed_people_mps + 1e-6


@pytest.mark.parametrize(
    ("verb", "held_c", "away"), [("go", 55.0, 0.6), ("go", 65.0, 1.0), ("give", 55.0, 0.6)]
)
def test_heat_keeps_its_distance(verb: str, held_c: float, away: float) -> None:
    flat = Flat(posts=[(9.0, 0.0, 0.2)])
    verdicts = drive(
        flat,
        (0.6, 0.0, 0.0),
        14.0,
        someone(3.0, 0.0, 1.0, verb=verb, held_c=held_c, receiver=verb == "give"),
    )
    tool = links(TUCK)[-1]
    for x, y in flat.path:
        assert math.hypot(3.0 - x - tool[0], y + tool[1]) >= away - 0.01
    assert any(hazard.kind == "hot" for verdict in verdicts for hazard in verdict.hazards)


def test_a_hot_thing_is_never_let_go_into_a_hand() -> None:
    flat = Flat(posts=[(9.0, 0.0, 0.2)])
    lock = LockstepGuard(flat, LIMITS)
    near = someone(0.9, 0.0, 1.0, verb="give", held_c=55.0, receiver=True)
    for _ in range(3):
        lock.want(chunk(t_s=flat.t_s, grip=20.0), near)
        lock.tick(flat.observe())
        flat.step()
    lock.want(chunk(t_s=flat.t_s, grip=-20.0), near)
    verdict = lock.tick(flat.observe())
    assert flat.sent[-1].grip == 20.0
    assert verdict is not None and verdict.hazards[0].kind == "hot"
    assert "too hot to hand over" in verdict.reason
    cool = dataclasses.replace(near, held_c=30.0)
    lock.want(chunk(t_s=flat.t_s, grip=-20.0), cool)
    lock.tick(flat.observe())
    assert flat.sent[-1].grip == -20.0
    unknown = dataclasses.replace(near, held_c=None)
    lock.want(chunk(t_s=flat.t_s, grip=-20.0), unknown)
    lock.tick(flat.observe())
    assert flat.sent[-1].grip == -20.0


@pytest.mark.parametrize("field", ["base", "arm", "head", "grip"])
@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_not_a_number_stops_and_is_never_clamped(field: str, bad: float) -> None:
    flat = Flat(posts=[(9.0, 0.0, 0.2)])
    lock = LockstepGuard(flat, LIMITS)
    for _ in range(20):
        lock.want(chunk((0.5, 0.0, 0.0), flat.t_s), ALONE)
        lock.tick(flat.observe())
        flat.step()
    broken = chunk((0.5, 0.0, 0.0), flat.t_s)
    getattr(broken, field)[...] = bad
    lock.want(broken, ALONE)
    verdict = lock.tick(flat.observe())
    assert verdict is not None and not verdict.allow
    assert verdict.reason == "My next move is not a number, so I stay where I am."
    assert np.all(flat.sent[-1].base == 0.0)
    assert np.allclose(flat.sent[-1].arm, TUCK)


@pytest.mark.parametrize(
    "broken",
    [
        dataclasses.replace(chunk(), base=np.zeros((10, 2))),
        dataclasses.replace(chunk(), arm=np.zeros((9, 8))),
        dataclasses.replace(chunk(), grip=np.zeros((10, 1))),
        dataclasses.replace(chunk(), base=np.zeros((0, 3))),
        dataclasses.replace(chunk(), dt_s=0.0),
        dataclasses.replace(chunk(), t_s=math.nan),
        dataclasses.replace(chunk(), t_s=99.0),
    ],
)
def test_out_of_shape_is_refused(broken: ActionChunk) -> None:
    flat = Flat(posts=[(9.0, 0.0, 0.2)])
    motion, _, verdict = guard(Memory(), flat.observe(), broken, ALONE, now_s=1.0, limits=LIMITS)
    assert motion is not None and np.all(motion.base == 0.0)
    assert verdict is not None and not verdict.allow and verdict.reason.endswith(".")


def test_deadman_and_staleness_stop_the_base() -> None:
    flat = Flat(posts=[(9.0, 0.0, 0.2)])
    lock = LockstepGuard(flat, LIMITS)
    lock.want(chunk((0.5, 0.0, 0.0), flat.t_s), ALONE)
    verdicts = []
    while flat.t_s < 2.5:
        verdicts.append(lock.tick(flat.observe()))
        flat.step()
    moved_until = max(command.t_s for command in flat.sent if command.base[0] > 0)
    assert moved_until == pytest.approx(1.0 + 0.5 + 0.3, abs=0.051)
    assert any(v is not None and v.hazards[0].kind == "deadman" for v in verdicts)

    flat = Flat(posts=[(9.0, 0.0, 0.2)])
    drive(flat, (0.5, 0.0, 0.0), 1.0)
    lock = LockstepGuard(flat, LIMITS)
    old = flat.observe()
    for late_s, moves in ((0.05, True), (0.15, True), (0.3, False)):
        lock.want(chunk((0.5, 0.0, 0.0), flat.t_s), ALONE)
        lock.tick_at(old, old.t_s + late_s)
        if late_s > 0.05:
            assert bool(flat.sent[-1].base[0] > 0) is moves
    blind = dataclasses.replace(flat.observe(), lidar_t_s=flat.t_s - 0.3)
    verdict = lock.tick(blind)
    assert np.all(flat.sent[-1].base == 0.0)
    assert verdict is not None and "laser scanner" in (verdict.reason + str(verdict.hazards))


def test_stop_latches_until_resume_and_a_fresh_chunk() -> None:
    flat = Flat(posts=[(9.0, 0.0, 0.2)])
    lock = LockstepGuard(flat, LIMITS)
    lock.want(chunk((0.5, 0.0, 0.0), flat.t_s, grip=15.0), ALONE)
    for _ in range(5):
        lock.tick(flat.observe())
        flat.step()
    epoch = flat.sent[-1].epoch
    lock.stop("You said stop.")
    assert lock.stopped == "You said stop."
    held = flat.sent[-1].arm
    for _ in range(5):
        lock.tick(flat.observe())
        flat.step()
        assert np.all(flat.sent[-1].base == 0.0)
        assert np.all(flat.sent[-1].arm == held)
        assert flat.sent[-1].grip == 15.0
    assert flat.sent[-1].epoch > epoch
    with pytest.raises(Stopped, match="resume"):
        lock.want(chunk((0.5, 0.0, 0.0), flat.t_s), ALONE)
    lock.resume()
    for _ in range(5):
        lock.tick(flat.observe())
        flat.step()
        assert np.all(flat.sent[-1].base == 0.0), "an old chunk must not come back to life"
    lock.want(chunk((0.5, 0.0, 0.0), flat.t_s), ALONE)
    lock.tick(flat.observe())
    assert flat.sent[-1].base[0] > 0.0
    assert [command.seq for command in flat.sent] == list(range(1, len(flat.sent) + 1))


def test_an_arm_that_meets_resistance_yields() -> None:
    flat = Flat(posts=[(9.0, 0.0, 0.2)])
    lock = LockstepGuard(flat, LIMITS)
    goal = TUCK + np.array([0.0, 0.8, 0, 0, 0, 0, 0, 0])
    verdicts = []
    for i in range(12):
        lock.want(chunk(t_s=flat.t_s, arm=goal), ALONE)
        seen = flat.observe()
        if i >= 4:
            torque = np.zeros(8)
            torque[1] = 95.0
            seen = dataclasses.replace(seen, arm=TUCK, arm_torque=torque)
        verdicts.append(lock.tick(seen))
        flat.step()
    assert any(v is not None and v.hazards[0].kind == "force" for v in verdicts)
    assert abs(flat.sent[-1].arm[1] - TUCK[1]) < 0.05
    pushing = flat.sent[-1].arm[1]
    for _ in range(4):
        lock.want(chunk(t_s=flat.t_s, arm=TUCK - 0.2), ALONE)
        torque = np.zeros(8)
        torque[1] = 95.0
        lock.tick(dataclasses.replace(flat.observe(), arm=TUCK, arm_torque=torque))
        flat.step()
    assert flat.sent[-1].arm[1] < pushing, "backing off is free"


def busy_room() -> Flat:
    """Posts all round and balls ahead: nothing is free."""
    return Flat(
        posts=[(0.6 * math.cos(a), 0.6 * math.sin(a), 0.05) for a in np.arange(0, 6.2, 0.2)],
        balls=[(0.6, 0.0, 0.05), (0.55, 0.15, 0.03)],
    )


def test_pure() -> None:
    flat, memory = busy_room(), Memory()
    for _ in range(10):
        seen, wanted = flat.observe(), chunk((0.5, 0.1, 0.2), flat.t_s)
        where = someone(1.2, 0.4, flat.t_s, held_c=50.0)
        one = guard(memory, seen, wanted, where, now_s=flat.t_s, limits=LIMITS)
        two = guard(memory, seen, wanted, where, now_s=flat.t_s, limits=LIMITS)
        assert one[0] is not None and two[0] is not None
        assert np.array_equal(one[0].base, two[0].base)
        assert np.array_equal(one[0].arm, two[0].arm)
        assert np.array_equal(one[1].seen.low, two[1].seen.low)
        assert str(one[2]) == str(two[2])
        memory = one[1]
        flat.step()


@timed
def test_quick_enough_for_200_hz() -> None:
    best: tuple[float, float] = (math.inf, math.inf)
    for _ in range(4):
        flat, memory, spent = busy_room(), Memory(), []
        for i in range(400):
            seen, wanted = flat.observe(camera=i % 20 == 0), chunk((0.5, 0.1, 0.2), flat.t_s)
            where = someone(1.2, 0.4, flat.t_s, held_c=50.0)
            start = time.thread_time()
            _, memory, _ = guard(memory, seen, wanted, where, now_s=flat.t_s, limits=LIMITS)
            spent.append(time.thread_time() - start)
            flat.t_s += 0.005
        best = min(best, (float(np.median(spent)), float(np.percentile(spent, 99))))
    print(f"guard: {best[0] * 1e3:.2f} ms median, {best[1] * 1e3:.2f} ms p99 of processor time")
    # The aims are 0.5 and 1.0 ms, to be read off a quiet machine. Caches shared with other work
    # doubled both once, so what fails here is only a guard that became several times slower.
    assert best[0] < 2.0e-3
    assert best[1] < 6.0e-3
