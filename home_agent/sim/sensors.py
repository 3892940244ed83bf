"""The state of the physics comes in; what lidar, cameras and wheels report of it goes out.

All by ray casting, with noise: no graphics library is needed. Figures of noise are usual ones for
cheap hardware: lidar 1 cm, depth 3 mm at 1 m growing with the square and 1% holes, thermal 0.3 C.
"""

from __future__ import annotations

import math
from typing import Any

import mujoco
import numpy as np
from numpy.typing import NDArray

from home_agent.home.shape import wrap
from home_agent.sim.body import CAMERAS
from home_agent.sim.heat import AMBIENT_C, Heat
from home_agent.sim.scene import Scene
from home_agent.types import CameraFrame, Pose2D, Pose3D

LIDAR_BEAMS = 360
LIDAR_RANGE_M = 12.0
LIDAR_NOISE_M = 0.01
DEPTH_RANGE_M = (0.08, 8.0)
DEPTH_NOISE = 0.003
HOLES = 0.01
THERMAL_NOISE_C = 0.3
_ALL = np.ones(6, np.uint8)
_NOT_ROBOT = np.array([1, 1, 1, 1, 0, 1], np.uint8)
# OpenCV's axes (x right, y down, z ahead) written in MuJoCo's camera axes (y up, looks along -z).
_FLIP = np.diag([1.0, -1.0, -1.0])


class Rays:
    """Cast a fixed fan of rays from a moving frame."""

    def __init__(self, directions: NDArray[np.float64], groups: NDArray[np.uint8]) -> None:
        self._directions = directions  # [n, 3], own frame
        self._groups = groups
        n = len(directions)
        self.geom = np.full(n, -1, np.int32)
        self.dist = np.full(n, -1.0)

    def cast(
        self,
        model: mujoco.MjModel,
        data: mujoco.MjData,
        origin: NDArray[np.float64],
        rotation: NDArray[np.float64],
        cutoff_m: float,
    ) -> NDArray[np.float64]:
        """Multiples of each direction at which it hits, float64 [n], -1 for none.

        `dist` keeps them and `geom` what was hit.
        """
        rays = np.ascontiguousarray(self._directions @ rotation.T).ravel()
        n = len(self.geom)
        mujoco.mj_multiRay(
            model, data, origin, rays, self._groups, 1, -1, self.geom, self.dist, None, n, cutoff_m
        )
        return self.dist


class Lidar:
    """A level scan all around: beam i looks along -pi + i * 2 pi / n in the base frame."""

    def __init__(self, scene: Scene, rng: np.random.Generator) -> None:
        angles = np.linspace(-math.pi, math.pi, LIDAR_BEAMS, endpoint=False)
        fan = np.stack([np.cos(angles), np.sin(angles), np.zeros_like(angles)], axis=1)
        self._rays = Rays(fan, _NOT_ROBOT)
        self._scene, self._rng = scene, rng

    def scan(self, model: mujoco.MjModel, data: mujoco.MjData) -> NDArray[np.float32]:
        """Ranges float32 [n], inf where nothing was hit within range."""
        origin, rotation = base_frame(data, self._scene)
        at = data.site_xpos[self._scene.lidar_site].copy()
        at[:2] = origin[:2]
        found = self._rays.cast(model, data, at, rotation, LIDAR_RANGE_M)
        noisy = found + self._rng.normal(0.0, LIDAR_NOISE_M, len(found))
        return np.where(found > 0, np.maximum(noisy, 0.0), np.inf).astype(np.float32)


class RayCamera:
    """A depth and thermal camera; rays go through every n-th pixel and fill a block each.

    A large camera reads every second pixel, and while the robot moves every fourth (real ones
    blur then); a small one reads all.
    """

    def __init__(self, model: mujoco.MjModel, name: str, rng: np.random.Generator) -> None:
        self._width, self._height, fovy_deg = CAMERAS[name]
        self._id = int(model.camera(name).id)
        focal = 0.5 * self._height / math.tan(math.radians(fovy_deg) / 2)
        middle = ((self._width - 1) / 2, (self._height - 1) / 2)
        self.k = np.array([[focal, 0, middle[0]], [0, focal, middle[1]], [0, 0, 1.0]])
        steps = (2, 4) if self._width >= 160 else (1,)
        # A large camera sees the robot itself.
        groups = _ALL if len(steps) > 1 else _NOT_ROBOT
        # Given with unit depth, a multiple along the ray is the depth itself.
        self._fans = {step: Rays(self._directions(step) @ _FLIP, groups) for step in steps}
        corner = np.linalg.inv(self.k) @ (self._width, self._height, 1.0)
        self._cutoff_m = DEPTH_RANGE_M[1] * float(np.linalg.norm(corner))
        self._finest, self._coarsest = steps[0], steps[-1]
        self._rng = rng
        self._last: tuple[float, int, bytes] | None = None  # when, how finely, from where

    def _directions(self, step: int) -> NDArray[np.float64]:
        """Rays [n, 3] through the middles of blocks of step x step pixels, OpenCV's axes."""
        v, u = np.mgrid[0 : self._height : step, 0 : self._width : step] + (step - 1) / 2
        rays = np.stack([u, v, np.ones_like(u)], axis=-1).reshape(-1, 3)
        return np.asarray(rays @ np.linalg.inv(self.k).T)

    def geoms(
        self, model: mujoco.MjModel, data: mujoco.MjData, moving: bool = False
    ) -> NDArray[np.int32]:
        """Truth: the geom seen through each block of the finest grid, int32 [h, w], or -1."""
        step = self._coarsest if moving else self._finest
        self._cast(model, data, step)
        return self._grow(self._fans[step].geom, step // self._finest, step).copy()

    def look(
        self,
        model: mujoco.MjModel,
        data: mujoco.MjData,
        scene: Scene,
        heat: Heat | None,
        moving: bool = False,
    ) -> CameraFrame:
        """One frame of depth, and of temperatures when `heat` is given."""
        step = self._coarsest if moving else self._finest
        true = self._cast(model, data, step)
        n = len(true)
        depth = true + self._rng.normal(0.0, 1.0, n) * DEPTH_NOISE * true * true
        near, far = DEPTH_RANGE_M
        bad = (true < near) | (true > far) | (self._rng.random(n) < HOLES)
        depth[bad] = 0.0
        warm = None if heat is None else self._warmth(heat.seen_c(data.time), step)
        return CameraFrame(
            depth_m=self._grow(depth.astype(np.float32), step, step),
            k=self.k,
            pose_base=self.pose(data, scene),
            thermal_c=warm,
            t_s=float(data.time),
        )

    def _cast(self, model: mujoco.MjModel, data: mujoco.MjData, step: int) -> NDArray[np.float64]:
        fan = self._fans[step]
        at, turn = data.cam_xpos[self._id], data.cam_xmat[self._id]
        now = (float(data.time), step, at.tobytes() + turn.tobytes())
        if self._last != now:
            fan.cast(model, data, at, turn.reshape(3, 3), self._cutoff_m)
            self._last = now
        return fan.dist

    def _warmth(self, radiates: NDArray[np.float64], step: int) -> NDArray[np.float32]:
        shape = (self._height // step, self._width // step)
        seen = np.append(radiates, AMBIENT_C)[self._fans[step].geom].reshape(shape)
        wide = np.pad(seen, 1, mode="edge")
        blurred = seen / 2 + (wide[:-2, 1:-1] + wide[2:, 1:-1]) / 8
        blurred += (wide[1:-1, :-2] + wide[1:-1, 2:]) / 8
        blurred += self._rng.normal(0.0, THERMAL_NOISE_C, shape)
        return self._grow(blurred.astype(np.float32), step, step)

    def _grow(self, values: NDArray[Any], times: int, step: int) -> NDArray[Any]:
        """`values` of blocks of `step` pixels as a picture, each repeated `times` both ways."""
        picture = values.reshape(self._height // step, self._width // step)
        return picture.repeat(times, axis=0).repeat(times, axis=1)

    def pose(self, data: mujoco.MjData, scene: Scene) -> Pose3D:
        """The camera in the base frame, OpenCV's axes."""
        origin, rotation = base_frame(data, scene)
        at = rotation.T @ (data.cam_xpos[self._id] - origin)
        turn = rotation.T @ data.cam_xmat[self._id].reshape(3, 3) @ _FLIP
        quat = np.zeros(4)
        mujoco.mju_mat2Quat(quat, np.ascontiguousarray(turn).ravel())
        w, x, y, z = quat.tolist()
        return Pose3D((float(at[0]), float(at[1]), float(at[2])), (x, y, z, w), "base")


class Odometry:
    """Count wheel turns: a pose in frame "odom", from zero at the start, that drifts.

    Each robot's wheels are a little larger and wider apart than it thinks (a constant error of
    about 1.2% of distance and 0.8% of turn) and slip at random.
    """

    def __init__(self, start: Pose2D, rng: np.random.Generator) -> None:
        self._rng = rng
        self._scale = 1.0 + float(np.clip(rng.normal(0.0, 0.012), -0.02, 0.02))
        self._turn = 1.0 + float(np.clip(rng.normal(0.0, 0.008), -0.015, 0.015))
        self._last = start
        self.pose = Pose2D(0.0, 0.0, 0.0, "odom")
        self.velocity = np.zeros(3)

    def roll(self, now: Pose2D, dt_s: float) -> None:
        """Account for the true motion since the last call, `dt_s` ago."""
        last = self._last
        turn = wrap(now.yaw_rad - last.yaw_rad)
        middle = last.yaw_rad + turn / 2
        dx, dy = now.x_m - last.x_m, now.y_m - last.y_m
        c, s = math.cos(middle), math.sin(middle)
        slip = self._rng.normal(1.0, 0.01, 3).tolist()
        ahead = (c * dx + s * dy) * self._scale * slip[0]
        aside = (c * dy - s * dx) * self._scale * slip[1]
        turned = turn * self._turn * slip[2]
        self.velocity = np.array([ahead, aside, turned]) / dt_s
        middle = self.pose.yaw_rad + turned / 2
        c, s = math.cos(middle), math.sin(middle)
        x, y = self.pose.x_m + c * ahead - s * aside, self.pose.y_m + s * ahead + c * aside
        self.pose = Pose2D(x, y, wrap(self.pose.yaw_rad + turned), "odom")
        self._last = now


def base_frame(
    data: mujoco.MjData, scene: Scene
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Origin [3] on the floor and rotation [3, 3] of the base frame in the map, true."""
    turn = data.xmat[scene.base_body].reshape(3, 3)
    return data.xpos[scene.base_body].copy(), turn.copy()
