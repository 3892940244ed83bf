"""The pipeline: a microphone's stream becomes utterances, and "stop" goes its own way."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import numpy as np
import pytest
from voice_sentences import sentences
from voice_spoken import needs_flite, spoken

from home_agent.clock import RealClock
from home_agent.errors import BadInput
from home_agent.types import AudioChunk, Utterance
from voice import fake
from voice.audio import RATE_HZ
from voice.pipeline import listen
from voice.stop_word import StopWord
from voice.stt import PocketSphinx

COMMANDS = ("go to the bedroom", "open the fridge")


@pytest.fixture(scope="module")
def home() -> list[str]:
    return sentences(8_000, seed=1)


@needs_flite
def test_a_conversation_is_heard_in_order(home: list[str]) -> None:
    script = [1.0, spoken(COMMANDS[0], "rms"), 1.2, spoken(COMMANDS[1], "rms"), 1.0]
    heard = list(listen(fake.microphone(script), PocketSphinx(home)))
    assert [one.text for one in heard] == list(COMMANDS)
    assert 0.8 < heard[0].t_start_s < 1.3
    assert heard[0].t_end_s < heard[1].t_start_s


@needs_flite
def test_what_is_being_said_when_the_sound_ends_is_heard_too() -> None:
    script = [1.0, spoken("go to the bedroom")]
    assert [one.text for one in listen(fake.microphone(script), fake.ScriptedEars(["yes"]))] == [
        "yes"
    ]


class SlowEars:
    """Ears that are still busy with the first utterance when "stop" is said."""

    def __init__(self, stopped: threading.Event) -> None:
        self._stopped = stopped
        self.stopped_meanwhile = False

    def hear(self, audio: AudioChunk) -> Utterance:
        self.stopped_meanwhile |= self._stopped.wait(timeout=20.0)
        return Utterance("done", t_start_s=audio.t_s)


@needs_flite
def test_stop_does_not_wait_for_slow_ears(home: list[str]) -> None:
    stopped = threading.Event()
    ears = SlowEars(stopped)
    stop = StopWord(home, lambda words: stopped.set())
    script = [1.0, spoken(COMMANDS[0], "slt"), 1.0, spoken("stop", "slt"), 1.0]
    assert len(list(listen(fake.microphone(script), ears, stop))) == 2
    assert ears.stopped_meanwhile


def test_an_error_of_the_microphone_arrives() -> None:
    def broken() -> Iterator[AudioChunk]:
        yield AudioChunk(np.zeros(480, np.int16), RATE_HZ)
        raise BadInput("The microphone was pulled out: plug it in again.")

    with pytest.raises(BadInput, match="pulled out"):
        list(listen(broken(), fake.ScriptedEars([])))


@needs_flite
def test_closing_ends_the_thread() -> None:
    def endless() -> Iterator[AudioChunk]:
        while True:
            yield from fake.microphone([0.7, spoken("stop"), 0.7], RealClock())

    before = threading.active_count()
    heard = listen(endless(), fake.ScriptedEars(["one", "two"]))
    assert next(heard).text == "one"
    heard.close()
    assert threading.active_count() == before


def test_quiet_mouth_remembers() -> None:
    mouth = fake.QuietMouth()
    assert len(mouth.say("hello").samples) == 2_205
    mouth.cancel()
    assert mouth.said == ["hello"]
    assert fake.ScriptedEars([]).hear(mouth.say("")).why
