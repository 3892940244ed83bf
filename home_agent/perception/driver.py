"""Aims to go, look or stay and observations come in; base velocities and head angles go out.

The local driver (ports.Driver) that comes with the house: it follows a route past what the robot's
own sensors show, and knows nothing else.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from home_agent.errors import BadInput
from home_agent.home.drive import HEAD_TILT_RAD, STEPS, Drive
from home_agent.home.follow import DT_S
from home_agent.home.graph import HomeMap
from home_agent.perception.gaze import Gaze
from home_agent.perception.ground import Perceived
from home_agent.ports import Kinematics
from home_agent.types import ActionChunk, Aim, Observation

VERBS = ("go", "follow", "look", "stay")
REST_S = 0.5
LATER = 3  # the step of a chunk at which the next one is asked for


class LocalDriver:
    """Drive, look and stay in `home` by what the sensors show; implements `ports.Driver`."""

    verbs = VERBS

    def __init__(self, home: HomeMap, arm: Kinematics, ground: Perceived | None = None) -> None:
        self._ground = ground or Perceived(home, arm)
        self._drive = Drive(self._ground)
        self._gaze: Gaze | None = None
        self._aim: Aim | None = None
        self._begun_s = 0.0
        self._wanted: NDArray[np.float64] = np.zeros(2)
        self._arm: NDArray[np.float64] = np.zeros(8)
        self._grip = 0.0

    def begin(self, aim: Aim, seen: Observation, last: ActionChunk | None = None) -> None:
        """Set a new aim; the arm and the grip stay as `last` commanded, else as they are.

        Raises `BadInput` for a verb that is no driver's and for an empty route.
        """
        if aim.verb not in VERBS:
            raise BadInput(f"The driver cannot '{aim.verb}': it knows {', '.join(VERBS)}.")
        self._ground.see(seen)
        if aim.verb in ("go", "follow"):
            self._drive.begin(aim.route, seen.t_s)
        self._gaze = Gaze(aim.position_map_m, seen) if aim.verb == "look" else None
        self._aim, self._begun_s, self._wanted = aim, seen.t_s, np.zeros(2)
        at = 0 if last is None else round((seen.t_s - last.t_s) / last.dt_s)
        at = 0 if last is None else min(max(at, 0), len(last.done) - 1)
        self._arm = seen.arm if last is None else last.arm[at]
        self._grip = seen.grip.force_n if last is None else float(last.grip[at])

    def chunk(self, seen: Observation) -> ActionChunk:
        """The next half second; `done` is 1 once the aim is reached.

        Give it every camera's newest frame since the last call. Raises `BadInput` before `begin`.
        """
        if self._aim is None:
            raise BadInput("Nothing to drive to: begin with an aim.")
        self._ground.see(seen)
        still = np.zeros((STEPS, 3))
        times = seen.t_s + DT_S * np.arange(STEPS)
        if self._gaze is not None:
            look = self._gaze.turn(seen)
            done = (times >= look.done_s).astype(float)
            progress = min(1.0, math.exp(-look.left_rad))
            return self._chunk(seen, look.base, look.head, done, progress, look.gave_up)
        if self._aim.verb == "stay":
            done = (times >= self._begun_s + REST_S).astype(float)
            return self._chunk(seen, still, np.tile(seen.head, (STEPS, 1)), done, float(done[0]))
        self._ground.push(seen, self._wanted)
        leg = self._drive.leg(seen.base, seen.base_velocity, self._aim.route, seen.t_s)
        self._wanted = leg.base[LATER, :2]
        head = np.tile([0.0, HEAD_TILT_RAD], (STEPS, 1))
        done = np.full(STEPS, float(leg.arrived))
        return self._chunk(seen, leg.base, head, done, leg.progress, leg.gave_up)

    def _chunk(
        self,
        seen: Observation,
        base: NDArray[np.float64],
        head: NDArray[np.float64],
        done: NDArray[np.float64],
        progress: float,
        gave_up: str = "",
    ) -> ActionChunk:
        return ActionChunk(
            t_s=seen.t_s,
            dt_s=DT_S,
            base=base,
            arm=np.tile(self._arm, (STEPS, 1)),
            head=head,
            grip=np.full(STEPS, self._grip),
            done=done,
            progress=progress,
            gave_up=gave_up,
        )
