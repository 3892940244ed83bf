"""What was seen of a thing comes in; how a trained network grips it goes out, checked.

It proposes grips, and decodes the hand's way into the one that is taken, a few steps at a time.
Both are only checked here, never made better. Before anything moves the whole way is imagined: one
that ends beside the grip, or touches what is known of, is not taken, and the planner's is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from home_agent.baselines.grips import LEARNED, Known, known, propose
from home_agent.errors import BadInput
from home_agent.ports import Kinematics
from home_agent.sim.body import MAX_GAP_M
from home_agent.sim.motions.grasp import Grasp
from home_agent.sim.motions.nearby import Nearby
from home_agent.sim.motions.reach import DT_S, LAG, Limbs, Motion
from home_agent.sim.motions.stand import Stand
from home_agent.sim.spec import ThingSpec
from home_agent.types import VERBS, Aim, Grip, Measured, Observation
from home_agent.vla.attention import head_pose
from home_agent.vla.body import features
from home_agent.vla.goal import Goal, goal_at, reached, toward
from home_agent.vla.motion import to_chunk
from home_agent.vla.runtime import Networks

Floats = NDArray[np.float64]

CARRIED_OUT = 6  # steps of a chunk before the next one
LONGEST = 30  # chunks
NEAR_M, ALONG = 0.008, 0.985  # a way must end so near its grip; cosine of 10 degrees
AIR_M, ROUND_M = 0.004, 1.7
CLOSE_S, STUCK_S = 2.0, 6.0
DONE = 0.5


@dataclass(frozen=True, slots=True)
class Taken:
    """Of one thing that was taken: was the grip the network's, and was the way in?"""

    grip: bool
    way: bool


class Hands:
    """Grip with a network that has learned to (`config.grips`, `config.reaches`).

    Raises `BadInput` for one that has not.
    """

    def __init__(self, networks: Networks, arm: Kinematics) -> None:
        if not networks.config.grips:
            raise BadInput("The network has not learned to grip: use 'home-agent train hands'.")
        self._nets, self._arm = networks, arm
        self._known: Known | None = None

    @property
    def learned(self) -> str:
        """What it does by itself, in a word or two."""
        return "gripping" if self._nets.config.reaches else "choice of grips"

    def propose(
        self, picture: Observation | None, aim: Aim, told: Measured | None, thing: ThingSpec
    ) -> list[Grasp]:
        """Grips for what was measured in a picture, the surest first; none where it was not.

        None by a handle either: of 60 hot mugs 45 were taken so, and 54 where the planner gripped.
        And none where a try has failed (`aim.avoid`): then it is the planner's turn.
        """
        self._known = None
        if picture is None or told is None or aim.by_handle or aim.avoid:
            return []
        self._known = known(picture, aim, told, self._nets.config.crop_px)
        return [] if self._known is None else propose(self._nets, self._arm, self._known, thing)

    def way_in(
        self, limbs: Limbs, thing: ThingSpec, plan: tuple[Stand, Grasp], seen: Observation
    ) -> Callable[[Callable[[], Observation]], Motion] | None:
        """How the hand goes into a grip from before it and closes; None: the planner must.

        What is returned wants to be told what is felt.
        """
        stand, grasp = plan
        what = self._known
        if what is None or grasp.style != LEARNED or not self._nets.config.reaches:
            return None
        base = limbs.base_now()
        near = Nearby(limbs.model, limbs.data, (base[0], base[1]), ROUND_M)
        free = partial(near.clear, base, margin_m=AIR_M, touch=frozenset({thing.id}))
        goal = Goal(grasp.position_m, grasp.matrix, seen.base)
        turned = turned_as(goal, self._arm, stand.approach[-1])
        before = replace(seen, arm=stand.approach[0], head=limbs.head.copy())
        if not self._imagine(what, turned, before, free):
            return None
        return lambda feel: self._go(limbs, what, turned, feel)

    def _imagine(
        self, what: Known, goal: Goal, seen: Observation, free: Callable[[Floats], bool]
    ) -> bool:
        """Does the way from `seen` on end at the goal, every step of it `free`?"""
        now = replace(seen, grip=Grip(MAX_GAP_M, 0.0))
        for _ in range(LONGEST):
            arm, grip, _ = self._next(what, goal, now)
            if not all(free(joints) for joints in arm):
                return False
            now = replace(now, arm=arm[-1])
            if grip[-1] > 0:
                tool = self._arm.tool(arm[-1])
                into = goal_at(tool, now.base).axes_map[:, 0] @ goal.axes_map[:, 0]
                return reached(goal, now.base, tool, NEAR_M) and float(into) > ALONG
        return False

    def _go(self, limbs: Limbs, what: Known, goal: Goal, feel: Callable[[], Observation]) -> Motion:
        """Go in and close, until the network says that it holds."""
        closing_s = stuck_s = 0.0
        for _ in range(LONGEST):
            seen = replace(feel(), arm=limbs.arm.copy(), base=goal.base)
            arm, grip, done = self._next(what, goal, seen)
            if closing_s > CLOSE_S or (limbs.force_n > 0 and done > DONE):
                break
            for joints, force in zip(arm, grip, strict=True):
                while np.any(np.abs(limbs.arm_now() - limbs.arm) > LAG):
                    stuck_s += DT_S
                    if stuck_s > STUCK_S:
                        return "The arm is held back by something."
                    yield limbs.point()
                limbs.arm, limbs.force_n = joints, float(force)
                closing_s += DT_S if force > 0 else 0.0
                yield limbs.point()
        return ""

    def _next(self, what: Known, goal: Goal, seen: Observation) -> tuple[Floats, Floats, float]:
        """The next set points: joints [n, 8], forces [n] (N), and how surely it is done."""
        tool = self._arm.tool(seen.arm)
        camera = head_pose(float(seen.head[0]), float(seen.head[1]))
        body = features(seen, tool, camera, what.target)
        way = toward(goal, seen.base, tool, camera)
        verb = VERBS.index("pick")
        moves, _ = self._nets.act(body, verb, what.aim.words, what.crops, way)
        chunk = to_chunk(moves, seen, camera, self._arm, self._nets.config.dt_s)
        return chunk.arm[:CARRIED_OUT], chunk.grip[:CARRIED_OUT], float(chunk.done[0])


def turned_as(goal: Goal, arm: Kinematics, joints: Floats) -> Goal:
    """The goal with the gripper turned half round, if that is how `joints` [8] reach it."""
    there = goal_at(arm.tool(joints), goal.base).axes_map
    half = goal.axes_map @ np.diag([1.0, -1.0, -1.0])
    return replace(goal, axes_map=half) if there[:, 1] @ half[:, 1] > 0 else goal
