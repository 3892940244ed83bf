"""Pictures, words, the map and the body come in; point, next place and motion go out (torch).

One class for every variant: nano sees with a convolution told what to look for and thinks with a
small token transformer; larger variants see and think with a Qwen2.5-VL. The heads are the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import torch
from torch import nn
from torch.nn import functional as F

from home_agent.vla.config import VLAConfig
from home_agent.vla.eye import Eye, Near, Pointer, Things, WordReader
from home_agent.vla.goal import TOWARD
from home_agent.vla.heads import LEFT, ChunkHead, GoalHead, PlaceHead, frame_of
from home_agent.vla.sample import SHIFT, TURN
from home_agent.vla.trunk import PICTURE, QUERY, WORD, MapTrunk, Trunk

Tensor: TypeAlias = torch.Tensor
POINT, IS_POINT, HEADING = slice(18, 21), slice(23, 24), slice(42, 44)  # columns of body.py
AXES = slice(6, 12)  # columns of the way to a goal (goal.py)
COARSE, FINE = 10.0, 60.0  # what is left of the way (m, rad) is told twice: how far, and if at all


@dataclass(frozen=True, slots=True)
class Grounded:
    """Look 1: logits [B, Q, h * w + 1] (last: not in view) and what every cell shows.

    thing [B, h, w]: logit of a thing's middle; kind, colour: logits [B, n, h, w]; offset
    [B, 2, h, w] to the thing's middle in cells.
    """

    point: Tensor
    thing: Tensor
    kind: Tensor
    colour: Tensor
    offset: Tensor


@dataclass(frozen=True, slots=True)
class Closer:
    """Look 2, of each crop: see sample.Crops for shapes and units; logits where it has labels."""

    match: Tensor
    kind: Tensor
    colour: Tensor
    material: Tensor
    mask: Tensor
    middle: Tensor
    size: Tensor
    turn: Tensor


class UnifiedVLA(nn.Module):
    """See, point, choose and act: `ground`, `near`, `choose`, `act`, each on its own inputs.

    backbone: a `backbone.Qwen` for variants that stand on one, None for nano.
    """

    def __init__(self, config: VLAConfig, backbone: nn.Module | None = None) -> None:
        super().__init__()
        self.config = config
        self.backbone = backbone
        self.words = WordReader(config)
        if backbone is None:
            self.eye = Eye(config)
            self.trunk = Trunk(config)
            self.map_trunk = MapTrunk(config)
        self.things = Things(config)
        self.pointer = Pointer(config)
        # The second look reads words by itself, so that either look can be taught alone.
        self.near_eye, self.near_words = Near(config), WordReader(config)
        width = config.tokens
        self.word_token = nn.Linear(config.word_width, width)
        self.crop_token = nn.Linear(self.near_eye.width, width)
        self.body_token = nn.Linear(config.body_features, width)
        self.node_token = nn.Linear(config.node_features + config.word_width, width)
        self.verbs = nn.Embedding(config.verbs, width)
        self.ask_point = nn.Parameter(torch.randn(width) * 0.02)
        self.ask_place = nn.Parameter(torch.randn(width) * 0.02)
        (high, wide), (rows, columns) = config.grid, config.token_grid
        rows, columns = self.cells = high // rows, wide // columns
        self.point_more = nn.Linear(width, rows * columns)
        self.absent_more = nn.Linear(width, 1)
        for last in (self.point_more, self.absent_more):  # the convolution's word counts first
            nn.init.zeros_(last.weight)
            nn.init.zeros_(last.bias)
        self.place = PlaceHead(config)
        features = config.body_features + config.verbs + config.word_width
        features += 2 * self.near_eye.width
        self.goals = GoalHead(config, features)
        self.chunk = ChunkHead(config, features + TOWARD + LEFT)

    # --- look 1

    def see(self, pictures: Tensor) -> tuple[Tensor, Tensor | None]:
        """Features [B, seen, h, w] of pictures, and a large backbone's own tokens of them."""
        if self.backbone is None:
            return self.eye(pictures), None
        found: tuple[Tensor, Tensor] = self.backbone.see(pictures)
        return found

    def ground(
        self,
        pictures: Tensor,
        words: Tensor,
        text: Tensor | None = None,
        deep: int | None = None,
    ) -> Grounded:
        """Point at what each phrase names: pictures [B, 7, H, W], words [B, Q, L, 9].

        deep: only so many phrases of each picture go through the token transformer as well (all
        when None), which makes training cheaper; the convolution points for all.
        """
        seen, own = self.see(pictures)
        return Grounded(self.point(seen, words, own, text, deep), *self.things(seen))

    def point(
        self,
        seen: Tensor,
        words: Tensor,
        own: Tensor | None = None,
        text: Tensor | None = None,
        deep: int | None = None,
    ) -> Tensor:
        """Logits [B, Q, h * w + 1] for features [B, seen, h, w] and phrases [B, Q, L, 9].

        own, text: a large backbone's picture tokens and token numbers of the phrases.
        """
        batch, asked = words.shape[:2]
        tokens, said, there = (
            x.unflatten(0, (batch, asked)) for x in self.words(words.flatten(0, 1))
        )
        heat, none, found = self.pointer(seen, said)
        plain = torch.cat([heat, none], -1)
        count = asked if deep is None else min(deep, asked)
        found, there = found[:, :count].flatten(0, 1), there[:, :count].flatten(0, 1)
        spoken = self.word_token(tokens[:, :count].flatten(0, 1))
        query = self.ask_point.expand(found.shape[0], 1, -1)
        every = there[:, :1] | True
        if self.backbone is None:
            whole = every.expand(-1, found.shape[1])
            parts = [(PICTURE, found, whole), (WORD, spoken, there), (QUERY, query, every)]
            picture, _, query = self.trunk(parts)
        else:
            assert own is not None and text is not None
            shown = own.repeat_interleave(count, 0)
            read = text[:, :count].flatten(0, 1)
            picture, query = self.backbone.think(shown, read, found, query)
        more = torch.cat([self._spread(self.point_more(picture)), self.absent_more(query[:, 0])], 1)
        more = more.view(batch, count, -1)
        return torch.cat([plain[:, :count] + more, plain[:, count:]], 1)

    def _spread(self, x: Tensor) -> Tensor:
        """Each picture token's cells [n, tokens, rows * columns] laid out as one row [n, h * w]."""
        rows, columns = self.cells
        high, wide = self.config.token_grid
        x = x.view(-1, high, wide, rows, columns).permute(0, 1, 3, 2, 4)
        return x.reshape(x.shape[0], -1)

    # --- look 2

    def near(self, crops: Tensor, words: Tensor) -> Closer:
        """What is in the middle of crops [N, 7, c, c], and is it what the words [N, L, 9] mean."""
        flat, mask = self.near_eye(crops)
        _, said, _ = self.near_words(words)
        kind, colour, material, middle, size, turn = self.near_eye.names(flat)
        match = self.near_eye.matches(flat, said)
        return Closer(match, kind, colour, material, mask, middle, size, turn)

    # --- where next

    def choose(
        self,
        words: Tensor,
        nodes: Tensor,
        names: Tensor,
        there: Tensor,
        pictures: Tensor | None = None,
        body: Tensor | None = None,
    ) -> Tensor:
        """Logits [B, M]: in which map node what the words [B, L, 9] name may be.

        names: [B, M, L, 9], or what `called` made of them. Nano chooses by words, map and beliefs
        alone (where the robot is, the rows of nodes say); pictures and body are for a backbone.
        """
        _, said, _ = self.words(words)
        named = names if names.ndim == 3 else self.called(names)
        node = self.node_token(torch.cat([nodes, named], -1))
        if self.backbone is None:
            query = self.ask_place.expand(words.shape[0], -1)
            query, node = self.map_trunk(query, said, node, there)
            return self.place(query, node, nodes, there)
        assert pictures is not None and body is not None
        _, own = self.see(pictures)
        query = self.ask_place.expand(words.shape[0], 1, -1)
        state = self.body_token(body).unsqueeze(1)
        return self.place(self.backbone.ask(own, node, state, query), node, nodes, there)

    def called(self, names: Tensor) -> Tensor:
        """Features [B, M, d] of the names [B, M, L, 9] of map nodes."""
        found: Tensor = self.words(names.flatten(0, 1))[1].view(*names.shape[:2], -1)
        return found

    # --- acting

    def close(self, crops: Tensor) -> Tensor:
        """Features [B, 2, f] of close looks by head and wrist; zeros where there is no picture."""
        flat, _ = self.near_eye(crops.flatten(0, 1))
        there = crops.abs().amax((2, 3, 4)) > 0
        return flat.view(crops.shape[0], 2, -1) * there.unsqueeze(-1)

    def prepare(
        self, body: Tensor, verb: Tensor, words: Tensor, crops: Tensor
    ) -> tuple[Tensor, Tensor]:
        """What goals and chunks are decoded from: features [B, f], memory tokens [B, n, tokens].

        crops: [B, 2, 7, c, c], or what `close` made of them; words [B, L, 9], or what `near_words`
        made of them [B, d]. Of seeing only the second look is used: the first one can be taught on
        without teaching acting anew.
        """
        said = self.near_words(words)[1] if words.ndim == 3 else words
        flat = crops if crops.ndim == 3 else self.close(crops)
        state = self.body_token(body).unsqueeze(1)
        query = self.verbs(verb).unsqueeze(1)
        memory = torch.cat([query, state, self.crop_token(flat)], 1)
        verbs = F.one_hot(verb, self.config.verbs).to(body.dtype)
        return torch.cat([body, verbs, said, flat.flatten(1)], 1), memory

    def intend(self, body: Tensor, features: Tensor) -> tuple[Tensor, Tensor]:
        """Goals [B, K, 13] (goal.py) and how good each is, logits [B, K]."""
        found: tuple[Tensor, Tensor] = self.goals(features, *self.stand_of(body))
        return found

    def stand_of(self, body: Tensor) -> tuple[Tensor, Tensor]:
        """What is acted on, in the base frame: its point [B, 3] and heading [B, 2] (cos, sin)."""
        return body[:, POINT] * body[:, IS_POINT], body[:, HEADING]

    def act(
        self,
        toward: Tensor,
        features: Tensor,
        memory: Tensor,
        noisy: Tensor | None = None,
        when: Tensor | None = None,
    ) -> tuple[Tensor, Tensor]:
        """Moves [B, T, 13] (sample.Moves) and the logit of progress [B] towards a goal.

        toward [B, 19]: the way to the goal that was chosen (goal.py). The decoder thinks in the
        goal's own frame: what is ahead and what is aside is the same there for every goal.
        """
        frame = frame_of(toward[:, AXES])
        own = torch.cat([toward[:, n : n + 3].unsqueeze(1) @ frame for n in (0, 3)], -1)[:, 0]
        both = torch.cat([features, toward, COARSE * own, torch.tanh(FINE * own)], 1)
        if noisy is not None:
            noisy = in_frame(noisy, frame)
        moves, progress = self.chunk(both, memory, noisy, when)
        return in_frame(moves, frame.transpose(1, 2)), progress


def in_frame(moves: Tensor, frame: Tensor) -> Tensor:
    """Moves [B, T, 13] with shift and turn in the frame of axes [B, 3, 3] (its columns)."""
    parts = [moves[..., SHIFT] @ frame, moves[..., TURN] @ frame]
    return torch.cat([moves[..., : SHIFT.start], *parts, moves[..., TURN.stop :]], -1)


def parameters(model: nn.Module) -> int:
    """How many numbers a model has learned."""
    return sum(one.numel() for one in model.parameters())
