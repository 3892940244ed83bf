"""Memory, an observation and a wanted chunk come in; one safe motion and what was taken go out.

A pure function: the same input gives the same output, nothing is kept, read or written elsewhere.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from home_agent.guard import arm_rules, zones
from home_agent.guard.arm import links
from home_agent.guard.chunk import Motion, fault, over_s, set_point
from home_agent.guard.drive import Near, drive
from home_agent.guard.frames import to_base, to_odom
from home_agent.guard.limits import Limits
from home_agent.guard.points import Seen, bumped, pose_at, remember
from home_agent.guard.reasons import sentence
from home_agent.types import ActionChunk, Hazard, Observation, Situation, Verdict

Array = NDArray[np.float64]
ROUTINE = 0.2  # care that needs no words: people far away, floor not yet seen, arm stretched out


@dataclass(frozen=True, slots=True)
class Memory:
    """All that the guard carries from one tick to the next; a fresh one knows nothing.

    base [3], push [3]: the last commanded velocity and acceleration. people [n, 2]: in the
    odometry's frame, seen at people_t_s. latched: why the robot is stopped until `resume`.
    told: when each reason was last told.
    """

    t_s: float = -math.inf
    base: Array = field(default_factory=lambda: np.zeros(3))
    push: Array = field(default_factory=lambda: np.zeros(3))
    arm: arm_rules.ArmState | None = None
    head: Array | None = None
    grip: float = 0.0
    seen: Seen = field(default_factory=Seen)
    people: Array = field(default_factory=lambda: np.zeros((0, 2)))
    people_t_s: float = -math.inf
    latched: str = ""
    told: tuple[tuple[str, float], ...] = ()


def guard(
    memory: Memory,
    seen: Observation,
    chunk: ActionChunk | None,
    situation: Situation,
    *,
    now_s: float,
    limits: Limits,
) -> tuple[Motion | None, Memory, Verdict | None]:
    """One tick. The Verdict is None when the motion is what was wanted, but for smoothing.

    now_s: the time on the robot's clock. A Verdict's `reason` is empty when the same was told
    less than three seconds ago, or when the hazards are mere routine (severity under 0.2). The
    motion is None only while the robot has never yet said where its arm is; then nothing may be
    sent.
    """
    dt_s = min(max(now_s - memory.t_s, 0.0), 0.1) if math.isfinite(memory.t_s) else 0.0
    if not _sound(seen):
        return _halt(memory, now_s, limits, Hazard("sensors", "my own sensors"))
    arm = memory.arm or arm_rules.start(seen)
    head = memory.head if memory.head is not None else seen.head.copy()
    shape = links(seen.arm)
    holding = situation.verb in zones.MANIPULATES or seen.grip.force_n > 1.0
    memory = replace(
        memory,
        arm=arm,
        head=head,
        seen=bumped(
            remember(memory.seen, seen, shape, holding, now_s=now_s, limits=limits),
            seen,
            memory.base,
            limits,
        ),
    )
    memory = _people(memory, seen, situation, now_s, limits)
    stop = _must_halt(memory, seen, chunk, now_s, limits)
    if stop is not None or chunk is None:
        return _halt(memory, now_s, limits, stop)
    wanted = set_point(chunk, now_s)
    people = to_base(memory.people, seen.base)
    hazards: list[Hazard] = []

    near = Near(memory.seen, shape, people, situation)
    base = drive(
        wanted.base,
        (memory.base, memory.push),
        seen,
        near,
        dt_s=dt_s,
        limits=limits,
        hazards=hazards,
    )
    top, keep = zones.tool_limits(arm.tool, people, situation, limits)
    arm, trouble = arm_rules.move(
        wanted.arm,
        arm,
        seen,
        people=people,
        keep_m=keep,
        top_mps=top,
        dt_s=dt_s,
        limits=limits,
    )
    if trouble is not None:
        hazards.append(trouble)
    head = arm_rules.look(wanted.head, head, dt_s, limits)
    grip = min(max(wanted.grip, -limits.max_grip_n), limits.max_grip_n)
    opens = situation.verb == "give" and grip < 0.5 * memory.grip
    if (
        opens
        and zones.hot(situation, limits)
        and zones.nearest(people, shape[-1]) < limits.people_m
    ):
        grip = memory.grip
        hazards.append(Hazard("hot", "what I hold", shape[-1], 1.0))
    motion = Motion(base, arm.joints, head, grip)
    memory = replace(
        memory,
        t_s=now_s,
        base=base,
        push=(base - memory.base) / dt_s if dt_s > 0.0 else memory.push,
        arm=arm,
        head=head,
        grip=grip,
    )
    return (motion, *_tell(memory, motion, tuple(hazards), allow=True, now_s=now_s, limits=limits))


def _sound(seen: Observation) -> bool:
    """Whether the robot's own measurements are numbers."""
    base = seen.base
    plain = (seen.t_s, seen.lidar_t_s, base.x_m, base.y_m, base.yaw_rad, seen.grip.force_n)
    if not all(math.isfinite(value) for value in plain):
        return False
    arrays = ((seen.arm, 8), (seen.arm_torque, 8), (seen.head, 2), (seen.wrench, 6))
    return all(each.shape == (n,) and bool(np.isfinite(each).all()) for each, n in arrays)


def _must_halt(
    memory: Memory, seen: Observation, chunk: ActionChunk | None, now_s: float, limits: Limits
) -> Hazard | None:
    """The reason for which nothing may move now; kind "idle" when nothing is wanted."""
    if memory.latched:
        return Hazard("stopped", memory.latched)
    if chunk is None:
        return Hazard("idle", "nothing")
    wrong = fault(chunk, now_s)
    if wrong:
        return Hazard("command", wrong)
    if now_s - seen.t_s > limits.seen_old_s:
        return Hazard("sensors", "my own sensors")
    if now_s - seen.lidar_t_s > limits.lidar_old_s:
        return Hazard("sensors", "my laser scanner")
    if over_s(chunk, now_s) > limits.chunk_over_s:
        moving = float(np.abs(memory.base).max()) > 1e-3
        return Hazard("deadman" if moving else "idle", "nothing")
    return None


def _halt(
    memory: Memory, now_s: float, limits: Limits, hazard: Hazard | None
) -> tuple[Motion | None, Memory, Verdict | None]:
    """Stand still: the base at rest, arm, head and grip as they are."""
    if memory.arm is None or memory.head is None:
        return None, memory, None
    motion = Motion(np.zeros(3), memory.arm.joints, memory.head, memory.grip)
    still = replace(memory.arm, rates=np.zeros(8))
    memory = replace(memory, t_s=now_s, base=np.zeros(3), push=np.zeros(3), arm=still)
    if hazard is None or hazard.kind == "idle":
        return motion, memory, None
    return (motion, *_tell(memory, motion, (hazard,), allow=False, now_s=now_s, limits=limits))


def _people(
    memory: Memory, seen: Observation, situation: Situation, now_s: float, limits: Limits
) -> Memory:
    """Take over newly seen people, forget those not seen for long."""
    where = np.asarray(situation.people, float).reshape(-1, 2)
    if situation.people_t_s > memory.people_t_s and np.isfinite(where).all():
        then = pose_at(memory.seen, seen.base, situation.people_t_s)
        memory = replace(memory, people=to_odom(where, then), people_t_s=situation.people_t_s)
    if len(memory.people) and now_s - memory.people_t_s > limits.people_keep_s:
        memory = replace(memory, people=np.zeros((0, 2)))
    return memory


def _tell(
    memory: Memory,
    motion: Motion,
    hazards: tuple[Hazard, ...],
    *,
    allow: bool,
    now_s: float,
    limits: Limits,
) -> tuple[Memory, Verdict | None]:
    """The Verdict on this tick, with a reason unless it was told a moment ago."""
    if not hazards:
        return memory, None
    worst = max(hazards, key=lambda each: each.severity)
    key = f"{worst.kind}: {worst.what}"
    told = dict(memory.told)
    reason = ""
    if worst.severity >= ROUTINE and now_s - told.get(key, -math.inf) > limits.tell_again_s:
        reason = sentence(worst)
    told[key] = now_s
    told = {name: t_s for name, t_s in told.items() if now_s - t_s <= 2 * limits.tell_again_s}
    action = ActionChunk(
        t_s=now_s,
        dt_s=0.05,
        base=motion.base[None],
        arm=motion.arm[None],
        head=motion.head[None],
        grip=np.array([motion.grip]),
        done=np.zeros(1),
    )
    verdict = Verdict(allow, action, worst.severity, hazards, reason)
    return replace(memory, told=tuple(told.items())), verdict
