"""The folder of a run comes in; its story comes out: what was heard, understood, done and why."""

from __future__ import annotations

import json
from pathlib import Path

from home_agent.record import read_events
from home_agent.story import tell


def why(folder: Path) -> list[str]:
    """The run as lines, each with its second; the outcome and its reason last.

    Raises BadInput when `folder` is not a run.
    """
    lines = []
    for event in read_events(folder):
        text = tell(str(event["name"]), event)
        if text:
            lines.append(f"{event['t_s']:7.1f} s  {text}")
    result = folder / "result.json"
    if not result.is_file():
        lines.append("The run was cut off: it has no result.")
        return lines
    found = json.loads(result.read_text(encoding="utf-8"))
    reason = f": {found['reason']}" if found.get("reason") else ""
    lines.append(f"Outcome: {found.get('outcome', 'unknown')}{reason}")
    return lines
