"""Invariants of the guard under observations, chunks and situations that nobody would choose."""

import dataclasses
import math

import numpy as np
import pytest
from guard_scenes import TUCK, Flat, chunk
from hypothesis import given, settings
from hypothesis import strategies as st

from home_agent.guard.arm import HIGH, LOW, links
from home_agent.guard.guard import Memory, guard
from home_agent.guard.limits import Limits, slower, sources
from home_agent.guard.points import around
from home_agent.guard.rules import Bounds, governor, things, within
from home_agent.sim.body import ARM_LIMITS, BASE_RADIUS_M, MAX_GRIP_N
from home_agent.sim.kinematics import ArmKinematics
from home_agent.types import Situation

LIMITS = Limits()
seeds = st.integers(0, 2**32 - 1)


def test_every_limit_has_a_source() -> None:
    for name, source in sources().items():
        assert len(source) > 10, f"{name} needs a source"
        assert math.isfinite(getattr(LIMITS, name))


def test_the_guards_own_arm_is_the_robots_arm() -> None:
    kinematics = ArmKinematics()
    rng = np.random.default_rng(1)
    assert np.allclose(LOW, ARM_LIMITS[:, 0])
    assert np.allclose(HIGH, ARM_LIMITS[:, 1])
    assert LIMITS.base_radius_m >= BASE_RADIUS_M
    assert LIMITS.max_grip_n <= MAX_GRIP_N
    for _ in range(20):
        joints = rng.uniform(LOW, HIGH)
        assert np.allclose(links(joints)[-1], kinematics.tool(joints).position_m, atol=1e-6)


def test_a_user_can_only_lower_the_speed() -> None:
    assert slower(LIMITS, 0.3).max_speed_mps == 0.3
    assert slower(LIMITS, 3.0) == LIMITS


def test_the_governor_leaves_room_to_stop() -> None:
    gaps = np.linspace(0.0, 3.0, 100)
    speeds = governor(gaps, LIMITS)
    needed = speeds * LIMITS.reaction_s + speeds**2 / (2 * LIMITS.governor_mps2)
    assert np.all(needed <= gaps + 1e-9)
    assert speeds[0] == 0.0
    assert np.all(np.diff(speeds) >= 0.0)


@settings(max_examples=300, deadline=None)
@given(seeds)
def test_any_velocity_is_brought_within_any_bounds(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = int(rng.integers(1, 60))
    angles = rng.uniform(-math.pi, math.pi, n)
    bounds = Bounds(
        np.column_stack([np.cos(angles), np.sin(angles)]),
        np.where(rng.random(n) < 0.3, 0.0, rng.uniform(0, 0.8, n)),
        np.zeros(n, np.int64),
        np.zeros((n, 3)),
    )
    wanted = rng.uniform(-1, 1, 2)
    out, worst = within(wanted, bounds)
    assert np.all(bounds.units @ out <= bounds.caps + 1e-6)
    assert np.linalg.norm(out) <= np.linalg.norm(wanted) + 1e-9
    if worst < 0:
        assert np.array_equal(out, wanted)


def wild(rng: np.random.Generator, kind: str) -> np.ndarray:
    """An array that may hold anything."""
    shape = {"base": (8, 3), "arm": (8, 8), "head": (8, 2), "grip": (8,)}[kind]
    scale = 10.0 ** rng.uniform(-2, 3)
    values = rng.normal(0.0, scale, shape)
    if rng.random() < 0.06:
        values.flat[int(rng.integers(values.size))] = rng.choice([np.nan, np.inf, -np.inf])
    return values


@settings(max_examples=150, deadline=None)
@given(seeds)
def test_nothing_gets_past_the_limits(seed: int) -> None:
    rng = np.random.default_rng(seed)
    angle = rng.uniform(-math.pi, math.pi, 6)
    away = rng.uniform(0.28, 1.5, 6)
    posts = [(a * math.cos(t), a * math.sin(t), 0.02) for a, t in zip(away, angle, strict=True)]
    flat = Flat(posts=posts, balls=[(rng.uniform(0.4, 1.0), rng.uniform(-0.3, 0.3), 0.05)])
    flat.rng = rng
    memory = Memory()
    latched = False
    for _ in range(12):
        flat.t_s += float(rng.choice([0.005, 0.05, 0.05, 0.2]))
        flat.x += rng.normal(0, 0.02)
        seen = flat.observe(camera=bool(rng.random() < 0.5))
        if rng.random() < 0.1:
            lidar = seen.lidar_m.copy()
            lidar[rng.integers(0, 360, 20)] = rng.choice([np.nan, np.inf, -1.0, 0.0])
            seen = dataclasses.replace(seen, lidar_m=lidar)
        if rng.random() < 0.05:
            seen = dataclasses.replace(seen, arm=np.full(8, np.nan))
        if rng.random() < 0.2:
            seen = dataclasses.replace(seen, arm_torque=rng.normal(0, 100, 8), bumper=True)
        wanted = dataclasses.replace(
            chunk(t_s=flat.t_s - rng.uniform(0, 1.0), n=8),
            **{kind: wild(rng, kind) for kind in ("base", "arm", "head", "grip")},
        )
        people = rng.uniform(-2, 2, (int(rng.integers(0, 3)), 2))
        where = Situation(
            verb=str(rng.choice(["go", "give", "place", ""])),
            held_c=rng.choice([None, 30.0, 50.0, 70.0, math.nan]),
            people=people,
            people_t_s=flat.t_s,
            receiver=bool(rng.random() < 0.3),
        )
        if rng.random() < 0.05:
            memory = dataclasses.replace(memory, latched="You said stop.")
            latched = True
        before = memory
        motion, memory, verdict = guard(before, seen, wanted, where, now_s=flat.t_s, limits=LIMITS)
        again = guard(before, seen, wanted, where, now_s=flat.t_s, limits=LIMITS)[0]
        if motion is None:
            assert again is None and before.arm is None
            continue
        assert again is not None
        for one, two in ((motion.base, again.base), (motion.arm, again.arm)):
            assert np.array_equal(one, two), "the same input must give the same output"
        every = np.concatenate([motion.base, motion.arm, motion.head, [motion.grip]])
        assert np.isfinite(every).all()
        assert np.hypot(*motion.base[:2]) <= LIMITS.max_speed_mps + 1e-9
        assert abs(motion.base[2]) <= LIMITS.max_turn_rps + 1e-9
        assert np.all(motion.arm >= LOW - 1e-9) and np.all(motion.arm <= HIGH + 1e-9)
        assert abs(motion.grip) <= LIMITS.max_grip_n
        at_work = where.verb in ("give", "place")
        bounds = things(around(memory.seen, seen.base), LIMITS, at_work=at_work)
        assert np.all(bounds.units @ motion.base[:2] <= bounds.caps + 1e-6)
        chunk_bad = not all(
            np.isfinite(getattr(wanted, kind)).all() for kind in ("base", "arm", "head", "grip")
        )
        if chunk_bad or latched:
            assert np.all(motion.base == 0.0)
        if latched:
            assert memory.latched
            assert verdict is None or not verdict.allow


@pytest.mark.parametrize("heading", np.linspace(-3.0, 3.0, 7))
def test_arm_set_points_move_no_faster_than_they_may(heading: float) -> None:
    flat = Flat(posts=[(9.0, 0.0, 0.2)])
    memory = Memory()
    goal = np.clip(TUCK + heading, LOW, HIGH)
    last = None
    for _ in range(60):
        seen = flat.observe()
        motion, memory, _ = guard(
            memory, seen, chunk(t_s=flat.t_s, arm=goal), Situation(), now_s=flat.t_s, limits=LIMITS
        )
        assert motion is not None
        tool = np.array(links(motion.arm)[-1])
        if last is not None:
            assert np.linalg.norm(tool - last) <= LIMITS.tool_speed_mps * 0.05 * 1.1 + 1e-6
        last = tool
        flat.arm = motion.arm
        flat.t_s += 0.05
