"""The name "nano" is a folder; where there is none, the way out is told."""

from pathlib import Path

import pytest

from home_agent.errors import BadInput
from home_agent.vla import shipped


def test_the_environment_names_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "config.json").write_text("{}")
    monkeypatch.setenv(shipped.ENVIRONMENT, str(tmp_path))
    assert shipped.nano_folder() == tmp_path


def test_without_a_network_the_way_out_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(shipped.ENVIRONMENT, str(tmp_path / "none"))
    with pytest.raises(BadInput, match=r"no nano network in .*none: let HOME_AGENT_NANO name"):
        shipped.nano_folder()
