"""Bytes of every sort come in; sound or one clear sentence comes out, never anything else."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from home_agent.clock import RealClock
from home_agent.errors import BadInput
from home_agent.types import AudioChunk
from voice import audio


def wav(
    body: bytes, rate_hz: int = 16_000, channels: int = 1, bits: int = 16, kind: int = 1
) -> bytes:
    step = channels * bits // 8
    form = struct.pack(
        "<HHIIHH", kind, channels, rate_hz, rate_hz * step % 2**32, step % 2**16, bits
    )
    chunks = b"WAVEfmt " + struct.pack("<I", len(form)) + form
    chunks += b"data" + struct.pack("<I", len(body)) + body
    return b"RIFF" + struct.pack("<I", len(chunks)) + chunks


def tone(rate_hz: int, seconds: float = 0.5) -> np.ndarray:
    return 0.5 * np.sin(2 * np.pi * 440 * np.arange(int(rate_hz * seconds)) / rate_hz)


def pitch_hz(chunk: AudioChunk) -> float:
    power = np.abs(np.fft.rfft(chunk.samples * np.hanning(len(chunk.samples))))
    return float(np.argmax(power) * chunk.rate_hz / len(chunk.samples))


def as_pcm(levels: np.ndarray, bits: int, kind: int) -> bytes:
    if kind == 3:
        return levels.astype(f"<f{bits // 8}").tobytes()
    if bits == 8:
        return (levels * 127 + 128).astype(np.uint8).tobytes()
    if bits == 24:
        wide = (levels * (2**31 - 1)).astype("<i4").view(np.uint8).reshape(-1, 4)
        return wide[:, 1:].tobytes()
    return (levels * (2 ** (bits - 1) - 1)).astype(f"<i{bits // 8}").tobytes()


@pytest.mark.parametrize("rate_hz", [8_000, 16_000, 22_050, 44_100, 48_000])
@pytest.mark.parametrize(("bits", "kind"), [(8, 1), (16, 1), (24, 1), (32, 1), (32, 3), (64, 3)])
@pytest.mark.parametrize("channels", [1, 2])
def test_every_usual_wav_is_read(rate_hz: int, bits: int, kind: int, channels: int) -> None:
    levels = np.repeat(tone(rate_hz), channels)
    chunk = audio.decode_wav(wav(as_pcm(levels, bits, kind), rate_hz, channels, bits, kind))
    assert chunk.rate_hz == 16_000
    assert chunk.samples.dtype == np.int16
    assert len(chunk.samples) == pytest.approx(8_000, abs=8)
    assert pitch_hz(chunk) == pytest.approx(440, abs=3)
    assert np.abs(chunk.samples).max() == pytest.approx(16_384, rel=0.05)


def test_extensible_header_and_odd_chunks_are_read() -> None:
    body = as_pcm(tone(16_000), 16, 1)
    form = struct.pack("<HHIIHHHHIH14s", 0xFFFE, 1, 16_000, 32_000, 2, 16, 22, 16, 4, 1, b"x" * 14)
    chunks = b"WAVE" + b"LIST" + struct.pack("<I", 3) + b"abc\0"
    chunks += b"fmt " + struct.pack("<I", len(form)) + form
    chunks += b"data" + struct.pack("<I", len(body)) + body
    chunk = audio.decode_wav(b"RIFF" + struct.pack("<I", len(chunks)) + chunks)
    assert pitch_hz(chunk) == pytest.approx(440, abs=3)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b"ID3\x03 not a wav at all", "is not a WAV file"),
        (b"RIFF\x04\0\0\0WAVE", "broken WAV file"),
        (wav(b""), "holds no sound"),
        (wav(b"\1\2", kind=85), "is compressed"),
        (wav(b"\1\2\3\4", bits=12), "12 bits"),
        (wav(b"\1\2", channels=0), "0 channels"),
        (wav(b"\1\2", rate_hz=0), "0 Hz"),
        (wav(bytes(2 * 16_000 * 61)), "longer than 60 seconds"),
        (wav(np.full(9, np.nan, "<f4").tobytes(), bits=32, kind=3), "no numbers"),
    ],
)
def test_bad_sound_is_one_sentence(tmp_path: Path, data: bytes, says: str) -> None:
    path = tmp_path / "said.wav"
    path.write_bytes(data)
    with pytest.raises(BadInput, match=says) as caught:
        audio.read_wav(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_missing_file_and_folder(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="There is no file"):
        audio.read_wav(tmp_path / "none.wav")
    with pytest.raises(BadInput, match="cannot be read"):
        audio.read_wav(tmp_path)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes(data: bytes) -> None:
    for given_data in (data, b"RIFF\0\0\0\0WAVE" + data):
        try:
            chunk = audio.decode_wav(given_data)
        except BadInput:
            continue
        assert chunk.rate_hz == 16_000


@settings(max_examples=300, deadline=None)
@given(
    st.binary(max_size=200),
    st.integers(0, 2**32 - 1) | st.sampled_from([8_000, 44_101, 191_999]),
    st.integers(0, 2**16 - 1) | st.integers(0, 3),
    st.sampled_from([0, 8, 16, 24, 32, 64]) | st.integers(0, 2**16 - 1),
    st.sampled_from([1, 3, 0xFFFE]) | st.integers(0, 2**16 - 1),
)
def test_any_header(body: bytes, rate_hz: int, channels: int, bits: int, kind: int) -> None:
    try:
        chunk = audio.decode_wav(wav(body, rate_hz, channels, bits, kind))
    except BadInput:
        return
    assert chunk.rate_hz == 16_000
    assert chunk.samples.dtype == np.int16


def test_written_sound_comes_back(tmp_path: Path) -> None:
    samples = np.random.default_rng(1).integers(-32768, 32767, 4_000).astype(np.int16)
    audio.write_wav(tmp_path / "new" / "out.wav", AudioChunk(samples, 16_000))
    assert np.array_equal(audio.read_wav(tmp_path / "new" / "out.wav").samples, samples)
    with pytest.raises(BadInput, match="cannot be written"):
        audio.write_wav(tmp_path, AudioChunk(samples, 16_000))


def test_sound_card_is_used_or_named_as_missing() -> None:
    lack = audio.missing("output")
    said = audio.play(AudioChunk(np.zeros(160, np.int16), 16_000))
    assert said == lack
    assert not lack or lack.endswith(".")
    if lack := audio.missing("input"):
        with pytest.raises(BadInput) as caught:
            next(audio.microphone(RealClock()))
        assert str(caught.value) == lack
