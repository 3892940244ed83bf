"""What the gripper holds and where people's hands are come in; things change hands.

Once the robot has said "Here is ...", a person near a thing that is held still and clear of
everything takes hold of it and pulls gently; the robot feels the pull at its wrist and opens; then
the thing stays in the hand.
"""

from __future__ import annotations

from dataclasses import dataclass

import mujoco
import numpy as np

from home_agent.sim.people import People
from home_agent.sim.scene import PERSON, Scene

NEAR_M = 0.45
STILL_S = 0.6
STILL_MPS = 0.06
CLEAR_M = 0.03
PULL_N = 8.0
RAMP_S = 0.4
LET_GO_S = 6.0
REST_S = 2.0
CARRY_MPS = 0.8


@dataclass(slots=True)
class _Offer:
    thing: str
    person: str
    still_s: float = 0.0
    pulled_s: float = 0.0


class Handover:
    """Watch for offered things once a control period; `taken` maps thing to person."""

    def __init__(self, model: mujoco.MjModel, scene: Scene, people: People) -> None:
        self._model, self._scene, self._people = model, scene, people
        self._offer: _Offer | None = None
        self._rest_s = 0.0
        self._tool: np.ndarray | None = None
        self._hands = {name: int(model.site(f"{name}/hand").id) for name in people.all}
        self.taken: dict[str, str] = {}

    @property
    def pulling(self) -> str | None:
        """The thing a person pulls at now."""
        return self._offer.thing if self._offer and self._offer.pulled_s > 0 else None

    def step(self, data: mujoco.MjData, held: frozenset[str], dt_s: float) -> None:
        """Follow offers for one control period; `held`: things between both pads."""
        self._rest_s = max(0.0, self._rest_s - dt_s)
        offer = self._offer
        if offer is not None and offer.pulled_s > 0:
            self._pull(data, offer, offer.thing in held, dt_s)
        else:
            self._watch(data, held, dt_s)
        tool = data.site_xpos[self._scene.tool_site]
        self._tool = tool.copy()

    def _watch(self, data: mujoco.MjData, held: frozenset[str], dt_s: float) -> None:
        tool = data.site_xpos[self._scene.tool_site]
        moved = 9.0 if self._tool is None else float(np.linalg.norm(tool - self._tool))
        waits = self._rest_s > 0 or self._people.offered_s <= 0
        near = None if waits or moved > STILL_MPS * dt_s else self._near(data, held)
        if near is None:
            self._offer = None
            return
        if self._offer is None or (self._offer.thing, self._offer.person) != near:
            self._offer = _Offer(*near)
        self._offer.still_s += dt_s
        if self._offer.still_s >= STILL_S:
            self._offer.pulled_s = dt_s

    def _near(self, data: mujoco.MjData, held: frozenset[str]) -> tuple[str, str] | None:
        """The held thing and the person whose hand it is nearest to, if it is offered at all."""
        base = data.xpos[self._scene.base_body][:2]
        for thing in sorted(held):
            at = data.xipos[self._scene.body[thing]]
            for name, person in self._people.all.items():
                if person.pet or thing in self.taken:
                    continue
                hand = self._people.hand(name, base)
                if float(np.linalg.norm(at - hand)) < NEAR_M and self._clear(data, thing):
                    return thing, name
        return None

    def _clear(self, data: mujoco.MjData, thing: str) -> bool:
        """Nothing but a lap is close beneath: a thing being set down is not offered."""
        body = self._scene.body[thing]
        below = np.array([1, 1, 1, 1, 0, 1], np.uint8)
        hit = np.zeros(1, np.int32)
        bottom = data.xpos[body] + np.array([0.0, 0.0, 0.01])
        down = np.array([0.0, 0.0, -1.0])
        found = mujoco.mj_ray(self._model, data, bottom, down, below, 1, body, hit)
        lap = found >= 0 and self._scene.geom_kind[hit[0]] == PERSON
        return bool(found < 0 or found > CLEAR_M or lap)

    def _pull(self, data: mujoco.MjData, offer: _Offer, gripped: bool, dt_s: float) -> None:
        body = self._scene.body[offer.thing]
        base = data.xpos[self._scene.base_body][:2]
        hand = self._people.hand(offer.person, base)
        if not gripped:
            data.xfrc_applied[body] = 0.0
            self.taken[offer.thing] = offer.person
            for geom in self._scene.geoms_of(offer.thing):
                self._model.geom_contype[geom] = self._model.geom_conaffinity[geom] = 0
            self._offer = None
            return
        offer.pulled_s += dt_s
        if offer.pulled_s > LET_GO_S:
            data.xfrc_applied[body] = 0.0
            self._offer, self._rest_s = None, REST_S
            return
        away = hand - data.xipos[body]
        person = self._people.all[offer.person].xy
        away[:2] = person - base
        away[2] = 0.0
        away /= max(float(np.linalg.norm(away)), 1e-6)
        data.xfrc_applied[body, :3] = away * PULL_N * min(1.0, offer.pulled_s / RAMP_S)

    def carry(self, data: mujoco.MjData, dt_s: float) -> None:
        """Keep what people hold in their hands: called every sub-step."""
        for thing, name in self.taken.items():
            q, v = self._scene.free_q[thing], self._scene.free_v[thing]
            hand = data.site_xpos[self._hands[name]].copy()
            hand[2] -= self._scene.things[thing].size_m[2] / 2
            to = hand - data.qpos[q : q + 3]
            away = float(np.linalg.norm(to))
            data.qpos[q : q + 3] += to * min(1.0, CARRY_MPS * dt_s / max(away, 1e-6))
            data.qvel[v : v + 6] = 0.0
