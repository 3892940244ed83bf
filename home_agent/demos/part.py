"""What one run gave comes in; a folder that is whole or not there at all goes out, and back.

A part holds `meta.json` and files beside it. It is written under another name and then renamed,
so that a process killed at any moment leaves no half part behind.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

META = "meta.json"


@dataclass(frozen=True, slots=True)
class Part:
    """One finished run: its folder and what its meta.json says."""

    folder: Path
    meta: Mapping[str, Any]


def part_folder(out: Path, task: str, seed: int) -> Path:
    """Where the part of a task in the home of a seed belongs."""
    return out / "parts" / task / f"{seed:05d}"


def write_part(folder: Path, fill: Callable[[Path], Mapping[str, Any]]) -> None:
    """Let `fill` write files into an empty folder and say what is in it; all of it or nothing."""
    rough = folder.with_name(f".{folder.name}.rough")
    shutil.rmtree(rough, ignore_errors=True)
    rough.mkdir(parents=True)
    meta = fill(rough)
    (rough / META).write_text(json.dumps(meta, indent=1) + "\n", encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    rough.rename(folder)


def is_done(folder: Path) -> bool:
    """Is this part there?"""
    return (folder / META).is_file()


def parts(out: Path, task: str) -> list[Part]:
    """All finished parts of a task in the order of their seeds."""
    found = sorted((out / "parts" / task).glob(f"[0-9]*/{META}"))
    return [Part(file.parent, json.loads(file.read_text(encoding="utf-8"))) for file in found]
