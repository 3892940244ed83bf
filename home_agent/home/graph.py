"""The semantic map of a home: YAML comes in, a graph of rooms, places and people goes out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from home_agent.config import read_yaml
from home_agent.errors import BadInput, no_such
from home_agent.types import Pose2D

if TYPE_CHECKING:
    import networkx as nx

    from home_agent.home.occupancy import Occupancy
    from home_agent.home.route import Floor

# Categories of furniture that are soft or wet: no place to set down what may spill or burn.
SOFT = ("bed", "sofa", "armchair", "chair", "toilet", "bathtub", "sink", "stove")
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


class HomeMap:
    """Know one home: ask it for rooms, places and people by name, by position and by way.

    Attributes: `id`, `rooms`, `doors`, `places`, `residents`, `keep_outs` (dicts by id, in the
    order given) and `start`, where the robot is at home. Place names are made unique at once: two
    tables become "kitchen table" and "hall table", or "table 1" and "table 2" in one room. Raises
    `BadInput` when the parts contradict each other.
    """

    def __init__(
        self,
        id: str,
        *,
        rooms: Iterable[Room],
        doors: Iterable[Door] = (),
        places: Iterable[Place] = (),
        residents: Iterable[Resident] = (),
        keep_outs: Iterable[KeepOut] = (),
        start: Pose2D | None = None,
        wall_m: float = 0.10,
    ) -> None:
        from home_agent.home.check import check_home  # noqa: PLC0415
        from home_agent.home.spoken import distinct, spoken  # noqa: PLC0415

        self.id, self.start, self.wall_m = id, start, wall_m
        self.rooms = {room.id: room for room in rooms}
        self.doors = {door.id: door for door in doors}
        self.places = {place.id: place for place in distinct(tuple(places), self.rooms)}
        self.residents = {resident.id: resident for resident in residents}
        self.keep_outs = {zone.id: zone for zone in keep_outs}
        self.floors: dict[frozenset[str], Floor] = {}  # searched before, by rooms
        check_home(self)
        self._meant = spoken(self)

    # --- files

    @classmethod
    def load(cls, path: Path | str) -> HomeMap:
        """Read a map from a YAML file; `BadInput` names the file, the key and the valid ones."""
        from home_agent.home.read import home_from  # noqa: PLC0415

        return home_from(read_yaml(Path(path)), str(path))

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], source: str = "the map") -> HomeMap:
        """Build a map from plain values as `to_dict` gives them; `source` is named in errors."""
        from home_agent.home.read import home_from  # noqa: PLC0415

        return home_from(data, source)

    def to_dict(self) -> dict[str, Any]:
        """The map as plain values, ready for YAML or JSON."""
        from home_agent.home.write import plain  # noqa: PLC0415

        return plain(self)

    def save(self, path: Path | str) -> None:
        """Write the map as YAML that a person can read and change."""
        from home_agent.home.write import as_yaml  # noqa: PLC0415

        Path(path).write_text(as_yaml(self), encoding="utf-8")

    # --- names

    def names(self) -> dict[str, tuple[str, str]]:
        """Every spoken name that means one node only: lower-case name -> (kind, id).

        kind is "room", "place" or "person". What could mean several is left to `named`.
        """
        return {name: nodes[0] for name, nodes in self._meant.items() if len(nodes) == 1}

    def named(self, name: str) -> tuple[tuple[str, str], ...]:
        """All nodes that `name` could mean, as (kind, id); empty for an unknown name."""
        return self._meant.get(_bare(name), ())

    def spoken_names(self) -> tuple[str, ...]:
        """Every name the home answers to, including those that mean several nodes."""
        return tuple(self._meant)

    def room(self, name: str) -> Room:
        """The room with this id or spoken name; `BadInput` names the nearest one."""
        return self.rooms[self._find("room", name, self.rooms)]

    def place(self, name: str) -> Place:
        """The place with this id or spoken name; `BadInput` names the nearest one."""
        return self.places[self._find("place", name, self.places)]

    def resident(self, name: str) -> Resident:
        """The person with this id or name; `BadInput` names the nearest one."""
        return self.residents[self._find("person", name, self.residents)]

    def _find(self, kind: str, name: str, nodes: Mapping[str, Any]) -> str:
        if name in nodes:
            return name
        ids = [node for of, node in self.named(name) if of == kind]
        if len(ids) > 1:
            which = " or ".join(f"'{nodes[node].name}'" for node in ids)
            raise BadInput(f"'{name}' could be more than one {kind}: say {which}.")
        if not ids:
            raise BadInput(no_such(kind, name, [node.name for node in nodes.values()]))
        return ids[0]

    # --- space

    def room_at(self, x_m: float, y_m: float) -> str | None:
        """The id of the room at a map position; None outside."""
        for room in self.rooms.values():
            x0, y0, x1, y1 = room.rect
            if x0 <= x_m <= x1 and y0 <= y_m <= y1:
                return room.id
        return None

    def places_in(self, room_id: str | None = None, category: str | None = None) -> list[Place]:
        """The places of a room (None: of the home), of one category if given."""
        return [
            place
            for place in self.places.values()
            if room_id in (None, place.room) and category in (None, place.category)
        ]

    def surface_at(self, x_m: float, y_m: float, z_m: float) -> tuple[str, str] | None:
        """The (place id, surface id) that bears a thing at a map position; None on the floor."""
        from home_agent.home.shape import bearing_surface  # noqa: PLC0415

        return bearing_surface(self.places.values(), (x_m, y_m, z_m))

    def surface_point(self, place_id: str, surface_id: str | None = None) -> tuple[float, ...]:
        """The middle of a surface (the first by default) in the map, m [3]; else of the top."""
        from home_agent.home.shape import surface_point  # noqa: PLC0415

        return surface_point(self.place(place_id), surface_id)

    # --- ways

    @cached_property
    def graph(self) -> nx.MultiGraph[str]:
        """floor > room > place > surface, doors as edges between rooms with their cost in m."""
        from home_agent.home.network import network  # noqa: PLC0415

        return network(self)

    @cached_property
    def occupancy(self) -> Occupancy:
        """The floor as the map knows it, at 5 cm; built on first use."""
        from home_agent.home.occupancy import Occupancy  # noqa: PLC0415

        return Occupancy.from_map(self)

    def approach(self, id: str, toward: tuple[float, float] | None = None) -> Pose2D:
        """Where to stand before a place (nearest to `toward`, map x and y) or in a room.

        Raises `Blocked` when there is no free floor for the robot there.
        """
        from home_agent.home.approach import approach  # noqa: PLC0415

        return approach(self, id, toward)

    def route(
        self, start: Pose2D, goal: Pose2D, avoid: Sequence[tuple[float, float, float]] = ()
    ) -> tuple[Pose2D, ...]:
        """Few floor poses from `start` to `goal`, each heading along the way, the last the goal.

        avoid: circles (x, y, radius) in the map to stay out of. Raises `Blocked` without a way.
        """
        from home_agent.home.route import route  # noqa: PLC0415

        return route(self, start, goal, avoid)


def _bare(name: str) -> str:
    words = name.lower().split()
    return " ".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words)
