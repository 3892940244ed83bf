"""A held thing and a spot come in; set points that set it down there upright and let go go out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from home_agent.sim.body import ARM_LIMITS
from home_agent.sim.kinematics import hand_matrix
from home_agent.sim.motions.carry import around, back_off, fold, straight
from home_agent.sim.motions.motion import arm_path
from home_agent.sim.motions.nearby import Nearby
from home_agent.sim.motions.pick import to_tuck
from home_agent.sim.motions.reach import Limbs, Motion
from home_agent.sim.motions.spots import NEAREST, Spot, spots_for
from home_agent.sim.motions.stand import Goal, Search, Stand
from home_agent.sim.spec import HomeSpec, ThingSpec

Floats = NDArray[np.float64]

_ABOVE_M = 0.012  # the thing is brought this high over the surface before it is lowered
_TOUCH_N = 1.0
_LANDED_N = 6.0  # it bears on something sooner than thought
_ROUND_M = 1.7
_DROP_M = 0.09  # from above, the hand comes down this far


def place(
    limbs: Limbs,
    home: HomeSpec,
    place_id: str | None,
    point_m: Sequence[float] | None,
    rng: np.random.Generator,
) -> Motion:
    """Set down what is held on `place_id` near `point_m` (map), or wherever `point_m` is."""
    body = limbs.holding()
    if body is None:
        return "There is nothing in the hand to put down."
    thing = next((one for one in home.things if one.id == limbs.model.body(body).name), None)
    if thing is None:
        return "What the hand holds cannot be put down."
    spots = list(spots_for(limbs, home, thing, place_id, point_m))
    if not spots:
        return "There is no free spot to put it down."
    goals: list[Goal] = []
    fine, why = None, ""
    for attempt in range(3):
        # Near the wish if it can be, else anywhere on the same face.
        wished = spots[:NEAREST] if attempt < 2 else spots
        goals = _goals(limbs, thing, body, wished)
        fine, why = _plan(limbs, thing, goals, rng, stay=True)
        if fine is not None:
            break
        stand, why = _plan(limbs, thing, goals, rng, stay=False)
        if stand is None and attempt == 0:
            # Too close to lift it past the edge: step back and hold it higher first.
            yield from _step_back(limbs, thing.id, spots[0].height_m, rng)
        if stand is None:
            continue
        trouble = yield from limbs.take_up(stand, pace=0.7)
        if trouble:
            return trouble
        fine, why = _plan(limbs, thing, goals, rng, stay=True)
        if fine is not None:
            break
    if fine is None:
        return f"I cannot reach a spot to put it down: {why}."
    trouble = yield from limbs.follow(fine.to_ready, pace=0.6)
    limbs.tare()
    trouble = trouble or (
        yield from limbs.follow(fine.approach, 0.3, lambda: limbs.pressed_n(body) > _LANDED_N)
    )
    if trouble:
        return trouble
    if limbs.holding() != body:
        return f"The {thing.kind} fell from the hand."
    yield from limbs.arrive()
    limbs.tare()
    yield from _lower(limbs, body)
    return (yield from let_go(limbs, thing.id, rng))


def _plan(
    limbs: Limbs, thing: ThingSpec, goals: Sequence[Goal], rng: np.random.Generator, *, stay: bool
) -> tuple[Stand | None, str]:
    middle = goals[0].position_m
    near = Nearby(limbs.model, limbs.data, (middle[0], middle[1]), _ROUND_M, held=thing.id)
    search = Search(limbs.kinematics, near, rng, gap_m=limbs.gap_m(), carrying=True)
    return search.run(limbs.base_now(), limbs.arm_now(), goals, stay), search.why


def let_go(limbs: Limbs, thing: str, rng: np.random.Generator) -> Motion:
    """Open the hand, draw it back and fold the arm."""
    yield from limbs.open(0.7)
    _, matrix = limbs.tool_now()
    near = Nearby(limbs.model, limbs.data, tuple(limbs.base_now()[:2]), 1.5)
    base = limbs.base_now()
    touch = frozenset({thing})
    for back in (0.14, 0.10, 0.06):
        for air in (0.001, -0.004):
            path = straight(
                limbs,
                -back * matrix[:, 0],
                partial(near.clear, base, margin_m=air, touch=touch),
            )
            if path is not None:
                yield from limbs.follow(path, pace=0.4)
                return (yield from to_tuck(limbs, rng))
    return (yield from to_tuck(limbs, rng))


def _step_back(limbs: Limbs, thing: str, height_m: float, rng: np.random.Generator) -> Motion:
    """Drive back a little and raise what is held over `height_m`."""
    yield from back_off(limbs, thing)
    near, free = around(limbs, thing, 0.004)
    near.pose(limbs.base_now(), limbs.arm, limbs.gap_m())
    high = limbs.arm.copy()
    rise = height_m + 0.08 - near.lowest_held_m()
    high[0] = min(max(high[0], high[0] + rise), ARM_LIMITS[0, 1])
    path = arm_path(limbs.arm.copy(), high, free, rng, steady=True)
    return (yield from limbs.follow(path or [], pace=0.6))


def _lower(limbs: Limbs, body: int) -> Motion:
    """Go straight down until the thing bears on something."""
    path = straight(limbs, np.array([0.0, 0.0, -0.035]), lambda _: True)
    if path is not None:
        yield from limbs.follow(path, pace=0.08, until=lambda: limbs.pressed_n(body) > _TOUCH_N)
    return ""


def _goals(limbs: Limbs, thing: ThingSpec, body: int, spots: Sequence[Spot]) -> list[Goal]:
    """Tool poses that set the held thing down on each spot, turned every way."""
    tool, hand = limbs.tool_now()
    turn = limbs.data.xmat[body].reshape(3, 3)
    held = hand.T @ turn
    offset = hand.T @ (limbs.data.xpos[body] - tool)
    # Upright as it should stand, unless it lies in the hand on its side.
    upright = turn[2, 2] > 0.6
    half = np.array(thing.size_m) / 2
    goals = []
    for rank, spot in enumerate(spots):
        for turned in range(10):
            yaw = hand_matrix(2 * math.pi * turned / 10, 0.0, 0.0)
            own = yaw if upright else yaw @ turn
            low = float(own[2] @ [0.0, 0.0, half[2]] - np.abs(own[2]) @ half)
            matrix = own @ held.T
            at = np.array([spot.x_m, spot.y_m, spot.height_m - low + _ABOVE_M])
            goals += [
                Goal(at - matrix @ offset, matrix, back, 0.12 * rank + 0.2 * i, 4 * rank + i)
                for i, back in enumerate(_backs(matrix[:, 0], spot.clearance_m - 2 * half[2]))
            ]
    return goals


def _backs(approach: Floats, free_m: float) -> list[Floats]:
    """From where the hand may come, given the free height over the thing: best first."""
    level = approach * [1.0, 1.0, 0.0]
    slide = float(np.linalg.norm(level))
    drops = (_DROP_M,) if free_m > 1.0 else (0.06, 0.03) if free_m > 0.2 else (0.03,)
    found = [np.array([0.0, 0.0, drop]) for drop in drops]
    if slide > 0.3:
        # As from the side: straight back out, or level and a little up.
        found.append(-0.14 * approach + [0.0, 0.0, 0.01])
        found.append(-0.16 * level / slide + [0.0, 0.0, 0.015])
    return found if free_m > 0.3 else found[::-1]


def tidy(limbs: Limbs, rng: np.random.Generator) -> Motion:
    """Fold the arm, with whatever it holds."""
    body = limbs.holding()
    if body is not None:
        return (yield from fold(limbs, limbs.model.body(body).name, rng))
    yield from limbs.open(0.1)
    return (yield from to_tuck(limbs, rng))
