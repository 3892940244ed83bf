"""What stands beside the map: seen by lidar and depth, kept, and forgotten when seen through."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from homes import small_home
from scans import looking, observation, render, scan

from home_agent.perception.field import Field
from home_agent.perception.stands import KEEP_LOW_S, Stands, pose_at
from home_agent.types import Observation, Pose2D

HOME = small_home()
BASE = Pose2D(7.0, 3.8, 0.0)
TOY = ((0.9, 0.1, 0.025), (0.06, 0.06, 0.05), 21.0)
TUCKED = (0.15, 0.11, 0.4)


def look(t_s: float, *boxes: object, base: Pose2D = BASE, tilt: float = 0.4) -> Observation:
    pose, k, shape = looking((0.245, 0.0, 0.22), 0.0, tilt, (40, 30))
    frame, _ = render(list(boxes), pose, k, shape)  # type: ignore[arg-type]
    empty = np.full(360, np.inf, np.float32)
    return observation(base, t_s, empty, floor=replace(frame, t_s=t_s, thermal_c=None))


def test_walls_and_furniture_of_the_map_are_left_out() -> None:
    stands = Stands(HOME)
    stands.see(observation(BASE, 1.0, scan(Field(HOME), BASE, 360)), TUCKED)
    assert len(stands.points()) < 6


def test_a_box_that_the_map_does_not_know_is_seen_by_the_lidar() -> None:
    ranges = np.full(360, np.inf, np.float32)
    ranges[178:183] = 1.0
    stands = Stands(HOME)
    stands.see(observation(BASE, 1.0, ranges), TUCKED)
    assert np.hypot(*(stands.points() - (8.0, 3.8)).T).max() < 0.05
    stands.see(observation(BASE, 1.1, np.full(360, np.inf, np.float32)), TUCKED)
    assert len(stands.points()) == 0, "a newer scan shows that it is gone"


def test_a_toy_is_remembered_after_it_left_the_view() -> None:
    stands = Stands(HOME)
    stands.see(look(1.0, TOY), TUCKED)
    points = stands.points()
    assert len(points) and np.hypot(*(points - (7.9, 3.9)).T).max() < 0.08
    away = Pose2D(7.0, 3.8, 2.5)
    stands.see(look(3.0, base=away), TUCKED)
    assert len(stands.points()) == len(points)
    stands.see(observation(away, 2.0 + KEEP_LOW_S, np.zeros(0, np.float32)), TUCKED)
    assert len(stands.points()) == 0, "not for ever"


def test_a_toy_that_was_taken_away_is_forgotten_once_its_spot_is_seen() -> None:
    stands = Stands(HOME)
    stands.see(look(1.0, TOY), TUCKED)
    stands.see(look(1.2), TUCKED)
    assert len(stands.points()) == 0


def test_the_hand_is_no_obstacle() -> None:
    hand = ((0.3, 0.1, 0.3), (0.1, 0.1, 0.1), 21.0)
    stands = Stands(HOME)
    stands.see(look(1.0, hand, tilt=0.0), (0.3, 0.1, 0.35))
    assert len(stands.points()) == 0
    ranges = np.full(360, np.inf, np.float32)
    ranges[190:205] = 0.32  # what hangs from it
    stands.see(observation(BASE, 2.0, ranges), (0.3, 0.1, 0.35))
    assert len(stands.points()) == 0


def test_what_the_hand_carries_is_no_obstacle_and_what_lies_beneath_is() -> None:
    cereal_box, hand = ((0.45, 0.1, 0.3), (0.08, 0.2, 0.3), 21.0), (0.3, 0.1, 0.45)
    seen = look(1.0, cereal_box, TOY, tilt=0.0)
    for force_n, carried in ((0.0, False), (8.0, True)):
        stands = Stands(HOME)
        stands.see(replace(seen, grip=replace(seen.grip, force_n=force_n)), hand)
        far = np.hypot(*(stands.points() - (7.45, 3.9)).T)
        assert (far > 0.15).all() == carried
    stands = Stands(HOME)
    near = ((0.5, 0.1, 0.025), (0.06, 0.06, 0.05), 21.0)
    seen = look(1.0, near)
    stands.see(replace(seen, grip=replace(seen.grip, force_n=8.0)), hand)
    assert len(stands.points()), "a toy under what is carried is still seen"


def test_who_walks_on_leaves_no_feet_behind() -> None:
    feet, toy = (
        ((1.0, 0.1, 0.1), (0.2, 0.3, 0.2), 33.0),
        ((1.6, -0.3, 0.05), (0.1, 0.1, 0.1), 21.0),
    )
    stands = Stands(HOME)
    stands.see(look(1.0, feet, toy), TUCKED, [np.array([8.0, 3.9])])
    far = np.hypot(*(stands.points() - (8.0, 3.9)).T)
    assert len(far) and far.min() > 0.45, "only what lies beside them is remembered"


def test_where_the_base_was_a_moment_ago() -> None:
    seen = replace(look(1.0), base_velocity=np.array([0.5, 0.0, 0.0]))
    assert pose_at(seen, 0.9).x_m == np.float64(BASE.x_m - 0.05)
    turned = replace(look(1.0), base_velocity=np.array([0.0, 0.0, 1.0]))
    assert abs(pose_at(turned, 0.9).yaw_rad + 0.1) < 1e-9


def test_what_stops_the_base_is_felt_though_nothing_shows_it() -> None:
    stands = Stands(HOME)
    stands.feel(BASE, np.pi / 2, 1.0)
    empty = np.zeros(0, np.float32)
    stands.see(observation(BASE, 5.0, empty), TUCKED)
    assert np.hypot(*(stands.points() - (7.0, 4.08)).T).max() < 0.2
    stands.see(observation(BASE, 12.0, empty), TUCKED)
    assert len(stands.points()) == 0
