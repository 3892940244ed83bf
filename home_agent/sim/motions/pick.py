"""A true thing comes in, set points that drive up, grip it and carry it off go out."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from home_agent.sim.body import TUCK
from home_agent.sim.motions.carry import back_off, carry_off
from home_agent.sim.motions.grasp import Grasp, grasps
from home_agent.sim.motions.motion import arm_path
from home_agent.sim.motions.nearby import Nearby
from home_agent.sim.motions.reach import Limbs, Motion
from home_agent.sim.motions.stand import Goal, Search, Stand
from home_agent.sim.spec import ThingSpec

Floats = NDArray[np.float64]

_ROUND_M = 1.7


def pick(
    limbs: Limbs,
    thing: ThingSpec,
    rng: np.random.Generator,
    by_handle: bool = False,
    avoid: int = 0,
) -> Motion:
    """Take `thing`; `avoid` counts how often this failed before, to try other grips then."""
    why = ""
    for _ in range(3):
        trouble = yield from approach(limbs, thing, rng, by_handle, avoid)
        # The base is never exactly where it was sent: the arm is planned anew from where it is.
        fine, why = plan_here(limbs, thing, rng, by_handle, avoid)
        if fine is not None:
            return (yield from take(limbs, thing, fine, rng))
        if trouble:
            return trouble
    return f"I cannot reach the {thing.kind} from here: {why}."


def approach(
    limbs: Limbs,
    thing: ThingSpec,
    rng: np.random.Generator,
    by_handle: bool = False,
    avoid: int = 0,
    first: Sequence[Grasp] = (),
) -> Motion:
    """Fold the arm, open the hand and drive to where `thing` is within reach.

    first: grips to be tried before those that are found here.
    """
    if limbs.holding() is not None:
        return "The hand is not empty: put down first what it holds."
    trouble = yield from to_tuck(limbs, rng)
    if trouble:
        return trouble
    ways = _ways(limbs, thing, by_handle, avoid, rng)
    if not ways:
        return f"I see no way to grip the {thing.kind}."
    yield from limbs.open(0.1)
    stand, why = _plan(limbs, thing, shuffled(first, avoid, rng), rng) if first else (None, "")
    if stand is None:
        stand, why = _plan(limbs, thing, ways, rng)
    if stand is None:
        # Look once more, with the grips in another order.
        ways = _ways(limbs, thing, by_handle, avoid + 1, rng)
        stand, why = _plan(limbs, thing, ways, rng)
    if stand is None:
        return f"I cannot reach the {thing.kind}: {why}."
    return (yield from limbs.take_up(stand))


def plan_here(
    limbs: Limbs,
    thing: ThingSpec,
    rng: np.random.Generator,
    by_handle: bool = False,
    avoid: int = 0,
    first: Sequence[Grasp] = (),
) -> tuple[tuple[Stand, Grasp] | None, str]:
    """How to grip `thing` from where the base stands; None and why when there is no way.

    first: grips to be tried before those that are found here.
    """
    why = "I see no way to grip it"
    for ways in (shuffled(first, avoid, rng), _ways(limbs, thing, by_handle, avoid, rng)):
        if ways:
            fine, why = _plan(limbs, thing, ways, rng, stay=True)
            if fine is not None:
                return (fine, ways[fine.index]), why
    return None, why


def take(
    limbs: Limbs,
    thing: ThingSpec,
    plan: tuple[Stand, Grasp],
    rng: np.random.Generator,
    into: Callable[[], Motion] | None = None,
) -> Motion:
    """Grip `thing` as planned and carry it off.

    into: who else brings the hand from before the grip into it and closes it.
    """
    fine, grasp = plan
    body = limbs.model.body(thing.id).id
    trouble = yield from limbs.follow(fine.to_ready)
    if not trouble:
        trouble = yield from (close_on(limbs, fine, grasp) if into is None else into())
    if trouble:
        yield from limbs.follow(fine.approach[::-1])
        return trouble
    if limbs.holding() != body:
        return (yield from _give_back(limbs, fine, f"The {thing.kind} slipped from the fingers."))
    trouble = yield from carry_off(limbs, thing.id, grasp.matrix[:, 0], rng)
    if limbs.holding() != body:
        yield from limbs.open(0.3)
        return f"The {thing.kind} slipped from the fingers."
    return trouble


def close_on(limbs: Limbs, fine: Stand, grasp: Grasp) -> Motion:
    """Go straight in and close the hand."""
    trouble = yield from limbs.follow(fine.approach, pace=0.35)
    if not trouble:
        yield from limbs.arrive(0.008, 0.6)
        yield from limbs.close(grasp.force_n)
    return trouble


def folded(limbs: Limbs) -> bool:
    """Is the arm folded, or does it hold something?"""
    return limbs.holding() is not None or bool(np.abs(limbs.arm_now() - TUCK).max() < 0.05)


def to_tuck(limbs: Limbs, rng: np.random.Generator, pace: float = 1.0) -> Motion:
    """Fold the arm, empty-handed, if it is not folded."""
    if np.abs(limbs.arm_now() - TUCK).max() < 0.05:
        return ""
    for turn in range(2):
        base = limbs.base_now()
        near = Nearby(limbs.model, limbs.data, (base[0], base[1]), 1.4)
        start = limbs.arm_now()
        for air in (0.006, 0.0, -0.004, -0.02):
            path = arm_path(start, TUCK, partial(near.clear, base, margin_m=air), rng)
            if path is not None:
                return (yield from limbs.follow(path, pace))
        if turn == 0:
            yield from back_off(limbs, None)
    return "The arm finds no way back to its place."


def _ways(
    limbs: Limbs, thing: ThingSpec, by_handle: bool, avoid: int, rng: np.random.Generator
) -> list[Grasp]:
    body = limbs.model.body(thing.id).id
    position = limbs.data.xpos[body].copy()
    matrix = limbs.data.xmat[body].reshape(3, 3).copy()
    return shuffled(grasps(thing, position, matrix, by_handle), avoid, rng)


def shuffled(ways: Sequence[Grasp], avoid: int, rng: np.random.Generator) -> list[Grasp]:
    """What did not work once may not work again: after `avoid` failures in another order."""
    if not avoid:
        return list(ways)
    return [replace(way, cost=way.cost + 0.5 * float(rng.random()) * avoid) for way in ways]


def _plan(
    limbs: Limbs,
    thing: ThingSpec,
    ways: Sequence[Grasp],
    rng: np.random.Generator,
    stay: bool = False,
) -> tuple[Stand | None, str]:
    middle = ways[0].position_m
    near = Nearby(limbs.model, limbs.data, (middle[0], middle[1]), _ROUND_M)
    goals = [
        Goal(way.position_m, way.matrix, _back(way), way.cost, round(10 * way.pitch_rad))
        for way in ways
    ]
    search = Search(limbs.kinematics, near, rng, touch=frozenset({thing.id}))
    stand = search.run(limbs.base_now(), limbs.arm_now(), goals, stay)
    return stand, search.why


def _back(way: Grasp) -> Floats:
    """Back along the approach; from nearly level, also a little up, off what bears it."""
    back: Floats = -way.back_m * way.matrix[:, 0]
    back[2] += 0.01 * math.cos(way.pitch_rad)
    return back


def _give_back(limbs: Limbs, stand: Stand, sentence: str) -> Motion:
    """Open, come back the way the hand went in, and say what went wrong."""
    yield from limbs.open(0.5)
    yield from limbs.follow(stand.approach[::-1], pace=0.6)
    yield from limbs.follow(stand.to_ready[::-1])
    return sentence
