"""Events come in while a run goes on; a folder with its story, result and pictures comes out."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from home_agent.clock import stamp
from home_agent.errors import BadInput
from home_agent.types import Event


def plain(value: Any) -> Any:
    """Any value of the house as plain JSON: dataclasses to dicts, arrays to lists."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if isinstance(value, np.ndarray):
        return value.tolist() if value.size <= 64 else f"array {value.dtype} {value.shape}"
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, float | int | str | bool) or value is None:
        return value
    return str(value)


def new_run_folder(root: Path, words: str) -> Path:
    """Make a folder for one run, named by time and the words said."""
    slug = re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")[:40] or "run"
    name = f"{stamp()}-{slug}"
    for n in range(1000):
        folder = root / (name if n == 0 else f"{name}-{n}")
        try:
            folder.mkdir(parents=True, exist_ok=False)
        except FileExistsError:
            continue
        except OSError as error:
            raise BadInput(f"The run folder {folder} cannot be made: {error.strerror}.") from None
        return folder
    raise BadInput(f"There are too many runs in {root}: move some away.")


class Recorder:
    """Keeps the events of one run, one JSON line each, as they happen."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._file = (folder / "events.jsonl").open("w", encoding="utf-8")

    def __call__(self, event: Event) -> None:
        line = {"t_s": round(event.t_s, 3), "name": event.name, **plain(event.data)}
        self._file.write(json.dumps(line, ensure_ascii=False) + "\n")
        self._file.flush()

    def close(self, result: Mapping[str, Any]) -> None:
        """Write the result and end the record."""
        self._file.close()
        text = json.dumps(plain(result), indent=2, ensure_ascii=False)
        (self.folder / "result.json").write_text(text + "\n", encoding="utf-8")


def write_picture(path: Path, rgb: NDArray[np.uint8]) -> Path:
    """Save a picture, uint8 [H, W, 3] RGB; raises BadInput when it cannot be written."""
    try:
        written = cv2.imwrite(str(path), cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR))
    except cv2.error:
        written = False
    if not written:
        raise BadInput(f"No picture can be written to {path}: name a .png file in a real folder.")
    return path


def latest_run(root: Path) -> Path:
    """The newest run folder under `root`; raises BadInput when there is none."""
    runs = sorted(path.parent for path in root.glob("*/events.jsonl")) if root.is_dir() else []
    if not runs:
        raise BadInput(f"There is no run in {root} yet. Try: home-agent say 'where are you'.")
    return runs[-1]


def read_events(folder: Path) -> list[dict[str, Any]]:
    """The events of a run as dicts; a half-written last line is left out."""
    path = folder / "events.jsonl"
    if not path.is_file():
        raise BadInput(f"{folder} is not a run: it has no events.jsonl.")
    events: list[dict[str, Any]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            events.append(json.loads(line))
        except json.JSONDecodeError:
            break
    return events
