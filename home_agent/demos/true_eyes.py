"""Pictures come in; what they truly show, made as inexact as a close look is, goes out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from home_agent.perception.camera import base_to_map, map_to_base
from home_agent.perception.register import register
from home_agent.sim.teacher.look import seen_things
from home_agent.sim.world import World
from home_agent.types import Detection, Measured, Observation, Ref


class TrueEyes:
    """`ports.Sight` that knows; `noise_m` is the standard deviation of what it measures.

    For tests of what moves, and to record demonstrations that a network's eyes must be able to
    repeat.
    """

    def __init__(self, world: World, noise_m: float = 0.003, seed: int = 0) -> None:
        self._world, self._noise_m = world, noise_m
        self._rng = np.random.default_rng([seed, 17])

    def look(self, seen: Observation, wanted: Sequence[Ref] = ()) -> tuple[Detection, ...]:
        """Everything in view, named rightly, placed by depth."""
        return tuple(register(one, seen) for one in seen_things(self._world, seen))

    def measure(
        self, seen: Observation, point_map: NDArray[np.float64], words: str
    ) -> Measured | None:
        """The thing nearest to a map point, if it is in view; the words are not needed."""
        near = [one for one in self._things(seen) if _far_m(one, point_map) < 0.2]
        return min(near, key=lambda one: _far_m(one, point_map)) if near else None

    def _things(self, seen: Observation) -> list[Measured]:
        """All things in view, as they lie for a robot that believes to be at `seen.base`."""
        world, true = self._world, self._world.base_pose()
        shown = {name: frame for name, frame in seen.cameras.items() if name != "floor"}
        labels = {one.label for one in seen_things(world, replace(seen, cameras=shown))}
        found = []
        for thing in world.spec.things:
            if thing.kind not in labels:
                continue
            body = world.model.body(thing.id).id
            turn = world.data.xmat[body].reshape(3, 3)
            middle = world.data.xpos[body] + turn @ [0.0, 0.0, thing.size_m[2] / 2]
            own = map_to_base(middle[None], true)
            at = base_to_map(own, seen.base)[0] + self._rng.normal(0.0, self._noise_m, 3)
            size = np.array(thing.size_m) + self._rng.normal(0.0, self._noise_m / 2, 3)
            yaw = math.atan2(turn[1, 0], turn[0, 0]) + seen.base.yaw_rad - true.yaw_rad
            x, y, z = at.tolist()
            sides = size.tolist()
            found.append(
                Measured(
                    thing.kind,
                    1.0,
                    (x, y, z),
                    (sides[0], sides[1], sides[2]),
                    yaw + float(self._rng.normal(0.0, 10 * self._noise_m)),
                    {"colour": thing.colour, "material": thing.material},
                )
            )
        return found


def _far_m(one: Measured, at: NDArray[np.float64]) -> float:
    return float(np.linalg.norm(np.array(one.position_map_m) - at))
