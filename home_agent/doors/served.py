"""Aims and observations come in; what a policy server says to do goes out (ports.Policy).

The robot's own eyes look; the server only moves. Its moves become set points as those of our own
network do. When the server is gone, talks nonsense or is too slow, the robot stands still and the
chunk says why in `gave_up`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from home_agent.doors.asking import Layout, answered, answered_goal, question
from home_agent.doors.line import NoAnswer, PolicyLine
from home_agent.errors import BadInput
from home_agent.ports import Kinematics, Sight
from home_agent.types import (
    ActionChunk,
    Aim,
    Detection,
    Observation,
    Ref,
)
from home_agent.vla.attention import Attention
from home_agent.vla.goal import from_row, to_row
from home_agent.vla.motion import to_chunk

FIRST_S = 30.0  # a server may build its network at the first question; the robot stands meanwhile
CROP_PX = 64
STILL, STILL_DT_S = 8, 0.05  # a chunk that stands still
SHORTEST_S, LONGEST_S = 0.005, 0.5  # between two actions


class ServedPolicy:
    """Ask a policy server for every chunk; `eyes` are the robot's own.

    connect: opens a line, again when the last was lost. wait_s: longest time for an answer; the
    first one of a line may take `first_s`.
    """

    def __init__(
        self,
        connect: Callable[[], PolicyLine],
        eyes: Sight,
        arm: Kinematics,
        layout: Layout | None = None,
        wait_s: float = 1.0,
        first_s: float = FIRST_S,
    ) -> None:
        self._connect, self._eyes, self._arm = connect, eyes, arm
        self._layout = layout or Layout()
        self._wait_s, self._first_s = wait_s, first_s
        self._line: PolicyLine | None = None
        self._name, self._dt_s, self._fresh = "server", self._layout.dt_s, True
        self._begin_line()
        self._aim: Aim | None = None
        self._attention = Attention(eyes, CROP_PX)

    @property
    def name(self) -> str:
        """The server's own name for what drives, if it has one."""
        return self._name

    def look(self, seen: Observation, wanted: Sequence[Ref] = ()) -> tuple[Detection, ...]:
        """What the robot's own eyes make of the cameras in `seen`."""
        return self._eyes.look(seen, wanted)

    def begin(self, aim: Aim, seen: Observation) -> None:
        """Set a new aim; raises `NoAnswer` without a server, `BadInput` for a verb it never saw."""
        line = self._line or self._begin_line()
        learned = line.metadata.get("learned")
        if isinstance(learned, list) and aim.verb not in learned:
            raise BadInput(
                f"The policy server has not learned to '{aim.verb}'. It knows: "
                f"{', '.join(map(str, learned)) or 'nothing yet'}."
            )
        self._aim = aim
        self._attention.begin(aim)

    def act(self, seen: Observation) -> ActionChunk:
        """The next chunk; it stands still and `gave_up` says why when the server fails."""
        if self._aim is None:
            raise BadInput("Nothing to do: begin with an aim.")
        if self._line is None:
            return still(seen, "The policy server is gone: start it again.")
        aim, attention = self._aim, self._attention
        attention.see(seen)
        state, _, camera = attention.feel(seen, self._arm)
        goal = None if attention.goal is None else to_row(attention.goal, seen.base)
        told = state, aim.verb, aim.words, attention.crops, goal
        asked = question(self._layout, attention.frames, *told)
        try:
            answer = self._line.ask(asked, self._first_s if self._fresh else self._wait_s)
            moves, progress = answered(answer)
            row = answered_goal(answer)
        except (NoAnswer, BadInput) as error:
            self._line.close()
            self._line = None
            return still(seen, str(error))
        self._fresh = False
        if attention.goal is None and row is not None:
            attention.goal = from_row(row, seen.base)
        chunk = to_chunk(moves, seen, camera, self._arm, self._dt_s)
        return replace(chunk, progress=progress)

    def close(self) -> None:
        """Hang up."""
        if self._line is not None:
            self._line.close()

    def _begin_line(self) -> PolicyLine:
        """A new line, with what its server tells: its name, and the time between two actions."""
        line = self._connect()
        told = line.metadata
        dt_s = told.get("dt_s", self._layout.dt_s)
        if not isinstance(dt_s, int | float) or not SHORTEST_S <= dt_s <= LONGEST_S:
            line.close()
            raise BadInput(f"The policy server tells no sensible time between actions: {dt_s}.")
        self._line, self._fresh = line, True
        self._name, self._dt_s = str(told.get("policy", "server")), float(dt_s)
        return line


def still(seen: Observation, why: str) -> ActionChunk:
    """A chunk that stands where the robot is, keeps its grip, and says why it gave up."""
    return ActionChunk(
        t_s=seen.t_s,
        dt_s=STILL_DT_S,
        base=np.zeros((STILL, 3)),
        arm=np.tile(seen.arm, (STILL, 1)),
        head=np.tile(seen.head, (STILL, 1)),
        grip=np.full(STILL, seen.grip.force_n),
        done=np.zeros(STILL),
        gave_up=why,
    )
