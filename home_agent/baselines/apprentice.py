"""Aims come in; the network does what it has learned, the planner all the rest (ports.Policy).

A network learns one motion after another. Until it has learned one, the planner makes that motion
by what the same network sees. Who drives is part of the policy's name, so that every run tells it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from home_agent.baselines.planner import Planner
from home_agent.baselines.sensed import Held
from home_agent.types import ActionChunk, Aim, Detection, Observation, Ref
from home_agent.vla.policy import VLAPolicy


class Apprentice:
    """Give a trained network the verbs that it was taught, and `planner` all others."""

    def __init__(self, network: VLAPolicy, planner: Planner) -> None:
        self._network, self._planner = network, planner
        self._learned = False  # what is done now

    @property
    def name(self) -> str:
        """The network, which of its motions are its own, and how often the planner stood in."""
        learned = " and ".join(self._network.learned)
        hands = f"hands learned to {learned}, else " if learned else "hands "
        mine = self._planner.hands
        if mine is None:
            return f"{self._network.name} (eyes learned; {hands}planned)"
        taken = self._planner.taken
        stood_in = sum(not one.grip for one in taken)
        told = f"; {stood_in} of {len(taken)} grips planned" if stood_in else ""
        return f"{self._network.name} (eyes and {mine.learned} learned; other {hands}planned{told})"

    @property
    def planner(self) -> Planner:
        """Who does all others."""
        return self._planner

    def look(self, seen: Observation, wanted: Sequence[Ref] = ()) -> tuple[Detection, ...]:
        """What the cameras in `seen` show, all of it and what is wanted."""
        return self._planner.look(seen, wanted)

    def choose(
        self, words: str, rows: NDArray[np.float32], names: Sequence[str]
    ) -> NDArray[np.float32] | None:
        """Where the network would look next, None when it has not learned that."""
        return self._network.choose(words, rows, names)

    def begin(self, aim: Aim, seen: Observation) -> None:
        """Set a new aim; raises `BadInput` for a verb that neither of the two knows."""
        self._learned = aim.verb in self._network.learned
        if self._learned:
            self._planner.watch(seen, None)
            self._network.begin(aim, seen)
        else:
            self._planner.begin(aim, seen)

    def act(self, seen: Observation) -> ActionChunk:
        """The next chunk towards the aim."""
        if not self._learned:
            return self._planner.act(seen)
        chunk = self._network.act(seen)
        self._planner.watch(seen, self._network.measured)
        return chunk

    def take_over(self, seen: Observation, held: Held | None, fronts: Mapping[str, float]) -> None:
        """Go on from what another policy did (planner.py)."""
        self._planner.take_over(seen, held, fronts)
