"""Nouns that nobody listed: what they are a kind of, and that nothing taught is changed by it."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from home_agent.home.hyponyms import familiar, kind_of, table
from home_agent.home.things import LIVING, fit, things
from home_agent.sim.kinds import kinds
from home_agent.train.held_out import held_out
from home_agent.train.phrases import (
    COLOUR_FRAMES,
    FRAMES,
    MATERIAL_FRAMES,
    SIDE_FRAMES,
    nouns_for,
)
from home_agent.vla.config import variant
from home_agent.vla.labels import COLOURS, MATERIALS
from home_agent.vla.words import encode, split

SCRIPT = Path(__file__).parents[1] / "scripts" / "make_hyponyms.py"


@pytest.mark.parametrize(
    ("noun", "kind"),
    [("chalice", "cup"), ("Woks", "pan"), ("baguette", "bread"), ("butter", ""), ("spaceship", "")],
)
def test_a_noun_is_what_it_is_a_kind_of_and_not_what_lies_near(noun: str, kind: str) -> None:
    assert kind_of(noun) == kind


def test_every_kind_is_one_that_the_tables_know() -> None:
    assert set(table().values()) <= set(things())


def test_an_unknown_noun_names_a_thing_as_well_as_its_kind_does() -> None:
    assert fit("chalices", "cup") == fit("cup", "cup")
    assert fit("chalice", "bottle") == 0.0


def test_the_network_reads_an_unknown_noun_as_its_kind() -> None:
    config = variant("nano")
    assert np.array_equal(encode("the blue chalice", config), encode("the blue cup", config))
    assert familiar(["my", "holy", "grail", "there"]) == ["my", "cup", "there"]


def test_nothing_that_is_taught_reads_differently() -> None:
    frames = (*FRAMES, *COLOUR_FRAMES, *MATERIAL_FRAMES, *SIDE_FRAMES)
    for label in (*kinds(), *LIVING):
        for noun in nouns_for(label, held_out()):
            for frame in frames:
                said = split(
                    frame.format(noun=noun, colour="orange", material="ceramic", side="left")
                )
                assert familiar(said) == said
    plain = (*COLOURS, *MATERIALS)
    assert familiar(plain) == list(plain)


def test_the_script_makes_a_table_of_wordnet_files(tmp_path: Path) -> None:
    """A tiny WordNet: a chalice is a cup is a vessel; a puck is a disk, and nothing of ours."""
    rows = {
        100: ("06", ["vessel"], []),
        200: ("06", ["cup"], [100]),
        300: ("06", ["chalice"], [200]),
        400: ("06", ["puck"], [100]),
        500: ("04", ["cup"], []),
    }
    data = [
        f"{number:08d} {where} n {len(words):02x} {' '.join(word + ' 0' for word in words)} "
        f"{len(up):03d} {' '.join(f'@ {one:08d} n 0000' for one in up)} | what it is"
        for number, (where, words, up) in rows.items()
    ]
    (tmp_path / "data.noun").write_text("  1 a licence\n" + "\n".join(data) + "\n")
    index = ["cup n 2 1 @ 2 0 00000500 00000200", "chalice n 1 1 @ 1 0 00000300"]
    (tmp_path / "index.noun").write_text("\n".join([*index, "puck n 1 1 @ 1 0 00000400"]) + "\n")
    code = (
        "import runpy, pathlib, home_agent.home.hyponyms as h;"
        f"h.FILE = pathlib.Path({str(tmp_path / 'out.txt')!r});"
        f"runpy.run_path({str(SCRIPT)!r})['main'](pathlib.Path({str(tmp_path)!r}))"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    lines = (tmp_path / "out.txt").read_text().splitlines()
    assert [line for line in lines if not line.startswith("#")] == ["cup: chalice"]
    assert any("Princeton" in line for line in lines)
