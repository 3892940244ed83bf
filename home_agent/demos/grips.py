"""Training seeds come in; looks at things, with every way to grip what they show, go out.

A robot is set down where it might stand to take a thing, its head turned to it. What the network
that sees makes of that look is kept as its hands will get it, and beside it all grips that are
within reach and clear: a set of them, since no one grip is the right one. Nothing is carried out.

A file holds, per look: body float32 [n, 48] (vla/body.py), crop float16 [n, 7, c, c], phrase, and
grips float32 [n, GRIPS, 11]: a tool pose as in vla/goal.py (position, two axes; base frame), how
good the planner finds it (1 best, 0: no grip) and how hard it grips (N); and where it was: home,
thing, stand [n, 3].
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import mujoco
import numpy as np
from numpy.typing import NDArray

from home_agent.demos.grip_trial import Grip, Trials
from home_agent.errors import BadInput, Blocked
from home_agent.perception.camera import map_to_base
from home_agent.sim.body import TUCK
from home_agent.sim.home import make_home
from home_agent.sim.kinematics import ArmKinematics, hand_matrix
from home_agent.sim.lessons import crowded
from home_agent.sim.motions.grasp import Grasp, grasps
from home_agent.sim.motions.nearby import Nearby
from home_agent.sim.motions.stands import usual
from home_agent.sim.spec import ThingSpec
from home_agent.sim.world import World
from home_agent.train.held_out import held_out
from home_agent.train.shards import TRAIN_SEEDS
from home_agent.types import Aim, Measured, Observation, Pose2D
from home_agent.vla import pictures
from home_agent.vla.body import features, target_of
from home_agent.vla.measure import measure
from home_agent.vla.runtime import Networks

Floats = NDArray[np.float64]
VALIDATION = range(100_000, 200_000)

GRIPS, COLUMNS = 24, 11  # kept a look, the best and some others
BEST = 14
MORE_THINGS = 40
FIRST_S = 0.4  # things come to rest
NEAR = 0.7  # share of looks from where it will be taken; the others from where one comes
FIRST_STANDS = 12  # of those near the robot one is taken at random
STANDS = 3  # from which a grip may be reached where the robot comes from afar
HANDLE, HARDLY = 0.4, 0.1  # share of looks where only the handle may be taken, if there is one
LIKED = 0.35  # a grip dearer than the best by this is worth 1/e of it
POINT_M = 0.02  # how inexactly is known where the thing is before the look
HEAD_AT = (-0.18, 1.24)
COLUMN_M = 0.012


@dataclass(frozen=True, slots=True)
class Look:
    """A robot before a thing: stand [3] (map), what it feels and sees, and all grips [m, 11]."""

    home: int
    thing: str
    aim: Aim
    stand: Floats
    body: NDArray[np.float32]
    crop: NDArray[np.float32]
    measured: Measured
    grips: NDArray[np.float32]


class Gripping:
    """Looks at things of one home, and trials of grips there."""

    def __init__(self, seed: int, networks: Networks) -> None:
        if seed not in TRAIN_SEEDS and seed not in VALIDATION:
            raise BadInput(f"Seed {seed} is not for this: use 0 to 199999.")
        self._rng = np.random.default_rng([seed, 53])
        out, shown = held_out(), seed not in TRAIN_SEEDS
        spec = crowded(
            make_home(seed),
            self._rng,
            MORE_THINGS,
            lambda thing: shown or out.shows(thing.kind, thing.colour),
        )
        self.seed, self._nets = seed, networks
        self.world = World(spec, seed, gl=True)
        self.world.step(FIRST_S)
        self.trials = Trials(self.world)
        self._arm = ArmKinematics()
        self._sign = 0

    def close(self) -> None:
        """Let go of graphics."""
        self.world.close()

    def looks(self, count: int, beside: float = NEAR) -> Iterator[tuple[Look, Nearby]]:
        """Looks at up to `count` things, each with what is round it.

        beside: the share of looks from where the thing can be taken; else from where one comes.
        """
        spec = self.world.spec
        closed = {(p.id, s.id) for p in spec.places for s in p.surfaces if s.inside}
        things = [one for one in spec.things if one.on is not None and one.on not in closed]
        for n in self._rng.permutation(len(things))[:count]:
            thing = things[int(n)]
            near = self.trials.near(thing.id)
            found = self._look(thing, near, self._rng.random() < beside)
            if found is not None:
                yield found, near

    def _look(self, thing: ThingSpec, near: Nearby, beside: bool) -> Look | None:
        rng, home = self._rng, self.world.home_map
        try:
            come = home.approach(thing.on[0] if thing.on else thing.room, thing.position_m[:2])
        except Blocked:
            return None
        start = np.array([come.x_m, come.y_m, come.yaw_rad])

        def free(pose: Floats) -> bool:
            return near.clear(pose, TUCK, 0.025) and near.room(pose, COLUMN_M)

        stands = usual(start, np.array(thing.position_m[:2]), free)
        if not stands:
            return None
        if beside:
            at = stands[int(rng.integers(min(len(stands), FIRST_STANDS)))].copy()
            at += rng.normal(0.0, (0.01, 0.01, 0.03))
            others = [at]
        else:
            at = start + rng.normal(0.0, (0.08, 0.08, 0.15))
            others = [stands[0], *stands[1 :: max(1, len(stands) // STANDS)]][: STANDS + 1]
        if not near.clear(at, TUCK, 0.005):
            return None
        self.trials.restore(at)
        pose = self.world.thing_pose(thing.id)
        ways = grasps(thing, pose.position_m, pose.rotation)
        handle = rng.random() < (HANDLE if any(one.style == "handle" for one in ways) else HARDLY)
        if handle:
            ways = grasps(thing, pose.position_m, pose.rotation, by_handle=True)
        grips = self._valid(thing, near, at, others, ways)
        if not len(grips):
            return None
        middle = pose.position_m + pose.rotation[:, 2] * thing.size_m[2] / 2
        words = f"{thing.colour} {thing.kind}"
        seen = self.see(at, middle)
        told = measure(self._nets, seen, middle + rng.normal(0.0, POINT_M, 3), words)
        if told is None:
            return None
        aim = Aim("pick", words, position_map_m=told.position_map_m, by_handle=handle)
        crop, body = self._feel(seen, told, aim)
        if crop is None:
            return None
        return Look(self.seed, thing.id, aim, at, body, crop, told, grips)

    def see(self, stand: Floats, point_map: Floats) -> Observation:
        """What the head sees from a stand, turned to a point."""
        base = Pose2D(float(stand[0]), float(stand[1]), float(stand[2]))
        ahead, left, _ = map_to_base(point_map[None], base)[0].tolist()
        ahead -= HEAD_AT[0]
        pan = math.atan2(left, ahead)
        tilt = math.atan2(HEAD_AT[1] - point_map[2], math.hypot(ahead, left))
        data, scene = self.world.data, self.world.scene
        data.qpos[scene.head_q] = np.clip((pan, tilt), (-2.6, -0.7), (2.6, 1.25))
        data.ctrl[scene.head_u] = data.qpos[scene.head_q]
        self._sign += 1
        data.time += 0.2 * self._sign  # or the last frame would be taken for a new one
        mujoco.mj_forward(self.world.model, data)
        return replace(self.world.observe(("head",)), base=base)

    def _feel(
        self, seen: Observation, told: Measured, aim: Aim
    ) -> tuple[NDArray[np.float32] | None, NDArray[np.float32]]:
        """The crop and the body's numbers as `vla.attention.Attention` makes them."""
        frame = seen.cameras["head"]
        at = np.array(told.position_map_m)
        base = map_to_base(at[None], seen.base)[0]
        crop = pictures.close_to(frame, pictures.channels(frame), base, self._nets.config.crop_px)
        target = target_of(aim, at, told, seen.base)
        body = features(seen, self._arm.tool(seen.arm), frame.pose_base, target)
        return crop, body

    def _valid(
        self,
        thing: ThingSpec,
        near: Nearby,
        at: Floats,
        stands: list[Floats],
        ways: list[Grasp],
    ) -> NDArray[np.float32]:
        """The grips that can be carried out from one of `stands`, [m, 11], base frame of `at`."""
        turn = hand_matrix(-at[2], 0.0, 0.0)
        kept: list[tuple[float, Grasp]] = []
        for way in sorted(ways, key=lambda one: one.cost + 0.02 * self._rng.random()):
            if len(kept) >= 2 * GRIPS:
                break
            grip = grip_of(way)
            if any(self.trials.reaches(near, thing.id, one, grip) for one in stands):
                kept.append((way.cost, way))
        if len(kept) > GRIPS:
            more = self._rng.permutation(np.arange(BEST, len(kept)))[: GRIPS - BEST]
            kept = kept[:BEST] + [kept[int(n)] for n in more]
        out = np.zeros((len(kept), COLUMNS), np.float32)
        for row, (cost, way) in zip(out, kept, strict=True):
            matrix = turn @ way.matrix
            row[:3] = turn @ (way.position_m - [at[0], at[1], 0.0])
            row[3:9] = matrix[:, :2].T.ravel()
            row[9:] = math.exp((kept[0][0] - cost) / LIKED), way.force_n
        return out


def grip_of(way: Grasp) -> Grip:
    """A planned grasp as the place to bring the hand to, from behind it and a little above."""
    back = -way.back_m * way.matrix[:, 0]
    back[2] += 0.01 * math.cos(way.pitch_rad)
    return Grip(way.position_m, way.matrix, back)


def record(out: Path, seed: int, networks: Networks, count: int) -> tuple[Path, int]:
    """Look at `count` things of a home and keep that, unless it was done; how many looks."""
    if seed not in TRAIN_SEEDS:
        raise BadInput(f"Seed {seed} is not for training: use 0 to 99999.")
    path = out / f"{seed:06d}.npz"
    if path.exists():
        with np.load(path) as found:
            return path, len(found["body"])
    stage = Gripping(seed, networks)
    try:
        looks = [look for look, _ in stage.looks(count)]
    finally:
        stage.close()
    if looks:
        write(path, looks)
    return path, len(looks)


def write(path: Path, looks: list[Look]) -> None:
    """Keep looks in a file."""
    grips = np.zeros((len(looks), GRIPS, COLUMNS), np.float32)
    for row, look in zip(grips, looks, strict=True):
        row[: len(look.grips)] = look.grips
    arrays: dict[str, Any] = {
        "body": np.stack([look.body for look in looks]),
        "crop": np.stack([look.crop for look in looks]).astype(np.float16),
        "phrase": np.array([look.aim.words for look in looks]),
        "grips": grips,
        "home": np.array([look.home for look in looks]),
        "thing": np.array([look.thing for look in looks]),
        "stand": np.stack([look.stand for look in looks]),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".part.npz")
    np.savez_compressed(draft, allow_pickle=False, **arrays)
    draft.rename(path)
