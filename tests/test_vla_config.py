"""Every variant has the size it claims, and its sizes survive a file."""

from pathlib import Path

import pytest

pytest.importorskip("torch")

from home_agent.errors import BadInput
from home_agent.vla.config import VARIANTS, read_config, variant, write_config
from home_agent.vla.make import outline
from home_agent.vla.model import parameters


def test_nano_fits_into_sixteen_mebibytes() -> None:
    """It is shipped with 16 bits a weight (export.py)."""
    assert 2 * parameters(outline("nano")) < 15 * 2**20


@pytest.mark.parametrize(("name", "claimed"), [("edge", 1.8e9), ("pro", 7e9), ("ultra", 65e9)])
def test_large_variants_have_the_size_they_are_called_by(name: str, claimed: float) -> None:
    pytest.importorskip("transformers")
    assert parameters(outline(name)) == pytest.approx(claimed, rel=0.01)


@pytest.mark.parametrize("name", VARIANTS)
def test_sizes_survive_a_file(name: str, tmp_path: Path) -> None:
    write_config(variant(name), tmp_path / "config.json")
    assert read_config(tmp_path / "config.json") == variant(name)


def test_unknown_names_are_told_the_nearest() -> None:
    with pytest.raises(BadInput, match="Did you mean 'nano'"):
        variant("nanoo")
