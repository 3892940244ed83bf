"""A home comes in; looks into it go out, each with what it truly shows.

No physics runs: robot, doors and head are put somewhere and a picture is taken. More things than
live there are strewn over the furniture, light and cameras vary as much as is asked for.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import mujoco
import numpy as np
from numpy.typing import NDArray

from home_agent.home.graph import Place, Surface
from home_agent.sim.body import ARM_JOINTS, HEAD_JOINTS, TUCK, add_robot
from home_agent.sim.floor import to_map
from home_agent.sim.heat import Heat
from home_agent.sim.kinds import COLOURS, kinds
from home_agent.sim.mjcf import build
from home_agent.sim.render import Eyes
from home_agent.sim.scene import PERSON, THING, Scene
from home_agent.sim.sensors import RayCamera
from home_agent.sim.spec import HomeSpec, PersonSpec, ThingSpec
from home_agent.sim.things import Placing
from home_agent.sim.variation import TRAINING, Variation, Varied
from home_agent.types import CameraFrame

HEAD_AT_M = (-0.18, 1.24)  # the tilt axis in the base frame: x, z
LEAST_PIXELS = 10  # on the half-resolution grid
PETS = ("cat", "dog")


@dataclass(frozen=True, slots=True)
class Shown:
    """A thing or person that a picture truly shows.

    mask bool [H/2, W/2]: what is visible of it. middle_camera_m [3]: of its outer box, camera
    frame. size_m: its box; turn_rad: the heading of its own x axis as seen from the camera (0: x
    points away). whole: no part of it lies beyond the picture's edge.
    """

    id: str
    label: str
    colour: str
    material: str
    mask: NDArray[np.bool_]
    middle_camera_m: NDArray[np.float64]
    size_m: tuple[float, float, float]
    turn_rad: float
    whole: bool = True

    def covers(self, u: float, v: float) -> bool:
        """Is a pixel (u, v) of the whole picture on what is visible of it?"""
        return bool(at_pixel(self.mask, u, v))


def at_pixel(half: NDArray[Any], u: float, v: float) -> float:
    """The value of a half-resolution picture [H/2, W/2] at a pixel of the whole one, 0 outside."""
    i, j = int((v + 0.5) // 2), int((u + 0.5) // 2)
    inside = 0 <= i < half.shape[0] and 0 <= j < half.shape[1]
    return float(half[i, j]) if inside else 0.0


@dataclass(frozen=True, slots=True)
class Lesson:
    """One look: the frame, and everything it shows; `home` is the spec's id."""

    home: str
    frame: CameraFrame
    shown: tuple[Shown, ...]


Keep = Callable[[ThingSpec], bool]


def crowded(spec: HomeSpec, rng: np.random.Generator, more: int, keep: Keep) -> HomeSpec:
    """The home with `more` things on its furniture, without those that `keep` turns away.

    Every second one lies where such things are not kept: what a thing is must be seen, not guessed.
    """
    names = list(kinds())

    def drawn() -> Iterator[tuple[str, str | None]]:
        for _ in range(more):
            name = names[int(rng.integers(len(names)))]
            yield name, str(rng.choice(list(COLOURS))) if rng.random() < 0.3 else None

    return strewn(spec, rng, drawn(), keep)


def strewn(
    spec: HomeSpec, rng: np.random.Generator, drawn: Iterable[tuple[str, str | None]], keep: Keep
) -> HomeSpec:
    """The home with things of the kinds and colours `drawn` (None: a usual one), as `crowded`."""
    placing = Placing(rng, spec.rooms, spec.places, spec.people)
    placing.things = list(spec.things)
    anywhere = {place.category: 1.0 for place in spec.places}
    for n, (name, colour) in enumerate(drawn):
        kind = kinds()[name]
        placing.draw(replace(kind, homes=anywhere) if n % 2 else kind, colour)
    return replace(spec, things=tuple(thing for thing in placing.things if keep(thing)))


class Studio:
    """Take looks in one home: `look` as often as wanted, then `close`."""

    def __init__(self, spec: HomeSpec, rng: np.random.Generator) -> None:
        model_spec = build(spec)
        add_robot(model_spec, spec.start)
        self.model = model_spec.compile()
        self.data = mujoco.MjData(self.model)
        self.spec, self._rng = spec, rng
        mujoco.mj_forward(self.model, self.data)
        self.scene = Scene(self.model, spec)
        self._heat = Heat(self.model, self.scene)
        self._eyes = Eyes(self.model)
        self._ray_eye = RayCamera(self.model, "head", rng)
        self._camera = self.model.camera("head").id
        self._lit = Varied(self.model)
        self._arm = [self.model.joint(name).qposadr[0] for name in ARM_JOINTS]
        self._head = [self.model.joint(name).qposadr[0] for name in HEAD_JOINTS]
        self._movers = [
            self.model.joint(f"{place.id}/{surface.id}")
            for place in spec.places
            for surface in place.surfaces
            if mujoco.mj_name2id(self.model, mujoco.mjtObj.mjOBJ_JOINT, f"{place.id}/{surface.id}")
            >= 0
        ]

    def close(self) -> None:
        """Let go of graphics."""
        self._eyes.close()

    def look(self, variation: Variation = TRAINING) -> Lesson:
        """A look from a random stand at a random spot of the home; seldom an empty one."""
        eye = self._ray_eye
        for _ in range(4):
            self._vary(variation)
            self._stand()
            mujoco.mj_kinematics(self.model, self.data)
            mujoco.mj_camlight(self.model, self.data)
            self.data.time += 0.1
            frame = eye.look(self.model, self.data, self.scene, self._heat)
            shown = tuple(self._shown(eye.geoms(self.model, self.data)))
            if shown or self._rng.random() < 0.1:
                break
        return Lesson(self.spec.id, replace(frame, rgb=self._eyes.see(self.data, "head")), shown)

    def _vary(self, by: Variation) -> None:
        """Another light, a camera knocked a little, doors somewhere between shut and open."""
        rng = self._rng
        self._lit.vary(by, rng)
        for joint in self._movers:
            low, high = self.model.jnt_range[joint.id]
            share = rng.uniform(0.3, 1.0) if rng.random() < 0.4 else 0.0
            self.data.qpos[joint.qposadr[0]] = low + share * (high - low)

    def _stand(self) -> None:
        """Put the robot before something and turn its head there."""
        x, y, yaw, target = self._spot()
        self.data.qpos[self.scene.base_q] = (x, y, yaw)
        self.data.qpos[self._arm] = TUCK
        c, s = math.cos(yaw), math.sin(yaw)
        dx, dy = target[0] - x, target[1] - y
        ahead, left = c * dx + s * dy - HEAD_AT_M[0], c * dy - s * dx
        pan = math.atan2(left, ahead) + self._rng.normal(0, 0.15)
        tilt = math.atan2(HEAD_AT_M[1] - target[2], math.hypot(ahead, left))
        tilt += self._rng.normal(0, 0.10)
        self.data.qpos[self._head] = np.clip(pan, -2.6, 2.6), np.clip(tilt, -0.7, 1.25)

    def _spot(self) -> tuple[float, float, float, tuple[float, float, float]]:
        """Where to stand (x, y, yaw) and what to look at: mostly things, else bare surfaces."""
        rng, spec = self._rng, self.spec
        if spec.things and rng.random() < 0.85:
            drawn = [spec.things[int(n)] for n in rng.integers(len(spec.things), size=2)]
            # The one in more company.
            thing = max(drawn, key=lambda one: sum(other.on == one.on for other in spec.things))
            at = thing.position_m
            place = next((p for p in spec.places if thing.on and p.id == thing.on[0]), None)
        else:
            place = spec.places[int(rng.integers(len(spec.places)))]
            at = _on(place, place.surfaces, rng)
        far = float(rng.uniform(0.55, 1.9))
        if place is not None and place.approach:
            stand = place.approach[int(rng.integers(len(place.approach)))]
            way = stand.yaw_rad + math.pi + float(rng.normal(0, 0.5))
        else:
            way = float(rng.uniform(-math.pi, math.pi))
        x, y = at[0] + far * math.cos(way), at[1] + far * math.sin(way)
        for room in spec.rooms:
            x0, y0, x1, y1 = room.rect
            if x0 <= at[0] <= x1 and y0 <= at[1] <= y1:
                x, y = min(max(x, x0 + 0.3), x1 - 0.3), min(max(y, y0 + 0.3), y1 - 0.3)
        yaw = math.atan2(at[1] - y, at[0] - x) + float(rng.normal(0, 0.4))
        return x, y, yaw, (at[0], at[1], at[2] + 0.05)

    def _shown(self, geoms: NDArray[np.int32]) -> Iterator[Shown]:
        scene = self.scene
        owner = np.where(geoms >= 0, scene.geom_owner[geoms], -1)
        kind = np.where(geoms >= 0, scene.geom_kind[geoms], 0)
        owner[~np.isin(kind, (THING, PERSON))] = -1
        numbers, counts = np.unique(owner[owner >= 0], return_counts=True)
        for number, count in zip(numbers.tolist(), counts.tolist(), strict=True):
            if count < LEAST_PIXELS:
                continue
            name = scene.owners[number]
            mask: NDArray[np.bool_] = owner == number
            edge = mask[0].any() or mask[-1].any() or mask[:, 0].any() or mask[:, -1].any()
            thing = scene.things.get(name)
            if thing is not None:
                yield self._thing(thing, mask, not edge)
            else:
                yield self._person(scene.people[name], mask, not edge)

    def _thing(self, thing: ThingSpec, mask: NDArray[np.bool_], whole: bool) -> Shown:
        body = self.scene.body[thing.id]
        turn = self.data.xmat[body].reshape(3, 3)
        middle = self.data.xpos[body] + turn @ (0.0, 0.0, thing.size_m[2] / 2)
        eye, look = self._pose()
        heading = math.atan2(turn[1, 0], turn[0, 0]) - math.atan2(look[1, 2], look[0, 2])
        return Shown(
            thing.id,
            thing.kind,
            thing.colour,
            thing.material,
            mask,
            (middle - eye) @ look,
            thing.size_m,
            math.remainder(heading, math.tau),
            whole,
        )

    def _person(self, person: PersonSpec, mask: NDArray[np.bool_], whole: bool) -> Shown:
        label = person.kind if person.kind in PETS else "person"
        eye, look = self._pose()
        body = self.data.xpos[self.scene.body[person.id]]
        middle = np.array([body[0], body[1], person.height_m / 2])
        size = (0.4, 0.4, person.height_m)
        at = (middle - eye) @ look
        return Shown(person.id, label, person.colour, "", mask, at, size, 0.0, whole)

    def _pose(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The camera in the map: position [3] and rotation [3, 3], OpenCV's axes."""
        look = self.data.cam_xmat[self._camera].reshape(3, 3) @ np.diag([1.0, -1.0, -1.0])
        return self.data.cam_xpos[self._camera], look


def _on(
    place: Place, surfaces: tuple[Surface, ...], rng: np.random.Generator
) -> tuple[float, float, float]:
    """A random point on one of a place's surfaces."""
    if not surfaces:
        return place.pose.x_m, place.pose.y_m, place.size[2]
    face = surfaces[int(rng.integers(len(surfaces)))]
    deep, wide = face.size
    part = rng.uniform(-0.45, 0.45, 2)
    own = face.center[0] + part[0] * deep, face.center[1] + part[1] * wide
    return (*to_map(place, *own), face.height_m)
