"""The time and what is being done come in; the cameras whose turn it is go out."""

from __future__ import annotations

import math
from collections.abc import Sequence

DRIVES = ("go", "follow")
PEOPLE_S = 0.5  # at least, between two looks with the head's cameras
FLOOR_S, FLOOR_REST_S = 0.2, 0.4  # between two looks at the floor ahead: driving, else
EARLY_S = 0.025  # half a beat


class Turns:
    """The floor's camera looks out for the guard, the head's for people.

    by_handle: the wrist's looks too, whenever the head's does: it may show a handle that is hidden.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self.head = tuple(name for name in names if name == "head")
        self.wrist = tuple(name for name in names if name == "wrist")
        self.by_handle = False
        self._floor = tuple(name for name in names if name == "floor")
        self._floor_t_s = self._head_t_s = -math.inf

    def due(self, t_s: float, verb: str, head: bool) -> tuple[str, ...]:
        """The cameras to look with after the observation of `t_s`; the head's only if `head`."""
        now_s = t_s + EARLY_S
        cameras: tuple[str, ...] = ()
        if now_s - self._floor_t_s >= (FLOOR_S if verb in DRIVES else FLOOR_REST_S):
            cameras, self._floor_t_s = self._floor, now_s
        if head and now_s - self._head_t_s >= PEOPLE_S:
            cameras, self._head_t_s = cameras + self.head, now_s
            cameras += self.wrist if self.by_handle else ()
        return cameras
