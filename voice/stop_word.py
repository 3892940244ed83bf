"""Speech comes in while it is spoken; the moment a stop word is in it, a callback goes out.

The stop path needs no wake word, no pause and no finished sentence: it reads the partial words of
a decoder of its own, and a stop word that stays the last one for a tenth of a second is enough.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from home_agent.types import AudioChunk
from voice.audio import RATE_HZ
from voice.search import Search
from voice.vad import Piece

STOP_WORDS = ("stop", "halt", "freeze")
SHARE = 0.03  # how often each stop word is expected among commands
STEP_S = 0.03
STABLE = 3  # steps that a stop word must stay the last word


class StopWord:
    """Call `stop(text)` once for each utterance that has a stop word in it.

    `sentences` are other things that may be said, without which every "shop" is a "stop".
    """

    def __init__(self, sentences: Sequence[str], stop: Callable[[str], None]) -> None:
        times = max(1, round(SHARE * len(sentences)))
        self._search = Search([*sentences, *STOP_WORDS * times])
        self._stop = stop
        self._running = False
        self._stable = 0

    def feed(self, piece: Piece) -> bool:
        """Take the next piece of speech; returns whether it made the robot stop."""
        if piece.first:
            self._end()
            self._search.begin()
            self._running, self._stable = True, 0
        found = self._running and self._look(piece.sound)
        if piece.last or found:
            self._end()
        return found

    def _look(self, sound: AudioChunk) -> bool:
        step = int(STEP_S * RATE_HZ)
        for at in range(0, len(sound.samples), step):
            words = self._search.more(sound.samples[at : at + step]).split()
            self._stable = self._stable + 1 if words and words[-1] in STOP_WORDS else 0
            if self._stable >= STABLE:
                self._stop(" ".join(words))
                return True
        return False

    def _end(self) -> None:
        if self._running:
            self._search.end()
        self._running = False
