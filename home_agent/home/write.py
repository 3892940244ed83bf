"""A home comes in; plain values and YAML that a person can read and change go out."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import yaml

from home_agent.types import Pose2D

if TYPE_CHECKING:
    from home_agent.home.graph import HomeMap, Place, Surface

_HEAD = """\
# A home: lengths in metres, headings in degrees (0 along x, 90 along y), one entry per id.
# rect: x0, y0, x1, y1. pose: x, y, heading. A place's heading is the way its front faces;
# its size is depth, width, height; centers and sizes of surfaces are along depth and width.
"""


def plain(home: HomeMap) -> dict[str, Any]:
    """The map as nested dicts, lists, texts and numbers; `read.home_from` is the inverse."""
    data: dict[str, Any] = {"id": home.id, "wall_m": home.wall_m}
    if home.start is not None:
        data["start"] = _pose(home.start)
    data["rooms"] = {
        room.id: _some(
            name=room.name,
            category=room.category,
            rect=list(room.rect),
            names=list(room.names),
            floor=None if room.floor == "ground" else room.floor,
        )
        for room in home.rooms.values()
    }
    data["doors"] = {
        door.id: {"rooms": list(door.rooms), "pose": _pose(door.pose), "width_m": door.width_m}
        for door in home.doors.values()
    }
    data["places"] = {place.id: _place(place) for place in home.places.values()}
    data["residents"] = {
        resident.id: _some(
            name=resident.name,
            room=resident.room,
            position_m=None if resident.position_m is None else list(resident.position_m),
        )
        for resident in home.residents.values()
    }
    data["keep_outs"] = {
        zone.id: {"rect": list(zone.rect), "reason": zone.reason}
        for zone in home.keep_outs.values()
    }
    return data


def as_yaml(home: HomeMap) -> str:
    """The map as YAML text: sections and entries on their own lines, small lists in one line."""
    return _HEAD + yaml.safe_dump(
        plain(home), sort_keys=False, default_flow_style=None, width=100, allow_unicode=True
    )


def _some(**values: Any) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in (None, [], ())}


def _pose(pose: Pose2D) -> list[float]:
    return [pose.x_m, pose.y_m, round(math.degrees(pose.yaw_rad), 9)]


def _place(place: Place) -> dict[str, Any]:
    return _some(
        name=place.name,
        category=place.category,
        room=place.room,
        pose=_pose(place.pose),
        size=list(place.size),
        opening=None if place.opening == "none" else place.opening,
        names=list(place.names),
        surfaces={surface.id: _surface(surface) for surface in place.surfaces} or None,
        approach=[_pose(pose) for pose in place.approach],
    )


def _surface(surface: Surface) -> dict[str, Any]:
    return _some(
        center=list(surface.center),
        size=list(surface.size),
        height_m=surface.height_m,
        clearance_m=None if surface.clearance_m == 2.0 else surface.clearance_m,
        inside=surface.inside or None,
    )
