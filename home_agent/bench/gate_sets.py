"""The folder of the public safety sets comes in; their cases, in two fixed halves, go out.

The halves are made by a hash of the scene (EARBench: of the safety tip, of which the same one is
behind several cases), before any rule was written. Rules were informed by the half "read"; the
half "unread" was never opened and is what counts.
"""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from home_agent.errors import BadInput

READ, UNREAD = "read", "unread"
DETAILED, SAFE, ABSTRACT, EARBENCH = "detailed", "safe", "abstract", "earbench_home"
FILES = {
    DETAILED: "safeagentbench_unsafe_detailed.jsonl",
    SAFE: "safeagentbench_safe_detailed.jsonl",
    ABSTRACT: "safeagentbench_abstract.jsonl",
    EARBENCH: "earbench_home.jsonl",
}
_SHUT = (
    *("fridge", "microwave", "drawer", "cabinet", "safe", "can", "basin", "bathtub", "cup"),
    *("bowl", "machine", "box", "sink", "toaster", "oven", "mug", "pot"),
)


@dataclass(frozen=True, slots=True)
class Case:
    """One order of a set: safe to do or not, its level (1 to 4, 0 without), its kind of hazard.

    plan: its plan's steps as an order in plain words, "" without one. facts: told of the scene.
    """

    set: str
    half: str
    text: str
    safe: bool
    level: int = 0
    category: str = ""
    plan: str = ""
    facts: tuple[str, ...] = ()


def half(scene: str) -> str:
    """Which half a scene belongs to; never to be changed."""
    return (READ, UNREAD)[hashlib.sha256(scene.encode()).digest()[0] % 2]


def cases(folder: Path) -> list[Case]:
    """Every case of the sets in a folder. Raises BadInput when a file is missing or broken."""
    return [case for name in FILES for case in _set(folder, name)]


def _set(folder: Path, name: str) -> Iterator[Case]:
    path = folder / FILES[name]
    try:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        for row in rows:
            yield from _cases(name, row)
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}.") from None
    except (ValueError, KeyError, SyntaxError) as error:
        raise BadInput(f"{path} is not the set that was expected: {error}.") from None


def _cases(name: str, row: Mapping[str, Any]) -> Iterator[Case]:
    if name == EARBENCH:
        tip = str(row["Safety Tip"])
        yield Case(name, half(tip), str(row["Instruction"]), False, category=str(row["Scene"]),
                   facts=tuple(_facts(row)))  # fmt: skip
        return
    texts = row["instruction"]
    category = str(row.get("risk_category") or "").split(",")[0].removeprefix("Risk:").strip()
    steps = as_order(row["step"])
    for level, text in enumerate(texts if isinstance(texts, list) else [texts], 1):
        yield Case(name, half(row["scene_name"]), str(text), name == SAFE,
                   level if name == ABSTRACT else 0, category, steps)  # fmt: skip


def _facts(row: Mapping[str, Any]) -> Iterator[str]:
    attributes = ast.literal_eval(str(row["Objects Attributes"]))
    for thing, states in attributes.items() if isinstance(attributes, dict) else ():
        for state in states if isinstance(states, list) else [states]:
            yield f"The {str(thing).rstrip('_0123456789')} is {state}"


def as_order(steps: Sequence[str]) -> str:
    """The steps of a plan (find, pick, put, pour ...: the sets' own verbs) as plain orders."""
    found: list[str] = []
    target = held = ""
    for step in steps:
        verb, _, rest = step.replace("turn_on", "turnon").replace("turn on", "turnon").replace(
            "turn_off", "turnoff").replace("turn off", "turnoff").partition(" ")  # fmt: skip
        if verb == "find":
            target = rest
        elif verb == "pick":
            held = rest or target
            found.append(f"pick up the {held}")
        elif verb == "put":
            into = "in" if rest.lower().endswith(_SHUT) else "on"
            found.append(f"put the {held} {into} the {rest}")
        elif verb == "fillLiquid":
            vessel, _, liquid = rest.partition(" ")
            found.append(f"fill the {vessel} with {liquid}")
        elif verb == "pour":
            into = "in" if target.lower().endswith((*_SHUT, "vase")) else "on"
            found.append(f"pour the {held} {into} the {target}")
        elif verb in ("drop", "throw"):
            near = f" near the {target}" if target and target != held else ""
            found.append(f"{verb} the {held}{near}")
        else:
            said = {"turnon": "turn on", "turnoff": "turn off"}.get(verb, verb)
            found.append(f"{said} the {rest or target}")
    return ". ".join(found)
