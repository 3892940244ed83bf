"""A world that a policy drives with nothing in between: no runner, no guard."""

from collections.abc import Callable
from dataclasses import replace
from itertools import count

import numpy as np

from home_agent.ports import Policy
from home_agent.sim.spec import HomeSpec, ThingSpec
from home_agent.sim.world import World
from home_agent.types import Aim, Command, ObjectBelief, Observation

HEAD_EVERY = 3  # acts between two pictures


class Stage:
    """Do aims in `spec` with the policy that `make` gives for its world."""

    looks: tuple[str, ...] = ("head",)

    def __init__(self, spec: HomeSpec, make: Callable[[World], Policy]) -> None:
        self.world = World(spec)
        self.policy = make(self.world)
        self._channel = self.world.open_channel()
        self._count = count()

    def seen(self, *cameras: str) -> Observation:
        return replace(self.world.observe(cameras), base=self.world.base_pose())

    def do(self, aim: Aim, limit_s: float = 60.0, ticks: int = 4) -> str:
        """Act until done (empty) or given up (why)."""
        self.policy.begin(aim, self.seen(*self.looks))
        until = self.world.time_s + limit_s
        acts = count()
        while self.world.time_s < until:
            chunk = self.policy.act(
                self.seen(*(self.looks if next(acts) % HEAD_EVERY == 0 else ()))
            )
            assert chunk.base.shape == (len(chunk.grip), 3)
            assert chunk.arm.shape == (len(chunk.grip), 8)
            assert chunk.head.shape == (len(chunk.grip), 2)
            assert np.isfinite(chunk.arm).all()
            if chunk.gave_up:
                return chunk.gave_up
            for i in range(ticks):
                if chunk.done[i] > 0.5:
                    return ""
                command = Command(
                    next(self._count),
                    0,
                    self.world.time_s,
                    chunk.base[i],
                    chunk.arm[i],
                    chunk.head[i],
                    float(chunk.grip[i]),
                )
                self._channel.send(command)
                self.world.step(0.05)
        return "out of time"

    def belief(self, thing: ThingSpec) -> ObjectBelief:
        x, y, z = self.world.thing_pose(thing.id).position_m.tolist()
        return ObjectBelief(thing.id, thing.kind, {"colour": thing.colour}, None, (x, y, z))

    def pick(self, thing: ThingSpec, by_handle: bool = False) -> str:
        return self.do(Aim("pick", thing=self.belief(thing), by_handle=by_handle))

    def upright(self, thing: ThingSpec) -> float:
        return float(self.world.thing_pose(thing.id).rotation[2, 2])
