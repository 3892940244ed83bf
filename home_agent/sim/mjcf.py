"""From plain values to physics: a HomeSpec comes in, a mujoco.MjSpec without robot goes out.

Bodies have the spec's ids; geoms of body X are named "X/<n>"; a thing's free joint is "<id>/free",
a door's or drawer's joint "<place id>/<surface id>" on the body of that name. Geom groups:
0 floor, walls up to 1 m, furniture; 1 things; 2 people; 5 the walls above 1 m, so that a view
from outside can leave them out. Contact bits: whatever is fixed has contype 1, conaffinity 0;
things contype 2, conaffinity 3; a robot with MuJoCo's defaults (1, 1) touches all of them.
"""

from __future__ import annotations

import mujoco

from home_agent.home.graph import Door, Place, Room
from home_agent.sim.decor import (
    TILED,
    add_floor_patterns,
    add_light,
    add_rugs,
    add_windows,
)
from home_agent.sim.joinery import fixed_parts
from home_agent.sim.kinds import COLOURS
from home_agent.sim.layout import WALL_M
from home_agent.sim.movers import Mover, movers
from home_agent.sim.people_shapes import person_parts
from home_agent.sim.shapes import kind_of, parts_of
from home_agent.sim.solids import Part, turned, volume
from home_agent.sim.spec import RGB, HomeSpec, PersonSpec, ThingSpec, Wall

TIMESTEP_S = 0.004
WALL_HEIGHT_M = 2.3
LOW_WALL_M = 1.0
_FORMS = {
    "box": mujoco.mjtGeom.mjGEOM_BOX,
    "cylinder": mujoco.mjtGeom.mjGEOM_CYLINDER,
    "capsule": mujoco.mjtGeom.mjGEOM_CAPSULE,
    "sphere": mujoco.mjtGeom.mjGEOM_SPHERE,
    "ellipsoid": mujoco.mjtGeom.mjGEOM_ELLIPSOID,
}
_WHITE: RGB = (0.9, 0.9, 0.9)


def build(spec: HomeSpec) -> mujoco.MjSpec:
    """The home as an editable MuJoCo model, at rest, with all doors and drawers closed."""
    home = mujoco.MjSpec()
    home.modelname = spec.id
    _options(home)
    add_light(home)
    add_floor_patterns(home)
    world = home.worldbody
    for room in spec.rooms:
        _floor(world, room, spec.looks.get(f"floor/{room.id}", (0.75, 0.62, 0.45)))
    for index, wall in enumerate(spec.walls):
        _wall(world, index, wall, spec.looks.get("wall", _WHITE))
    for door in spec.doors:
        _lintel(world, door, spec.looks.get("wall", _WHITE))
    add_rugs(world, spec)
    add_windows(world, spec)
    for place in spec.places:
        _place(world, place, spec.looks.get(place.id, _WHITE))
    for thing in spec.things:
        add_thing(world, thing)
    for person in spec.people:
        _person(world, person)
    return home


def _options(home: mujoco.MjSpec) -> None:
    option = home.option
    option.timestep = TIMESTEP_S
    option.integrator = mujoco.mjtIntegrator.mjINT_IMPLICITFAST
    option.cone = mujoco.mjtCone.mjCONE_ELLIPTIC
    option.impratio = 200.0  # less, and what is gripped creeps in the fingers
    # What rests costs nothing; it wakes when touched, pushed or moved. Ten times the speed.
    option.enableflags |= mujoco.mjtEnableBit.mjENBL_SLEEP
    home.compiler.autolimits = True
    home.compiler.degree = False
    home.visual.map.znear, home.visual.map.zfar = 0.02, 60.0
    home.visual.global_.offwidth, home.visual.global_.offheight = 1280, 720


def _floor(world: mujoco.MjsBody, room: Room, tone: RGB) -> None:
    x0, y0, x1, y1 = room.rect
    world.add_geom(
        name=f"floor/{room.id}",
        type=mujoco.mjtGeom.mjGEOM_BOX,
        size=[(x1 - x0) / 2, (y1 - y0) / 2, 0.05],
        pos=[(x0 + x1) / 2, (y0 + y1) / 2, -0.05],
        rgba=[*tone, 1.0],
        material="tiles" if room.category in TILED else "planks",
        contype=1,
        conaffinity=0,
        friction=[0.9, 0.005, 0.0005],
    )


def _wall(world: mujoco.MjsBody, index: int, wall: Wall, tone: RGB) -> None:
    (x0, y0), (x1, y1) = wall.start, wall.end
    half = [abs(x1 - x0) / 2 + WALL_M / 2, abs(y1 - y0) / 2 + WALL_M / 2]
    if abs(x1 - x0) > abs(y1 - y0):
        half[0] -= WALL_M / 2
    else:
        half[1] -= WALL_M / 2
    for level, (low, high) in enumerate(((0.0, LOW_WALL_M), (LOW_WALL_M, WALL_HEIGHT_M))):
        world.add_geom(
            name=f"wall/{index}/{level}",
            type=mujoco.mjtGeom.mjGEOM_BOX,
            size=[half[0], half[1], (high - low) / 2],
            pos=[(x0 + x1) / 2, (y0 + y1) / 2, (low + high) / 2],
            rgba=[*tone, 1.0],
            contype=1,
            conaffinity=0,
            group=5 * level,
        )


def _lintel(world: mujoco.MjsBody, door: Door, tone: RGB) -> None:
    """The wall over a doorway: only to be looked at, and high above the robot."""
    flat = abs(door.pose.yaw_rad) > 1.0
    half = [door.width_m / 2, WALL_M / 2] if flat else [WALL_M / 2, door.width_m / 2]
    world.add_geom(
        name=f"wall/{door.id}",
        type=mujoco.mjtGeom.mjGEOM_BOX,
        size=[*half, 0.12],
        pos=[door.pose.x_m, door.pose.y_m, WALL_HEIGHT_M - 0.12],
        rgba=[*tone, 1.0],
        contype=0,
        conaffinity=0,
        group=5,
    )


def _solid(
    body: mujoco.MjsBody,
    name: str,
    part: Part,
    group: int,
    bits: tuple[int, int],
    **more: object,
) -> None:
    """Add one part to a body."""
    where: dict[str, object] = {"size": [*part.size, *[0.0] * (3 - len(part.size))]}
    if part.ends is not None:
        where["fromto"] = [*part.ends[0], *part.ends[1]]
    else:
        where |= {"pos": part.at, "quat": part.quat}
    body.add_geom(
        name=name,
        type=_FORMS[part.form],
        rgba=[*part.tone, part.alpha],
        group=group,
        contype=bits[0] if part.solid else 0,
        conaffinity=bits[1] if part.solid else 0,
        **where,
        **more,
    )


def _place(world: mujoco.MjsBody, place: Place, tone: RGB) -> None:
    pose = place.pose
    body = world.add_body(name=place.id, pos=[pose.x_m, pose.y_m, 0.0], quat=turned(pose.yaw_rad))
    for index, part in enumerate(fixed_parts(place, tone)):
        _solid(body, f"{place.id}/{index}", part, 0, (1, 0))
    for mover in movers(place, tone):
        _mover(body, place, mover)


def _mover(body: mujoco.MjsBody, place: Place, mover: Mover) -> None:
    name = f"{place.id}/{mover.surface}"
    part_body = body.add_body(name=name, pos=mover.pivot)
    # Friction holds a door where it is left; a hand moves it with a few newtons.
    part_body.add_joint(
        name=name,
        type=mujoco.mjtJoint.mjJNT_HINGE if mover.hinged else mujoco.mjtJoint.mjJNT_SLIDE,
        axis=mover.axis,
        range=[0.0, mover.limit],
        damping=1.0 if mover.hinged else 8.0,
        frictionloss=0.6 if mover.hinged else 2.0,
        armature=0.02 if mover.hinged else 0.1,
    )
    solids = [part for part in mover.parts if part.solid]
    total = sum(volume(part) for part in solids)
    mass = 5.0 if mover.hinged else 2.0
    for index, part in enumerate(mover.parts):
        share = mass * volume(part) / total if part.solid else 0.0
        _solid(part_body, f"{name}/{index}", part, 0, (1, 0), mass=share)


def add_thing(world: mujoco.MjsBody, thing: ThingSpec) -> None:
    """Add a movable thing to a model."""
    kind = kind_of(thing.kind)
    body = world.add_body(name=thing.id, pos=thing.position_m, quat=turned(thing.yaw_rad))
    body.add_freejoint(name=f"{thing.id}/free")
    parts = parts_of(kind, thing.size_m, COLOURS[thing.colour])
    total = sum(volume(part) for part in parts if part.solid)
    grip = 1.0 if kind.material in ("rubber", "fabric", "foam", "paper", "wood") else 0.8
    more: dict[str, object] = {"friction": [grip, 0.01, 0.0001], "condim": 4}
    if kind.rolls:
        more = {"friction": [grip, 0.01, 0.003], "condim": 6}
    for index, part in enumerate(parts):
        share = thing.mass_kg * volume(part) / total if part.solid else 0.0
        _solid(body, f"{thing.id}/{index}", part, 1, (2, 3), mass=share, **more)


def _person(world: mujoco.MjsBody, person: PersonSpec) -> None:
    x, y = person.position_m
    body = world.add_body(name=person.id, pos=[x, y, 0.0], quat=turned(person.yaw_rad), mocap=True)
    parts, hand = person_parts(person)
    for index, part in enumerate(parts):
        _solid(body, f"{person.id}/{index}", part, 2, (1, 0))
    body.add_site(name=f"{person.id}/hand", pos=hand, size=[0.01] * 3, group=5)
