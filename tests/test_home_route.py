"""The occupancy grid and ways over it."""

import math
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from homes import small_home
from hypothesis import given, settings
from hypothesis import strategies as st

from home_agent.clock import wall_s
from home_agent.errors import BadInput, Blocked
from home_agent.home.graph import HomeMap, KeepOut
from home_agent.home.nav2 import load_nav2, save_nav2
from home_agent.home.occupancy import Occupancy
from home_agent.home.route import FIT_M, SNAP_M
from home_agent.types import Pose2D

HOME = small_home()
X = st.floats(0.0, 12.0)
Y = st.floats(0.0, 10.0)


def test_walls_doors_and_furniture_are_drawn() -> None:
    grid = HOME.occupancy
    assert grid.occupied[grid.cell(5.0, 2.0)], "wall between kitchen and living room"
    assert not grid.occupied[grid.cell(5.0, 4.0)], "the door in it"
    assert not grid.occupied[grid.cell(5.0, 3.6)]
    assert grid.occupied[grid.cell(5.0, 3.4)]
    assert grid.occupied[grid.cell(2.5, 2.7)], "the kitchen table"
    assert grid.occupied[grid.cell(4.3, 9.5)], "the keep-out"
    assert grid.occupied[grid.cell(-0.2, 3.0)], "outside"
    assert grid.clearance_m[grid.cell(2.5, 7.5)] == pytest.approx(2.05, abs=0.06)


@given(X, Y, X, Y, st.floats(-4, 4))
@settings(max_examples=150, deadline=None)
def test_a_route_never_crosses_what_is_occupied(
    x0: float, y0: float, x1: float, y1: float, yaw: float
) -> None:
    grid = HOME.occupancy
    start, goal = Pose2D(x0, y0, 0.0), Pose2D(x1, y1, yaw)
    try:
        way = HOME.route(start, goal)
    except Blocked:
        fits = grid.free(x0, y0) and grid.free(x1, y1)
        assert not fits, "everything that fits is connected in this home"
        return
    assert way[-1] == goal
    points = [(x0, y0), *((pose.x_m, pose.y_m) for pose in way)]
    for a, b in pairwise(points):
        line = grid.along(a, b)
        assert line.min() > 0.0 or a == points[0], "no occupied cell under the way"
        near_end = min(math.dist(a, points[0]), math.dist(b, points[-1])) <= SNAP_M + 0.1
        assert line.min() >= FIT_M - 1e-6 or near_end, "the robot fits"


def test_headings_follow_the_way_and_the_goal_keeps_its_own() -> None:
    goal = Pose2D(11.0, 4.0, 1.0)
    way = HOME.route(Pose2D(2.5, 7.0, 0.0), goal)
    assert way[-1] == goal
    for a, b in pairwise(way[:-1]):
        assert b.yaw_rad == pytest.approx(math.atan2(b.y_m - a.y_m, b.x_m - a.x_m), abs=1e-6)
    assert 3 <= len(way) <= 14


def test_ways_keep_off_walls_where_there_is_room() -> None:
    way = HOME.route(Pose2D(5.6, 5.0, 0.0), Pose2D(11.4, 5.0, 0.0))
    line = np.concatenate(
        [HOME.occupancy.along((a.x_m, a.y_m), (b.x_m, b.y_m)) for a, b in pairwise(way)]
    )
    assert np.median(line) > 0.6


def test_a_closed_short_way_is_gone_round_or_said() -> None:
    parts = small_home()
    shut = KeepOut("box", (0.3, 4.2, 4.6, 5.8), "a box")
    home = HomeMap(
        "shut",
        rooms=parts.rooms.values(),
        doors=parts.doors.values(),
        keep_outs=[shut],
    )
    with pytest.raises(Blocked, match="no free way"):
        home.route(Pose2D(2.5, 2.0, 0.0), Pose2D(2.5, 8.0, 0.0))


def test_avoided_circles_are_avoided() -> None:
    start, goal = Pose2D(5.8, 4.5, 0.0), Pose2D(11.5, 4.5, 0.0)
    zone = (8.5, 4.6, 0.3)
    way = HOME.route(start, goal, [zone])
    points = [(start.x_m, start.y_m), *((pose.x_m, pose.y_m) for pose in way)]
    for a, b in pairwise(points):
        for t in np.linspace(0, 1, 50):
            x, y = a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])
            assert math.hypot(x - zone[0], y - zone[1]) >= zone[2] + FIT_M - 0.06
    with pytest.raises(Blocked):
        HOME.route(start, Pose2D(2.0, 4.2, 0.0), [(5.0, 4.0, 0.4)])


def test_impossible_goals_are_said() -> None:
    here = Pose2D(2.5, 7.0, 0.0)
    with pytest.raises(Blocked, match="outside the home"):
        HOME.route(here, Pose2D(40.0, 0.0, 0.0))
    with pytest.raises(Blocked, match="living room"):
        HOME.route(here, Pose2D(8.0, 0.3, 0.0))
    with pytest.raises(BadInput, match="NaN"):
        HOME.route(here, Pose2D(math.nan, 0.0, 0.0))


def test_approaches_face_their_place_from_free_floor() -> None:
    for place in HOME.places.values():
        pose = HOME.approach(place.id)
        assert HOME.occupancy.free(pose.x_m, pose.y_m)
        assert HOME.room_at(pose.x_m, pose.y_m) == place.room
        to = math.atan2(place.pose.y_m - pose.y_m, place.pose.x_m - pose.x_m)
        assert abs(math.remainder(to - pose.yaw_rad, math.tau)) < 1.0
    left, right = HOME.approach("counter", (1.7, 0.4)), HOME.approach("counter", (3.3, 0.4))
    assert left.x_m < 2.1
    assert right.x_m > 2.9
    for room in HOME.rooms:
        pose = HOME.approach(room)
        assert HOME.room_at(pose.x_m, pose.y_m) == room
    anna = HOME.approach("anna")
    assert math.dist((anna.x_m, anna.y_m), (7.5, 1.2)) < 1.6
    with pytest.raises(BadInput):
        HOME.approach("nowhere")


def test_a_route_takes_under_60_ms_once_the_floor_is_known() -> None:
    home = small_home()
    start, goal = Pose2D(11.0, 4.0, 0.0), Pose2D(8.5, 8.0, 0.0)
    home.route(start, goal)
    times = []
    for _ in range(15):
        before = wall_s()
        home.route(start, goal)
        times.append(wall_s() - before)
    assert min(times) < 0.06


def test_a_grid_survives_nav2(tmp_path: Path) -> None:
    save_nav2(HOME.occupancy, tmp_path / "map.yaml")
    again = load_nav2(tmp_path / "map.yaml")
    assert np.array_equal(again.occupied, HOME.occupancy.occupied)
    assert again.origin_m == HOME.occupancy.origin_m
    assert again.cell(2.5, 2.7) == HOME.occupancy.cell(2.5, 2.7)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("image: map.pgm", "needs image, resolution, origin"),
        ("{image: gone.pgm, resolution: 0.05, origin: [0, 0, 0]}", "no picture"),
        ("{image: map.pgm, resolution: .nan, origin: [0, 0, 0]}", "finite"),
        ("{image: map.pgm, resolution: 0.05, origin: [0, 0, 1]}", "yaw 0"),
        ("{image: map.yaml, resolution: 0.05, origin: [0, 0, 0]}", "no picture that can be read"),
    ],
)
def test_a_broken_nav2_map_is_explained(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "map.yaml").write_text(text)
    (tmp_path / "map.pgm").write_bytes(b"P5 1 1 255\n\xfe")
    with pytest.raises(BadInput, match=says):
        load_nav2(tmp_path / "map.yaml")


def test_a_grid_at_another_resolution() -> None:
    fine = Occupancy.from_map(HOME, 0.025)
    assert fine.occupied.shape[0] == pytest.approx(2 * HOME.occupancy.occupied.shape[0], abs=2)
    assert fine.occupied.mean() == pytest.approx(HOME.occupancy.occupied.mean(), abs=0.03)
