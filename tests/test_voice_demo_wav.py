"""The script that makes the demo's WAV, and the WAV that it made."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from voice_sentences import sentences
from voice_spoken import needs_flite

from voice.audio import read_wav
from voice.stt import PocketSphinx

ROOT = Path(__file__).parents[1]
SCRIPT = ROOT / "scripts" / "make_demo_wav.py"
KEPT = ROOT / "maps" / "apartment" / "bring_me_the_red_mug.wav"


def run(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(SCRIPT), *words],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **settings},
    )


def test_kept_wav_is_small_and_heard_right() -> None:
    assert KEPT.stat().st_size < 200_000
    ears = PocketSphinx(sentences(20_000, seed=1))
    assert ears.hear(read_wav(KEPT)).text == "bring me the red mug from the kitchen"


@needs_flite
@pytest.mark.parametrize("voice", ["slt", "rms"])
def test_makes_a_wav(tmp_path: Path, voice: str) -> None:
    out = tmp_path / "said.wav"
    done = run("open the fridge", "--voice", voice, "--out", str(out))
    assert done.returncode == 0, done.stderr
    assert str(out) in done.stdout
    assert 0.5 < len(read_wav(out).samples) / 16_000 < 3.0


def test_says_what_is_missing(tmp_path: Path) -> None:
    done = run("hello", "--out", str(tmp_path / "said.wav"), PATH=str(tmp_path))
    assert done.returncode == 2
    assert done.stderr == "flite is missing: sudo apt-get install flite.\n"
