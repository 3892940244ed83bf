"""A contact of two geoms comes in; whether a pad presses inwards goes out."""

from __future__ import annotations

import math

import mujoco


def inward(data: mujoco.MjData, row: int, pad: int, other: int) -> bool:
    """Whether contact `row` of geom `pad` presses towards the geom `other`, within 60 degrees."""
    contact = data.contact[row]
    sign = 1.0 if contact.geom[0] == pad else -1.0
    across = data.geom_xpos[other] - data.geom_xpos[pad]
    return sign * float(contact.frame[:3] @ across) > 0.5 * math.sqrt(float(across @ across))
