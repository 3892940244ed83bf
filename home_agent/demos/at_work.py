"""Training seeds come in; rows to learn acting from go out, of the planner at work.

What demonstrates is what a network can repeat: the expert's motions planned on perceived state
(`baselines.planner`), with eyes about as inexact as the network's own. Noise pushes it off its way
now and then, and what it wants then is recorded: the way back. `home-agent collect` records the
teacher in full; this is what the rows of acting are made of.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from home_agent.baselines.planner import Planner
from home_agent.demos.scenes import NothingToDoError, make_scene
from home_agent.demos.trouble import Trouble
from home_agent.demos.true_eyes import TrueEyes
from home_agent.errors import BadInput, HomeAgentError
from home_agent.perception.driver import LocalDriver
from home_agent.perception.ground import Perceived
from home_agent.ports import Policy
from home_agent.sim.kinematics import ArmKinematics
from home_agent.sim.world import World
from home_agent.stage import make_agent, set_stage
from home_agent.train.acts import KEYS, Shared, Watched, rows, write
from home_agent.train.held_out import held_out
from home_agent.train.shards import TRAIN_SEEDS
from home_agent.types import ActionChunk, Aim, Detection, Observation, Ref
from home_agent.vla.config import VLAConfig
from home_agent.vla.driven import Driven
from home_agent.vla.sample import Moves

TASKS = ("pick", "place", "give", "pick", "hot", "open", "place", "close")
VERBS = ("pick", "place", "give", "open", "close", "home")
EYES_M = 0.004  # how inexactly what is acted on is measured
NOISY = 0.6  # of the runs
LONGEST_S = 150.0


class TooLongError(Exception):
    """A run in which nothing works any more is not worth its time."""


def _end(world: World) -> None:
    if world.time_s > LONGEST_S:
        raise TooLongError


class Shaken:
    """A policy whose chunks are not carried out quite as it wants; a `ports.Policy`."""

    def __init__(self, inner: Policy, trouble: Trouble) -> None:
        self._inner, self._trouble = inner, trouble
        self.name = inner.name

    def look(self, seen: Observation, wanted: Sequence[Ref] = ()) -> tuple[Detection, ...]:
        return self._inner.look(seen, wanted)

    def begin(self, aim: Aim, seen: Observation) -> None:
        self._trouble.begin(aim)
        self._inner.begin(aim, seen)

    def act(self, seen: Observation) -> ActionChunk:
        return self._trouble.change(self._inner.act(seen))


def play(seed: int, config: VLAConfig, student: Policy | None = None) -> Moves | None:
    """One task in a training home; None when it did not come off or there is nothing to do.

    With a `student` it drives first, and the planner takes over at a random moment (DAgger).
    """
    if seed not in TRAIN_SEEDS:
        raise BadInput(f"Seed {seed} is not for training: use 0 to 99999.")
    try:
        scene = make_scene(TASKS[seed % len(TASKS)], seed)
    except NothingToDoError:
        return None
    out = held_out()
    meant = [thing for thing in scene.spec.things if thing.id in scene.wanted]
    if not all(out.shows(thing.kind, thing.colour) for thing in meant):
        return None
    stage = set_stage(scene.spec, "teacher", seed, gl=True)
    assert stage.world is not None
    rng = np.random.default_rng([seed, 23])
    arm = ArmKinematics()
    ground = Perceived(stage.home, arm)
    planner = Planner(stage.home, TrueEyes(stage.world, EYES_M, seed), ground, seed)
    watched = Watched(planner, config)
    trouble = Trouble("noise" if rng.random() < NOISY else "none", stage.world, rng)
    hands: Policy = Shaken(watched, trouble)
    if student is not None:
        hands = Shared(student, watched, rng)
    policy = Driven(hands, LocalDriver(stage.home, arm, ground), arm)
    stage.world.watchers.append(_end)
    try:
        agent = make_agent(replace(stage, policy=policy))
        scene.play(agent)
        assert stage.referee is not None
        if not stage.referee.verdict(scene.judge).success:
            return None
    except (HomeAgentError, TooLongError):
        return None
    finally:
        stage.world.close()
        stage.close()
    return _rows(watched, arm, config)


def _rows(watched: Watched, arm: ArmKinematics, config: VLAConfig) -> Moves | None:
    parts = [
        part
        for course in watched.courses
        if course.aim.verb in VERBS and (part := rows(course, arm, config)) is not None
    ]
    if not parts:
        return None
    return Moves(**{key: np.concatenate([getattr(one, key) for one in parts]) for key in KEYS})


def record(
    out: Path, seed: int, config: VLAConfig, student: Policy | None = None
) -> tuple[Path, int]:
    """Play one seed and keep its rows, unless that was done; the file and how many rows."""
    path = out / f"{seed:06d}.npz"
    if path.exists():
        with np.load(path) as found:
            return path, len(found["verb"])
    batch = play(seed, config, student)
    if batch is None:
        return path, 0
    write(path, batch)
    return path, len(batch.verb)
