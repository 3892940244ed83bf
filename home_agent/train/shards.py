"""Looks of training homes come in; files of them go out, small, resumable and hashed, and back.

A shard is one .npz: rgb uint8 [n, 240, 320, 3]; depth uint16 [n, 120, 160] (mm) and warm int16
[n, 120, 160] (0.1 C), of which each value stands for 2 x 2 pixels as the sensor gives them; owner
uint8 [n, 120, 160] (0: nothing, i + 1: the look's i-th shown thing); k float64 [n, 3, 3]; pose
float64 [n, 7]; shown: JSON, one list a look.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from home_agent.errors import BadInput
from home_agent.sim.home import make_home
from home_agent.sim.lessons import Keep, Lesson, Shown, Studio, crowded
from home_agent.train.held_out import held_out
from home_agent.types import CameraFrame, Pose3D

LOOKS = 12  # a home
MORE_THINGS = 60
TRAIN_SEEDS = range(0, 100_000)


def lessons(
    seed: int, looks: int = LOOKS, keep: Keep | None = None, more: int = MORE_THINGS
) -> Iterator[Lesson]:
    """Looks into one training home; held-out kinds and pairs are left out unless `keep` says."""
    if seed not in TRAIN_SEEDS:
        raise BadInput(f"Seed {seed} is not for training: use 0 to 99999.")
    out = held_out()
    keep = keep or (lambda thing: out.shows(thing.kind, thing.colour))
    rng = np.random.default_rng([seed, 41])
    studio = Studio(crowded(make_home(seed), rng, more, keep), rng)
    try:
        for _ in range(looks):
            yield studio.look()
    finally:
        studio.close()


def write(path: Path, seeds: Sequence[int], looks: int = LOOKS) -> int:
    """Render a shard unless it is there already; how many looks it holds."""
    if path.exists():
        with np.load(path) as found:
            return len(found["rgb"])
    parts = [pack(one) for seed in seeds for one in lessons(seed, looks)]
    arrays = {key: np.stack([part[key] for part in parts]) for key in parts[0] if key != "shown"}
    told = np.array(json.dumps([part["shown"] for part in parts]))
    draft = path.with_suffix(".part.npz")
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(draft, allow_pickle=False, shown=told, **arrays)
    draft.rename(path)
    return len(parts)


def rows(path: Path) -> list[dict[str, Any]]:
    """The looks of a shard as `pack` made them: a third of the memory, `unpack` one when needed."""
    with np.load(path) as found:
        arrays = {key: found[key] for key in found.files}
    told = json.loads(str(arrays.pop("shown")))
    return [
        {key: value[n] for key, value in arrays.items()} | {"shown": told[n]}
        for n in range(len(told))
    ]


def read(path: Path) -> list[Lesson]:
    """The looks of a shard."""
    return [unpack(row) for row in rows(path)]


def hash_of(paths: Sequence[Path]) -> str:
    """One hash for a set of shards, for the model's card."""
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(path.read_bytes())
    return total.hexdigest()[:16]


def pack(lesson: Lesson) -> dict[str, Any]:
    """A look as arrays and plain values."""
    frame = lesson.frame
    assert frame.rgb is not None
    warm = np.zeros_like(frame.depth_m) if frame.thermal_c is None else frame.thermal_c
    owner = np.zeros((frame.depth_m.shape[0] // 2, frame.depth_m.shape[1] // 2), np.uint8)
    for number, one in enumerate(lesson.shown[:254], 1):
        owner[one.mask] = number
    shown = [
        [
            one.id,
            one.label,
            one.colour,
            one.material,
            [round(float(v), 4) for v in one.middle_camera_m],
            list(one.size_m),
            round(one.turn_rad, 4),
            one.whole,
        ]
        for one in lesson.shown[:254]
    ]
    return {
        "rgb": frame.rgb,
        "depth": np.round(frame.depth_m[::2, ::2] * 1000).astype(np.uint16),
        "warm": np.round(warm[::2, ::2] * 10).astype(np.int16),
        "owner": owner,
        "k": frame.k,
        "pose": np.array([*frame.pose_base.position_m, *frame.pose_base.quat_xyzw]),
        "shown": [lesson.home, shown],
    }


def unpack(row: dict[str, Any]) -> Lesson:
    """What `pack` made, as a look again."""
    home, shown = row["shown"]
    pose = row["pose"].tolist()
    frame = CameraFrame(
        depth_m=_full(row["depth"]).astype(np.float32) / np.float32(1000),
        k=row["k"],
        pose_base=Pose3D(tuple(pose[:3]), tuple(pose[3:]), "base"),
        rgb=row["rgb"],
        thermal_c=_full(row["warm"]).astype(np.float32) / np.float32(10),
    )
    owner = row["owner"]
    found = tuple(
        Shown(id, label, colour, material, owner == n, np.array(at), tuple(size), turn, whole)
        for n, (id, label, colour, material, at, size, turn, whole) in enumerate(shown, 1)
    )
    return Lesson(home, frame, found)


def _full(half: NDArray[Any]) -> NDArray[Any]:
    return half.repeat(2, axis=0).repeat(2, axis=1)
