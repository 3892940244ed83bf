"""The robot's body: names and limits others rely on, start pose, strength, gripper."""

import math

import mujoco
import numpy as np
import pytest

from home_agent.sim.body import (
    ARM_JOINTS,
    ARM_LIMITS,
    BASE_JOINTS,
    BASE_RADIUS_M,
    CAMERAS,
    FINGER_JOINTS,
    HEAD_JOINTS,
    MAX_GAP_M,
    TUCK,
    add_robot,
)

START = (1.0, -2.0, 0.7)


def _robot(payload_kg: float = 0.0) -> tuple[mujoco.MjModel, mujoco.MjData]:
    spec = mujoco.MjSpec()
    spec.option.timestep = 0.004
    spec.option.integrator = mujoco.mjtIntegrator.mjINT_IMPLICITFAST
    spec.worldbody.add_geom(type=mujoco.mjtGeom.mjGEOM_PLANE, size=[5, 5, 0.1], name="floor")
    add_robot(spec, START)
    if payload_kg:
        hand = spec.body("robot/hand")
        size = [0.02, 0.02, 0.02]
        box = mujoco.mjtGeom.mjGEOM_BOX
        load = hand.add_body(name="load", pos=[0.145, 0, 0])
        load.add_geom(type=box, size=size, mass=payload_kg, contype=0, conaffinity=0)
    model = spec.compile()
    data = mujoco.MjData(model)
    data.ctrl[[model.actuator(name).id for name in ARM_JOINTS]] = TUCK
    mujoco.mj_forward(model, data)
    return model, data


def test_all_promised_names_are_there() -> None:
    model, _ = _robot()
    for name in (*BASE_JOINTS, *ARM_JOINTS, *HEAD_JOINTS):
        assert model.joint(name).id >= 0
        assert model.actuator(name).id >= 0
    assert model.actuator("grip").id >= 0
    for site in ("tool", "wrist", "lidar", "imu"):
        assert model.site(site).id >= 0
    assert {model.camera(i).name for i in range(model.ncam)} == set(CAMERAS)
    names = [model.geom(i).name for i in range(model.ngeom)]
    robot = [name for name in names if name != "floor"]
    assert all(name.startswith("robot/") for name in robot)
    assert all(model.geom(name).group[0] == 4 for name in robot)


def test_it_starts_where_it_should_with_the_arm_tucked() -> None:
    model, data = _robot()
    base = [data.joint(name).qpos[0] for name in BASE_JOINTS]
    assert base == pytest.approx(START)
    assert [data.joint(name).qpos[0] for name in ARM_JOINTS] == pytest.approx(list(TUCK))
    assert [data.joint(name).qpos[0] for name in FINGER_JOINTS] == pytest.approx(
        [MAX_GAP_M / 2] * 2
    )
    assert data.body("robot").xpos[:2] == pytest.approx(START[:2])
    touching = [model.geom(int(g)).name for contact in data.contact for g in contact.geom]
    assert not touching
    own = [i for i in range(model.ngeom) if model.geom(i).name != "floor"]
    out = np.hypot(*(data.geom_xpos[own, :2] - START[:2]).T)
    assert out.max() < BASE_RADIUS_M + 0.02


def test_limits_hold_the_tuck() -> None:
    model, _ = _robot()
    assert np.all(ARM_LIMITS[:, 0] <= TUCK)
    assert np.all(ARM_LIMITS[:, 1] >= TUCK)
    for name, limits in zip(ARM_JOINTS, ARM_LIMITS, strict=True):
        assert model.joint(name).range == pytest.approx(limits)


def test_base_axes_lie_along_the_map_whatever_the_heading() -> None:
    model, data = _robot()
    data.joint("base_x").qpos[0] += 0.5
    mujoco.mj_forward(model, data)
    assert data.body("robot").xpos[:2] == pytest.approx([START[0] + 0.5, START[1]])


def test_stretched_arm_carries_half_a_kilogram() -> None:
    model, data = _robot(payload_kg=0.6)
    far = np.array([0.6, -0.1, 0.0, 0.2, 0.0, 0.0, 0.0, 0.0])
    data.ctrl[[model.actuator(name).id for name in ARM_JOINTS]] = far
    for _ in range(1000):
        mujoco.mj_step(model, data)
    off = np.array([data.joint(name).qpos[0] for name in ARM_JOINTS]) - far
    assert np.abs(off).max() < 0.02
    forces = np.abs([data.actuator(name).force[0] for name in ARM_JOINTS])
    assert np.all(forces < 0.6 * model.actuator_forcerange[: len(forces) + 3, 1][3:])


def test_gripper_closes_to_nothing_and_opens_all_the_way() -> None:
    model, data = _robot()
    for force, gap in ((20.0, 0.0), (-20.0, MAX_GAP_M)):
        data.actuator("grip").ctrl = force
        for _ in range(500):
            mujoco.mj_step(model, data)
        found = sum(float(data.joint(name).qpos[0]) for name in FINGER_JOINTS)
        assert found == pytest.approx(gap, abs=0.008)


def test_tool_points_ahead_and_closes_sideways_with_the_arm_straight() -> None:
    model, data = _robot()
    for name in (*BASE_JOINTS, *ARM_JOINTS):
        data.joint(name).qpos[0] = 0.0
    mujoco.mj_forward(model, data)
    frame = data.site("tool").xmat.reshape(3, 3)
    assert frame == pytest.approx(np.eye(3), abs=1e-9)
    left, right = data.geom("robot/pad_l").xpos, data.geom("robot/pad_r").xpos
    assert (left - right) @ frame[:, 1] > 0
    assert math.isclose(
        float((left + right)[1] / 2), float(data.site("tool").xpos[1]), abs_tol=1e-9
    )
