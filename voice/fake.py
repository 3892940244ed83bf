"""Stand-ins for tests: scripted sound and words come in, and the ports of voice come out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from home_agent.clock import Clock
from home_agent.types import AudioChunk, Utterance
from voice.audio import BLOCK_S, RATE_HZ


def microphone(
    script: Iterable[AudioChunk | float], clock: Clock | None = None, noise: float = 4.0
) -> Iterator[AudioChunk]:
    """Blocks as a microphone gives them: clips at 16 kHz, and seconds of pause between them.

    noise: standard deviation of the room, in int16 steps. With a `clock` each block takes its
    time; without, they come as fast as they are read.
    """
    rng = np.random.default_rng(0)
    parts: list[NDArray[np.int16]] = []
    for part in script:
        if isinstance(part, AudioChunk):
            parts.append(part.samples)
        else:
            parts.append(np.zeros(int(part * RATE_HZ), np.int16))
    sound = np.concatenate(parts) if parts else np.zeros(0, np.int16)
    room = np.clip(sound + rng.normal(0.0, noise, len(sound)), -32768, 32767).astype(np.int16)
    step = int(BLOCK_S * RATE_HZ)
    for at in range(0, len(room), step):
        if clock is not None:
            clock.sleep(BLOCK_S)
        yield AudioChunk(room[at : at + step], RATE_HZ, at / RATE_HZ)


class ScriptedEars:
    """A Transcriber that hears `texts` one after the other, whatever the sound; then nothing."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = list(texts)

    def hear(self, audio: AudioChunk) -> Utterance:
        """The next of the texts."""
        text = self._texts.pop(0) if self._texts else ""
        end_s = audio.t_s + len(audio.samples) / audio.rate_hz
        why = "" if text else "The script has ended."
        return Utterance(text, t_start_s=audio.t_s, t_end_s=end_s, why=why)


class QuietMouth:
    """A Speaker that remembers in `said` what it was told to say, and makes a short silence."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def say(self, text: str) -> AudioChunk:
        """A tenth of a second of silence at 22,050 Hz."""
        self.said.append(text)
        return AudioChunk(np.zeros(2205, np.int16), 22_050)

    def cancel(self) -> None:
        """Nothing is playing, so there is nothing to end."""
