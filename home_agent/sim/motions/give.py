"""A person comes in; set points that offer them what is held, and let go at their pull, go out."""

from __future__ import annotations

import math
from collections.abc import Callable, Generator
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from home_agent.sim.kinematics import hand_matrix
from home_agent.sim.motions.carry import fold
from home_agent.sim.motions.nearby import Nearby
from home_agent.sim.motions.pick import to_tuck
from home_agent.sim.motions.reach import DT_S, Limbs, Motion, Point
from home_agent.sim.motions.stand import Goal, Search, Stand

Floats = NDArray[np.float64]

_BEFORE_M = (0.10, 0.17, 0.24)  # from where their hand waits to the thing
_TURNS = (0.0, 0.35, -0.35, 0.7, -0.7)
_SWINGS = (0.0, 0.5, -0.5, 1.0, -1.0, 1.6, -1.6, 2.4, -2.4)
_LOW_M = 0.55
_FAR_M = 0.43  # further from their hand than this, people do not reach
_PULL_N = 4.0
_WAIT_S = 15.0
_PACE = 0.35
_SETTLE_S = 0.4
_OFFERS = 4
_LOOK_S = 0.4

Wrench = Callable[[], Floats]


class Receiver(Protocol):
    """Who is to take something: their name, where they stand [2] (map), and where their hand
    waits [3] (map) for one who stands at `towards` [2].
    """

    @property
    def name(self) -> str: ...
    @property
    def xy(self) -> Floats: ...
    def hand(self, towards: Floats) -> Floats: ...


def give(limbs: Limbs, person: Receiver, wrench: Wrench, rng: np.random.Generator) -> Motion:
    """Hold out what is in the hand to `person` and open when they pull.

    wrench: gives the latest measured force and torque at the wrist [6].
    """
    body = limbs.holding()
    if body is None:
        return "There is nothing in the hand to give."
    thing = limbs.model.body(body).name
    waited_s = 0.0
    for _ in range(_OFFERS):
        stand, why = yield from _reach_out(limbs, person, body, rng)
        if stand is None:
            yield from fold(limbs, thing, rng)
            return why
        yield from limbs.rest(_SETTLE_S)
        # Measured out of reach: a quick person may pull before the arm has come to rest.
        weight = wrench()[:3].copy()
        trouble = yield from limbs.follow(stand.approach, _PACE * 0.6)
        if trouble:
            yield from fold(limbs, thing, rng)
            return trouble
        while waited_s < _WAIT_S and _gap_m(limbs, body, person) < _FAR_M:
            pulled = yield from _feel(limbs, body, wrench, weight)
            waited_s += _LOOK_S
            if pulled:
                yield from limbs.loosen(body)
                yield from limbs.follow(stand.approach[::-1], _PACE)
                return (yield from to_tuck(limbs, rng, pace=0.5))
        if waited_s >= _WAIT_S:
            break
        # They have stepped away: offer it again where they are now.
    yield from fold(limbs, thing, rng)
    return f"{person.name} did not take it."


def _reach_out(
    limbs: Limbs, person: Receiver, body: int, rng: np.random.Generator
) -> Generator[Point, None, tuple[Stand | None, str]]:
    """Bring the thing before the person's hand but for the last bit, driving up if need be."""
    thing = limbs.model.body(body).name
    why = ""
    for _ in range(3):
        goals = _goals(limbs, body, person)
        stand, why = _search(limbs, thing, goals, rng, stay=True)
        if stand is not None:
            why = yield from limbs.follow(stand.to_ready, _PACE)
            return (None if why else stand), why
        why = (yield from fold(limbs, thing, rng)) or why
        stand, why = _search(limbs, thing, goals, rng, stay=False)
        if stand is None:
            break
        why = yield from limbs.take_up(stand, pace=0.7)
        if why:
            return None, why
    return None, f"I cannot reach {person.name}: {why}."


def _gap_m(limbs: Limbs, body: int, person: Receiver) -> float:
    """From the thing to the hand that waits for it."""
    waits = person.hand(limbs.base_now()[:2])
    return float(np.linalg.norm(limbs.data.xipos[body] - waits))


def _feel(limbs: Limbs, body: int, wrench: Wrench, rest: Floats) -> Generator[Point, None, bool]:
    """Hold still for a moment; whether something pulled.

    rest [3]: the force at the wrist with nobody near, in the hand's frame.
    """
    felt = 0
    for _ in range(round(_LOOK_S / DT_S)):
        yield limbs.point()
        felt = felt + 1 if float(np.linalg.norm(wrench()[:3] - rest)) > _PULL_N else 0
        if felt >= 3 or limbs.holding() != body:
            return True
    return False


def _search(
    limbs: Limbs, thing: str, goals: list[Goal], rng: np.random.Generator, *, stay: bool
) -> tuple[Stand | None, str]:
    middle = goals[0].position_m
    near = Nearby(limbs.model, limbs.data, (middle[0], middle[1]), 1.7, held=thing)
    search = Search(limbs.kinematics, near, rng, gap_m=limbs.gap_m(), carrying=True)
    return search.run(limbs.base_now(), limbs.arm_now(), goals, stay), search.why


def _goals(limbs: Limbs, body: int, person: Receiver) -> list[Goal]:
    """Tool poses that hold the thing before the person's hand, tilted as it is held now."""
    tool, turned = limbs.tool_now()
    offset = turned.T @ (limbs.data.xipos[body] - tool)
    waits = person.hand(limbs.base_now()[:2])
    high = max(float(waits[2]), _LOW_M)
    reach = float(np.hypot(*(waits[:2] - person.xy)))
    facing = math.atan2(waits[1] - person.xy[1], waits[0] - person.xy[0])
    now = math.atan2(turned[1, 0], turned[0, 0])
    goals = []
    for before in _BEFORE_M:
        for turn in _TURNS:
            away = np.array([math.cos(facing + turn), math.sin(facing + turn), 0.0])
            at = np.array([*person.xy, high]) + (reach + before) * away
            for swing in _SWINGS:
                # The hand points at the person, more or less.
                heading = facing + turn + math.pi + swing - now
                matrix = hand_matrix(heading, 0.0, 0.0) @ turned
                cost = 0.3 * abs(turn) + 0.2 * abs(swing) + 2.0 * (before - _BEFORE_M[0])
                goals.append(Goal(at - matrix @ offset, matrix, 0.06 * away, cost))
    return goals
