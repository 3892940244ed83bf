"""What was exported can be taught further."""

from pathlib import Path

import pytest
from vla_nets import SMALL

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")
pytest.importorskip("onnxscript")

from home_agent.errors import BadInput  # noqa: E402
from home_agent.train.restore import restore  # noqa: E402
from home_agent.vla.export import export  # noqa: E402
from home_agent.vla.model import UnifiedVLA  # noqa: E402


@pytest.mark.slow
def test_every_weight_that_a_graph_uses_comes_back(tmp_path: Path) -> None:
    model = UnifiedVLA(SMALL)
    with torch.no_grad():
        for one in model.parameters():  # as after training: no two are the same
            one.normal_(0.0, 0.1)
    export(model, tmp_path, ("point", "near"))
    made = dict(model.named_parameters())
    back = dict(restore(tmp_path).named_parameters())
    same = {name for name, one in made.items() if torch.equal(one, back[name])}
    used = {name for name in made if name.startswith(("pointer.", "words.", "near_eye."))}
    assert len(used) > 60 and used <= same
    assert any(name.startswith("trunk.") for name in same)
    assert "map_trunk.stack.0.qkv.weight" not in same


def test_nothing_to_restore_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no exported network"):
        restore(tmp_path)
