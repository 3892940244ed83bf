"""Settings files come in; typed settings or one clear sentence come out."""

from pathlib import Path

import pytest

from home_agent.config import Config, data_dir, load_config
from home_agent.errors import BadInput


def test_the_shipped_file_shows_the_defaults() -> None:
    assert load_config(data_dir("configs") / "default.yaml") == Config()


def test_no_file_is_the_defaults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME_AGENT_DIR", str(tmp_path))
    monkeypatch.delenv("HOME_AGENT_CONFIG", raising=False)
    assert load_config() == Config()


def test_unknown_nested_setting_lists_the_valid_ones(tmp_path: Path) -> None:
    path = tmp_path / "c.yaml"
    path.write_text("voice: {pitch: 3}")
    with pytest.raises(BadInput, match=r"pitch.*engine"):
        load_config(path)


def test_an_unknown_folder_of_data_is_an_error() -> None:
    with pytest.raises(BadInput, match="missing"):
        data_dir("nowhere")
