"""A look, what was meant in it and where was pointed come in; one small picture (JPEG) goes out."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from home_agent.errors import HomeAgentError
from home_agent.vla.eyesight import Pointed

RIGHT, WRONG, OUTLINE = (60, 200, 60), (60, 60, 235), (80, 230, 250)  # BGR
LIGHT, DARK = (255, 255, 255), (0, 0, 0)
QUALITY = 80


def draw(
    rgb: NDArray[np.uint8], meant: Sequence[NDArray[np.bool_]], pointed: Pointed, good: bool
) -> bytes:
    """The picture [H, W, 3] with what was meant (masks [H/2, W/2]) outlined and the point on it.

    A ring is the point of both looks, green when right, red when wrong; a small white cross is
    the point of look 1 alone.
    """
    out = np.ascontiguousarray(rgb[..., ::-1])
    for mask in meant:
        whole = mask.repeat(2, axis=0).repeat(2, axis=1).astype(np.uint8)
        around = cv2.dilate(whole, np.ones((5, 5), np.uint8))  # small things must still be seen
        outlines, _ = cv2.findContours(around, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
        cv2.drawContours(out, outlines, -1, OUTLINE, 1)
    u, v, _ = pointed.first
    cv2.drawMarker(out, (round(u), round(v)), LIGHT, cv2.MARKER_TILTED_CROSS, 7, 1)
    at = round(pointed.u), round(pointed.v)
    cv2.circle(out, at, 6, DARK, 4, cv2.LINE_AA)
    cv2.circle(out, at, 6, RIGHT if good else WRONG, 2, cv2.LINE_AA)
    done, jpeg = cv2.imencode(".jpg", out, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    if not done:
        raise HomeAgentError("The picture could not be written as JPEG: check OpenCV.")
    return bytes(jpeg.tobytes())
