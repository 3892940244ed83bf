"""Blocks of sound come in, utterances come out; the stop word is watched beside it."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterable, Iterator

from home_agent.ports import Transcriber
from home_agent.types import AudioChunk, Utterance
from voice.audio import join
from voice.stop_word import StopWord
from voice.vad import Endpointer

Heard = AudioChunk | BaseException | None


def listen(
    source: Iterable[AudioChunk], transcriber: Transcriber, stop: StopWord | None = None
) -> Iterator[Utterance]:
    """Every utterance in `source`, also those that are no command (empty text, and `why`).

    A thread of its own reads the source and feeds the stop word, so that "stop" is heard while
    the utterance before it is still being worked on. Closing the iterator ends the thread; an
    error of the source is raised here. The stop callback is called in that thread.
    """
    heard: queue.Queue[Heard] = queue.Queue()
    closed = threading.Event()
    thread = threading.Thread(
        target=_read, args=(source, stop, heard, closed), name="ears", daemon=True
    )
    thread.start()
    try:
        while (found := heard.get()) is not None:
            if isinstance(found, BaseException):
                raise found
            yield transcriber.hear(found)
    finally:
        closed.set()
        thread.join(timeout=1.0)


def _read(
    source: Iterable[AudioChunk],
    stop: StopWord | None,
    heard: queue.Queue[Heard],
    closed: threading.Event,
) -> None:
    """Cut `source` into utterances until it ends or `closed` is set."""
    cutter = Endpointer()
    kept: list[AudioChunk] = []
    try:
        for block in source:
            if closed.is_set():
                return
            for piece in cutter.feed(block):
                if stop is not None:
                    stop.feed(piece)
                kept.append(piece.sound)
                if piece.last:
                    heard.put(join(kept))
                    kept = []
        if kept:
            heard.put(join(kept))
        heard.put(None)
    except BaseException as error:
        heard.put(error)
