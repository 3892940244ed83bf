"""A world model learns from branches what harms, and says the same in torch and in ONNX."""

from pathlib import Path

import numpy as np
import pytest

from home_agent.bench.stats import auroc
from home_agent.bench.world import branch_scores
from home_agent.errors import BadInput
from home_agent.imagination.branched import KEYS, Data, load
from home_agent.imagination.spec import BODY, HARMS, MOTION, STEPS

torch = pytest.importorskip("torch")


def branches(n: int, rng: np.random.Generator) -> Data:
    """Branches in which driving fast at a wall that the body feels (1) harms from step 8 on."""
    k = 5
    data: Data = {
        "grid": rng.integers(0, 2, (n, 4, 32, 32)).astype(np.uint8) * 255,
        "movers": np.zeros((n, 5, 8), np.float32),
        "body": rng.normal(0, 0.1, (n, BODY)).astype(np.float32),
        "motion": rng.normal(0, 0.1, (n, k, STEPS, MOTION)).astype(np.float16),
        "harms": np.zeros((n, k, STEPS, len(HARMS)), bool),
        "measures": rng.random((n, k, STEPS, 4)).astype(np.float32),
        "later": np.ones((n, k), bool),
        "mishap": np.zeros(n, np.int8),
    }
    wall = rng.random(n) < 0.5
    fast = rng.random((n, k)) < 0.5
    data["body"][:, 0] = wall
    data["motion"][..., 0] = fast[..., None]
    data["harms"][:, :, 8:, 0] = (fast & wall[:, None])[..., None]
    for key in ("grid", "movers", "body"):
        data[f"next_{key}"] = np.repeat(data[key][:, None], k, axis=1)
    return data


def kept(data: Data, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    arrays: Data = {key: data[key] for key in KEYS}
    np.savez(path, **arrays)  # type: ignore[arg-type]


def test_it_learns_what_harms_and_exports_it(tmp_path: Path) -> None:
    from home_agent.imagination.model import Roll  # noqa: PLC0415 - torch is an extra
    from home_agent.train.imagine import (  # noqa: PLC0415
        Lessons,
        card_of,
        save,
        teach,
    )

    rng = np.random.default_rng(2)
    for name, n in (("train/000001.npz", 120), ("apart/090001.npz", 40)):
        kept(branches(n, rng), tmp_path / name)
    data = load(tmp_path / "train")
    lines: list[str] = []
    lessons = Lessons(steps=100, moments=4, rate=3e-3)
    net = teach(data, lessons, lines.append)
    save(net, tmp_path / "model", card_of(data, lessons, "test"))
    assert "harm" in lines[-1]
    apart, chances, doubt = branch_scores(tmp_path / "model", tmp_path / "apart")
    assert apart["home"].tolist() == [90001] * 40
    truth = apart["harms"][:, :, 9, 0].ravel()
    assert auroc(chances[:, :, 9, 0].ravel().tolist(), truth.tolist()).value > 0.95
    assert (np.diff(chances, axis=2) >= -1e-6).all(), "what has happened stays so"
    assert doubt.max() > 0.0
    net.eval()
    with torch.no_grad():
        grid = torch.from_numpy(apart["grid"][:1].astype(np.float32) / 255)
        look = grid, torch.from_numpy(apart["movers"][:1]), torch.from_numpy(apart["body"][:1])
        motion = torch.from_numpy(apart["motion"][0].astype(np.float32))
        found = Roll(net)(net.encoder(*look), motion)[0].mean(dim=2).numpy()
    assert np.abs(found - chances[0]).max() < 1e-4
    size = sum(f.stat().st_size for f in (tmp_path / "model").glob("*.onnx"))
    assert size <= 4 * 2**20


def test_no_branches_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="train branches"):
        load(tmp_path)
