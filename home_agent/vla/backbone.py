"""The sizes of a Qwen2.5-VL and a local folder come in; a module that sees and thinks goes out.

Only the vision tower and the first layers of the language model are used, by the classes of
`transformers`; weights are read from the folder as they are, bit for bit, and never downloaded.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, TypeAlias

import torch
from torch import nn
from torch.nn import functional as F

from home_agent.errors import BadInput
from home_agent.vla.config import VLAConfig

Tensor: TypeAlias = torch.Tensor
PATCH, MERGE, FRAMES = 14, 2, 2
# Mean and deviation of pictures that Qwen2.5-VL was trained with (its preprocessor_config.json).
MEAN, DEVIATION = (0.48145466, 0.4578275, 0.40821073), (0.26862954, 0.26130258, 0.27577711)
LORA_ON = ("q_proj", "k_proj", "v_proj", "o_proj")


class Qwen(nn.Module):
    """See pictures and think over tokens of every kind with a Qwen2.5-VL."""

    def __init__(self, config: VLAConfig, core: Any) -> None:
        super().__init__()
        self.core = core  # transformers' Qwen2_5_VLModel
        hidden = core.config.text_config.hidden_size
        self.grid = config.token_grid
        self.cells = config.grid[0] // config.token_grid[0]
        self.features = nn.Linear(hidden, config.seen * self.cells**2)
        self.enter = nn.Linear(config.tokens, hidden)
        self.leave = nn.Linear(hidden, config.tokens)
        # Depth and warmth are shown as a second picture in false colours.
        self.false_colours = nn.Conv2d(4, 3, 1)

    def see(self, pictures: Tensor) -> tuple[Tensor, Tensor]:
        """Pictures [B, 7, H, W] -> features [B, seen, h, w] and tokens [B, 2 n, hidden].

        The first n tokens are of colour, the others of depth, height and warmth.
        """
        rgb = (pictures[:, :3] + 1) / 2
        mean = rgb.new_tensor(MEAN)[:, None, None]
        rgb = (rgb - mean) / rgb.new_tensor(DEVIATION)[:, None, None]
        other = self.false_colours(pictures[:, 3:7])
        both = torch.stack([rgb, other], 1).flatten(0, 1)
        rows, columns = (2 * side for side in self.grid)
        grid = torch.tensor([[1, rows, columns]] * len(both), device=pictures.device)
        found = self.core.visual(patches(both), grid_thw=grid)
        flat = found.pooler_output if hasattr(found, "pooler_output") else found
        tokens = flat.view(len(pictures), 2, self.grid[0] * self.grid[1], -1)
        seen = self.features(tokens.mean(1))
        high, wide = self.grid
        c = self.cells
        seen = seen.view(len(pictures), high, wide, -1, c, c).permute(0, 3, 1, 4, 2, 5)
        return seen.reshape(len(pictures), -1, high * c, wide * c), tokens.flatten(1, 2)

    def think(
        self, own: Tensor, text: Tensor, found: Tensor, query: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Picture tokens and query after the language model has read pictures, text and query.

        own [n, 2 p, hidden]; text int64 [n, L]; found [n, p, tokens] (what look 1 points at);
        query [n, 1, tokens]. Returns [n, p, tokens] and [n, 1, tokens].
        """
        said = self.core.get_input_embeddings()(text)
        colour, other = own.chunk(2, 1)
        parts = [colour + self.enter(found), other, said, self.enter(query)]
        there = torch.ones(own.shape[:2], dtype=torch.bool, device=own.device)
        one = there[:, :1]
        out = self._read(parts, torch.cat([there, text > 0, one], 1))
        shown = found.shape[1]
        return self.leave(out[:, :shown]), self.leave(out[:, -1:])

    def ask(self, own: Tensor, node: Tensor, state: Tensor, query: Tensor) -> Tensor:
        """The query's token [B, tokens] after reading pictures, map nodes and the body."""
        parts = [own, self.enter(node), self.enter(state), self.enter(query)]
        length = sum(part.shape[1] for part in parts)
        there = torch.ones(len(own), length, dtype=torch.bool, device=own.device)
        out: Tensor = self.leave(self._read(parts, there)[:, -1])
        return out

    def _read(self, parts: list[Tensor], there: Tensor) -> Tensor:
        """The language model over embeddings; both pictures first, with places in two axes."""
        x = torch.cat(parts, 1)
        high, wide = self.grid
        length = x.shape[1]
        places = torch.arange(length, device=x.device).repeat(3, 1)
        row, column = torch.meshgrid(torch.arange(high), torch.arange(wide), indexing="ij")
        count, start = high * wide, 0
        for picture in range(2):
            span = slice(picture * count, (picture + 1) * count)
            places[0, span] = start
            places[1, span] = start + row.flatten().to(x.device)
            places[2, span] = start + column.flatten().to(x.device)
            start += max(high, wide)
        rest = torch.arange(length - 2 * count, device=x.device) + start
        places[:, 2 * count :] = rest
        out = self.core.language_model(
            inputs_embeds=x,
            attention_mask=there.long(),
            position_ids=places[:, None].expand(-1, len(x), -1),
            use_cache=False,
        )
        found: Tensor = out.last_hidden_state
        return found


def patches(pictures: Tensor) -> Tensor:
    """Pictures [n, 3, H, W] as rows of patches [n * H/14 * W/14, 3 * 2 * 14 * 14].

    In the order of Qwen2-VL's processor: 2 x 2 neighbours follow one another; a still picture
    is two equal frames.
    """
    n, c, high, wide = pictures.shape
    rows, columns = high // (PATCH * MERGE), wide // (PATCH * MERGE)
    x = pictures.view(n, c, rows, MERGE, PATCH, columns, MERGE, PATCH)
    x = x.permute(0, 2, 5, 3, 6, 1, 4, 7)  # n, rows, columns, 2, 2, c, 14, 14
    x = x.unsqueeze(6).expand(-1, -1, -1, -1, -1, -1, FRAMES, -1, -1)
    return x.reshape(n * rows * MERGE * columns * MERGE, c * FRAMES * PATCH * PATCH)


def qwen_config(config: VLAConfig) -> Any:
    """The configuration of transformers' class for a variant."""
    from transformers import Qwen2_5_VLConfig  # noqa: PLC0415 - heavy, only for large variants

    sizes = config.qwen
    assert sizes is not None
    quarter = sizes.hidden // sizes.heads // 2
    section = [quarter // 4, quarter * 3 // 8, quarter * 3 // 8]
    section[0] = quarter - section[1] - section[2]
    return Qwen2_5_VLConfig(
        text_config={
            "hidden_size": sizes.hidden,
            "num_hidden_layers": sizes.layers,
            "num_attention_heads": sizes.heads,
            "num_key_value_heads": sizes.kv_heads,
            "intermediate_size": sizes.feed_forward,
            "vocab_size": sizes.vocabulary,
            "max_position_embeddings": 128000,
            "rms_norm_eps": 1e-6,
            "rope_parameters": {
                "rope_type": "default",
                "rope_theta": 1e6,
                "mrope_section": section,
            },
        },
        vision_config={
            "depth": sizes.sight_layers,
            "hidden_size": sizes.sight_hidden,
            "num_heads": sizes.sight_heads,
            "intermediate_size": sizes.sight_feed_forward,
            "out_hidden_size": sizes.hidden,
            "fullatt_block_indexes": [n for n in (7, 15, 23, 31) if n < sizes.sight_layers],
        },
    )


def empty_backbone(config: VLAConfig) -> Qwen:
    """A backbone with random numbers (or none, on the meta device)."""
    from transformers import Qwen2_5_VLModel  # noqa: PLC0415

    return Qwen(config, Qwen2_5_VLModel(qwen_config(config)))


def read_backbone(config: VLAConfig, folder: Path | None, dtype: Any = None) -> Qwen:
    """The backbone with the weights in `folder`; raises `BadInput` naming what is missing."""
    from transformers import AutoConfig, Qwen2_5_VLModel  # noqa: PLC0415

    sizes = config.qwen
    assert sizes is not None
    wanted = f"download {sizes.repository or 'a Qwen2.5-VL'} and give its folder"
    if folder is None or not folder.is_dir():
        raise BadInput(f"The {config.name} variant needs weights of Qwen2.5-VL: {wanted}.")
    if not (folder / "config.json").is_file():
        raise BadInput(f"{folder} has no config.json: {wanted}.")
    if not list(folder.glob("*.safetensors")):
        raise BadInput(f"{folder} has no *.safetensors: {wanted}.")
    kind = json.loads((folder / "config.json").read_text(encoding="utf-8")).get("model_type")
    if kind != "qwen2_5_vl":
        raise BadInput(f"{folder} holds a '{kind}' model, not a qwen2_5_vl: {wanted}.")
    found = AutoConfig.from_pretrained(str(folder), local_files_only=True)
    text = found.text_config
    if (text.hidden_size, text.num_hidden_layers) != (sizes.hidden, sizes.all_layers):
        raise BadInput(
            f"{folder} is a Qwen2.5-VL of width {text.hidden_size} and {text.num_hidden_layers} "
            f"layers, the {config.name} variant needs {sizes.hidden} and {sizes.all_layers}."
        )
    text.num_hidden_layers = sizes.layers
    if getattr(text, "layer_types", None):
        text.layer_types = text.layer_types[: sizes.layers]
    core = Qwen2_5_VLModel.from_pretrained(
        str(folder), config=found, dtype=dtype or "auto", local_files_only=True
    )
    return Qwen(config, core)


class Lora(nn.Module):
    """A frozen linear layer and a small one beside it: W x + (alpha / r) B A x."""

    def __init__(self, frozen: nn.Linear, rank: int, alpha: float) -> None:
        super().__init__()
        self.frozen = frozen.requires_grad_(False)
        like = {"dtype": torch.float32, "device": frozen.weight.device}
        self.down = nn.Parameter(torch.randn(rank, frozen.in_features, **like) * 0.02)
        self.up = nn.Parameter(torch.zeros(frozen.out_features, rank, **like))
        self.scale = alpha / rank

    def forward(self, x: Tensor) -> Tensor:
        more = F.linear(F.linear(x.to(self.down.dtype), self.down), self.up) * self.scale
        return self.frozen(x) + more.to(x.dtype)


def add_lora(backbone: Qwen, rank: int = 16, alpha: float = 32.0) -> int:
    """Freeze the core and put small layers beside its attention; how many layers got one."""
    backbone.core.requires_grad_(False)
    count = 0
    for module in list(backbone.core.language_model.modules()):
        for name in LORA_ON:
            layer = getattr(module, name, None)
            if isinstance(layer, nn.Linear):
                setattr(module, name, Lora(layer, rank, alpha))
                count += 1
    return count
