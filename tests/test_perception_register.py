"""From pixels to places, sizes, temperatures and people, on synthetic frames."""

import math
from dataclasses import replace

import numpy as np
import pytest
from homes import small_home
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from scans import looking, observation, render

from home_agent.clock import wall_s
from home_agent.errors import BadInput
from home_agent.perception.camera import base_to_map, lift, map_to_base, project
from home_agent.perception.people import people_base
from home_agent.perception.register import register
from home_agent.perception.thermal import temperature_c
from home_agent.types import CameraFrame, Detection, Observation, Pose2D, Pose3D

NO_SCAN = np.zeros(0, np.float32)
Box = tuple[tuple[float, float, float], tuple[float, float, float], float]


def seen_from(
    boxes: list[Box], base: Pose2D, pan: float = 0.0, tilt: float = 0.6
) -> tuple[Observation, np.ndarray[tuple[int, ...], np.dtype[np.int64]]]:
    pose, k, shape = looking((-0.1, 0.0, 1.25), pan, tilt, (320, 240))
    frame, which = render(boxes, pose, k, shape)
    return observation(base, 1.0, NO_SCAN, head=frame), which


@given(
    st.lists(
        st.tuples(st.floats(-3, 3), st.floats(-3, 3), st.floats(0.3, 6)), min_size=1, max_size=20
    ),
    st.tuples(*[st.floats(-1, 1)] * 4).filter(lambda q: np.linalg.norm(q) > 0.1),
    st.tuples(st.floats(-20, 20), st.floats(-20, 20), st.floats(-7, 7)),
)
@settings(max_examples=100, deadline=None, phases=[Phase.generate])
def test_lifting_undoes_projecting(
    points: list[tuple[float, float, float]],
    quat: tuple[float, float, float, float],
    base: tuple[float, float, float],
) -> None:
    pose = Pose3D((0.2, -0.1, 1.3), quat, "base")
    k = np.array([[200.0, 0, 160], [0, 210.0, 120], [0, 0, 1]])
    frame = CameraFrame(np.zeros((240, 320), np.float32), k, pose)
    pixels = np.array([(160 + 40 * x, 120 + 30 * y, z) for x, y, z in points])
    in_base = lift(pixels[:, 0], pixels[:, 1], pixels[:, 2], frame)
    u, v, depth = project(in_base, frame)
    assert np.allclose(np.stack([u, v, depth], 1), pixels, atol=1e-6)
    in_map = base_to_map(in_base, Pose2D(*base))
    assert np.allclose(map_to_base(in_map, Pose2D(*base)), in_base, atol=1e-6)


@given(
    st.floats(0.6, 1.6),
    st.floats(-0.3, 0.3),
    st.tuples(st.floats(0.05, 0.12), st.floats(0.05, 0.12), st.floats(0.05, 0.2)),
    st.tuples(st.floats(0, 12), st.floats(0, 10), st.floats(-4, 4)),
)
@settings(max_examples=60, deadline=None, phases=[Phase.generate])
def test_a_thing_is_placed_where_it_is(
    ahead: float,
    aside: float,
    size: tuple[float, float, float],
    base: tuple[float, float, float],
) -> None:
    middle = (ahead, aside, 0.3 + size[2] / 2)
    table = ((ahead, aside, 0.29), (0.8, 0.8, 0.02), 21.0)
    tilt = math.atan2(1.25 - middle[2], ahead + 0.1)
    seen, which = seen_from([(middle, size, 55.0), table], Pose2D(*base), 0.0, tilt)
    mask = which == 0
    assert mask.sum() > 10
    found = register(Detection("box", 1.0, "head", (0, 0), (9.0, 9.0, 9.0), mask=mask), seen)
    true = base_to_map(np.array([middle]), Pose2D(*base))[0]
    assert math.dist(found.position_map_m, true) < 0.045
    assert found.size_m[2] == pytest.approx(size[2], abs=0.04)
    assert found.temperature_c is not None
    assert found.temperature_c == pytest.approx(21 + 34 / 0.94, abs=0.5)


def box_ahead() -> tuple[Observation, Detection]:
    seen, which = seen_from([((1.0, 0.0, 0.8), (0.1, 0.1, 0.1), 50.0)], Pose2D(2.0, 3.0, 0.0))
    return seen, Detection("box", 1.0, "head", (0, 0), (9.0, 9.0, 9.0), mask=which == 0)


def test_bad_pixels_do_no_harm() -> None:
    seen, detection = box_ahead()
    clean = register(detection, seen)
    frame = seen.cameras["head"]
    rng = np.random.default_rng(0)
    depth, warm = frame.depth_m.copy(), frame.thermal_c
    assert warm is not None
    warm = warm.copy()
    spots = rng.random(depth.shape)
    depth[spots < 0.1] = 0.0
    depth[(spots > 0.1) & (spots < 0.2)] = np.nan
    depth[(spots > 0.2) & (spots < 0.25)] = 6.0
    warm[spots > 0.9] = np.nan
    dirty = replace(seen, cameras={"head": replace(frame, depth_m=depth, thermal_c=warm)})
    found = register(detection, dirty)
    assert math.dist(found.position_map_m, clean.position_map_m) < 0.02
    assert found.temperature_c == pytest.approx(clean.temperature_c, abs=0.1)


def test_nothing_known_changes_nothing() -> None:
    seen, detection = box_ahead()
    frame = seen.cameras["head"]
    blind = replace(frame, depth_m=np.full_like(frame.depth_m, np.nan), thermal_c=None)
    found = register(detection, replace(seen, cameras={"head": blind}))
    assert found.position_map_m == (9.0, 9.0, 9.0)
    assert found.temperature_c is None
    empty = replace(detection, mask=np.zeros_like(detection.mask))
    assert register(empty, seen).position_map_m == (9.0, 9.0, 9.0)


def test_a_pixel_is_enough_without_a_mask() -> None:
    seen, detection = box_ahead()
    assert detection.mask is not None
    v, u = (float(np.median(axis)) for axis in np.nonzero(detection.mask))
    found = register(replace(detection, mask=None, pixel=(u, v)), seen)
    assert math.dist(found.position_map_m, (3.0, 3.0, 0.8)) < 0.08
    nowhere = register(replace(detection, mask=None, pixel=(math.nan, v)), seen)
    assert nowhere.position_map_m == (9.0, 9.0, 9.0)


def test_a_wrong_camera_or_mask_is_said() -> None:
    seen, detection = box_ahead()
    with pytest.raises(BadInput, match=r"no camera 'heat'\. Did you mean 'head'"):
        register(replace(detection, camera="heat"), seen)
    with pytest.raises(BadInput, match="same size"):
        register(replace(detection, mask=np.zeros((4, 4), bool)), seen)


def test_warmth_is_read_inside_the_rim_and_corrected_for_metal() -> None:
    warm = np.full((60, 80), 21.0, np.float32)
    mask = np.zeros((60, 80), bool)
    mask[20:40, 30:50] = True
    warm[mask] = 40.0
    warm[20, 30:50] = 90.0
    assert temperature_c(warm, mask) == pytest.approx(21 + 19 / 0.94)
    assert temperature_c(warm, mask, "metal") == pytest.approx(21 + 19 / 0.3, rel=1e-4)
    warm[mask] = np.nan
    assert temperature_c(warm, mask) is None


PERSON: Box = ((2.5, 0.4, 0.85), (0.3, 0.4, 1.7), 31.0)
CHILD: Box = ((3.0, -0.9, 0.5), (0.25, 0.25, 1.0), 32.0)
MUG: Box = ((1.2, 0.3, 0.9), (0.09, 0.09, 0.1), 33.0)
KETTLE: Box = ((1.5, -0.3, 0.9), (0.2, 0.2, 0.5), 80.0)


def test_people_are_warm_and_tall() -> None:
    seen, _ = seen_from([PERSON, CHILD, MUG, KETTLE], Pose2D(0, 0, 0), tilt=0.35)
    found = people_base(seen)
    assert found.shape == (2, 2)
    found = found[np.argsort(-found[:, 1])]
    assert math.dist(found[0], (2.5, 0.4)) < 0.2
    assert math.dist(found[1], (3.0, -0.9)) < 0.2
    turned, _ = seen_from([PERSON], Pose2D(5, 5, 2.0), pan=0.3, tilt=0.35)
    assert math.dist(people_base(turned)[0], (2.5, 0.4)) < 0.2, "in the base frame"


def test_nobody_is_nobody() -> None:
    seen, _ = seen_from([MUG, KETTLE], Pose2D(0, 0, 0), tilt=0.35)
    assert people_base(seen).shape == (0, 2)
    assert people_base(observation(Pose2D(0, 0, 0), 0.0, NO_SCAN)).shape == (0, 2)
    frame = seen.cameras["head"]
    blind = replace(frame, depth_m=np.full_like(frame.depth_m, np.nan))
    assert people_base(replace(seen, cameras={"head": blind})).shape == (0, 2)


def test_a_warm_stove_is_no_person_once_the_map_is_known() -> None:
    parts = small_home()
    stove = replace(parts.places["fridge"], id="stove", name="stove", category="stove")
    home = type(parts)("s", rooms=parts.rooms.values(), places=[stove])
    x, y = stove.pose.x_m, stove.pose.y_m
    base = Pose2D(x, y + 2.0, -math.pi / 2)
    warm: Box = ((2.0, 0.0, 0.78), (0.62, 0.6, 1.55), 34.0)
    seen, _ = seen_from([warm], base, tilt=0.3)
    assert len(people_base(seen)) == 1
    assert len(people_base(seen, home)) == 0
    both, _ = seen_from([warm, ((1.4, 0.6, 0.8), (0.3, 0.3, 1.6), 32.0)], base, tilt=0.3)
    assert len(people_base(both, home)) == 1


def test_people_are_found_within_5_ms() -> None:
    pose, k, shape = looking((-0.1, 0.0, 1.25), 0.0, 0.3, (320, 240))
    frame, _ = render([PERSON, CHILD], pose, k, shape)
    seen = observation(Pose2D(0, 0, 0), 0.0, NO_SCAN, head=frame)
    times = []
    for _ in range(20):
        start = wall_s()
        people_base(seen)
        times.append(wall_s() - start)
    assert sorted(times)[len(times) // 4] < 5e-3
