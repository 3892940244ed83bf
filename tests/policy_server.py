"""A policy server of somebody else's, in a thread: it answers whatever a test wants it to."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from websockets.exceptions import ConnectionClosed
from websockets.sync.server import ServerConnection, serve

from home_agent.doors.pack import pack, unpack


@dataclass
class Other:
    """What the server says first, how it replies, and what it was asked so far."""

    reply: Callable[[Any], bytes | str | None]
    hello: bytes | str = field(default_factory=lambda: pack({"policy": "theirs"}))
    asked: list[Any] = field(default_factory=list)
    address: str = ""
    drop: Callable[[], None] = lambda: None  # end the connections

    def talk(self, connection: ServerConnection) -> None:
        """One robot's connection."""
        self.drop = connection.socket.close
        try:
            connection.send(self.hello)
            for message in connection:
                assert isinstance(message, bytes)
                self.asked.append(unpack(message))
                answer = self.reply(self.asked[-1])
                if answer is not None:
                    connection.send(answer)
        except (ConnectionClosed, OSError):
            pass


@contextmanager
def running(other: Other, port: int = 0) -> Iterator[Other]:
    """`other` on a real socket, until the block ends."""
    with serve(other.talk, "127.0.0.1", port, compression=None, max_size=None) as server:
        other.address = f"ws://127.0.0.1:{server.socket.getsockname()[1]}"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield other
        server.shutdown()
    thread.join()


def moves(steps: int = 16, columns: int = 13) -> np.ndarray:
    """Moves that stand still and are not done."""
    out = np.zeros((steps, columns), np.float32)
    out[:, -1] = -9.0
    return out
