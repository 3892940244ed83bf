"""Pick-and-deliver goals come in; the order in which they take the least driving goes out.

One hand: each goal is a leg from where its thing is to where it goes, so only their order is free.
Held and Karp's dynamic programme (1962, J. SIAM 10) finds the best order of few legs, moving
single legs and swapping stretches (or-opt, 2-opt) a good one of many.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from home_agent.errors import HomeAgentError
from home_agent.planning.believed import Believed
from home_agent.planning.meaning import key, person
from home_agent.planning.ways import Point, Ways
from home_agent.types import Goal, Pose2D, Ref

EXACT = 8  # legs; beyond, improved step by step
SKILLS = ("fetch", "put", "give")
ONE = ("a", "an", "the", "one", "any", "some")
_ORDERED = re.compile(r"\b(then|after|afterwards|before|first|finally|last|once|until|when)\b")


@dataclass(frozen=True, slots=True)
class Leg:
    """Where a thing is taken and where it is brought, map x and y."""

    pick: Point
    drop: Point


def ordered(goals: Sequence[Goal], state: Believed, ways: Ways) -> list[Goal]:
    """The goals in the order to do them; as they were said when that matters or is not known."""
    if len(goals) < 2 or state.held is not None or not all(free(goal) for goal in goals):
        return list(goals)
    try:
        legs = [leg(goal, state) for goal in goals]
        things = {_thing(goal, state) for goal in goals}
    except HomeAgentError:
        return list(goals)
    if len(things) < len(goals):
        return list(goals)
    start = (state.at.x_m, state.at.y_m)
    return [goals[number] for number in best_order(start, legs, ways)]


def free(goal: Goal) -> bool:
    """May a goal be done before or after others? Not if its words tell an order or a condition."""
    thing = goal.slots.get("thing")
    plain = goal.condition is None and goal.schedule is None and not _ORDERED.search(goal.said)
    return goal.skill in SKILLS and plain and isinstance(thing, Ref) and thing.quantifier in ONE


def leg(goal: Goal, state: Believed) -> Leg:
    """The way of a goal's thing. Raises what planning it would raise."""
    thing, source = goal.slots["thing"], goal.slots.get("source")
    if not isinstance(thing, Ref):
        raise HomeAgentError("A leg needs a thing.")
    found = state.expected(thing, source if isinstance(source, Ref) else None)
    pick = state.stand(found)
    to = goal.slots.get("place")
    if isinstance(to, Ref):
        drop: Pose2D = state.put_down(to)[1]
        return Leg((pick.x_m, pick.y_m), (drop.x_m, drop.y_m))
    whom = goal.slots.get("to", Ref("person", "speaker"))
    if not isinstance(whom, Ref):
        raise HomeAgentError("A leg needs somebody to bring the thing to.")
    x, y, _ = person(whom, state.known).position_map_m
    return Leg((pick.x_m, pick.y_m), (x, y))


def _thing(goal: Goal, state: Believed) -> str:
    thing = goal.slots["thing"]
    return state.expected(thing).id if isinstance(thing, Ref) else key(thing)


def best_order(start: Point, legs: Sequence[Leg], ways: Ways) -> list[int]:
    """The order of legs with the least driving between them, from `start`."""
    first = [ways.metres(start, one.pick) for one in legs]
    between = [[ways.metres(one.drop, other.pick) for other in legs] for one in legs]
    if len(legs) <= EXACT:
        return _held_karp(first, between)
    return _improved(_greedy(first, between), first, between)


def _held_karp(first: Sequence[float], between: Sequence[Sequence[float]]) -> list[int]:
    n = len(first)
    cost: dict[tuple[int, int], tuple[float, int]] = {
        (1 << last, last): (first[last], -1) for last in range(n)
    }
    for done in range(1, 1 << n):
        for last in range(n):
            if not done >> last & 1 or done == 1 << last:
                continue
            before = done ^ 1 << last
            cost[done, last] = min(
                (cost[before, one][0] + between[one][last], one)
                for one in range(n)
                if before >> one & 1
            )
    done = (1 << n) - 1
    last = min(range(n), key=lambda one: cost[done, one][0])
    order = [last]
    while cost[done, last][1] >= 0:
        done, last = done ^ 1 << last, cost[done, last][1]
        order.append(last)
    return order[::-1]


def _greedy(first: Sequence[float], between: Sequence[Sequence[float]]) -> list[int]:
    order = [min(range(len(first)), key=lambda one: first[one])]
    while len(order) < len(first):
        rest = [one for one in range(len(first)) if one not in order]
        order.append(min(rest, key=lambda one: between[order[-1]][one]))
    return order


def length(
    order: Sequence[int], first: Sequence[float], between: Sequence[Sequence[float]]
) -> float:
    """Metres driven without a load in an order."""
    return first[order[0]] + sum(between[one][other] for one, other in pairwise(order))


def _improved(
    order: list[int], first: Sequence[float], between: Sequence[Sequence[float]]
) -> list[int]:
    """Stretches of the order turned round or moved, as long as that shortens it."""
    best, n = length(order, first, between), len(order)
    better = True
    while better:
        better = False
        for i in range(n):
            for j in range(i + 1, n + 1):
                rest, stretch = order[:i] + order[j:], order[i:j]
                tries = [order[:i] + stretch[::-1] + order[j:]]
                if j - i <= 3:
                    tries += [rest[:k] + stretch + rest[k:] for k in range(len(rest) + 1)]
                for one in tries:
                    now = length(one, first, between)
                    if now < best - 1e-9 and not math.isinf(now):
                        order, best, better = one, now, True
    return order
