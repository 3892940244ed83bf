"""Speaking: real sound from espeak-ng, at once, and silence when it is told to stop."""

from __future__ import annotations

import time

import numpy as np
import pytest
from timed import timed

from home_agent.errors import BadInput
from voice.tts import Espeak


@timed
def test_says_a_reply_at_once() -> None:
    start_s = time.process_time()
    chunk = Espeak().say("The mug is hot. I set it on the table beside you.")
    assert time.process_time() - start_s < 0.5
    assert chunk.rate_hz == 22_050
    assert chunk.samples.dtype == np.int16
    assert 2.0 < len(chunk.samples) / chunk.rate_hz < 5.0
    assert np.abs(chunk.samples).max() > 5_000


def test_rate_and_voice_change_the_sound() -> None:
    text = "I am going to the kitchen."
    slow, quick = Espeak(rate_wpm=120).say(text), Espeak(rate_wpm=240).say(text)
    assert len(slow.samples) > 1.3 * len(quick.samples)
    assert not np.array_equal(Espeak("en-us").say(text).samples, Espeak("en-gb").say(text).samples)


def test_sentences_come_one_by_one_and_cancel_ends_them() -> None:
    voice = Espeak()
    text = "One mug is red. Another mug is blue. The third mug is green."
    assert len(list(voice.stream(text))) == 3
    stream = voice.stream(text)
    next(stream)
    voice.cancel()
    assert list(stream) == []
    assert len(voice.say("I speak again.").samples) > 0


@pytest.mark.parametrize("text", ["", "   ", "\0", "...", "<speak>", "\ud800", "宝贝 is here"])
def test_odd_text_is_no_error(text: str) -> None:
    assert Espeak().say(text).rate_hz == 22_050


def test_unknown_voice_names_the_nearest() -> None:
    with pytest.raises(BadInput, match=r"'en-gp'\. Did you mean 'en-gb'"):
        Espeak("en-gp")
