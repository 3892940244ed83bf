"""An exported network's folder comes in; a function that acts for many robots at once goes out.

A question's keys are those of asking.py; pictures are not read, the close looks are. Without
`verb` the prompt must begin with one ("pick up the red mug").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from home_agent.doors.asking import Layout
from home_agent.doors.prompt import not_learned, verb_and_words
from home_agent.errors import BadInput
from home_agent.perception.camera import rotation
from home_agent.types import VERBS, Pose2D, Pose3D
from home_agent.vla.attention import head_pose
from home_agent.vla.config import VLAConfig
from home_agent.vla.goal import GOAL, axes, from_row, toward
from home_agent.vla.motion import quaternion
from home_agent.vla.runtime import Networks

Array = NDArray[np.float32]
_KEYS = Layout()


@dataclass(frozen=True, slots=True)
class Question:
    """What `act` reads of one robot: body [48], verb, words, crops [2, 7, c, c].

    goal [13] (vla/goal.py): where it is on its way to; None: the network proposes one.
    """

    body: Array
    verb: str
    words: str
    crops: Array
    goal: Array | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """Moves float32 [T, 13] (sample.Moves), progress 0..1 and the goal [13] they lead to."""

    moves: Array
    progress: float
    goal: Array


class ActNetwork:
    """An exported network that acts; raises `BadInput` for a folder without, or untrained."""

    def __init__(self, folder: Path, threads: int = 1) -> None:
        self._nets = Networks(folder, threads)
        self.config: VLAConfig = self._nets.config
        if not self.config.learned or not (folder / "act.onnx").is_file():
            raise BadInput(
                f"The network in {folder} has not learned to act: give a folder of one trained "
                "with demonstrations ('home-agent train vla --demos ...')."
            )
        self._nets.load("act")

    def read(self, asked: object) -> Question:
        """One robot's question, checked; raises `BadInput` naming what is wrong with it."""
        if not isinstance(asked, Mapping):
            raise BadInput("An observation is a map of keys such as 'observation/state'.")
        c = self.config
        verb, words = asked.get(_KEYS.verb), asked.get(_KEYS.words, "")
        if verb is None:
            verb, words = verb_and_words(asked.get(_KEYS.prompt), c.learned)
        elif verb not in c.learned or not isinstance(words, str):
            raise not_learned(str(verb), c.learned)
        shape = (2, c.channels, c.crop_px, c.crop_px)
        crops, goal = asked.get(_KEYS.crops), asked.get(_KEYS.goal)
        return Question(
            body=checked(_KEYS.state, asked.get(_KEYS.state), (c.body_features,)),
            verb=verb,
            words=words,
            crops=np.zeros(shape, np.float32)
            if crops is None
            else checked(_KEYS.crops, crops, shape),
            goal=None if goal is None else checked(_KEYS.goal, goal, (GOAL,)),
        )

    def act(self, questions: Sequence[Question]) -> list[Answer]:
        """What each robot should do, all in one pass."""
        goals = [self._goal(one) for one in questions]
        moves, progress = self._nets.act_many(
            np.stack([one.body for one in questions]),
            [VERBS.index(one.verb) for one in questions],
            [one.words for one in questions],
            np.stack([one.crops for one in questions]),
            np.stack([_toward(one, goal) for one, goal in zip(questions, goals, strict=True)]),
        )
        found = zip(moves, progress, goals, strict=True)
        return [Answer(rows, float(share), goal) for rows, share, goal in found]

    def _goal(self, one: Question) -> Array:
        if one.goal is not None:
            return one.goal
        verb = VERBS.index(one.verb)
        goals, good = self._nets.intend(one.body, verb, one.words, one.crops)
        best: Array = goals[int(good.argmax())]
        return best

    def metadata(self, name: str) -> dict[str, Any]:
        """What a server says of itself to everybody who connects."""
        c = self.config
        return {
            "policy": name,
            "learned": list(c.learned),
            "chunk": c.chunk,
            "columns": c.moves,
            "dt_s": c.dt_s,
        }


def _toward(one: Question, goal: Array) -> Array:
    """The way to a goal, from what the body's numbers tell of camera and tool."""
    camera = head_pose(float(one.body[32]), float(one.body[33]))
    turn = rotation(camera.quat_xyzw)
    x, y, z = (np.array(camera.position_m) + turn @ one.body[6:9]).tolist()
    tool = Pose3D((x, y, z), quaternion(turn @ axes(one.body[9:15])), "base")
    here = Pose2D(0.0, 0.0, 0.0)
    return toward(from_row(goal, here), here, tool, camera)


def checked(name: str, value: object, shape: tuple[int, ...]) -> Array:
    """An array of finite float32 in `shape`; raises `BadInput` naming the key."""
    if not isinstance(value, np.ndarray) or value.shape != shape:
        has = " x ".join(map(str, value.shape)) if isinstance(value, np.ndarray) else "none"
        needed = " x ".join(map(str, shape))
        raise BadInput(f"'{name}' must be an array of {needed}, not {has}.")
    found = value.astype(np.float32)
    if not np.isfinite(found).all():
        raise BadInput(f"'{name}' holds numbers that are not finite.")
    return found
