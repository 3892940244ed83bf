"""The folder of a data set comes in; episodes and looks go out one by one, ready for a trainer.

Videos are decoded once, in the order of their files, and only new pictures are kept: a row's own
picture is `pictures[...][row_picture[row]]`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from home_agent.demos.columns import TABLES, Camera, Table
from home_agent.demos.lerobot import VIDEO, arrow
from home_agent.demos.video import depth_from, pictures_of, thermal_from
from home_agent.errors import BadInput


@dataclass(frozen=True, slots=True)
class Pictures:
    """The new pictures of one camera in an episode, m of them.

    rgb uint8 [m, 240, 320, 3]; depth_m float32 [m, 120, 160], 0 unknown; thermal_c as depth.
    """

    rgb: NDArray[np.uint8]
    depth_m: NDArray[np.float32]
    thermal_c: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Demonstration:
    """One step as it was demonstrated: n rows at 20 Hz.

    columns: float32 [n, width] by name (see columns.py); row_picture int [n]: number of the
    picture that each row has; about: the row of meta/episodes (verb, success, mishap, seed ...).
    """

    task: str
    columns: Mapping[str, NDArray[np.float32]]
    cameras: Mapping[str, Pictures]
    row_picture: NDArray[np.int64]
    about: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Look:
    """One look: rgb uint8 [240, 320, 3], depth_m and thermal_c float32 [120, 160], marks uint8.

    k [3, 3] of the large picture, camera [7] its pose in the base frame; shown: see looks.Shown.
    """

    rgb: NDArray[np.uint8]
    depth_m: NDArray[np.float32]
    thermal_c: NDArray[np.float32]
    marks: NDArray[np.uint8]
    k: NDArray[np.float64]
    camera: NDArray[np.float64]
    shown: tuple[Mapping[str, Any], ...]
    seed: int


def episodes(folder: Path, pictures: bool = True) -> Iterator[Demonstration]:
    """Every episode of a data set; without `pictures` only the numbers, which is fast."""
    _, pq = arrow()
    info = json.loads((folder / "meta" / "info.json").read_text(encoding="utf-8"))
    table = _table(info["features"])
    sentences = pq.read_table(folder / "meta" / "tasks.parquet").to_pydict()
    tasks = dict(zip(sentences["task_index"], sentences["task"], strict=True))
    told = pq.read_table(folder / "meta" / "episodes").to_pylist()
    names = [column.name for column in table.columns]
    films: dict[str, Iterator[Any]] = {}
    file, opened = None, -1
    for about in sorted(told, key=lambda row: row["episode_index"]):
        where = {name: about[f"data/{name}"] for name in ("chunk_index", "file_index")}
        number = where["chunk_index"] * info["chunks_size"] + where["file_index"]
        if number != opened:
            opened, group = number, 0
            file = pq.ParquetFile(folder / info["data_path"].format(**where))
            for camera in table.cameras if pictures else ():
                films |= _films(folder, camera, where)
        assert file is not None
        rows = file.read_row_group(group)
        group += 1
        columns = {name: _numbers(rows[name]) for name in names}
        fresh = columns["observation.fresh"][:, 0] > 0.5
        fresh[0] = True
        cameras = {camera.name: _seen(films, camera, fresh) for camera in table.cameras if pictures}
        plain = {name: value for name, value in about.items() if not name.startswith("stats/")}
        task = tasks[rows["task_index"][0].as_py()]
        yield Demonstration(task, columns, cameras, np.cumsum(fresh) - 1, plain)


def _table(features: Mapping[str, Any]) -> Table:
    for table in TABLES:
        if all(column.name in features for column in table.columns):
            return table
    raise BadInput("This data set was not made by 'home-agent collect'.")


def _numbers(column: Any) -> NDArray[np.float32]:
    whole = column.combine_chunks()
    flat = whole.flatten() if hasattr(whole, "flatten") else whole
    return np.asarray(flat.to_numpy(zero_copy_only=False), np.float32).reshape(len(whole), -1)


def _films(folder: Path, camera: Camera, where: Mapping[str, int]) -> dict[str, Iterator[Any]]:
    colour, depth, thermal = camera.keys
    paths = {key: folder / VIDEO.format(video_key=key, **where) for key in camera.keys}
    return {
        colour: pictures_of(paths[colour], "colour"),
        depth: pictures_of(paths[depth], "depth"),
        thermal: pictures_of(paths[thermal], "thermal"),
    }


def _seen(films: Mapping[str, Iterator[Any]], camera: Camera, fresh: NDArray[np.bool_]) -> Pictures:
    kept: list[list[Any]] = [[], [], []]
    for new in fresh:
        for pictures, key in zip(kept, camera.keys, strict=True):
            picture = next(films[key])
            if new:
                pictures.append(picture)
    colour, depth, thermal = (np.stack(pictures) for pictures in kept)
    return Pictures(colour, depth_from(depth), thermal_from(thermal))


def looks(folder: Path) -> Iterator[Look]:
    """Every look of the grounding set."""
    _, pq = arrow()
    for path in sorted(folder.glob("looks-*.parquet")):
        file = pq.ParquetFile(path)
        for batch in file.iter_batches(batch_size=64):
            for row in batch.to_pylist():
                yield _look(row)


def _look(row: Mapping[str, Any]) -> Look:
    def picture(name: str, how: int) -> NDArray[Any]:
        return np.asarray(cv2.imdecode(np.frombuffer(row[name], np.uint8), how))

    return Look(
        rgb=picture("rgb", cv2.IMREAD_COLOR)[:, :, ::-1],
        depth_m=np.asarray(picture("depth", cv2.IMREAD_UNCHANGED) / 1000, np.float32),
        thermal_c=thermal_from(picture("thermal", cv2.IMREAD_UNCHANGED)),
        marks=picture("marks", cv2.IMREAD_UNCHANGED),
        k=np.array(row["k"]).reshape(3, 3),
        camera=np.array(row["camera"]),
        shown=tuple(row["shown"]),
        seed=row["seed"],
    )
