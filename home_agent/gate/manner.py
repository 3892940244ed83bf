"""The words of a clause come in; how the deed is to be done goes out: edge, unattended, hard ..."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    found: dict[str, list[str]] = {}
    for line in (files("home_agent.gate") / "manners.txt").read_text(encoding="utf-8").splitlines():
        name, _, pattern = line.partition(" : ")
        if pattern and not line.startswith("#"):
            found.setdefault(name.strip(), []).append(pattern.strip())
    return {name: re.compile("|".join(some)) for name, some in found.items()}


def manner(clause: str) -> frozenset[str]:
    """The manners that a clause names."""
    return frozenset(name for name, pattern in _patterns().items() if pattern.search(clause))
