"""The map of a home: names, positions, files, and what it says of bad ones."""

import copy
import math
from pathlib import Path
from typing import Any

import pytest
import yaml
from homes import small_home
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from home_agent.clock import wall_s
from home_agent.errors import BadInput
from home_agent.home.graph import Door, HomeMap, KeepOut, Place, Resident, Room, Surface
from home_agent.home.network import rooms_between
from home_agent.types import Pose2D

METRES = st.floats(-50, 50, allow_nan=False).map(lambda value: round(value, 4))
SIZES = st.floats(0.01, 5, allow_nan=False).map(lambda value: round(value, 4))
ANGLES = st.floats(-math.pi, math.pi, allow_nan=False)
NAMES = st.text("abcdefgh äß'", min_size=1, max_size=12).filter(lambda text: bool(text.strip()))
POSES = st.builds(Pose2D, METRES, METRES, ANGLES)
SURFACES = st.builds(
    Surface,
    id=st.sampled_from(["top", "inside", "board_1"]),
    center=st.tuples(METRES, METRES),
    size=st.tuples(SIZES, SIZES),
    height_m=SIZES,
    clearance_m=SIZES,
    inside=st.booleans(),
)


@st.composite
def homes(draw: st.DrawFn) -> HomeMap:
    count = draw(st.integers(1, 4))
    rooms = []
    for n in range(count):
        x, y = draw(METRES), draw(METRES)
        rect = (x, y, x + draw(SIZES), y + draw(SIZES))
        rooms.append(Room(f"room_{n}", draw(NAMES), draw(NAMES), rect, ("r", draw(NAMES))))
    ids = st.sampled_from([room.id for room in rooms])
    doors = []
    if count > 1:
        doors = [Door("door", ("room_0", "room_1"), draw(POSES), draw(SIZES))]
    places = [
        Place(
            f"place_{n}",
            draw(NAMES),
            draw(NAMES),
            draw(ids),
            draw(POSES),
            draw(st.tuples(SIZES, SIZES, SIZES)),
            draw(st.lists(SURFACES, max_size=2, unique_by=lambda s: s.id).map(tuple)),
            draw(st.sampled_from(["none", "hinged", "sliding"])),
            approach=draw(st.lists(POSES, max_size=2).map(tuple)),
        )
        for n in range(draw(st.integers(0, 3)))
    ]
    people = [Resident("person", draw(NAMES), draw(st.none() | ids))]
    zones = [KeepOut("zone", (0.0, 0.0, draw(SIZES), 1.0), draw(NAMES))]
    return HomeMap(
        "any", rooms=rooms, doors=doors, places=places, residents=people, keep_outs=zones
    )


@given(homes())
@settings(max_examples=60, deadline=None, phases=[Phase.generate])
def test_a_map_survives_being_written(home: HomeMap) -> None:
    data = home.to_dict()
    again = HomeMap.from_dict(yaml.safe_load(yaml.safe_dump(data, sort_keys=False)))
    assert again.rooms == home.rooms
    assert again.residents == home.residents
    assert again.keep_outs == home.keep_outs
    assert [p.name for p in again.places.values()] == [p.name for p in home.places.values()]
    assert [p.surfaces for p in again.places.values()] == [p.surfaces for p in home.places.values()]
    for place, other in zip(home.places.values(), again.places.values(), strict=True):
        assert other.pose.yaw_rad == pytest.approx(place.pose.yaw_rad, abs=1e-9)
    assert again.to_dict() == data


def test_a_map_survives_a_file(tmp_path: Path) -> None:
    home = small_home()
    home.save(tmp_path / "map.yaml")
    again = HomeMap.load(tmp_path / "map.yaml")
    assert again.to_dict() == home.to_dict()
    assert again.start == home.start
    assert "heading" in (tmp_path / "map.yaml").read_text().splitlines()[0]


@given(homes())
@settings(max_examples=40, deadline=None, phases=[Phase.generate])
def test_every_place_has_a_name_of_its_own(home: HomeMap) -> None:
    names = [place.name.lower() for place in home.places.values()]
    assert len(set(names)) == len(names)


def test_two_tables_in_a_room_can_be_told_apart() -> None:
    home = small_home()
    assert home.places["table_a"].name == "living room table 1"
    assert home.place("second living room table").id == "table_b"
    assert home.place("the living room table two").id == "table_b"
    assert home.named("table") == (("place", "table_a"), ("place", "table_b"))
    assert "table" not in home.names()
    assert "table" in home.spoken_names()
    with pytest.raises(BadInput, match="'living room table 1' or 'living room table 2'"):
        home.place("table")


def test_names_in_several_rooms_get_the_room() -> None:
    parts = small_home()
    extra = Place("shelf_2", "shelf", "shelf", "bedroom", Pose2D(5.3, 9.0, 0.0), (0.3, 0.9, 1.1))
    home = HomeMap("more", rooms=parts.rooms.values(), places=[*parts.places.values(), extra])
    assert home.places["shelf"].name == "hall shelf"
    assert home.place("bedroom shelf").id == "shelf_2"


def test_asking_by_name() -> None:
    home = small_home()
    assert home.room("The Living Room").id == "living_room"
    assert home.room("lounge").id == "living_room"
    assert home.place("couch").id == "sofa"
    assert home.place("kitchen refrigerator").id == "fridge"
    assert home.resident("anna").room == "living_room"
    assert home.names()["ben"] == ("person", "ben")
    with pytest.raises(BadInput, match="Did you mean 'kitchen'"):
        home.room("kichen")
    with pytest.raises(BadInput, match="no person 'carl'"):
        home.resident("carl")


def test_asking_by_position() -> None:
    home = small_home()
    assert home.room_at(1.0, 1.0) == "kitchen"
    assert home.room_at(-1.0, 1.0) is None
    assert home.surface_at(2.5, 0.4, 0.95) == ("counter", "top")
    assert home.surface_at(4.4, 0.38, 0.85) == ("fridge", "inside")
    assert home.surface_at(7.0, 9.7, 0.62) == ("dresser", "drawer_1")
    assert home.surface_at(7.0, 9.35, 0.62) == ("dresser", "drawer_1"), "an open drawer"
    assert home.surface_at(7.0, 9.7, 0.84) == ("dresser", "top")
    assert home.surface_at(2.5, 2.0, 0.04) is None, "the floor beside a table"
    assert home.surface_at(2.5, 2.7, 0.04) is None, "the floor under a table"


def test_the_graph_has_floors_rooms_places_and_doors() -> None:
    home = small_home()
    kinds = dict(home.graph.nodes(data="kind"))
    assert kinds["floor ground"] == "floor"
    assert kinds["counter/top"] == "surface"
    assert home.graph.has_edge("living_room", "anna")
    assert home.graph.has_edge("hall", "stairs")
    assert rooms_between(home, "living_room", "bedroom") == (
        "living_room",
        "kitchen",
        "hall",
        "bedroom",
    )


BROKEN: list[tuple[str, Any, str]] = [
    ("colour", 1, "There is no key 'colour'"),
    ("rooms.kitchen.rectt", [0, 0, 1, 1], "no key 'rectt'. Did you mean 'rect'"),
    ("rooms.kitchen.rect", [0, 0, 1], "list of 4 numbers"),
    ("rooms.kitchen.rect", [0, 0, float("nan"), 1], "finite number, not nan"),
    ("rooms.kitchen.rect", [3, 0, 1, 1], "x0 < x1"),
    ("rooms", {}, "has no rooms"),
    ("rooms", ["kitchen"], "list of entries"),
    ("doors.door_kitchen_hall.rooms", ["kitchen", "hal"], "Did you mean 'hall'"),
    ("doors.door_kitchen_hall.rooms", ["hall", "hall"], "two different rooms"),
    ("doors.door_kitchen_hall.width_m", "wide", "must be a finite number"),
    ("places.sofa.room", "lounge", "no room 'lounge'"),
    ("places.sofa.pose", [0, 0], "heading degrees"),
    ("places.sofa.pose", [0, float("inf"), 0], "finite number, not inf"),
    ("places.sofa.size", [0, 1, 1], "above zero"),
    ("places.sofa.opening", "swinging", "no opening 'swinging'"),
    ("places.sofa.surfaces.seat.height_m", None, "must be a finite number"),
    ("residents.ben.room", "attic", "no room 'attic'"),
    ("keep_outs.stairs.rect", [0, 0, -1, 2], "x0 < x1"),
    ("residents.sofa", {}, "used twice"),
]


@pytest.mark.parametrize(("where", "value", "says"), BROKEN, ids=[b[0] for b in BROKEN])
def test_a_broken_map_is_explained(where: str, value: object, says: str) -> None:
    data = copy.deepcopy(small_home().to_dict())
    *path, last = where.split(".")
    spot: Any = data
    for key in path:
        spot = spot[key]
    spot[last] = value
    with pytest.raises(BadInput, match=r"^home\.yaml: ") as caught:
        HomeMap.from_dict(data, "home.yaml")
    assert says in str(caught.value)


@pytest.mark.parametrize("where", ["rooms.kitchen.rect", "places.sofa.category", "id"])
def test_a_missing_field_is_named(where: str) -> None:
    data = copy.deepcopy(small_home().to_dict())
    *path, last = where.split(".")
    spot: Any = data
    for key in path:
        spot = spot[key]
    del spot[last]
    with pytest.raises(BadInput, match=f"lacks '{last}'. Needed: "):
        HomeMap.from_dict(data, "home.yaml")


def test_questions_take_less_than_a_millisecond() -> None:
    home = small_home()
    start = wall_s()
    for _ in range(100):
        home.named("kitchen table")
        home.room_at(8.0, 8.0)
        home.surface_at(2.5, 0.4, 0.95)
        home.place("sofa")
    assert (wall_s() - start) / 400 < 1e-3
