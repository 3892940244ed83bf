"""A reply comes in, its sound comes out at once, clause by clause if wanted."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from home_agent.types import AudioChunk
from voice.audio import join
from voice.espeak import library

CLAUSE = re.compile(r"(?<=[.!?;:])\s+")


class Espeak:
    """Speak with espeak-ng (implements `ports.Speaker`); an unknown voice raises `BadInput`."""

    def __init__(self, voice: str = "en-gb", rate_wpm: int = 165) -> None:
        self._library = library()
        self._voice = voice
        self._rate_wpm = rate_wpm
        self._epoch = 0
        self._lock = threading.Lock()
        self._make("", 0)

    def say(self, text: str) -> AudioChunk:
        """The whole of `text` as sound at 22,050 Hz; cut short when `cancel` is called."""
        chunks = list(self.stream(text))
        silence = AudioChunk(np.zeros(0, np.int16), self._library.rate_hz)
        return join(chunks) if chunks else silence

    def stream(self, text: str) -> Iterator[AudioChunk]:
        """The same sound a sentence at a time, so that the first can play while others are made."""
        epoch = self._epoch
        for clause in CLAUSE.split(text.strip()):
            if epoch != self._epoch:
                return
            samples = self._make(clause, epoch)
            if len(samples):
                yield AudioChunk(samples, self._library.rate_hz)

    def cancel(self) -> None:
        """Fall silent: what is being made now ends within a twentieth of a second of sound."""
        with self._lock:
            self._epoch += 1

    def _make(self, clause: str, epoch: int) -> NDArray[np.int16]:
        made: list[NDArray[np.int16]] = []

        def keep(samples: NDArray[np.int16]) -> bool:
            made.append(samples)
            return epoch == self._epoch

        self._library.speak(clause, self._voice, self._rate_wpm, keep)
        return np.concatenate(made) if made else np.zeros(0, np.int16)
