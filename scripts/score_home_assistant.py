"""Home Assistant's test sentences come in; the share understood of the half nobody reads goes out.

    python scripts/score_home_assistant.py DATA.tsv FIXTURES.yaml [--show]

DATA.tsv: intent, sentence, slots. FIXTURES.yaml: tests/en/_fixtures.yaml of OHF-Voice/intents, the
devices the sentences speak of. A fixed hash halves the sentences; --show prints what fails of the
first half only. Needs the packages hassil and home-assistant-intents.
"""

from __future__ import annotations

import ast
import hashlib
import sys
from pathlib import Path
from typing import Any

import yaml

from home_agent.bench.stats import rate
from home_agent.language.smart_home import Device, SmartHome


def unread(text: str) -> bool:
    """Is this one of the half that nobody reads?"""
    return bool(hashlib.sha256(text.encode()).digest()[0] & 1)


def home(path: Path) -> SmartHome:
    """The devices, areas and floors of the fixtures."""
    found = yaml.safe_load(path.read_text(encoding="utf-8"))
    areas = {one["id"]: one["name"] for one in found["areas"]}
    devices = []
    for one in found["entities"]:
        context = {
            key: str(value)
            for key, value in one.get("attributes", {}).items()
            if key in ("device_class",)
        }
        if one.get("area") in areas:
            context["area"] = areas[one["area"]]
        devices.append(Device(one["name"], one["id"].split(".")[0], context))
    return SmartHome(devices, list(areas.values()), [one["name"] for one in found["floors"]])


def plain(value: Any) -> str:
    """A slot's value without what is only writing."""
    text = str(value).lower().strip()
    return text.removesuffix(".0")


def same(gold: dict[str, Any], got: dict[str, Any]) -> bool:
    """Do the slots mean the same? A device that is named needs no domain; "all" is no name."""
    wanted = {key: value for key, value in gold.items() if value != "all"}
    found = {key: value for key, value in got.items() if value != "all"}
    if "name" in wanted:
        for slots in (wanted, found):
            slots.pop("domain", None)
            slots.pop("device_class", None)
    for key, value in wanted.items():
        if value.startswith("[") and found.get(key, "?") in value:  # the test allows several
            wanted[key] = found[key]
    return wanted == found


def main() -> None:
    """Score a file."""
    data, fixtures = Path(sys.argv[1]), Path(sys.argv[2])
    reader = home(fixtures)
    hits, n = [0, 0], [0, 0]
    for line in data.read_text(encoding="utf-8").splitlines():
        intent, said, slots = line.split("\t")
        gold = {key: plain(value) for key, value in (ast.literal_eval(slots) or {}).items()}
        half = int(unread(said))
        area = (ast.literal_eval(slots) or {}).get("area")
        found = reader.read(said) or reader.read(said, str(area) if area else None)
        got = {} if found is None else {k: plain(v) for k, v in found.slots.items()}
        right = found is not None and found.name == intent and same(gold, got)
        hits[half] += right
        n[half] += 1
        if not right and not half and "--show" in sys.argv:
            print(f"{said}\n  gold {intent} {gold}\n  got  {found.name if found else None} {got}")
    for half, name in enumerate(("read", "unread")):
        print(f"{name} half: {rate(hits[half], n[half])}")


if __name__ == "__main__":
    main()
