"""Localising against synthetic scans and in the simulated world, judged by truth."""

import math

import numpy as np
import pytest
from homes import small_home
from scans import observation, scan

from home_agent.clock import wall_s
from home_agent.errors import Blocked
from home_agent.home.shape import wrap
from home_agent.perception.field import Field
from home_agent.perception.localise import Localiser, inverse, join
from home_agent.sim.home import make_home
from home_agent.sim.world import World
from home_agent.types import Command, Pose2D

HOME = small_home()
FIELD = Field(HOME)


def error(found: Pose2D, true: Pose2D) -> tuple[float, float]:
    far = math.hypot(found.x_m - true.x_m, found.y_m - true.y_m)
    return far, abs(math.degrees(wrap(found.yaw_rad - true.yaw_rad)))


def test_poses_join_and_undo() -> None:
    a, b = np.array([1.0, 2.0, 0.7]), np.array([-3.0, 0.5, 2.9])
    assert np.allclose(join(inverse(a), join(a, b)), b)
    assert np.allclose(join(a, inverse(a)), 0.0)


def test_the_field_knows_walls_doors_and_legs() -> None:
    def far(x: float, y: float) -> float:
        return float(FIELD.at(np.array([x]), np.array([y]))[0][0])

    assert far(2.0, 6.5) > 0.5
    assert far(4.95, 2.0) == pytest.approx(0.0, abs=0.012)
    assert far(4.90, 2.0) == pytest.approx(0.05, abs=0.012)
    assert far(5.0, 2.0) < -0.02
    assert far(5.0, 4.0) > 0.4, "an open door"
    assert far(2.5, 2.7) > 0.3, "under a table"
    assert far(2.5 - 0.36, 2.7 - 0.56) < 0.0, "its leg"
    _, slope_x, slope_y = FIELD.at(np.array([4.8]), np.array([2.0]))
    assert slope_x[0] == pytest.approx(-1.0, abs=0.1)
    assert slope_y[0] == pytest.approx(0.0, abs=0.1)


def walk(people: bool = False) -> tuple[list[tuple[float, float]], Localiser]:
    """Walk a loop through three rooms with odometry that drifts; errors against truth."""
    rng = np.random.default_rng(3)
    legs = HOME.route(Pose2D(2.5, 7.0, 0.0), Pose2D(9.0, 4.5, 0.0))
    corners = [(2.5, 7.0), *((pose.x_m, pose.y_m) for pose in legs)]
    true = np.array([*corners[0], 0.0])
    odom = np.zeros(3)
    localiser = Localiser(HOME, Pose2D(2.53, 6.96, 0.03))
    errors, t_s = [], 0.0
    for corner in corners[1:]:
        while math.dist(true[:2], corner) > 0.05:
            turn = wrap(math.atan2(corner[1] - true[1], corner[0] - true[0]) - true[2])
            move = np.array([0.05 if abs(turn) < 0.3 else 0.0, 0.0, np.clip(turn, -0.1, 0.1)])
            true = join(true, move)
            odom = join(odom, move * (1.03, 1.0, 1.02) + rng.normal(0, 0.001, 3))
            t_s += 0.1
            pose = Pose2D(*true)
            ranges = scan(FIELD, pose) + rng.normal(0, 0.01, 180).astype(np.float32)
            if people:
                ranges[20:50] = np.minimum(ranges[20:50], 0.7)
                ranges[100:115] = np.inf
                ranges[60] = np.nan
            seen = localiser.locate(observation(Pose2D(*odom, "odom"), t_s, ranges))
            assert seen.base.frame == "map"
            errors.append(error(seen.base, pose))
    return errors, localiser


@pytest.mark.parametrize("people", [False, True])
def test_drifting_odometry_is_corrected_by_scans(people: bool) -> None:
    errors, localiser = walk(people)
    far, turned = np.array(errors)[5:].T
    assert np.percentile(far, 95) < 0.03
    assert np.percentile(turned, 95) < 1.0
    assert not localiser.lost
    assert localiser.quality > (0.6 if people else 0.9)
    assert max(localiser.sigma) < 0.06


def test_wrong_scans_are_noticed_and_the_pose_is_found_again() -> None:
    localiser = Localiser(HOME, Pose2D(2.5, 7.0, 0.0))
    odom = Pose2D(0.0, 0.0, 0.0, "odom")
    true = Pose2D(9.3, 4.4, 2.0)
    ranges = scan(FIELD, true)
    for n in range(8):
        localiser.locate(observation(odom, n * 0.1, ranges))
    assert localiser.lost
    assert localiser.quality < 0.45
    assert localiser.find(ranges)
    found = localiser.locate(observation(odom, 1.0, ranges))
    assert not localiser.lost
    far, turned = error(found.base, true)
    assert far < 0.05
    assert turned < 1.0


def test_nothing_seen_is_no_harm() -> None:
    localiser = Localiser(HOME, Pose2D(2.5, 7.0, 0.0))
    blind = np.full(180, np.inf, np.float32)
    assert not localiser.find(blind)
    for n in range(8):
        seen = localiser.locate(observation(Pose2D(n * 0.1, 0.0, 0.0, "odom"), n * 0.1, blind))
    assert seen.base.x_m == pytest.approx(3.2)
    assert localiser.lost
    nothing = localiser.locate(observation(Pose2D(math.nan, 0.0, 0.0, "odom"), 1.0, blind))
    assert math.isfinite(nothing.base.x_m)


def test_a_scan_takes_under_3_ms() -> None:
    localiser = Localiser(HOME, Pose2D(2.5, 7.0, 0.0))
    ranges = scan(FIELD, Pose2D(2.52, 7.01, 0.01), 360)
    times = []
    for n in range(30):
        seen = observation(Pose2D(0.0, 0.0, 0.0, "odom"), n * 0.1, ranges)
        start = wall_s()
        localiser.locate(seen)
        times.append(wall_s() - start)
    assert sorted(times)[len(times) // 4] < 3e-3


@pytest.mark.parametrize("seed", [11, 12])
def test_driving_through_a_simulated_home(seed: int) -> None:
    world = World(make_home(seed), seed=seed)
    channel, home = world.open_channel(), world.home_map
    rng = np.random.default_rng(seed)
    localiser = Localiser(home, world.base_pose())
    arm = world.observe().arm.copy()
    names, way, errors = list(home.places), [], []
    goal_s = -math.inf
    while world.time_s < 25.0:
        at = world.base_pose()
        if not way or world.time_s > goal_s + 12.0:
            try:
                target = home.approach(names[int(rng.integers(len(names)))])
                way, goal_s = list(home.route(at, target)), world.time_s
            except Blocked:
                continue
        while way and math.hypot(way[0].x_m - at.x_m, way[0].y_m - at.y_m) < 0.1:
            way.pop(0)
        base = np.zeros(3)
        if way:
            dx, dy = way[0].x_m - at.x_m, way[0].y_m - at.y_m
            turn = wrap(math.atan2(dy, dx) - at.yaw_rad)
            base = np.array([0.5 * max(0.0, 1.0 - 2 * abs(turn)), 0.0, np.clip(2 * turn, -1, 1)])
        count = len(errors) + 1
        channel.send(Command(count, 0, world.time_s, base, arm, np.zeros(2), 0.0))
        world.step(0.05)
        found = localiser.locate(world.observe())
        errors.append(error(found.base, world.base_pose()))
    far, turned = np.array(errors).T
    print(f"mean {far.mean():.4f} m, p95 {np.percentile(far, 95):.4f} m, max {far.max():.4f} m")
    assert np.percentile(far, 95) < 0.04
    assert far.max() < 0.08
    assert np.percentile(turned, 95) < 1.5
    assert localiser.quality > 0.7
