"""A person comes in; set points that offer them what is held, and let go at their pull, go out."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from home_agent.sim.kinematics import hand_matrix
from home_agent.sim.people import Person
from home_agent.sim.teacher.carry import fold
from home_agent.sim.teacher.nearby import Nearby
from home_agent.sim.teacher.pick import to_tuck
from home_agent.sim.teacher.reach import DT_S, Limbs, Motion
from home_agent.sim.teacher.stand import Goal, Search, Stand

Floats = NDArray[np.float64]

_OFFER_M = (0.62, 0.68, 0.75)  # from the person's middle to the thing
_TURNS = (0.0, 0.35, -0.35, 0.7, -0.7)
_HIGH_M = (0.75, 1.15)
_PULL_N = 4.0
_WAIT_S = 15.0
_PACE = 0.35
_SETTLE_S = 0.4

Wrench = Callable[[], Floats]


def give(limbs: Limbs, person: Person, wrench: Wrench, rng: np.random.Generator) -> Motion:
    """Hold out what is in the hand to `person` and open when they pull.

    wrench: gives the latest measured force and torque at the wrist [6].
    """
    body = limbs.holding()
    if body is None:
        return "There is nothing in the hand to give."
    thing = limbs.model.body(body).name
    goals = _goals(limbs, body, person)
    stand, why = _search(limbs, thing, goals, rng, stay=True)
    if stand is None:
        stand, why = _search(limbs, thing, goals, rng, stay=False)
    if stand is None:
        return f"I cannot reach {person.spec.name}: {why}."
    if stand.drive:
        trouble = yield from limbs.drive(stand.drive, pace=0.7)
        if trouble:
            return trouble
        stand, why = _search(limbs, thing, _goals(limbs, body, person), rng, stay=True)
        if stand is None:
            return f"I cannot reach {person.spec.name} from here: {why}."
    trouble = yield from limbs.follow(stand.to_ready, _PACE)
    if trouble:
        return trouble
    yield from limbs.rest(_SETTLE_S)
    # Measured out of reach: a quick person may pull before the arm has come to rest.
    weight = wrench()[:3].copy()
    trouble = yield from limbs.follow(stand.approach, _PACE * 0.6)
    if trouble:
        return trouble
    taken = yield from _wait_for_pull(limbs, body, wrench, weight)
    if taken:
        yield from fold(limbs, thing, rng)
        return f"{person.spec.name} did not take it."
    yield from limbs.open(0.8)
    yield from limbs.follow(stand.approach[::-1], _PACE)
    return (yield from to_tuck(limbs, rng, pace=0.5))


def _wait_for_pull(limbs: Limbs, body: int, wrench: Wrench, rest: Floats) -> Motion:
    """Hold still until something pulls; a sentence when nobody did.

    rest [3]: the force at the wrist with nobody near, in the hand's frame.
    """
    felt = 0
    for _ in range(round(_WAIT_S / DT_S)):
        yield limbs.point()
        pull = float(np.linalg.norm(wrench()[:3] - rest))
        felt = felt + 1 if pull > _PULL_N else 0
        if pull < 0.5 * _PULL_N:
            # Slow drift of the sensor is not a pull.
            rest = 0.98 * rest + 0.02 * wrench()[:3]
        if felt >= 3 or limbs.holding() != body:
            return ""
    return "Nobody took it."


def _search(
    limbs: Limbs, thing: str, goals: list[Goal], rng: np.random.Generator, *, stay: bool
) -> tuple[Stand | None, str]:
    middle = goals[0].position_m
    near = Nearby(limbs.model, limbs.data, (middle[0], middle[1]), 1.7, held=thing)
    search = Search(limbs.kinematics, near, rng, gap_m=limbs.gap_m(), carrying=True)
    return search.run(limbs.base_now(), limbs.arm_now(), goals, stay), search.why


def _goals(limbs: Limbs, body: int, person: Person) -> list[Goal]:
    """Tool poses that hold the thing before the person's hand, tilted as it is held now."""
    tool, hand = limbs.tool_now()
    offset = hand.T @ (limbs.data.xipos[body] - tool)
    base = limbs.base_now()
    facing = math.atan2(base[1] - person.xy[1], base[0] - person.xy[0])
    if person.spec.posture == "sitting":
        # One who sits reaches ahead and to the sides only.
        turn = math.remainder(facing - person.yaw, math.tau)
        facing = person.yaw + max(-1.2, min(1.2, turn))
    part = 0.50 if person.spec.posture == "sitting" else 0.62
    high = min(max(part * person.spec.height_m, _HIGH_M[0]), _HIGH_M[1])
    now = math.atan2(hand[1, 0], hand[0, 0])
    goals = []
    for out in _OFFER_M:
        for turn in _TURNS:
            angle = facing + turn
            away = np.array([math.cos(angle), math.sin(angle), 0.0])
            at = np.array([*person.xy, high]) + out * away
            for swing in (0.0, 0.5, -0.5, 1.0, -1.0, 1.6, -1.6, 2.4, -2.4):
                # The hand points at the person, more or less.
                matrix = hand_matrix(angle + math.pi + swing - now, 0.0, 0.0) @ hand
                cost = 0.3 * abs(turn) + 0.2 * abs(swing) + 2.0 * abs(out - _OFFER_M[0])
                goals.append(Goal(at - matrix @ offset, matrix, 0.06 * away, cost))
    return goals
