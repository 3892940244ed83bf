"""Finished parts come in; a LeRobot v3 data set (parquet and video) goes out.

The only module that needs pyarrow (`pip install home-agent[train]`). Layout: meta/info.json,
meta/stats.json, meta/tasks.parquet, meta/episodes/chunk-000/file-000.parquet, data/chunk-*/file-*
.parquet with one row group an episode, videos/<key>/chunk-*/file-*.mp4. Ours besides:
meta/nodes.parquet and meta/searches.parquet (see nodes.py).
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from home_agent.demos import stats
from home_agent.demos.columns import FPS, Column, Table
from home_agent.demos.features import INDICES, features
from home_agent.demos.part import Part
from home_agent.demos.video import join_videos
from home_agent.errors import BadInput

VERSION = "v3.0"
CHUNK, DATA_MB, VIDEO_MB = 1000, 100, 200
MOST_ROWS = 30_000  # of a file of rows: under 100 MB
DATA = "data/chunk-{chunk_index:03d}/file-{file_index:03d}.parquet"
VIDEO = "videos/{video_key}/chunk-{chunk_index:03d}/file-{file_index:03d}.mp4"
_NO_ARROW = "Data sets need pyarrow: pip install 'home-agent[train]'."


def arrow() -> tuple[Any, Any]:
    """pyarrow and its parquet module; raises BadInput naming what to install."""
    try:
        import pyarrow  # noqa: PLC0415 - heavy, and only wanted here
        import pyarrow.parquet  # noqa: PLC0415
    except ImportError:
        raise BadInput(_NO_ARROW) from None
    return pyarrow, pyarrow.parquet


@dataclass(frozen=True, slots=True)
class _One:
    """One episode of a part."""

    part: Part
    meta: Mapping[str, Any]

    @property
    def stem(self) -> str:
        return f"{self.meta['number']:02d}"

    def columns(self) -> dict[str, Any]:
        with np.load(self.part.folder / f"{self.stem}.npz") as file:
            return {name: file[name] for name in file.files}

    def spread(self) -> dict[str, stats.Stats]:
        file = self.part.folder / f"{self.stem}.stats.json"
        found: dict[str, stats.Stats] = json.loads(file.read_text(encoding="utf-8"))
        return found

    def video(self, key: str) -> Path:
        return self.part.folder / f"{self.stem}.{key}.mp4"


def write_dataset(table: Table, parts: Sequence[Part], to: Path) -> int:
    """Write all episodes of `table` in `parts` to the folder `to`; returns how many there are."""
    pa, pq = arrow()
    every = [
        _One(part, meta)
        for part in parts
        for meta in part.meta["episodes"]
        if meta["table"] == table.name
    ]
    rough = to.with_name(f".{to.name}.rough")
    shutil.rmtree(rough, ignore_errors=True)
    if every:
        _write(table, every, parts, rough, pa, pq)
    shutil.rmtree(to, ignore_errors=True)
    if every:
        rough.rename(to)
    return len(every)


def _write(
    table: Table, every: Sequence[_One], parts: Sequence[Part], to: Path, pa: Any, pq: Any
) -> None:
    tasks = {words: n for n, words in enumerate(dict.fromkeys(one.meta["words"] for one in every))}
    keys = [key for camera in table.cameras for key in camera.keys]
    told: list[dict[str, Any]] = []
    at = 0
    for number, group in enumerate(_groups(every, keys)):
        where = {"chunk_index": number // CHUNK, "file_index": number % CHUNK}
        path = to / DATA.format(**where)
        path.parent.mkdir(parents=True, exist_ok=True)
        begun: dict[str, list[int]] = {}
        for key in keys:
            film = to / VIDEO.format(video_key=key, **where)
            film.parent.mkdir(parents=True, exist_ok=True)
            lengths = join_videos([one.video(key) for one in group], film, FPS)
            begun[key] = np.concatenate([[0], np.cumsum(lengths)]).astype(int).tolist()
        with pq.ParquetWriter(path, _schema(table, pa), compression="zstd") as writer:
            for n, one in enumerate(group):
                rows = _rows(one, len(told), at, tasks[one.meta["words"]])
                writer.write_table(_arrow_rows(rows, table, pa))
                told.append(_episode(one, len(told), at, where, begun, n, rows))
                at += int(one.meta["length"])
    _meta(table, told, tasks, to, pa, pq)
    _sidecars(parts, to, pa, pq)


def _groups(every: Sequence[_One], keys: Sequence[str]) -> Iterator[list[_One]]:
    """Episodes that share files, in order, within the sizes that LeRobot wants."""
    group: list[_One] = []
    rows, sizes = 0, dict.fromkeys(keys, 0)
    for one in every:
        rows += int(one.meta["length"])
        for key in keys:
            sizes[key] += one.video(key).stat().st_size
        if group and (rows > MOST_ROWS or max(sizes.values()) > VIDEO_MB * 2**20):
            yield group
            group, rows = [], int(one.meta["length"])
            sizes = {key: one.video(key).stat().st_size for key in keys}
        group.append(one)
    if group:
        yield group


def _rows(one: _One, episode: int, at: int, task: int) -> dict[str, Any]:
    count = int(one.meta["length"])
    frame = np.arange(count)
    return {
        **one.columns(),
        "timestamp": (frame / FPS).astype(np.float32),
        "frame_index": frame,
        "episode_index": np.full(count, episode),
        "index": at + frame,
        "task_index": np.full(count, task),
    }


def _schema(table: Table, pa: Any) -> Any:
    fields = [(column.name, _kind(column, pa)) for column in table.columns]
    fields += [("timestamp", pa.float32()), *((name, pa.int64()) for name in INDICES)]
    return pa.schema(fields)


def _kind(column: Column, pa: Any) -> Any:
    width = len(column.parts)
    return pa.float32() if width == 1 else pa.list_(pa.float32(), width)


def _arrow_rows(rows: Mapping[str, Any], table: Table, pa: Any) -> Any:
    schema = _schema(table, pa)
    made = []
    for field in schema:
        values = np.ascontiguousarray(rows[field.name])
        flat = pa.array(values.ravel())
        width = values.shape[1] if values.ndim == 2 else 1
        made.append(flat if width == 1 else pa.FixedSizeListArray.from_arrays(flat, width))
    return pa.Table.from_arrays(made, schema=schema)


def _episode(
    one: _One,
    number: int,
    at: int,
    where: Mapping[str, int],
    begun: Mapping[str, Sequence[int]],
    n: int,
    rows: Mapping[str, Any],
) -> dict[str, Any]:
    """A row of meta/episodes, with what we know beyond LeRobot."""
    part, meta = one.part.meta, one.meta
    row: dict[str, Any] = {
        "episode_index": number,
        "tasks": [meta["words"]],
        "length": int(meta["length"]),
        "data/chunk_index": where["chunk_index"],
        "data/file_index": where["file_index"],
        "dataset_from_index": at,
        "dataset_to_index": at + int(meta["length"]),
        "meta/episodes/chunk_index": 0,
        "meta/episodes/file_index": 0,
        "run": f"{part['seed']:05d}-{part['task']}",
        "seed": int(part["seed"]),
        "scenario": part["task"],
        "said": part["said"],
        "run_success": bool(part["success"]),
        "verb": meta["verb"],
        "mishap": meta["mishap"],
        "ended": meta["ended"],
        "success": bool(meta["success"]),
        "begun_s": float(meta["begun_s"]),
        "thing": meta["thing"],
        "route": json.dumps(meta["route"]),
    }
    for key, starts in begun.items():
        row[f"videos/{key}/chunk_index"] = where["chunk_index"]
        row[f"videos/{key}/file_index"] = where["file_index"]
        row[f"videos/{key}/from_timestamp"] = starts[n] / FPS
        row[f"videos/{key}/to_timestamp"] = starts[n + 1] / FPS
    spread = one.spread() | {name: stats.of_column(rows[name]) for name in ("timestamp", *INDICES)}
    for name, found in spread.items():
        row |= {f"stats/{name}/{part}": value for part, value in found.items()}
    return row


def _meta(
    table: Table,
    told: Sequence[dict[str, Any]],
    tasks: Mapping[str, int],
    to: Path,
    pa: Any,
    pq: Any,
) -> None:
    names = sorted({key.split("/")[1] for key in told[0] if key.startswith("stats/")})
    whole = {}
    for name in names:
        head = f"stats/{name}/"
        each = [
            {k.removeprefix(head): v for k, v in row.items() if k.startswith(head)} for row in told
        ]
        whole[name] = stats.joined(each)
    meta = to / "meta"
    (meta / "episodes" / "chunk-000").mkdir(parents=True)
    pq.write_table(pa.Table.from_pylist(list(told)), meta / "episodes/chunk-000/file-000.parquet")
    pq.write_table(_tasks(tasks, pa), meta / "tasks.parquet")
    (meta / "stats.json").write_text(json.dumps(whole, indent=1), encoding="utf-8")
    info = {
        "codebase_version": VERSION,
        "robot_type": "homebot",
        "total_episodes": len(told),
        "total_frames": told[-1]["dataset_to_index"],
        "total_tasks": len(tasks),
        "chunks_size": CHUNK,
        "data_files_size_in_mb": DATA_MB,
        "video_files_size_in_mb": VIDEO_MB,
        "fps": FPS,
        "splits": {"train": f"0:{len(told)}"},
        "data_path": DATA,
        "video_path": VIDEO,
        "features": features(table),
    }
    (meta / "info.json").write_text(json.dumps(info, indent=1), encoding="utf-8")


def _tasks(tasks: Mapping[str, int], pa: Any) -> Any:
    """Sentences and their numbers; pandas, with which LeRobot reads them, takes `task` as index."""
    plain = pa.table({"task_index": list(tasks.values()), "task": list(tasks)})
    about = [
        {
            "name": name,
            "field_name": name,
            "pandas_type": kind,
            "numpy_type": numpy,
            "metadata": None,
        }
        for name, kind, numpy in (("task_index", "int64", "int64"), ("task", "unicode", "object"))
    ]
    pandas = {"index_columns": ["task"], "columns": about, "column_indexes": []}
    return plain.replace_schema_metadata({"pandas": json.dumps(pandas)})


def _sidecars(parts: Sequence[Part], to: Path, pa: Any, pq: Any) -> None:
    """The nodes of each home and the decisions of each search."""
    homes = {int(part.meta["seed"]): part.meta.get("nodes", []) for part in parts}
    rows = [node for seed in sorted(homes) for node in homes[seed]]
    searches = [one for part in parts for one in part.meta["searches"]]
    for name, found in (("nodes", rows), ("searches", searches)):
        if found:
            pq.write_table(pa.Table.from_pylist(found), to / "meta" / f"{name}.parquet")
