"""An occupancy grid comes in, a nav2 map (map.yaml and map.pgm) goes out; and the way back."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import yaml

from home_agent.config import read_yaml
from home_agent.errors import BadInput
from home_agent.home.occupancy import Occupancy

FREE, OCCUPIED = 254, 0  # grey values that nav2's map saver writes
_NEEDED = ("image", "resolution", "origin")


def save_nav2(grid: Occupancy, path: Path | str) -> None:
    """Write `path` (YAML) and a picture of the same name ending in .pgm beside it."""
    file = Path(path)
    picture = np.where(grid.occupied, OCCUPIED, FREE).astype(np.uint8)
    # The picture's first row is the far end of the map.
    good, data = cv2.imencode(".pgm", np.ascontiguousarray(picture[::-1]))
    if not good:
        raise BadInput(f"The map picture for {file} cannot be written.")
    image = file.with_suffix(".pgm")
    image.write_bytes(data.tobytes())
    about = {
        "image": image.name,
        "mode": "trinary",
        "resolution": grid.resolution_m,
        "origin": [*grid.origin_m, 0.0],
        "negate": 0,
        "occupied_thresh": 0.65,
        "free_thresh": 0.196,
    }
    file.write_text(yaml.safe_dump(about, sort_keys=False), encoding="utf-8")


def load_nav2(path: Path | str) -> Occupancy:
    """The grid that `path` (YAML) describes; what is not surely free counts as occupied.

    Raises `BadInput` naming what is wrong with the file.
    """
    file = Path(path)
    about = read_yaml(file)
    if not isinstance(about, dict) or any(key not in about for key in _NEEDED):
        raise BadInput(f"{file} is no nav2 map: it needs {', '.join(_NEEDED)}.")
    resolution = _number(file, about["resolution"], "resolution")
    origin = about["origin"]
    if not isinstance(origin, list) or len(origin) < 2 or resolution <= 0:
        raise BadInput(f"{file}: 'origin' must be [x, y, yaw] and 'resolution' above zero.")
    x, y, yaw = (_number(file, value, "origin") for value in (*origin, 0.0)[:3])
    if abs(yaw) > 1e-6:
        raise BadInput(f"{file}: a turned origin is not supported, make its yaw 0.")
    image = file.parent / str(about["image"])
    if not image.is_file():
        raise BadInput(f"{file}: there is no picture {image}.")
    picture = cv2.imdecode(np.frombuffer(image.read_bytes(), np.uint8), cv2.IMREAD_GRAYSCALE)
    if picture is None:
        raise BadInput(f"{image} is no picture that can be read.")
    darkness = np.asarray(picture, float)[::-1] / 255.0
    if not about.get("negate"):
        darkness = 1.0 - darkness
    limit = _number(file, about.get("free_thresh", 0.196), "free_thresh")
    return Occupancy.of(darkness >= limit, resolution, (x, y))


def _number(file: Path, value: Any, key: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise BadInput(f"{file}: '{key}' must hold finite numbers.")
    return float(value)
