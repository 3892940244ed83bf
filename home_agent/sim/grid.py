"""Geoms of a compiled home come in; they are marked on a floor grid (truth)."""

from __future__ import annotations

import mujoco
import numpy as np
from numpy.typing import NDArray

from home_agent.home.floor_grid import FloorGrid

BAND_M = (0.015, 1.35)  # heights between which the robot's body may meet something
_CORNERS = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)], float)


def outlines(
    model: mujoco.MjModel, data: mujoco.MjData, geoms: NDArray[np.integer]
) -> NDArray[np.float64]:
    """The corners of the boxes round geoms, map frame: [n, 8, 3]."""
    turn = data.geom_xmat[geoms].reshape(-1, 3, 3)
    box = model.geom_aabb[geoms]
    own = box[:, None, :3] + box[:, None, 3:] * _CORNERS
    turned: NDArray[np.float64] = np.einsum("nij,nkj->nki", turn, own)
    return np.asarray(turned + data.geom_xpos[geoms][:, None])


def mark_geoms(
    grid: FloorGrid, model: mujoco.MjModel, data: mujoco.MjData, geoms: NDArray[np.integer]
) -> None:
    """Mark the outlines of geoms that reach into the robot's heights."""
    corners = outlines(model, data, geoms)
    heights = corners[:, :, 2]
    meets = (heights.min(axis=1) < BAND_M[1]) & (heights.max(axis=1) > BAND_M[0])
    grid.mark_hulls(corners[meets][:, :, :2])
