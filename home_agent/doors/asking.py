"""What the robot sees, feels and aims at comes in; the dict that a policy server is asked goes out.

Keys (openpi's way of naming; pictures are uint8 [224, 224, 3], kept in shape and padded black):
observation/image (head), observation/wrist_image, observation/state float32 [48] (vla/body.py),
prompt ("pick up the red mug"). Servers of ours read four more: verb, words, observation/crops
float32 [2, 7, c, c], the close looks of head and wrist (vla/pictures.py), and observation/goal
float32 [13], the goal that the last answer told (vla/goal.py), until that is reached. The answer's
`actions` float32 [T, 13] are moves (vla/sample.py: Moves), the columns that `to_chunk` takes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from home_agent.doors.prompt import prompt
from home_agent.errors import BadInput
from home_agent.types import CameraFrame
from home_agent.vla.goal import GOAL
from home_agent.vla.sample import DONE

COLUMNS = DONE + 1
MOST_STEPS = 256
WIDEST = 100.0  # moves are of order one: what is larger is nonsense


@dataclass(frozen=True, slots=True)
class Layout:
    """How a server wants to be asked; the defaults are those of openpi's LIBERO example.

    images: the key of each camera's picture. px: their side. dt_s: time between two actions.
    """

    images: tuple[tuple[str, str], ...] = (
        ("head", "observation/image"),
        ("wrist", "observation/wrist_image"),
    )
    state: str = "observation/state"
    prompt: str = "prompt"
    verb: str = "verb"
    words: str = "words"
    crops: str = "observation/crops"
    goal: str = "observation/goal"
    px: int = 224
    dt_s: float = 0.05


def question(
    layout: Layout,
    frames: Mapping[str, CameraFrame],
    state: NDArray[np.float32],
    verb: str,
    words: str,
    crops: NDArray[np.float32],
    goal: NDArray[np.float32] | None = None,
) -> dict[str, Any]:
    """The observation dict; a camera that has shown nothing yet is black."""
    asked: dict[str, Any] = {
        layout.state: state,
        layout.prompt: prompt(verb, words),
        layout.verb: verb,
        layout.words: words,
        layout.crops: crops,
    }
    if goal is not None:
        asked[layout.goal] = goal
    for camera, key in layout.images:
        frame = frames.get(camera)
        shown = None if frame is None else frame.rgb
        blank = np.zeros((layout.px, layout.px, 3), np.uint8)
        asked[key] = blank if shown is None else fitted(shown, layout.px)
    return asked


def fitted(rgb: NDArray[np.uint8], px: int) -> NDArray[np.uint8]:
    """A picture [H, W, 3] as a square of `px`: its shape is kept, the rest is black."""
    rows, columns = rgb.shape[:2]
    scale = px / max(rows, columns)
    high, wide = max(1, round(rows * scale)), max(1, round(columns * scale))
    small = cv2.resize(rgb, (wide, high), interpolation=cv2.INTER_AREA)
    out = np.zeros((px, px, 3), np.uint8)
    top, left = (px - high) // 2, (px - wide) // 2
    out[top : top + high, left : left + wide] = small
    return out


def answered(answer: object) -> tuple[NDArray[np.float32], float]:
    """Moves [T, 13] and progress of a server's answer; raises `BadInput` when it is nonsense."""
    found = answer.get("actions") if isinstance(answer, Mapping) else None
    if not isinstance(found, np.ndarray):
        raise BadInput("The policy server answers no 'actions': is it one for robots?")
    if found.ndim != 2 or not 1 <= len(found) <= MOST_STEPS or found.shape[1] != COLUMNS:
        shape = " x ".join(map(str, found.shape))
        raise BadInput(
            f"The policy server answers actions of {shape}, this robot takes T x {COLUMNS}: "
            "see docs/doors.md."
        )
    moves = found.astype(np.float32)
    still = np.delete(moves, DONE, axis=1)  # done is a logit, which may be large
    if not np.isfinite(moves).all() or np.abs(still).max() > WIDEST:
        raise BadInput("The policy server answers actions that are no sensible numbers.")
    progress = answer.get("progress", 0.0) if isinstance(answer, Mapping) else 0.0
    sure = isinstance(progress, int | float | np.number) and np.isfinite(progress)
    return moves, float(np.clip(progress, 0.0, 1.0)) if sure else 0.0


def answered_goal(answer: object) -> NDArray[np.float32] | None:
    """The goal [13] that a server of ours tells with its moves; None from others."""
    found = answer.get("goal") if isinstance(answer, Mapping) else None
    fine = isinstance(found, np.ndarray) and found.shape == (GOAL,) and np.isfinite(found).all()
    return found.astype(np.float32) if isinstance(found, np.ndarray) and fine else None
