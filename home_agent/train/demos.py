"""Training seeds come in; the teacher picks things up, and rows to learn acting from go out.

The quick way, without a data set on disk: what `home-agent collect` records is richer.
"""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import numpy as np

from home_agent.errors import BadInput, HomeAgentError
from home_agent.home.approach import approach
from home_agent.ports import Policy
from home_agent.sim.home import make_home, to_map
from home_agent.sim.kinematics import ArmKinematics
from home_agent.sim.spec import HomeSpec, ThingSpec
from home_agent.stage import make_agent, set_stage
from home_agent.train.acts import KEYS, Shared, Watched, rows, write
from home_agent.train.held_out import held_out
from home_agent.train.shards import TRAIN_SEEDS
from home_agent.types import Ref, Step
from home_agent.vla.config import VLAConfig
from home_agent.vla.sample import Moves

VERBS = ("pick",)


def play(
    seed: int, config: VLAConfig, student: Policy | None = None, longest_s: float = 90.0
) -> Moves | None:
    """One thing of a training home picked up by the teacher; None when that did not work.

    With a `student` it drives first, and the teacher takes over at a random moment (DAgger).
    """
    if seed not in TRAIN_SEEDS:
        raise BadInput(f"Seed {seed} is not for training: use 0 to 99999.")
    spec = make_home(seed)
    thing = _target(spec, seed)
    if thing is None or thing.on is None:
        return None
    start = approach(to_map(spec), thing.on[0], thing.position_m[:2])
    spec = replace(spec, start=(start.x_m, start.y_m, start.yaw_rad))
    stage = set_stage(spec, "teacher", seed, gl=True)
    try:
        watched = Watched(stage.policy, config)
        driver: Policy = watched
        if student is not None:
            driver = Shared(student, watched, np.random.default_rng([seed, 5]))
        agent = make_agent(replace(stage, policy=driver))
        words = f"{thing.colour} {thing.kind}"
        what = Ref("thing", words, thing.kind, {"colour": thing.colour})
        where = Ref("place", thing.on[0], id=thing.on[0])
        found = agent.runner.run(Step("find", {"what": what, "where": where}))
        if not found.ok:
            return None
        picked = agent.runner.run(Step("pick", {"thing": found.value}, longest_s))
        if not picked.ok:
            return None
    except HomeAgentError:
        return None
    finally:
        if stage.world is not None:
            stage.world.close()
        stage.close()
    arm = ArmKinematics()
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


def _target(spec: HomeSpec, seed: int) -> ThingSpec | None:
    """A random thing that is in the open and not held out."""
    shut = {(place.id, face.id) for place in spec.places for face in place.surfaces if face.inside}
    out = held_out()
    free = [
        thing
        for thing in spec.things
        if thing.on is not None and thing.on not in shut and out.shows(thing.kind, thing.colour)
    ]
    if not free:
        return None
    return random.Random(seed).choice(sorted(free, key=lambda one: one.id))
