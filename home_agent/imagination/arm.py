"""Joint positions of many moments come in; where the arm is then, in the base frame, goes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
_NEXT = {"x": (1, 2), "y": (2, 0), "z": (0, 1)}


@dataclass(frozen=True, slots=True)
class ArmShape:
    """An arm as a chain: each joint's place in the frame before [m] and its axis (or "lift").

    The stage gives the robot's own; tool [3]: in the last joint's frame; strength [8]: what the
    motor of each joint can do, N or N m.
    """

    chain: tuple[tuple[tuple[float, float, float], str], ...]
    tool: tuple[float, float, float]
    strength: tuple[float, ...]

    def where(self, joints: Array) -> tuple[Array, Array]:
        """Shoulder, elbow, wrist and tool [n, 4, 3] and the hand's axes [n, 3, 3], base frame.

        joints: float [n, 8].
        """
        n = len(joints)
        turn = np.broadcast_to(np.eye(3), (n, 3, 3)).copy()  # columns: the frame's axes
        at = np.zeros((n, 3))
        found: list[Array] = []
        for (offset, axis), angle in zip(self.chain, joints.T, strict=True):
            at = at + turn @ np.array(offset)
            if axis == "lift":
                at[:, 2] += angle
                continue
            if any(offset):
                found.append(at)
            i, j = _NEXT[axis]
            c, s = np.cos(angle)[:, None], np.sin(angle)[:, None]
            a, b = turn[:, :, i].copy(), turn[:, :, j].copy()
            turn[:, :, i], turn[:, :, j] = c * a + s * b, c * b - s * a
        tool = at + turn @ np.array(self.tool)
        kept: Sequence[Array] = [found[0], found[1], found[2], tool]
        return np.stack(kept, axis=1), turn
