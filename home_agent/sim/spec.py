"""What a simulated home is made of: plain, JSON-able values from which MuJoCo models are built."""

from __future__ import annotations

from dataclasses import dataclass, field

from home_agent.home.graph import Door, Place, Room

RGB = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class ThingSpec:
    """A movable thing. `size_m` is its outer box (x, y, z); `position_m` its body origin, which
    is the middle of its underside, in the map frame at the start; `on` is (place id, surface id)
    or None when it lies on the floor of `room`. `temp_c` is its temperature at the start.
    """

    id: str
    kind: str
    colour: str
    material: str
    size_m: tuple[float, float, float]
    mass_kg: float
    position_m: tuple[float, float, float]
    yaw_rad: float
    room: str
    on: tuple[str, str] | None = None
    temp_c: float = 21.0


@dataclass(frozen=True, slots=True)
class PersonSpec:
    """A person or pet, a capsule that stands, sits or walks through `waypoints` (map x, y).

    `kind`: adult, child, cat or dog. `posture`: standing, sitting or lying (on the floor).
    `speed_mps` is 0 for one who stays. `yaw_rad` is where they face. Exactly one person of a home
    is the `speaker`.
    """

    id: str
    name: str
    kind: str
    height_m: float
    posture: str
    colour: str
    position_m: tuple[float, float]
    yaw_rad: float
    room: str
    speed_mps: float = 0.0
    waypoints: tuple[tuple[float, float], ...] = ()
    speaker: bool = False


@dataclass(frozen=True, slots=True)
class Wall:
    """A wall segment from (x0, y0) to (x1, y1), map frame, m."""

    start: tuple[float, float]
    end: tuple[float, float]


@dataclass(frozen=True, slots=True)
class HomeSpec:
    """A whole home before it is compiled; `start` is where the robot stands: x, y, yaw."""

    id: str
    rooms: tuple[Room, ...]
    doors: tuple[Door, ...]
    walls: tuple[Wall, ...]
    places: tuple[Place, ...]
    things: tuple[ThingSpec, ...]
    people: tuple[PersonSpec, ...]
    start: tuple[float, float, float]
    looks: dict[str, RGB] = field(default_factory=dict)
