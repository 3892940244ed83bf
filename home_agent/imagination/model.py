"""Looks and motions come in; what may come of them goes out, step by step (torch).

A recurrent state space in the manner of Dreamer (Hafner 2023, arXiv 2301.04104) and TD-MPC2 (Hansen
2024, arXiv 2310.16828), made small: a look is encoded into a latent state, a GRU rolls it along a
motion, and heads of an ensemble that share its trunk say what happens. There is no decoder: the
latent of a later moment must agree with the encoded look of that moment (latent consistency).
"""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional as F

from home_agent.imagination.spec import (
    BODY,
    CELLS,
    HARMS,
    HEADS,
    MEASURES,
    MOTION,
    MOVER,
    PLANES,
)

STATE, TOKEN, TRUNK, OWN = 256, 96, 160, 48
FORGET = 0.3  # dropout of the grid's features: homes are few, and must not be learned by heart
OUT = len(HARMS) + len(MEASURES)


class Encoder(nn.Module):
    """A look as a latent state [B, 256]."""

    def __init__(self) -> None:
        super().__init__()
        self.grid = nn.Sequential(
            nn.Conv2d(PLANES, 16, 3, 2, 1),
            nn.SiLU(),
            nn.Conv2d(16, 24, 3, 2, 1),
            nn.SiLU(),
            nn.Conv2d(24, 32, 3, 2, 1),
            nn.SiLU(),
            nn.Flatten(),
            nn.Dropout(FORGET),
            nn.Linear(32 * (CELLS // 8) ** 2, 96),
        )
        self.mover = nn.Sequential(nn.Linear(MOVER, 48), nn.SiLU(), nn.Linear(48, 48))
        self.body = nn.Sequential(nn.Linear(BODY, 96), nn.SiLU())
        self.join = nn.Sequential(nn.Linear(96 + 48 + 96, STATE), nn.LayerNorm(STATE), nn.Tanh())

    def forward(self, grid: torch.Tensor, movers: torch.Tensor, body: torch.Tensor) -> torch.Tensor:
        """grid [B, 4, 32, 32], movers [B, 5, 8], body [B, 46]."""
        who = (self.mover(movers) * movers[..., :1]).sum(dim=1)
        parts = [F.silu(self.grid(grid)), F.silu(who), self.body(body)]
        joined: torch.Tensor = self.join(torch.cat(parts, dim=1))
        return joined


class Dynamics(nn.Module):
    """Latent states along motions, and what the heads say of each step."""

    def __init__(self) -> None:
        super().__init__()
        self.token = nn.Sequential(nn.Linear(MOTION, TOKEN), nn.SiLU(), nn.Linear(TOKEN, TOKEN))
        self.gru = nn.GRU(TOKEN, STATE, batch_first=True)
        self.trunk = nn.Sequential(nn.Linear(STATE + TOKEN, TRUNK), nn.SiLU(), nn.Dropout(0.1))
        self.own = nn.Linear(TRUNK, HEADS * OWN)
        self.last = nn.Parameter(torch.randn(HEADS, OWN, OUT) * OWN**-0.5)
        bias = torch.zeros(HEADS, OUT)
        bias[:, : len(HARMS)] = -5.0  # most steps are harmless
        self.bias = nn.Parameter(bias)
        self.next = nn.Sequential(nn.Linear(STATE, STATE), nn.SiLU(), nn.Linear(STATE, STATE))

    def forward(
        self, state: torch.Tensor, motion: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """state [N, 256], motion [N, 20, 34]: hazards' logits [N, 20, heads, 8], measures
        [N, 20, heads, 4] and latent states [N, 20, 256].
        """
        token = self.token(motion)
        found, _ = self.gru(token, state[None].contiguous())
        shared = self.trunk(torch.cat([found, token], dim=2))
        own = F.silu(self.own(shared)).unflatten(2, (HEADS, OWN))
        out = torch.einsum("nkho,hoc->nkhc", own, self.last) + self.bias
        return out[..., : len(HARMS)], out[..., len(HARMS) :], found


class WorldNet(nn.Module):
    """Both together."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder, self.dynamics = Encoder(), Dynamics()


class Roll(nn.Module):
    """What is exported to run: a latent state and motions come in, chances by each step go out."""

    def __init__(self, net: WorldNet) -> None:
        super().__init__()
        self.dynamics = net.dynamics

    def forward(self, state: torch.Tensor, motion: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """state [1, 256], motion [N, 20, 34]: chance of each harm by each step for each head
        [N, 20, heads, 8], and the mean of the measures [N, 20, 4].
        """
        many = state.expand(motion.shape[0], -1)
        logits, measures, _ = self.dynamics(many, motion)
        return 1.0 - torch.exp(-torch.cumsum(F.softplus(logits), dim=1)), measures.mean(dim=2)


def survival_loss(logits: torch.Tensor, harms: torch.Tensor) -> torch.Tensor:
    """Negative log likelihood of when each harm comes, [N, heads]; harms bool [N, 20, 8] by then.

    A discrete-time hazard model: safe steps count until the harm, the step of harm counts once.
    """
    event = harms.float()
    before = torch.cat([torch.zeros_like(event[:, :1]), event[:, :-1]], dim=1)
    at_risk = (1.0 - before)[:, :, None]
    now = (event - before)[:, :, None]
    loss = at_risk * F.softplus(logits) - now * logits
    return loss.sum(dim=(1, 3))


def scaled(measures: torch.Tensor) -> torch.Tensor:
    """Measures [..., 4] as the network learns them: clipped distances, log of forces."""
    people, force, torque, clear = measures.unbind(dim=-1)
    return torch.stack(
        [people.clamp(-0.3, 3.0), torch.log1p(force) / 3.0, torque, clear.clamp(-0.3, 2.0)], dim=-1
    )
