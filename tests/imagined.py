"""A world model made of rules, for tests of what is done with its answers."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from home_agent.imagination.calibrate import Limit, Limits
from home_agent.imagination.runtime import Imagined
from home_agent.imagination.sight import Look
from home_agent.imagination.spec import HARMS, HORIZONS_S, STEPS


def limits(slow: float = 0.3, stop: float = 0.6) -> Limits:
    """The same thresholds for every harm."""
    one = Limit(slow, stop, slow, 0.01, 300, 0, 0, 0.01, 0.01, 0.0, 0.0)
    return Limits({h: {f"{t:g}": one for t in HORIZONS_S} for h in HARMS}, 0.2, 0.4, {})


@dataclass
class Rules:
    """Says that driving ahead faster than `top` harms `harm`; may be unsure or speak nonsense."""

    harm: str = "person"
    top: float = 0.2
    chance: float = 0.9
    doubt: float = 0.0
    nonsense: bool = False

    def imagine(self, look: Look, motion: NDArray[np.float32]) -> Imagined:
        n = len(motion)
        chances = np.zeros((n, STEPS, len(HARMS)), np.float32)
        fast = motion[:, :, 0] > self.top
        chances[:, :, HARMS.index(self.harm)] = self.chance * np.maximum.accumulate(fast, axis=1)
        if self.nonsense:
            chances[:] = np.nan
        doubt = np.full_like(chances, self.doubt)
        return Imagined(chances, doubt, np.zeros((n, STEPS, 4), np.float32))
