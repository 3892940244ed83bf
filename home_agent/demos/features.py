"""A table of columns and cameras comes in; the features of LeRobot's info.json go out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from home_agent.demos.columns import FPS, GRID, HEIGHT, WIDTH, Table
from home_agent.demos.video import DEPTH_MAX_M, DEPTH_MIN_M, DEPTH_SHIFT_M

INDICES = ("frame_index", "episode_index", "index", "task_index")


def features(table: Table) -> dict[str, Any]:
    """The features of info.json."""
    found: dict[str, Any] = {}
    for camera in table.cameras:
        colour, depth, thermal = camera.keys
        found[colour] = _video("h264", "yuv420p", (HEIGHT, WIDTH, 3), {})
        small = (HEIGHT // GRID, WIDTH // GRID)
        found[depth] = _video("hevc", "gray12le", (*small, 1), DEPTH_INFO)
        found[thermal] = _video("h264", "yuv420p", (*small, 3), {})
    for column in table.columns:
        shape, parts = [len(column.parts)], list(column.parts)
        found[column.name] = {"dtype": "float32", "shape": shape, "names": parts}
    found["timestamp"] = {"dtype": "float32", "shape": [1], "names": None}
    return found | {name: {"dtype": "int64", "shape": [1], "names": None} for name in INDICES}


DEPTH_INFO = {
    "is_depth_map": True,
    "depth_unit": "mm",
    "video.is_depth_map": True,
    "video.depth_min": DEPTH_MIN_M,
    "video.depth_max": DEPTH_MAX_M,
    "video.shift": DEPTH_SHIFT_M,
    "video.use_log": True,
}


def _video(
    codec: str, pixels: str, shape: tuple[int, int, int], more: Mapping[str, Any]
) -> dict[str, Any]:
    info = {
        "video.height": shape[0],
        "video.width": shape[1],
        "video.channels": shape[2],
        "video.codec": codec,
        "video.pix_fmt": pixels,
        "video.is_depth_map": False,
        "video.fps": FPS,
        "has_audio": False,
        **more,
    }
    names = ["height", "width", "channels"]
    return {"dtype": "video", "shape": list(shape), "names": names, "info": info}
