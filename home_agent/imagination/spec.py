"""Nothing comes in; the sizes and names that data, network and runtime agree on go out."""

from __future__ import annotations

STEPS, STEP_S = 20, 0.1  # imagined
CHUNK_S = STEPS * STEP_S
CELLS, CELL_M = 32, 0.125
GRID_AT_M = (-1.25, -2.0)  # the grid's corner in the base frame
PLANES = 4  # low, high, height, moving
MOVERS, MOVER = 5, 8
BODY = 46
MOTION = 34
# What can happen, in the order of the network's outputs; `sim/harm.py` labels them by truth.
HARMS = ("thing", "toy", "person", "force", "knock", "slip", "spill", "hot")
MEASURES = ("people_m", "force_n", "torque", "clear_m")
HORIZONS_S = (0.5, 1.0, 2.0)
HEADS = 5  # of the ensemble


def step_of(horizon_s: float) -> int:
    """The last imagined step within a horizon."""
    return round(horizon_s / STEP_S) - 1
