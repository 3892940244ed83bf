"""A run that learned too little fails."""

import json
from pathlib import Path

import pytest

from home_agent.errors import HomeAgentError

pytest.importorskip("torch")

from home_agent.train.vla import above


def test_a_run_must_reach_its_floor(tmp_path: Path) -> None:
    (tmp_path / "card.json").write_text(json.dumps({"judged": {"hit": 0.714}}))
    assert "71.4%; floor: 70%" in above(tmp_path, 0.7)
    with pytest.raises(HomeAgentError, match=r"71\.4%; floor: 75%"):
        above(tmp_path, 0.75)
