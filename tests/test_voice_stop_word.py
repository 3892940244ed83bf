"""The stop word: heard within 0.3 s of its end, and not in ordinary commands."""

from __future__ import annotations

import numpy as np
import pytest
from voice_sentences import sentences
from voice_spoken import needs_flite, spoken

from home_agent.types import AudioChunk
from voice import fake
from voice.audio import BLOCK_S, RATE_HZ
from voice.stop_word import StopWord
from voice.vad import Endpointer, levels_db

VOICES = ("slt", "rms", "awb", "kal16")
LATEST_S = 0.3


class Watch:
    """A stop word with the times at which it stopped the robot, in stream time."""

    def __init__(self) -> None:
        self.stops: list[str] = []
        self.word = StopWord(sentences(8_000, seed=1), self.stops.append)

    def run(self, *script: AudioChunk | float) -> list[float]:
        """When the callback came, s since the start of the script."""
        cutter = Endpointer()
        times: list[float] = []
        self.stops.clear()
        for block in fake.microphone(script):
            for piece in cutter.feed(block):
                if self.word.feed(piece):
                    times.append(block.t_s + BLOCK_S)
        assert len(times) == len(self.stops)
        return times


@pytest.fixture(scope="module")
def watch() -> Watch:
    return Watch()


def end_s(chunk: AudioChunk) -> float:
    """When the last sound above a tenth of the loudest ends."""
    levels = levels_db(chunk.samples)
    return float(np.flatnonzero(levels > levels.max() - 20.0)[-1] + 1) * 0.02


@needs_flite
@pytest.mark.parametrize("voice", VOICES)
@pytest.mark.parametrize("word", ["stop", "halt", "freeze"])
def test_stops_soon_after_the_word(watch: Watch, word: str, voice: str) -> None:
    said = spoken(word, voice)
    (time_s,) = watch.run(1.0, said, 1.0)
    assert time_s - (1.0 + end_s(said)) < LATEST_S
    assert watch.stops == [word]


@needs_flite
def test_stop_inside_other_words_and_again_and_again(watch: Watch) -> None:
    pieces = [1.0, spoken("please stop", "slt"), 1.0, spoken("stop moving", "rms"), 1.0]
    assert len(watch.run(*pieces)) == 2


@needs_flite
def test_commands_do_not_stop(watch: Watch) -> None:
    texts = [text for text in sentences(60, seed=5) if "stop" not in text][:12]
    wrong = [
        (text, voice)
        for voice in ("slt", "kal16")
        for text in texts
        if watch.run(0.6, spoken(text, voice), 0.9)
    ]
    assert len(wrong) <= 1, wrong


def test_noise_does_not_stop(watch: Watch) -> None:
    rng = np.random.default_rng(0)
    rustle = rng.normal(0, 2_000, RATE_HZ) * (np.sin(np.arange(RATE_HZ) / 1_500) > 0)
    assert watch.run(1.0, AudioChunk(rustle.astype(np.int16), RATE_HZ), 1.0) == []
