"""Torch and ONNX say the same, and the file of weights is small and shared."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from vla_nets import SMALL, exported

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")
pytest.importorskip("onnxscript")

from home_agent.errors import BadInput  # noqa: E402
from home_agent.vla.export import examples, export  # noqa: E402
from home_agent.vla.runtime import GRAPHS, Networks  # noqa: E402

NEAR = 1e-4


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, object]:
    folder = tmp_path_factory.mktemp("onnx")
    return folder, exported(folder)


@pytest.mark.slow
@pytest.mark.parametrize("name", GRAPHS)
def test_torch_and_onnx_agree(name: str, made: tuple[Path, object]) -> None:
    folder, model = made
    module, inputs = examples(SMALL)[name]
    with torch.no_grad():
        ours = module(model)(*inputs.values())
    ours = ours if isinstance(ours, tuple) else (ours,)
    nets = Networks(folder, threads=1)
    theirs = nets._run(name, **{key: value.numpy() for key, value in inputs.items()})
    for a, b in zip(ours, theirs, strict=True):
        assert np.abs(a.numpy() - b).max() < NEAR


@pytest.mark.slow
def test_where_to_look_next_is_exported_only_when_it_was_learned(tmp_path: Path) -> None:
    rows, names = np.zeros((3, 12), np.float32), ("counter kitchen", "bed bedroom", "floor hall")
    (tmp_path / "choose.onnx").touch()  # of an earlier export
    model = exported(tmp_path, replace(SMALL, chooses=False), only=("see", "choose"))
    assert not (tmp_path / "choose.onnx").exists()
    assert Networks(tmp_path).choose("mug", rows, names) is None
    export(model, tmp_path, ("see",))
    model.config = SMALL  # type: ignore[attr-defined]
    export(model, tmp_path, ("see", "choose"))
    nets = Networks(tmp_path)
    chances = nets.choose("the red mug", rows, names)
    assert chances is not None and chances.shape == (3,)
    assert chances.sum() == pytest.approx(1.0, abs=1e-4)
    many = SMALL.most_nodes + 1
    assert nets.choose("mug", np.zeros((many, 12), np.float32), ("bed",) * many) is None


@pytest.mark.slow
def test_any_number_of_phrases_and_crops(made: tuple[Path, object]) -> None:
    nets = Networks(made[0], threads=1)
    seen = nets.see(np.zeros((7, 240, 320), np.float32))
    for count in (1, 2, 5):
        assert nets.point(seen, ("red mug",) * count).shape == (count, 30 * 40 + 1)
        assert len(nets.near(np.zeros((count, 7, 64, 64), np.float32), ("mug",) * count)) == count
    assert nets.near(np.zeros((0, 7, 64, 64), np.float32), ()) == []


@pytest.mark.slow
def test_robots_asked_together_get_what_each_gets_alone(made: tuple[Path, object]) -> None:
    nets = Networks(made[0], threads=1)
    rng = np.random.default_rng(0)
    for count in (1, 2, 5):
        bodies = rng.normal(size=(count, SMALL.body_features)).astype(np.float32)
        crops = rng.normal(size=(count, 2, 7, 64, 64)).astype(np.float32)
        said = ["red mug", "blue can", "the book", "a bowl", ""][:count]
        ways = rng.normal(size=(count, 19)).astype(np.float32)
        moves, progress = nets.act_many(bodies, [3] * count, said, crops, ways)
        assert moves.shape == (count, SMALL.chunk, SMALL.moves) and progress.shape == (count,)
        for n in range(count):
            alone, share = nets.act(bodies[n], 3, said[n], crops[n], ways[n])
            assert np.abs(alone - moves[n]).max() < NEAR and abs(share - progress[n]) < NEAR


@pytest.mark.slow
def test_weights_are_shared(made: tuple[Path, object]) -> None:
    folder, model = made
    numbers = sum(one.numel() for one in model.parameters())  # type: ignore[attr-defined]
    assert (folder / "weights.bin").stat().st_size < 2.3 * numbers


def test_an_empty_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"config\.json is missing"):
        Networks(tmp_path)
