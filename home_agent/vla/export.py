"""A trained network comes in; ONNX graphs that share one file of weights go out (torch, onnx).

Graphs: see (picture -> features, things), point (features, phrases -> where), near (crops,
phrases -> names, masks, middles), choose (next place), intend (body -> goals), act
(body and a goal -> motion).
"""

from __future__ import annotations

import hashlib
import warnings
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import torch
from torch import nn

from home_agent.errors import BadInput
from home_agent.vla.config import VLAConfig, write_config
from home_agent.vla.goal import TOWARD
from home_agent.vla.model import UnifiedVLA
from home_agent.vla.words import GRAMS

Tensor: TypeAlias = torch.Tensor
WEIGHTS = "weights.bin"
_SMALL = 256  # bytes: less than this stays in the graph


class See(nn.Module):
    def __init__(self, model: UnifiedVLA) -> None:
        super().__init__()
        self.model = model

    def forward(self, picture: Tensor) -> tuple[Tensor, ...]:
        seen, _ = self.model.see(picture)
        return (seen, *self.model.things(seen))


class Point(nn.Module):
    def __init__(self, model: UnifiedVLA) -> None:
        super().__init__()
        self.model = model

    def forward(self, features: Tensor, words: Tensor) -> Tensor:
        found: Tensor = self.model.point(features, words.unsqueeze(0))[0].softmax(-1)
        return found


class Near(nn.Module):
    def __init__(self, model: UnifiedVLA) -> None:
        super().__init__()
        self.model = model

    def forward(self, crops: Tensor, words: Tensor) -> tuple[Tensor, ...]:
        said = self.model.near(crops, words)
        return (
            said.match.sigmoid(),
            said.kind.softmax(-1),
            said.colour.softmax(-1),
            said.material.softmax(-1),
            said.mask.sigmoid(),
            said.middle,
            said.size,
            said.turn,
        )


class Choose(nn.Module):
    def __init__(self, model: UnifiedVLA) -> None:
        super().__init__()
        self.model = model

    def forward(self, words: Tensor, nodes: Tensor, names: Tensor) -> Tensor:
        there = (names[..., 0] > 0).any(-1)
        found: Tensor = self.model.choose(words, nodes, names, there).softmax(-1)
        return found


class Intend(nn.Module):
    def __init__(self, model: UnifiedVLA) -> None:
        super().__init__()
        self.model = model

    def forward(
        self, body: Tensor, verb: Tensor, words: Tensor, crops: Tensor
    ) -> tuple[Tensor, Tensor]:
        features, _ = self.model.prepare(body, verb, words, crops)
        goals, good = self.model.intend(body, features)
        return goals, good.sigmoid()


class Act(nn.Module):
    def __init__(self, model: UnifiedVLA) -> None:
        super().__init__()
        self.model = model

    def forward(
        self,
        body: Tensor,
        verb: Tensor,
        words: Tensor,
        crops: Tensor,
        toward: Tensor,
        noise: Tensor,
    ) -> tuple[Tensor, Tensor]:
        steps = self.model.config.flow_steps
        features, memory = self.model.prepare(body, verb, words, crops)
        if steps == 0:
            moves, progress = self.model.act(toward, features, memory)
            return moves + 0.0 * noise, progress.sigmoid()
        moves = noise
        for step in range(steps):
            when = torch.full_like(body[:, 0], step / steps)
            velocity, progress = self.model.act(toward, features, memory, moves, when)
            moves = moves + velocity / steps
        return moves, progress.sigmoid()


def examples(config: VLAConfig) -> dict[str, tuple[type[nn.Module], dict[str, Any]]]:
    """For each graph: its module, and an example of every input by name."""
    length = config.most_words
    words = torch.randint(1, 50, (3, length, 1 + GRAMS))
    picture = torch.randn(1, config.channels, config.height, config.width)
    crop = (config.channels, config.crop_px, config.crop_px)
    rows = 2  # of one alone the exporter would take it that there is never another
    body = torch.randn(1, config.body_features)
    state = {
        "body": body,
        "verb": torch.ones(1, dtype=torch.long),
        "words": words[:1],
        "crops": torch.randn(1, 2, *crop),
    }
    return {
        "see": (See, {"picture": picture}),
        "point": (Point, {"features": torch.randn(1, config.seen, *config.grid), "words": words}),
        "near": (Near, {"crops": torch.randn(3, *crop), "words": words}),
        "choose": (
            Choose,
            {
                "words": words[:1],
                "nodes": torch.randn(1, config.most_nodes, config.node_features),
                "names": torch.randint(1, 50, (1, config.most_nodes, length, 1 + GRAMS)),
            },
        ),
        "intend": (Intend, state),
        "act": (
            Act,
            {key: torch.cat([value] * rows) for key, value in state.items()}
            | {
                "toward": torch.randn(rows, TOWARD),
                "noise": torch.randn(rows, config.chunk, config.moves),
            },
        ),
    }


# Inputs whose first axis may be of any length.
MANY = {
    "point": ("words",),
    "near": ("crops", "words"),
    "act": ("body", "verb", "words", "crops", "toward", "noise"),
}


def export(model: UnifiedVLA, folder: Path, only: tuple[str, ...] = ()) -> None:
    """Write the graphs (all, or `only` some), their shared weights and the sizes into `folder`.

    What was never learned, where to look next say, is left out, so that nobody uses it.

    The model's own weights are rounded to 16 bits, so that it and the graphs say the same.
    """
    import onnx  # noqa: PLC0415 - only training has it

    if model.backbone is not None:
        raise BadInput(f"The {model.config.name} variant runs in torch: only nano is exported.")
    folder.mkdir(parents=True, exist_ok=True)
    model = rounded(model.eval().to("cpu"))
    blob = bytearray()
    places: dict[str, int] = {}
    for name, (module, inputs) in examples(model.config).items():
        if name == "choose" and not model.config.chooses:
            (folder / "choose.onnx").unlink(missing_ok=True)
            continue
        if only and name not in only:
            continue
        many = torch.export.Dim("n", min=1, max=256)
        shapes = {key: {0: many} if key in MANY.get(name, ()) else None for key in inputs}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the exporter's own deprecations
            program = torch.onnx.export(
                module(model).eval(),
                tuple(inputs.values()),
                input_names=list(inputs),
                dynamic_shapes=tuple(shapes.values()),
                dynamo=True,
                verbose=False,
                external_data=False,
            )
        graph = program.model_proto
        _share(graph, blob, places)
        onnx.save(graph, str(folder / f"{name}.onnx"))
    (folder / WEIGHTS).write_bytes(bytes(blob))
    write_config(model.config, folder / "config.json")


def rounded(model: UnifiedVLA) -> UnifiedVLA:
    """The same model with every weight rounded to what 16 bits hold, which is what is shipped."""
    with torch.no_grad():
        for one in model.parameters():
            one.copy_(one.half().float())
    return model


def _share(graph: Any, blob: bytearray, places: dict[str, int]) -> None:
    """Move a graph's weights into `blob` with 16 bits each, equal ones to the same place."""
    from onnx import TensorProto, helper, numpy_helper  # noqa: PLC0415

    for tensor in graph.graph.initializer:
        values = numpy_helper.to_array(tensor)
        if values.nbytes < _SMALL:
            continue
        if values.dtype == np.float32:
            # Weights are stored halved and grow again when the graph is loaded.
            name, tensor.name = tensor.name, tensor.name + ".half"
            tensor.data_type = TensorProto.FLOAT16
            grow = helper.make_node("Cast", [tensor.name], [name], to=TensorProto.FLOAT)
            graph.graph.node.insert(0, grow)
            values = values.astype(np.float16)
        raw = values.tobytes()
        key = hashlib.sha256(raw).hexdigest()
        if key not in places:
            blob.extend(b"\0" * (-len(blob) % 64))
            places[key] = len(blob)
            blob.extend(raw)
        for field in ("raw_data", "float_data", "int32_data", "int64_data", "double_data"):
            tensor.ClearField(field)
        tensor.data_location = TensorProto.EXTERNAL
        del tensor.external_data[:]
        for name, value in (
            ("location", WEIGHTS),
            ("offset", str(places[key])),
            ("length", str(len(raw))),
        ):
            entry = tensor.external_data.add()
            entry.key, entry.value = name, value
