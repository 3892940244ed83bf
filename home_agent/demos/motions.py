"""A look and the policy's motion come in; that and others, random and meant badly, go out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from home_agent.imagination.motions import Motions, together
from home_agent.imagination.sight import Look
from home_agent.imagination.spec import STEP_S, STEPS

Floats = NDArray[np.float64]
RATE = np.array([0.4, 1.8, 1.8, 2.0, 2.5, 2.5, 2.5, 3.0])  # of the arm's joints, m/s and rad/s


def candidates(look: Look, own: Motions, rng: np.random.Generator) -> Motions:
    """The policy's own motion and four others: faster, at something, arm, and hand or anywhere."""
    last = _hand_moved(look, own, rng) if look.grip_n > 0.5 else _anywhere(own, rng)
    others = [_faster(own, rng), _at_something(look, own, rng), _arm_moved(look, own, rng), last]
    return together([own, *others])


def _faster(own: Motions, rng: np.random.Generator) -> Motions:
    base = own.base * float(rng.uniform(1.2, 2.2))
    base[..., :2] += rng.normal(0.0, 0.06, (1, 1, 2))
    base[..., 2] += float(rng.normal(0.0, 0.3))
    return replace(own, base=_limited(base))


def _anywhere(own: Motions, rng: np.random.Generator) -> Motions:
    base = np.zeros_like(own.base)
    way, speed = float(rng.uniform(-np.pi, np.pi)), float(rng.uniform(0.05, 0.65))
    base[..., 0], base[..., 1] = speed * np.cos(way), speed * np.sin(way)
    base[..., 2] = float(rng.normal(0.0, 0.6))
    base[:, int(rng.integers(5, 21)) :] = 0.0  # it brakes again, early or late
    return replace(own, base=_limited(base))


def _at_something(look: Look, own: Motions, rng: np.random.Generator) -> Motions:
    """Towards a point near by, or to where a mover will be; now and then it stops in time."""
    movers = look.movers[look.movers[:, 0] > 0]
    speed = float(rng.uniform(0.15, 0.65))
    if len(movers) and rng.random() < 0.7:
        one = movers[int(rng.integers(len(movers)))].astype(float)
        after_s = np.arange(0.3, 1.7, 0.1)  # where the base could meet it
        spots = one[1:3] + one[3:5] * after_s[:, None]
        pace = (np.hypot(spots[:, 0], spots[:, 1]) - 0.25) / after_s
        n = int(rng.choice(np.flatnonzero(pace < 0.65))) if (pace < 0.65).any() else -1
        aim, speed = spots[n], float(np.clip(pace[n], 0.1, 0.65))
    elif len(look.points):
        far = np.hypot(look.points[:, 0], look.points[:, 1])
        near = look.points[far < max(1.2, float(far.min()) + 0.1)]
        aim = near[int(rng.integers(len(near))), :2]
    else:
        aim = rng.normal(0.0, 1.0, 2)
    far_m = max(float(np.hypot(*aim)), 1e-6)
    base = np.zeros_like(own.base)
    base[..., :2] = np.asarray(aim, float) / far_m * speed + rng.normal(0.0, 0.03, 2)
    stop_m = far_m - 0.25 + float(rng.normal(0.0, 0.12))
    if rng.random() < 0.6:
        base[:, max(1, int(stop_m / speed / STEP_S)) :] = 0.0
    return replace(own, base=_limited(base))


def _arm_moved(look: Look, own: Motions, rng: np.random.Generator) -> Motions:
    """The arm swings some joints, gently or fast; the base goes on, or stands."""
    way = rng.normal(0.0, 1.0, 8) * (rng.random(8) < 0.5)
    most = RATE * float(rng.uniform(0.15, 0.9))
    lasts = int(rng.integers(3, 15))
    t = STEP_S * np.minimum(np.arange(1, STEPS + 1), lasts)
    arm = look.arm + t[:, None] * np.clip(way, -1.0, 1.0) * most
    base = own.base * float(rng.random() < 0.5)
    return replace(own, base=base, arm=arm[None])


def _hand_moved(look: Look, own: Motions, rng: np.random.Generator) -> Motions:
    """The wrist turns, the lift jerks or the grip gets weaker; or all as it is, in jerks."""
    arm, grip, base = own.arm.copy(), own.grip.copy(), own.base.copy()
    start = int(rng.integers(0, 6))
    t = STEP_S * np.maximum(0, np.arange(STEPS) - start)
    choice = rng.random()
    if choice < 0.35:
        joint = int(rng.choice([4, 5, 6, 7]))
        change = float(rng.choice([-1, 1])) * np.minimum(t * float(rng.uniform(0.3, 2.5)), 1.5)
        arm[:, :, joint] = look.arm[joint] + change
    elif choice < 0.55:
        grip *= np.where(np.arange(STEPS) >= start, float(rng.uniform(-0.2, 0.7)), 1.0)
    elif choice < 0.75:
        arm[:, :, 0] = look.arm[0] + np.clip(t * float(rng.uniform(-0.4, 0.4)), -0.3, 0.3)
    else:
        jerk = float(rng.uniform(0.2, 0.65)) * np.sign(np.sin(np.arange(STEPS) * 0.7 + start))
        base[:, :, int(rng.integers(0, 2))] = jerk
    return Motions(_limited(base), arm, grip)


def _limited(base: Floats) -> Floats:
    out = base.copy()
    speed = np.hypot(out[..., 0], out[..., 1])
    out[..., :2] *= np.minimum(1.0, 0.65 / np.maximum(speed, 1e-9))[..., None]
    out[..., 2] = np.clip(out[..., 2], -1.4, 1.4)
    return out
