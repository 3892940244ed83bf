"""WAV files, the microphone and the sound card: sound comes in and goes out as AudioChunks."""

from __future__ import annotations

import queue
import struct
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from home_agent.clock import Clock
from home_agent.errors import BadInput
from home_agent.types import AudioChunk

RATE_HZ = 16_000
MAX_S = 60.0
MAX_BYTES = 64 * 1024 * 1024
RATES_HZ = (4_000, 384_000)
BLOCK_S = 0.03
PCM, FLOAT, EXTENSIBLE = 1, 3, 0xFFFE
FIX = "make a 16 kHz mono WAV, for example with: ffmpeg -i IN -ar 16000 -ac 1 OUT.wav"


def read_wav(path: Path) -> AudioChunk:
    """The sound in a WAV file as mono at 16 kHz; raises `BadInput` with one sentence."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise BadInput(f"{path} is larger than 64 MB: {FIX}.")
        data = path.read_bytes()
    except FileNotFoundError:
        raise BadInput(f"There is no file {path}.") from None
    except (OSError, ValueError) as error:
        raise BadInput(f"{path} cannot be read: {error}.") from None
    return decode_wav(data, str(path))


def decode_wav(data: bytes, name: str = "The sound") -> AudioChunk:
    """The sound in the bytes of a WAV file: integer or float PCM, any rate, any channels."""
    if not data:
        raise BadInput(f"{name} is empty: record it again.")
    if len(data) < 12 or data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise BadInput(f"{name} is not a WAV file: {FIX}.")
    kind, channels, rate_hz, bits, body = _chunks(data, name)
    if kind not in (PCM, FLOAT):
        raise BadInput(f"{name} is compressed (WAV format {kind}): {FIX}.")
    if not 1 <= channels <= 32 or not RATES_HZ[0] <= rate_hz <= RATES_HZ[1]:
        raise BadInput(f"{name} has {channels} channels at {rate_hz} Hz: {FIX}.")
    levels = _levels(kind, bits, body, name)
    levels = levels[: len(levels) // channels * channels].reshape(-1, channels).mean(axis=1)
    if not len(levels):
        raise BadInput(f"{name} holds no sound: record it again.")
    if len(levels) > MAX_S * rate_hz:
        raise BadInput(f"{name} is longer than {MAX_S:.0f} seconds: cut out the command.")
    if not np.isfinite(levels).all():
        raise BadInput(f"{name} holds values that are no numbers: record it again.")
    return resample(AudioChunk(_to_int16(np.clip(levels, -1.0, 1.0)), rate_hz), RATE_HZ)


def _chunks(data: bytes, name: str) -> tuple[int, int, int, int, bytes]:
    """Format, channels, rate, bits and sound bytes out of the RIFF chunks."""
    form: tuple[int, int, int, int] | None = None
    at = 12
    while at + 8 <= len(data):
        tag, size = struct.unpack_from("<4sI", data, at)
        body = data[at + 8 : at + 8 + size]
        if tag == b"fmt ":
            if len(body) < 16:
                break
            kind, channels, rate_hz, _, _, bits = struct.unpack_from("<HHIIHH", body)
            if kind == EXTENSIBLE and len(body) >= 26:
                (kind,) = struct.unpack_from("<H", body, 24)
            form = kind, channels, rate_hz, bits
        elif tag == b"data" and form:
            return (*form, body)
        at += 8 + size + size % 2
    raise BadInput(f"{name} is a broken WAV file, without sound in it: record it again.")


def _levels(kind: int, bits: int, body: bytes, name: str) -> NDArray[np.float64]:
    """Sound bytes as float64 in -1..1, channels interleaved."""
    width = bits // 8
    body = body[: len(body) // max(width, 1) * max(width, 1)]
    if kind == FLOAT and bits in (32, 64):
        with np.errstate(invalid="ignore"):
            return np.frombuffer(body, f"<f{width}").astype(np.float64)
    if kind == PCM and bits == 8:
        return (np.frombuffer(body, np.uint8).astype(np.float64) - 128.0) / 128.0
    if kind == PCM and bits in (16, 32):
        return np.frombuffer(body, f"<i{width}").astype(np.float64) / 2.0 ** (bits - 1)
    if kind == PCM and bits == 24:
        wide = np.zeros((len(body) // 3, 4), np.uint8)
        wide[:, 1:] = np.frombuffer(body, np.uint8).reshape(-1, 3)
        return wide.view("<i4").ravel().astype(np.float64) / 2.0**31
    raise BadInput(f"{name} has {bits} bits a sample: {FIX}.")


def _to_int16(levels: NDArray[np.floating[Any]]) -> NDArray[np.int16]:
    return np.clip(np.round(levels * 32768.0), -32768, 32767).astype(np.int16)


def resample(chunk: AudioChunk, rate_hz: int) -> AudioChunk:
    """The same sound at `rate_hz`, by a polyphase filter."""
    if chunk.rate_hz == rate_hz or not len(chunk.samples):
        return AudioChunk(chunk.samples, rate_hz, chunk.t_s)
    from scipy.signal import resample_poly  # noqa: PLC0415 - heavy, and rarely needed

    ratio = Fraction(rate_hz, chunk.rate_hz).limit_denominator(1000)
    levels = resample_poly(chunk.samples / 32768.0, ratio.numerator, ratio.denominator)
    return AudioChunk(_to_int16(levels), rate_hz, chunk.t_s)


def write_wav(path: Path, chunk: AudioChunk) -> None:
    """Write `chunk` as a 16-bit mono WAV; raises `BadInput` when the file cannot be written."""
    body = chunk.samples.astype("<i2").tobytes()
    form = struct.pack("<HHIIHH", PCM, 1, chunk.rate_hz, 2 * chunk.rate_hz, 2, 16)
    head = b"WAVEfmt " + struct.pack("<I", len(form)) + form + b"data"
    head += struct.pack("<I", len(body))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"RIFF" + struct.pack("<I", len(head) + len(body)) + head + body)
    except OSError as error:
        raise BadInput(f"{path} cannot be written: {error}.") from None


def join(chunks: list[AudioChunk]) -> AudioChunk:
    """Chunks of one rate, one after the other, as one chunk."""
    if not chunks:
        return AudioChunk(np.zeros(0, np.int16), RATE_HZ)
    samples = np.concatenate([chunk.samples for chunk in chunks])
    return AudioChunk(samples, chunks[0].rate_hz, chunks[0].t_s)


def missing(kind: str) -> str:
    """What stops sound "input" or "output" here, as a sentence; empty when nothing does."""
    try:
        import sounddevice  # noqa: PLC0415 - an optional part
    except ModuleNotFoundError:
        return "Sound needs sounddevice: pip install 'home-agent[audio]'."
    except OSError:
        return "Sound needs the PortAudio library: apt install libportaudio2."
    try:
        sounddevice.query_devices(kind=kind)
    except (sounddevice.PortAudioError, ValueError):
        what = "microphone" if kind == "input" else "loudspeaker"
        return f"No {what} was found: connect one and try again."
    return ""


def play(chunk: AudioChunk) -> str:
    """Play `chunk` to its end; returns what is missing as a sentence, empty when it was heard."""
    lack = missing("output")
    if lack:
        return lack
    import sounddevice  # noqa: PLC0415 - an optional part

    try:
        sounddevice.play(chunk.samples, chunk.rate_hz, blocking=True)
    except sounddevice.PortAudioError as error:
        return f"The loudspeaker does not play: {error}."
    return ""


def microphone(clock: Clock, block_s: float = BLOCK_S) -> Iterator[AudioChunk]:
    """Blocks of sound from the default microphone at 16 kHz, until the iterator is closed."""
    lack = missing("input")
    if lack:
        raise BadInput(lack)
    import sounddevice  # noqa: PLC0415 - an optional part

    blocks: queue.Queue[AudioChunk] = queue.Queue()

    def keep(samples: Any, frames: int, _time: Any, _status: Any) -> None:
        blocks.put(AudioChunk(samples[:, 0].copy(), RATE_HZ, clock.now_s() - frames / RATE_HZ))

    try:
        with sounddevice.InputStream(
            RATE_HZ, int(block_s * RATE_HZ), channels=1, dtype="int16", callback=keep
        ):
            while True:
                yield blocks.get()
    except sounddevice.PortAudioError as error:
        raise BadInput(f"The microphone does not open: {error}.") from None
