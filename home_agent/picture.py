"""A home map, a path and beliefs come in; a top-down picture comes out (uint8 [H, W, 3] RGB)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from home_agent.home.graph import HomeMap, Place
from home_agent.types import ObjectBelief, Pose2D

Picture = NDArray[np.uint8]
Colour = tuple[int, int, int]

PAPER: Colour = (247, 245, 240)
WALL: Colour = (92, 88, 84)
INK: Colour = (60, 58, 56)
PATH: Colour = (38, 118, 184)
ROBOT: Colour = (28, 88, 150)
PERSON: Colour = (196, 96, 60)
PLACE: Colour = (214, 202, 184)
ROOMS: dict[str, Colour] = {
    "kitchen": (253, 240, 213),
    "living room": (226, 239, 226),
    "bedroom": (231, 231, 246),
    "bathroom": (220, 240, 246),
    "hall": (243, 238, 232),
    "office": (244, 232, 240),
}
NAMED: dict[str, Colour] = {
    "red": (205, 50, 45),
    "blue": (50, 90, 200),
    "green": (60, 150, 70),
    "yellow": (235, 195, 50),
    "orange": (235, 130, 40),
    "purple": (130, 70, 160),
    "pink": (235, 140, 170),
    "brown": (130, 90, 60),
    "black": (40, 40, 40),
    "white": (250, 250, 250),
    "grey": (140, 140, 140),
    "silver": (180, 184, 190),
}


class MapPicture:
    """Draws one home at a fixed size; the still parts are drawn once."""

    def __init__(self, home: HomeMap, width: int = 960, height: int = 720) -> None:
        rects = [room.rect for room in home.rooms.values()]
        x0, y0 = min(r[0] for r in rects), min(r[1] for r in rects)
        x1, y1 = max(r[2] for r in rects), max(r[3] for r in rects)
        self._scale = min((width - 40) / (x1 - x0), (height - 40) / (y1 - y0))
        self._shift = (
            (width - self._scale * (x1 - x0)) / 2 - self._scale * x0,
            (height + self._scale * (y1 - y0)) / 2 + self._scale * y0,
        )
        self._still = np.full((height, width, 3), PAPER, np.uint8)
        self._draw_rooms(home)
        for place in home.places.values():
            self._draw_place(place)
        for room in home.rooms.values():
            x0, y0, x1, y1 = room.rect
            self._text(room.name, (x0 + x1) / 2, (y0 + y1) / 2, 0.0065 * self._scale)

    def draw(
        self,
        pose: Pose2D | None = None,
        path: Sequence[tuple[float, float]] = (),
        beliefs: Iterable[ObjectBelief] = (),
        route: Sequence[Pose2D] = (),
    ) -> Picture:
        """The map with the robot, the way it came, the way ahead and what it believes."""
        picture = self._still.copy()
        if len(path) > 1:
            self._line(picture, path, PATH, max(2, int(0.05 * self._scale)))
        if len(route) > 1:
            self._line(picture, [(p.x_m, p.y_m) for p in route], (150, 190, 225), 2)
        for belief in beliefs:
            self._draw_belief(picture, belief)
        if pose is not None:
            centre = self._pixel(pose.x_m, pose.y_m)
            radius = max(5, int(0.26 * self._scale))
            cv2.circle(picture, centre, radius, ROBOT, -1, cv2.LINE_AA)
            nose = self._pixel(
                pose.x_m + 0.32 * math.cos(pose.yaw_rad), pose.y_m + 0.32 * math.sin(pose.yaw_rad)
            )
            cv2.line(picture, centre, nose, (255, 255, 255), 2, cv2.LINE_AA)
        return picture

    def _pixel(self, x_m: float, y_m: float) -> tuple[int, int]:
        dx, dy = self._shift
        return round(x_m * self._scale + dx), round(dy - y_m * self._scale)

    def _line(self, picture: Any, points: Sequence[tuple[float, float]], c: Colour, w: int) -> None:
        pixels = np.array([self._pixel(x, y) for x, y in points], np.int32)
        cv2.polylines(picture, [pixels], False, c, w, cv2.LINE_AA)

    def _draw_rooms(self, home: HomeMap) -> None:
        for room in home.rooms.values():
            x0, y0, x1, y1 = room.rect
            corners = (self._pixel(x0, y1), self._pixel(x1, y0))
            cv2.rectangle(self._still, *corners, ROOMS.get(room.category, (238, 236, 230)), -1)
        for room in home.rooms.values():
            x0, y0, x1, y1 = room.rect
            thick = max(2, int(0.1 * self._scale))
            cv2.rectangle(self._still, self._pixel(x0, y1), self._pixel(x1, y0), WALL, thick)
        for door in home.doors.values():
            across = door.pose.yaw_rad + math.pi / 2
            dx, dy = math.cos(across) * door.width_m / 2, math.sin(across) * door.width_m / 2
            ends = [
                (door.pose.x_m - dx, door.pose.y_m - dy),
                (door.pose.x_m + dx, door.pose.y_m + dy),
            ]
            self._line(self._still, ends, ROOMS["hall"], max(3, int(0.14 * self._scale)))

    def _draw_place(self, place: Place) -> None:
        c, s = math.cos(place.pose.yaw_rad), math.sin(place.pose.yaw_rad)
        dx, dy = place.size[0] / 2, place.size[1] / 2
        corners = [
            self._pixel(place.pose.x_m + c * a - s * b, place.pose.y_m + s * a + c * b)
            for a, b in ((dx, dy), (-dx, dy), (-dx, -dy), (dx, -dy))
        ]
        shape = np.array(corners, np.int32)
        cv2.fillPoly(self._still, [shape], PLACE, cv2.LINE_AA)
        cv2.polylines(self._still, [shape], True, (160, 146, 126), 1, cv2.LINE_AA)

    def _draw_belief(self, picture: Any, belief: ObjectBelief) -> None:
        at = self._pixel(belief.position_map_m[0], belief.position_map_m[1])
        if belief.label == "person":
            cv2.circle(picture, at, max(5, int(0.18 * self._scale)), PERSON, -1, cv2.LINE_AA)
            return
        colour = NAMED.get(belief.attributes.get("colour", ""), (150, 140, 130))
        radius = max(3, int(0.07 * self._scale))
        cv2.circle(picture, at, radius, colour, -1, cv2.LINE_AA)
        cv2.circle(picture, at, radius, INK, 1, cv2.LINE_AA)

    def _text(self, text: str, x_m: float, y_m: float, size: float) -> None:
        size = max(0.32, min(size, 0.7))
        (w, _), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, size, 1)
        x, y = self._pixel(x_m, y_m)
        at = (x - w // 2, y)
        cv2.putText(self._still, text, at, cv2.FONT_HERSHEY_SIMPLEX, size, INK, 1, cv2.LINE_AA)
