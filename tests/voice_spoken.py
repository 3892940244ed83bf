"""A text comes in, the sound of a flite voice saying it comes out: speech that is not our own."""

from __future__ import annotations

import functools
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from home_agent.types import AudioChunk
from voice.audio import read_wav

HUMAN = Path(__file__).parents[2] / "shared" / "audio"
needs_flite = pytest.mark.skipif(shutil.which("flite") is None, reason="apt install flite")
needs_human = pytest.mark.skipif(not HUMAN.is_dir(), reason="no human recordings at ../shared")


@functools.lru_cache(maxsize=256)
def spoken(text: str, voice: str = "slt") -> AudioChunk:
    """`text` at 16 kHz in the voice slt, rms, awb or kal16."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "spoken.wav")
        subprocess.run(["flite", "-voice", voice, "-t", text, "-o", str(out)], check=True)
        return read_wav(out)
