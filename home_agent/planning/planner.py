"""Goals and what is believed come in; plans in the order to do them go out.

A goal whose needs do not hold gets the skills before it that make them hold, found by best-first
search over facts; the moves of each plan are those its own generator makes in a dry run.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import count

from home_agent.errors import BadInput, Refused
from home_agent.home.graph import SOFT
from home_agent.planning.believed import Believed
from home_agent.planning.costs import far_s
from home_agent.planning.domain import HAND_EMPTY, Act, Domain, State, after, met, values_of
from home_agent.planning.dry_run import DryRun
from home_agent.planning.meaning import described, key, spot
from home_agent.planning.order import ordered
from home_agent.planning.surfaces import on_place
from home_agent.planning.ways import Ways
from home_agent.skill import Skill
from home_agent.types import Fact, Goal, Plan, Ref, Slot

MOST_ACTS = 6  # before one goal
MOST_STATES = 2000


def plan(goals: Sequence[Goal], skills: Mapping[str, Skill], state: Believed) -> list[Plan]:
    """Plans for all goals, with what has to come before each. `state` is left as it was.

    Goals that only bring things somewhere come in the order that takes the least driving.

    Raises Refused when a need cannot be met by any skill, BadInput for unknown skills or places,
    and what the skills themselves raise when they cannot work.
    """
    state = replace(state, opened={*state.opened}, moved={**state.moved})
    ways = Ways(state.known.home)
    dry = DryRun(state, ways)
    plans = []
    for goal in ordered(goals, state, ways):
        if skills.get(goal.skill) is not None and skills[goal.skill].control:
            plans.append(Plan(goal, ()))
            continue
        domain = Domain(skills, _spare(goal, state))
        for act in prepare(domain.act(goal), domain, facts(goal, state)):
            moves = dry.moves(skills[act.goal.skill].start(act.goal))
            effects = act.adds + tuple(Fact(f.name, *f.args, holds=False) for f in act.removes)
            plans.append(Plan(act.goal, moves.steps, act.needs, effects, moves.cost_s))
    return plans


def prepare(wanted: Act, domain: Domain, start: State) -> list[Act]:
    """The cheapest acts that make every need of `wanted` hold, then `wanted` itself.

    Raises Refused naming the need that no skill meets.
    """
    acts = _relevant(wanted, domain, start)
    tie = count()
    heap: list[tuple[float, int, State, tuple[Act, ...]]] = [(0.0, next(tie), start, ())]
    best: dict[State, float] = {start: 0.0}
    for _ in range(MOST_STATES):
        if not heap:
            break
        cost, _, state, done = heapq.heappop(heap)
        if all(met(need, wanted, state) for need in wanted.needs):
            return [*done, wanted]
        if len(done) == MOST_ACTS or cost > best.get(state, cost):
            continue
        for act in acts:
            if all(met(need, act, state) for need in act.needs):
                then = after(state, act)
                if cost + act.cost_s < best.get(then, float("inf")):
                    best[then] = cost + act.cost_s
                    heapq.heappush(heap, (best[then], next(tie), then, (*done, act)))
    lacking = next(need for need in wanted.needs if not met(need, wanted, start))
    what = " ".join([lacking.name.replace("_", " "), *lacking.args])
    doing = wanted.goal.skill.replace("_", " ")
    lacks = f"To {doing} I need '{what}', and I know no way to get there."
    if not lacking.args and lacking != HAND_EMPTY:  # an ability: not dangerous, only not possible
        raise BadInput(lacks)
    raise Refused(lacks)


def facts(goal: Goal, state: Believed) -> State:
    """The facts that hold in a believed state, put in the words of a goal."""
    home = state.known.home
    found = {Fact("open", id) for id in state.opened}
    found |= {Fact("open", id) for id, place in home.places.items() if place.opening == "none"}
    found |= {Fact("open", id) for id in home.rooms}
    found |= {fact for fact in state.given if fact.holds}
    for value in goal.slots.values():
        if not isinstance(value, Ref):
            continue
        if value.kind == "place":
            id = spot(value, state.known)[1]
            place = home.places.get(id)
            shut = place is not None and place.opening != "none" and id not in state.opened
            if not shut or (place is not None and not all(s.inside for s in place.surfaces)):
                found.add(Fact("open", key(value)))
    held = in_hand(goal, state)
    found.add(HAND_EMPTY if held is None else Fact("holding", key(held)))
    return frozenset(found)


def in_hand(goal: Goal, state: Believed) -> Ref | None:
    """What is held, in the goal's own words if they mean it; None for an empty hand."""
    if state.held is None:
        return None
    for value in goal.slots.values():
        if isinstance(value, Ref) and value.kind == "thing" and state.fits(state.held, value):
            return value
    return Ref("thing", described(state.held), state.held.label, id=state.held.id)


def _relevant(wanted: Act, domain: Domain, start: State) -> list[Act]:
    """Every act that may help, from the needs backwards."""
    values = values_of([wanted.goal, Goal("", domain.spare)])
    found: list[Act] = []
    wants = [need for need in wanted.needs if not met(need, wanted, start)]
    seen: set[Fact] = set()
    while wants:
        need = wants.pop()
        if need in seen:
            continue
        seen.add(need)
        for act in domain.achievers(need, values):
            if all(act.goal != other.goal for other in found):
                found.append(act)
                wants += act.needs
    return found


def _spare(goal: Goal, state: Believed) -> dict[str, Slot]:
    """What fills the slots of preparing skills: the thing in hand, the nearest free surface."""
    home = state.known.home
    spare: dict[str, Slot] = {}
    held = in_hand(goal, state)
    if held is not None:
        spare["thing"] = held
    things = state.known.beliefs.all()
    near = sorted(
        home.places.values(), key=lambda p: far_s(home, state.at, (p.pose.x_m, p.pose.y_m))
    )
    for place in near:
        if place.category not in SOFT and on_place(home, place.id, things):
            spare["place"] = Ref("place", place.name, id=place.id)
            break
    return spare
