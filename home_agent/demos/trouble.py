"""A clean chunk of the teacher comes in; what is executed instead goes out, to teach recovery.

Noise pushes base, arm and head off their way for a while (the label stays clean). A miss leads the
hand past the thing once; a move shifts the thing before the hand closes; a drop opens the hand on
the way. What happens after each is a demonstration of getting out of it.
"""

from __future__ import annotations

import math
from dataclasses import replace

import mujoco
import numpy as np
from numpy.typing import NDArray

from home_agent.sim.world import World
from home_agent.types import ActionChunk, Aim

Floats = NDArray[np.float64]
BASE_SD = np.array([0.05, 0.05, 0.15])  # m/s, m/s, rad/s
ARM_SD = np.array([0.008, 0.025, 0.015, 0.025, 0.03, 0.03, 0.02, 0.04])  # m, rad
HEAD_SD = np.array([0.05, 0.04])
KEEP = 0.85  # of the noise from one control period to the next
ON_S, OFF_S = (0.4, 1.4), (0.8, 3.0)
OPEN_N, DROP_S = -20.0, 0.5
MISS_M, MISS_RAD = 0.07, 0.13  # over the thing by the lift, or past it by the shoulder
SHIFT_M = (0.03, 0.09)
DEEP_M = 0.002
CARRYING = ("go", "look")


class Trouble:
    """One mishap of a run, decided by `rng`: "none", "noise", "miss", "move" or "drop"."""

    def __init__(self, kind: str, world: World, rng: np.random.Generator) -> None:
        self.kind, self._world, self._rng = kind, world, rng
        self._noise = np.zeros(13)
        self._on = False
        self._turn_s = 0.0
        self._happened = self._spoilt = False
        self._at_s = math.inf  # when the mishap of this step is due
        self._until_s = -math.inf
        self._miss = np.zeros(8)
        if rng.random() < 0.5:
            self._miss[0] = MISS_M
        else:
            self._miss[1] = rng.choice((-MISS_RAD, MISS_RAD))

    @property
    def on(self) -> bool:
        """Is something other than the teacher's wish being executed?"""
        return self._on or self._world.time_s < self._until_s

    @property
    def happened(self) -> bool:
        """Has the mishap (other than noise) come to pass?"""
        return self._happened

    def spoils(self, grip_n: float) -> bool:
        """Is the teacher's wish no answer to the state: a grip beside the thing, an empty hand?"""
        return self._spoilt or (self.kind == "miss" and self.on and grip_n > 0)

    def begin(self, aim: Aim) -> None:
        """A new step: when in it the mishap comes."""
        now_s, rng = self._world.time_s, self._rng
        self._at_s, self._spoilt = math.inf, False
        if self._happened:
            return
        if self.kind == "drop" and aim.verb in CARRYING and self._world.touches.held:
            self._at_s = now_s + float(rng.uniform(0.2, 1.5))
        if self.kind == "move" and aim.verb == "pick":
            self._at_s = now_s + float(rng.uniform(1.0, 4.0))
        if self.kind == "miss" and aim.verb == "pick":
            self._at_s = now_s

    def moves(self, thing: str) -> bool:
        """Shift the thing now if that is due; True when it lies elsewhere since."""
        world = self._world
        due = self.kind == "move" and world.time_s >= self._at_s and not self._happened
        if not due or not thing or thing in world.touches.held:
            return False
        self._happened = _shift(world, thing, self._rng)
        self._at_s = math.inf
        return self._happened

    def change(self, chunk: ActionChunk) -> ActionChunk:
        """What is executed in place of `chunk`."""
        if self.kind == "noise":
            return self._noisy(chunk)
        now_s = self._world.time_s
        if self.kind == "drop" and now_s >= self._at_s and not self._happened:
            self._happened, self._until_s = True, now_s + DROP_S
            self._spoilt = True
        if self.kind == "drop" and now_s < self._until_s:
            return replace(chunk, grip=np.full(len(chunk.grip), OPEN_N))
        if self.kind == "miss" and now_s >= self._at_s and not self._happened:
            self._until_s = now_s + 1.2
            if chunk.grip[0] > 0:  # it closes, beside the thing
                self._happened = True
        if self.kind == "miss" and now_s < self._until_s:
            return replace(chunk, arm=chunk.arm + self._miss)
        return chunk

    def _noisy(self, chunk: ActionChunk) -> ActionChunk:
        now_s, rng = self._world.time_s, self._rng
        if now_s >= self._turn_s:
            self._on = not self._on
            low, high = ON_S if self._on else OFF_S
            self._turn_s = now_s + float(rng.uniform(low, high))
        if not self._on:
            self._noise[:] = 0.0
            return chunk
        count = len(chunk.grip)
        added = np.zeros((count, 13))
        part = 0.5 if self._world.touches.held else 1.0
        scale = part * np.concatenate([BASE_SD, ARM_SD, HEAD_SD])
        for i in range(count):
            fresh = rng.normal(0.0, math.sqrt(1 - KEEP * KEEP), 13)
            self._noise = KEEP * self._noise + fresh * scale
            added[i] = self._noise
        driven = np.abs(chunk.base).max(axis=1) > 0.01
        return replace(
            chunk,
            base=chunk.base + added[:, :3] * driven[:, None],
            arm=chunk.arm + added[:, 3:11] * (0.0 if driven.any() else 1.0),
            head=chunk.head + added[:, 11:],
        )


def _shift(world: World, thing: str, rng: np.random.Generator) -> bool:
    """Put `thing` a few cm aside on what bears it; False when there is no room for it."""
    model, data = world.model, world.data
    at, speed = int(world.scene.free_q[thing]), int(world.scene.free_v[thing])
    before = data.qpos[at : at + 7].copy()
    height = world.home_map.surface_at(before[0], before[1], before[2] + 0.01)
    if model.opt.enableflags & mujoco.mjtEnableBit.mjENBL_SLEEP:
        data.tree_asleep[:] = -(1 + mujoco.mjMINAWAKE)
    for _ in range(12):
        angle, far = rng.uniform(-math.pi, math.pi), rng.uniform(*SHIFT_M)
        data.qpos[at : at + 2] = before[:2] + far * np.array([math.cos(angle), math.sin(angle)])
        x, y = data.qpos[at : at + 2].tolist()
        data.qpos[at + 2] = before[2] + 0.002
        data.qvel[speed : speed + 6] = 0.0
        mujoco.mj_forward(model, data)
        if world.home_map.surface_at(x, y, before[2] + 0.01) == height and _clear(world, thing):
            return True
    data.qpos[at : at + 7] = before
    mujoco.mj_forward(model, data)
    return False


def _clear(world: World, thing: str) -> bool:
    mine = {int(geom) for geom in world.scene.geoms_of(thing)}
    return all(
        contact.dist > -DEEP_M
        for contact in world.data.contact
        if int(contact.geom[0]) in mine or int(contact.geom[1]) in mine
    )
