"""A grip and where the hand is come in; what the hand should do next goes out, as moves.

What is right depends on the state alone, so that it is known beside the way, too: to the line
first, then along it to the grip, close, and be done once it holds.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from home_agent.sim.body import MAX_GAP_M
from home_agent.vla.sample import DONE, FORCE_N, GRIP, SHIFT, TOOL
from home_agent.vla.sample import TURN as TURNED

Floats = NDArray[np.float64]

STEP_M, STEP_RAD = 0.006, 0.04  # a step of 0.05 s
SLOW = 0.3  # of what is left is gone in a step, at the most
ASIDE_M, ASKEW = 0.012, 0.15  # so far off the line it goes no further in
AT_M, AT_RAD = 0.003, 0.05  # so near it closes
SHUT = 0.94  # less open than this it is closing
HELD = 0.6  # of the force, when it holds
OPEN_N = -20.0
EMPTY_M = 0.003


@dataclass(frozen=True, slots=True)
class WayIn:
    """A grip: the tool's position [3] and axes [3, 3] in the base frame, and how hard it closes."""

    position_m: Floats
    matrix: Floats
    force_n: float


def roll(
    grip: WayIn,
    tool: tuple[Floats, Floats],
    felt: tuple[float, float],
    camera: Floats,
    steps: int,
) -> NDArray[np.float32]:
    """Moves float32 [steps, 13] (vla/sample.py) from a tool pose, position [3] and axes [3, 3].

    felt: the hand's gap (m) and force (N); camera [3, 3]: the head camera's axes.
    """
    out = np.zeros((steps, 13), np.float32)
    begun, turned = tool
    at, turn = begun.copy(), turned.copy()
    gap, force = felt
    holds = force > HELD * grip.force_n and gap > EMPTY_M
    closing = holds or gap < SHUT * MAX_GAP_M
    for n in range(steps):
        if not closing:
            at, turn, closing = _nearer(grip, at, turn)
        out[n, DONE] = holds
        out[n, SHIFT] = (at - begun) @ camera / TOOL[0]
        angle = cv2.Rodrigues(turn @ turned.T)[0].ravel()
        out[n, TURNED] = camera.T @ angle / TOOL[1]
        out[n, GRIP] = (grip.force_n if closing else OPEN_N) / FORCE_N
    return out


def _nearer(grip: WayIn, at: Floats, turn: Floats) -> tuple[Floats, Floats, bool]:
    """One step on: to the line, and along it the faster the nearer the hand is to it."""
    into = grip.matrix[:, 0]
    left = grip.position_m - at
    along = float(left @ into)
    aside = left - along * into
    off = float(np.linalg.norm(aside))
    askew = cv2.Rodrigues(grip.matrix @ turn.T)[0].ravel()
    angle = float(np.linalg.norm(askew))
    if abs(along) < AT_M and off < AT_M and angle < AT_RAD:
        return at, turn, True
    pace = float(np.clip(1.3 - off / ASIDE_M - angle / ASKEW, 0.0, 1.0)) if along > 0 else 1.0
    ahead = pace * float(np.clip(SLOW * along, -STEP_M, STEP_M))
    ahead += pace * float(np.clip(along, -0.001, 0.001))
    at = at + into * ahead + aside * min(0.5, STEP_M / max(off, 1e-9))
    part = min(1.0, STEP_RAD / angle) if angle > 1e-9 else 0.0
    return at, cv2.Rodrigues(askew * part)[0] @ turn, False
