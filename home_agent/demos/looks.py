"""A home seed comes in; single looks of the head camera, with everything that shows, go out.

Grounding needs many scenes and few frames of each: the robot is set down at stands before
furniture and out on the floor, the head turned to something, the light and the camera's mounting
changed a little. What a look holds is written down in `Look`.
"""

from __future__ import annotations

import math
import random
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import cv2
import mujoco
import numpy as np
from numpy.typing import NDArray

from home_agent.clock import wall_s
from home_agent.demos.columns import GRID
from home_agent.demos.part import write_part
from home_agent.demos.truth import in_base
from home_agent.demos.video import thermal_codes
from home_agent.errors import Blocked
from home_agent.perception.camera import project
from home_agent.sim.home import make_home
from home_agent.sim.render import Eyes
from home_agent.sim.scene import PERSON, THING
from home_agent.sim.spec import PersonSpec, ThingSpec
from home_agent.sim.world import World
from home_agent.types import CameraFrame, Pose3D

HEAD_AT = (-0.18, 1.24)  # the tilt axis in the base frame: x, z
PAN, TILT = (-2.6, 2.6), (-0.6, 1.2)
FAR_M = (1.0, 2.8)  # from a thing, for looks across the room
ACROSS = 0.35  # share of looks from there
MOUNT_M, MOUNT_RAD = 0.012, 0.02  # how far the camera is from where it should be
JPEG = [cv2.IMWRITE_JPEG_QUALITY, 95, cv2.IMWRITE_JPEG_SAMPLING_FACTOR, 0x111111]


@dataclass(frozen=True, slots=True)
class Shown:
    """One thing or person in a look. `number` marks its cells in the picture of instances.

    cells: how many of the 160 x 120 show it. middle [3] and seen (u, v) are its middle in the
    camera's frame (m) and the median pixel of what shows of it in the 320 x 240 picture; pixel
    is the middle projected. yaw_rad: its heading in the base frame.
    """

    number: int
    id: str
    kind: str
    colour: str
    material: str
    on: str
    cells: int
    middle: tuple[float, float, float]
    pixel: tuple[float, float]
    seen: tuple[float, float]
    size: tuple[float, float, float]
    yaw_rad: float
    temp_c: float


def play_looks(seed: int, folder: Path, count: int) -> None:
    """Take `count` looks in the home of `seed` and write the part."""
    begun_s = wall_s()

    def fill(to: Path) -> dict[str, Any]:
        taken = _Looker(seed).take(count)
        pictures: dict[str, Any] = {
            f"{n}.{name}": one for n, (found, _) in enumerate(taken) for name, one in found
        }
        np.savez(to / "pictures.npz", **pictures)
        looks = [about for _, about in taken]
        told = {"task": "ground", "seed": seed, "looks": looks, "outcome": "played"}
        return {**told, "episodes": [], "searches": [], "wall_s": round(wall_s() - begun_s, 2)}

    write_part(folder, fill)


Pictures = list[tuple[str, NDArray[np.uint8]]]


class _Looker:
    """A robot that is set down here and there in one home."""

    def __init__(self, seed: int) -> None:
        self._rng = random.Random(f"look {seed}")
        self._spec = make_home(seed)
        self._world = World(self._spec, seed)
        self._eyes = Eyes(self._world.model)
        model = self._world.model
        self._camera = int(model.camera("head").id)
        self._mount = model.cam_pos[self._camera].copy(), model.cam_quat[self._camera].copy()
        light = model.vis.headlight
        self._light = light.ambient.copy(), light.diffuse.copy(), model.light_diffuse.copy()

    def take(self, count: int) -> list[tuple[Pictures, dict[str, Any]]]:
        """So many looks, fewer where the robot finds no room to stand."""
        found: list[tuple[Pictures, dict[str, Any]]] = []
        for _ in range(3 * count):
            if len(found) == count:
                break
            thing = self._rng.choice(self._spec.things)
            if self._stand(thing):
                found.append(self._look())
        self._eyes.close()
        return found

    def _stand(self, thing: ThingSpec) -> bool:
        """Stand somewhere from where the thing might show, and turn the head there."""
        world, rng = self._world, self._rng
        home, floor = world.home_map, world.home_map.occupancy
        x, y, z = thing.position_m
        if rng.random() < ACROSS:
            angle, far = rng.uniform(-math.pi, math.pi), rng.uniform(*FAR_M)
            at = x + far * math.cos(angle), y + far * math.sin(angle)
            if home.room_at(*at) != thing.room:
                return False
            facing = math.atan2(y - at[1], x - at[0])
        else:
            try:
                pose = home.approach(thing.on[0] if thing.on else thing.room, (x, y))
            except Blocked:
                return False
            at = pose.x_m + rng.gauss(0, 0.12), pose.y_m + rng.gauss(0, 0.12)
            facing = pose.yaw_rad
        if not floor.free(*at):
            return False
        yaw = facing + rng.gauss(0, 0.3)
        eye = at[0] + HEAD_AT[0] * math.cos(yaw), at[1] + HEAD_AT[0] * math.sin(yaw)
        pan = math.remainder(math.atan2(y - eye[1], x - eye[0]) - yaw, math.tau)
        tilt = math.atan2(HEAD_AT[1] - z, math.hypot(x - eye[0], y - eye[1]))
        data, scene = world.data, world.scene
        data.qpos[scene.base_q] = (*at, yaw)
        data.qpos[scene.head_q] = (
            np.clip(pan + rng.gauss(0, 0.2), *PAN),
            np.clip(tilt + rng.gauss(0, 0.13), *TILT),
        )
        data.time += 0.2
        self._vary()
        mujoco.mj_forward(world.model, data)
        return True

    def _vary(self) -> None:
        """Other light, and a camera that sits a little askew."""
        model, rng = self._world.model, self._rng
        ambient, diffuse, lamps = self._light
        model.vis.headlight.ambient[:] = ambient * rng.uniform(0.6, 1.4)
        model.vis.headlight.diffuse[:] = diffuse * rng.uniform(0.6, 1.4)
        model.light_diffuse[:] = (
            lamps * rng.uniform(0.5, 1.5) * np.array([rng.uniform(0.9, 1), 1, 1])
        )
        at, turn = self._mount
        off = [rng.gauss(0, MOUNT_M) for _ in range(3)]
        off[0] = abs(off[0])  # farther back the robot's own face would be in the way
        model.cam_pos[self._camera] = at + off
        axis = np.array([rng.gauss(0, MOUNT_RAD) for _ in range(3)])
        quat = turn.copy()
        mujoco.mju_quatIntegrate(quat, axis, 1.0)
        model.cam_quat[self._camera] = quat

    def _look(self) -> tuple[Pictures, dict[str, Any]]:
        world = self._world
        seen = world.observe(("head",))
        frame = seen.cameras["head"]
        assert frame.thermal_c is not None
        geoms = world.visible_geoms("head")
        owners = np.where(geoms >= 0, world.scene.geom_owner[geoms], 0)
        kinds = np.where(geoms >= 0, world.scene.geom_kind[geoms], 0)
        marks = np.zeros(geoms.shape, np.uint8)
        shown: list[Shown] = []
        for owner in np.unique(owners[np.isin(kinds, (THING, PERSON))]).tolist():
            mask = owners == owner
            marks[mask] = len(shown) + 1
            shown.append(self._shown(world.scene.owners[owner], len(shown) + 1, mask, frame))
        depth = np.rint(frame.depth_m[::GRID, ::GRID] * 1000).astype(np.uint16)
        pictures = [
            ("rgb", _encode(".jpg", self._eyes.see(world.data, "head")[:, :, ::-1], JPEG)),
            ("depth", _encode(".png", depth, [])),
            ("thermal", _encode(".png", thermal_codes(frame.thermal_c[::GRID, ::GRID]), [])),
            ("marks", _encode(".png", marks, [])),
        ]
        pose = frame.pose_base
        about = {
            "k": frame.k.ravel().tolist(),
            "camera": [*pose.position_m, *pose.quat_xyzw],
            "head": world.data.qpos[world.scene.head_q].tolist(),
            "room": world.home_map.room_at(seen.base.x_m, seen.base.y_m) or "",
            "shown": [asdict(one) for one in shown],
        }
        return pictures, about

    def _shown(self, owner: str, number: int, mask: NDArray[np.bool_], frame: CameraFrame) -> Shown:
        """The truth about one thing or person in view."""
        world = self._world
        spec: ThingSpec | PersonSpec = world.scene.things.get(owner) or world.scene.people[owner]
        if isinstance(spec, ThingSpec):
            pose = world.thing_pose(owner)
            at = pose.position_m + pose.rotation[:, 2] * spec.size_m[2] / 2
            heading = math.atan2(pose.rotation[1, 0], pose.rotation[0, 0])
            kind, material, size = spec.kind, spec.material, spec.size_m
            on, warm = "/".join(spec.on) if spec.on else "", world.temperature_c(owner)
        else:
            person = world.people.all[owner]
            at, heading = np.array([*person.xy, spec.height_m / 2]), person.yaw
            kind = spec.kind if spec.kind in ("cat", "dog") else "person"
            material, size, on, warm = "", (0.0, 0.0, spec.height_m), "", 33.0
        base = world.base_pose()
        point = in_base(np.asarray(at, float), base)
        u, v, _ = (float(value[0]) for value in project(point[None], frame))
        rows, columns = np.nonzero(mask)
        middle = (GRID - 1) / 2
        return Shown(
            number=number,
            id=owner,
            kind=kind,
            colour=spec.colour,
            material=material,
            on=on,
            cells=len(rows),
            middle=_in_camera(point, frame.pose_base),
            pixel=(round(u, 2), round(v, 2)),
            seen=(
                float(np.median(columns)) * GRID + middle,
                float(np.median(rows)) * GRID + middle,
            ),
            size=size,
            yaw_rad=math.remainder(heading - base.yaw_rad, math.tau),
            temp_c=round(warm, 1),
        )


def _in_camera(point_base: NDArray[np.float64], pose: Pose3D) -> tuple[float, float, float]:
    turn = np.zeros(9)
    x, y, z, w = pose.quat_xyzw
    mujoco.mju_quat2Mat(turn, np.array([w, x, y, z]))
    at = turn.reshape(3, 3).T @ (point_base - np.array(pose.position_m))
    return (round(float(at[0]), 4), round(float(at[1]), 4), round(float(at[2]), 4))


def _encode(kind: str, picture: NDArray[Any], how: list[int]) -> NDArray[np.uint8]:
    _, found = cv2.imencode(kind, picture, how)
    return np.asarray(found, np.uint8).ravel()
