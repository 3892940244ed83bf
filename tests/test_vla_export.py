"""Torch and ONNX say the same, and the file of weights is small and shared."""

from pathlib import Path

import numpy as np
import pytest
from vla_nets import SMALL, exported

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")
pytest.importorskip("onnxscript")

from home_agent.errors import BadInput  # noqa: E402
from home_agent.vla.export import examples  # noqa: E402
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
def test_any_number_of_phrases_and_crops(made: tuple[Path, object]) -> None:
    nets = Networks(made[0], threads=1)
    seen = nets.see(np.zeros((7, 240, 320), np.float32))
    for count in (1, 2, 5):
        assert nets.point(seen, ("red mug",) * count).shape == (count, 30 * 40 + 1)
        assert len(nets.near(np.zeros((count, 7, 64, 64), np.float32), ("mug",) * count)) == count
    assert nets.near(np.zeros((0, 7, 64, 64), np.float32), ()) == []


@pytest.mark.slow
def test_weights_are_shared(made: tuple[Path, object]) -> None:
    folder, model = made
    numbers = sum(one.numel() for one in model.parameters())  # type: ignore[attr-defined]
    assert (folder / "weights.bin").stat().st_size < 2.3 * numbers


def test_an_empty_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"config\.json is missing"):
        Networks(tmp_path)
