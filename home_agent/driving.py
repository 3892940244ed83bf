"""A place, a thing, a person or a pose comes in; the robot stands there when it is done."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import count

from home_agent.acting import Body
from home_agent.errors import Blocked
from home_agent.home.approach import around, facing
from home_agent.home.belief import Beliefs
from home_agent.planning.meaning import described, name_of, the
from home_agent.planning.repair import repair
from home_agent.types import Aim, ObjectBelief, Pose2D

THERE_M, THERE_RAD = 0.12, 0.25
ROUND_M = 0.30  # what blocks a way is taken to be this wide
AHEAD_M = 0.60
OTHER_M = 0.35  # another pose before a place is at least this far from those tried
STANDS = 3
ASIDE_RAD = 0.35  # seen from a thing, another side of it begins there
WAIT_S = 4.0  # for somebody in the only way to go on
EMPTY_M, WITH_LOAD_M = (0.9, 1.2, 1.5), (1.5, 1.4, 1.6, 1.25)  # from a person or floor thing


class Legs:
    """Drive through the home by the map's routes, another way when one is blocked."""

    def __init__(self, body: Body, beliefs: Beliefs) -> None:
        self._body, self._beliefs, self._home = body, beliefs, body.home

    def far_m(self, position_m: Sequence[float]) -> float:
        """How far the robot's middle is from a map point, m."""
        base = self._body.seen.base
        return math.dist((base.x_m, base.y_m), position_m[:2])

    def to(self, goal: Pose2D, name: str, timeout_s: float = 240.0) -> None:
        """Drive to a pose; `name` is the place, person or room it stands for.

        Raises Blocked when neither the route nor ways round what blocks it work.
        """
        body = self._body
        avoid: list[tuple[float, float, float]] = []
        for failed in count(1):
            body.find_self()
            base = body.seen.base
            turn = abs(math.remainder(goal.yaw_rad - base.yaw_rad, math.tau))
            if self.far_m((goal.x_m, goal.y_m)) < THERE_M and turn < THERE_RAD:
                return
            route = self._way(base, goal, avoid)
            body.emit("drive", to=name, route=[(p.x_m, p.y_m) for p in route])
            try:
                body.act(Aim("go", words=f"to {name}", place=name, route=route), timeout_s)
                return
            except Blocked as error:
                if repair(error, failed).remedy == "give up":
                    raise
                here = body.seen.base
                to = next((p for p in route if self.far_m((p.x_m, p.y_m)) > 0.3), goal)
                way = math.atan2(to.y_m - here.y_m, to.x_m - here.x_m)
                x, y = here.x_m + AHEAD_M * math.cos(way), here.y_m + AHEAD_M * math.sin(way)
                avoid.append((x, y, ROUND_M))

    def _way(
        self, base: Pose2D, goal: Pose2D, avoid: list[tuple[float, float, float]]
    ) -> tuple[Pose2D, ...]:
        """A route round what blocked the last; if there is none, the same again after a while."""
        try:
            return self._home.route(base, goal, avoid)
        except Blocked:
            if not avoid:
                raise
        avoid.clear()
        self._body.hold(WAIT_S)
        return self._home.route(self._body.seen.base, goal)

    def before(self, place_id: str, toward: tuple[float, float] | None = None) -> None:
        """Stand before a place (where `toward` is best reached) or in a room.

        Other sides are tried when the best is blocked.
        """
        home = self._home
        tried: list[Pose2D] = []
        goals = [home.approach(place_id, toward)]
        if place_id in home.places:
            at = toward or (goals[0].x_m, goals[0].y_m)
            rest = around(home, home.places[place_id])
            goals += sorted(rest, key=lambda pose: math.dist((pose.x_m, pose.y_m), at))
        trouble: Blocked | None = None
        for goal in goals:
            if len(tried) == STANDS or any(_near(goal, other) for other in tried):
                continue
            tried.append(goal)
            try:
                self.to(goal, place_id)
                return
            except Blocked as error:
                trouble = error
        name = the(name_of(home, place_id))
        raise Blocked(f"I cannot get to {name}: {trouble}")

    def asides(self, what: ObjectBelief) -> list[Pose2D]:
        """Where else to stand before what bears a thing, a step to one side and to the other: what
        hides it from here may not hide it from there.
        """
        place = self._home.places.get(what.place or "")
        if place is None:
            return []
        x, y = what.position_map_m[:2]
        base = self._body.seen.base
        left: list[tuple[float, Pose2D]] = []
        right: list[tuple[float, Pose2D]] = []
        for pose in around(self._home, place):
            turn = math.atan2(pose.y_m - y, pose.x_m - x) - math.atan2(base.y_m - y, base.x_m - x)
            turn = math.remainder(turn, math.tau)
            if abs(turn) >= ASIDE_RAD:
                (left if turn > 0 else right).append(
                    (math.dist((pose.x_m, pose.y_m), (x, y)), pose)
                )
        return [min(side, key=lambda one: one[0])[1] for side in (left, right) if side]

    def near(self, what: ObjectBelief) -> None:
        """Stand where a thing can be seen and reached, or at arm's length from a person."""
        at = what.position_map_m[:2]
        if what.label != "person" and what.place in self._home.places:
            self.before(what.place or "", at)
        else:
            # What is carried reaches ahead: with it one stops farther from people.
            far_m = WITH_LOAD_M if self._body.held is not None else EMPTY_M
            self.to(facing(self._home, at, the(described(what)), far_m), what.id)


def _near(a: Pose2D, b: Pose2D) -> bool:
    return math.dist((a.x_m, a.y_m), (b.x_m, b.y_m)) < OTHER_M
