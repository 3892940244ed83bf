"""Commands spoken by synthetic voices that are not ours come in; their goals must come out."""

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from home_agent.home.belief import Beliefs
from home_agent.language.understand import understand
from home_agent.sim.home import find_home, to_map
from home_agent.skills_loader import load_skills
from home_agent.stage import home_sentences
from home_agent.types import Utterance
from voice.audio import read_wav
from voice.stt import PocketSphinx

SPOKEN = [
    "bring me the red mug from the kitchen",
    "go to the bedroom",
    "put the blue bowl on the table",
    "open the fridge",
    "where is the remote control",
]


@pytest.mark.skipif(shutil.which("flite") is None, reason="needs flite: apt-get install flite")
def test_at_least_four_of_five_commands_are_understood(tmp_path: Path) -> None:
    home = to_map(find_home("apartment"))
    skills = load_skills().skills
    ear = PocketSphinx(home_sentences(skills, home))

    def meant(said: Utterance | str) -> object:
        found = understand(said, skills, home, Beliefs(home))
        if isinstance(found, list):
            return [replace(goal, said="") for goal in found]
        return found

    right = []
    for voice in ("slt", "rms"):
        for number, text in enumerate(SPOKEN):
            sound = tmp_path / f"{voice}{number}.wav"
            subprocess.run(["flite", "-voice", voice, "-t", text, "-o", str(sound)], check=True)
            heard = ear.hear(read_wav(sound))
            if heard.text and meant(heard) == meant(text):
                right.append((voice, text))
    assert len(right) >= 8, right
