"""A LeRobot batch comes in; the actions of our network go out, by LeRobot's names, without LeRobot.

`observation.state` [B, 48] are the body's numbers (vla/body.py) and `action` [B, 13] is one row
of moves (vla/sample.py: Moves). `observation.images.head` [B, 3, H, W] in 0..1 is cut round the
point acted on, which the state knows; `observation.images.head_depth` [B, 1, h, w] in m (all or
none) gives that close look its shape. The wrist's needs a pose that the state lacks: give
`observation.crops` [B, 2, 7, c, c] (vla/pictures.py) instead to have both. `task` is words after
a verb ("pick up the red mug"). Torch tensors in, torch tensors out; numpy otherwise.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from home_agent.doors.network import ActNetwork, Question, checked
from home_agent.doors.prompt import verb_and_words
from home_agent.errors import BadInput
from home_agent.types import CameraFrame, Pose3D
from home_agent.vla import pictures
from home_agent.vla.motion import quaternion

Array = NDArray[np.float32]
STATE, ACTION, TASK = "observation.state", "action", "task"
HEAD, DEPTH, CROPS = (
    "observation.images.head",
    "observation.images.head_depth",
    "observation.crops",
)
FOCAL = 216.5 / 320  # of the head camera, in widths of its picture
POINT, DOWN, THERE = slice(3, 6), slice(15, 18), 23  # columns of the state


@dataclass(frozen=True, slots=True)
class Feature:
    """What a key holds: LeRobot's kind (STATE, VISUAL, ACTION) and the shape without the batch."""

    type: str
    shape: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PolicyConfig:
    """What LeRobot asks of a policy's config; `n_action_steps` of a chunk are played."""

    type: str
    input_features: Mapping[str, Feature]
    output_features: Mapping[str, Feature]
    chunk_size: int
    n_action_steps: int
    fps: float
    device: str = "cpu"


class HomeAgentPolicy:
    """Our network as a LeRobot policy: `HomeAgentPolicy.from_pretrained(folder)`."""

    name = "home_agent"

    def __init__(self, network: ActNetwork, n_action_steps: int | None = None) -> None:
        self._network = network
        c = network.config
        steps = c.chunk if n_action_steps is None else n_action_steps
        if not 1 <= steps <= c.chunk:
            raise BadInput(f"n_action_steps must be 1 to {c.chunk}, not {steps}.")
        self.config = PolicyConfig(
            type=self.name,
            input_features={
                HEAD: Feature("VISUAL", (3, c.height, c.width)),
                STATE: Feature("STATE", (c.body_features,)),
            },
            output_features={ACTION: Feature("ACTION", (c.moves,))},
            chunk_size=c.chunk,
            n_action_steps=steps,
            fps=1 / c.dt_s,
        )
        self._queue: deque[Any] = deque()

    @classmethod
    def from_pretrained(
        cls, folder: str | Path, n_action_steps: int | None = None, threads: int = 1
    ) -> HomeAgentPolicy:
        """The policy of an exported network; raises `BadInput` when it has not learned to act."""
        return cls(ActNetwork(Path(folder), threads), n_action_steps)

    def reset(self) -> None:
        """A new episode: forget what is left of the last chunk."""
        self._queue.clear()

    def select_action(self, batch: Mapping[str, Any]) -> Any:
        """The next action [B, 13]; a new chunk is made when the last is used up."""
        if not self._queue:
            chunk = self.predict_action_chunk(batch)
            self._queue.extend(chunk[:, n] for n in range(self.config.n_action_steps))
        return self._queue.popleft()

    def predict_action_chunk(self, batch: Mapping[str, Any]) -> Any:
        """A whole chunk [B, T, 13]."""
        questions = self._questions({key: _plain(value) for key, value in batch.items()})
        chunk = np.stack([one.moves for one in self._network.act(questions)])
        return _like(batch[STATE], chunk)

    def _questions(self, batch: Mapping[str, Any]) -> list[Question]:
        c = self._network.config
        states = batch.get(STATE)
        if not isinstance(states, np.ndarray) or states.ndim != 2:
            raise BadInput(f"'{STATE}' must be an array of B x {c.body_features}.")
        tasks = batch.get(TASK)
        each = [tasks] * len(states) if isinstance(tasks, str) else tasks
        if not isinstance(each, Sequence) or len(each) != len(states):
            raise BadInput(f"'{TASK}' must be a text for each of the {len(states)} rows.")
        return [self._question(batch, n, each[n]) for n in range(len(states))]

    def _question(self, batch: Mapping[str, Any], n: int, task: object) -> Question:
        c = self._network.config
        verb, words = verb_and_words(task, c.learned)
        state = checked(STATE, batch[STATE][n], (c.body_features,))
        crops = np.zeros((2, c.channels, c.crop_px, c.crop_px), np.float32)
        if CROPS in batch:
            crops = checked(CROPS, batch[CROPS][n], crops.shape)
        elif HEAD in batch:
            depth = batch[DEPTH][n, 0] if DEPTH in batch else None
            crops[0] = close_look(batch[HEAD][n], depth, state, c.crop_px)
        return Question(state, verb, words, crops)


def close_look(rgb: Array, depth_m: Array | None, state: Array, px: int) -> Array:
    """The window of a head picture [3, H, W] (0..1) round the state's point, [7, px, px].

    Zeros where there is no point, or it is out of the picture. Without depth the channels of
    shape are unknown.
    """
    blank = np.zeros((pictures.CHANNELS, px, px), np.float32)
    if rgb.ndim != 3 or rgb.shape[0] != 3 or not np.isfinite(rgb).all():
        raise BadInput(f"'{HEAD}' must be B x 3 x H x W, in 0..1.")
    _, rows, columns = rgb.shape
    x, y, z = (float(value) for value in state[POINT])
    if state[THERE] < 0.5 or z <= 0.05:
        return blank
    f = FOCAL * columns
    u, v = f * x / z + (columns - 1) / 2, f * y / z + (rows - 1) / 2
    if not (0 <= u < columns and 0 <= v < rows):
        return blank
    bytes_ = np.round(np.clip(rgb, 0, 1) * 255).astype(np.uint8).transpose(1, 2, 0)
    far = np.zeros((rows, columns), np.float32)
    if depth_m is not None:
        small = np.asarray(depth_m, np.float32)
        far[:] = cv2.resize(small, (columns, rows), interpolation=cv2.INTER_NEAREST)
    k = np.array([[f, 0, (columns - 1) / 2], [0, f, (rows - 1) / 2], [0, 0, 1.0]])
    level = Pose3D((0.0, 0.0, 0.0), quaternion(_upright(-state[DOWN].astype(np.float64))))
    frame = CameraFrame(far, k, level, bytes_)
    near = pictures.depth_at(frame, u, v) or z
    cut = pictures.window(frame, u, v, near)
    return pictures.crop(pictures.channels(frame), cut, near, px)


def _upright(up: NDArray[np.float64]) -> NDArray[np.float64]:
    """A rotation whose last row is `up` as the camera sees it, whatever its heading."""
    length = float(np.linalg.norm(up))
    z = up / length if length > 1e-6 else np.array([0.0, -1.0, 0.0])
    x = np.cross(z, [0.0, 0.0, 1.0] if abs(z[2]) < 0.9 else [1.0, 0.0, 0.0])
    x /= np.linalg.norm(x)
    return np.stack([x, np.cross(z, x), z])


def _plain(value: Any) -> Any:
    """A tensor as an array; everything else as it is."""
    return value.detach().cpu().numpy() if hasattr(value, "detach") else value


def _like(model: Any, value: Array) -> Any:
    """An array as a tensor where `model` is one, on the same device."""
    if not hasattr(model, "detach"):
        return value
    import torch  # noqa: PLC0415 - there, since its tensors came in

    return torch.from_numpy(value).to(model.device)
