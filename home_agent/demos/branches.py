"""Training seeds come in; what would have come of many motions in their homes goes out.

The teacher works in homes with hazards in them. At moments of its work the real simulator is rolled
two seconds forward under its own chunk, random ones and ones meant badly, and what harm came about
is written beside what the robot's sensors knew (imagination.sight). No pictures are rendered.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import mujoco
import numpy as np
from numpy.typing import NDArray

from home_agent.demos.motions import candidates
from home_agent.demos.scenes import NothingToDoError, make_scene
from home_agent.errors import BadInput, HomeAgentError
from home_agent.home.floor_grid import FloorGrid
from home_agent.home.shape import wrap
from home_agent.imagination.motions import Motions, described, extended
from home_agent.imagination.sight import Look, Sight
from home_agent.imagination.spec import STEP_S, STEPS
from home_agent.sim.branch import Goes, branch, command, step
from home_agent.sim.harm import Harms
from home_agent.sim.hazards import BALL, HAZARDS, MOVING, Mishaps, hazardous
from home_agent.sim.world import CONTROL_DT_S, World
from home_agent.stage import ARM, Stage, make_agent, set_stage
from home_agent.types import ActionChunk, Observation, Pose2D, Situation, Verdict

SEEDS = range(100_000)
TASKS = ("drive", "upright", "hot", "place", "search", "upright", "give", "hot", "pick", "open")
LONGEST_S = 45.0  # simulated, of one run
ENOUGH = 5  # steps after a collision: what comes then does not matter any more
CALM, BUSY = 0.16, 0.5  # how often a moment is branched, by itself and with a mishap on its way
QUIET_S = (1.0, 4.0)  # between two mishaps
LIKELY = {"rolls": 0.6, "child runs": 0.6, "pet runs": 0.5, "lies": 0.2, "edge": 0.4, "stack": 0.4}
LIKELY |= {"door": 0.4}
FUTURE = 10  # the step at which the branch is looked at again
SUB = round(STEP_S / CONTROL_DT_S)


class TooLongError(Exception):
    """A run that goes on and on is not worth its time."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a motion came to: harms bool [20, 8] by each step, measures [20, 4] and who or what."""

    harms: NDArray[np.bool_]
    measures: NDArray[np.float32]
    causes: dict[str, str]


def roll(
    world: World,
    motions: Motions,
    n: int,
    floor: FloorGrid | None = None,
    goes_on: Sequence[Goes] = (),
    at_step: Callable[[int], None] | None = None,
) -> Outcome:
    """What the n-th motion comes to without any guard; the world is left as it was."""
    harms = np.zeros((STEPS, 8), bool)
    measures = np.zeros((STEPS, 4), np.float32)
    head = world.data.ctrl[world.scene.head_u].copy()
    causes: dict[str, str] = {}
    with branch(world, goes_on):
        watch = Harms(world, (BALL,), floor)
        worst = np.array([9.0, 0.0, 0.0, 9.0])
        for k in range(STEPS):
            for _ in range(SUB):
                told = motions.base[n, k], motions.arm[n, k], head, float(motions.grip[n, k])
                command(world, *told)
                step(world)
                noted = watch.note()
                worst[[0, 3]] = np.minimum(worst[[0, 3]], [noted.people_m, noted.clear_m])
                worst[[1, 2]] = np.maximum(worst[[1, 2]], [noted.force_n, noted.torque])
            harms[k:], measures[k:] = noted.harms, worst
            causes = noted.causes
            if at_step is not None:
                at_step(k)
            if k >= ENOUGH and (harms[k - ENOUGH, 0] or harms[k - ENOUGH, 2]):
                break
    return Outcome(harms, measures, causes)


class Brancher:
    """Stand where imagination stands (ports.WorldModel), change nothing, and branch the world."""

    name = "brancher"

    def __init__(self, world: World, rng: np.random.Generator, hazards: tuple[str, ...]) -> None:
        self._world, self._rng = world, rng
        self._sight = Sight(ARM)
        self._floor = world.floor_grid(things=False)
        self._mishaps = Mishaps(world, rng)
        self._moving = tuple(name for name in hazards if name in MOVING)
        self._next_s = float(rng.uniform(*QUIET_S))
        self.rows: list[dict[str, Any]] = []

    def imagine(self, seen: Observation, chunk: ActionChunk, situation: Situation) -> Verdict:
        """Take a moment in, and branch it now and then."""
        look = self._sight.see(seen, situation)
        world, rng = self._world, self._rng
        due = self._moving and not self._mishaps.running and world.time_s > self._next_s
        if due and self._mishaps.start(str(rng.choice(self._moving))):
            self._next_s = world.time_s + float(rng.uniform(*QUIET_S)) + 2.0
        busy = bool(self._mishaps.running) or bool((look.movers[:, 0] > 0).any())
        holds = situation.held != ""
        often = BUSY if self._mishaps.running else (2.0 if busy or holds else 1.0) * CALM
        if not world.handover.taken and rng.random() < often:
            self._keep(look, seen, chunk, situation)
        if self._mishaps.running == "door" and rng.random() < 0.2:
            self._mishaps.running = ""
        return Verdict(True, chunk)

    def _keep(
        self, look: Look, seen: Observation, chunk: ActionChunk, situation: Situation
    ) -> None:
        motions = candidates(look, extended(chunk, seen.t_s), self._rng)
        try:
            found = [self._one(motions, n, seen, situation) for n in range(len(motions))]
        except mujoco.FatalError:  # a violent motion that the physics cannot follow
            return
        row = {
            "grid": _bytes(look.grid),
            "movers": look.movers,
            "body": look.body,
            "motion": described(look, motions, ARM).astype(np.float16),
            "harms": np.stack([one.harms for one, _ in found]),
            "measures": np.stack([one.measures for one, _ in found]),
            # Where a collision ended it early there is no later look: the row is not used.
            "later": np.array([at is not None for _, at in found]),
            "next_grid": np.stack([_bytes((at or look).grid) for _, at in found]),
            "next_movers": np.stack([(at or look).movers for _, at in found]),
            "next_body": np.stack([(at or look).body for _, at in found]),
            "mishap": np.array((*MOVING, "").index(self._mishaps.running), np.int8),
        }
        self.rows.append(row)

    def _one(
        self, motions: Motions, n: int, seen: Observation, situation: Situation
    ) -> tuple[Outcome, Look | None]:
        world, ahead = self._world, self._sight.copy()
        begun = world.base_pose()
        looks: list[Look] = []

        def again(k: int) -> None:
            if k == FUTURE - 1 and n < 2:
                raw = world.observe(("floor",))
                base = moved_on(seen.base, begun, world.base_pose())
                looks.append(ahead.see(replace(raw, base=base), situation))

        found = roll(world, motions, n, self._floor, (self._mishaps,), again)
        return found, looks[0] if looks else None


def _bytes(grid: NDArray[np.float32]) -> NDArray[np.uint8]:
    return np.round(255 * grid).astype(np.uint8)


def moved_on(believed: Pose2D, begun: Pose2D, now: Pose2D) -> Pose2D:
    """Where the robot believes to be after it truly went from `begun` to `now`."""
    turn = believed.yaw_rad - begun.yaw_rad
    c, s = np.cos(turn), np.sin(turn)
    dx, dy = now.x_m - begun.x_m, now.y_m - begun.y_m
    return Pose2D(
        believed.x_m + float(c * dx - s * dy),
        believed.y_m + float(s * dx + c * dy),
        wrap(now.yaw_rad + turn),
        believed.frame,
    )


def hazardous_stage(
    task: str, seed: int, hazards: tuple[str, ...], rng: np.random.Generator
) -> tuple[Stage, Any]:
    """The teacher's stage for a task in a home with hazards, and the scene to play."""
    scene = make_scene(task, seed)
    spec = hazardous(scene.spec, hazards, rng)
    return set_stage(spec, "teacher", seed), scene


def record(out: Path, seed: int, kinds: tuple[str, ...] = HAZARDS) -> int:
    """Branch the run of a seed and keep what came of it; how many moments were kept."""
    if seed not in SEEDS:
        raise BadInput(f"Seed {seed} is not for training: use 0 to 99999.")
    path = out / f"{seed:06d}.npz"
    if path.exists():
        with np.load(path) as found:
            return len(found["body"])
    rng = np.random.default_rng([seed, 41])
    hazards = tuple(one for one in kinds if rng.random() < LIKELY[one])
    task = TASKS[seed % len(TASKS)]
    try:
        stage, scene = hazardous_stage(task, seed, hazards, rng)
    except NothingToDoError:
        return 0
    world = stage.world
    assert world is not None

    def end(world: World) -> None:
        if world.time_s > LONGEST_S:
            raise TooLongError

    brancher = Brancher(world, rng, hazards)
    world.watchers.append(end)
    try:
        scene.play(make_agent(replace(stage, world_model=brancher)))
    except (HomeAgentError, TooLongError):
        pass
    finally:
        stage.close()
    if not brancher.rows:
        return 0
    out.mkdir(parents=True, exist_ok=True)
    columns: dict[str, Any] = {
        key: np.stack([row[key] for row in brancher.rows]) for key in brancher.rows[0]
    }
    part = path.with_suffix(".part.npz")
    np.savez_compressed(part, **columns)
    part.rename(path)
    return len(brancher.rows)
