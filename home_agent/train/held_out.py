"""The file of what training never shows or says comes in; questions about it are answered."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from typing import Any

from home_agent.config import data_dir, read_yaml
from home_agent.vla.labels import KINDS


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Kinds, (colour, kind) pairs, nouns and frames of phrases kept for measuring."""

    kinds: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    nouns: frozenset[str]
    frames: tuple[str, ...]

    def shows(self, kind: str, colour: str) -> bool:
        """May a thing of this kind and colour be shown in training?"""
        return kind not in self.kinds and (colour, kind) not in self.pairs


@cache
def held_out() -> HeldOut:
    """What configs/held_out.yaml says."""
    found: Any = read_yaml(data_dir("configs") / "held_out.yaml")
    return HeldOut(
        frozenset(found["kinds"]),
        frozenset((colour, kind) for colour, kind in found["pairs"]),
        frozenset(found["nouns"]),
        tuple(found["frames"]),
    )


def shown() -> tuple[str, ...]:
    """The kinds that training shows."""
    return tuple(kind for kind in KINDS if kind not in held_out().kinds)


def fingerprint() -> str:
    """The hash of the file, to be written beside every figure."""
    path = data_dir("configs") / "held_out.yaml"
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]
