"""A thermal picture and a mask come in; how hot the thing in it is goes out."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

EDGE_PX = 2  # the lens blurs about this far over an edge
HIGH_PERCENTILE = 95.0  # the hottest part counts, a single noisy pixel does not
# A thermal camera sees what a surface radiates. Bare metal radiates little (emissivity of brushed
# steel 0.2-0.35 at 8-14 um, thermography tables) and mostly mirrors the room.
EMISSIVITY = {"metal": 0.3, "steel": 0.3, "aluminium": 0.3, "silver": 0.3}
OTHER = 0.94  # everything else in a home: 0.90-0.96


def temperature_c(
    thermal_c: NDArray[np.float32], mask: NDArray[np.bool_], material: str | None = None
) -> float | None:
    """The 95th percentile (degrees Celsius) inside a mask bool [H, W] without its blurred edge.

    The reading is corrected for what the `material` radiates, taking the room to be as warm as the
    picture's median. None when no pixel in the mask has a reading.
    """
    inner = mask
    for size in (2 * EDGE_PX + 1, 3):
        kernel = np.ones((size, size), np.uint8)
        found = cv2.erode(mask.astype(np.uint8), kernel, borderValue=0).astype(bool)
        if np.count_nonzero(found) >= 4:
            inner = found
            break
    readings = thermal_c[inner]
    readings = readings[np.isfinite(readings)]
    if readings.size == 0:
        return None
    seen = float(np.percentile(readings, HIGH_PERCENTILE))
    room = float(np.median(thermal_c[np.isfinite(thermal_c)]))
    return room + (seen - room) / EMISSIVITY.get(material or "", OTHER)
