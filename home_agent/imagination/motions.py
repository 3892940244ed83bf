"""Chunks come in; what the robot would do in the next two seconds, and past what, goes out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from home_agent.imagination.arm import ArmShape
from home_agent.imagination.sight import Look
from home_agent.imagination.spec import MOTION, STEP_S, STEPS
from home_agent.types import ActionChunk

BASE_M = 0.25  # the base's radius
CLEAR_M, NEAR_M = 1.0, 2.4  # farther is all the same; points farther off do not matter
EVERY = 2  # clearances are measured at every so many steps
MOST = 450  # points
BODY_M = 0.25  # half a person
G = 9.81

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Motions:
    """N candidates of 20 set points each: base [N, 20, 3], arm [N, 20, 8], grip [N, 20]."""

    base: Array
    arm: Array
    grip: Array

    def __len__(self) -> int:
        return len(self.base)


def extended(chunk: ActionChunk, t_s: float) -> Motions:
    """A chunk from `t_s` on, as if its last base velocity and targets went on."""
    at = (t_s - chunk.t_s + STEP_S * (np.arange(STEPS) + 0.5)) / chunk.dt_s
    n = np.clip(at.astype(int), 0, len(chunk.grip) - 1)
    return Motions(chunk.base[n][None], chunk.arm[n][None], chunk.grip[n][None])


def together(motions: list[Motions]) -> Motions:
    """Several motions as one batch."""
    return Motions(
        np.concatenate([one.base for one in motions]),
        np.concatenate([one.arm for one in motions]),
        np.concatenate([one.grip for one in motions]),
    )


def described(look: Look, motions: Motions, arm: ArmShape) -> NDArray[np.float32]:
    """Each set point with where it leads and how near to what, float32 [N, 20, 34]."""
    n = len(motions)
    pose = _poses(motions.base)
    shape, axes = arm.where(motions.arm.reshape(-1, 8))
    shape, axes = shape.reshape(n, STEPS, 4, 3), axes.reshape(n, STEPS, 3, 3)
    c, s = np.cos(pose[..., 2])[..., None], np.sin(pose[..., 2])[..., None]
    there = shape.copy()  # the arm as seen from where the base is now
    there[..., 0] = pose[..., 0, None] + c * shape[..., 0] - s * shape[..., 1]
    there[..., 1] = pose[..., 1, None] + s * shape[..., 0] + c * shape[..., 1]
    gaps = _gaps(look, pose, there)
    movers = _movers(look, pose, there[:, :, 3], motions.base)
    rate = np.abs(np.diff(motions.arm, axis=1, prepend=look.arm[None, None].repeat(n, 0)))
    hand = _hand(there[:, :, 3], axes, look, arm)
    times = np.broadcast_to(np.arange(1, STEPS + 1) / STEPS, (n, STEPS))
    out = np.concatenate(
        [
            motions.base,
            pose[..., :2],
            c,
            s,
            gaps,
            movers,
            motions.arm - look.arm,
            rate.max(axis=2, keepdims=True) / STEP_S / 2.0,
            shape[:, :, 3],
            (motions.grip / 60.0)[..., None],
            hand,
            times[..., None],
            ((motions.grip - look.grip_n) / 60.0)[..., None],
        ],
        axis=2,
    )
    assert out.shape[2] == MOTION
    told: NDArray[np.float32] = np.clip(np.nan_to_num(out), -5.0, 5.0).astype(np.float32)
    return told


def _poses(base: Array) -> Array:
    """Where the base is after each set point [N, 20, 3], seen from where it is now."""
    yaw = np.cumsum(base[..., 2], axis=1) * STEP_S
    middle = yaw - base[..., 2] * STEP_S / 2
    c, s = np.cos(middle), np.sin(middle)
    x = np.cumsum(c * base[..., 0] - s * base[..., 1], axis=1) * STEP_S
    y = np.cumsum(s * base[..., 0] + c * base[..., 1], axis=1) * STEP_S
    return np.stack([x, y, yaw], axis=2)


def _gaps(look: Look, pose: Array, there: Array) -> Array:
    """Free distances [N, 20, 5]: base to low and to other things, how fast nearer; tool; links."""
    n = len(pose)
    out = np.full((n, STEPS, 5), CLEAR_M)
    out[..., 2] = 0.0
    points = look.points
    far = np.hypot(points[:, 0], points[:, 1])
    points = points[far < NEAR_M]
    if len(points) > MOST:
        points = points[np.argpartition(far[far < NEAR_M], MOST)[:MOST]]
    if not len(points):
        return out
    spots = pose[:, EVERY - 1 :: EVERY, :2].reshape(-1, 1, 2).astype(np.float32)
    flat = points.astype(np.float32)
    away = np.hypot(spots[..., 0] - flat[:, 0], spots[..., 1] - flat[:, 1])
    low = flat[:, 2] < 0.15
    shape = (n, STEPS // EVERY)
    for k, part in enumerate((low, ~low)):
        if part.any():
            gap = away[:, part].min(axis=1).reshape(shape) - BASE_M
            out[..., k] = _every(np.clip(gap, -0.25, CLEAR_M))
    least = np.minimum(out[..., 0], out[..., 1])
    out[..., 2] = np.diff(least, axis=1, prepend=least[:, :1]) / STEP_S
    near = flat[(np.hypot(flat[:, 0], flat[:, 1]) < 1.9)]
    for k, links in ((3, (3,)), (4, (1, 2))):
        gap = np.full(shape, CLEAR_M)
        for link in links:
            at = there[:, EVERY - 1 :: EVERY, link].reshape(-1, 1, 3).astype(np.float32)
            if len(near):
                d = at - near
                found = np.sqrt(np.einsum("ijk,ijk->ij", d, d).min(axis=1)).reshape(shape)
                gap = np.minimum(gap, found)
        out[..., k] = _every(gap)
    return out


def _every(values: Array) -> Array:
    """Values of every second step [N, 10] for all steps, the smaller neighbour between."""
    return np.repeat(values, EVERY, axis=1)


def _movers(look: Look, pose: Array, tool: Array, base: Array) -> Array:
    """Nearest mover, nearest person, how fast nearer, tool to person: [N, 20, 4]."""
    n = len(pose)
    out = np.full((n, STEPS, 4), 2.0)
    out[..., 2] = 0.0
    known = look.movers[look.movers[:, 0] > 0.5].astype(float)
    if not len(known):
        return out
    t = STEP_S * np.arange(1, STEPS + 1)
    at = known[:, None, 1:3] + known[:, None, 3:5] * t[None, :, None]  # [M, 20, 2]
    d = pose[:, None, :, :2] - at[None]
    away = np.hypot(d[..., 0], d[..., 1]) - BASE_M
    out[..., 0] = np.minimum(away.min(axis=1), 2.0)
    out[..., 2] = np.diff(out[..., 0], axis=1, prepend=out[:, :1, 0]) / STEP_S
    person = known[:, 5] > 0.5
    if person.any():
        out[..., 1] = np.minimum(away[:, person].min(axis=1) - BODY_M, 2.0)
        d = tool[:, None, :, :2] - at[None, person]
        near = np.hypot(d[..., 0], d[..., 1]).min(axis=1) - BODY_M
        out[..., 3] = np.minimum(near, 2.0)
    return out


def _hand(tool: Array, axes: Array, look: Look, arm: ArmShape) -> Array:
    """How the hand is tilted and jerked [N, 20, 3]: tilt from now, slosh angle (rad), speed."""
    now, turn = arm.where(look.arm[None])
    up0, up = turn[0, 2], axes[:, :, 2]  # the hand's axes' shares of "up"
    tilt = np.arccos(np.clip(np.einsum("k,ijk->ij", up0, up), -1.0, 1.0))
    speed = np.diff(tool, axis=1, prepend=np.broadcast_to(now[0, 3], (len(tool), 1, 3))) / STEP_S
    jolt = np.diff(speed, axis=1, prepend=speed[:, :1]) / STEP_S
    slosh = np.arctan2(np.hypot(jolt[..., 0], jolt[..., 1]), np.maximum(jolt[..., 2] + G, 1.0))
    return np.stack([tilt, tilt + slosh, np.linalg.norm(speed, axis=2)], axis=2)
