"""A run's log comes in; pictures of its curves go out, as SVG that needs no library."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

WIDTH, HEIGHT, MARGIN = 640, 300, 46
COLOURS = ("#1b6ca8", "#d1495b", "#3a7d44", "#edae49", "#66507a", "#00798c", "#8d6a4a", "#444444")
Point = tuple[float, float]


def read_log(path: Path) -> list[dict[str, Any]]:
    """The lines of a log, one JSON object each."""
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def draw_run(folder: Path) -> list[Path]:
    """`loss.svg` and `success.svg` from a run's `log.jsonl`."""
    log = read_log(folder / "log.jsonl")
    made = []
    judged = {"success": "judged", "acting": "acting", "choosing": "choosing"}
    for name, what in {"loss": "train", **judged}.items():
        rows = [row for row in log if row["what"] == what]
        names = [key for key in (rows[-1] if rows else {}) if key not in ("what", "step", "rate")]
        series = {key: [(row["step"], row[key]) for row in rows if key in row] for key in names}
        if series:
            path = folder / f"{name}.svg"
            path.write_text(svg(series, f"{folder.name}: {name}"), encoding="utf-8")
            made.append(path)
    return made


def svg(series: Mapping[str, Sequence[Point]], title: str) -> str:
    """Lines over steps, with a scale at both axes."""
    points = [point for line in series.values() for point in line]
    most_x = max((x for x, _ in points), default=1.0) or 1.0
    most_y = max((y for _, y in points), default=1.0) or 1.0
    wide, high = WIDTH - 2 * MARGIN - 90, HEIGHT - 2 * MARGIN

    def at(x: float, y: float) -> str:
        return f"{MARGIN + wide * x / most_x:.1f},{HEIGHT - MARGIN - high * y / most_y:.1f}"

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        'font-family="sans-serif" font-size="11">',
        '<rect width="100%" height="100%" fill="white"/>',
        f'<text x="{MARGIN}" y="22" font-size="14">{title}</text>',
    ]
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        y = HEIGHT - MARGIN - high * share
        parts.append(
            f'<path d="M{MARGIN} {y:.1f}H{MARGIN + wide}" stroke="#ddd"/>'
            f'<text x="4" y="{y + 4:.1f}">{most_y * share:.3g}</text>'
            f'<text x="{MARGIN + wide * share:.1f}" y="{HEIGHT - 24}">{most_x * share:.0f}</text>'
        )
    for n, (name, line) in enumerate(series.items()):
        colour = COLOURS[n % len(COLOURS)]
        way = " ".join(at(x, y) for x, y in line)
        parts.append(f'<polyline points="{way}" fill="none" stroke="{colour}"/>')
        parts.append(
            f'<text x="{MARGIN + wide + 8}" y="{MARGIN + 14 * n}" fill="{colour}">{name}</text>'
        )
    return "".join([*parts, "</svg>\n"])
