"""Boxes in map metres come in; the cells of a grid whose middles lie in them are filled."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from home_agent.types import Pose2D


class Raster:
    """A grid of bytes over the map: row i, column j has its middle at low + (j, i) + 1/2 cells.

    cells: uint8 [rows, columns]; low: map position of the outer corner of cell (0, 0), m.
    """

    def __init__(
        self,
        low: tuple[float, float],
        high: tuple[float, float],
        cell_m: float,
        value: int = 0,
    ) -> None:
        self.low, self.cell_m = low, cell_m
        shape = [math.ceil((b - a) / cell_m - 1e-9) for a, b in zip(low, high, strict=True)]
        self.cells: NDArray[np.uint8] = np.full((shape[1], shape[0]), value, np.uint8)

    def rect(self, rect: tuple[float, float, float, float], value: int) -> None:
        """Fill x0, y0, x1, y1 with `value`."""
        x0, y0, x1, y1 = rect
        self.box(Pose2D((x0 + x1) / 2, (y0 + y1) / 2, 0.0), (x1 - x0, y1 - y0), value)

    def box(self, pose: Pose2D, size: tuple[float, float], value: int) -> None:
        """Fill a box with its middle at `pose` and `size` (along and across its heading)."""
        reach = math.hypot(*size) / 2
        rows, columns = self.cells.shape
        at = (pose.x_m - self.low[0]) / self.cell_m, (pose.y_m - self.low[1]) / self.cell_m
        far = reach / self.cell_m + 1
        j0, j1 = max(0, math.floor(at[0] - far)), min(columns, math.ceil(at[0] + far))
        i0, i1 = max(0, math.floor(at[1] - far)), min(rows, math.ceil(at[1] + far))
        if i0 >= i1 or j0 >= j1:
            return
        i, j = np.mgrid[i0:i1, j0:j1]
        dx = (j + 0.5 - at[0]) * self.cell_m
        dy = (i + 0.5 - at[1]) * self.cell_m
        c, s = math.cos(pose.yaw_rad), math.sin(pose.yaw_rad)
        along, across = np.abs(c * dx + s * dy), np.abs(c * dy - s * dx)
        inside = (along <= size[0] / 2 + 1e-9) & (across <= size[1] / 2 + 1e-9)
        self.cells[i0:i1, j0:j1][inside] = value
