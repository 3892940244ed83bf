"""The semantic map of a home: YAML comes in, a graph of rooms, places and people goes out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from home_agent.types import Pose2D

Opening = Literal["none", "hinged", "sliding"]


@dataclass(frozen=True, slots=True)
class Room:
    """A room: `rect` is (x0, y0, x1, y1) in the map frame, m; `category` such as "kitchen"."""

    id: str
    name: str
    category: str
    rect: tuple[float, float, float, float]
    names: tuple[str, ...] = ()
    floor: str = "ground"


@dataclass(frozen=True, slots=True)
class Door:
    """A doorway between two rooms, its middle, the heading through it and its clear width."""

    id: str
    rooms: tuple[str, str]
    pose: Pose2D
    width_m: float


@dataclass(frozen=True, slots=True)
class Surface:
    """A level face that bears things.

    `center` is (x, y) in the place's own frame, `size` (along x, along y), `height_m` above the
    floor, `clearance_m` the free height over it. `inside`: only reachable once the place is open.
    """

    id: str
    center: tuple[float, float]
    size: tuple[float, float]
    height_m: float
    clearance_m: float = 2.0
    inside: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A piece of furniture: its pose (x ahead = its front), outer size and surfaces.

    `size` is (depth along own x, width along own y, height). `category` such as "counter",
    "table", "fridge", "drawer". `approach` are floor poses where the robot stands facing it.
    """

    id: str
    name: str
    category: str
    room: str
    pose: Pose2D
    size: tuple[float, float, float]
    surfaces: tuple[Surface, ...] = ()
    opening: Opening = "none"
    names: tuple[str, ...] = ()
    approach: tuple[Pose2D, ...] = ()


@dataclass(frozen=True, slots=True)
class Resident:
    """A person the home knows by name, and the room where they usually are."""

    id: str
    name: str
    room: str | None = None
    position_m: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class KeepOut:
    """A rectangle (x0, y0, x1, y1) of floor the robot must not enter, and why."""

    id: str
    rect: tuple[float, float, float, float]
    reason: str
