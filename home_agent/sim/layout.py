"""Floor plans: a random generator comes in, rooms, doors and walls go out.

The home is a rectangle with a corner at the map's origin, cut into rooms by straight cuts; doors
open from a hub (hall, else living room) until every room can be reached.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from home_agent.errors import HomeAgentError
from home_agent.home.graph import Door, Room
from home_agent.sim.spec import Wall
from home_agent.types import Pose2D

Rect = tuple[float, float, float, float]

# Room category: least side, usual area (m, m^2); common figures of European flats.
ROOMS: dict[str, tuple[float, float]] = {
    "kitchen": (3.0, 13.0),
    "living room": (3.9, 23.0),
    "bedroom": (3.3, 14.0),
    "bathroom": (2.3, 7.5),
    "hall": (2.1, 8.0),
    "office": (2.9, 11.0),
    "dining room": (3.2, 13.0),
    "child's room": (3.2, 13.0),
}
_ALWAYS = ("kitchen", "living room", "bedroom")
_ORDER = ("bathroom", "hall", "office", "child's room", "dining room")
_HUB = {"hall": 4.0, "living room": 3.0, "dining room": 1.5}
DOOR_M = (0.95, 1.10)
WALL_M = 0.10


@dataclass(frozen=True, slots=True)
class Plan:
    """A floor plan: rooms, the doorways between them and the walls that are left."""

    rooms: tuple[Room, ...]
    doors: tuple[Door, ...]
    walls: tuple[Wall, ...]


@dataclass(frozen=True, slots=True)
class _Edge:
    """The wall that rooms `a` and `b` share: along x when `flat`, at `at`, from `low` to `high`."""

    a: str
    b: str
    flat: bool
    at: float
    low: float
    high: float


def make_plan(rng: np.random.Generator, scale: float = 1.0) -> Plan:
    """A plan with 3 to 8 rooms; `scale` above 1 makes the rooms larger."""
    count = int(rng.integers(3, 9))
    extra = [str(name) for name in rng.permutation(_ORDER)]
    if count >= 5:
        extra = ["bathroom", "hall"] + [name for name in extra if name not in ("bathroom", "hall")]
    categories = [*_ALWAYS, *extra[: count - 3]]
    for attempt in range(400):
        rects = _cut(rng, categories, scale * (1.0 + attempt / 400))
        if rects is None:
            continue
        edges = [edge for edge in _edges(rects) if edge.high - edge.low >= DOOR_M[1] + 0.3]
        chosen = _tree(rng, categories, edges)
        if chosen is not None:
            return plan_of(rects, _doors(rng, chosen))
    raise HomeAgentError("No floor plan fits these rooms: try another seed.")


def plan_of(rects: dict[str, Rect], doors: tuple[Door, ...]) -> Plan:
    """The plan of rooms given as category -> rectangle, with walls that leave the doors free."""
    rooms = tuple(
        Room(id=slug(name), name=name, category=name, rect=rect) for name, rect in rects.items()
    )
    return Plan(rooms, doors, walls_of(rects, doors))


def slug(name: str) -> str:
    """An id for a spoken name: "child's room" gives "childs_room"."""
    return name.replace("'", "").replace(" ", "_")


def _cut(rng: np.random.Generator, categories: list[str], scale: float) -> dict[str, Rect] | None:
    """Cut a rectangle into one for each category, or None when one came out too narrow."""
    areas = {name: ROOMS[name][1] * scale * rng.uniform(0.9, 1.25) for name in categories}
    total = sum(areas.values())
    width = math.sqrt(total * rng.uniform(0.8, 1.5))
    rects: dict[str, Rect] = {}
    order = [str(name) for name in rng.permutation(categories)]
    todo: list[tuple[list[str], Rect]] = [(order, (0.0, 0.0, width, total / width))]
    while todo:
        names, (x0, y0, x1, y1) = todo.pop()
        if len(names) == 1:
            least = min(x1 - x0, y1 - y0)
            if least < ROOMS[names[0]][0] or max(x1 - x0, y1 - y0) > 3.2 * least:
                return None
            rects[names[0]] = (round(x0, 2), round(y0, 2), round(x1, 2), round(y1, 2))
            continue
        # Halves of like size keep the rooms from becoming corridors.
        at = len(names) // 2 + (int(rng.integers(-1, 2)) if len(names) > 3 else 0)
        at += int(rng.integers(0, 2)) if len(names) == 3 else 0
        share = sum(areas[name] for name in names[:at]) / sum(areas[name] for name in names)
        if x1 - x0 > y1 - y0:
            middle = round(x0 + (x1 - x0) * share, 2)
            halves = (x0, y0, middle, y1), (middle, y0, x1, y1)
        else:
            middle = round(y0 + (y1 - y0) * share, 2)
            halves = (x0, y0, x1, middle), (x0, middle, x1, y1)
        todo += [(names[:at], halves[0]), (names[at:], halves[1])]
    return {name: rects[name] for name in categories}


def _edges(rects: dict[str, Rect]) -> list[_Edge]:
    """The walls shared by two rooms."""
    edges = []
    names = list(rects)
    for i, a in enumerate(names):
        for b in names[i + 1 :]:
            ra, rb = rects[a], rects[b]
            for axis in (0, 1):
                low = max(ra[1 - axis], rb[1 - axis])
                high = min(ra[3 - axis], rb[3 - axis])
                for first, second in ((ra, rb), (rb, ra)):
                    if abs(first[axis + 2] - second[axis]) < 1e-6 and high - low > 1e-6:
                        edges.append(_Edge(a, b, axis == 1, second[axis], low, high))
    return edges


def _tree(
    rng: np.random.Generator, categories: list[str], edges: list[_Edge]
) -> list[_Edge] | None:
    """Edges that get doors: a tree that likes hubs, and sometimes one more; None if cut off."""
    score = {
        id(edge): _HUB.get(edge.a, 0.0)
        + _HUB.get(edge.b, 0.0)
        + rng.uniform(0.0, 1.5)
        - (6.0 if "bathroom" in (edge.a, edge.b) and "kitchen" in (edge.a, edge.b) else 0.0)
        for edge in edges
    }
    ranked = sorted(edges, key=lambda edge: -score[id(edge)])
    group = {name: name for name in categories}
    chosen: list[_Edge] = []
    for edge in ranked:
        if group[edge.a] != group[edge.b]:
            old, new = group[edge.b], group[edge.a]
            group = {name: new if root == old else root for name, root in group.items()}
            chosen.append(edge)
    if len(set(group.values())) > 1:
        return None
    spare = [edge for edge in ranked if edge not in chosen and "bathroom" not in (edge.a, edge.b)]
    if spare and rng.random() < 0.5:
        chosen.append(spare[0])
    return chosen


def _doors(rng: np.random.Generator, edges: list[_Edge]) -> tuple[Door, ...]:
    doors = []
    for edge in edges:
        width = round(float(rng.uniform(*DOOR_M)), 2)
        margin = width / 2 + 0.15
        low, high = edge.low + margin, edge.high - margin
        # Near a corner, as in most homes: it leaves the walls to the furniture.
        near = float(rng.uniform(0.1, 0.5))
        ends = (low + near, high - near) if high - low > 2 * near else ((low + high) / 2,) * 2
        along = round(ends[int(rng.integers(0, 2))], 2)
        middle = (along, edge.at) if edge.flat else (edge.at, along)
        doors.append(make_door(edge.a, edge.b, edge.flat, middle, width))
    return tuple(doors)


def make_door(a: str, b: str, flat: bool, middle: tuple[float, float], width: float) -> Door:
    """A doorway between rooms `a` and `b` (categories) in a wall along x (`flat`) or y."""
    yaw = math.pi / 2 if flat else 0.0
    rooms = (slug(a), slug(b))
    return Door(f"door_{rooms[0]}_{rooms[1]}", rooms, Pose2D(*middle, yaw), width)


def walls_of(rects: dict[str, Rect], doors: tuple[Door, ...]) -> tuple[Wall, ...]:
    """Outer and inner walls as segments, with the doors cut out; collinear ones are joined."""
    lines: dict[tuple[bool, float], list[tuple[float, float]]] = {}
    for x0, y0, x1, y1 in rects.values():
        for flat, at, low, high in (
            (True, y0, x0, x1),
            (True, y1, x0, x1),
            (False, x0, y0, y1),
            (False, x1, y0, y1),
        ):
            lines.setdefault((flat, round(at, 3)), []).append((low, high))
    walls = []
    for (flat, at), spans in sorted(lines.items()):
        gaps = sorted(
            (along - door.width_m / 2, along + door.width_m / 2)
            for door in doors
            for along, across in [
                (door.pose.x_m, door.pose.y_m) if flat else (door.pose.y_m, door.pose.x_m)
            ]
            if abs(across - at) < 1e-3 and (abs(door.pose.yaw_rad) > 1.0) == flat
        )
        for low, high in _joined(spans):
            start = low
            for gap_low, gap_high in [gap for gap in gaps if low < gap[0] < high] + [(high, high)]:
                if gap_low - start > 1e-3:
                    first, last = round(start, 3), round(gap_low, 3)
                    ends = ((first, at), (last, at)) if flat else ((at, first), (at, last))
                    walls.append(Wall(*ends))
                start = gap_high
    return tuple(walls)


def _joined(spans: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Overlapping or touching spans made one."""
    joined: list[tuple[float, float]] = []
    for low, high in sorted(spans):
        if joined and low <= joined[-1][1] + 1e-3:
            joined[-1] = (joined[-1][0], max(joined[-1][1], high))
        else:
            joined.append((low, high))
    return joined
