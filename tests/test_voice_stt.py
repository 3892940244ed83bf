"""Hearing: commands of voices that are not ours are right, other talk and noise give no text."""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np
import pytest
from timed import timed
from voice_sentences import sentences
from voice_spoken import HUMAN, needs_flite, needs_human, spoken

from home_agent.errors import BadInput
from home_agent.types import AudioChunk
from voice import fake
from voice.audio import RATE_HZ, join, read_wav
from voice.stt import PocketSphinx

FIVE = (
    "bring me the red mug from the kitchen",
    "go to the bedroom",
    "put the blue bowl on the table",
    "open the fridge",
    "where is the remote control",
)
OTHER_TALK = (
    "what is the capital of france",
    "the stock market fell sharply last week",
    "my favourite movie is playing on television",
    "thank you very much for watching",
    "we should have dinner at seven",
)


@pytest.fixture(scope="module")
def ears() -> PocketSphinx:
    return PocketSphinx(sentences(20_000, seed=1))


def right(ears: PocketSphinx, texts: Sequence[str], voice: str) -> list[str]:
    return [text for text in texts if ears.hear(spoken(text, voice)).text == text]


@needs_flite
@pytest.mark.parametrize("voice", ["slt", "rms"])
def test_five_commands(ears: PocketSphinx, voice: str) -> None:
    assert len(right(ears, FIVE, voice)) >= 4


@needs_flite
def test_commands_never_sampled(ears: PocketSphinx) -> None:
    known = set(sentences(20_000, seed=1))
    new = [text for text in sentences(400, seed=777) if text not in known][:20]
    assert len(right(ears, new, "kal16")) >= 16


@needs_flite
@pytest.mark.parametrize("voice", ["slt", "awb"])
def test_other_talk_gives_no_text_but_a_reason(ears: PocketSphinx, voice: str) -> None:
    for text in OTHER_TALK:
        heard = ears.hear(spoken(text, voice))
        assert heard.text == ""
        assert heard.why.endswith(".")
        assert heard.confidence < 0.5


@needs_human
@pytest.mark.parametrize("name", ["oov_2", "oov_4", "background_noise"])
def test_people_who_say_something_else(ears: PocketSphinx, name: str) -> None:
    heard = ears.hear(read_wav(HUMAN / "stp_en" / f"{name}.wav"))
    assert heard.text == ""
    assert heard.why


@pytest.mark.parametrize("level", [0, 30, 3_000])
def test_noise_gives_no_text(ears: PocketSphinx, level: int) -> None:
    samples = np.random.default_rng(0).normal(0, level, 3 * RATE_HZ).astype(np.int16)
    assert ears.hear(AudioChunk(samples, RATE_HZ)).why == (
        "I heard no speech: speak closer to the microphone."
    )


@needs_flite
def test_utterance_tells_readings_times_and_is_the_same_again(ears: PocketSphinx) -> None:
    said = spoken(FIVE[0], "rms")
    silence = AudioChunk(np.zeros(RATE_HZ, np.int16), RATE_HZ, t_s=5.0)
    heard = ears.hear(join([silence, said]))
    assert heard.text == FIVE[0]
    assert len(heard.alternatives) < 8
    assert heard.text not in heard.alternatives
    assert heard.confidence > 0.9
    assert 5.8 < heard.t_start_s < 6.3
    ears.hear(spoken(OTHER_TALK[0], "awb"))
    assert ears.hear(join([silence, said])) == heard


@needs_flite
@timed
def test_hearing_is_quick(ears: PocketSphinx) -> None:
    said = [spoken(text, "slt") for text in FIVE]
    seconds = sum(len(chunk.samples) for chunk in said) / RATE_HZ
    start_s = time.process_time()
    for chunk in said:
        ears.hear(chunk)
    assert (time.process_time() - start_s) / seconds < 0.15


@timed
def test_building_is_quick() -> None:
    made = sentences(20_000, seed=2)
    start_s = time.process_time()
    PocketSphinx(made)
    assert time.process_time() - start_s < 2.0


@needs_flite
def test_partial_texts_grow_into_the_final_one(ears: PocketSphinx) -> None:
    heard = list(ears.stream(fake.microphone([0.2, spoken(FIVE[0], "rms"), 0.3])))
    partial = [one.text for one in heard if one.partial]
    assert len(partial) >= 5
    assert "bring me the red mug" in partial
    assert not heard[-1].partial
    assert heard[-1].text == FIVE[0]


@needs_flite
def test_names_that_no_dictionary_has_are_heard() -> None:
    homes = [text.replace("emma", "zuleika") for text in sentences(4_000, seed=1)]
    ears = PocketSphinx([*homes, "go to 宝贝"])
    assert ears.unspeakable == ("宝贝",)
    assert ears.hear(spoken("follow zuleika", "rms")).text == "follow zuleika"


@pytest.mark.parametrize("wrong", [[], [""], ["..."], ["宝贝"]])
def test_no_sentence_is_an_error(wrong: list[str]) -> None:
    with pytest.raises(BadInput, match="sentences"):
        PocketSphinx(wrong)
