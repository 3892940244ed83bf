"""The home's sentences and sound come in, what was said comes out, or why it is no command."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from home_agent.types import AudioChunk, Utterance
from voice.audio import RATE_HZ, join, resample
from voice.judge import Grammar, judge
from voice.search import Search
from voice.vad import trim

READINGS = 8


class PocketSphinx:
    """Hear the commands of one home (implements `ports.Transcriber`); nothing is downloaded.

    `sentences` are some thousand sampled commands. Building takes about a second. Words that
    cannot be pronounced are in `unspeakable`. One instance serves one thread at a time.
    """

    def __init__(self, sentences: Sequence[str]) -> None:
        self._search = Search(sentences)
        self._grammar = Grammar(self._search.sentences)
        self.unspeakable = self._search.unspeakable

    def hear(self, audio: AudioChunk) -> Utterance:
        """What was said in `audio`; the text is empty and `why` says so when it is no command."""
        speech = trim(audio)
        if speech is None:
            end_s = audio.t_s + len(audio.samples) / max(audio.rate_hz, 1)
            why = "I heard no speech: speak closer to the microphone."
            return Utterance("", confidence=0.0, t_start_s=audio.t_s, t_end_s=end_s, why=why)
        commands = self._search.commands(speech)
        phones = self._search.phones(speech)
        best = commands.readings[0] if commands.readings else ""
        margin = 1e4 * (commands.score - phones.score) / max(commands.word_frames, 1)
        opinion = judge(best, self._grammar.unseen(best), margin)
        readings = self._sensible(commands.readings)
        return Utterance(
            text="" if opinion.why else readings[0],
            alternatives=readings if opinion.why else readings[1:],
            confidence=opinion.confidence,
            t_start_s=speech.t_s,
            t_end_s=speech.t_s + len(speech.samples) / RATE_HZ,
            why=opinion.why,
        )

    def stream(self, chunks: Iterable[AudioChunk]) -> Iterator[Utterance]:
        """Partial texts while the sound of one utterance comes in, then what `hear` makes of it."""
        kept: list[AudioChunk] = []
        text = ""
        self._search.begin()
        try:
            for chunk in chunks:
                kept.append(resample(chunk, RATE_HZ))
                now = self._search.more(kept[-1].samples)
                if now != text:
                    text = now
                    end_s = kept[-1].t_s + len(kept[-1].samples) / RATE_HZ
                    yield Utterance(text, t_start_s=kept[0].t_s, t_end_s=end_s, partial=True)
        finally:
            self._search.end()
        yield self.hear(join(kept))

    def _sensible(self, readings: Sequence[str]) -> tuple[str, ...]:
        """The readings whose neighbours all occur in commands, or else all of them."""
        good = [text for text in readings if not self._grammar.unseen(text)[0]]
        return tuple((good or readings)[:READINGS])
