"""Sentences and sound come in, word strings with their scores come out: pocketsphinx, wrapped.

A trigram over sampled sentences guides the search, because a grammar of a whole home is thirty
times slower in pocketsphinx.
"""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from home_agent.errors import BadInput
from home_agent.types import AudioChunk
from voice.dictionary import pronounce, split, write
from voice.lm import arpa

COMMANDS, PHONES = "commands", "phones"
PATHS = 60


@dataclass(frozen=True, slots=True)
class Decoded:
    """One pass over an utterance.

    readings: word strings, best first. score: of the best, in the decoder's own log unit.
    word_frames: how many frames of 10 ms are words and not silence.
    """

    readings: tuple[str, ...] = ()
    score: float = 0.0
    word_frames: int = 0


class Search:
    """Find the words of some thousand sampled commands in sound (int16 at 16 kHz).

    Words that cannot be pronounced are left out with their sentences: `unspeakable` names them,
    `sentences` are the others. One instance serves one thread at a time.
    """

    def __init__(self, sentences: Sequence[str]) -> None:
        commands = [words for words in map(split, sentences) if words]
        if not commands:
            raise BadInput("There is no sentence to listen for: give the home's sentences.")
        try:
            import pocketsphinx  # noqa: PLC0415 - heavy to load
        except ImportError as error:
            raise BadInput(f"Hearing needs pocketsphinx: install it again ({error}).") from None
        model = Path(pocketsphinx.get_model_path()) / "en-us"
        vocabulary = set(itertools.chain.from_iterable(commands))
        entries = pronounce(vocabulary, model / "cmudict-en-us.dict")
        self.unspeakable = tuple(sorted(vocabulary - set(entries)))
        self.sentences = [" ".join(words) for words in commands if entries.keys() >= set(words)]
        if not self.sentences:
            raise BadInput("None of the sentences can be pronounced: write them in English.")
        with tempfile.TemporaryDirectory() as folder:
            words, grams = Path(folder, "words.dict"), Path(folder, "commands.arpa")
            words.write_text(write(entries), encoding="utf-8")
            grams.write_text(arpa(self.sentences), encoding="utf-8")
            # Without the best path over the lattice one command in forty more was right.
            self._decoder: Any = pocketsphinx.Decoder(
                hmm=str(model / "en-us"), dict=str(words), lm=None, bestpath=False, loglevel="FATAL"
            )
            self._decoder.add_lm_file(COMMANDS, str(grams))
            self._decoder.add_allphone_file(PHONES, str(model / "en-us-phone.lm.bin"))
        self._mean = self._decoder.get_cmn(False)

    def commands(self, speech: AudioChunk) -> Decoded:
        """What commands the whole of `speech` can be."""
        return self._decode(COMMANDS, speech)

    def phones(self, speech: AudioChunk) -> Decoded:
        """What free phones make of `speech`: how well anything at all could explain it."""
        return self._decode(PHONES, speech)

    def begin(self) -> None:
        """Start an utterance that comes in bit by bit through `more`."""
        self._decoder.activate_search(COMMANDS)
        self._decoder.set_cmn(self._mean)
        self._decoder.start_utt()

    def more(self, samples: NDArray[np.int16]) -> str:
        """Take the next samples of the utterance; returns the words so far."""
        self._decoder.process_raw(samples.astype("<i2").tobytes(), False, False)
        found = self._decoder.hyp()
        return found.hypstr if found is not None else ""

    def end(self) -> None:
        """End the utterance that `begin` started."""
        self._decoder.end_utt()

    def _decode(self, search: str, speech: AudioChunk) -> Decoded:
        decoder = self._decoder
        decoder.activate_search(search)
        decoder.start_utt()
        # Given whole, the utterance is normalised by its own mean, which hears people better.
        decoder.process_raw(speech.samples.astype("<i2").tobytes(), False, True)
        decoder.end_utt()
        found = decoder.hyp()
        if found is None:
            return Decoded()
        words = [part for part in decoder.seg() if part.word[0] not in "<[+"]
        frames = sum(part.end_frame - part.start_frame + 1 for part in words)
        readings = [found.hypstr]
        if search == COMMANDS:
            paths = itertools.islice(decoder.nbest(), PATHS)
            readings += [path.hypstr for path in paths if path is not None]
        unique = tuple(text for text in dict.fromkeys(readings) if text)
        return Decoded(unique, float(found.best_score), frames)
