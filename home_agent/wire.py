"""Values of `types.py` come in; bytes on a local socket go out, and the other way round.

The only socket is a Unix one in a folder of this user; nothing here is reachable from a network
and nothing received is ever executed: a message is JSON with arrays behind it, and only the
dataclasses of `types.py` are rebuilt. A `Line` is one open connection.
"""

from __future__ import annotations

import dataclasses
import json
import math
import select
import socket
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from home_agent import types
from home_agent.errors import BadInput, HomeAgentError

MOST_BYTES = 32_000_000
BUFFER = 1 << 18
_KINDS = "fiub"
_WORDS: dict[str, type[Any]] = {
    name: each
    for name, each in vars(types).items()
    if isinstance(each, type) and dataclasses.is_dataclass(each)
}
_FIELDS = {name: tuple(f.name for f in dataclasses.fields(each)) for name, each in _WORDS.items()}


class LineClosed(HomeAgentError):
    """The other side of a line is gone."""

    code = "line_closed"


def encode(value: object) -> bytes:
    """A value made of dataclasses of `types.py`, arrays, mappings, lists and plain values."""
    arrays: list[bytes] = []
    head = json.dumps(_plain(value, arrays), separators=(",", ":")).encode()
    return b"".join([struct.pack("<I", len(head)), head, *arrays])


def decode(data: bytes) -> Any:
    """The value that `encode` was given; raises `BadInput` for anything else."""
    try:
        (size,) = struct.unpack_from("<I", data)
        tree = json.loads(data[4 : 4 + size])
        return _built(tree, memoryview(data)[4 + size :])
    except (ValueError, TypeError, KeyError, struct.error, RecursionError):
        raise BadInput("A message on the line is broken: restart both sides.") from None


def _plain(value: object, arrays: list[bytes]) -> object:
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, np.ndarray):
        if value.dtype.kind not in _KINDS:
            raise BadInput("Only numbers can be sent: give an array of numbers.")
        start = sum(map(len, arrays))
        arrays.append(np.ascontiguousarray(value).tobytes())
        return {"~a": [value.dtype.str, value.shape, start]}
    if isinstance(value, np.generic):
        return value.item()
    name = type(value).__name__
    if _WORDS.get(name) is type(value):
        return {"~d": [name, *(_plain(getattr(value, f), arrays) for f in _FIELDS[name])]}
    if isinstance(value, Mapping):
        return {"~m": [[str(key), _plain(each, arrays)] for key, each in value.items()]}
    if isinstance(value, tuple):
        return {"~t": [_plain(each, arrays) for each in value]}
    if isinstance(value, list):
        return [_plain(each, arrays) for each in value]
    raise BadInput(f"A {name} cannot be sent over a line: send values of types.py.")


def _built(tree: Any, rest: memoryview) -> Any:
    if isinstance(tree, list):
        return [_built(each, rest) for each in tree]
    if not isinstance(tree, dict):
        return tree
    ((kind, body),) = tree.items()
    if kind == "~a":
        dtype, shape, start = np.dtype(body[0]), body[1], body[2]
        count = math.prod(shape)
        if dtype.kind not in _KINDS or start < 0 or min(shape, default=0) < 0:
            raise ValueError("no such array")
        return np.frombuffer(rest, dtype, count, start).reshape(shape).copy()
    if kind == "~d":
        made = object.__new__(_WORDS[body[0]])
        for name, each in zip(_FIELDS[body[0]], body[1:], strict=True):
            object.__setattr__(made, name, _built(each, rest))
        return made
    if kind == "~m":
        return {key: _built(each, rest) for key, each in body}
    if kind == "~t":
        return tuple(_built(each, rest) for each in body)
    raise ValueError("unknown kind")


class Line:
    """One connection: whole messages, either blocking or dropped when the other side is full.

    `atomic` lines (SEQPACKET) carry messages of up to about 200 kB that arrive whole or not at
    all, which lets `post` never wait; the others (STREAM) carry pictures.
    """

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._atomic = sock.type == socket.SOCK_SEQPACKET
        sock.setblocking(True)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, BUFFER)

    def fileno(self) -> int:
        """The socket's number, for `select`; -1 once closed."""
        return self._sock.fileno()

    def send(self, value: object) -> None:
        """Send and wait until it is on its way; raises `LineClosed`."""
        data = encode(value)
        try:
            if self._atomic:
                self._sock.send(data)
            else:
                self._sock.sendall(struct.pack("<I", len(data)) + data)
        except OSError as error:
            raise LineClosed(f"The line is closed: {error.strerror}.") from None

    def post(self, value: object) -> bool:
        """Send without ever waiting; False when there was no room. Atomic lines only."""
        try:
            self._sock.send(encode(value), socket.MSG_DONTWAIT)
        except BlockingIOError:
            return False
        except OSError as error:
            raise LineClosed(f"The line is closed: {error.strerror}.") from None
        return True

    def receive(self, timeout_s: float | None = None) -> Any:
        """The next message, or None when none comes within `timeout_s` (None: wait for ever).

        Raises `LineClosed` when the other side is gone, `BadInput` for a broken message.
        """
        try:
            if timeout_s is not None and not select.select([self._sock], [], [], timeout_s)[0]:
                return None
            if self._atomic:
                data = self._sock.recv(BUFFER)
                if not data:
                    raise LineClosed("The other side of the line is gone.")
                return decode(data)
            (size,) = struct.unpack("<I", self._exactly(4))
            if size > MOST_BYTES:
                raise LineClosed("A message on the line is too large: it is closed.")
            return decode(self._exactly(size))
        except (OSError, ValueError) as error:
            raise LineClosed(f"The line is closed: {error}.") from None

    def _exactly(self, size: int) -> bytes:
        data = bytearray()
        while len(data) < size:
            part = self._sock.recv(min(size - len(data), 1 << 20))
            if not part:
                raise LineClosed("The other side of the line is gone.")
            data += part
        return bytes(data)

    def close(self) -> None:
        """Hang up."""
        self._sock.close()


class Door:
    """A Unix socket at `path` that only this user can open; `enter` gives each new line."""

    def __init__(self, path: Path, atomic: bool) -> None:
        self._path = path
        self._sock = socket.socket(
            socket.AF_UNIX, socket.SOCK_SEQPACKET if atomic else socket.SOCK_STREAM
        )
        path.unlink(missing_ok=True)
        try:
            self._sock.bind(str(path))
        except OSError as error:
            raise BadInput(f"The socket {path} cannot be made: {error.strerror}.") from None
        path.chmod(0o600)
        self._sock.listen(8)

    def fileno(self) -> int:
        """The socket's number, for `select`."""
        return self._sock.fileno()

    def enter(self, timeout_s: float = 0.0) -> Line | None:
        """The next who connects, None when nobody does within `timeout_s`."""
        if not select.select([self._sock], [], [], timeout_s)[0]:
            return None
        return Line(self._sock.accept()[0])

    def close(self) -> None:
        """Close and remove the socket."""
        self._sock.close()
        self._path.unlink(missing_ok=True)


def connect(path: Path, atomic: bool) -> Line:
    """A line to the door at `path`; raises `LineClosed` when nobody listens there."""
    sock = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET if atomic else socket.SOCK_STREAM)
    try:
        sock.connect(str(path))
    except OSError as error:
        sock.close()
        raise LineClosed(f"Nobody answers at {path}: {error.strerror}. Start it first.") from None
    return Line(sock)
