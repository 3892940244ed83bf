"""An aim comes in; the robot moves under the guard until it is reached, or an exception says why.

The step loop: observe, localise, let the policy act, imagine, hand the chunk to the guard, tick.
Stop, cancel and pause are looked at in every tick and may come from another thread. Looking and
planning go on beside it (thinking.py).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from home_agent.chunks import due, over, still
from home_agent.clock import Clock
from home_agent.errors import (
    Blocked,
    Cancelled,
    Dropped,
    GraspFailed,
    StepFailed,
    Stopped,
    TimedOut,
)
from home_agent.home.graph import HomeMap
from home_agent.patience import Patience
from home_agent.perception.localise import Localiser
from home_agent.perception.people import people_base
from home_agent.ports import Colourblind, Guard, Policy, Robot, WorldModel
from home_agent.story import veto_told
from home_agent.thinking import Mind
from home_agent.turns import DRIVES, Turns
from home_agent.types import (
    ActionChunk,
    Aim,
    CameraFrame,
    Event,
    ObjectBelief,
    Observation,
    Pose2D,
    Situation,
    Verdict,
)

T = TypeVar("T")

TICK_S = 0.05
TICKS = 4  # of a chunk before the policy is asked again
QUICK_S = 0.03  # what is thought of so quickly is waited for: the beat is kept all the same
COAST_TICKS = 12  # for the guard to bring the robot to rest
HELD_N = 0.5  # less force than this between the fingers holds nothing
HELD_M = 0.002  # nor do fingers that touch each other
LOST_TICKS = 5
FAILURES: Mapping[str, type[StepFailed]] = {
    "go": Blocked,
    "follow": Blocked,
    "pick": GraspFailed,
    "give": TimedOut,
}


class Body:
    """The robot as a step has it: what it sees now, what it holds, and how to make it move.

    seen: the last observation, its base in the map. held: what the gripper holds. opened: ids
    of places and "place/surface" that were opened.
    """

    def __init__(
        self,
        robot: Robot,
        policy: Policy,
        guard: Guard,
        clock: Clock,
        home: HomeMap,
        emit: Callable[[Event], None],
        world_model: WorldModel | None = None,
    ) -> None:
        self.policy, self.guard, self.clock, self.home = policy, guard, clock, home
        self._robot, self._world_model, self._emit = robot, world_model, emit
        self._mind = Mind(clock)
        self._turns = Turns(robot.camera_names)
        self._head = self._turns.head
        self._wrist = self._turns.wrist
        self._localiser = Localiser(home, home.start or Pose2D(0.0, 0.0, 0.0))
        self._raw = robot.observe()
        self.seen: Observation = self._localiser.locate(self._raw)
        self.held: ObjectBelief | None = None
        self.opened: set[str] = set()
        self._frames: dict[str, CameraFrame] = {}  # the newest, not yet shown to the policy
        self._pale = False  # the head's newest has no colour
        self._people: NDArray[np.float64] = np.zeros((0, 2))
        self._people_t_s = -np.inf
        self._situation = Situation()
        self._last: ActionChunk | None = None
        self._empty_ticks = 0
        self._stop = ""
        self._cancelled, self._paused = threading.Event(), threading.Event()

    # --- words from outside, at any moment

    def stop(self, reason: str) -> None:
        """Stop now; nothing moves before the guard is told to resume."""
        self._stop = reason
        self.guard.stop(reason)

    def cancel(self) -> None:
        """Give up the running task at the next tick."""
        self._cancelled.set()

    def pause(self) -> None:
        """Stand still in the running task until `resume`."""
        self._paused.set()

    def resume(self) -> None:
        """Go on after `pause`, and let the robot move again after `stop`."""
        self._stop = ""
        self.guard.resume()
        self._paused.clear()

    def begin(self) -> None:
        """A new task starts: what was called off before does not count any more."""
        self._cancelled.clear()

    @property
    def paused(self) -> bool:
        """Is the robot told to stand still?"""
        return self._paused.is_set()

    # --- sensing

    def emit(self, name: str, **data: Any) -> None:
        """Put something into the record of the run."""
        self._emit(Event(name, self.clock.now_s(), data))

    def observe(self, cameras: Sequence[str] = (), colour: bool = True) -> Observation:
        """A fresh observation with the base in the map; people are looked for on the way."""
        self._raw = self._robot.observe(tuple(dict.fromkeys(cameras)), colour)
        if self._head and self._head[0] in cameras:
            self._pale = not colour
        self.seen = self._localiser.locate(self._raw)
        self._frames.update(self.seen.cameras)
        if any(frame.thermal_c is not None for frame in self.seen.cameras.values()):
            self._people = people_base(self.seen, self.home)
            self._people_t_s = self.seen.t_s
        return self.seen

    def picture(self, by_hand: bool = False) -> Observation:
        """A fresh observation with what the head camera shows, and the wrist's if `by_hand`."""
        return self.observe(self._head + self._wrist if by_hand else self._head)

    def find_self(self) -> None:
        """When the map has not fitted for a while: stand still and search the whole map."""
        if self._localiser.lost:
            self.hold(0.3)
            found = self._localiser.find(self._raw.lidar_m)
            self.emit("lost", found=found)

    @property
    def grips(self) -> bool:
        """Is anything between the fingers?"""
        grip = self._raw.grip
        return grip.force_n > HELD_N and grip.gap_m > HELD_M

    # --- moving

    def act(self, aim: Aim, timeout_s: float) -> None:
        """Let the policy pursue an aim until it is done.

        Raises TimedOut, Dropped, Stopped or Cancelled, and Blocked, GraspFailed or StepFailed
        with the policy's own words when it gives up.
        """
        self._check()
        self._turns.by_handle = aim.by_handle
        # What was last seen without colour is looked at once more for an aim that needs it.
        pale = self._pale and "head" in self._frames and not self._by_shape(aim.verb)
        self.think(partial(self.policy.begin, aim, self.observe(self._head if pale else ())))
        patience = Patience(aim, timeout_s, self.clock.now_s(), self.seen.base)
        while True:
            running, shown = self._last, self._shown()
            chunk = self.think(partial(self.policy.act, shown), aim.verb)
            if self._last is not running:  # it came so late that the robot stood meanwhile
                chunk = replace(chunk, t_s=self.seen.t_s)
            chunk = self._imagined(shown, chunk, aim.verb)
            if chunk.gave_up:
                self._stand("stay")  # the last chunk is over
                raise FAILURES.get(aim.verb, StepFailed)(chunk.gave_up)
            self._want(chunk, self._situation_in(aim.verb))
            first = due(chunk, self.seen.t_s)  # not 0 if it came while the last one ran on
            end = min(first + TICKS, len(chunk.done))
            for n in range(first, end):
                self._tick(aim.verb, head=n == end - 1)  # so that the policy sees it
            if chunk.done[end - 1] >= 0.5:
                return
            patience.check(chunk, self.clock.now_s(), self.seen.base)

    def _by_shape(self, verb: str) -> bool:
        if verb not in DRIVES or not isinstance(self.policy, Colourblind):
            return False
        return verb in self.policy.by_shape

    def _shown(self) -> Observation:
        """What is seen now, with every picture taken since the policy was last asked."""
        frames, self._frames = self._frames, {}
        return replace(self.seen, cameras=frames)

    def think(self, job: Callable[[], T], verb: str = "stay") -> T:
        """What a slow job gives; meanwhile the chunk that runs is played to its end, then the
        robot stands. Raises what the job raises, Stopped or Cancelled.
        """
        thought = self._mind.begin(job)
        while not thought.ready(QUICK_S):
            self._check()
            if self._last is None or over(self._last, self._raw.t_s):
                self._stand(verb)
            self._tick(verb)
        return thought.result()

    def hold(self, for_s: float, until: Callable[[], bool] | None = None) -> None:
        """Stand still for some seconds, holding what is held, or until something is so."""
        end_s = self.clock.now_s() + for_s
        while self.clock.now_s() < end_s - 1e-6 and not (until is not None and until()):
            self._check()
            self._stand("stay")
            self._tick("stay")

    def _tick(self, verb: str, head: bool = True) -> None:
        self._veto("guard", self.guard.tick(self._raw))
        self.clock.tick(TICK_S)
        self._turns.by_handle &= not self.grips  # then the wrist sees but what is in the hand
        cameras = self._turns.due(self._raw.t_s, verb, head)
        self.observe(cameras, colour=not self._by_shape(verb))
        self._check()
        while self._paused.is_set():
            self._want(still(self._raw, self._last), self._situation)
            self.guard.tick(self._raw)
            self.clock.tick(TICK_S)
            self.observe(self._turns.due(self._raw.t_s, "stay", head=True))
            self._check()
        self._feel(verb)

    def _check(self) -> None:
        """Raise Stopped or Cancelled once the robot is at rest."""
        if self._stop and not self.guard.stopped:
            self.guard.stop(self._stop)
        reason = self.guard.stopped
        if reason or self._cancelled.is_set():
            if not reason:
                self.guard.want(still(self._raw, self._last), self._situation)
            for _ in range(COAST_TICKS):
                self.guard.tick(self._raw)
                self.clock.tick(TICK_S)
                self._raw = self._robot.observe()
                self.seen = self._localiser.locate(self._raw)
                if not reason:
                    self.guard.want(still(self._raw, self._last), self._situation)
            if reason:
                raise Stopped(reason)
            self._cancelled.clear()
            raise Cancelled("The task was called off.")

    def _feel(self, verb: str) -> None:
        """Notice when what is carried is gone from between the fingers."""
        carrying = self.held is not None and verb in (*DRIVES, "look", "stay")
        self._empty_ticks = self._empty_ticks + 1 if carrying and not self.grips else 0
        if self._empty_ticks >= LOST_TICKS:
            self._empty_ticks = 0
            what = self.held.label if self.held is not None else "it"
            raise Dropped(f"I have lost the {what} on the way.")

    def _want(self, chunk: ActionChunk, situation: Situation) -> None:
        self._last, self._situation = chunk, situation
        self.guard.want(chunk, situation)

    def _stand(self, verb: str) -> None:
        self._want(still(self._raw, self._last), self._situation_in(verb))

    def _situation_in(self, verb: str) -> Situation:
        held = self.held
        held_c, label = (None, "") if held is None else (held.temperature_c, held.label)
        return Situation(verb, held_c, self._people, self._people_t_s, verb == "give", label)

    def _imagined(self, shown: Observation, chunk: ActionChunk, verb: str) -> ActionChunk:
        if self._world_model is None or chunk.gave_up:
            return chunk
        verdict = self._world_model.imagine(shown, chunk, self._situation_in(verb))
        self._veto("imagination", verdict)
        return verdict.action

    def _veto(self, by: str, verdict: Verdict | None) -> None:
        if verdict is not None and verdict.reason:
            self.emit("veto", by=by, **veto_told(verdict))
