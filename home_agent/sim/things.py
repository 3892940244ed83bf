"""Things on their places: furniture and a random generator come in, movable things go out."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np

from home_agent.home.graph import Place, Room, Surface
from home_agent.sim.floor import Floor, to_place
from home_agent.sim.furnish import STAND_OFF_M
from home_agent.sim.kinds import Kind, kinds
from home_agent.sim.layout import Plan, slug
from home_agent.sim.spec import PersonSpec, ThingSpec

# How far from the robot's side of a surface things lie at most, m: the arm's comfortable reach.
DEPTH_M = 0.42
DRAWER_DEPTH_M = 0.22
FINGER_ROOM_M = 0.10
_SURFACE_WEIGHT = {"board_1": 0.15, "board_2": 0.5, "drawer_1": 0.25, "drawer_2": 0.1}
_SURFACE_WEIGHT |= {"inside": 0.8, "basin": 0.3}


class Placing:
    """Puts things one by one where they fit, and remembers them."""

    def __init__(
        self,
        rng: np.random.Generator,
        rooms: tuple[Room, ...],
        places: tuple[Place, ...],
        people: Iterable[PersonSpec],
    ) -> None:
        self._rng = rng
        self._category = {room.id: room.category for room in rooms}
        self._places = [place for place in places if place.approach]
        self._people = list(people)
        self.things: list[ThingSpec] = []

    def draw(self, kind: Kind, colour: str | None = None) -> bool:
        """Put one thing of `kind` on a place where such things are kept; False if none fits."""
        spots: list[tuple[Place, Surface]] = []
        weights: list[float] = []
        for place in self._places:
            weight = kind.home_weight(place.category, self._category[place.room])
            for surface in place.surfaces if weight > 0 else ():
                spots.append((place, surface))
                weights.append(weight * _SURFACE_WEIGHT.get(surface.id, 1.0))
        if not spots:
            return False
        share = np.asarray(weights) / sum(weights)
        size = sample_size(self._rng, kind)
        colour = colour or self._colour(kind)
        for index in self._rng.choice(len(spots), size=4, p=share):
            place, surface = spots[int(index)]
            if size[2] > (0.14 if surface.id.startswith("drawer") else surface.clearance_m - 0.13):
                continue
            for _ in range(6):
                pose = self._spot(kind, size, place, surface)
                if pose is not None:
                    on = (place.id, surface.id)
                    self._add(kind, colour, size, pose, room=place.room, on=on)
                    return True
        return False

    def _colour(self, kind: Kind) -> str:
        """A colour that this kind does not have yet, if there is one."""
        used = {thing.colour for thing in self.things if thing.kind == kind.name}
        free = [colour for colour in kind.colours if colour not in used] or list(kind.colours)
        return free[int(self._rng.integers(0, len(free)))]

    def _spot(
        self, kind: Kind, size: tuple[float, float, float], place: Place, surface: Surface
    ) -> tuple[float, float, float, float] | None:
        """A free pose (x, y, z, yaw) near the edge before one of the place's approaches."""
        rng = self._rng
        stand = place.approach[int(rng.integers(0, len(place.approach)))]
        most = DRAWER_DEPTH_M if surface.id.startswith("drawer") else DEPTH_M
        ahead = STAND_OFF_M + float(rng.uniform(0.05, most))
        aside = float(rng.uniform(-0.25, 0.25))
        cos, sin = math.cos(stand.yaw_rad), math.sin(stand.yaw_rad)
        x = round(stand.x_m + cos * ahead - sin * aside, 3)
        y = round(stand.y_m + sin * ahead + cos * aside, 3)
        towards = stand.yaw_rad + math.pi
        if kind.handle_m or surface.inside or surface.clearance_m < 1.0:
            # Handles and narrow sides face those who reach in.
            yaw = towards + float(rng.uniform(-1.0, 1.0)) * (1.0 if kind.handle_m else 0.25)
        else:
            yaw = float(rng.uniform(-math.pi, math.pi))
        yaw = round(math.remainder(yaw, 2 * math.pi), 3)
        margin = 0.03 if min(surface.size) < 0.40 else 0.06
        turn = yaw - place.pose.yaw_rad
        half = (
            abs(math.cos(turn)) * size[0] / 2 + abs(math.sin(turn)) * size[1] / 2 + margin,
            abs(math.sin(turn)) * size[0] / 2 + abs(math.cos(turn)) * size[1] / 2 + margin,
        )
        own = to_place(place, x, y)
        if any(
            abs(own[i] - surface.center[i]) > surface.size[i] / 2 - half[i] for i in (0, 1)
        ) or self._crowded(x, y, size, (place.id, surface.id)):
            return None
        return x, y, round(surface.height_m + 0.0005, 4), yaw

    def _crowded(
        self, x: float, y: float, size: tuple[float, float, float], on: tuple[str, str]
    ) -> bool:
        """Is (x, y) too near to a thing on the same surface, or to a person?"""
        radius = math.hypot(size[0], size[1]) / 2
        for thing in self.things:
            if thing.on == on:
                other = math.hypot(thing.size_m[0], thing.size_m[1]) / 2
                near = math.hypot(thing.position_m[0] - x, thing.position_m[1] - y)
                if near < radius + other + FINGER_ROOM_M:
                    return True
        return any(
            math.hypot(one.position_m[0] - x, one.position_m[1] - y) < radius + 0.42
            for one in self._people
        )

    def _add(
        self,
        kind: Kind,
        colour: str,
        size: tuple[float, float, float],
        pose: tuple[float, float, float, float],
        *,
        room: str,
        on: tuple[str, str] | None,
    ) -> None:
        rng = self._rng
        name = slug(f"{colour} {kind.name}")
        same = sum(thing.colour == colour and thing.kind == kind.name for thing in self.things)
        temp = 21.0
        if on is not None and on[1] == "inside" and "fridge" in on[0]:
            temp = 6.0
        elif kind.hot and rng.random() < kind.hot:
            temp = round(float(rng.uniform(45.0, 75.0)), 1)
        self.things.append(
            ThingSpec(
                id=f"{name}_{same + 1}" if same else name,
                kind=kind.name,
                colour=colour,
                material=kind.material,
                size_m=size,
                mass_kg=round(float(rng.uniform(*kind.mass_kg)), 3),
                position_m=pose[:3],
                yaw_rad=pose[3],
                room=room,
                on=on,
                temp_c=temp,
            )
        )

    def drop_on_floor(self, plan: Plan, floor: Floor, count: int) -> None:
        """Leave up to `count` toys and shoes on the floor, never in the only way.

        `floor` must know furniture and people; it is blocked where things come to lie.
        """
        rng = self._rng
        lying = [kind for kind in kinds().values() if kind.floor_ok]
        stands = [pose for place in self._places for pose in place.approach]
        for _ in range(count):
            kind = lying[int(rng.integers(0, len(lying)))]
            room = plan.rooms[int(rng.integers(0, len(plan.rooms)))]
            cells = floor.cells(room.rect)
            if not len(cells):
                continue
            for _ in range(8):
                x, y = (round(float(v), 3) for v in cells[int(rng.integers(0, len(cells)))])
                if any(math.hypot(p.x_m - x, p.y_m - y) < 0.50 for p in stands):
                    continue
                if any(math.hypot(d.pose.x_m - x, d.pose.y_m - y) < 0.85 for d in plan.doors):
                    continue
                if any(_from_way(one, x, y) < 0.5 for one in self._people):
                    continue
                size = sample_size(rng, kind)
                trial = floor.copy()
                trial.block_round(x, y, max(size[0], size[1]) / 2)
                trial.flood()
                ends = [*stands, *(door.pose for door in plan.doors)]
                if all(
                    trial.reaches(p.x_m, p.y_m) or not floor.reaches(p.x_m, p.y_m) for p in ends
                ):
                    yaw = round(float(rng.uniform(-math.pi, math.pi)), 3)
                    colour = self._colour(kind)
                    self._add(kind, colour, size, (x, y, 0.0005, yaw), room=room.id, on=None)
                    floor.become(trial)
                    break


def _from_way(person: PersonSpec, x: float, y: float) -> float:
    """Distance of (x, y) from where a person stays or walks, in m."""
    way = [person.position_m, *person.waypoints]
    least = math.inf
    for (ax, ay), (bx, by) in zip(way, way[1:] or way, strict=False):
        dx, dy = bx - ax, by - ay
        along = ((x - ax) * dx + (y - ay) * dy) / max(dx * dx + dy * dy, 1e-9)
        along = min(max(along, 0.0), 1.0)
        least = min(least, math.hypot(ax + along * dx - x, ay + along * dy - y))
    return least


def sample_size(rng: np.random.Generator, kind: Kind) -> tuple[float, float, float]:
    """An outer box (x, y, z; m) for a thing of `kind`, its handle included."""
    y, z = float(rng.uniform(*kind.y)), float(rng.uniform(*kind.z))
    if kind.shape in ("fruit", "ball") and kind.x is None:
        z = y if kind.shape == "ball" else min(z, y)
    elif kind.shape in ("torch", "roll", "fruit"):
        z = y
    x = (y if kind.x is None else float(rng.uniform(*kind.x))) + kind.handle_m
    return round(x, 4), round(y, 4), round(z, 4)


def scatter(placing: Placing, rng: np.random.Generator, count: int) -> None:
    """Draw `count` things, sometimes the same kind again in another colour, to be told apart."""
    names = list(kinds())
    share = np.array([kind.often for kind in kinds().values()])
    share /= share.sum()
    for _ in range(3 * count):
        if len(placing.things) >= count:
            return
        last = placing.things[-1].kind if placing.things else ""
        again = last and rng.random() < 0.3
        name = last if again else names[int(rng.choice(len(names), p=share))]
        placing.draw(kinds()[name])
