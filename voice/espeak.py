"""Text comes in, sound or phonemes come out of libespeak-ng, which its loader wheel carries."""

from __future__ import annotations

import ctypes
import functools
import threading
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from home_agent.errors import BadInput, no_such

SYNCHRONOUS = 2
UTF8 = 1
RATE_PARAMETER = 1
IPA, SEPARATOR = 0x02, "_"
BUFFER_MS = 50

Keep = Callable[[NDArray[np.int16]], bool]


class _Voice(ctypes.Structure):
    _fields_ = [
        ("name", ctypes.c_char_p),
        ("languages", ctypes.c_void_p),
        ("identifier", ctypes.c_char_p),
    ]


class EspeakLibrary:
    """Hold the C library; it has one state for the whole process, so calls take turns."""

    def __init__(self) -> None:
        try:
            import espeakng_loader  # noqa: PLC0415 - only those who speak need it

            lib = ctypes.CDLL(str(espeakng_loader.get_library_path()))
            data = str(espeakng_loader.get_data_path()).encode()
        except (ModuleNotFoundError, OSError) as error:
            raise BadInput(f"Speaking needs espeakng-loader: install it again ({error}).") from None
        self._lib = lib
        self._turn = threading.Lock()
        lib.espeak_TextToPhonemes.restype = ctypes.c_char_p
        lib.espeak_ListVoices.restype = ctypes.POINTER(ctypes.POINTER(_Voice))
        self.rate_hz = int(lib.espeak_Initialize(SYNCHRONOUS, BUFFER_MS, data, 0))
        if self.rate_hz <= 0:
            raise BadInput("The espeak-ng voices are missing: install espeakng-loader again.")
        self._files = self.voices()

    def voices(self) -> dict[str, bytes]:
        """The languages that can be spoken, such as "en-gb", and the library's file for each."""
        listed = self._lib.espeak_ListVoices(None)
        found: dict[str, tuple[int, bytes]] = {}
        at = 0
        while listed[at]:
            voice = listed[at].contents
            # A voice lists its languages as one byte of priority and a name, ended by zero.
            entry = voice.languages
            while (raw := ctypes.string_at(entry)) != b"":
                name, rank = raw[1:].decode("utf-8", "replace").lower(), raw[0]
                if name not in found or rank < found[name][0]:
                    found[name] = rank, voice.identifier
                entry += len(raw) + 1
            at += 1
        return {name: file for name, (_, file) in sorted(found.items())}

    def _choose(self, voice: str) -> None:
        if voice not in self._files:
            raise BadInput(no_such("voice", voice, self._files))
        self._lib.espeak_SetVoiceByName(self._files[voice])

    def speak(self, text: str, voice: str, rate_wpm: int, keep: Keep) -> None:
        """Call `keep(samples)` as int16 [n] sound is made; it returns False to stop at once."""
        kind = ctypes.CFUNCTYPE(
            ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p
        )

        def made(samples: Any, count: int, _events: int | None) -> int:
            if not samples or count <= 0:
                return 0
            return 0 if keep(np.ctypeslib.as_array(samples, (count,)).copy()) else 1

        callback = kind(made)
        data = text.encode("utf-8", "replace").replace(b"\0", b" ")
        with self._turn:
            self._choose(voice)
            self._lib.espeak_SetParameter(RATE_PARAMETER, rate_wpm, 0)
            self._lib.espeak_SetSynthCallback(callback)
            self._lib.espeak_Synth(data, len(data) + 1, 0, 0, 0, UTF8, None, None)

    def phonemes(self, word: str, voice: str = "en-us") -> list[str]:
        """The IPA phonemes of `word`, stress marks included."""
        data = ctypes.c_char_p(word.encode("utf-8", "replace").replace(b"\0", b" "))
        mode = IPA | (ord(SEPARATOR) << 8)
        parts: list[str] = []
        with self._turn:
            self._choose(voice)
            while data.value is not None:
                ipa = self._lib.espeak_TextToPhonemes(ctypes.byref(data), UTF8, mode)
                parts += (ipa or b"").decode().replace(" ", SEPARATOR).split(SEPARATOR)
        return [part for part in parts if part]


@functools.cache
def library() -> EspeakLibrary:
    """The library, loaded once: a second copy in one process would share its state anyway."""
    return EspeakLibrary()
