"""Pictures of the room, of the robot's eyes and of the map come in; an MP4 film comes out."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]

WIDTH, HEIGHT = 960, 540
SIDE = 320
STRIP = 180
FPS = 10
BACK = (24, 26, 30)
FONT = cv2.FONT_HERSHEY_DUPLEX


def thermal_picture(
    thermal_c: NDArray[np.float32], low: float = 15.0, high: float = 65.0
) -> Picture:
    """Temperatures [H, W] as an inferno-coloured picture from `low` to `high` degrees Celsius."""
    scaled = np.clip((thermal_c - low) / (high - low), 0, 1)
    coloured = cv2.applyColorMap((scaled * 255).astype(np.uint8), cv2.COLORMAP_INFERNO)
    return np.asarray(cv2.cvtColor(coloured, cv2.COLOR_BGR2RGB), np.uint8)


def compose(
    scene: Picture, eyes: Picture | None, heat: Picture | None, plan: Picture, lines: list[str]
) -> Picture:
    """One frame [540, 960, 3]: the scene large, eyes, heat and map beside it, words beneath."""
    frame = np.full((HEIGHT, WIDTH, 3), BACK, np.uint8)
    frame[: HEIGHT - STRIP, : WIDTH - SIDE] = _fit(scene, WIDTH - SIDE, HEIGHT - STRIP)
    sides = (("robot's eyes", eyes), ("thermal", heat), ("map", plan))
    for row, (title, picture) in enumerate(sides):
        top = row * (HEIGHT // 3)
        if picture is not None:
            frame[top : top + HEIGHT // 3, WIDTH - SIDE :] = _fit(picture, SIDE, HEIGHT // 3)
        _write(frame, title, (WIDTH - SIDE + 8, top + 18), 0.45, (255, 255, 255))
    for n, line in enumerate(lines[-6:]):
        _write(frame, line, (14, HEIGHT - STRIP + 26 + 27 * n), 0.5, (226, 228, 232))
    return frame


def _fit(picture: Picture, width: int, height: int) -> Picture:
    """Scale to cover width x height and cut the middle out."""
    h, w = picture.shape[:2]
    scale = max(width / w, height / h)
    size = (max(width, round(w * scale)), max(height, round(h * scale)))
    big = cv2.resize(picture, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    top, left = (big.shape[0] - height) // 2, (big.shape[1] - width) // 2
    return np.asarray(big[top : top + height, left : left + width], np.uint8)


def _write(frame: Any, text: str, at: tuple[int, int], size: float, colour: Any) -> None:
    """Words on a dark ground."""
    (width, height), _ = cv2.getTextSize(text, FONT, size, 1)
    x, y = at
    cv2.rectangle(frame, (x - 4, y - height - 4), (x + width + 4, y + 6), BACK, -1)
    cv2.putText(frame, text, at, FONT, size, colour, 1, cv2.LINE_AA)


class Film:
    """Writes frames uint8 [540, 960, 3] to an MP4 at 10 frames a second."""

    def __init__(self, path: Path) -> None:
        self._file = av.open(str(path), "w")
        self._stream = self._file.add_stream("libx264", rate=FPS)
        self._stream.width, self._stream.height = WIDTH, HEIGHT
        self._stream.pix_fmt = "yuv420p"
        self._stream.options = {"crf": "26", "preset": "veryfast"}
        self._stream.time_base = Fraction(1, FPS)
        self.frames = 0

    def add(self, frame: Picture) -> None:
        shot = av.VideoFrame.from_ndarray(frame, format="rgb24")
        shot.pts = self.frames
        self.frames += 1
        for packet in self._stream.encode(shot):
            self._file.mux(packet)

    def close(self) -> None:
        for packet in self._stream.encode():
            self._file.mux(packet)
        self._file.close()
