"""Kinds and shapes: every kind is drawn inside its box, light enough and can be gripped."""

import math

import mujoco
import numpy as np
import pytest
from numpy.typing import NDArray

from home_agent.errors import BadInput
from home_agent.sim.kinds import COLOURS, kinds
from home_agent.sim.mjcf import add_thing
from home_agent.sim.shapes import holds, kind_of, parts_of
from home_agent.sim.spec import ThingSpec
from home_agent.sim.things import sample_size

GAP_M = 0.12
NAMES = sorted(kinds())


def a_thing(name: str, seed: int = 0) -> ThingSpec:
    kind = kinds()[name]
    size = sample_size(np.random.default_rng(seed), kind)
    return ThingSpec(
        name, name, kind.colours[0], kind.material, size, 0.2, (0, 0, 0.001), 0.0, "kitchen"
    )


def reach(model: mujoco.MjModel, data: mujoco.MjData, geom: int) -> NDArray[np.float64]:
    """Half extents of a geom along the world's axes, exactly."""
    turn = data.geom_xmat[geom].reshape(3, 3)
    size = model.geom_size[geom]
    kind = mujoco.mjtGeom(model.geom_type[geom])
    if kind == mujoco.mjtGeom.mjGEOM_SPHERE:
        return np.full(3, size[0])
    if kind == mujoco.mjtGeom.mjGEOM_CAPSULE:
        return np.abs(turn[:, 2]) * size[1] + size[0]
    if kind == mujoco.mjtGeom.mjGEOM_CYLINDER:
        flat = np.sqrt(np.maximum(0.0, 1.0 - turn[:, 2] ** 2))
        return np.abs(turn[:, 2]) * size[1] + size[0] * flat
    if kind == mujoco.mjtGeom.mjGEOM_ELLIPSOID:
        return np.linalg.norm(turn * size, axis=1)
    return np.abs(turn) @ size


def test_there_are_many_kinds_in_many_categories() -> None:
    assert len(kinds()) >= 40
    assert {"drink", "dish", "food", "toy", "book", "cleaning"} <= {
        kind.category for kind in kinds().values()
    }
    assert sum(kind.floor_ok for kind in kinds().values()) >= 6


@pytest.mark.parametrize("name", NAMES)
def test_kind_is_a_household_thing_that_can_be_lifted_and_kept(name: str) -> None:
    kind = kinds()[name]
    assert kind.mass_kg[1] <= 0.5
    assert kind.z[0] >= 0.025
    assert set(kind.colours) <= set(COLOURS)
    assert sum(kind.homes.values()) > 0
    widest = min((kind.x or kind.y)[1], kind.y[1])
    assert widest <= 0.0951 or kind.grasp in ("rim", "handle")
    if kind.floor_ok:
        assert kind.z[1] < 0.2, "the lidar would see it"


@pytest.mark.parametrize("name", NAMES)
def test_shape_fills_its_box_and_no_more(name: str) -> None:
    for seed in range(3):
        thing = a_thing(name, seed)
        spec = mujoco.MjSpec()
        add_thing(spec.worldbody, thing)
        model = spec.compile()
        data = mujoco.MjData(model)
        mujoco.mj_forward(model, data)
        low = np.full(3, np.inf)
        high = -low
        for geom in range(model.ngeom):
            half = reach(model, data, geom)
            low = np.minimum(low, data.geom_xpos[geom] - half)
            high = np.maximum(high, data.geom_xpos[geom] + half)
        x, y, z = thing.size_m
        box = np.array([[-x / 2, -y / 2, 0.001], [x / 2, y / 2, z + 0.001]])
        assert np.all(low > box[0] - 0.005) and np.all(high < box[1] + 0.005), (low, high, box)
        assert np.all(high - low > 0.8 * np.array(thing.size_m))
        assert model.body(name).mass[0] == pytest.approx(0.2, rel=1e-6)
        assert np.count_nonzero(model.geom_contype) <= 8


@pytest.mark.parametrize("name", NAMES)
def test_holds_lie_in_the_box_and_fit_the_gripper(name: str) -> None:
    thing = a_thing(name)
    found = holds(thing)
    assert found
    for hold in found:
        assert 0.005 <= hold.width_m <= GAP_M - 0.02
        assert abs(hold.at[0]) <= thing.size_m[0] / 2 + 1e-9
        assert abs(hold.at[1]) <= thing.size_m[1] / 2 + 1e-9
        assert 0.0 < hold.at[2] <= thing.size_m[2]


def test_mug_has_a_real_handle() -> None:
    mug = a_thing("mug")
    styles = {hold.style for hold in holds(mug)}
    assert {"body", "handle"} <= styles
    parts = [part for part in parts_of(kinds()["mug"], mug.size_m, (1, 0, 0)) if part.solid]
    grips = [part for part in parts if part.form == "capsule" and part.ends]
    upright = [part for part in grips if part.ends and part.ends[0][0] == part.ends[1][0]]
    assert upright, "a bar to close the fingers on"
    bar = upright[0].ends
    assert bar is not None
    body = next(part for part in parts if part.form == "cylinder")
    free = bar[0][0] - upright[0].size[0] - (body.at[0] + body.size[0])
    assert free > 0.018, "a finger must pass between handle and body"
    assert math.dist(*bar) > 0.04


def test_unknown_kind_names_the_nearest() -> None:
    with pytest.raises(BadInput, match="Did you mean 'mug'"):
        kind_of("mugg")
