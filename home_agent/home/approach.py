"""A place or room comes in; a free pose where the robot stands before or in it goes out."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from home_agent.errors import Blocked
from home_agent.home.network import middle
from home_agent.home.occupancy import MARGIN_M, RADIUS_M
from home_agent.home.shape import to_map, to_own
from home_agent.types import Pose2D

if TYPE_CHECKING:
    from home_agent.home.graph import HomeMap, Place, Room

STAND_OFF_M = 0.42  # from the edge of a place to the robot's middle
STEP_M = 0.20
SIDE_COST_M = 0.5  # a side is as good as the front when it is this much nearer
FRONTS_M = ((1.1, 0.0), (0.9, 0.35), (0.9, -0.35))  # ahead of and beside a compartment's middle
NEAR_PERSON_M = (0.9, 1.2, 1.5)


def approach(home: HomeMap, id: str, toward: tuple[float, float] | None) -> Pose2D:
    """A pose facing place `id` (best for `toward`), in room `id`, or near person `id`.

    Raises `Blocked` when the robot fits nowhere, `BadInput` for an unknown id.
    """
    if id in home.rooms:
        return in_room(home, home.rooms[id], toward)
    if id in home.residents and id not in home.places:
        return near_person(home, id, toward)
    place = home.place(id)
    poses = [pose for pose in place.approach if home.occupancy.free(pose.x_m, pose.y_m)]
    poses = poses or around(home, place)
    if not poses:
        raise Blocked(f"There is no free floor before the {place.name}.")
    if toward is None:
        return poses[0]
    return min(poses, key=lambda pose: _far(pose, toward))


def around(home: HomeMap, place: Place) -> list[Pose2D]:
    """Free poses that face a place from the same room, its front first, then its sides."""
    found: list[tuple[float, Pose2D]] = []
    for side in range(4):
        turn = side * math.pi / 2
        deep, wide = place.size[:2] if side % 2 == 0 else (place.size[1], place.size[0])
        count = max(0, math.ceil((wide / 2 - 0.3) / STEP_M))
        for step in range(-count, count + 1):
            aside = step * STEP_M
            ahead = deep / 2 + STAND_OFF_M
            own = (
                ahead * math.cos(turn) - aside * math.sin(turn),
                ahead * math.sin(turn) + aside * math.cos(turn),
            )
            x, y = to_map(place.pose, *own)
            if home.room_at(x, y) == place.room and home.occupancy.free(x, y):
                yaw = math.remainder(place.pose.yaw_rad + turn + math.pi, math.tau)
                cost = abs(aside) + (
                    SIDE_COST_M if side in (1, 3) else 2 * SIDE_COST_M * (side > 0)
                )
                found.append((cost, Pose2D(x, y, yaw)))
    return [pose for _, pose in sorted(found, key=lambda one: one[0])]


def fronts(place: Place, inside: tuple[float, float, float]) -> list[Pose2D]:
    """Poses before an open compartment, far enough for its door, straight on and aside.

    inside: its middle, in the map.
    """
    c, s = math.cos(place.pose.yaw_rad), math.sin(place.pose.yaw_rad)
    found = []
    for ahead, aside in FRONTS_M:
        deep = place.size[0] / 2 + ahead
        x, y = inside[0] + c * deep - s * aside, inside[1] + s * deep + c * aside
        found.append(Pose2D(x, y, math.atan2(inside[1] - y, inside[0] - x)))
    return found


def in_room(home: HomeMap, room: Room, toward: tuple[float, float] | None = None) -> Pose2D:
    """A pose with much free floor round it near the middle of a room, looking along its length."""
    grid = home.occupancy
    x0, y0, x1, y1 = room.rect
    (i0, j0), (i1, j1) = grid.cell(x0, y0), grid.cell(x1, y1)
    clear = grid.clearance_m[i0 : i1 + 1, j0 : j1 + 1]
    i, j = np.mgrid[i0 : i1 + 1, j0 : j1 + 1]
    at = middle(room)
    x = grid.origin_m[0] + (j + 0.5) * grid.resolution_m
    y = grid.origin_m[1] + (i + 0.5) * grid.resolution_m
    score = np.minimum(clear, 0.8) - 0.25 * np.hypot(x - at[0], y - at[1])
    score[(clear < RADIUS_M + MARGIN_M) | (x < x0) | (x > x1) | (y < y0) | (y > y1)] = -np.inf
    best = np.unravel_index(int(np.argmax(score)), score.shape)
    if not math.isfinite(float(score[best])):
        raise Blocked(f"There is no free floor in the {room.name}.")
    here = float(x[best]), float(y[best])
    look = toward or at
    if math.dist(here, look) < 0.3:
        look = (here[0] + (x1 - x0 > y1 - y0), here[1] + (x1 - x0 <= y1 - y0))
    return Pose2D(*here, math.atan2(look[1] - here[1], look[0] - here[0]))


def near_person(home: HomeMap, id: str, toward: tuple[float, float] | None) -> Pose2D:
    """A free pose that faces a person at arm's length; `toward` is where they are now, if known."""
    person = home.residents[id]
    at = toward or person.position_m
    if at is None:
        if person.room is None:
            raise Blocked(f"I do not know where {person.name} usually is: tell me the room.")
        return in_room(home, home.rooms[person.room])
    return facing(home, at, person.name)


def facing(
    home: HomeMap,
    at: tuple[float, float],
    name: str = "that spot",
    far_m: tuple[float, ...] = NEAR_PERSON_M,
) -> Pose2D:
    """A free pose 0.9 to 1.5 m (or `far_m`) from a map position in its room, looking at it."""
    grid, room = home.occupancy, home.room_at(*at)
    for far in far_m:
        ring = []
        for k in range(24):
            angle = k * math.tau / 24
            x, y = at[0] + far * math.cos(angle), at[1] + far * math.sin(angle)
            if home.room_at(x, y) == room and grid.free(x, y):
                yaw = math.remainder(angle + math.pi, math.tau)
                ring.append((-float(grid.clearance_m[grid.cell(x, y)]), k, Pose2D(x, y, yaw)))
        if ring:
            return min(ring)[2]
    raise Blocked(f"There is no free floor near {name}.")


def _far(pose: Pose2D, toward: tuple[float, float]) -> float:
    """How badly a pose suits a point: distance, and more when the point is off to the side."""
    ahead, aside = to_own(pose, *toward)
    return math.hypot(ahead, aside) + 0.8 * abs(aside)
