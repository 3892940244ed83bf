"""A home or a world comes in; the same with hazards in it goes out: for training and benchmarks.

What a home has by itself is mostly tidy. Here somebody sleeps on the floor, a glass stands at the
edge, one thing stands on another, a ball rolls in and a child or a pet runs across the way.
"""

from __future__ import annotations

import math
from dataclasses import replace

import mujoco
import numpy as np
from numpy.typing import NDArray

from home_agent.home.graph import Place, Surface
from home_agent.home.shape import to_map, to_own
from home_agent.sim.kinds import kinds
from home_agent.sim.spec import HomeSpec, PersonSpec, ThingSpec
from home_agent.sim.world import World

Floats = NDArray[np.float64]
BALL, RUNNER, PET, SLEEPER = "loose ball", "running child", "running pet", "sleeper"
HAZARDS = ("rolls", "child runs", "pet runs", "lies", "edge", "stack", "door")
MOVING = ("rolls", "child runs", "pet runs", "door")
EDGE_M = 0.012  # from a thing's middle to the edge, more than what makes it fall
ROLL_MPS, CHILD_MPS, PET_MPS = (0.4, 1.1), (1.0, 2.0), (1.0, 2.4)
SWING_RPS = (1.2, 2.6)
CROSS_S = (0.9, 1.8)  # so long after it starts it is where the robot would be
PAST_M = 1.4
BEFORE_M = (0.6, 0.95)
BESIDE_M = 0.75  # who runs past keeps so far from where the robot is now
ASIDE = (60.0, 60.0)  # far outside of every home: who is not there yet


def hazardous(spec: HomeSpec, hazards: tuple[str, ...], rng: np.random.Generator) -> HomeSpec:
    """The home with what `hazards` need: a ball, somebody who runs, a sleeper, edges, stacks."""
    things, people = list(spec.things), list(spec.people)
    if "rolls" in hazards:
        size = float(rng.uniform(0.064, 0.16))
        at = (*_free_spot(spec, rng), 0.0005)
        room = spec.rooms[0].id
        mass = float(rng.uniform(0.06, 0.3))
        things.append(ThingSpec(BALL, "ball", "red", "rubber", (size,) * 3, mass, at, 0.0, room))
    for hazard, id, kind, height_m in (
        ("child runs", RUNNER, "child", rng.uniform(0.95, 1.35)),
        ("pet runs", PET, str(rng.choice(["cat", "dog"])), rng.uniform(0.3, 0.6)),
    ):
        if hazard in hazards:
            people.append(_somebody(id, kind, float(height_m), "standing", ASIDE, spec, rng))
    if "lies" in hazards:
        at_xy = _free_spot(spec, rng)
        people.append(_somebody(SLEEPER, "adult", 1.7, "lying", at_xy, spec, rng))
    if "edge" in hazards:
        things = [_at_edge(one, spec, rng) for one in things]
    if "stack" in hazards:
        things = _stacked(things, rng)
    return replace(spec, things=tuple(things), people=tuple(people))


def _somebody(
    id: str,
    kind: str,
    height_m: float,
    posture: str,
    at: tuple[float, float],
    spec: HomeSpec,
    rng: np.random.Generator,
) -> PersonSpec:
    yaw = float(rng.uniform(-math.pi, math.pi))
    room = spec.rooms[0].id
    return PersonSpec(id, id, kind, height_m, posture, "green", at, yaw, room)


def _free_spot(spec: HomeSpec, rng: np.random.Generator) -> tuple[float, float]:
    """A spot in the middle of a room, away from the robot and from furniture's fronts."""
    best = (-1.0, (0.0, 0.0))
    for _ in range(60):
        x0, y0, x1, y1 = spec.rooms[int(rng.integers(len(spec.rooms)))].rect
        x, y = float(rng.uniform(x0 + 0.6, x1 - 0.6)), float(rng.uniform(y0 + 0.6, y1 - 0.6))
        far = math.dist((x, y), spec.start[:2])
        for place in spec.places:
            own = to_own(place.pose, x, y)
            gap = math.hypot(
                max(abs(own[0]) - place.size[0] / 2, 0.0), max(abs(own[1]) - place.size[1] / 2, 0.0)
            )
            far = min(far, gap)
        best = max(best, (min(far, 1.2), (x, y)))
    return best[1]


def _surface(spec: HomeSpec, on: tuple[str, str]) -> tuple[Place, Surface]:
    place = next(one for one in spec.places if one.id == on[0])
    return place, next(one for one in place.surfaces if one.id == on[1])


def _at_edge(thing: ThingSpec, spec: HomeSpec, rng: np.random.Generator) -> ThingSpec:
    """The thing at the front edge of what bears it, now and then."""
    rolls = kinds()[thing.kind].rolls
    if thing.on is None or rolls or rng.random() < 0.5:
        return thing
    place, surface = _surface(spec, thing.on)
    if surface.inside:
        return thing
    x, y, z = thing.position_m
    own = to_own(place.pose, x, y)
    edge = surface.center[0] + surface.size[0] / 2 - EDGE_M - float(rng.uniform(0.0, 0.02))
    moved = to_map(place.pose, edge, own[1])
    others = [one for one in spec.things if one.on == thing.on and one is not thing]
    if any(math.dist(moved, one.position_m[:2]) < 0.12 for one in others):
        return thing
    return replace(thing, position_m=(*moved, z))


def _stacked(things: list[ThingSpec], rng: np.random.Generator) -> list[ThingSpec]:
    """A small thing stands on a flat one, in one or two places."""
    flat = [t for t in things if kinds()[t.kind].shape == "box" and t.on and t.size_m[2] < 0.2]
    small = [t for t in things if t.on and not kinds()[t.kind].rolls and max(t.size_m[:2]) < 0.1]
    rng.shuffle(small)
    out = {one.id: one for one in things}
    for bottom, top in zip(flat[:2], [t for t in small if t not in flat], strict=False):
        shift = rng.uniform(-0.01, 0.01, 2)
        x, y, z = bottom.position_m
        at = (x + float(shift[0]), y + float(shift[1]), z + bottom.size_m[2] + 0.001)
        out[top.id] = replace(top, position_m=at, on=bottom.on, room=bottom.room)
    return list(out.values())


class Mishaps:
    """Let what moves happen in a world: `start` one now; it goes on by itself (a watcher).

    running: what is on its way now, "" when nothing is.
    """

    def __init__(self, world: World, rng: np.random.Generator) -> None:
        self._world, self._rng = world, rng
        self._floor = world.floor_grid(things=False)
        self.running = ""
        self._who = ""
        self._velocity: Floats = np.zeros(2)
        self._until_s = -math.inf
        world.watchers.append(self.watch)

    def start(self, hazard: str) -> bool:
        """Begin it if there is room for it here; False when there is none."""
        if hazard == "door":
            return self._swing()
        ids = {"rolls": BALL, "child runs": RUNNER, "pet runs": PET}
        speeds = {"rolls": ROLL_MPS, "child runs": CHILD_MPS, "pet runs": PET_MPS}
        speed = float(self._rng.uniform(*speeds[hazard]))
        way = self._way(speed, BESIDE_M if hazard != "rolls" else 0.0)
        if way is None:
            return False
        at, ahead, far = way
        self.running, self._who = hazard, ids[hazard]
        self._velocity = ahead * speed
        self._until_s = self._world.time_s + far / speed
        if hazard == "rolls":
            self._roll(at)
        else:
            person = self._world.people.all[self._who]
            person.xy, person.yaw = at.copy(), math.atan2(ahead[1], ahead[0])
            self._world.data.mocap_pos[self._world._mocap[self._who], :2] = at
            self._run()
        return True

    def watch(self, world: World) -> None:
        """Called after every control period; who runs looks neither left nor right."""
        if self.running in ("", "door"):
            return
        if world.time_s >= self._until_s:
            self.running = ""
            if self._who != BALL:
                person = world.people.all[self._who]
                person.velocity = np.zeros(2)
                world.people.walking[self._who] = person.velocity
                person.pause_s = math.inf
        elif self._who != BALL:
            self._run()

    def _run(self) -> None:
        person = self._world.people.all[self._who]
        person.velocity = self._velocity
        person.path = []
        self._world.people.walking[self._who] = self._velocity

    def _way(self, speed: float, beside_m: float) -> tuple[Floats, Floats, float] | None:
        """Start [2], direction [2] and length of a way that crosses the robot's."""
        world, rng = self._world, self._rng
        base = world.base_pose()
        here = np.array([base.x_m, base.y_m])
        velocity = world.data.qvel[world.scene.base_v[:2]].copy()
        stands = float(np.hypot(*velocity)) < 0.1
        if stands:  # something comes past before it
            velocity = 0.3 * np.array([math.cos(base.yaw_rad), math.sin(base.yaw_rad)])
        for _ in range(24):
            after_s = float(rng.uniform(*CROSS_S))
            ahead = velocity * after_s
            if stands:
                ahead = velocity / 0.3 * float(rng.uniform(*BEFORE_M))
            cross = here + ahead + rng.uniform(-0.1, 0.1, 2)
            side = math.atan2(velocity[1], velocity[0]) + float(rng.choice([-1.0, 1.0])) * float(
                rng.uniform(0.9, 2.2)
            )
            out = np.array([math.cos(side), math.sin(side)])
            start = cross + out * speed * after_s
            end = cross - out * PAST_M
            to = here - start
            past = abs(float(to[0] * out[1] - to[1] * out[0]))
            if past < beside_m and not stands:
                continue
            if self._floor.straight(start, end, 0.1) and math.dist(start, here) > 0.9:
                return start, -out, speed * after_s + PAST_M
        return None

    def _roll(self, at: Floats) -> None:
        world = self._world
        q, v = int(world.scene.free_q[BALL]), int(world.scene.free_v[BALL])
        radius = world.scene.things[BALL].size_m[2] / 2
        self._wake()
        world.data.qpos[q : q + 3] = (*at, 0.002)
        world.data.qvel[v : v + 3] = (*self._velocity, 0.0)
        turn = np.array([-self._velocity[1], self._velocity[0], 0.0]) / radius
        world.data.qvel[v + 3 : v + 6] = turn
        mujoco.mj_forward(world.model, world.data)

    def _wake(self) -> None:
        """Things at rest sleep in groups; all wake, and those that are still sleep again."""
        if self._world.model.opt.enableflags & mujoco.mjtEnableBit.mjENBL_SLEEP:
            self._world.data.tree_asleep[:] = -(1 + mujoco.mjMINAWAKE)

    def _swing(self) -> bool:
        """A door of furniture near the robot swings open or shut."""
        world, base = self._world, self._world.base_pose()
        for place in world.spec.places:
            gap = math.dist((place.pose.x_m, place.pose.y_m), (base.x_m, base.y_m))
            if place.opening != "hinged" or gap > 1.4:
                continue
            joint = mujoco.mj_name2id(world.model, mujoco.mjtObj.mjOBJ_JOINT, f"{place.id}/inside")
            if joint < 0:
                continue
            dof = int(world.model.jnt_dofadr[joint])
            share = world.opening(place.id, "inside")
            self._wake()
            speed = float(self._rng.uniform(*SWING_RPS))
            world.data.qvel[dof] = speed if share < 0.5 else -speed
            self.running = "door"
            return True
        return False
