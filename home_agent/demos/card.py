"""Parts and the files of a data set come in; its card goes out: README.md and card.json."""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from home_agent.demos.part import Part

CARD, README = "card.json", "README.md"


def content_hash(folder: Path) -> str:
    """One SHA-256 over the names and contents of all files but the card's own."""
    whole = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = str(file.relative_to(folder))
        if name in (CARD, README):
            continue
        with file.open("rb") as stream:
            whole.update(f"{name} {hashlib.file_digest(stream, 'sha256').hexdigest()}\n".encode())
    return whole.hexdigest()


def write_card(
    folder: Path, name: str, parts: Sequence[Part], command: str, about: Mapping[str, str]
) -> dict[str, Any]:
    """Count what is in a data set and write it down beside it; returns what card.json says."""
    card = _counts(name, parts)
    files = [path for path in folder.rglob("*") if path.is_file()]
    card |= {
        "command": command,
        "commit": _commit(),
        "bytes": sum(path.stat().st_size for path in files if path.name not in (CARD, README)),
        "sha256": content_hash(folder),
        "about": dict(about),
    }
    (folder / CARD).write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    (folder / README).write_text(_as_text(card), encoding="utf-8")
    return card


def _counts(name: str, parts: Sequence[Part]) -> dict[str, Any]:
    seeds = sorted({int(part.meta["seed"]) for part in parts})
    runs: dict[str, dict[str, int]] = {}
    for part in parts:
        task = runs.setdefault(str(part.meta["task"]), Counter())
        task["runs"] += 1
        task[str(part.meta["outcome"])] += 1
        task["success"] += bool(part.meta.get("success"))
        task["with a mishap"] += part.meta.get("mishap", "none") != "none"
    every = [one for part in parts for one in part.meta["episodes"] if one["table"] == name]
    verbs: dict[str, dict[str, int]] = {}
    for one in every:
        verb = verbs.setdefault(str(one["verb"]), Counter())
        verb["episodes"] += 1
        verb["frames"] += int(one["length"])
        verb["success"] += bool(one["success"])
        verb["with a mishap"] += one["mishap"] != "none"
    frames = sum(int(one["length"]) for one in every)
    troubled = sum(int(one["length"]) for one in every if one["mishap"] != "none")
    return {
        "name": name,
        "seeds": {"first": seeds[0], "last": seeds[-1], "count": len(seeds)} if seeds else {},
        "episodes": len(every),
        "frames": frames,
        "looks": sum(len(part.meta.get("looks", ())) for part in parts),
        "share_of_recovery": round(troubled / frames, 3) if frames else 0.0,
        "tasks": runs,
        "verbs": verbs,
        "mishaps": dict(Counter(str(one["mishap"]) for one in every)),
        "process_s": round(sum(float(part.meta.get("wall_s", 0.0)) for part in parts), 1),
    }


def _commit() -> str:
    """The commit of the code, as far as git knows it."""
    try:
        asked = ["git", "-C", str(Path(__file__).parent), "rev-parse", "--short", "HEAD"]
        return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def _as_text(card: Mapping[str, Any]) -> str:
    seeds = card["seeds"]
    lines = [
        f"# Home Agent demonstrations: {card['name']}",
        "",
        f"Made by `{card['command']}` at commit {card['commit']}.",
        f"Training homes: {seeds['count']} seeds from {seeds['first']} to {seeds['last']}.",
        f"{card['episodes']} episodes, {card['frames']} frames, {card['looks']} single looks, "
        f"{card['bytes'] / 2**20:.1f} MB. Share of frames in episodes with a mishap: "
        f"{card['share_of_recovery']:.0%}.",
        f"SHA-256 of the content: `{card['sha256']}`",
        "",
    ]
    for title, found in (("task", card["tasks"]), ("verb", card["verbs"])):
        if found:
            lines += [f"| {title} | counts |", "|---|---|"]
            for name, counts in sorted(found.items()):
                told = ", ".join(f"{what} {count}" for what, count in counts.items())
                lines.append(f"| {name} | {told} |")
            lines.append("")
    if card["about"]:
        lines += ["| column | what it holds |", "|---|---|"]
        lines += [f"| `{name}` | {text} |" for name, text in card["about"].items()]
        lines.append("")
    return "\n".join(lines)
