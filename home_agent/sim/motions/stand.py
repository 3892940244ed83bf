"""Tool poses to reach come in; where the base should stand and how the arm gets there go out."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

import numpy as np
from numpy.typing import NDArray

from home_agent.sim.body import MAX_GAP_M
from home_agent.sim.kinematics import ArmKinematics, cost, hand_matrix
from home_agent.sim.motions.motion import arm_path
from home_agent.sim.motions.nearby import Nearby
from home_agent.sim.motions.roam import Roam, line_free
from home_agent.sim.motions.stands import scattered, travel_m, usual
from home_agent.sim.motions.way_in import FLIP, way_in

Floats = NDArray[np.float64]

# A comfortable pose in front of the base: joints far from it are dear.
COMFORT = np.array([0.5, -0.6, 0.0, 1.2, 0.0, 0.8, 0.0, 0.0])
_BASE_AIR_M = 0.025
_COLUMN_AIR_M = 0.012
_ARM_AIR_M = 0.010
_LOAD_AIR_M = 0.022  # with a load the arm swings past edges farther off, if there is room
_FARTHER_M = (0.35, 0.55, 0.2)
_TRIES = 120
_ARM_PLANS = 8
_NARROW = 8  # where the arm did not unfold once, it hardly will another way


@dataclass(frozen=True, slots=True)
class Goal:
    """A tool pose in the map, and by how much (map x, y, z) the hand comes from beside it.

    Goals of one `group` are alike: where one fails, the others become less likely.
    """

    position_m: Floats
    matrix: Floats
    back_m: Floats
    cost: float = 0.0
    group: int = 0


@dataclass(frozen=True, slots=True)
class Stand:
    """Where to stand and how to reach: base poses to drive through, then arm paths.

    to_ready: from the arm's present joints to before the goal; approach: from there, straight,
    to the goal. `index` is the goal that was chosen. enter: where it is too narrow to unfold the
    arm, that is done farther off, and the base drives on through these poses with the arm out.
    """

    drive: list[Floats]
    to_ready: list[Floats]
    approach: list[Floats]
    index: int
    enter: list[Floats]


@dataclass(frozen=True, slots=True)
class _Try:
    cost: float
    base: Floats
    joints: Floats
    matrix: Floats
    index: int


class Search:
    """Search base poses and arm paths in the surroundings `near` for goals of the tool."""

    def __init__(
        self,
        kinematics: ArmKinematics,
        near: Nearby,
        rng: np.random.Generator,
        *,
        touch: frozenset[str] = frozenset(),
        gap_m: float = MAX_GAP_M,
        carrying: bool = False,
    ) -> None:
        self._arm, self._near, self._rng = kinematics, near, rng
        self._touch, self._gap_m, self._carrying = touch, gap_m, carrying
        self.why = ""
        self._air_m = _ARM_AIR_M

    def run(
        self,
        base: Floats,
        carried: Floats,
        goals: Sequence[Goal],
        stay: bool = False,
    ) -> Stand | None:
        """The cheapest way found from `base` [3] and joints `carried` [8] to one of `goals`.

        The nearest stands are tried first, then others all round.

        The base drives with the arm at `carried`. With `stay` it does not move.
        """
        self.why = ""
        # The base never arrives exactly: what was planned with some air may then use it up.
        self._air_m = _ARM_AIR_M - 0.004 if stay else _ARM_AIR_M
        if stay:
            return self._among([base], base, carried, goals, stay=True)
        middle = np.mean([goal.position_m[:2] for goal in goals], axis=0)
        free = self._free_base(carried)

        def stands_free(pose: Floats) -> bool:
            return free(pose) and self._near.room(pose, _COLUMN_AIR_M)

        found = self._among(usual(base, middle, stands_free), base, carried, goals)
        if found is not None:
            return found
        roam = Roam(base, self._free_base(carried, 0.6 * _BASE_AIR_M))
        more = scattered(middle, stands_free, roam, self._rng)
        # Under an edge or a knee the guard may yet let it.
        more = more or usual(base, middle, free)
        return self._among(more, base, carried, goals)

    def _among(
        self,
        stands: Sequence[Floats],
        base: Floats,
        carried: Floats,
        goals: Sequence[Goal],
        stay: bool = False,
    ) -> Stand | None:
        """The cheapest way found to one of `goals` from one of `stands`."""
        if not stands:
            self.why = self.why or "there is no room to stand"
            return None
        flips = (np.eye(3),) if self._carrying else (np.eye(3), FLIP)
        hands = [[goal.matrix @ flip for flip in flips] for goal in goals]
        options = [one for stand in stands for one in self._reachable(base, stand, goals, hands)]
        if not options:
            self.why = self.why or "it is out of reach"
            return None
        options.sort(key=lambda option: option.cost)
        roam = Roam(base, self._free_base(carried, 0.6 * _BASE_AIR_M))
        routes: dict[tuple[float, ...], list[Floats] | None] = {}
        self.why = "something is in the way of the arm"
        arms = 0
        queue = _Queue(options, [goal.group for goal in goals])
        for _ in range(_TRIES):
            option = queue.take()
            if option is None:
                break
            key = tuple(option.base)
            if key in routes and routes[key] is None:
                continue
            approach = self._approach(option, goals[option.index])
            if approach is None:
                queue.failed(option)
                continue
            if key not in routes:
                routes[key] = roam.way(option.base)
            route = routes[key]
            if route is None:
                self.why = "the base cannot get there"
                continue
            arms += 1
            to_ready = self._swing(carried, approach[0], option.base, 400 * arms)
            if to_ready is not None:
                return Stand(route, to_ready, approach, option.index, [])
            farther = None if stay else self._farther(option, approach, carried, roam)
            if farther is not None:
                return farther
            queue.failed(option, times=_NARROW)
            if arms >= _ARM_PLANS:
                break
        return None

    def _farther(
        self, option: _Try, approach: list[Floats], carried: Floats, roam: Roam
    ) -> Stand | None:
        """Unfold the arm farther off, then drive straight in with it."""
        yaw = option.base[2]
        back = np.array([math.cos(yaw), math.sin(yaw), 0.0])
        ready = approach[0]

        def free(pose: Floats) -> bool:
            return self._near.room(pose, _COLUMN_AIR_M) and self._near.clear(
                pose, ready, self._air_m, gap_m=self._gap_m, touch=self._touch
            )

        for away in _FARTHER_M:
            start = option.base - away * back
            if not self._free_base(carried)(start) or not line_free(option.base, start, free):
                continue
            route = roam.way(start)
            if route is None:
                continue
            to_ready = self._swing(carried, ready, start, 800)
            if to_ready is not None:
                return Stand(route, to_ready, approach, option.index, [option.base])
        return None

    def _swing(self, start: Floats, goal: Floats, base: Floats, checks: int) -> list[Floats] | None:
        """A path of the arm: with a load well clear of everything, if there is one."""
        for air_m in (_LOAD_AIR_M, self._air_m) if self._carrying else (self._air_m,):
            free = self._free_arm(base, air_m)
            path = arm_path(start, goal, free, self._rng, checks=checks, steady=self._carrying)
            if path is not None:
                return path
        return None

    def _reachable(
        self, base: Floats, stand: Floats, goals: Sequence[Goal], hands: Sequence[Sequence[Floats]]
    ) -> list[_Try]:
        """Goals within reach from `stand`; hands: how the tool may be turned at each, [3, 3]."""
        turn = hand_matrix(-stand[2], 0.0, 0.0)
        origin = np.array([stand[0], stand[1], 0.0])
        travel = 0.35 * travel_m(base, stand)
        found = []
        for index, goal in enumerate(goals):
            at = turn @ (goal.position_m - origin)
            if not 0.2 < math.hypot(at[0], at[1]) < 1.15:
                continue
            before = at + turn @ goal.back_m
            for matrix in hands[index]:
                local = turn @ matrix
                if not self._arm.solutions(before, local):
                    continue
                for joints in self._arm.solutions(at, local):
                    comfort = 0.12 * cost(joints, COMFORT)
                    found.append(_Try(travel + goal.cost + comfort, stand, joints, matrix, index))
        return found

    def _approach(self, option: _Try, goal: Goal) -> list[Floats] | None:
        """Joints along the straight line to the goal, or None when something is in the way."""
        free = self._free_arm(option.base)
        at, back = goal.position_m, goal.back_m
        return way_in(self._arm, option.base, at, option.matrix, back, option.joints, free)

    def _free_base(self, carried: Floats, air_m: float = _BASE_AIR_M) -> Callable[[Floats], bool]:
        return lambda pose: self._near.clear(pose, carried, air_m, gap_m=self._gap_m)

    def _free_arm(self, base: Floats, air_m: float | None = None) -> Callable[[Floats], bool]:
        air_m = self._air_m if air_m is None else air_m
        return lambda joints: self._near.clear(
            base, joints, air_m, gap_m=self._gap_m, touch=self._touch
        )


class _Queue:
    """Take the cheapest option first, those like failed ones later."""

    def __init__(self, options: Sequence[_Try], groups: Sequence[int]) -> None:
        self._options, self._groups = options, groups
        self._heap = [(option.cost, i) for i, option in enumerate(options)]
        heapify(self._heap)
        self._fails: dict[tuple[object, ...], int] = {}

    def take(self) -> _Try | None:
        """The next option, None when all were taken."""
        while self._heap:
            cost, i = heappop(self._heap)
            now = self._options[i].cost + sum(
                weight * self._fails.get(key, 0) for key, weight in self._keys(self._options[i])
            )
            if now > cost + 1e-9 and self._heap:
                heappush(self._heap, (now, i))
                continue
            return self._options[i]
        return None

    def failed(self, option: _Try, times: int = 1) -> None:
        """Remember that `option` did not work; `times` says how dear the others like it become."""
        for key, _ in self._keys(option):
            self._fails[key] = self._fails.get(key, 0) + times

    def _keys(self, option: _Try) -> list[tuple[tuple[object, ...], float]]:
        return [
            (("group", self._groups[option.index]), 0.04),
            (("goal", option.index), 0.08),
            (("stand", *option.base), 0.03),
        ]
