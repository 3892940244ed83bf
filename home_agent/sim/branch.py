"""A world and motions come in; what they would do to it comes out, and the world is as before.

The real simulator rolled forward from the present state: the truth that imagination learns from
and the counterfactual that its benchmark counts harm by. Nobody but those two may use it.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

import mujoco
import numpy as np
from numpy.typing import NDArray

from home_agent.sim.world import CONTROL_DT_S, World
from home_agent.types import Command

Floats = NDArray[np.float64]
FAR_AHEAD = 1 << 30  # numbers of commands that no guard has used
SUB, AT_ONCE = 10, 2  # sub-steps of a control period, a little coarser than the run; felt so often
_KEPT = (
    *("_steps", "_owed_s", "_still_s", "touches", "_scan", "_frames", "watchers"),
    *("_senses", "_noise", "_lidar", "_cameras", "_odometry", "people", "handover"),
    *("_feelers", "_motors"),
)


class Goes(Protocol):
    """What happens in a world by itself, such as somebody who runs (hazards.Mishaps)."""

    def watch(self, world: World) -> None: ...


@contextmanager
def branch(world: World, goes_on: Sequence[Goes] = ()) -> Iterator[World]:
    """Within, `world` may be stepped at will; afterwards it is what it was, bit by bit.

    Nobody watches meanwhile but copies of what `goes_on`.
    """
    data = mujoco.MjData(world.model)
    mujoco.mj_copyData(data, world.model, world.data)
    kept = _copies(world)
    friction = world.model.geom_friction.copy()
    bits = world.model.geom_contype.copy(), world.model.geom_conaffinity.copy()
    flags, tick = int(world.model.opt.disableflags), world.model.opt.timestep
    world.watchers = [copy.copy(one).watch for one in goes_on]
    world.model.opt.timestep = CONTROL_DT_S / SUB
    try:
        yield world
    finally:
        mujoco.mj_copyData(world.data, world.model, data)
        world.model.geom_friction[:] = friction
        world.model.geom_contype[:], world.model.geom_conaffinity[:] = bits
        world.model.opt.disableflags, world.model.opt.timestep = flags, tick
        for name, value in kept.items():
            setattr(world, name, value)


def command(world: World, base: Floats, arm: Floats, head: Floats, grip: float) -> None:
    """Tell the motors directly, as a robot without a guard would; only within `branch`."""
    told = Command(FAR_AHEAD, FAR_AHEAD, world.time_s, base, arm, head, grip)
    world._motors.accept(told, world.data)


def step(world: World) -> None:
    """Let one control period pass; only within `branch`, where this is faster than World.step."""
    model, data = world.model, world.data
    no_sensors = int(mujoco.mjtDisableBit.mjDSBL_SENSOR)
    model.opt.disableflags |= no_sensors
    for n in range(AT_ONCE, SUB + 1, AT_ONCE):
        if n == SUB:
            model.opt.disableflags &= ~no_sensors
        for name, walk in world.people.walking.items():
            data.mocap_pos[world._mocap[name], :2] += walk * (AT_ONCE * model.opt.timestep)
        world._motors.drive(data)
        if world.handover.taken:
            world.handover.carry(data, AT_ONCE * model.opt.timestep)
        mujoco.mj_step(model, data, AT_ONCE)
        world._feelers.feel(data, world.people.walking)
    world._period()


def _copies(world: World) -> dict[str, Any]:
    """The parts of a world that change, as they are now; the world goes on with copies of them."""
    shared = (
        *(world.model, world.data, world.scene, world.spec, world.home_map, world.heat),
        world.people._floor,
        *(one.spec for one in world.people.all.values()),
        *(one.figure for one in world.people.all.values()),
        *world.watchers,
    )
    memo = {id(one): one for one in shared}
    kept = {name: getattr(world, name) for name in _KEPT}
    changed = copy.deepcopy(kept, memo)
    for name, value in changed.items():
        setattr(world, name, value)
    return kept
