"""The true state of a home comes in; free ways for the base and safe speeds along them go out."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from home_agent.sim.body import BASE_RADIUS_M
from home_agent.sim.grid import CELL_M, outlines
from home_agent.sim.people import Person
from home_agent.sim.scene import PLACE, ROBOT, THING, WALLS
from home_agent.sim.teacher.follow import dense
from home_agent.sim.world import World

RADII_M = (0.36, 0.33, 0.30, 0.28)  # tried in turn; a cell of the grid is 5 cm
TIGHT_M = 0.23  # out of a tight spot, where the cells hide that there is just room
MOST_EXTRA_M = 0.15
# Tried in turn: with the least radius the first keeps 0.45 m between the base and their middle;
# with the last one the robot drives up to them and waits until they step aside.
PEOPLE_DISC_M = (0.42, 0.32, 0.0)
PET_M = 0.30
ROUTE_WIDTH_M = 0.8
PEOPLE_M, ROOM_M = 1.2, 3.0  # from the base's edge, as the guard counts
PEOPLE_MPS, ROOM_MPS = 0.25, 0.5
CROSSING_M, STANDING_M = 0.90, 0.80  # between middles
LOOK_AHEAD_M = 1.8
OFF_M, FAR_OFF_M, UNSURE_M = 0.08, 0.35, 1.2
WALK_MPS = 0.08

Point = NDArray[np.float64]
Path = NDArray[np.float64]


class Obstacles:
    """Know what truly stands where; `refresh` once a second, the rest as often as wanted."""

    def __init__(self, world: World) -> None:
        self._world = world
        kind = world.scene.geom_kind
        solid = np.isin(kind, (WALLS, PLACE))
        solid[list(world.scene.floor_geoms)] = False
        self._walls = world.floor_grid()
        fixed = np.isin(world.model.body_weldid[world.model.geom_bodyid], (0,)) & solid
        self._still = world.floor_grid()
        self._still.clear()
        self._still.mark_geoms(world.model, world.data, np.flatnonzero(fixed))
        self._movers = np.flatnonzero(solid & ~fixed)
        self._things = np.flatnonzero(kind == THING)
        self._parts = np.flatnonzero(kind == ROBOT)
        self.grid = self._still
        self.extra_m = 0.0
        self._keep_m = PEOPLE_DISC_M[0]

    def refresh(self, start: Point, goal: Point, everyone: bool, keep_m: float) -> None:
        """Mark where everything is now; `everyone`: those who walk, too.

        keep_m: radius of the free disc round each person's middle; 0 leaves people out.
        """
        world = self._world
        grid = self._still.copy()
        grid.mark_geoms(world.model, world.data, self._movers)
        held = world.touches.held
        owners = world.scene.geom_owner[self._things]
        away = [world.scene.owners.index(name) for name in {*held, *world.handover.taken}]
        loose = self._things[~np.isin(owners, away)]
        grid.mark_geoms(world.model, world.data, loose)
        for person in world.people.all.values():
            if keep_m > 0 and (everyone or _pace(person) < WALK_MPS):
                near = math.dist(goal, person.xy) - RADII_M[-1] - CELL_M
                here = math.dist(start, person.xy) - RADII_M[-1] - CELL_M
                wide = min(keep_m, PET_M) if person.pet else keep_m
                grid.mark_disc(person.xy, max(0.12, min(wide, near, here)))
                grid.mark_geoms(world.model, world.data, world.scene.geoms_of(person.spec.id))
        self._keep_m = keep_m
        grid.measure()
        self.grid = grid
        self.extra_m = self._reach_m() - BASE_RADIUS_M - 0.02

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

    def way(self, start: Point, goal: Point, route: Sequence[Point]) -> Path | None:
        """A dense path [n, 2] from `start` to `goal` near `route`, None when there is none."""
        dear = self._dear([start, *route])
        extra = max(0.0, self.extra_m)
        for wide in (*(radius + extra for radius in RADII_M), TIGHT_M):
            radius = wide - extra
            if float(self.grid.free_at(goal[None])[0]) < wide and radius > RADII_M[-1]:
                continue
            end = self._ending(start, goal, wide)
            points = [] if end is None else self.grid.path(start, end, wide, 0.25, dear)
            if points:
                return dense([start, *points], self.grid, wide)
        return None

    def _ending(self, start: Point, goal: Point, radius_m: float) -> Point | None:
        """`goal`, or the nearest free spot when something is in the way by a few centimetres.

        From afar the goal itself is uncertain (a small error of heading moves it), so a spot
        farther from it will do until the robot is near.
        """
        if float(self.grid.free_at(goal[None])[0]) >= radius_m - CELL_M / 2:
            return goal
        reach = FAR_OFF_M if math.dist(start, goal) > UNSURE_M else OFF_M
        steps = np.linspace(-reach, reach, 13)
        spots = goal + np.stack(np.meshgrid(steps, steps), axis=-1).reshape(-1, 2)
        free = self.grid.free_at(spots) >= radius_m - CELL_M / 2
        if not free.any():
            return None
        away = np.hypot(*(spots - goal).T) + np.where(free, 0.0, 9.0)
        return np.asarray(spots[int(away.argmin())])

    def _dear(self, route: list[Point]) -> NDArray[np.float32]:
        """Cells away from the route cost more: it may keep clear of what only the map knows."""
        grid = self.grid
        line = np.ones((grid.rows, grid.columns), np.uint8)
        cells = [grid.cell(point)[::-1] for point in route]
        for one, two in itertools.pairwise(cells):
            cv2.line(line, one, two, 0, 1)
        away = cv2.distanceTransform(line, cv2.DIST_L2, 3) * CELL_M
        return np.asarray(1.0 + np.clip((away - ROUTE_WIDTH_M) / 0.5, 0.0, 1.0), np.float32)

    def free(self, path: Path) -> bool:
        """Whether a path found before is still free."""
        need = RADII_M[-1] + max(0.0, self.extra_m) - CELL_M / 2
        return bool((self.grid.free_at(path[:-1]) >= need).all()) if len(path) > 1 else True

    def top_speed(self, xy: Point, path: Path, goal: Point) -> float:
        """How fast to drive along `path` with people where they are and go, m/s."""
        top = math.inf
        ahead = path[: round(LOOK_AHEAD_M / CELL_M) : 2]
        along = np.arange(len(ahead)) * 2 * CELL_M
        for person in self._world.people.all.values():
            now = float(np.hypot(*(person.xy - xy)))
            gap = now - BASE_RADIUS_M
            if gap > ROOM_M or not self._walls.straight(xy, person.xy, 0.02):
                continue
            top = min(top, PEOPLE_MPS if gap < PEOPLE_M else ROOM_MPS)
            if not len(ahead):
                continue
            pace = _pace(person)
            if pace < WALK_MPS:
                near, there = self._standing_m(person, goal), person.xy
            else:
                near = CROSSING_M
                there = person.xy + person.velocity * np.minimum(along / 0.4, 2.0)[:, None]
            away = np.hypot(*(ahead - there).T)
            conflict = np.flatnonzero((away < near) & (away < now - 0.02))
            if len(conflict):
                room = max(0.0, float(along[conflict[0]]) - 0.15)
                top = min(top, math.sqrt(2 * 0.5 * room))
        return top

    def _standing_m(self, person: Person, goal: Point) -> float:
        """How near to pass one who stands, from middle to middle."""
        if self._keep_m == 0:  # the way leads through them: wait until they step aside
            return STANDING_M
        planned = self._keep_m + RADII_M[-1] - CELL_M
        return min(planned, math.dist(goal, person.xy) - 0.05)


def _pace(person: Person) -> float:
    return float(np.hypot(*person.velocity))
