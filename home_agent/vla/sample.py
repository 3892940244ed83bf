"""What the network is trained on: typed batches of arrays, whoever fills them.

Batches hold numpy arrays or torch tensors of the same shapes; `each` maps one to the other. B
pictures, Q phrases a picture, N crops, T steps; h, w: the heat map's grid (stride 8 pixels).
Frames: "camera" is OpenCV's (x right, y down, z ahead), "base" as in types.py. SI units.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

SIZE_M = 0.15  # middles and sizes in crops are learned in this unit
FORCE_N = 60.0  # grip forces are learned in this unit
SPEED = (0.6, 0.6, 1.5)  # and base speeds: m/s, m/s, rad/s
TOOL = (0.10, 0.5)  # and motions of the tool in one chunk: m, rad
HEAD_RAD = 0.5
# Columns of moves [T, 13]; all but base are relative to the moment the chunk begins.
BASE, SHIFT, TURN, HEAD = slice(0, 3), slice(3, 6), slice(6, 9), slice(9, 11)
GRIP, DONE = 11, 12


@dataclass(frozen=True, slots=True)
class Glances:
    """Look 1: whole pictures, phrases, and where what they name is.

    pictures float32 [B, 7, H, W] (pictures.py). words int64 [B, Q, L, 9] (words.py). aim float32
    [B, Q, h * w + 1]: how likely each cell holds the middle of what is meant, the last: not in
    view; rows sum to 1, or to 0 to be ignored. heat float32 [B, h, w]: 1 at the middle of each
    thing, a Gaussian round it. kind int64 [B, h, w]: of the thing a cell shows, len(KINDS) for
    nothing, -1 ignored. colour the same, -1 for nothing. offset float32 [B, 2, h, w]: from a
    cell's middle to its thing's middle (right, down) in cells. text int64 [B, Q, L']: the phrases
    as a large backbone's own tokenizer numbers them (0: none), None for nano.
    """

    pictures: Any
    words: Any
    aim: Any
    heat: Any
    kind: Any
    colour: Any
    offset: Any
    text: Any = None


@dataclass(frozen=True, slots=True)
class Crops:
    """Look 2: full-resolution windows, and what is in their middle.

    crops float32 [N, 7, c, c]. words int64 [N, L, 9]; match float32 [N]: 1 the phrase means it, 0
    not, -1 ignored. kind, colour, material int64 [N] (kind len(KINDS): no thing; -1 ignored).
    mask float32 [N, c/2, c/2]. middle float32 [N, 3]: of its outer box, camera frame, from the
    surface point at the crop's centre, in SIZE_M. size float32 [N, 3]: its outer box (x, y, z) in
    SIZE_M. turn float32 [N, 4]: cos and sin of twice its yaw, then of its yaw (handles), seen
    from the camera (0: its x axis points away). solid float32 [N]: 1 where the last three count.
    """

    crops: Any
    words: Any
    match: Any
    kind: Any
    colour: Any
    material: Any
    mask: Any
    middle: Any
    size: Any
    turn: Any
    solid: Any


@dataclass(frozen=True, slots=True)
class Choices:
    """Next place: map nodes, and which of them to look at next.

    words int64 [B, L, 9]. nodes float32 [B, M, 12] (nodes.py), names int64 [B, M, L, 9] or what
    the reader of words made of them, float32 [B, M, d]; there bool [B, M]: which rows are nodes.
    next int64 [B]. pictures and body, as elsewhere, only for variants that stand on a backbone.
    """

    words: Any
    nodes: Any
    names: Any
    there: Any
    next: Any
    pictures: Any = None
    body: Any = None


@dataclass(frozen=True, slots=True)
class Moves:
    """Acting: the body, the verb, the lifted point, and what the teacher did next.

    body float32 [B, 48] (body.py), the lifted point and the tool's pose relative to it among it.
    verb int64 [B] (types.VERBS). words int64 [B, L, 9]. crops float32 [B, 2, 7, c, c]: close
    looks at the point by head and wrist (zeros: none yet). moves float32 [B, T, 13]: base speed
    (vx, vy, wz, base frame, / SPEED); shift (m, / TOOL[0]) and turn (rotation vector, / TOOL[1])
    of the tool since the chunk began, in the head camera's frame at that moment; head pan and tilt
    since then (/ HEAD_RAD); grip force (/ FORCE_N, negative opens); done (0, 1). progress float32
    [B]: 0..1. goal float32 [B, 13] and toward float32 [B, 19]: where hand and base are when the
    hand next closes, opens or comes to rest (goal.py).
    """

    body: Any
    verb: Any
    words: Any
    crops: Any
    moves: Any
    progress: Any
    goal: Any
    toward: Any


Batch = TypeVar("Batch", Glances, Crops, Choices, Moves)


def each(batch: Batch, change: Callable[[Any], Any]) -> Batch:
    """The same batch with every array changed, e.g. `each(batch, torch.as_tensor)`."""
    found = {one.name: getattr(batch, one.name) for one in fields(batch)}
    return replace(batch, **{k: None if v is None else change(v) for k, v in found.items()})
