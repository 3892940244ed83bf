"""Physics of a home: names, contact, doors and drawers that open, rest that costs nothing."""

import math

import mujoco
import numpy as np
import pytest

from home_agent.config import data_dir
from home_agent.sim.check import home_faults
from home_agent.sim.home import load_home, make_home
from home_agent.sim.mjcf import build
from home_agent.sim.movers import movers
from home_agent.sim.spec import HomeSpec


@pytest.fixture(scope="module")
def home() -> HomeSpec:
    return load_home(data_dir("maps") / "apartment")


@pytest.fixture
def scene(home: HomeSpec) -> tuple[mujoco.MjModel, mujoco.MjData]:
    model = build(home).compile()
    data = mujoco.MjData(model)
    mujoco.mj_forward(model, data)
    return model, data


def run(model: mujoco.MjModel, data: mujoco.MjData, seconds: float) -> None:
    for _ in range(round(seconds / model.opt.timestep)):
        mujoco.mj_step(model, data)


def test_models_are_equal_bit_by_bit() -> None:
    def model_bytes(seed: int) -> bytes:
        model = build(make_home(seed)).compile()
        buffer = np.zeros(mujoco.mj_sizeModel(model), np.uint8)
        mujoco.mj_saveModel(model, None, buffer)
        return buffer.tobytes()

    assert model_bytes(7) == model_bytes(7)
    assert model_bytes(7) != model_bytes(8)


def test_bodies_and_joints_have_the_spec_s_names(
    home: HomeSpec, scene: tuple[mujoco.MjModel, mujoco.MjData]
) -> None:
    model, data = scene
    for thing in home.things:
        assert model.joint(f"{thing.id}/free").type == mujoco.mjtJoint.mjJNT_FREE
        assert data.body(thing.id).xpos == pytest.approx(thing.position_m)
    for place in home.places:
        assert data.body(place.id).xpos[:2] == pytest.approx((place.pose.x_m, place.pose.y_m))
        for mover in movers(place, (1.0, 1.0, 1.0)):
            assert any(surface.id == mover.surface for surface in place.surfaces)
            assert model.joint(f"{place.id}/{mover.surface}").range[1] == mover.limit
    for person in home.people:
        assert model.body(person.id).mocapid[0] >= 0
        assert model.site(f"{person.id}/hand").id >= 0
    groups = {model.geom(i).name.split("/")[0]: model.geom_group[i] for i in range(model.ngeom)}
    assert groups["red_mug"] == 1 and groups["anna"] == 2 and groups["counter"] == 0


def test_doors_and_drawers_open_close_and_stay(
    home: HomeSpec, scene: tuple[mujoco.MjModel, mujoco.MjData]
) -> None:
    model, data = scene
    run(model, data, 0.5)
    seen = set()
    for place in home.places:
        for mover in movers(place, (1.0, 1.0, 1.0)):
            seen.add(place.category)
            joint = model.joint(f"{place.id}/{mover.surface}")
            at, dof = joint.qposadr[0], joint.dofadr[0]
            body = joint.bodyid[0]
            assert data.qpos[at] == pytest.approx(0.0, abs=0.002)
            pull = 8.0
            for _ in range(round(3.0 / model.opt.timestep)):
                # A hand pulls at the handle, along the way the handle moves, gently.
                turn = data.xmat[body].reshape(3, 3)
                handle = data.xpos[body] + turn @ np.array(mover.handle)
                way = turn @ np.array([1.0, 0.0, 0.0])
                data.qfrc_applied[:] = 0.0
                if data.qvel[dof] < (0.6 if mover.hinged else 0.12):
                    force = np.zeros(model.nv)
                    mujoco.mj_applyFT(model, data, way * pull, np.zeros(3), handle, body, force)
                    data.qfrc_applied[:] = force
                mujoco.mj_step(model, data)
            assert data.qpos[at] > 0.95 * mover.limit, f"{place.id} opened {data.qpos[at]}"
            data.qfrc_applied[:] = 0.0
            run(model, data, 1.0)
            assert data.qpos[at] > 0.9 * mover.limit, "friction holds it open"
    assert {"fridge", "cupboard", "dresser"} <= seen
    towel = data.body("pink_towel_roll").xpos
    place = next(place for place in home.places if place.id == "dresser")
    assert towel[2] == pytest.approx(place.surfaces[1].height_m, abs=0.06), "it rode in the drawer"
    assert math.dist(towel[:2], (place.pose.x_m, place.pose.y_m)) > 0.3


def test_fixed_things_never_meet_each_other(
    scene: tuple[mujoco.MjModel, mujoco.MjData], home: HomeSpec
) -> None:
    model, data = scene
    model.opt.enableflags &= ~int(mujoco.mjtEnableBit.mjENBL_SLEEP)
    run(model, data, 0.1)
    movable = {thing.id for thing in home.things}
    assert data.ncon > 0
    for pair in data.contact.geom[: data.ncon]:
        owners = {model.geom(int(geom)).name.split("/")[0] for geom in pair}
        assert owners & movable


def test_what_rests_sleeps_and_wakes_when_pushed(home: HomeSpec) -> None:
    spec = build(home)
    mug = next(thing for thing in home.things if thing.id == "red_mug")
    x, y, z = mug.position_m
    rod = spec.worldbody.add_body(name="rod", pos=[x - 0.25, y, z + 0.05])
    rod.add_joint(name="rod", type=mujoco.mjtJoint.mjJNT_SLIDE, axis=[1, 0, 0], damping=20.0)
    rod.add_geom(
        type=mujoco.mjtGeom.mjGEOM_SPHERE,
        size=[0.02, 0, 0],
        mass=1.0,
        friction=[0.05, 0.005, 0.0001],
        priority=1,
    )
    model = spec.compile()
    data = mujoco.MjData(model)
    run(model, data, 2.0)
    assert data.ntree_awake <= 1
    data.qfrc_applied[model.joint("rod").dofadr[0]] = 6.0
    run(model, data, 2.0)
    assert data.body("red_mug").xpos[0] > x + 0.02


def test_round_things_come_to_rest_on_a_table() -> None:
    home = load_home(data_dir("maps") / "apartment")
    model = build(home).compile()
    data = mujoco.MjData(model)
    joint = model.joint("red_apple/free")
    data.qvel[joint.dofadr[0]] = 0.08
    run(model, data, 3.0)
    assert abs(data.qvel[joint.dofadr[0]]) < 0.005
    assert data.body("red_apple").xpos[2] > 0.7, "it stays on the table"


def test_faults_are_found(home: HomeSpec) -> None:
    from dataclasses import replace  # noqa: PLC0415

    mug = next(thing for thing in home.things if thing.id == "red_mug")
    x, y, z = mug.position_m
    sunk = replace(mug, position_m=(x, y, z - 0.02))
    hung = replace(mug, position_m=(x, y, z + 0.5))
    for moved in (sunk, hung):
        things = tuple(moved if thing.id == mug.id else thing for thing in home.things)
        other = replace(home, things=things)
        assert home_faults(other, build(other).compile())
