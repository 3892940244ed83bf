#!/usr/bin/env python3
"""A sentence comes in, a 16 kHz mono WAV of a flite voice saying it goes out."""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from home_agent.errors import BadInput
from voice.audio import read_wav, write_wav

SENTENCE = "bring me the red mug from the kitchen"
OUT = Path(__file__).parents[1] / "maps" / "apartment" / "bring_me_the_red_mug.wav"
VOICES = ("slt", "rms", "awb", "kal16")


def speak(text: str, voice: str, out: Path) -> None:
    """Write `text` in one of `VOICES` to `out`; raises `BadInput` when that cannot be done."""
    flite = shutil.which("flite")
    if flite is None:
        raise BadInput("flite is missing: sudo apt-get install flite.")
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder, "spoken.wav")
        done = subprocess.run(
            [flite, "-voice", voice, "-t", text, "-o", str(raw)],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0 or not raw.exists():
            raise BadInput(f"flite could not speak: {done.stderr.strip() or 'no sound came out'}.")
        write_wav(out, read_wav(raw))


def main() -> int:
    """Run from the command line."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("text", nargs="?", default=SENTENCE)
    options.add_argument("--voice", choices=VOICES, default="slt")
    options.add_argument("--out", type=Path, default=OUT)
    asked = options.parse_args()
    try:
        speak(asked.text, asked.voice, asked.out)
    except BadInput as error:
        print(error, file=sys.stderr)
        return error.exit_code
    print(f"{asked.out}: '{asked.text}' ({asked.out.stat().st_size / 1000:.0f} kB)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
