"""A grid of the floor, people and a route come in; a free way and a safe speed along it go out."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from home_agent.home.floor_grid import CELL_M, FloorGrid
from home_agent.home.follow import dense

RADII_M = (0.36, 0.33, 0.30, 0.28)  # tried in turn; a cell of the grid is 5 cm
TIGHT_M = 0.23  # out of a tight spot, where the cells hide that there is just room
# Tried in turn: with the least radius the first keeps 0.45 m between the base and their middle;
# with the last one the robot drives up to them and waits until they step aside.
PEOPLE_DISC_M = (0.42, 0.32, 0.0)
EDGE_M = 0.25  # of the base: people are counted from there, as the guard does
PEOPLE_M, ROOM_M = 1.2, 3.0
PEOPLE_MPS, ROOM_MPS = 0.25, 0.5
CROSSING_M, STANDING_M = 0.90, 0.80  # between middles
LOOK_AHEAD_M = 1.8
ROUTE_WIDTH_M = 0.8
OFF_M, FAR_OFF_M, UNSURE_M = 0.08, 0.35, 1.2

Point = NDArray[np.float64]
Path = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Passer:
    """Somebody on the floor: `xy` [2] in the map, and `velocity` [2] (m/s), zero who stands."""

    xy: Point
    velocity: Point


def way(
    grid: FloorGrid, start: Point, goal: Point, route: Sequence[Point], extra_m: float
) -> Path | None:
    """A dense path [n, 2] from `start` to `goal` near `route`, None when there is none.

    extra_m: how much wider than its base the robot is now.
    """
    dear = _dear(grid, [start, *route])
    for wide in (*(radius + extra_m for radius in RADII_M), TIGHT_M):
        radius = wide - extra_m
        if float(grid.free_at(goal[None])[0]) < wide and radius > RADII_M[-1]:
            continue
        end = _ending(grid, start, goal, wide)
        points = [] if end is None else grid.path(start, end, wide, 0.25, dear)
        if points:
            return dense([start, *points], grid, wide)
    return None


def free(grid: FloorGrid, path: Path, extra_m: float) -> bool:
    """Whether a path found before is still free."""
    need = RADII_M[-1] + extra_m - CELL_M / 2
    return bool((grid.free_at(path[:-1]) >= need).all()) if len(path) > 1 else True


def disc_m(xy: Point, start: Point, goal: Point, keep_m: float) -> float:
    """The radius of the disc to keep free round somebody at `xy`: it leaves room at both ends."""
    near = math.dist(goal, xy) - RADII_M[-1] - CELL_M
    here = math.dist(start, xy) - RADII_M[-1] - CELL_M
    return max(0.12, min(keep_m, near, here))


def top_speed(
    passers: Iterable[Passer], xy: Point, path: Path, goal: Point, keep_m: float
) -> float:
    """How fast to drive along `path` with `passers` in sight where they are and go, m/s.

    keep_m: radius of the disc round those who stand that the path keeps out of, 0 for none.
    """
    top = math.inf
    ahead = path[: round(LOOK_AHEAD_M / CELL_M) : 2]
    along = np.arange(len(ahead)) * 2 * CELL_M
    for passer in passers:
        now = float(np.hypot(*(passer.xy - xy)))
        gap = now - EDGE_M
        if gap > ROOM_M:
            continue
        top = min(top, PEOPLE_MPS if gap < PEOPLE_M else ROOM_MPS)
        if not len(ahead):
            continue
        if not passer.velocity.any():
            near, there = _standing_m(passer, goal, keep_m), passer.xy
        else:
            near = CROSSING_M
            there = passer.xy + passer.velocity * np.minimum(along / 0.4, 2.0)[:, None]
        away = np.hypot(*(ahead - there).T)
        conflict = np.flatnonzero((away < near) & (away < now - 0.02))
        if len(conflict):
            room = max(0.0, float(along[conflict[0]]) - 0.15)
            top = min(top, math.sqrt(2 * 0.5 * room))
    return top


def _standing_m(passer: Passer, goal: Point, keep_m: float) -> float:
    """How near to pass one who stands, from middle to middle."""
    if keep_m == 0:  # the way leads through them: wait until they step aside
        return STANDING_M
    planned = keep_m + RADII_M[-1] - CELL_M
    return min(planned, math.dist(goal, passer.xy) - 0.05)


def _ending(grid: FloorGrid, start: Point, goal: Point, radius_m: float) -> Point | None:
    """`goal`, or the nearest free spot when something is in the way by a few centimetres.

    From afar the goal itself is uncertain (a small error of heading moves it), so a spot
    farther from it will do until the robot is near.
    """
    if float(grid.free_at(goal[None])[0]) >= radius_m - CELL_M / 2:
        return goal
    reach = FAR_OFF_M if math.dist(start, goal) > UNSURE_M else OFF_M
    steps = np.linspace(-reach, reach, 13)
    spots = goal + np.stack(np.meshgrid(steps, steps), axis=-1).reshape(-1, 2)
    fits = grid.free_at(spots) >= radius_m - CELL_M / 2
    if not fits.any():
        return None
    away = np.hypot(*(spots - goal).T) + np.where(fits, 0.0, 9.0)
    return np.asarray(spots[int(away.argmin())])


def _dear(grid: FloorGrid, route: list[Point]) -> NDArray[np.float32]:
    """Cells away from the route cost more: it may keep clear of what only the map knows."""
    line = np.ones((grid.rows, grid.columns), np.uint8)
    cells = [grid.cell(point)[::-1] for point in route]
    for one, two in itertools.pairwise(cells):
        cv2.line(line, one, two, 0, 1)
    away = cv2.distanceTransform(line, cv2.DIST_L2, 3) * CELL_M
    return np.asarray(1.0 + np.clip((away - ROUTE_WIDTH_M) / 0.5, 0.0, 1.0), np.float32)
