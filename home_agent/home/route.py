"""Two poses in a home come in; few waypoints along a free way between them go out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from home_agent.errors import BadInput, Blocked
from home_agent.home.network import rooms_between
from home_agent.home.occupancy import MARGIN_M, RADIUS_M, Occupancy
from home_agent.types import Pose2D

if TYPE_CHECKING:
    from home_agent.home.graph import HomeMap

FIT_M = RADIUS_M + MARGIN_M
NEAR_M = 0.75  # closer to obstacles than this a way costs more, up to four times at FIT_M
NEAR_COST = 3.0
SNAP_M = 0.45  # how far a start or goal may be from floor where the robot fits
LONGEST_M = 2.5  # between two waypoints
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Floor:
    """The cells where the robot fits: `cells` int [n, 2] (row, column) and the ways between them.

    `number` int [rows, columns] is a cell's index in `cells`, -1 where the robot does not fit.
    """

    cells: NDArray[np.int64]
    number: NDArray[np.int64]
    ways: Any  # csr_array [n, n], cost in m


def route(
    home: HomeMap, start: Pose2D, goal: Pose2D, avoid: Sequence[tuple[float, float, float]] = ()
) -> tuple[Pose2D, ...]:
    """Poses from `start` (left out) to `goal` (the last, with its own heading).

    First the rooms through doors, then the cheapest way over the grid in those rooms, then as few
    corners as line of sight allows. When the short way is closed, any other rooms are tried.
    Raises `Blocked` without a way, `BadInput` for numbers that are not finite.
    """
    for pose in (start, goal):
        if not all(map(math.isfinite, (pose.x_m, pose.y_m, pose.yaw_rad))):
            raise BadInput("A route needs finite positions: this pose holds a NaN or infinity.")
    rooms = home.room_at(start.x_m, start.y_m), home.room_at(goal.x_m, goal.y_m)
    corridors: list[frozenset[str]] = [frozenset(home.rooms)]
    if rooms[0] is not None and rooms[1] is not None:
        corridors.insert(0, frozenset(rooms_between(home, rooms[0], rooms[1])))
    for corridor in corridors:
        points = _search(home, corridor, (start.x_m, start.y_m), (goal.x_m, goal.y_m), avoid)
        if points is not None:
            return _poses(points, goal)
    if rooms[1] is None:
        raise Blocked("That spot is outside the home: choose one in a room.")
    raise Blocked(f"There is no free way to that spot in the {home.rooms[rooms[1]].name}.")


def _search(
    home: HomeMap,
    corridor: frozenset[str],
    start: Point,
    goal: Point,
    avoid: Sequence[tuple[float, float, float]],
) -> list[Point] | None:
    grid = home.occupancy
    floor = floor_of(home, corridor)
    shut = _shut(grid, floor, avoid)
    first, last = _snap(grid, floor, start, shut), _snap(grid, floor, goal, shut)
    if first is None or last is None:
        return None
    ways = floor.ways
    if shut is not None:
        pairs = ways.tocoo()
        keep = ~(shut[pairs.row] | shut[pairs.col])
        kept = (pairs.data[keep], (pairs.row[keep], pairs.col[keep]))
        ways = csr_array(kept, shape=ways.shape)
    found: Any = dijkstra(ways, indices=np.array([last]), return_predecessors=True)
    before = found[1][0]
    if first != last and before[first] < 0:
        return None
    chain = [first]
    while chain[-1] != last:
        chain.append(int(before[chain[-1]]))
    cells = [grid.point(int(i), int(j)) for i, j in floor.cells[chain]]
    return _shorten(grid, [start, *cells, goal], avoid)


def floor_of(home: HomeMap, corridor: frozenset[str]) -> Floor:
    """The floor of some rooms and the doorways between them; remembered per set of rooms."""
    known: dict[frozenset[str], Floor] = home.floors
    if corridor not in known:
        known[corridor] = _make_floor(home, corridor)
    return known[corridor]


def _make_floor(home: HomeMap, corridor: frozenset[str]) -> Floor:
    grid = home.occupancy
    inside = np.zeros(grid.occupied.shape, bool)
    for name in corridor:
        x0, y0, x1, y1 = home.rooms[name].rect
        (i0, j0), (i1, j1) = grid.cell(x0, y0), grid.cell(x1, y1)
        inside[i0 : i1 + 1, j0 : j1 + 1] = True
    fits = inside & (grid.clearance_m >= FIT_M)
    cells = np.argwhere(fits)
    number = np.full(fits.shape, -1, np.int64)
    number[fits] = np.arange(len(cells))
    near = np.clip((NEAR_M - grid.clearance_m) / (NEAR_M - FIT_M), 0.0, 1.0)
    price = 1.0 + NEAR_COST * near
    rows, columns, costs = [], [], []
    for di, dj in ((0, 1), (1, 0), (1, 1), (1, -1)):
        a = (slice(0, -di or None), slice(max(0, -dj), -dj if dj > 0 else None))
        b = (slice(di, None), slice(max(0, dj), None if dj >= 0 else dj))
        both = fits[a] & fits[b]
        rows.append(number[a][both])
        columns.append(number[b][both])
        step = grid.resolution_m * math.hypot(di, dj)
        costs.append((step * 0.5 * (price[a] + price[b]))[both])
    i, j, cost = np.concatenate(rows), np.concatenate(columns), np.concatenate(costs)
    pairs = np.concatenate([i, j]), np.concatenate([j, i])
    ways = csr_array((np.concatenate([cost, cost]), pairs), shape=(len(cells), len(cells)))
    return Floor(cells, number, ways)


def _shut(
    grid: Occupancy, floor: Floor, avoid: Sequence[tuple[float, float, float]]
) -> NDArray[np.bool_] | None:
    if not avoid:
        return None
    y = grid.origin_m[1] + (floor.cells[:, 0] + 0.5) * grid.resolution_m
    x = grid.origin_m[0] + (floor.cells[:, 1] + 0.5) * grid.resolution_m
    shut = np.zeros(len(floor.cells), bool)
    for ax, ay, radius in avoid:
        shut |= np.hypot(x - ax, y - ay) < radius + FIT_M
    return shut


def _snap(grid: Occupancy, floor: Floor, at: Point, shut: NDArray[np.bool_] | None) -> int | None:
    """The nearest cell where the robot fits, within SNAP_M and not through an obstacle."""
    here = int(floor.number[grid.cell(*at)])
    if here >= 0 and (shut is None or not shut[here]):
        return here
    reach = math.ceil(SNAP_M / grid.resolution_m)
    i, j = grid.cell(*at)
    low = max(i - reach, 0), max(j - reach, 0)
    window = floor.number[low[0] : i + reach + 1, low[1] : j + reach + 1]
    found = window[window >= 0]
    if shut is not None:
        found = found[~shut[found]]
    far = np.hypot(*(floor.cells[found] - (i, j)).T) * grid.resolution_m
    for k in np.argsort(far, kind="stable")[:40]:
        cell = floor.cells[found[k]]
        if far[k] <= SNAP_M and grid.clear_line(at, grid.point(int(cell[0]), int(cell[1])), 0.01):
            return int(found[k])
    return None


def _shorten(
    grid: Occupancy, points: list[Point], avoid: Sequence[tuple[float, float, float]]
) -> list[Point]:
    """Leave out corners that line of sight does not need, keeping to roomy ways."""
    clear = [float(grid.clearance_m[grid.cell(*point)]) for point in points]
    kept = [points[0]]
    at = 0
    while at < len(points) - 1:
        ahead = at + 1
        reach = len(points) - 1
        step = reach - at
        while step > 0:  # double steps back towards the farthest point still in sight
            far = min(at + step, reach)
            if far > ahead and _in_sight(
                grid, points[at], points[far], min(clear[at : far + 1]), avoid
            ):
                ahead = far
                break
            step = step * 3 // 4 if step > 1 else 0
        kept.append(points[ahead])
        at = ahead
    return kept


def _in_sight(
    grid: Occupancy,
    a: Point,
    b: Point,
    way_m: float,
    avoid: Sequence[tuple[float, float, float]],
) -> bool:
    # A short cut may not come closer to obstacles than the way it replaces does.
    if not grid.clear_line(a, b, max(FIT_M, min(NEAR_M, way_m)) - 1e-6):
        return False
    return all(_apart(a, b, zone) for zone in avoid)


def _apart(a: Point, b: Point, zone: tuple[float, float, float]) -> bool:
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = dx * dx + dy * dy
    t = ((zone[0] - a[0]) * dx + (zone[1] - a[1]) * dy) / length if length > 0 else 0.0
    t = min(1.0, max(0.0, t))
    return math.hypot(a[0] + t * dx - zone[0], a[1] + t * dy - zone[1]) >= zone[2] + FIT_M - 0.03


def _poses(points: list[Point], goal: Pose2D) -> tuple[Pose2D, ...]:
    """Headings along the way; long stretches get waypoints between."""
    poses: list[Pose2D] = []
    for a, b in pairwise(points):
        length = math.dist(a, b)
        if length < 1e-6:
            continue
        yaw = math.atan2(b[1] - a[1], b[0] - a[0])
        count = max(1, math.ceil(length / LONGEST_M))
        for k in range(1, count + 1):
            share = k / count
            x, y = a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])
            poses.append(Pose2D(x, y, yaw))
    return (*poses[:-1], Pose2D(goal.x_m, goal.y_m, goal.yaw_rad))
