"""Branched runs come in; a world model that has learned from them, and its card, go out (torch)."""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import save_file
from torch.nn import functional as F

from home_agent.clock import wall_s
from home_agent.imagination.branched import Data
from home_agent.imagination.export import export
from home_agent.imagination.model import WorldNet, scaled, survival_loss
from home_agent.imagination.spec import HEADS


@dataclass(frozen=True, slots=True)
class Lessons:
    """How a world model is taught. moments: in a batch, each with all its branches."""

    steps: int = 2000
    moments: int = 32
    rate: float = 1.5e-3
    decay: float = 0.02
    keep: float = 0.995  # of the target encoder
    consistent: float = 0.5  # weight of latent consistency
    measured: float = 1.0  # and of the measures
    noise: float = 0.02
    seed: int = 0
    threads: int = 1


def digest(data: Data) -> str:
    """A hash of what was learned from."""
    found = hashlib.sha256()
    for key in ("home", "body", "motion", "harms"):
        found.update(np.ascontiguousarray(data[key]).tobytes())
    return found.hexdigest()[:16]


def teach(
    data: Data, lessons: Lessons, tell: Callable[[str], None], until_s: float = 1e9
) -> WorldNet:
    """Learn from branches; ends early after `until_s` seconds."""
    torch.manual_seed(lessons.seed)
    torch.set_num_threads(lessons.threads)
    rng = np.random.default_rng(lessons.seed)
    net = WorldNet()
    target = copy.deepcopy(net.encoder).requires_grad_(False)
    learn = torch.optim.AdamW(net.parameters(), lr=lessons.rate, weight_decay=lessons.decay)
    n, branches = data["harms"].shape[:2]
    # Each head learns from its own draw of the moments (bootstrap): their disagreement is doubt.
    drawn = torch.from_numpy(rng.poisson(1.0, (n, HEADS)).astype(np.float32))
    begun_s, sums = wall_s(), np.zeros(3)
    for step in range(1, lessons.steps + 1):
        over = step / lessons.steps
        for group in learn.param_groups:
            group["lr"] = lessons.rate * min(1.0, step / 100) * (1.0 - over) ** 0.7
        rows = rng.integers(0, n, lessons.moments)
        look = _look(data, "", rows, lessons.noise, rng)
        state = net.encoder(*look).repeat_interleave(branches, dim=0)
        motion = torch.from_numpy(data["motion"][rows].astype(np.float32)).flatten(0, 1)
        motion = motion + lessons.noise * 0.5 * torch.randn_like(motion)
        logits, measures, states = net.dynamics(state, motion)
        harms = torch.from_numpy(data["harms"][rows]).flatten(0, 1)
        weight = drawn[rows].repeat_interleave(branches, dim=0)
        risk = (survival_loss(logits, harms) * weight).mean()
        truth = scaled(torch.from_numpy(data["measures"][rows]).flatten(0, 1))
        off = F.smooth_l1_loss(measures, truth[:, :, None].expand_as(measures), beta=0.1)
        with torch.no_grad():
            later = target(*_look(data, "next_", rows, 0.0, rng))
        there = torch.from_numpy(data["later"][rows]).flatten().float()
        agree = F.cosine_similarity(net.dynamics.next(states[:, 9]), later, dim=1)
        apart = ((1.0 - agree) * there).sum() / there.sum().clamp(min=1.0)
        loss = risk + lessons.measured * off + lessons.consistent * apart
        learn.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 5.0)
        learn.step()
        with torch.no_grad():
            for mean, now in zip(target.parameters(), net.encoder.parameters(), strict=True):
                mean.lerp_(now, 1.0 - lessons.keep)
        sums += (risk.item(), off.item(), apart.item())
        if step % 100 == 0:
            risk_now, off_now, apart_now = sums / 100
            sums[:] = 0.0
            tell(
                f"step {step}: harm {risk_now:.4f} nats, measures {off_now:.4f}, "
                f"latent {apart_now:.4f}, {wall_s() - begun_s:.0f} s"
            )
        if wall_s() - begun_s > until_s:
            break
    net.eval()
    return net


def _look(
    data: Data, which: str, rows: np.ndarray[Any, Any], noise: float, rng: np.random.Generator
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Looks of moments, or the later ones of all their branches, as the encoder takes them."""
    grid, movers, body = (data[f"{which}{key}"][rows] for key in ("grid", "movers", "body"))
    if which:
        grid, movers, body = (one.reshape(-1, *one.shape[2:]) for one in (grid, movers, body))
    body = body + noise * rng.normal(size=body.shape)
    return (
        torch.from_numpy(grid.astype(np.float32) / 255.0),
        torch.from_numpy(movers.astype(np.float32)),
        torch.from_numpy(body.astype(np.float32)),
    )


def save(net: WorldNet, out: Path, card: dict[str, Any]) -> None:
    """The weights, the exported graphs and the card."""
    export(net, out)
    state = {name: value.contiguous() for name, value in net.state_dict().items()}
    save_file(state, str(out / "net.safetensors"))
    (out / "card.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")


def card_of(data: Data, lessons: Lessons, command: str) -> dict[str, Any]:
    """What a world model was made from."""
    homes = np.unique(data["home"])
    return {
        "command": command,
        "lessons": asdict(lessons),
        "homes": [int(homes[0]), int(homes[-1]), len(homes)],
        "moments": len(data["body"]),
        "branches": int(np.prod(data["harms"].shape[:2])),
        "data": digest(data),
    }
