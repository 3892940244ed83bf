"""Plain values from a YAML file come in, a checked `HomeMap` goes out; errors name file and key."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast, get_args

from home_agent.errors import BadInput, no_such
from home_agent.home.graph import (
    Door,
    HomeMap,
    KeepOut,
    Opening,
    Place,
    Resident,
    Room,
    Surface,
)
from home_agent.types import Pose2D

T = TypeVar("T")
_TOP = ("id", "start", "wall_m", "rooms", "doors", "places", "residents", "keep_outs")


class Entry:
    """Read one mapping of the file; every key must be known, every needed one present."""

    def __init__(
        self, found: object, where: str, needed: tuple[str, ...], may: tuple[str, ...] = ()
    ) -> None:
        if not isinstance(found, Mapping):
            raise BadInput(f"{where} must hold keys: {', '.join((*needed, *may))}.")
        self._found, self.where = found, where
        for key in found:
            if key not in needed and key not in may:
                raise BadInput(f"{where}: " + no_such("key", str(key), (*needed, *may)))
        for key in needed:
            if key not in found:
                raise BadInput(f"{where} lacks '{key}'. Needed: {', '.join(needed)}.")

    def get(self, key: str) -> Any:
        """The raw value of `key`, None when it is left out."""
        return self._found.get(key)

    def text(self, key: str, default: str | None = None) -> str:
        """A name or word."""
        value = self._found.get(key, default)
        if not isinstance(value, str) or not value.strip():
            raise BadInput(f"{self.where}: '{key}' must be a word or name.")
        return value

    def number(self, key: str, default: float | None = None) -> float:
        """A finite number."""
        return finite(self._found.get(key, default), f"{self.where}: '{key}'")

    def numbers(self, key: str, count: int) -> tuple[float, ...]:
        """A list of exactly `count` finite numbers."""
        return finites(self._found[key], count, f"{self.where}: '{key}'")

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of words, empty when left out."""
        value = self._found.get(key) or ()
        if not isinstance(value, list | tuple) or not all(isinstance(v, str) for v in value):
            raise BadInput(f"{self.where}: '{key}' must be a list of names.")
        return tuple(value)

    def each(self, key: str, read: Callable[[str, object, str], T]) -> list[T]:
        """Every entry of a section written as id: {...}, read by `read(id, value, where)`."""
        section = self._found.get(key)
        if section is None:
            return []
        if not isinstance(section, Mapping):
            raise BadInput(f"{self.where}: '{key}' must be a list of entries 'id: {{...}}'.")
        return [read(str(id), value, f"{self.where}: {key}.{id}") for id, value in section.items()]


def finite(value: object, where: str) -> float:
    """`value` as a float; `BadInput` for words, NaN and infinities."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise BadInput(f"{where} must be a finite number, not {value!r}.")
    return float(value)


def finites(value: object, count: int, where: str) -> tuple[float, ...]:
    """`value` as a tuple of `count` floats."""
    if not isinstance(value, list | tuple) or len(value) != count:
        raise BadInput(f"{where} must be a list of {count} numbers.")
    return tuple(finite(item, where) for item in value)


def home_from(data: object, source: str) -> HomeMap:
    """The map written in `data` (see maps/apartment); `source` is named in every error."""
    top = Entry(data, source, ("id", "rooms"), _TOP)
    try:
        return HomeMap(
            id=top.text("id"),
            rooms=top.each("rooms", _room),
            doors=top.each("doors", _door),
            places=top.each("places", _place),
            residents=top.each("residents", _resident),
            keep_outs=top.each("keep_outs", _keep_out),
            start=None if top.get("start") is None else _pose(top.get("start"), f"{source}: start"),
            wall_m=top.number("wall_m", 0.10),
        )
    except BadInput as error:
        text = str(error)
        raise BadInput(text if text.startswith(source) else f"{source}: {text}") from None


def _pose(value: object, where: str) -> Pose2D:
    x, y, heading_deg = finites(value, 3, f"{where} (x m, y m, heading degrees)")
    return Pose2D(x, y, math.radians(heading_deg))


def _room(id: str, value: object, where: str) -> Room:
    entry = Entry(value, where, ("rect",), ("name", "category", "names", "floor"))
    name = entry.text("name", id.replace("_", " "))
    return Room(
        id=id,
        name=name,
        category=entry.text("category", name),
        rect=cast(tuple[float, float, float, float], entry.numbers("rect", 4)),
        names=entry.texts("names"),
        floor=entry.text("floor", "ground"),
    )


def _door(id: str, value: object, where: str) -> Door:
    entry = Entry(value, where, ("rooms", "pose", "width_m"))
    rooms = entry.texts("rooms")
    if len(rooms) != 2:
        raise BadInput(f"{where}: 'rooms' must name the two rooms it joins.")
    pose = _pose(entry.get("pose"), f"{where}: 'pose'")
    return Door(id, (rooms[0], rooms[1]), pose, entry.number("width_m"))


def _place(id: str, value: object, where: str) -> Place:
    needed = ("category", "room", "pose", "size")
    entry = Entry(value, where, needed, ("name", "names", "opening", "surfaces", "approach"))
    opening = entry.text("opening", "none")
    if opening not in get_args(Opening):
        raise BadInput(f"{where}: " + no_such("opening", opening, get_args(Opening)))
    approach = entry.get("approach") or ()
    if not isinstance(approach, list | tuple):
        raise BadInput(f"{where}: 'approach' must be a list of poses.")
    return Place(
        id=id,
        name=entry.text("name", id.replace("_", " ")),
        category=entry.text("category"),
        room=entry.text("room"),
        pose=_pose(entry.get("pose"), f"{where}: 'pose'"),
        size=cast(tuple[float, float, float], entry.numbers("size", 3)),
        surfaces=tuple(entry.each("surfaces", _surface)),
        opening=cast(Opening, opening),
        names=entry.texts("names"),
        approach=tuple(_pose(pose, f"{where}: 'approach'") for pose in approach),
    )


def _surface(id: str, value: object, where: str) -> Surface:
    entry = Entry(value, where, ("center", "size", "height_m"), ("clearance_m", "inside"))
    inside = entry.get("inside")
    if inside not in (None, True, False):
        raise BadInput(f"{where}: 'inside' must be true or false.")
    return Surface(
        id=id,
        center=cast(tuple[float, float], entry.numbers("center", 2)),
        size=cast(tuple[float, float], entry.numbers("size", 2)),
        height_m=entry.number("height_m"),
        clearance_m=entry.number("clearance_m", 2.0),
        inside=bool(inside),
    )


def _resident(id: str, value: object, where: str) -> Resident:
    entry = Entry(value if value is not None else {}, where, (), ("name", "room", "position_m"))
    position = None if entry.get("position_m") is None else entry.numbers("position_m", 2)
    return Resident(
        id=id,
        name=entry.text("name", id.replace("_", " ")),
        room=None if entry.get("room") is None else entry.text("room"),
        position_m=cast(tuple[float, float] | None, position),
    )


def _keep_out(id: str, value: object, where: str) -> KeepOut:
    entry = Entry(value, where, ("rect", "reason"))
    rect = cast(tuple[float, float, float, float], entry.numbers("rect", 4))
    return KeepOut(id, rect, entry.text("reason"))
