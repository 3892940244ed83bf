"""Sensors of the simulated robot: right on average, noisy, blind where real ones are."""

import math
from dataclasses import replace

import numpy as np
import pytest
from sim_room import ANNA, CAN, MUG, TOY, Hands, hot, room

from home_agent.errors import HomeAgentError
from home_agent.sim import render
from home_agent.sim.body import CAMERAS
from home_agent.sim.heat import SKIN_C
from home_agent.sim.kinematics import rotation
from home_agent.sim.render import FilmCamera
from home_agent.sim.world import World
from home_agent.types import CameraFrame, Pose2D


def points_map(frame: CameraFrame, base: Pose2D) -> np.ndarray:
    """All depth pixels as map points [H, W, 3], nan where unknown."""
    h, w = frame.depth_m.shape
    v, u = np.mgrid[0:h, 0:w]
    z = np.where(frame.depth_m > 0, frame.depth_m, np.nan).astype(float)
    x = (u - frame.k[0, 2]) / frame.k[0, 0] * z
    y = (v - frame.k[1, 2]) / frame.k[1, 1] * z
    turn = rotation(frame.pose_base.quat_xyzw)
    at = np.stack([x, y, z], axis=-1) @ turn.T + np.array(frame.pose_base.position_m)
    c, s = math.cos(base.yaw_rad), math.sin(base.yaw_rad)
    return np.stack(
        [
            base.x_m + c * at[..., 0] - s * at[..., 1],
            base.y_m + s * at[..., 0] + c * at[..., 1],
            at[..., 2],
        ],
        axis=-1,
    )


def test_lidar_measures_the_room_and_not_the_robot() -> None:
    world = World(room(things=(), people=(), start=(1.5, 1.0, 0.3)))
    seen = world.observe()
    n = len(seen.lidar_m)
    assert seen.lidar_m.dtype == np.float32 and 270 <= n <= 360
    angles = np.linspace(-math.pi, math.pi, n, endpoint=False) + 0.3
    left = np.argmin(np.abs(np.remainder(angles - math.pi / 2 + math.pi, math.tau) - math.pi))
    back = np.argmin(np.abs(np.remainder(angles, math.tau) - math.pi))
    assert seen.lidar_m[left] == pytest.approx(4.0 - 0.05, abs=0.06)
    assert seen.lidar_m[back] == pytest.approx(1.5 - 0.05, abs=0.06)
    assert seen.lidar_m.min() > 0.5
    scans = []
    for _ in range(40):
        world.step(0.1)
        scans.append(world.observe().lidar_m[left])
    assert 0.005 < np.std(scans) < 0.02


def test_lidar_renews_itself_ten_times_a_second() -> None:
    world = World(room())
    times = []
    for _ in range(20):
        times.append(world.observe().lidar_t_s)
        world.step(0.05)
    assert len(set(times)) == 10


def test_lidar_misses_a_toy_that_the_floor_camera_sees() -> None:
    world = World(room(people=(), start=(1.2, 1.0, 0.0)))
    seen = world.observe(("floor",))
    front = len(seen.lidar_m) // 2
    assert seen.lidar_m[front - 2 : front + 3].min() > 2.0
    points = points_map(seen.cameras["floor"], world.base_pose()).reshape(-1, 3)
    toy = points[np.hypot(points[:, 0] - 2.2, points[:, 1] - 1.0) < 0.06]
    assert len(toy) >= 3
    assert toy[:, 2].max() == pytest.approx(TOY.size_m[2], abs=0.02)


def test_depth_lifts_pixels_to_the_true_map() -> None:
    world = World(room(people=(), start=(2.9, 2.5, 0.0)))
    world.data.qpos[world.scene.head_q] = (0.0, 0.55)
    world.step()
    frame = world.observe(("head",)).cameras["head"]
    assert frame.depth_m.shape == (240, 320) and frame.depth_m.dtype == np.float32
    points = points_map(frame, world.base_pose())
    geoms = world.visible_geoms("head").repeat(2, axis=0).repeat(2, axis=1)
    owners = np.array([world.scene.owner(g) if g >= 0 else "" for g in geoms.ravel()])
    owners = owners.reshape(geoms.shape)
    top = points[(owners == "table") & (points[..., 2] > 0.7)]
    assert len(top) > 1000
    assert np.median(top[:, 2]) == pytest.approx(0.74, abs=0.01)
    mug = points[(owners == "mug") & np.isfinite(points[..., 2])]
    assert len(mug) > 30
    middle = mug.mean(axis=0)
    assert math.dist(middle[:2], MUG.position_m[:2]) < 0.06
    assert 0.74 < middle[2] < 0.85


def test_depth_noise_grows_with_distance_and_has_holes() -> None:
    world = World(room(things=(), people=(), start=(1.0, 2.5, math.pi)))
    world.step()
    frames = []
    for _ in range(12):
        world.step(0.05)
        frames.append(world.observe(("head",)).cameras["head"].depth_m[::2, ::2])
    stack = np.array(frames)
    assert (stack == 0).mean() == pytest.approx(0.01, abs=0.004)
    z = np.median(stack, axis=0)
    wall = (z > 1.0) & (z < 1.1) & (stack > 0).all(axis=0)
    spread = stack[:, wall].std(axis=0).mean()
    assert spread == pytest.approx(0.003 * 1.05**2, rel=0.4)


def test_thermal_camera_reads_heat_by_material() -> None:
    mug, can = hot(MUG), replace(hot(CAN), position_m=(3.75, 2.2, 0.741))
    world = World(room(things=(mug, can), people=(), start=(2.9, 2.4, 0.0)))
    world.data.qpos[world.scene.head_q] = (0.0, 0.55)
    world.step()
    thermal = world.observe(("head",)).cameras["head"].thermal_c
    assert thermal is not None and thermal.shape == (240, 320)
    geoms = world.visible_geoms("head").repeat(2, axis=0).repeat(2, axis=1)
    found = {}
    for name in ("mug", "can", "table"):
        of = np.isin(geoms, world.scene.geoms_of(name))
        found[name] = float(np.percentile(thermal[of], 85))
    assert found["mug"] == pytest.approx(57.0, abs=3.0)
    assert found["can"] == pytest.approx(21 + 0.3 * 39, abs=3.0), "bare metal hides its heat"
    assert found["table"] == pytest.approx(21.0, abs=1.5)


def test_hot_things_cool_and_people_are_warm() -> None:
    world = World(room(things=(hot(MUG),), start=(2.7, 4.0, math.pi)))
    first = world.temperature_c("mug")
    Hands(world).run(20.0)
    assert 50.0 < world.temperature_c("mug") < first
    thermal = world.observe(("head",)).cameras["head"].thermal_c
    assert thermal is not None
    assert 29.0 < np.percentile(thermal, 99.5) < SKIN_C + 2.0


def test_odometry_starts_at_zero_and_drifts_a_little() -> None:
    errors = []
    for seed in range(5):
        world = World(room(things=(), people=(), start=(1.0, 1.0, 0.4)), seed=seed)
        first = world.observe().base
        assert (first.x_m, first.y_m, first.yaw_rad, first.frame) == (0.0, 0.0, 0.0, "odom")
        hands = Hands(world)
        hands.run(5.0, (0.5, 0.0, 0.0))
        now, true = world.observe().base, world.base_pose()
        driven = math.hypot(true.x_m - 1.0, true.y_m - 1.0)
        errors.append(abs(math.hypot(now.x_m, now.y_m) - driven) / driven)
        hands.run(4.0, (0.0, 0.0, 1.0))
        turned = abs(world.observe().base.yaw_rad + 0.4 - world.base_pose().yaw_rad)
        assert min(turned, math.tau - turned) < 0.1
    assert 0.001 < max(errors) < 0.03


def test_wrist_feels_what_it_holds() -> None:
    world = World(room(people=()))
    hands = Hands(world)
    empty = np.mean([world.observe().wrench for _ in range(20)], axis=0)
    assert np.linalg.norm(empty[:3]) < 1.0, "its own weight is taken off"
    hands.hold("can")
    felt = []
    for _ in range(20):
        hands.run(0.05)
        felt.append(world.observe().wrench[:3])
    turn = world.data.site_xmat[world.scene.wrist_site].reshape(3, 3)
    force = turn @ np.mean(felt, axis=0)
    assert force[2] == pytest.approx(-CAN.mass_kg * 9.81, abs=0.6)
    assert np.hypot(force[0], force[1]) < 1.0
    seen = world.observe()
    assert seen.grip.gap_m == pytest.approx(CAN.size_m[0], abs=0.006)
    assert 8.0 < seen.grip.force_n < 40.0


def test_imu_and_joints() -> None:
    world = World(room())
    hands = Hands(world)
    hands.run(1.0, (0.0, 0.0, 0.5))
    seen = world.observe()
    assert seen.imu[2] == pytest.approx(9.81, abs=0.4)
    assert seen.imu[5] == pytest.approx(0.5, abs=0.08)
    assert seen.arm == pytest.approx(hands.arm, abs=0.02)
    assert seen.arm_torque.shape == (8,) and seen.head.shape == (2,)


def test_colour_only_with_gl_and_registered_to_depth() -> None:
    spec = room(people=(), start=(2.9, 2.5, 0.0))
    plain = World(spec)
    assert plain.observe(("head",)).cameras["head"].rgb is None
    world = World(spec, gl=True)
    world.data.qpos[world.scene.head_q] = (0.0, 0.55)
    world.step()
    shape = world.observe(("head",), colour=False).cameras["head"]
    frame = world.observe(("head",)).cameras["head"]
    assert shape.rgb is None and np.array_equal(shape.depth_m, frame.depth_m)
    rgb = frame.rgb
    assert rgb is not None and rgb.shape == (240, 320, 3) and rgb.dtype == np.uint8
    mug = np.isin(world.visible_geoms("head"), world.scene.geoms_of("mug"))
    colour = rgb[::2, ::2][mug].mean(axis=0)
    assert colour[0] > 1.6 * colour[1] and colour[0] > 1.6 * colour[2], "the mug is red"
    assert rgb.shape[:2] == (CAMERAS["head"][1], CAMERAS["head"][0])
    world.close()


def test_film_camera_follows_the_robot() -> None:
    world = World(room(people=(ANNA,)))
    camera = FilmCamera(world)
    first = camera.frame()
    assert first.shape == (360, 640, 3) and first.dtype == np.uint8 and first.std() > 20
    Hands(world).run(3.0, (0.4, 0.0, 0.3))
    assert np.abs(camera.frame().astype(int) - first).mean() > 2.0
    camera.close()


def test_missing_gl_names_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object) -> None:
        raise RuntimeError("no GL")

    monkeypatch.setattr(render.mujoco, "Renderer", broken)
    with pytest.raises(HomeAgentError, match="libosmesa6"):
        World(room(), gl=True)
