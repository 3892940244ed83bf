"""Finished looks come in; parquet files of them go out, one row a look, pictures within.

Columns: seed, look, rgb (JPEG 320 x 240), depth (PNG, uint16 mm, 160 x 120, 0 unknown), thermal
(PNG, uint8 codes of video.py), marks (PNG, uint8: number of the thing in each cell, 0 none), k
[9], camera [7] (pose in the base frame, OpenCV's axes), head [2], room, shown (list of structs,
see `looks.Shown`).
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from home_agent.demos.lerobot import arrow
from home_agent.demos.part import Part

ROWS = 2048  # of a file: under 100 MB
PICTURES = ("rgb", "depth", "thermal", "marks")


def write_looks(parts: Sequence[Part], to: Path) -> int:
    """Write all looks in `parts` to the folder `to`; returns how many there are."""
    pa, pq = arrow()
    rough = to.with_name(f".{to.name}.rough")
    shutil.rmtree(rough, ignore_errors=True)
    rough.mkdir(parents=True)
    count = 0
    rows: list[dict[str, Any]] = []
    files = 0
    schema = _schema(pa)
    for row in _rows(parts):
        rows.append(row)
        count += 1
        if len(rows) == ROWS:
            _write(rows, rough, files, schema, pa, pq)
            rows, files = [], files + 1
    if rows:
        _write(rows, rough, files, schema, pa, pq)
    shutil.rmtree(to, ignore_errors=True)
    if count:
        rough.rename(to)
    else:
        shutil.rmtree(rough)
    return count


def _rows(parts: Sequence[Part]) -> Iterator[dict[str, Any]]:
    for part in parts:
        with np.load(part.folder / "pictures.npz") as pictures:
            for n, about in enumerate(part.meta["looks"]):
                found = {name: pictures[f"{n}.{name}"].tobytes() for name in PICTURES}
                yield {"seed": int(part.meta["seed"]), "look": n, **found, **about}


def _write(
    rows: Sequence[dict[str, Any]], to: Path, number: int, schema: Any, pa: Any, pq: Any
) -> None:
    table = pa.Table.from_pylist(list(rows), schema=schema)
    pq.write_table(table, to / f"looks-{number:05d}.parquet", row_group_size=256)


def _schema(pa: Any) -> Any:
    number, text = pa.float32(), pa.string()
    pair, triple = pa.list_(number, 2), pa.list_(number, 3)
    shown = pa.struct(
        [
            ("number", pa.int32()),
            *((name, text) for name in ("id", "kind", "colour", "material", "on")),
            ("cells", pa.int32()),
            ("middle", triple),
            ("pixel", pair),
            ("seen", pair),
            ("size", triple),
            ("yaw_rad", number),
            ("temp_c", number),
        ]
    )
    return pa.schema(
        [
            ("seed", pa.int64()),
            ("look", pa.int32()),
            *((name, pa.binary()) for name in PICTURES),
            ("k", pa.list_(number, 9)),
            ("camera", pa.list_(number, 7)),
            ("head", pair),
            ("room", text),
            ("shown", pa.list_(shown)),
        ]
    )
