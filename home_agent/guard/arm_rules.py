"""A wanted arm set point and what is felt and near come in; the arm motion allowed goes out."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from home_agent.guard.arm import Point, ease, links
from home_agent.guard.limits import ARM_TORQUE, HEAD_HIGH, HEAD_LOW, Limits
from home_agent.types import Hazard, Observation

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ArmState:
    """The last arm set point [8], its rates [8], where its tool is and how long joints pushed."""

    joints: Array
    rates: Array
    tool: Point
    pushed_s: Array


def start(seen: Observation) -> ArmState:
    """The arm as it is measured, at rest."""
    return ArmState(seen.arm.copy(), np.zeros(8), links(seen.arm)[-1], np.zeros(9))


def felt(state: ArmState, seen: Observation, dt_s: float) -> Array:
    """How long [s] each joint [0:8] and the wrist [8] have pushed beyond their limits, [9]."""
    pushed = np.zeros(9)
    pushed[:8] = np.where(np.abs(seen.arm_torque) > ARM_TORQUE, state.pushed_s[:8] + dt_s, 0.0)
    return pushed


def move(
    wanted: Array,
    state: ArmState,
    seen: Observation,
    *,
    people: Array,
    keep_m: float,
    top_mps: float,
    dt_s: float,
    limits: Limits,
) -> tuple[ArmState, Hazard | None]:
    """One period of arm motion towards `wanted` [8].

    people [n, 2]: in the base frame, which the tool may not come nearer to than `keep_m`.
    top_mps: the tool's top speed.
    """
    pushed = felt(state, seen, dt_s)
    force_n = math.sqrt(float(seen.wrench[:3] @ seen.wrench[:3]))
    pushed[8] = state.pushed_s[8] + dt_s if force_n > limits.wrist_n else 0.0
    hard = pushed > limits.torque_s
    hazard: Hazard | None = None
    aim = wanted
    if hard.any():
        # Let go: what pushes further stays where it is measured, what backs off may move.
        further = (wanted - seen.arm) * seen.arm_torque > 0.0
        held = further & (hard[:8] | hard[8])
        if held.any():
            aim = np.where(held, seen.arm, wanted)
            hazard = Hazard("force", "something", state.tool, 0.7)
    joints, rates = ease(aim, state.joints, state.rates, dt_s)
    tool = links(joints)[-1]
    moved = math.dist(tool, state.tool)
    if dt_s > 0.0 and moved > top_mps * dt_s:
        part = top_mps * dt_s / moved
        joints = state.joints + part * (joints - state.joints)
        rates = rates * part
        tool = links(joints)[-1]
    ban = _ban(tool, state.tool, people, keep_m, limits)
    if ban is not None:
        return ArmState(state.joints, np.zeros(8), state.tool, pushed), ban
    return ArmState(joints, rates, tool, pushed), hazard


def _ban(tool: Point, last: Point, people: Array, keep_m: float, limits: Limits) -> Hazard | None:
    """Why the tool must not go there; never a reason to hold it where it already is too far."""
    if (tool[2] < limits.tool_low_m and tool[2] < last[2] - 1e-6) or (
        tool[2] > limits.tool_high_m and tool[2] > last[2] + 1e-6
    ):
        return Hazard("reach", "the floor" if tool[2] < 1.0 else "above", tool, 0.3)
    for x, y in people.tolist():
        after = math.hypot(tool[0] - x, tool[1] - y)
        if after < keep_m and after < math.hypot(last[0] - x, last[1] - y) - 1e-5:
            return Hazard("person", "someone", (x, y, 0.8), 0.6)
    return None


def look(wanted: Array, last: Array, dt_s: float, limits: Limits) -> Array:
    """The head's next set point [2], within its limits and top rate."""
    step = limits.head_rps * dt_s
    return np.clip(np.clip(wanted, last - step, last + step), HEAD_LOW, HEAD_HIGH)
