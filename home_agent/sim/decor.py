"""What only pleases the eye: a home comes in; floor patterns, rugs, windows and light go out.

Nothing here touches anything: the robot's rays see windows and rugs, its wheels do not.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import mujoco
import numpy as np
from numpy.typing import NDArray

from home_agent.home.graph import Place, Room
from home_agent.sim.floor import any_overlap, footprint, to_map
from home_agent.sim.layout import WALL_M, Rect
from home_agent.sim.spec import RGB, HomeSpec, Wall

_PIXELS = 128
TILED = ("kitchen", "bathroom")
_GLASS: RGB = (0.70, 0.85, 0.95)
_FRAME: RGB = (0.97, 0.97, 0.96)
_RUGS: tuple[RGB, ...] = ((0.82, 0.77, 0.68), (0.62, 0.68, 0.70), (0.74, 0.60, 0.52))


def add_light(home: mujoco.MjSpec) -> None:
    """A pale sky, a soft lamp at the eye and two suns without shadows."""
    head = home.visual.headlight
    head.ambient, head.diffuse, head.specular = [0.54] * 3, [0.22] * 3, [0.0] * 3
    home.add_texture(
        name="sky",
        type=mujoco.mjtTexture.mjTEXTURE_SKYBOX,
        builtin=mujoco.mjtBuiltin.mjBUILTIN_GRADIENT,
        rgb1=[0.90, 0.93, 0.96],
        rgb2=[0.74, 0.80, 0.87],
        width=32,
        height=192,
    )
    for name, way, bright in (("sun", (0.3, 0.5, -1.0), 0.34), ("sky", (-0.5, -0.7, -0.6), 0.16)):
        home.worldbody.add_light(
            name=name,
            type=mujoco.mjtLightType.mjLIGHT_DIRECTIONAL,
            pos=[0, 0, 8],
            dir=way,
            diffuse=[bright, bright * 0.98, bright * 0.92],
            ambient=[0.0] * 3,
            specular=[0.04] * 3,
            castshadow=False,
        )


def add_floor_patterns(home: mujoco.MjSpec) -> None:
    """The materials "planks" and "tiles", near white, to be tinted by a geom's colour."""
    for name, picture in (("planks", _planks()), ("tiles", _tiles())):
        texture = home.add_texture(
            name=name, type=mujoco.mjtTexture.mjTEXTURE_2D, width=_PIXELS, height=_PIXELS
        )
        texture.nchannel = 3
        texture.data = np.repeat(picture[..., None], 3, axis=2).tobytes()
        material = home.add_material(name=name, texrepeat=[0.9, 0.9], texuniform=True)
        material.textures[mujoco.mjtTextureRole.mjTEXROLE_RGB] = name
        material.specular, material.shininess = 0.1, 0.2


def _planks() -> NDArray[np.uint8]:
    """Staggered boards, uint8 [128, 128]."""
    rng = np.random.default_rng(5)
    picture = np.zeros((_PIXELS, _PIXELS))
    deep = _PIXELS // 8
    for row in range(8):
        shift = int(rng.integers(0, _PIXELS))
        for half in range(2):
            cols = (np.arange(_PIXELS // 2) + half * _PIXELS // 2 + shift) % _PIXELS
            picture[row * deep : (row + 1) * deep, cols] = rng.uniform(0.88, 1.0)
            picture[row * deep : (row + 1) * deep, cols[0]] = 0.72
        picture[row * deep] = 0.74
    grain = rng.normal(0.0, 0.012, (_PIXELS, 1, 16)).repeat(8, axis=2).reshape(_PIXELS, _PIXELS)
    return (np.clip(picture + grain, 0.0, 1.0) * 255).astype(np.uint8)


def _tiles() -> NDArray[np.uint8]:
    """Square tiles with pale joints, uint8 [128, 128]."""
    rng = np.random.default_rng(6)
    picture = np.kron(rng.uniform(0.93, 0.99, (4, 4)), np.ones((_PIXELS // 4, _PIXELS // 4)))
    picture[:: _PIXELS // 4] = 0.84
    picture[:, :: _PIXELS // 4] = 0.84
    return (picture * 255).astype(np.uint8)


def _flat(
    world: mujoco.MjsBody, name: str, *, at: Sequence[float], half: Sequence[float], **more: object
) -> None:
    world.add_geom(
        name=name,
        type=mujoco.mjtGeom.mjGEOM_BOX,
        pos=at,
        size=half,
        contype=0,
        conaffinity=0,
        **more,
    )


def add_rugs(world: mujoco.MjsBody, spec: HomeSpec) -> None:
    """A rug before every sofa and at the foot of every bed."""
    rooms = {room.id: room for room in spec.rooms}
    for index, place in enumerate(spec.places):
        if place.category not in ("sofa", "bed"):
            continue
        deep, wide = (2.0, 1.5) if place.category == "sofa" else (1.0, 1.6)
        at = place.size[0] / 2 + (1.25 if place.category == "sofa" else 0.1)
        x0, y0, x1, y1 = _clipped(_box(place, at, deep, wide), rooms[place.room].rect)
        tone = spec.looks.get(f"rug/{place.id}", _RUGS[index % len(_RUGS)])
        for layer, (shrink, colour) in enumerate(((0.0, tone), (0.08, _lift(tone)))):
            half = ((x1 - x0) / 2 - shrink, (y1 - y0) / 2 - shrink)
            if min(half) > 0.2:
                _flat(
                    world,
                    f"rug/{place.id}/{layer}",
                    at=((x0 + x1) / 2, (y0 + y1) / 2, 0.0),
                    half=(*half, 0.003 + 0.001 * layer),
                    rgba=[*colour, 1.0],
                )


def _lift(tone: RGB) -> RGB:
    return (0.5 + tone[0] / 2, 0.5 + tone[1] / 2, 0.5 + tone[2] / 2)


def _box(place: Place, ahead: float, deep: float, wide: float) -> Rect:
    x, y = to_map(place, ahead, 0.0)
    half = (deep / 2, wide / 2)
    if abs(math.sin(place.pose.yaw_rad)) > 0.5:
        half = (half[1], half[0])
    return (x - half[0], y - half[1], x + half[0], y + half[1])


def _clipped(rect: Rect, room: Rect) -> Rect:
    gap = WALL_M / 2 + 0.1
    return (
        max(rect[0], room[0] + gap),
        max(rect[1], room[1] + gap),
        min(rect[2], room[2] - gap),
        min(rect[3], room[3] - gap),
    )


def add_windows(world: mujoco.MjsBody, spec: HomeSpec) -> None:
    """One window for each room with a free stretch of outer wall."""
    width = max(room.rect[2] for room in spec.rooms)
    height = max(room.rect[3] for room in spec.rooms)
    tall = [footprint(place, 0.05) for place in spec.places if place.size[2] > 0.95]
    for room in spec.rooms:
        for wall in _outer(room, width, height):
            x, y = (wall.start[0] + wall.end[0]) / 2, (wall.start[1] + wall.end[1]) / 2
            flat = abs(wall.end[0] - wall.start[0]) > abs(wall.end[1] - wall.start[1])
            wide = min(0.8, math.dist(wall.start, wall.end) * 0.25)
            along = (wide, 0.3) if flat else (0.3, wide)
            if any_overlap((x - along[0], y - along[1], x + along[0], y + along[1]), tall):
                continue
            for part, (tone, more, thick) in enumerate(
                ((_FRAME, 0.05, 0.052), (_GLASS, 0.0, 0.054))
            ):
                across = (wide + more, thick) if flat else (thick, wide + more)
                _flat(
                    world,
                    f"window/{room.id}/{part}",
                    at=(x, y, 1.55),
                    half=(*across, 0.42 + more),
                    rgba=[*tone, 1.0],
                    group=5,
                )
            break


def _outer(room: Room, width: float, height: float) -> list[Wall]:
    """The room's outer walls, the longest first."""
    x0, y0, x1, y1 = room.rect
    walls = []
    if y0 < 0.01:
        walls.append(Wall((x0, y0), (x1, y0)))
    if y1 > height - 0.01:
        walls.append(Wall((x0, y1), (x1, y1)))
    if x0 < 0.01:
        walls.append(Wall((x0, y0), (x0, y1)))
    if x1 > width - 0.01:
        walls.append(Wall((x1, y0), (x1, y1)))
    return sorted(walls, key=lambda wall: -math.dist(wall.start, wall.end))
