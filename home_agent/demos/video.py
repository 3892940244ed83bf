"""Pictures come in, MP4 files go out, and back: colour, depth and temperature.

Colour and thermal are H.264. Thermal is grey, linear from 10 to 110 C over 0..255. Depth is
lossless HEVC with 12 bits a pixel, code = (log(d + 0.5) - log 0.5) / (log 8.69 - log 0.5) * 4095
with d in m and 0 for unknown: 0.6 mm a step at 0.3 m, 0.9 mm at 0.8 m; as LeRobot 0.6 keeps it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

import av
import numpy as np
from numpy.typing import NDArray

Kind = Literal["colour", "depth", "thermal"]
Picture = NDArray[Any]

DEPTH_MIN_M, DEPTH_MAX_M, DEPTH_SHIFT_M = 0.0, 8.19, 0.5
CODES = 4095
COLD_C, WARM_C = 10.0, 110.0
KEYFRAME = 20  # frames between pictures that stand alone
_LOW = math.log(DEPTH_MIN_M + DEPTH_SHIFT_M)
_SPAN = math.log(DEPTH_MAX_M + DEPTH_SHIFT_M) - _LOW


def depth_codes(depth_m: NDArray[np.float32]) -> NDArray[np.uint16]:
    """Depth in m as 12-bit codes uint16, same shape."""
    far = np.clip(np.nan_to_num(depth_m, posinf=0.0), DEPTH_MIN_M, DEPTH_MAX_M)
    share = (np.log(far + DEPTH_SHIFT_M) - _LOW) / _SPAN
    return np.asarray(np.rint(share * CODES), np.uint16)


def depth_from(codes: NDArray[np.uint16]) -> NDArray[np.float32]:
    """12-bit codes as depth in m float32, same shape."""
    far = np.exp(codes.astype(np.float32) / CODES * _SPAN + _LOW) - DEPTH_SHIFT_M
    return np.where(codes > 0, far, 0.0).astype(np.float32)


def thermal_codes(thermal_c: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Temperatures in C as codes uint8, same shape."""
    share = (thermal_c - COLD_C) / (WARM_C - COLD_C)
    return np.asarray(np.rint(np.clip(share, 0.0, 1.0) * 255), np.uint8)


def thermal_from(codes: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Codes as temperatures in C float32, same shape."""
    return (COLD_C + codes.astype(np.float32) / 255 * (WARM_C - COLD_C)).astype(np.float32)


def write_video(path: Path, kind: Kind, pictures: Sequence[Picture], fps: int) -> None:
    """Write pictures, one a frame: uint8 [H, W, 3], uint8 [H, W] thermal or uint16 [H, W] depth.

    A picture that is the same object as the one before costs next to nothing.
    """
    height, width = pictures[0].shape[:2]
    with av.open(str(path), "w", format="mp4") as file:
        name, options = _codec(kind)
        stream: Any = file.add_stream(name, rate=fps, options=options)
        stream.width, stream.height = width, height
        stream.pix_fmt = "gray12le" if kind == "depth" else "yuv420p"
        stream.time_base = Fraction(1, fps)
        stream.codec_context.thread_count = 1
        for n, picture in enumerate(pictures):
            frame = _frame(kind, picture)
            frame.pts, frame.time_base = n, Fraction(1, fps)
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))


def _codec(kind: Kind) -> tuple[str, dict[str, str]]:
    if kind == "depth":
        quiet = f"lossless=1:keyint={KEYFRAME}:log-level=none:pools=1:frame-threads=1:bframes=0"
        return "libx265", {"preset": "ultrafast", "x265-params": quiet, "tag": "hvc1"}
    crf = "20" if kind == "colour" else "16"
    return "libx264", {"preset": "veryfast", "crf": crf, "g": str(KEYFRAME), "bf": "0"}


def _frame(kind: Kind, picture: Picture) -> av.VideoFrame:
    if kind == "colour":
        return av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")
    if kind == "thermal":
        return av.VideoFrame.from_ndarray(np.repeat(picture[..., None], 3, axis=2), format="rgb24")
    height, width = picture.shape
    frame = av.VideoFrame(width, height, "gray12le")
    plane = frame.planes[0]
    rows = np.zeros((height, plane.line_size // 2), np.uint16)
    rows[:, :width] = picture
    plane.update(rows.tobytes())
    return frame


def read_video(path: Path, kind: Kind, first: int = 0, count: int | None = None) -> list[Picture]:
    """The pictures of a video as they were given to `write_video`, from frame `first` on."""
    found: list[Picture] = []
    for n, picture in enumerate(pictures_of(path, kind)):
        if count is not None and n >= first + count:
            break
        if n >= first:
            found.append(picture)
    return found


def pictures_of(path: Path, kind: Kind) -> Iterator[Picture]:
    """The pictures of a video one after the other."""
    with av.open(str(path)) as file:
        for frame in file.decode(video=0):
            if kind == "depth":
                plane = frame.planes[0]
                rows = np.frombuffer(bytes(plane), np.uint16).reshape(
                    frame.height, plane.line_size // 2
                )
                yield rows[:, : frame.width].copy()
            else:
                picture = frame.to_ndarray(format="rgb24")
                yield picture if kind == "colour" else picture[..., 1].copy()


def join_videos(paths: Sequence[Path], to: Path, fps: int) -> list[int]:
    """Put videos of one kind behind each other without encoding anew; returns their lengths."""
    lengths: list[int] = []
    done = 0
    with av.open(str(to), "w", format="mp4") as file:
        stream = None
        for path in paths:
            with av.open(str(path)) as part:
                source = part.streams.video[0]
                if stream is None:
                    stream = file.add_stream_from_template(source)
                    stream.time_base = Fraction(1, fps)
                n = 0
                for packet in part.demux(source):
                    if packet.dts is None:
                        continue
                    packet.time_base = Fraction(1, fps)
                    packet.pts = packet.dts = done + n
                    packet.duration = 1
                    packet.stream = stream
                    file.mux(packet)
                    n += 1
            lengths.append(n)
            done += n
    return lengths
