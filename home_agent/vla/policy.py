"""Aims and observations come in; what the trained network sees and does goes out (ports.Policy).

No simulator, no torch: ONNX and numpy. The network points at what the words name, look by look
the point is lifted with depth and kept in the map, and motion is decoded towards it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from home_agent.clock import wall_s
from home_agent.errors import BadInput
from home_agent.home.graph import HomeMap
from home_agent.perception.camera import map_to_base
from home_agent.perception.people import with_people
from home_agent.ports import Kinematics
from home_agent.types import (
    VERBS,
    ActionChunk,
    Aim,
    Detection,
    Measured,
    Observation,
    Pose3D,
    Ref,
)
from home_agent.vla.attention import Attention
from home_agent.vla.eyesight import Eyesight
from home_agent.vla.goal import Goal, from_row, toward
from home_agent.vla.motion import ahead, to_chunk
from home_agent.vla.runtime import Networks

Floats = NDArray[np.float64]

PATIENCE_S = 12.0  # without coming nearer or further
NEARER_M, MORE = 0.01, 0.01
SLOWEST_S = 0.25  # more delay than this is not rolled forward


class VLAPolicy:
    """Drive the robot with an exported network; `sure` is its confidence in the last look.

    home: its map, to tell people from warm radiators. delay_s: how long a chunk takes to make, to
    be rolled forward; None measures it.
    """

    def __init__(
        self,
        networks: Networks,
        arm: Kinematics,
        delay_s: float | None = 0.0,
        name: str = "nano",
        home: HomeMap | None = None,
    ) -> None:
        self._nets, self._arm, self._name, self._home = networks, arm, name, home
        self._eyes = Eyesight(networks)
        self._timed, self._delay_s = delay_s is None, delay_s or 0.0
        self._aim: Aim | None = None
        self._attention = Attention(self._eyes, networks.config.crop_px)
        self._last: ActionChunk | None = None
        self._best, self._nearest, self._moved_s = -1.0, np.inf, 0.0

    @property
    def sure(self) -> float:
        """How sure the last close look at what is acted on was, 0 without one."""
        measured = self._attention.measured
        return 0.0 if measured is None else measured.sure

    @property
    def measured(self) -> Measured | None:
        """What is acted on, as last seen closely."""
        return self._attention.measured

    @property
    def learned(self) -> tuple[str, ...]:
        """The verbs that were demonstrated to it."""
        return self._nets.config.learned

    @property
    def name(self) -> str:
        """Which network drives."""
        return self._name

    # --- seeing

    def look(self, seen: Observation, wanted: Sequence[Ref] = ()) -> tuple[Detection, ...]:
        """What the cameras in `seen` show, all of it and what is wanted."""
        found = self._eyes.look(seen, wanted)
        return found if self._home is None else with_people(found, seen, self._home)

    def choose(
        self, words: str, rows: NDArray[np.float32], names: Sequence[str]
    ) -> NDArray[np.float32] | None:
        """The chance [M] of each map node that the thing is there; None when never learned."""
        return self._eyes.choose(words, rows, names)

    # --- acting

    def begin(self, aim: Aim, seen: Observation) -> None:
        """Set a new aim; raises `BadInput` for a verb that was never demonstrated."""
        if aim.verb not in self.learned:
            known = f"It knows: {', '.join(self.learned)}." if self.learned else ""
            known = known or "It was only taught to see."
            raise BadInput(f"The network has not learned to '{aim.verb}'. {known}")
        self._aim, self._last = aim, None
        self._best, self._nearest, self._moved_s = -1.0, np.inf, seen.t_s
        self._attention.begin(aim)

    def act(self, seen: Observation) -> ActionChunk:
        """The next chunk towards the aim; `gave_up` says why when it comes no nearer."""
        if self._aim is None:
            raise BadInput("Nothing to do: begin with an aim.")
        begun_s = wall_s()
        self._attention.see(seen)
        now = ahead(seen, self._last, min(self._delay_s, SLOWEST_S))
        body, tool, camera = self._attention.feel(now, self._arm)
        verb, crops = VERBS.index(self._aim.verb), self._attention.crops
        way = toward(self._goal(now, body, verb), now.base, tool, camera)
        moves, progress = self._nets.act(body, verb, self._aim.words, crops, way)
        chunk = to_chunk(moves, now, camera, self._arm, self._nets.config.dt_s)
        chunk = replace(chunk, progress=progress, gave_up=self._stuck(now, tool, progress))
        if self._timed:
            self._delay_s = 0.9 * self._delay_s + 0.1 * (wall_s() - begun_s)
        self._last = chunk
        return chunk

    def _goal(self, now: Observation, body: NDArray[np.float32], verb: int) -> Goal:
        """Where to go next: as it was, until that is reached; then the best that can be reached."""
        attention, words = self._attention, "" if self._aim is None else self._aim.words
        if attention.goal is None:
            rows, good = self._nets.intend(body, verb, words, attention.crops)
            goals = [from_row(rows[n], now.base) for n in np.argsort(-good)]
            fine = (one for one in goals if self._arm.reach(one.tool, now.arm) is not None)
            attention.goal = next(fine, goals[0])
        return attention.goal

    def _stuck(self, seen: Observation, tool: Pose3D, progress: float) -> str:
        """A sentence when neither progress nor the distance to the point gets any better."""
        assert self._aim is not None
        far = np.inf
        if self._attention.point is not None:
            base = map_to_base(self._attention.point[None], seen.base)[0]
            far = float(np.linalg.norm(base - np.array(tool.position_m)))
        if progress > self._best + MORE or far < self._nearest - NEARER_M:
            self._best, self._nearest = max(self._best, progress), min(self._nearest, far)
            self._moved_s = seen.t_s
        if seen.t_s - self._moved_s > PATIENCE_S and progress < 0.95:
            return f"I come no nearer to {self._aim.words or 'it'}."
        return ""


def load_policy(folder: Path, arm: Kinematics, delay_s: float | None = 0.0) -> VLAPolicy:
    """The policy of an exported network; raises `BadInput` when there is none in `folder`."""
    networks = Networks(folder)
    networks.load("see", "near", "point")
    return VLAPolicy(networks, arm, delay_s)
