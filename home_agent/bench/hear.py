"""A seed comes in; one sentence, spoken by a synthetic voice that is not ours, comes out judged.

Right is what was heard when it means the same goals as the words that were spoken. Every fifth
sentence is talk that is no command: the robot must not act on it.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from home_agent.bench.run import Row, Summary
from home_agent.bench.spoken import command, other_talk
from home_agent.bench.stats import Metric, mean, percentile, rate
from home_agent.clock import wall_s
from home_agent.errors import BadInput
from home_agent.home.belief import Beliefs
from home_agent.home.graph import HomeMap
from home_agent.language.as_json import to_json
from home_agent.language.understand import understand
from home_agent.sim.home import make_home
from home_agent.skill import Skill
from home_agent.skills_loader import load_skills
from home_agent.stage import home_map, home_sentences
from home_agent.types import AudioChunk, Utterance
from voice.audio import read_wav
from voice.stt import PocketSphinx

VOICES = ("slt", "rms", "awb", "kal16")
ONE_HOME = 40  # so many seeds in a row live in one home: making its ear takes seconds


@dataclass(frozen=True, slots=True)
class Listener:
    """One home with the ear that was made for it."""

    home: HomeMap
    skills: Mapping[str, Skill]
    ear: PocketSphinx

    def meant(self, said: Utterance | str) -> Any:
        """The goals in plain values, or None when there is nothing to do yet."""
        if isinstance(said, Utterance) and not said.text:
            return None
        try:
            found = understand(said, self.skills, self.home, Beliefs(self.home))
        except BadInput:
            return None
        return _same(to_json(found)["goals"]) or None


@lru_cache(maxsize=1)
def listener(seed: int) -> Listener:
    """The ear of home `seed`."""
    home, skills = home_map(make_home(seed)), load_skills().skills
    return Listener(home, skills, PocketSphinx(home_sentences(skills, home)))


def play(seed: int, policy: str) -> Row:
    """Say one sentence in one voice and hear it."""
    rng = random.Random(seed)
    here = listener(seed - seed % ONE_HOME)
    voice = VOICES[seed % len(VOICES)]
    is_command = seed % 5 != 4
    said = command(here.home, rng) if is_command else other_talk(rng)
    while is_command and here.meant(said) is None:
        said = command(here.home, rng)
    sound = speak(said, voice)
    start_s = wall_s()
    heard = here.ear.hear(sound)
    meant = here.meant(heard)
    return {
        "voice": voice,
        "said": said,
        "heard": heard.text,
        "is_command": is_command,
        "acts": meant is not None,
        "right": is_command and meant == here.meant(said),
        "hear_s": wall_s() - start_s,
        "sound_s": len(sound.samples) / sound.rate_hz,
    }


def speak(text: str, voice: str) -> AudioChunk:
    """`text` in a voice of flite; raises BadInput where flite is missing."""
    if shutil.which("flite") is None:
        raise BadInput("The bench 'hear' needs flite's voices: apt-get install flite.")
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "spoken.wav")
        subprocess.run(["flite", "-voice", voice, "-t", text, "-o", str(out)], check=True)
        return read_wav(out)


def sum_up(rows: list[Row]) -> Summary:
    """How many commands were understood, by voice; what was done by mistake; how long it took."""
    commands = [row for row in rows if row["is_command"]]
    talk = [row for row in rows if not row["is_command"]]
    metrics = {
        "hear.understood": _understood(commands),
        "hear.wrong_goal": rate(sum(r["acts"] and not r["right"] for r in commands), len(commands)),
        "hear.false_accept": rate(sum(bool(row["acts"]) for row in talk), len(talk)),
        "hear.p95_ms": percentile([1000 * float(row["hear_s"]) for row in rows], 95),
        "hear.rtf": mean([float(row["hear_s"]) / float(row["sound_s"]) for row in rows]),
    }
    splits = {
        voice: {"hear.understood": _understood([r for r in commands if r["voice"] == voice])}
        for voice in VOICES
    }
    failures = tuple(
        f"{row['voice']}: said '{row['said']}', heard '{row['heard']}'"
        for row in rows
        if (row["is_command"] and not row["right"]) or (not row["is_command"] and row["acts"])
    )
    return Summary(metrics, splits, failures=failures)


def _understood(rows: Sequence[Row]) -> Metric:
    return rate(sum(bool(row["right"]) for row in rows), len(rows))


def _same(value: Any) -> Any:
    """Plain values without the words of what is known by its kind or id, or told with its thing."""
    if isinstance(value, list):
        return [_same(item) for item in value]
    if not isinstance(value, dict):
        return value
    known = value.get("category") or value.get("id") or "thing" in value
    return {key: _same(item) for key, item in value.items() if not (known and key == "text")}
