#!/usr/bin/env python
"""Read a data set made by `home-agent collect` back with LeRobot's own class and compare it.

Environment (its own, it needs Python 3.12 and brings torch, 3 GB; nothing of home-agent in it):

    python3.12 -m venv venv-lerobot
    venv-lerobot/bin/pip install "lerobot[dataset]"        # checked with 0.6.1
    venv-lerobot/bin/python scripts/check_lerobot.py runs/demos/acts

Prints one line for each thing that was checked; ends with 1 when one is not so.
"""

import argparse
import json
import sys
from pathlib import Path

import pyarrow.parquet as pq
import torch
from lerobot.datasets.lerobot_dataset import LeRobotDataset

CHUNK = 16


def check(name: str, fine: bool, told: object = "") -> bool:
    """Print one finding."""
    print(f"{'ok ' if fine else 'BAD'} {name} {told}")
    return fine


def main() -> None:
    """Open the folder, read frames and chunks, compare with the files themselves."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--frames", type=int, default=12, help="how many to read with pictures")
    asked = parser.parse_args()
    root = asked.folder
    info = json.loads((root / "meta/info.json").read_text())
    steps = [i / info["fps"] for i in range(CHUNK)]
    data = LeRobotDataset(
        "local/home-agent", root=root, delta_timestamps={"action": steps}, video_backend="pyav"
    )
    rows = pq.read_table(root / "data").to_pydict()
    told = pq.read_table(root / "meta/episodes").to_pylist()
    fine = check("frames", len(data) == info["total_frames"] == len(rows["index"]), len(data))
    fine &= check("episodes", data.num_episodes == len(told), data.num_episodes)
    fine &= check("cameras", bool(data.meta.camera_keys), ", ".join(data.meta.camera_keys))
    depth_keys = list(getattr(data.meta, "depth_keys", []))
    fine &= check("depth", all(key.endswith("_depth") for key in depth_keys), len(depth_keys))
    keys = [key for key, about in info["features"].items() if about["dtype"] == "float32"]
    sentences = {i: words for one in told for i, words in [(one["episode_index"], one["tasks"][0])]}
    for index in torch.linspace(0, len(data) - 1, asked.frames).long().tolist():
        item = data[index]
        episode = int(item["episode_index"])
        last = told[episode]["dataset_to_index"] - 1
        want = torch.tensor([rows["action"][min(index + i, last)] for i in range(CHUNK)])
        good = torch.allclose(item["action"], want)
        good &= item["task"] == sentences[episode]
        good &= item["action_is_pad"].sum() == max(0, index + CHUNK - 1 - last)
        for key in keys:
            if key != "action":
                plain = torch.tensor(rows[key][index]).reshape(-1)
                good &= torch.allclose(item[key].reshape(-1), plain)
        shapes = []
        for key in data.meta.camera_keys:
            height, width, channels = info["features"][key]["shape"]
            picture = item[key]
            good &= picture.shape == (channels, height, width)
            shapes.append(f"{key.split('.')[-1]} {picture.min():.2f}..{picture.max():.2f}")
        fine &= check(f"frame {index}", bool(good), f"{item['task']!r}: {'; '.join(shapes)}")
    batch = next(iter(torch.utils.data.DataLoader(data, batch_size=4, shuffle=True)))
    fine &= check("batch", batch["action"].shape[:2] == (4, CHUNK), tuple(batch["action"].shape))
    means = data.meta.stats["action"]["mean"]
    fine &= check("statistics", len(means) == info["features"]["action"]["shape"][0])
    sys.exit(0 if fine else 1)


if __name__ == "__main__":
    main()
