"""A folder of ONNX graphs comes in; numpy in, numpy out, without torch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from home_agent.errors import BadInput
from home_agent.vla.config import VLAConfig, read_config
from home_agent.vla.words import encode_all

Array = NDArray[np.float32]
GRAPHS = ("see", "point", "near", "choose", "intend", "act")


@dataclass(frozen=True, slots=True)
class Seen:
    """A whole picture: features for `point`; thing [h, w] 0..1, offset [2, h, w] in cells."""

    features: Array
    thing: Array
    offset: Array


@dataclass(frozen=True, slots=True)
class Crop:
    """Of one crop: chances that the words mean it, of kinds, colours and materials; mask 0..1
    [c/2, c/2]; middle, size (in SIZE_M) and turn as in sample.Crops.
    """

    match: float
    kind: Array
    colour: Array
    material: Array
    mask: Array
    middle: Array
    size: Array
    turn: Array


class Networks:
    """Run the graphs of an exported network; each is loaded when first used."""

    def __init__(self, folder: Path, threads: int = 2) -> None:
        for name in ("config.json", "weights.bin", "*.onnx"):
            if not any(folder.glob(name)):
                raise BadInput(f"There is no trained network in {folder}: {name} is missing.")
        self.config: VLAConfig = read_config(folder / "config.json")
        self._folder, self._threads = folder, threads
        self._sessions: dict[str, Any] = {}

    def load(self, *names: str) -> None:
        """Load graphs now rather than at their first use."""
        for name in names or GRAPHS:
            if (self._folder / f"{name}.onnx").is_file():
                self._session(name)

    def see(self, picture: Array) -> Seen:
        """Look at a whole picture [7, H, W] (pictures.channels)."""
        features, thing, _, _, offset = self._run("see", picture=picture[None])
        return Seen(features, 1 / (1 + np.exp(-thing[0])), offset[0])

    def point(self, seen: Seen, phrases: tuple[str, ...]) -> Array:
        """Chances [n, h * w + 1] of where each phrase's thing is; the last: not in view."""
        words = encode_all(phrases, self.config)
        found: Array = self._run("point", features=seen.features, words=words)[0]
        return found

    def near(self, crops: Array, phrases: tuple[str, ...]) -> list[Crop]:
        """What is in the middle of crops [n, 7, c, c], each with its phrase."""
        if not len(crops):
            return []
        out = self._run("near", crops=crops, words=encode_all(phrases, self.config))
        return [Crop(float(row[0]), *row[1:]) for row in zip(*out, strict=True)]

    def choose(self, phrase: str, nodes: Array, names: tuple[str, ...]) -> Array | None:
        """Chances [m] that what a phrase names is in each map node (nodes.py).

        None when the network never learned it, or the map has more nodes than it can take.
        """
        count, most = len(nodes), self.config.most_nodes
        if not self.config.chooses or count > most:
            return None
        rows = np.zeros((1, most, self.config.node_features), np.float32)
        rows[0, :count] = nodes
        called = encode_all((*names, *[""] * (most - count)), self.config)
        words = encode_all((phrase,), self.config)
        out = self._run("choose", words=words, nodes=rows, names=called[None])
        found: Array = out[0][0, :count]
        return found

    def intend(self, body: Array, verb: int, phrase: str, crops: Array) -> tuple[Array, Array]:
        """Goals [K, 13] (goal.py) and how good each is, 0..1; crops [2, 7, c, c]."""
        goals, good = self._run(
            "intend",
            body=body[None],
            verb=np.array([verb], np.int64),
            words=encode_all((phrase,), self.config),
            crops=crops[None],
        )
        return goals[0], good[0]

    def act(
        self,
        body: Array,
        verb: int,
        phrase: str,
        crops: Array,
        toward: Array,
        noise: Array | None = None,
    ) -> tuple[Array, float]:
        """Moves [T, 13] (sample.Moves) and progress 0..1 on the way to a goal, [19] (goal.py)."""
        more = None if noise is None else noise[None]
        told = body[None], (verb,), (phrase,), crops[None], toward[None]
        moves, progress = self.act_many(*told, more)
        return moves[0], float(progress[0])

    def act_many(
        self,
        bodies: Array,
        verbs: Sequence[int],
        phrases: Sequence[str],
        crops: Array,
        toward: Array,
        noise: Array | None = None,
    ) -> tuple[Array, Array]:
        """`act` for n robots at once: moves [n, T, 13] and progress [n]."""
        shape = (len(bodies), self.config.chunk, self.config.moves)
        inputs: dict[str, NDArray[Any]] = {
            "body": bodies,
            "verb": np.array(verbs, np.int64),
            "words": encode_all(phrases, self.config),
            "crops": crops,
            "toward": toward,
            "noise": np.zeros(shape, np.float32) if noise is None else noise,
        }
        if self._session("act").get_inputs()[0].shape[0] != 1:
            moves, progress = self._run("act", **inputs)
            return moves, progress
        # An older export takes one robot at a time: its first axis is fixed.
        found = [
            self._run("act", **{name: value[n : n + 1] for name, value in inputs.items()})
            for n in range(len(bodies))
        ]
        moves, progress = (np.concatenate(part) for part in zip(*found, strict=True))
        return moves, progress

    def _run(self, graph: str, **inputs: Any) -> list[Any]:
        session = self._session(graph)
        wanted = {one.name for one in session.get_inputs()}
        found: list[Any] = session.run(None, {k: v for k, v in inputs.items() if k in wanted})
        return found

    def _session(self, name: str) -> Any:
        if name not in self._sessions:
            import onnxruntime as ort  # noqa: PLC0415 - only who runs a network needs it

            options = ort.SessionOptions()
            options.intra_op_num_threads = self._threads
            options.inter_op_num_threads = 1
            path = self._folder / f"{name}.onnx"
            if not path.is_file():
                raise BadInput(f"The network in {self._folder} has not learned to {name}.")
            self._sessions[name] = ort.InferenceSession(
                str(path), options, providers=["CPUExecutionProvider"]
            )
        return self._sessions[name]
