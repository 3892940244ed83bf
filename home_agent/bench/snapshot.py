"""A simulated world comes in; one small picture (JPEG) of it goes out, for a page."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from home_agent.errors import HomeAgentError
from home_agent.sim.render import Eyes, FilmCamera
from home_agent.sim.world import World

QUALITY = 80
SHOWN = 8  # of what goes well, every so many seeds give a picture
SIZE = (320, 240)
FAR_M, DOWN_DEG = 2.4, -38.0


def snapshot(world: World) -> bytes:
    """What the head's camera shows now, and beside it the robot from behind."""
    eyes, film = Eyes(world.model), FilmCamera(world, *SIZE, FAR_M, DOWN_DEG)
    try:
        return jpeg(np.hstack([eyes.see(world.data, "head"), film.frame()]))
    finally:
        eyes.close()
        film.close()


def jpeg(rgb: NDArray[np.uint8]) -> bytes:
    """A picture uint8 [H, W, 3] as JPEG."""
    done, data = cv2.imencode(".jpg", rgb[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    if not done:
        raise HomeAgentError("The picture could not be written as JPEG: check OpenCV.")
    return bytes(data.tobytes())
