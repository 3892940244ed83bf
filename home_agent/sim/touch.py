"""A contact of two geoms comes in; whether a pad presses inwards goes out."""

from __future__ import annotations

import mujoco
import numpy as np


def inward(data: mujoco.MjData, row: int, pad: int, other: int) -> bool:
    """Whether contact `row` of geom `pad` presses towards the geom `other`, within 60 degrees."""
    contact = data.contact[row]
    way = contact.frame[:3] if contact.geom[0] == pad else -contact.frame[:3]
    across = data.geom_xpos[other] - data.geom_xpos[pad]
    return bool(way @ across > 0.5 * np.linalg.norm(across))
