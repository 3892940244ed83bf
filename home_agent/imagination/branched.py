"""Folders of branched runs come in; all of them as arrays go out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from home_agent.errors import BadInput

KEYS = (
    *("grid", "movers", "body", "motion", "harms", "measures"),
    *("later", "next_grid", "next_movers", "next_body", "mishap"),
)
Data = dict[str, NDArray[Any]]


def load(folder: Path, seeds: range | None = None) -> Data:
    """All branches kept in a folder, of `seeds` if given; raises `BadInput` when there are none.

    grid uint8 [n, 4, 32, 32], movers [n, 5, 8], body [n, 46]: the look of each moment; motion
    [n, k, 20, 34], harms bool [n, k, 20, 8], measures [n, k, 20, 4]: of each branch, the first the
    policy's own; next_*: the look a second later where `later`; mishap [n]; home [n].
    """
    files = sorted(file for file in folder.glob("*.npz") if file.stem.isdigit())
    files = [file for file in files if seeds is None or int(file.stem) in seeds]
    if not files:
        raise BadInput(f"There are no branches in {folder}: use 'home-agent train branches' first.")
    parts: list[Data] = []
    for file in files:
        with np.load(file) as found:
            parts.append({key: found[key] for key in KEYS})
    data = {key: np.concatenate([part[key] for part in parts]) for key in KEYS}
    data["home"] = np.repeat([int(file.stem) for file in files], [len(p["body"]) for p in parts])
    return data
