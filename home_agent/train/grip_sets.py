"""Files of looks with all their grips come in; what hands learn from goes out, as one batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

import numpy as np
import torch
from torch.nn import functional as F

from home_agent.errors import BadInput
from home_agent.types import VERBS
from home_agent.vla.model import UnifiedVLA
from home_agent.vla.words import encode_all

Tensor: TypeAlias = torch.Tensor
PICK = VERBS.index("pick")
AT_ONCE = 64
JUDGED = 0.1  # of the homes, the last ones, are never learned from
BODY_NOISE, EYE_NOISE, EYE_DROP = 0.005, 0.05, 0.1


@dataclass(frozen=True, slots=True)
class Sets:
    """Looks: body [n, 48], words [n, d] and close [n, 2, f] (what the second look makes of phrases
    and crops), grips [n, m, 11] (demos/grips.py), home [n].
    """

    body: Tensor
    words: Tensor
    close: Tensor
    grips: Tensor
    home: np.ndarray

    def at(self, index: np.ndarray) -> Sets:
        """Some of the looks."""
        chosen = torch.as_tensor(index)
        return Sets(
            self.body[chosen],
            self.words[chosen],
            self.close[chosen],
            self.grips[chosen],
            self.home[index],
        )


def read(folder: Path, model: UnifiedVLA, what: str = "grips") -> Sets:
    """All looks of a folder as the eye of `model` sees them; raises `BadInput` for none.

    what: the column that holds their grips; "tries" are grips that were carried out.
    """
    paths = sorted(folder.glob("*[0-9].npz"))
    if not paths:
        raise BadInput(f"There are no grips in {folder}: use 'home-agent train grips' first.")
    parts: list[tuple[np.ndarray, ...]] = []
    close = []
    for path in paths:
        with np.load(path) as found:
            parts.append(tuple(found[key] for key in ("body", "phrase", what, "home")))
            close.append(closely(model, found["crop"]))
    body, phrases, grips, home = (np.concatenate(part) for part in zip(*parts, strict=True))
    words = read_words(model, [str(one) for one in phrases])
    return Sets(torch.as_tensor(body), words, torch.cat(close), torch.as_tensor(grips), home)


def read_words(model: UnifiedVLA, phrases: Sequence[str]) -> Tensor:
    """What the second look makes of phrases [n, d]."""
    model.eval()
    different = sorted(set(phrases))
    with torch.no_grad():
        said: Tensor = model.near_words(torch.as_tensor(encode_all(different, model.config)))[1]
    return said[torch.as_tensor([different.index(one) for one in phrases])]


def closely(model: UnifiedVLA, crops: np.ndarray) -> Tensor:
    """What the second look makes of the head's crops [n, 7, c, c]; there are none of the wrist."""
    model.eval()
    found = []
    with torch.no_grad():
        for start in range(0, len(crops), AT_ONCE):
            part = torch.as_tensor(crops[start : start + AT_ONCE]).float()
            flat, _ = model.near_eye(part)
            found.append(torch.stack([flat, torch.zeros_like(flat)], 1))
    return torch.cat(found)


def propose(model: UnifiedVLA, sets: Sets) -> tuple[Tensor, Tensor, Tensor]:
    """Goals [n, K, 13], how good each is (logits [n, K]), and what they come from [n, f]."""
    verb = torch.full((len(sets.body),), PICK)
    features, _ = model.prepare(sets.body, verb, sets.words, sets.close)
    goals, good = model.intend(sets.body, features)
    return goals, good, features


def apart_by_home(home: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rows to learn from, and those of the last homes, which are kept to judge."""
    homes = np.unique(home)
    last = homes[len(homes) - max(1, round(JUDGED * len(homes))) :]
    kept = np.isin(home, last)
    return np.flatnonzero(~kept), np.flatnonzero(kept)


def shaken(sets: Sets) -> Sets:
    """What is felt and seen, a little otherwise each time."""
    body = sets.body + BODY_NOISE * torch.randn_like(sets.body)
    close = sets.close * (1 + EYE_NOISE * torch.randn_like(sets.close))
    return replace(sets, body=body, close=F.dropout(close, EYE_DROP))
