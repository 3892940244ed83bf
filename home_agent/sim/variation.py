"""How much light and camera may differ comes in; a compiled home looks so from then on."""

from __future__ import annotations

from dataclasses import dataclass

import mujoco
import numpy as np


@dataclass(frozen=True, slots=True)
class Variation:
    """How light and camera differ from look to look; the defaults are those of training.

    light, ambient: factors between which lamps and the light from everywhere lie. moved_m: the
    camera is at most so far, along each axis, from where it is drawn; turned_rad: and turned by
    between so much. The robot knows where its camera is.
    """

    light: tuple[float, float] = (0.4, 1.5)
    ambient: tuple[float, float] = (0.6, 1.25)
    moved_m: float = 0.03
    turned_rad: tuple[float, float] = (0.0, 0.05)


TRAINING = Variation()


class Varied:
    """Vary the lamps and the head's camera of a model, each time from how it was drawn."""

    def __init__(self, model: mujoco.MjModel) -> None:
        self._model = model
        self._camera = model.camera("head").id
        self._drawn = model.cam_pos[self._camera].copy(), model.cam_quat[self._camera].copy()
        self._lights = model.light_diffuse.copy(), model.vis.headlight.ambient.copy()

    def vary(self, by: Variation, rng: np.random.Generator) -> None:
        """Another light, a camera knocked a little."""
        model = self._model
        lights, ambient = self._lights
        model.light_diffuse[:] = lights * rng.uniform(*by.light, (len(lights), 1))
        model.vis.headlight.ambient[:] = ambient * rng.uniform(*by.ambient)
        at, quat = self._drawn
        model.cam_pos[self._camera] = at + rng.uniform(-by.moved_m, by.moved_m, 3)
        knock = np.zeros(4)
        axis = rng.normal(size=3)
        angle = rng.uniform(*by.turned_rad)
        mujoco.mju_axisAngle2Quat(knock, axis / np.linalg.norm(axis), angle)
        turned = np.zeros(4)
        mujoco.mju_mulQuat(turned, quat, knock)
        model.cam_quat[self._camera] = turned
