"""The name of a variant comes in; the sizes of its network go out, as one frozen dataclass.

One dial: `variant("nano")`, "edge", "pro", "ultra". Nano is made from scratch and shipped; the
others are the first layers of a Qwen2.5-VL (3B, 7B, 72B) with the same heads on top.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

from home_agent.errors import BadInput, no_such


@dataclass(frozen=True, slots=True)
class QwenSizes:
    """The part of a Qwen2.5-VL that is used: the first `layers` of `all_layers`, no output head."""

    hidden: int
    layers: int
    all_layers: int
    heads: int
    kv_heads: int
    feed_forward: int
    vocabulary: int
    sight_layers: int = 32
    sight_hidden: int = 1280
    sight_heads: int = 16
    sight_feed_forward: int = 3420
    repository: str = ""  # whose weights these are, for messages


@dataclass(frozen=True, slots=True)
class VLAConfig:
    """Every size of a `UnifiedVLA`."""

    name: str = "nano"
    # Pictures: see pictures.py for the channels.
    height: int = 240
    width: int = 320
    channels: int = 7
    stride: int = 8  # of the heat map
    stem: tuple[int, ...] = (32, 64, 96, 112)  # widths at strides 4, 8, 16, 32
    stem_blocks: tuple[int, ...] = (2, 2, 1)  # residual, at strides 8, 16, 32
    fine_blocks: int = 0  # and at stride 4
    seen: int = 96  # width of the features that are named and pointed at
    crop_px: int = 64
    crop: tuple[int, ...] = (32, 64, 112)
    crop_blocks: tuple[int, ...] = (1, 2)  # at strides 4 and 8
    # Words: see words.py.
    most_words: int = 16
    word_buckets: int = 4096
    gram_buckets: int = 2048
    word_width: int = 64
    # The token transformer.
    tokens: int = 128
    layers: int = 3
    heads: int = 4
    token_grid: tuple[int, int] = (6, 8)  # picture tokens, rows and columns: divides the heat map
    most_nodes: int = 64
    node_features: int = 12
    map_layers: int = 1  # of the small transformer over map nodes
    body_features: int = 48
    verbs: int = 16
    # Acting.
    chunk: int = 16
    dt_s: float = 0.05
    moves: int = 13  # see sample.py: Moves
    act_width: int = 128
    act_layers: int = 2
    act_heads: int = 4
    goals: int = 16  # proposed for a motion, of which one is chosen
    flow_steps: int = 0  # 0: L1 in one pass; else flow matching with so many steps
    learned: tuple[str, ...] = ()  # verbs that were demonstrated to these weights
    shown: tuple[str, ...] = ()  # kinds of things that these weights have learned to name
    chooses: bool = False  # these weights have learned where to look next
    grips: bool = False  # and where to grip things,
    reaches: bool = False  # and how the hand goes in and closes
    # Larger variants stand on this.
    qwen: QwenSizes | None = None

    @property
    def grid(self) -> tuple[int, int]:
        """Rows and columns of the heat map."""
        return self.height // self.stride, self.width // self.stride


_QWEN_3B = QwenSizes(2048, 8, 36, 16, 2, 11008, 151936, repository="Qwen2.5-VL-3B-Instruct")
_QWEN_7B = QwenSizes(3584, 24, 28, 28, 4, 18944, 152064, repository="Qwen2.5-VL-7B-Instruct")
_QWEN_72B = QwenSizes(
    8192,
    71,
    80,
    64,
    8,
    29568,
    152064,
    sight_feed_forward=3456,
    repository="Qwen2.5-VL-72B-Instruct",
)
# Its hand decodes in the frame of its goal, where little is to be known: a small decoder will do.
_NANO = VLAConfig(
    stem_blocks=(3, 3, 2), fine_blocks=1, crop_blocks=(2, 5), act_width=64, act_layers=1
)
# A Qwen2.5-VL merges 28 x 28 pixels to one token; each bears 4 x 4 cells of the heat map.
_LARGE = replace(
    _NANO, height=252, width=336, stride=7, token_grid=(9, 12), tokens=1024, act_heads=16
)
VARIANTS: dict[str, VLAConfig] = {
    "nano": _NANO,
    "edge": replace(_LARGE, name="edge", qwen=_QWEN_3B, act_width=1024, act_layers=11),
    "pro": replace(_LARGE, name="pro", qwen=_QWEN_7B, act_width=1024, act_layers=8),
    "ultra": replace(_LARGE, name="ultra", qwen=_QWEN_72B, act_width=2048, act_layers=9),
}


def variant(name: str) -> VLAConfig:
    """The sizes of a variant; raises `BadInput` naming the nearest one."""
    if name not in VARIANTS:
        raise BadInput(no_such("variant", name, VARIANTS))
    return VARIANTS[name]


def write_config(config: VLAConfig, path: Path) -> None:
    """Keep the sizes beside the weights, as JSON."""
    path.write_text(json.dumps(asdict(config), indent=1) + "\n", encoding="utf-8")


def read_config(path: Path) -> VLAConfig:
    """The sizes that `write_config` kept; raises `BadInput` for an unknown field."""
    raw = json.loads(path.read_text(encoding="utf-8"))
    valid = {one.name for one in fields(VLAConfig)}
    for key in raw:
        if key not in valid:
            raise BadInput(f"{path}: {no_such('field', key, valid)}")
    if raw.get("qwen") is not None:
        raw["qwen"] = QwenSizes(**raw["qwen"])
    for key in ("stem", "stem_blocks", "crop", "crop_blocks", "token_grid", "learned", "shown"):
        if key in raw:
            raw[key] = tuple(raw[key])
    return VLAConfig(**raw)
