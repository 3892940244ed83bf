"""Things with temperatures come in; what a thermal camera reads of each geom goes out."""

from __future__ import annotations

import math

import mujoco
import numpy as np
from numpy.typing import NDArray

from home_agent.sim.scene import PERSON, PLACE, ROBOT, THING, Scene
from home_agent.sim.spec import ThingSpec

AMBIENT_C = 21.0
SKIN_C, CLOTHES_C, FUR_C = 33.0, 30.0, 31.0
ROBOT_C = 25.0
LOSS_W_M2K = 9.0  # still air: convection and radiation together, common textbook figure
WARM_PLACES = {"stove": 26.0, "oven": 26.0, "fridge": 19.5, "tv stand": 23.0}

# Specific heat J/(kg K) with what a vessel may hold, and emissivity at 8-14 um (tables of
# thermography: dull surfaces 0.9-0.96, bare metal low; brushed steel about 0.3).
_MATERIAL: dict[str, tuple[float, float]] = {
    "metal": (500.0, 0.3),
    "steel": (500.0, 0.3),
    "aluminium": (900.0, 0.3),
    "ceramic": (900.0, 0.93),
    "glass": (840.0, 0.92),
    "plastic": (1500.0, 0.94),
    "wood": (1700.0, 0.93),
    "paper": (1400.0, 0.93),
    "fabric": (1300.0, 0.95),
    "rubber": (1900.0, 0.95),
    "foam": (1300.0, 0.95),
}
_OTHER = (1300.0, 0.94)
_HOLDS_WATER = 0.15  # kg: a hot vessel is hot because of what is in it
_WATER = 4180.0


def cooling_s(thing: ThingSpec) -> float:
    """Time constant of cooling towards the room, s, from mass, material and outer surface."""
    heat, _ = _MATERIAL.get(thing.material, _OTHER)
    x, y, z = thing.size_m
    area = 2 * (x * y + y * z + z * x)
    capacity = thing.mass_kg * heat + (_HOLDS_WATER * _WATER if thing.temp_c > 40 else 0.0)
    return max(300.0, capacity / (LOSS_W_M2K * area))


class Heat:
    """Know how warm everything is; things drift towards the room's temperature."""

    def __init__(self, model: mujoco.MjModel, scene: Scene) -> None:
        self._scene = scene
        self._things = {t.id: (t.temp_c - AMBIENT_C, cooling_s(t)) for t in scene.things.values()}
        self._still = np.full(model.ngeom, AMBIENT_C)
        self._gain = np.zeros(model.ngeom)
        self._tau = np.ones(model.ngeom)
        for geom in range(model.ngeom):
            kind, owner = scene.geom_kind[geom], scene.owner(geom)
            if kind == THING:
                thing = scene.things[owner]
                above, self._tau[geom] = self._things[owner]
                self._gain[geom] = above * _MATERIAL.get(thing.material, _OTHER)[1]
            elif kind == PERSON:
                self._still[geom] = _body_heat(scene, owner, scene.geom_name[geom])
            elif kind == ROBOT:
                self._still[geom] = ROBOT_C
            elif kind == PLACE:
                self._still[geom] = WARM_PLACES.get(scene.places[owner].category, AMBIENT_C)

    def true_c(self, thing: str, t_s: float) -> float:
        """The true temperature of `thing` at simulated time `t_s`, degrees Celsius."""
        self._scene.thing(thing)
        above, tau = self._things[thing]
        return AMBIENT_C + above * math.exp(-t_s / tau)

    def seen_c(self, t_s: float) -> NDArray[np.float64]:
        """What each geom radiates, read as a temperature: float64 [ngeom]."""
        return np.asarray(self._still + self._gain * np.exp(-t_s / self._tau))


def _body_heat(scene: Scene, person: str, geom: str) -> float:
    if scene.people[person].kind in ("cat", "dog"):
        return FUR_C
    bare = any(word in geom for word in ("head", "face", "hand", "skin", "neck"))
    return SKIN_C if bare else CLOTHES_C
