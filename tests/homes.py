"""A small furnished home for tests of the map and of perception."""

from __future__ import annotations

import math

from home_agent.home.graph import (
    Door,
    HomeMap,
    KeepOut,
    Place,
    Resident,
    Room,
    Surface,
)
from home_agent.types import Pose2D


def small_home() -> HomeMap:
    """Four rooms on 12 x 10 m: kitchen, living room, bedroom and hall, with furniture."""
    return HomeMap(
        "small",
        rooms=(
            Room("kitchen", "kitchen", "kitchen", (0.0, 0.0, 5.0, 5.0)),
            Room("living_room", "living room", "living room", (5.0, 0.0, 12.0, 6.0), ("lounge",)),
            Room("bedroom", "bedroom", "bedroom", (5.0, 6.0, 12.0, 10.0)),
            Room("hall", "hall", "hall", (0.0, 5.0, 5.0, 10.0)),
        ),
        doors=(
            Door("door_kitchen_living", ("kitchen", "living_room"), Pose2D(5.0, 4.0, 0.0), 1.0),
            Door("door_kitchen_hall", ("kitchen", "hall"), Pose2D(1.0, 5.0, math.pi / 2), 1.0),
            Door("door_hall_bedroom", ("hall", "bedroom"), Pose2D(5.0, 7.0, 0.0), 0.95),
        ),
        places=(
            _top("counter", "counter", "kitchen", (2.5, 0.36, math.pi / 2), (0.6, 2.0, 0.9)),
            Place(
                "fridge",
                "fridge",
                "fridge",
                "kitchen",
                Pose2D(4.4, 0.38, math.pi / 2),
                (0.62, 0.6, 1.55),
                (Surface("inside", (0.0, 0.0), (0.5, 0.5), 0.78, 0.42, True),),
                "hinged",
                ("refrigerator",),
            ),
            _top("kitchen_table", "table", "kitchen", (2.5, 2.7, 0.0), (0.8, 1.2, 0.74)),
            _top("table_a", "table", "living_room", (8.0, 3.0, 0.0), (0.6, 0.9, 0.45)),
            _top("table_b", "table", "living_room", (11.0, 1.0, math.pi), (0.45, 0.45, 0.55)),
            Place(
                "sofa",
                "sofa",
                "sofa",
                "living_room",
                Pose2D(8.0, 0.5, math.pi / 2),
                (0.85, 2.0, 0.8),
                (Surface("seat", (0.09, 0.0), (0.65, 1.6), 0.42),),
                names=("couch",),
            ),
            _top("bed", "bed", "bedroom", (10.9, 8.0, math.pi), (2.0, 1.5, 0.5)),
            Place(
                "dresser",
                "dresser",
                "dresser",
                "bedroom",
                Pose2D(7.0, 9.7, -math.pi / 2),
                (0.48, 0.9, 0.8),
                (
                    Surface("top", (0.0, 0.0), (0.48, 0.9), 0.8),
                    Surface("drawer_1", (0.0, 0.0), (0.42, 0.8), 0.57, 0.17, True),
                ),
                "sliding",
            ),
            _top("shelf", "shelf", "hall", (0.25, 8.5, 0.0), (0.32, 0.9, 1.14)),
        ),
        residents=(
            Resident("anna", "Anna", "living_room", (7.5, 1.2)),
            Resident("ben", "Ben", "bedroom"),
        ),
        keep_outs=(KeepOut("stairs", (3.8, 9.0, 4.9, 9.9), "the stairs"),),
        start=Pose2D(2.5, 7.0, 0.0),
    )


def _top(
    id: str,
    category: str,
    room: str,
    pose: tuple[float, float, float],
    size: tuple[float, float, float],
) -> Place:
    name = "table" if id in ("table_a", "table_b") else id.replace("_", " ")
    top = Surface("top", (0.0, 0.0), size[:2], size[2])
    return Place(id, name, category, room, Pose2D(*pose), size, (top,))
