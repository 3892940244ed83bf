"""Tokens of every kind come in as one sequence; what each has learned of the others goes out."""

from __future__ import annotations

from typing import TypeAlias

import torch
from torch import nn
from torch.nn import functional as F

from home_agent.vla.config import VLAConfig

Tensor: TypeAlias = torch.Tensor
PICTURE, WORD, NODE, BODY, QUERY = range(5)


class Layer(nn.Module):
    """Attention, then a small network, both residual and normed before."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.before = nn.LayerNorm(width)
        self.qkv = nn.Linear(width, 3 * width)
        self.join = nn.Linear(width, width)
        self.between = nn.LayerNorm(width)
        self.think = nn.Sequential(
            nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width)
        )

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """x [B, L, d]; bias [B, 1, 1, L] is added to attention (-inf: not there)."""
        batch, length, width = x.shape
        qkv = self.qkv(self.before(x)).view(batch, length, 3, self.heads, -1)
        q, k, v = qkv.permute(2, 0, 3, 1, 4)
        seen = F.scaled_dot_product_attention(q, k, v, attn_mask=bias)
        x = x + self.join(seen.transpose(1, 2).reshape(batch, length, width))
        return x + self.think(self.between(x))


class Trunk(nn.Module):
    """Nano's own token transformer; larger variants have a Qwen2.5-VL in its place."""

    def __init__(self, config: VLAConfig) -> None:
        super().__init__()
        self.kinds = nn.Embedding(5, config.tokens)
        rows, columns = config.token_grid
        self.where = nn.Parameter(torch.randn(rows * columns, config.tokens) * 0.02)
        self.stack = nn.ModuleList(Layer(config.tokens, config.heads) for _ in range(config.layers))
        self.norm = nn.LayerNorm(config.tokens)
        nn.init.normal_(self.kinds.weight, std=0.1)

    def forward(self, parts: list[tuple[int, Tensor, Tensor]]) -> list[Tensor]:
        """(kind, tokens [B, n, d], there bool [B, n]) of each part -> the same, informed."""
        rows = []
        for kind, tokens, _ in parts:
            x = tokens + self.kinds.weight[kind]
            rows.append(x + self.where if kind == PICTURE else x)
        x = torch.cat(rows, 1)
        there = torch.cat([one[2] for one in parts], 1)
        bias = torch.where(there, 0.0, -1e4).to(x.dtype)[:, None, None, :]
        for layer in self.stack:
            x = layer(x, bias)
        return list(self.norm(x).split([one[1].shape[1] for one in parts], 1))


class MapTrunk(nn.Module):
    """Nano's token transformer over the map, its own: whatever it learns, pointing stays the same.

    What is wanted is added to every node, so that one layer can tell whether it fits there.
    """

    def __init__(self, config: VLAConfig) -> None:
        super().__init__()
        width = config.tokens
        self.said = nn.Linear(config.word_width, width)
        self.stack = nn.ModuleList(Layer(width, config.heads) for _ in range(config.map_layers))
        self.norm = nn.LayerNorm(width)

    def forward(
        self, query: Tensor, said: Tensor, nodes: Tensor, there: Tensor
    ) -> tuple[Tensor, Tensor]:
        """query [B, d], phrases [B, w], nodes [B, M, d], there [B, M] -> query, nodes, informed."""
        x = torch.cat([query.unsqueeze(1), nodes], 1) + self.said(said).unsqueeze(1)
        there = torch.cat([there[:, :1] | True, there], 1)
        bias = torch.where(there, 0.0, -1e4).to(x.dtype)[:, None, None, :]
        for layer in self.stack:
            x = layer(x, bias)
        x = self.norm(x)
        return x[:, 0], x[:, 1:]
