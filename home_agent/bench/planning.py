"""A seed comes in; how long planning takes, what plans cost and whether they hold goes out.

Costs are compared with the optimum of an A* search of its own (states: where the robot is, what
is left, what it holds; real routes over the grid). Soundness: the independent checker, and a
walk through the moves that follows every thing to where it was asked for.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Mapping, Sequence
from itertools import count, pairwise
from typing import Any

from home_agent.bench.planning_homes import Problem, problem
from home_agent.bench.run import Row, Summary
from home_agent.bench.stats import Metric, mean, percentile, rate
from home_agent.clock import cpu_s
from home_agent.errors import HomeAgentError
from home_agent.planning.checker import check
from home_agent.planning.order import leg
from home_agent.planning.planner import plan
from home_agent.skills_loader import load_skills
from home_agent.types import Goal, Plan, Pose2D

# name: rooms, things, goals
SIZES = {"goals_5": (10, 30, 5), "goals_10": (10, 30, 10), "rooms_36": (36, 140, 5)}
COMPARED = (10, 30, 3)
Point = tuple[float, float]


def play(seed: int, policy: str) -> Row:
    """Plan in a home of each size, and once against the optimum."""
    skills = load_skills().skills
    row: dict[str, Any] = {"ms": {}, "faults": [], "problems": 0}
    for name, size in SIZES.items():
        case = problem(seed, *size)
        plan(case.goals[:1], skills, case.state)  # so that the map's own grid is drawn
        before_s = cpu_s()
        plans = _plans(case, skills)
        row["ms"][name] = (cpu_s() - before_s) * 1000.0
        row["faults"] += [f"{name}, seed {seed}: {one}" for one in faults(case, plans)]
        row["problems"] += 1
    case = problem(seed, *COMPARED)
    plans = _plans(case, skills)
    row["faults"] += [f"compared, seed {seed}: {one}" for one in faults(case, plans)]
    row["problems"] += 1
    if isinstance(plans, list):
        routes = Routes(case)
        row["ratio"] = routes.driven(ordered_legs(case, plans)) / routes.optimum()
    return row


def _plans(case: Problem, skills: Mapping[str, Any]) -> list[Plan] | str:
    try:
        return plan(case.goals, skills, case.state)
    except HomeAgentError as error:
        return str(error)


def faults(case: Problem, plans: list[Plan] | str) -> list[str]:
    """Everything wrong with some plans: what the checker says, and goals they do not fulfil."""
    if isinstance(plans, str):
        return [plans]
    found = list(check(plans, case.state))
    ends: dict[str, str] = {}
    for step in (step for made in plans for step in made.steps):
        if step.verb == "place":
            ends[str(step.args["thing"])] = str(step.args.get("beside") or step.args["place"])
        if step.verb == "give":
            ends[str(step.args["thing"])] = str(step.args["to"])
    people = {one.id for one in case.state.known.beliefs.all() if one.label == "person"}
    for goal in case.goals:
        thing, place = goal.slots["thing"], goal.slots.get("place")
        id = getattr(thing, "id", None)
        end = ends.get(str(id), "nowhere")
        right = end == getattr(place, "id", None) if place is not None else (
            end in people or end.lower() in ("anna", "speaker")
        )  # fmt: skip
        if not right:
            found.append(f"'{goal.said}' ends {end}")
    return found


def ordered_legs(case: Problem, plans: Sequence[Plan]) -> list[int]:
    """Which goal is fulfilled when, by the order of the plans."""
    order = []
    for made in plans:
        for number, goal in enumerate(case.goals):
            if made.goal == goal and number not in order:
                order.append(number)
    return order


class Routes:
    """Real ways over the grid between the ends of a problem's legs."""

    def __init__(self, case: Problem) -> None:
        self._home, self._start = case.state.known.home, case.state.at
        self._legs = [_ends(goal, case) for goal in case.goals]
        self._known: dict[tuple[Point, Point], float] = {}

    def metres(self, a: Point, b: Point) -> float:
        """Along the map's route."""
        if (a, b) not in self._known:
            start, goal = Pose2D(*a, 0.0), Pose2D(*b, 0.0)
            way = [start, *self._home.route(start, goal)]
            self._known[a, b] = sum(
                math.dist((p.x_m, p.y_m), (q.x_m, q.y_m)) for p, q in pairwise(way)
            )
        return self._known[a, b]

    def driven(self, order: Sequence[int]) -> float:
        """Metres driven for the legs in an order, loaded and unloaded."""
        at, total = (self._start.x_m, self._start.y_m), 0.0
        for number in order:
            pick, drop = self._legs[number]
            total += self.metres(at, pick) + self.metres(pick, drop)
            at = drop
        return total

    def optimum(self) -> float:
        """The least metres, by A*: straight lines still to be carried are the lower bound."""
        tie, everything = count(), frozenset(range(len(self._legs)))
        at = (self._start.x_m, self._start.y_m)
        heap: list[tuple[float, int, float, Point, frozenset[int], int]] = []
        heapq.heappush(heap, (0.0, next(tie), 0.0, at, everything, -1))
        while heap:
            _, _, spent, at, left, held = heapq.heappop(heap)
            if not left and held < 0:
                return spent
            moves = [(held, self._legs[held][1], left, -1)] if held >= 0 else [
                (one, self._legs[one][0], left - {one}, one) for one in left
            ]  # fmt: skip
            for _, to, then, holds in moves:
                cost = spent + self.metres(at, to)
                rest = sum(math.dist(*self._legs[one]) for one in then)
                rest += math.dist(to, self._legs[holds][1]) if holds >= 0 else 0.0
                heapq.heappush(heap, (cost + rest, next(tie), cost, to, then, holds))
        return math.inf


def _ends(goal: Goal, case: Problem) -> tuple[Point, Point]:
    found = leg(goal, case.state)
    drop = found.drop
    if "place" not in goal.slots:
        # One cannot stand in a person: the way ends before them, as the robot's does.
        pose = case.state.known.home.approach("anna")
        drop = (pose.x_m, pose.y_m)
    return found.pick, drop


def sum_up(rows: list[Row]) -> Summary:
    """Times, cost over the optimum, and problems with a fault."""
    faulty = [fault for row in rows for fault in row["faults"]]
    ratios = [float(row["ratio"]) for row in rows if "ratio" in row]
    problems = sum(int(row["problems"]) for row in rows)
    bad = sum(bool(row["faults"]) for row in rows)
    metrics: dict[str, Metric] = {
        "planning.p95_ms": percentile([float(row["ms"]["goals_5"]) for row in rows], 95),
        "planning.cost_ratio": mean(ratios),
        "planning.cost_ratio_p95": percentile(ratios, 95),
        "planning.unsound": rate(min(bad, problems), problems),
    }
    for name in SIZES:
        metrics[f"planning.{name}_p95_ms"] = percentile([float(r["ms"][name]) for r in rows], 95)
    return Summary(metrics=metrics, failures=tuple(faulty[:20]))
