"""Observations and chunks come in; chunks that were imagined and found fit to be done go out.

Implements `ports.WorldModel`. It may slow a chunk, bend it aside, replace it by one that does less,
or brake; it never makes one faster. The guard beneath judges what comes out as it would any other.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from home_agent.clock import wall_s
from home_agent.imagination.arm import ArmShape
from home_agent.imagination.calibrate import Limits
from home_agent.imagination.motions import Motions, described, extended, together
from home_agent.imagination.runtime import Imagined, Network
from home_agent.imagination.sight import Look, Sight
from home_agent.imagination.spec import HARMS, HORIZONS_S, STEP_S, step_of
from home_agent.imagination.words import DOUBT, sentence
from home_agent.types import ActionChunk, Hazard, Observation, Situation, Verdict

KEEP_S = 3.0  # Autoware AEB collision_keeping_sec: a veto that is lifted at once flickers
SAY_AGAIN_S = 20.0
PATIENCE_S = 4.0  # what does not change by waiting is gone at slowly, under the guard
SLOW, CREEP = 0.5, 0.25
BENDS_RAD = (0.45, -0.45, 0.9, -0.9)

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Other:
    """Another way to do a chunk: how fast the base and the arm go, and how far it bends.

    firm: the hand goes on gripping as firmly as it does. does: what the sentence says.
    """

    base: float
    arm: float
    bend_rad: float
    does: str
    firm: bool = False


OTHERS = (
    Other(SLOW, 1.0, 0.0, "slow down"),
    Other(SLOW, 0.5, 0.0, "slow down"),
    Other(CREEP, 1.0, 0.0, "go very slowly"),
    Other(CREEP, 0.25, 0.0, "go very slowly"),
    *(Other(0.7, 1.0, bend, "keep aside") for bend in BENDS_RAD),
    *(Other(CREEP, 1.0, bend, "keep aside") for bend in BENDS_RAD),
    Other(1.0, 1.0, 0.0, "hold on", firm=True),
    Other(0.0, 1.0, 0.0, "stand still"),
    Other(1.0, 0.0, 0.0, "hold my arm still", firm=True),
    Other(0.0, 0.0, 0.0, "wait", firm=True),
)
BRAKE = OTHERS[-1]


class Imagination:
    """Imagine every chunk on `network`; thresholds are `limits`, the robot's arm is `arm`.

    sight: what it has seen so far, nothing by default. took_s: how long each chunk took.
    """

    name = "imagination"

    def __init__(
        self, network: Network, limits: Limits, arm: ArmShape, sight: Sight | None = None
    ) -> None:
        self._network, self._arm = network, arm
        self._slow_at, self._stop_at = limits.table("slow_at"), limits.table("stop_at")
        self._doubt = limits.doubt_slow, limits.doubt_stop
        self._sight = sight or Sight(arm)
        self._steps = [step_of(t) for t in HORIZONS_S]
        self._kept: tuple[float, Other] | None = None  # until when a veto lasts
        self._since_s = 0.0
        self._said: dict[str, float] = {}
        self.took_s: list[float] = []

    def imagine(self, seen: Observation, chunk: ActionChunk, situation: Situation) -> Verdict:
        """The chunk, or a tamer one, and why; a reason is told once in a while for each kind."""
        begun_s = wall_s()
        look = self._sight.see(seen, situation)
        own = extended(chunk, seen.t_s)
        verdict = self._judge(look, own, chunk, situation)
        self.took_s.append(wall_s() - begun_s)
        return verdict

    def _judge(self, look: Look, own: Motions, chunk: ActionChunk, situation: Situation) -> Verdict:
        found = self._network.imagine(look, described(look, own, self._arm))
        if not (np.isfinite(found.chances).all() and np.isfinite(found.doubt).all()):
            raise ArithmeticError("The world model returned what is no number.")
        risk = self._over(found, self._stop_at, self._doubt[1])[0]
        kind = ""
        if risk >= 1.0:
            kind = "stop"
        elif self._over(found, self._slow_at, self._doubt[0])[0] >= 1.0:
            kind = "slow"
        if not kind:
            return self._as_before(look, chunk, risk)
        level = self._stop_at if kind == "stop" else self._slow_at
        doubt = self._doubt[1] if kind == "stop" else self._doubt[0]
        hazard = self._hazard(found, level, doubt, situation)
        other = OTHERS[0] if kind == "slow" else self._choose(look, own)
        if kind == "stop":
            if self._kept is None or look.t_s > self._kept[0] + 0.5:
                self._since_s = look.t_s
            if other is BRAKE and look.t_s - self._since_s > PATIENCE_S:
                other = OTHERS[3]
            self._kept = look.t_s + KEEP_S, other
        reason = self._tell(hazard, other, look.t_s) if kind == "stop" else ""
        return Verdict(other is not BRAKE, tamed(chunk, other, look), risk, (hazard,), reason)

    def _as_before(self, look: Look, chunk: ActionChunk, risk: float) -> Verdict:
        """A chunk that is fit: done as it is, but gently for a while after a veto."""
        if self._kept is None or look.t_s >= self._kept[0]:
            return Verdict(True, chunk, risk)
        return Verdict(True, tamed(chunk, OTHERS[0], look), risk)

    def _over(self, found: Imagined, level: Array, doubt: float) -> tuple[float, int, int]:
        """How far the first motion's chances are over their thresholds (1: at one), where."""
        parts = found.chances[0, self._steps] / level
        k, h = np.unravel_index(int(parts.argmax()), parts.shape)
        worst = float(parts[k, h])
        unsure = float(found.doubt[0, self._steps[1]].max()) / doubt
        return (worst, int(k), int(h)) if worst >= unsure else (unsure, 1, -1)

    def _choose(self, look: Look, own: Motions) -> Other:
        """The first of the other ways that is no reason even to slow down, else the best that is
        none to stop; braking when there is none.
        """
        ways = [varied(own, other, look) for other in OTHERS]
        found = self._network.imagine(look, described(look, together(ways), self._arm))
        chances, doubt = found.chances[:, self._steps], found.doubt[:, self._steps[1]].max(axis=1)
        slow = np.maximum((chances / self._slow_at).max(axis=(1, 2)), doubt / self._doubt[0])
        stop = np.maximum((chances / self._stop_at).max(axis=(1, 2)), doubt / self._doubt[1])
        fit = np.flatnonzero(slow < 1.0)
        if len(fit):
            return OTHERS[int(fit[0])]
        return OTHERS[int(stop.argmin())] if stop.min() < 1.0 else BRAKE

    def _hazard(self, found: Imagined, level: Array, doubt: float, situation: Situation) -> Hazard:
        _, k, h = self._over(found, level, doubt)
        if h < 0:
            return Hazard(DOUBT, "what may happen here", None, 0.5, 0.0)
        chances = found.chances[0, :, h]
        first = int(np.argmax(chances >= 0.5 * chances[self._steps[k]]))
        what = situation.held if HARMS[h] in ("slip", "spill", "hot") else ""
        return Hazard(HARMS[h], what, None, float(chances.max()), (first + 1) * STEP_S)

    def _tell(self, hazard: Hazard, other: Other, t_s: float) -> str:
        """A sentence, unless the same was told a moment ago."""
        if t_s - self._said.get(hazard.kind, -1e9) < SAY_AGAIN_S:
            return ""
        self._said[hazard.kind] = t_s
        return sentence(hazard, other.does)


def varied(own: Motions, other: Other, look: Look) -> Motions:
    """The imagined motion done in another way."""
    base = own.base * other.base
    c, s = np.cos(other.bend_rad), np.sin(other.bend_rad)
    x, y = base[..., 0].copy(), base[..., 1].copy()
    base[..., 0], base[..., 1] = c * x - s * y, s * x + c * y
    arm = look.arm + other.arm * (own.arm - look.arm)
    firm = np.maximum(own.grip, look.grip_n) if other.firm else own.grip
    return Motions(base, arm, firm)


def tamed(chunk: ActionChunk, other: Other, look: Look) -> ActionChunk:
    """The chunk done in another way; done is only what was done whole."""
    motion = varied(Motions(chunk.base[None], chunk.arm[None], chunk.grip[None]), other, look)
    whole = other.base == 1.0 and other.arm == 1.0 and not other.firm
    still = not np.any(chunk.base) or other.base >= CREEP
    done = chunk.done if whole or (still and other.arm == 1.0) else np.zeros_like(chunk.done)
    parts = {"base": motion.base[0], "arm": motion.arm[0], "grip": motion.grip[0]}
    return replace(chunk, **parts, done=done)
