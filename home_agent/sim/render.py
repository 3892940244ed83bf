"""The state of the physics comes in; colour pictures uint8 [H, W, 3] go out (needs OpenGL)."""

from __future__ import annotations

import importlib
import math
import os
import weakref
from typing import TYPE_CHECKING, Any

import mujoco
import numpy as np
from numpy.typing import NDArray

from home_agent.errors import HomeAgentError
from home_agent.sim.body import CAMERAS
from home_agent.sim.scene import WALLS

if TYPE_CHECKING:
    from home_agent.sim.world import World

Picture = NDArray[np.uint8]
NEAR_M, FAR_M = 0.03, 60.0
_NO_GL = (
    "Pictures need OpenGL and none was found: install Debian's libosmesa6 "
    "(sudo apt-get install libosmesa6), or run without pictures."
)


def open_renderer(model: mujoco.MjModel, width: int, height: int) -> Any:
    """A MuJoCo renderer, off screen; raises `HomeAgentError` naming what to install.

    Without a display and a choice in $MUJOCO_GL it draws in software (osmesa).
    """
    try:
        if not os.environ.get("MUJOCO_GL") and not os.environ.get("DISPLAY"):
            os.environ["MUJOCO_GL"] = "osmesa"
            # MuJoCo chose its backend when it was imported: choose again.
            gl_context = importlib.import_module("mujoco.rendering.classic.gl_context")
            vars(gl_context)["GLContext"] = importlib.import_module("mujoco.osmesa").GLContext
        near, far = NEAR_M / model.stat.extent, FAR_M / model.stat.extent
        model.vis.map.znear, model.vis.map.zfar = near, far
        return mujoco.Renderer(model, height, width)
    except (ImportError, AttributeError, RuntimeError, OSError) as error:
        raise HomeAgentError(f"{_NO_GL} ({type(error).__name__}: {error})") from None


def show_robot(high_walls: bool) -> mujoco.MjvOption:
    """Drawing options: everything but sites, the robot's group included, walls cut or whole."""
    option = mujoco.MjvOption()
    option.geomgroup[:] = (1, 1, 1, 0, 1, int(high_walls))
    option.sitegroup[:] = 0
    return option


class Eyes:
    """Colour for the robot's own cameras."""

    def __init__(self, model: mujoco.MjModel) -> None:
        width, height, _ = CAMERAS["head"]
        quality = model.vis.quality
        smooth, quality.offsamples = quality.offsamples, 0  # in software it would cost double
        self._renderer = open_renderer(model, width, height)
        quality.offsamples = smooth
        _plain(self._renderer)
        self._end = weakref.finalize(self, self._renderer.close)
        self._option = show_robot(high_walls=True)

    def see(self, data: mujoco.MjData, camera: str) -> Picture:
        """What `camera` sees now, uint8 [240, 320, 3]."""
        self._renderer.update_scene(data, camera, self._option)
        return np.asarray(self._renderer.render(), np.uint8)

    def close(self) -> None:
        """Free the graphics."""
        self._end()


class FilmCamera:
    """Follow the robot from behind and above; walls between camera and robot turn to glass."""

    def __init__(
        self,
        world: World,
        width: int = 640,
        height: int = 360,
        distance_m: float = 4.2,
        elevation_deg: float = -48.0,
    ) -> None:
        world.model.vis.global_.offwidth = max(world.model.vis.global_.offwidth, width)
        world.model.vis.global_.offheight = max(world.model.vis.global_.offheight, height)
        self._world = world
        self._renderer = open_renderer(world.model, width, height)
        _plain(self._renderer)
        self._end = weakref.finalize(self, self._renderer.close)
        self._option = show_robot(high_walls=False)
        self._camera = mujoco.MjvCamera()
        self._camera.distance, self._camera.elevation = distance_m, elevation_deg
        self._camera.azimuth = math.degrees(world.base_pose().yaw_rad)
        self._camera.lookat[:] = self._focus()
        self._t_s = world.time_s

    def frame(self) -> Picture:
        """One frame of the film, uint8 [height, width, 3]; the camera glides after the robot."""
        passed = max(0.0, self._world.time_s - self._t_s)
        self._t_s = self._world.time_s
        camera = self._camera
        camera.lookat[:] += (self._focus() - camera.lookat) * (1 - math.exp(-passed / 0.5))
        behind = math.degrees(self._world.base_pose().yaw_rad)
        turn = math.remainder(behind - camera.azimuth, 360.0)
        camera.azimuth += turn * (1 - math.exp(-passed / 2.5))
        self._renderer.update_scene(self._world.data, camera, self._option)
        self._clear_view()
        return np.asarray(self._renderer.render(), np.uint8)

    def close(self) -> None:
        """Free the graphics."""
        self._end()

    def _focus(self) -> NDArray[np.float64]:
        pose = self._world.base_pose()
        ahead = 0.4
        x = pose.x_m + ahead * math.cos(pose.yaw_rad)
        y = pose.y_m + ahead * math.sin(pose.yaw_rad)
        return np.array([x, y, 0.6])

    def _clear_view(self) -> None:
        """Turn walls that stand between the camera and the robot to glass."""
        camera, scene = self._camera, self._renderer.scene
        azimuth, elevation = math.radians(camera.azimuth), math.radians(camera.elevation)
        look = np.array(
            [
                math.cos(elevation) * math.cos(azimuth),
                math.cos(elevation) * math.sin(azimuth),
                math.sin(elevation),
            ]
        )
        eye = camera.lookat - camera.distance * look
        kinds = self._world.scene.geom_kind
        floors = self._world.scene.floor_geoms
        blocking = self._between(eye, camera.lookat)
        for n in range(scene.ngeom):
            geom = scene.geoms[n]
            known = geom.objtype == mujoco.mjtObj.mjOBJ_GEOM and geom.objid >= 0
            if known and kinds[geom.objid] == WALLS and geom.objid not in floors:
                geom.rgba[3] = 0.16 if geom.objid in blocking else 1.0

    def _between(self, eye: NDArray[np.float64], focus: NDArray[np.float64]) -> set[int]:
        """Geoms that sight lines from `eye` to the robot and round it pass through."""
        found: set[int] = set()
        model, data = self._world.model, self._world.data
        groups = np.array([1, 0, 0, 0, 0, 0], np.uint8)
        base = data.xpos[self._world.scene.base_body]
        side = np.cross(focus - eye, [0.0, 0.0, 1.0])
        side /= max(float(np.linalg.norm(side)), 1e-9)
        for offset in (-0.5, -0.25, 0.0, 0.25, 0.5):
            for height in (0.05, 0.5, 1.0):
                target = base + side * offset + np.array([0.0, 0.0, height])
                at, way = eye.copy(), target - eye
                for _ in range(3):
                    hit = np.full(1, -1, np.int32)
                    share = mujoco.mj_ray(model, data, at, way, groups, 1, -1, hit)
                    if share < 0 or share > 0.94:
                        break
                    found.add(int(hit[0]))
                    at = at + way * (share + 0.01)
                    way = target - at
        return found


def _plain(renderer: Any) -> None:
    renderer.scene.flags[mujoco.mjtRndFlag.mjRND_SHADOW] = 0
    renderer.scene.flags[mujoco.mjtRndFlag.mjRND_REFLECTION] = 0
