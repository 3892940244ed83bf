"""Energy gate: silence, steady noise and clicks are no speech; words in a noisy room are."""

from __future__ import annotations

import numpy as np
import pytest
from voice_spoken import needs_flite, spoken

from home_agent.types import AudioChunk
from voice import fake
from voice.audio import RATE_HZ, join
from voice.vad import Endpointer, Piece, trim


def noise(seconds: float, level: float, seed: int = 0) -> AudioChunk:
    rng = np.random.default_rng(seed)
    return AudioChunk(rng.normal(0, level, int(seconds * RATE_HZ)).astype(np.int16), RATE_HZ)


def cut(chunks: list[AudioChunk]) -> list[list[Piece]]:
    """The pieces of each utterance."""
    cutter = Endpointer()
    utterances: list[list[Piece]] = []
    for chunk in chunks:
        for piece in cutter.feed(chunk):
            if piece.first:
                utterances.append([])
            utterances[-1].append(piece)
    return utterances


@pytest.mark.parametrize("level", [0.0, 3.0, 60.0, 1_000.0, 6_000.0])
def test_silence_and_steady_noise_are_no_speech(level: float) -> None:
    assert trim(noise(3.0, level)) is None
    assert cut([noise(0.03, level, seed) for seed in range(100)]) == []


def test_a_click_is_no_speech() -> None:
    samples = noise(2.0, 10.0).samples.copy()
    samples[16_000:16_200] = 30_000
    assert trim(AudioChunk(samples, RATE_HZ)) is None


def test_next_to_nothing_is_no_speech() -> None:
    assert trim(AudioChunk(np.zeros(0, np.int16), RATE_HZ)) is None
    assert trim(AudioChunk(np.full(7, 9_000, np.int16), RATE_HZ)) is None
    assert Endpointer().feed(AudioChunk(np.zeros(0, np.int16), RATE_HZ)) == []


@needs_flite
@pytest.mark.parametrize("room", [2.0, 50.0, 200.0])
def test_trim_leaves_the_words(room: float) -> None:
    said = spoken("bring me the red mug")
    quiet = noise(1.5, room)
    whole = join([quiet, said, quiet])
    mixed = AudioChunk(
        (whole.samples + noise(9.0, room, 1).samples[: len(whole.samples)]).astype(np.int16),
        RATE_HZ,
        t_s=10.0,
    )
    speech = trim(mixed)
    assert speech is not None
    end_s = speech.t_s + len(speech.samples) / RATE_HZ
    assert 11.2 < speech.t_s < 11.9
    assert end_s == pytest.approx(11.5 + len(said.samples) / RATE_HZ, abs=0.35)


@needs_flite
def test_two_commands_are_two_utterances_in_time() -> None:
    script = [1.0, spoken("go to the bedroom"), 1.2, spoken("stop"), 1.0]
    utterances = cut(list(fake.microphone(script)))
    assert len(utterances) == 2
    first = [piece.sound for piece in utterances[0]]
    assert utterances[0][-1].last
    assert first[0].t_s == pytest.approx(1.0, abs=0.25)
    ends_s = [piece.t_s + len(piece.samples) / RATE_HZ for piece in first]
    assert ends_s[:-1] == pytest.approx([piece.t_s for piece in first[1:]], abs=1e-6)


@needs_flite
def test_a_pause_inside_a_command_does_not_end_it() -> None:
    script = [0.8, spoken("bring me"), 0.1, spoken("the red mug"), 1.0]
    assert len(cut(list(fake.microphone(script)))) == 1
