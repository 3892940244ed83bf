"""Homes: a seed or a file comes in, a whole home goes out, and the map a robot would have of it."""

from __future__ import annotations

import math
import re
from pathlib import Path

import numpy as np
import yaml
from pydantic import TypeAdapter, ValidationError

from home_agent.config import data_dir, read_yaml
from home_agent.errors import BadInput, HomeAgentError, no_such
from home_agent.home.graph import HomeMap, Place, Resident
from home_agent.sim.crowd import invite
from home_agent.sim.floor import Floor
from home_agent.sim.furnish import floor_of, furnish, still_reached
from home_agent.sim.layout import WALL_M, Plan, make_plan
from home_agent.sim.spec import RGB, HomeSpec, PersonSpec
from home_agent.sim.things import Placing, scatter
from home_agent.types import Pose2D

_WALLS: tuple[RGB, ...] = (
    (0.93, 0.91, 0.86),
    (0.88, 0.91, 0.92),
    (0.93, 0.89, 0.84),
    (0.88, 0.92, 0.87),
    (0.92, 0.90, 0.93),
)
_FLOORS: tuple[RGB, ...] = ((0.80, 0.66, 0.48), (0.72, 0.56, 0.38), (0.84, 0.74, 0.58))
_TILES: tuple[RGB, ...] = ((0.80, 0.82, 0.83), (0.74, 0.78, 0.80), (0.82, 0.79, 0.74))
_FRONTS: tuple[RGB, ...] = (
    (0.92, 0.92, 0.90),
    (0.55, 0.65, 0.62),
    (0.36, 0.45, 0.55),
    (0.80, 0.76, 0.68),
)
_WOODS: tuple[RGB, ...] = ((0.66, 0.48, 0.30), (0.52, 0.36, 0.22), (0.84, 0.72, 0.54))
_CLOTHS: tuple[RGB, ...] = (
    (0.36, 0.50, 0.58),
    (0.55, 0.42, 0.46),
    (0.48, 0.56, 0.44),
    (0.62, 0.58, 0.52),
)


def make_home(seed: int) -> HomeSpec:
    """The home of `seed`: the same seed gives the same home, bit by bit."""
    rng = np.random.default_rng([seed, 2])
    for attempt in range(60):
        plan = make_plan(rng, 1.0 + 0.02 * attempt)
        places = furnish(rng, plan)
        if places is None:
            continue
        floor = floor_of(plan, places)
        people = invite(rng, plan, places, floor)
        if people is None:
            continue
        places = still_reached(places, floor)
        placing = Placing(rng, plan.rooms, places, people)
        scatter(placing, rng, int(rng.integers(11, 26)))
        placing.drop_on_floor(plan, floor, int(rng.integers(1, 6)))
        start = _start(rng, plan.rooms[int(rng.integers(0, len(plan.rooms)))].rect, floor, people)
        if start is None or len(placing.things) < 12:
            continue
        return HomeSpec(
            id=f"seed:{seed}",
            rooms=plan.rooms,
            doors=plan.doors,
            walls=plan.walls,
            places=places,
            things=tuple(placing.things),
            people=people,
            start=start,
            looks=_looks(rng, plan, places),
        )
    raise HomeAgentError(f"No home could be built from seed {seed}: try another seed.")


def _start(
    rng: np.random.Generator,
    rect: tuple[float, float, float, float],
    floor: Floor,
    people: tuple[PersonSpec, ...],
) -> tuple[float, float, float] | None:
    """A free pose for the robot in `rect`, away from people."""
    cells = floor.cells(rect)
    for _ in range(20 if len(cells) else 0):
        x, y = (round(float(v), 3) for v in cells[int(rng.integers(0, len(cells)))])
        if floor.room_m(x, y) < 0.38:
            continue
        ways = [p for one in people for p in (one.position_m, *one.waypoints)]
        if all(math.dist((x, y), way) > 0.9 for way in ways):
            return x, y, round(float(rng.uniform(-math.pi, math.pi)), 3)
    return None


def _looks(rng: np.random.Generator, plan: Plan, places: tuple[Place, ...]) -> dict[str, RGB]:
    """Colours of walls, floors ("floor/<room id>") and furniture (by place id)."""

    def pick(palette: tuple[RGB, ...]) -> RGB:
        return palette[int(rng.integers(0, len(palette)))]

    wood, fronts, cloth = pick(_WOODS), pick(_FRONTS), pick(_CLOTHS)
    looks = {"wall": pick(_WALLS)}
    boards, tiles = pick(_FLOORS), pick(_TILES)
    for room in plan.rooms:
        looks[f"floor/{room.id}"] = tiles if room.category in ("bathroom", "kitchen") else boards
    for place in places:
        if place.category in ("counter", "sink", "cupboard"):
            looks[place.id] = fronts
        elif place.category == "fridge":
            looks[place.id] = (0.90, 0.91, 0.92)
        elif place.category in ("sofa", "armchair", "bed"):
            looks[place.id] = cloth if place.category == "sofa" else pick(_CLOTHS)
        else:
            looks[place.id] = wood
    return looks


def load_home(path: str | Path) -> HomeSpec:
    """The home written in `path`, a folder with `world.yaml` or the file itself.

    Raises `BadInput` naming what is wrong with the file.
    """
    file = Path(path)
    file = file / "world.yaml" if file.is_dir() else file
    found = read_yaml(file)
    try:
        return TypeAdapter(HomeSpec).validate_python(found)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BadInput(f"{file}: '{where}': {first['msg']}.") from None


def save_home(spec: HomeSpec, path: Path) -> None:
    """Write a home as readable YAML that `load_home` reads back the same."""
    plain = TypeAdapter(HomeSpec).dump_python(spec, mode="json")
    text = yaml.safe_dump(plain, sort_keys=False, width=100, default_flow_style=None)
    path.write_text(text, encoding="utf-8")


def speaker_of(spec: HomeSpec) -> PersonSpec:
    """The one person of a home who speaks to the robot."""
    return next(person for person in spec.people if person.speaker)


def to_map(spec: HomeSpec) -> HomeMap:
    """What an earlier mapping run would know: rooms, doors, furniture and residents, no things."""
    return HomeMap(
        spec.id,
        rooms=spec.rooms,
        doors=spec.doors,
        places=spec.places,
        residents=[Resident(one.id, one.name, one.room, one.position_m) for one in spec.people],
        start=Pose2D(*spec.start),
        wall_m=WALL_M,
    )


def find_home(name: str) -> HomeSpec:
    """A home by name: "seed:N", a shipped map's name, or a folder with a world.yaml.

    Raises BadInput for a name that is none of these.
    """
    if match := re.fullmatch(r"seed:(\d{1,9})", name):
        return make_home(int(match[1]))
    if name.startswith("seed:"):
        raise BadInput(f"'{name}' is no home: write a whole number, such as seed:123456.")
    shipped = {path.parent.name: path.parent for path in data_dir("maps").glob("*/world.yaml")}
    folder = shipped.get(name, Path(name))
    if not (folder / "world.yaml").is_file():
        valid = [*shipped, "seed:N", "a folder with a world.yaml"]
        raise BadInput(no_such("home", name, valid))
    return load_home(folder)
