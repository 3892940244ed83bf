"""The true state of a home comes in; what stands on its floor and who walks there goes out."""

from __future__ import annotations

import numpy as np

from home_agent.home.way import Passer, Point, disc_m
from home_agent.sim.body import BASE_RADIUS_M
from home_agent.sim.grid import mark_geoms, outlines
from home_agent.sim.people import Person
from home_agent.sim.scene import PLACE, ROBOT, THING, WALLS
from home_agent.sim.world import World

MOST_EXTRA_M = 0.15
PET_M = 0.30
WALK_MPS = 0.08


class Obstacles:
    """Know what truly stands where (`home.drive.Ground`)."""

    def __init__(self, world: World) -> None:
        self._world = world
        kind = world.scene.geom_kind
        solid = np.isin(kind, (WALLS, PLACE))
        solid[list(world.scene.floor_geoms)] = False
        self._walls = world.floor_grid()
        fixed = np.isin(world.model.body_weldid[world.model.geom_bodyid], (0,)) & solid
        self._still = world.floor_grid()
        self._still.clear()
        mark_geoms(self._still, world.model, world.data, np.flatnonzero(fixed))
        self._movers = np.flatnonzero(solid & ~fixed)
        self._things = np.flatnonzero(kind == THING)
        self._parts = np.flatnonzero(kind == ROBOT)
        self.grid = self._still
        self.extra_m = 0.0

    def refresh(self, start: Point, goal: Point, everyone: bool, keep_m: float) -> None:
        """Mark where everything is now; `everyone`: those who walk, too.

        keep_m: radius of the free disc round each person's middle; 0 leaves people out.
        """
        world = self._world
        model, data = world.model, world.data
        grid = self._still.copy()
        mark_geoms(grid, model, data, self._movers)
        held = world.touches.held
        owners = world.scene.geom_owner[self._things]
        away = [world.scene.owners.index(name) for name in {*held, *world.handover.taken}]
        mark_geoms(grid, model, data, self._things[~np.isin(owners, away)])
        for person in world.people.all.values():
            if keep_m > 0 and (everyone or not _walks(person)):
                wide = min(keep_m, PET_M) if person.pet else keep_m
                grid.mark_disc(person.xy, disc_m(person.xy, start, goal, wide))
                mark_geoms(grid, model, data, world.scene.geoms_of(person.spec.id))
        grid.measure()
        self.grid = grid
        self.extra_m = max(0.0, self._reach_m() - BASE_RADIUS_M - 0.02)

    def passers(self, xy: Point) -> list[Passer]:
        """Those whom nothing hides from `xy`."""
        return [
            Passer(person.xy, person.velocity if _walks(person) else np.zeros(2))
            for person in self._world.people.all.values()
            if self._walls.straight(xy, person.xy, 0.02)
        ]

    def _reach_m(self) -> float:
        """How far the robot and what it holds reach from the base's axis, seen from above."""
        world = self._world
        model, data = world.model, world.data
        held = [world.scene.geoms_of(name) for name in world.touches.held]
        geoms = np.concatenate([self._parts, *held]).astype(int)
        base = world.scene.base_body
        geoms = geoms[model.geom_bodyid[geoms] != base]
        corners = outlines(model, data, geoms)[:, :, :2] - data.xpos[base][:2]
        reach = float(np.hypot(corners[..., 0], corners[..., 1]).max())
        return BASE_RADIUS_M + min(MOST_EXTRA_M, max(0.0, reach - BASE_RADIUS_M))


def _walks(person: Person) -> bool:
    return float(np.hypot(*person.velocity)) >= WALK_MPS
