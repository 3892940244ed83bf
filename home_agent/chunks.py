"""Chunks and times come in; the step that is due, and a chunk that stands still, go out."""

from __future__ import annotations

import numpy as np

from home_agent.types import ActionChunk, Observation

STILL_STEPS, STILL_DT_S = 8, 0.05


def due(chunk: ActionChunk, t_s: float) -> int:
    """The step of a chunk that is due at `t_s`, the first before it begins, the last after."""
    return min(max(0, round((t_s - chunk.t_s) / chunk.dt_s)), len(chunk.done) - 1)


def over(chunk: ActionChunk, t_s: float) -> bool:
    """Has its last step had its time?"""
    return t_s > chunk.t_s + (len(chunk.done) - 0.5) * chunk.dt_s


def still(seen: Observation, last: ActionChunk | None) -> ActionChunk:
    """Stand still and keep the grip; arm and head stay where the `last` chunk had sent them."""
    arm, head, grip = seen.arm, seen.head, 0.0
    if last is not None:
        at = due(last, seen.t_s - last.dt_s)
        arm, head, grip = last.arm[at], last.head[at], float(last.grip[at])
    return ActionChunk(
        t_s=seen.t_s,
        dt_s=STILL_DT_S,
        base=np.zeros((STILL_STEPS, 3)),
        arm=np.tile(arm, (STILL_STEPS, 1)),
        head=np.tile(head, (STILL_STEPS, 1)),
        grip=np.full(STILL_STEPS, grip),
        done=np.zeros(STILL_STEPS),
    )
