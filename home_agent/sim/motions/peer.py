"""A spot hidden from the head comes in; set points that hold the wrist's camera over it go out."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from home_agent.sim.kinematics import hand_matrix
from home_agent.sim.motions.nearby import Nearby
from home_agent.sim.motions.pick import to_tuck
from home_agent.sim.motions.reach import Limbs, Motion
from home_agent.sim.motions.stand import Goal, Search

Floats = NDArray[np.float64]

_ROUND_M = 1.7
_AWAY_M = (0.28, 0.36, 0.22)  # from the tool to the spot; the camera is 0.1 m further
_PITCHES = (1.22, 1.57, 0.96)
_HEADINGS = 12
_SETTLE_S = 0.3


def peer(limbs: Limbs, point_m: Sequence[float], rng: np.random.Generator) -> Motion:
    """Look at `point_m` (map) with the wrist's camera, from above; the arm stays there."""
    if limbs.holding() is not None:
        return "The hand is full: I cannot look with it."
    trouble = yield from to_tuck(limbs, rng)
    if trouble:
        return trouble
    near = Nearby(limbs.model, limbs.data, (point_m[0], point_m[1]), _ROUND_M)
    goals = _goals(np.array(point_m, float))
    for _ in range(2):
        search = Search(limbs.kinematics, near, rng)
        fine = search.run(limbs.base_now(), limbs.arm_now(), goals, stay=True)
        if fine is not None:
            trouble = yield from limbs.follow(fine.to_ready)
            return trouble or (yield from limbs.rest(_SETTLE_S))
        stand = search.run(limbs.base_now(), limbs.arm_now(), goals)
        if stand is None:
            break
        trouble = yield from limbs.take_up(stand)
        if trouble:
            return trouble
    return f"I cannot hold my hand over it: {search.why}."


def _goals(point: Floats) -> list[Goal]:
    goals = []
    for rank, away in enumerate(_AWAY_M):
        for steep, pitch in enumerate(_PITCHES):
            for i in range(_HEADINGS):
                matrix = hand_matrix(2 * math.pi * i / _HEADINGS, pitch, 0.0)
                at = point - away * matrix[:, 0]
                cost = 0.1 * rank + 0.1 * steep
                goals.append(Goal(at, matrix, np.array([0.0, 0.0, 0.02]), cost))
    return goals
