"""A moment of a run comes in; what a motion comes to with which safety layers goes out.

Every layer starts from the same state of the same simulated world (sim.branch), with the same
things going on in it, and acts on what the sensors show from then on.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from home_agent.acting import TICKS
from home_agent.demos.branches import moved_on
from home_agent.guard.guard import guard
from home_agent.guard.limits import Limits
from home_agent.guard.lockstep import LockstepGuard
from home_agent.home.floor_grid import FloorGrid
from home_agent.imagination.choice import Imagination
from home_agent.imagination.motions import Motions
from home_agent.imagination.spec import STEP_S, STEPS
from home_agent.perception.people import people_base
from home_agent.ports import WorldModel
from home_agent.sim.branch import Goes, branch, command, step
from home_agent.sim.harm import HARMS, Harms
from home_agent.sim.hazards import BALL
from home_agent.sim.world import CONTROL_DT_S, World
from home_agent.turns import FLOOR_S, PEOPLE_S
from home_agent.types import ActionChunk, CameraFrame, Observation, Situation

LAYERS = ("none", "guard", "imagination", "both")
SPAN_S = STEPS * STEP_S
PER_STEP = round(STEP_S / CONTROL_DT_S)


@dataclass(frozen=True, slots=True)
class Moment:
    """A world at work, seen by its robot: what branches begin from."""

    world: World
    seen: Observation
    situation: Situation
    keeper: LockstepGuard
    mind: Callable[[], Imagination]
    floor: FloorGrid
    goes_on: Sequence[Goes]


@dataclass(slots=True)
class Came:
    """What came of a motion: harm -> when [s] and who or what; when imagination first warned."""

    when_s: dict[str, float] = field(default_factory=dict)
    cause: dict[str, str] = field(default_factory=dict)
    warned_s: float | None = None


def run(moment: Moment, motions: Motions, n: int, layers: str) -> Came:
    """The n-th motion under "none", "guard", "imagination" or "both"; the world stays as it was."""
    world, came = moment.world, Came()
    begun_s, begun = world.time_s, world.base_pose()
    wanted = chunk_of(motions, n, begun_s, world)
    mind = moment.mind() if layers in ("imagination", "both") else None
    memory, limits = moment.keeper._memory, Limits()
    situation = moment.situation
    with branch(world, moment.goes_on):
        watch = Harms(world, (BALL,), moment.floor)
        told = wanted
        frames: dict[str, CameraFrame] = {}
        people_s = floor_s = begun_s
        for tick in range(round(SPAN_S / CONTROL_DT_S)):
            now_s = world.time_s
            if layers != "none":
                due: tuple[str, ...] = ()
                if now_s - floor_s >= FLOOR_S - 1e-6:
                    due, floor_s = ("floor",), now_s
                if now_s - people_s >= PEOPLE_S - 1e-6:
                    due, people_s = (*due, "head"), now_s
                raw = world.observe(due)
                base = moved_on(moment.seen.base, begun, world.base_pose())
                seen = replace(raw, base=base)
                frames.update(raw.cameras)
                if "head" in due:
                    situation = _with_people(situation, seen, world)
                if mind is not None and tick % TICKS == 0:
                    told = _imagined(mind, seen, frames, wanted, situation, came, now_s - begun_s)
                    frames = {}
            if layers in ("guard", "both"):
                motion, memory, _ = guard(memory, raw, told, situation, now_s=now_s, limits=limits)
                if motion is not None:
                    command(world, motion.base, motion.arm, motion.head, motion.grip)
            else:
                k = min(int((now_s - begun_s) / STEP_S + 1e-6), STEPS - 1)
                command(world, told.base[k], told.arm[k], told.head[k], float(told.grip[k]))
            step(world)
            noted = watch.note()
            for h in np.flatnonzero(noted.harms).tolist():
                if HARMS[h] not in came.when_s:
                    came.when_s[HARMS[h]] = world.time_s - begun_s
                    came.cause[HARMS[h]] = noted.causes.get(HARMS[h], "")
            if layers == "none" and {"thing", "person"} & came.when_s.keys():
                break
    return came


def chunk_of(motions: Motions, n: int, t_s: float, world: World) -> ActionChunk:
    """A motion as a chunk of 20 set points from `t_s` on."""
    head = np.tile(world.data.ctrl[world.scene.head_u], (STEPS, 1))
    base, arm, grip = motions.base[n].copy(), motions.arm[n].copy(), motions.grip[n].copy()
    return ActionChunk(t_s, STEP_S, base, arm, head, grip, np.zeros(STEPS))


def forked(mind: Imagination) -> Imagination:
    """An imagination that goes on by itself from here."""
    other = copy.copy(mind)
    other._sight, other.took_s, other._said = mind._sight.copy(), [], {}
    other._kept = None
    return other


def _imagined(
    mind: WorldModel,
    seen: Observation,
    frames: dict[str, CameraFrame],
    wanted: ActionChunk,
    situation: Situation,
    came: Came,
    at_s: float,
) -> ActionChunk:
    verdict = mind.imagine(replace(seen, cameras=dict(frames)), wanted, situation)
    if verdict.hazards and came.warned_s is None:
        came.warned_s = at_s
    return verdict.action


def _with_people(situation: Situation, seen: Observation, world: World) -> Situation:
    found = people_base(seen, world.home_map)
    return replace(situation, people=found, people_t_s=seen.t_s)
