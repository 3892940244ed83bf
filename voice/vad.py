"""Sound comes in, the stretches that can be speech come out: energy over the room's own noise.

Levels are dB below full scale of 20 ms frames. The room's floor is a low percentile of the last
seconds, so a fan or a fridge is not speech and its noise needs no setting.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from home_agent.types import AudioChunk
from voice.audio import RATE_HZ, resample

FRAME_S = 0.02
FRAME = int(FRAME_S * RATE_HZ)
QUIET_DB = -55.0  # below this nothing is speech, however silent the room
ON_DB, OFF_DB = 9.0, 6.0  # over the floor: speech begins, speech may have ended
UNDER_PEAK_DB = 28.0  # what is so far below the loudest part is not its speech
FLOOR_PERCENTILE = 10.0
FLOOR_S = 6.0
START_S = 0.06
LEAST_S = 0.14  # voiced time of the shortest word, "stop"
LEAD_S = 0.15
HANG_S = 0.7
LONGEST_S = 12.0


def levels_db(samples: NDArray[np.int16]) -> NDArray[np.float64]:
    """Level of each whole 20 ms frame of int16 [n] at 16 kHz, float64 [n / 320]."""
    frames = samples[: len(samples) // FRAME * FRAME].reshape(-1, FRAME) / 32768.0
    power: NDArray[np.float64] = (frames**2).mean(axis=1) + 1e-9
    return 10.0 * np.log10(power)


def trim(chunk: AudioChunk) -> AudioChunk | None:
    """The part of a recording from its first to its last speech, None when it holds none."""
    chunk = resample(chunk, RATE_HZ)
    levels = levels_db(chunk.samples)
    if len(levels) < 5:
        return None
    # A median over five frames takes clicks out before the loudest part is looked for.
    smooth = np.median(np.lib.stride_tricks.sliding_window_view(np.pad(levels, 2, "edge"), 5), 1)
    floor, peak = float(np.percentile(levels, FLOOR_PERCENTILE)), float(smooth.max())
    speech = smooth > max(floor + ON_DB, peak - UNDER_PEAK_DB, QUIET_DB)
    if speech.sum() * FRAME_S < LEAST_S:
        return None
    on = np.flatnonzero(speech)
    lead = int(LEAD_S * RATE_HZ)
    first = max(0, int(on[0]) * FRAME - lead)
    last = min(len(chunk.samples), (int(on[-1]) + 1) * FRAME + lead)
    return AudioChunk(chunk.samples[first:last], RATE_HZ, chunk.t_s + first / RATE_HZ)


@dataclass(frozen=True, slots=True)
class Piece:
    """A bit of running speech: `first` begins an utterance, `last` ends it."""

    sound: AudioChunk
    first: bool = False
    last: bool = False


class Endpointer:
    """Cut a running stream into utterances, handed out in pieces while they are spoken.

    The first piece carries what was heard just before the speech was noticed.
    """

    def __init__(self, hang_s: float = HANG_S) -> None:
        self._hang = round(hang_s / FRAME_S)
        self._rest = np.zeros(0, np.int16)
        self._history: deque[float] = deque(maxlen=int(FLOOR_S / FRAME_S))
        self._lead: deque[NDArray[np.int16]] = deque(maxlen=int((LEAD_S + START_S) / FRAME_S) + 1)
        self._loud = self._quiet = self._spoken = 0
        self._peak = QUIET_DB

    def feed(self, chunk: AudioChunk) -> list[Piece]:
        """Take the next block; returns the speech in it, mostly nothing."""
        chunk = resample(chunk, RATE_HZ)
        samples = np.concatenate([self._rest, chunk.samples])
        start_s = chunk.t_s - len(self._rest) / RATE_HZ
        whole = len(samples) // FRAME * FRAME
        self._rest = samples[whole:]
        pieces: list[Piece] = []
        kept: list[NDArray[np.int16]] = []
        first = False

        def hand_out(end: int, last: bool) -> None:
            sound = np.concatenate(kept)
            t_s = start_s + (end - len(sound)) / RATE_HZ
            pieces.append(Piece(AudioChunk(sound, RATE_HZ, t_s), first, last))
            kept.clear()

        for at, level in zip(range(0, whole, FRAME), levels_db(samples[:whole]), strict=True):
            frame = samples[at : at + FRAME]
            self._history.append(float(level))
            if self._spoken:
                kept.append(frame)
                if self._ends(float(level)):
                    hand_out(at + FRAME, last=True)
                    first = False
            elif self._begins(frame, float(level)):
                kept += self._lead
                self._lead.clear()
                first = True
        if kept:
            hand_out(whole, last=False)
        return pieces

    def _floor(self) -> float:
        return float(np.percentile(self._history, FLOOR_PERCENTILE))

    def _begins(self, frame: NDArray[np.int16], level: float) -> bool:
        self._lead.append(frame)
        self._loud = self._loud + 1 if level > max(self._floor() + ON_DB, QUIET_DB) else 0
        if self._loud * FRAME_S < START_S:
            return False
        self._loud, self._quiet, self._spoken, self._peak = 0, 0, 1, level
        return True

    def _ends(self, level: float) -> bool:
        self._spoken += 1
        self._peak = max(self._peak, level)
        threshold = max(self._floor() + OFF_DB, self._peak - UNDER_PEAK_DB, QUIET_DB)
        self._quiet = 0 if level > threshold else self._quiet + 1
        if self._quiet < self._hang and self._spoken * FRAME_S < LONGEST_S:
            return False
        self._spoken = 0
        return True
