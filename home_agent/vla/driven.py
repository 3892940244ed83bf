"""Aims come in; a driver drives and looks for those it knows, the policy within does the rest."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from home_agent.errors import BadInput
from home_agent.ports import Chooser, Driver, Kinematics, Policy
from home_agent.types import ActionChunk, Aim, Detection, Observation, Ref

DRIVES = ("go", "follow")
FOLDED_M = 0.30  # the tool of a folded arm is nearer to the base's axis than this
HELD_N = 0.5  # a hand that holds something is folded as far as that goes


class Driven:
    """Give a driver the aims it knows and `policy` all others; implements `ports.Policy`.

    Before the base drives off, the policy folds an arm that is stretched out (its aim "home").
    """

    def __init__(self, policy: Policy, driver: Driver, arm: Kinematics) -> None:
        self._policy, self._driver, self._arm = policy, driver, arm
        self._aim: Aim | None = None
        self._folding = False
        self._last: ActionChunk | None = None

    @property
    def name(self) -> str:
        """The policy within."""
        return self._policy.name

    @property
    def hands(self) -> Policy:
        """The policy within itself."""
        return self._policy

    @property
    def by_shape(self) -> Sequence[str]:
        """Driving goes by depth and warmth, unless the policy folds the arm first."""
        return () if self._folding else [verb for verb in DRIVES if verb in self._driver.verbs]

    def look(self, seen: Observation, wanted: Sequence[Ref] = ()) -> tuple[Detection, ...]:
        """What the policy sees."""
        return self._policy.look(seen, wanted)

    def choose(
        self, words: str, rows: NDArray[np.float32], names: Sequence[str]
    ) -> NDArray[np.float32] | None:
        """Where the policy would look next, None when it has not learned that."""
        inner = self._policy
        return inner.choose(words, rows, names) if isinstance(inner, Chooser) else None

    def begin(self, aim: Aim, seen: Observation) -> None:
        """Set a new aim; raises `BadInput` for what neither of the two can do."""
        self._aim, self._folding = aim, False
        if aim.verb not in self._driver.verbs:
            self._policy.begin(aim, seen)
            return
        self._driver.begin(aim, seen, self._last)
        self._folding = aim.verb in DRIVES and not self._folded(seen)
        if self._folding:
            self._policy.begin(Aim("home"), seen)

    def act(self, seen: Observation) -> ActionChunk:
        """The next chunk towards the aim."""
        if self._aim is None:
            raise BadInput("Nothing to do: begin with an aim.")
        if self._folding:
            chunk = self._policy.act(seen)
            self._folding = not (chunk.gave_up or chunk.done[0] >= 0.5)
            if self._folding:
                self._last = replace(chunk, done=0.0 * chunk.done)
                return self._last
            self._driver.begin(self._aim, seen, self._last)
        driven = self._aim.verb in self._driver.verbs
        self._last = self._driver.chunk(seen) if driven else self._policy.act(seen)
        return self._last

    def _folded(self, seen: Observation) -> bool:
        tool = self._arm.tool(seen.arm).position_m
        return seen.grip.force_n > HELD_N or math.hypot(tool[0], tool[1]) < FOLDED_M
