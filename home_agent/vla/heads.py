"""What the tokens know comes in; the next place and a chunk of motion go out (torch)."""

from __future__ import annotations

from typing import TypeAlias

import torch
from torch import nn
from torch.nn import functional as F

from home_agent.vla.config import VLAConfig
from home_agent.vla.goal import GOAL

Tensor: TypeAlias = torch.Tensor
LIKELY = 6  # the column of nodes.py that says how likely a node is by what is believed
LEAST = 1e-4
LEFT = 12  # numbers of what is left of the way to a goal (model.py)
POSE, NEAR_M = 18, 0.1  # numbers that a tool pose is judged by; metres are told in this unit


class PlaceHead(nn.Module):
    """Point at a map node: the query's token against each node's, times what is believed."""

    def __init__(self, config: VLAConfig) -> None:
        super().__init__()
        self.ask = nn.Linear(config.tokens, config.tokens)
        self.answer = nn.Linear(config.tokens, config.tokens)
        # What a node's own numbers say counts from the first step.
        self.plain = nn.Linear(config.node_features, 1)
        # A product of experts (Hinton 2002): an untaught head says what the beliefs say.
        self.trust = nn.Parameter(torch.ones(1))

    def forward(self, query: Tensor, nodes: Tensor, features: Tensor, there: Tensor) -> Tensor:
        """query [B, d], nodes [B, M, d], features [B, M, 12] -> logits [B, M]."""
        asked = self.ask(query).unsqueeze(1)
        logits = (asked * self.answer(nodes)).sum(-1) * query.shape[-1] ** -0.5
        believed = self.trust * features[..., LIKELY].clamp(min=LEAST).log()
        return (logits + self.plain(features)[..., 0] + believed).masked_fill(~there, -1e4)


class Crossing(nn.Module):
    """One layer of the decoder: steps look at one another, then at what is known."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.own, self.other, self.last = (nn.LayerNorm(width) for _ in range(3))
        self.qkv, self.join_own = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.ask, self.known = nn.Linear(width, width), nn.Linear(width, 2 * width)
        self.join = nn.Linear(width, width)
        self.think = nn.Sequential(
            nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width)
        )
        # At the start the decoder is the plain network before it, which learns fastest.
        for last in (self.join_own, self.join, self.think[2]):
            nn.init.zeros_(last.weight)
            nn.init.zeros_(last.bias)

    def forward(self, x: Tensor, memory: Tensor) -> Tensor:
        batch, steps, width = x.shape
        split = (batch, -1, self.heads, width // self.heads)
        q, k, v = (one.view(split).transpose(1, 2) for one in self.qkv(self.own(x)).chunk(3, -1))
        seen = F.scaled_dot_product_attention(q, k, v).transpose(1, 2)
        x = x + self.join_own(seen.reshape(batch, steps, width))
        q = self.ask(self.other(x)).view(split).transpose(1, 2)
        k, v = (one.view(split).transpose(1, 2) for one in self.known(memory).chunk(2, -1))
        seen = F.scaled_dot_product_attention(q, k, v).transpose(1, 2)
        x = x + self.join(seen.reshape(batch, steps, width))
        return x + self.think(self.last(x))


class GoalHead(nn.Module):
    """Propose goals [B, K, 13] (goal.py) and how good each is, logits [B, K].

    Several, since a mean of two good grasps is none (multiple choice learning, Guzman-Rivera
    2012). The tool is thought of in the frame of what is acted on: from `anchor` [B, 3], turned by
    `heading` [B, 2] (cos, sin), so that a thing is gripped the same whichever way it lies. `judge`
    says of any such pose how good it is, also of those that somebody else proposes.
    """

    def __init__(self, config: VLAConfig, features: int) -> None:
        super().__init__()
        self.count = config.goals
        self.body = nn.Sequential(
            nn.Linear(features + 3, 256), nn.SiLU(), nn.Linear(256, 256), nn.SiLU()
        )
        self.tell = nn.Linear(256, self.count * GOAL)
        self.known, self.pose = nn.Linear(256, 128), nn.Linear(POSE, 128)
        self.weigh = nn.Sequential(nn.SiLU(), nn.Linear(128, 64), nn.SiLU(), nn.Linear(64, 1))
        nn.init.normal_(self.tell.bias, std=0.3)  # so that each begins elsewhere

    def forward(self, features: Tensor, anchor: Tensor, heading: Tensor) -> tuple[Tensor, Tensor]:
        hidden = self.think(features, anchor, heading)
        own = self.tell(hidden).view(features.shape[0], self.count, GOAL)
        tool = torch.cat([turned(own[..., n : n + 3], heading) for n in (0, 3, 6)], -1)
        at = tool[..., :3] + anchor.unsqueeze(1)
        goals = torch.cat([at, tool[..., 3:], own[..., 9:]], -1)
        return goals, self.judge(hidden, goals.detach(), anchor, heading)

    def think(self, features: Tensor, anchor: Tensor, heading: Tensor) -> Tensor:
        """What is known of the thing and of where the robot is, seen from it: [B, 256]."""
        seen_from_it = turned(-anchor.unsqueeze(1), heading * heading.new_tensor([1.0, -1.0]))[:, 0]
        found: Tensor = self.body(torch.cat([features, seen_from_it], -1))
        return found

    def judge(self, hidden: Tensor, goals: Tensor, anchor: Tensor, heading: Tensor) -> Tensor:
        """How good tool poses [B, n, 9 or more] (base frame) are, logits [B, n].

        A gripper turned half round grips the same, and is judged the same.
        """
        back = heading * heading.new_tensor([1.0, -1.0])
        approach, closing = axes_of(goals)
        own = turned(goals[..., :3] - anchor.unsqueeze(1), back)
        into, across = turned(approach, back), turned(closing, back)
        square = across.unsqueeze(-1) * across.unsqueeze(-2)
        pose = torch.cat([own / NEAR_M, into, approach, square.flatten(-2)], -1)
        found: Tensor = self.weigh(self.known(hidden).unsqueeze(1) + self.pose(pose))[..., 0]
        return found


def turned(vectors: Tensor, heading: Tensor) -> Tensor:
    """Vectors [B, n, 3] turned about z by a heading [B, 2] (cos, sin; zeros: not at all)."""
    none = (heading.abs().sum(-1, keepdim=True) < 0.1).to(heading.dtype)
    c, s = (heading[:, :1] + none).unsqueeze(1), heading[:, 1:].unsqueeze(1)
    x, y, z = vectors[..., :1], vectors[..., 1:2], vectors[..., 2:3]
    return torch.cat([c * x - s * y, s * x + c * y, z], -1)


def axes_of(goals: Tensor) -> tuple[Tensor, Tensor]:
    """The tool's first two axes [B, n, 3] each, made square, of goals [B, n, 9 or more]."""
    frame = frame_of(goals[..., 3:9])
    return frame[..., 0], frame[..., 1]


def frame_of(two: Tensor) -> Tensor:
    """Axes [..., 3, 3] (columns) from the first two [..., 6], which need not be square."""
    first = F.normalize(two[..., :3], dim=-1)
    second = two[..., 3:6]
    second = F.normalize(second - first * (first * second).sum(-1, keepdim=True), dim=-1)
    return torch.stack([first, second, torch.linalg.cross(first, second)], -1)


class ChunkHead(nn.Module):
    """Decode a chunk of moves [B, T, 13] and progress [B] from the body and what is known.

    The last numbers of `features` [B, f] tell what is left of the way; moves are mostly linear in
    them. L1 (flow_steps 0): one pass. Flow matching: `noisy` moves at time `when` [B] (0 noise, 1
    data) come in as well and their velocity goes out.
    """

    def __init__(self, config: VLAConfig, features: int) -> None:
        super().__init__()
        width, steps = config.act_width, config.chunk
        self.steps, self.flow = steps, config.flow_steps > 0
        inputs = features + (steps * config.moves + 1 if self.flow else 0)
        self.body = nn.Sequential(
            nn.Linear(inputs, 256),
            nn.SiLU(),
            nn.Linear(256, 256),
            nn.SiLU(),
            nn.Linear(256, 256),
            nn.SiLU(),
        )
        self.rough = nn.Linear(256, steps * config.moves)
        self.straight = nn.Linear(LEFT, steps * config.moves, bias=False)
        self.start = nn.Linear(256, width)
        self.each = nn.Parameter(torch.randn(steps, width) * 0.1)
        self.memory = nn.Linear(config.tokens, width)
        self.layers = nn.ModuleList(
            Crossing(width, config.act_heads) for _ in range(config.act_layers)
        )
        self.fine = nn.Linear(width, config.moves)
        self.progress = nn.Linear(256, 1)
        nn.init.zeros_(self.fine.weight)
        nn.init.zeros_(self.fine.bias)

    def forward(
        self,
        features: Tensor,
        memory: Tensor,
        noisy: Tensor | None = None,
        when: Tensor | None = None,
    ) -> tuple[Tensor, Tensor]:
        """features [B, f], memory [B, n, tokens] -> moves [B, T, 13], progress logit [B]."""
        straight = self.straight(features[:, -LEFT:])
        if self.flow:
            assert noisy is not None and when is not None
            features = torch.cat([features, noisy.flatten(1), when[:, None]], 1)
        body = self.body(features)
        x = self.start(body).unsqueeze(1) + self.each
        known = self.memory(memory)
        for layer in self.layers:
            x = layer(x, known)
        rough = (self.rough(body) + straight).view(features.shape[0], self.steps, -1)
        return rough + self.fine(x), self.progress(body)[:, 0]
