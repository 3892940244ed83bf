"""Pictures and words come in; features, heat maps and names of what is seen go out (torch).

A convolution that is told what to look for (FiLM: words scale and shift its channels). Trained
from scratch this learns in minutes on a processor where a token transformer does not.
"""

from __future__ import annotations

from typing import TypeAlias

import torch
from torch import nn
from torch.nn import functional as F

from home_agent.vla.config import VLAConfig
from home_agent.vla.labels import COLOURS, KINDS, MATERIALS
from home_agent.vla.trunk import Layer
from home_agent.vla.words import GRAMS

Tensor: TypeAlias = torch.Tensor


def conv(inputs: int, outputs: int, size: int = 3, stride: int = 1) -> nn.Sequential:
    """Convolution, group norm, SiLU; group norm, so that one picture is as good as a batch."""
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, size, stride, size // 2, bias=False),
        nn.GroupNorm(8, outputs),
        nn.SiLU(),
    )


class Block(nn.Module):
    """A residual pair of convolutions, which begins as nothing (Goyal et al., arXiv 1706.02677)."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.body = nn.Sequential(conv(width, width), conv(width, width))
        nn.init.zeros_(self.body[1][1].weight)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.body(x)


def blocks(count: int, width: int) -> list[Block]:
    """Several residual blocks."""
    return [Block(width) for _ in range(count)]


class WordReader(nn.Module):
    """Read phrases int64 [n, L, 9]: word features [n, L, d], their sum-up [n, d], which are words.

    A word is the sum of its own vector and the mean of its letters'; while training, own vectors
    are dropped now and then, so that the letters alone must do for words never met.
    """

    def __init__(self, config: VLAConfig, drop: float = 0.15) -> None:
        super().__init__()
        width = config.word_width
        self.own = nn.Embedding(config.word_buckets, width, padding_idx=0)
        self.letters = nn.Embedding(config.gram_buckets, width, padding_idx=0)
        self.place = nn.Parameter(torch.zeros(config.most_words, width))
        self.mix = Layer(width, 4)
        self.out = nn.Sequential(nn.LayerNorm(width), nn.Linear(width, width))
        self.drop = drop
        for table in (self.own, self.letters):
            nn.init.normal_(table.weight, std=0.3)
            with torch.no_grad():
                table.weight[0] = 0

    def forward(self, ids: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        own_ids, letters = ids[..., 0], ids[..., 1 : 1 + GRAMS]
        there = own_ids > 0
        own = self.own(own_ids)
        if self.training and self.drop > 0:
            own = own * (torch.rand_like(own[..., :1]) > self.drop)
        count = (letters > 0).sum(-1, keepdim=True).clamp(min=1)
        x = own + self.letters(letters).sum(-2) / count + self.place
        # A phrase without words still needs something to attend to.
        there = torch.cat([there[:, :1] | True, there[:, 1:]], 1)
        x = self.mix(x, torch.where(there, 0.0, -1e4).to(x.dtype)[:, None, None, :])
        weight = there.to(x.dtype).unsqueeze(-1)
        return x, self.out((x * weight).sum(1) / weight.sum(1)), there


class Eye(nn.Module):
    """See a whole picture: features at stride 8 [B, seen, h, w], whatever is asked."""

    def __init__(self, config: VLAConfig) -> None:
        super().__init__()
        a, b, c, d = config.stem
        first = nn.Conv2d(config.channels, a, 6, 4, 1), nn.GroupNorm(8, a), nn.SiLU()
        self.four = nn.Sequential(*first, conv(a, a), *blocks(config.fine_blocks, a))
        eight, sixteen, wide = config.stem_blocks
        self.eight = nn.Sequential(conv(a, b, 3, 2), *blocks(eight, b))
        self.sixteen = nn.Sequential(conv(b, c, 3, 2), *blocks(sixteen, c))
        self.wide = nn.Sequential(conv(c, d, 3, 2), *blocks(wide, d))
        self.from_wide = nn.Conv2d(d, c, 1)
        self.from_sixteen = nn.Conv2d(c, config.seen, 1)
        self.from_eight = nn.Conv2d(b, config.seen, 1)
        self.out = conv(config.seen, config.seen)

    def forward(self, pictures: Tensor) -> Tensor:
        eight = self.eight(self.four(pictures))
        sixteen = self.sixteen(eight)
        wide = self.from_wide(self.wide(sixteen))
        sixteen = sixteen + F.interpolate(wide, size=sixteen.shape[-2:], mode="nearest")
        up = F.interpolate(self.from_sixteen(sixteen), size=eight.shape[-2:], mode="nearest")
        return self.out(up + self.from_eight(eight))


class Things(nn.Module):
    """Say of every cell whether a thing's middle is there, its kind, colour and middle."""

    def __init__(self, config: VLAConfig) -> None:
        super().__init__()
        self.parts = (1, len(KINDS) + 1, len(COLOURS), 2)
        self.out = nn.Conv2d(config.seen, sum(self.parts), 1)
        with torch.no_grad():
            self.out.bias[0] = -4.0  # things are rare

    def forward(self, seen: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        heat, kind, colour, offset = self.out(seen).split(self.parts, 1)
        return heat[:, 0], kind, colour, offset


class Film(nn.Module):
    """Scale and shift channels by words: x -> silu(x * (1 + scale) + shift)."""

    def __init__(self, words: int, width: int) -> None:
        super().__init__()
        self.by = nn.Linear(words, 2 * width)

    def forward(self, x: Tensor, said: Tensor) -> Tensor:
        """x [..., c, h, w] and said [..., d], whose leading axes may be broadcast."""
        scale, shift = self.by(said)[..., None, None].chunk(2, -3)
        return F.silu(x * (1 + scale) + shift)


class Pointer(nn.Module):
    """Point at what words name: logits [B, Q, h * w] over cells, [B, Q, 1] for "not in view".

    seen [B, seen, h, w], said [B, Q, d]. What was found goes on to the token transformer as
    tokens [B, Q, rows * columns, tokens]. What does not depend on the words is done once.
    """

    def __init__(self, config: VLAConfig, width: int = 48) -> None:
        super().__init__()
        self.first = nn.Sequential(nn.Conv2d(config.seen, width, 1), nn.GroupNorm(8, width))
        self.ask = Film(config.word_width, width)
        self.look = nn.Sequential(nn.Conv2d(width, width, 3, padding=1), nn.GroupNorm(8, width))
        self.again = Film(config.word_width, width)
        self.match = nn.Linear(config.word_width, config.seen)
        self.out = nn.Conv2d(width, 1, 1)
        # "The left one": words may lean towards a side of the picture.
        self.lean = nn.Linear(config.word_width, 2)
        nn.init.zeros_(self.lean.weight)
        nn.init.zeros_(self.lean.bias)
        high, wide = config.grid
        across, down = torch.linspace(-1, 1, wide), torch.linspace(-1, 1, high)
        sides = torch.stack([across.expand(high, wide), down[:, None].expand(high, wide)])
        self.register_buffer("sides", sides.reshape(2, -1), persistent=False)
        self.onward = nn.Linear(width, config.tokens)
        self.pool = config.grid[0] // config.token_grid[0], config.grid[1] // config.token_grid[1]
        self.absent = nn.Sequential(
            nn.Linear(2 * width + config.word_width, width), nn.SiLU(), nn.Linear(width, 1)
        )

    def forward(self, seen: Tensor, said: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        batch, asked = said.shape[:2]
        high, wide = seen.shape[-2:]
        said_flat = said.flatten(0, 1)
        x = self.ask(self.first(seen).unsqueeze(1), said).flatten(0, 1)
        around = self.again(self.look(F.avg_pool2d(x, 2)), said_flat)
        x = x + F.interpolate(around, size=(high, wide), mode="nearest")
        alike = self.match(said) @ seen.flatten(2) * seen.shape[1] ** -0.5
        leaning = self.lean(said_flat) @ self.sides.to(x.dtype)
        heat = self.out(x).flatten(1) + alike.flatten(0, 1) + leaning
        here = (x.flatten(2) @ heat.softmax(-1).unsqueeze(-1))[..., 0]
        none = self.absent(torch.cat([here, x.amax((2, 3)), said_flat], 1))
        tokens = self.onward(F.avg_pool2d(x, self.pool).flatten(2).transpose(1, 2))
        return (
            heat.view(batch, asked, -1),
            none.view(batch, asked, 1),
            tokens.view(batch, asked, *tokens.shape[1:]),
        )


class Near(nn.Module):
    """Look 2: crops [N, 7, c, c] and what was said [N, d] -> everything about their middle."""

    def __init__(self, config: VLAConfig) -> None:
        super().__init__()
        a, b, c = config.crop
        four, eight = config.crop_blocks
        first = conv(config.channels, a, 5, 2), conv(a, b, 3, 2)
        self.first = nn.Sequential(*first, *blocks(four, b))
        self.deep = nn.Sequential(conv(b, c, 3, 2), *blocks(eight, c))
        self.up = nn.Conv2d(c, b, 1)
        self.mask = nn.Sequential(conv(b, a), nn.Conv2d(a, 4, 1), nn.PixelShuffle(2))
        self.flat = nn.Sequential(nn.Linear(2 * c, 2 * c), nn.SiLU())
        self.parts = (len(KINDS) + 1, len(COLOURS), len(MATERIALS), 3, 3, 4)
        self.tell = nn.Linear(2 * c, sum(self.parts))
        self.ask = nn.Linear(config.word_width, 2 * c)
        self.agree = nn.Sequential(
            nn.Linear(4 * c + config.word_width, 96), nn.SiLU(), nn.Linear(96, 1)
        )
        self.width = 2 * c

    def forward(self, crops: Tensor) -> tuple[Tensor, Tensor]:
        """Features [N, 2c] and mask logits [N, c/2, c/2]."""
        first = self.first(crops)
        deep = self.deep(first)
        up = F.interpolate(self.up(deep), size=first.shape[-2:], mode="nearest")
        # The middle is what counts; the rest says on what it stands.
        rows = deep.shape[-1] // 2
        middle = deep[..., rows - 1 : rows + 1, rows - 1 : rows + 1].mean((2, 3))
        flat = self.flat(torch.cat([middle, deep.mean((2, 3))], 1))
        return flat, self.mask(first + up)[:, 0]

    def names(self, flat: Tensor) -> tuple[Tensor, ...]:
        """Logits of kind, colour, material; middle, size, turn."""
        return tuple(self.tell(flat).split(self.parts, 1))

    def matches(self, flat: Tensor, said: Tensor) -> Tensor:
        """Logit [N]: do the words mean what is in the middle?"""
        both = torch.cat([flat, flat * self.ask(said), said], 1)
        return self.agree(both)[:, 0]
