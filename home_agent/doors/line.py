"""The address of a policy server comes in; a line to ask it, one thing at a time, goes out."""

from __future__ import annotations

import os
import re
import socket
import struct
from collections.abc import Mapping
from contextlib import ExitStack
from typing import Any

from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus, InvalidURI
from websockets.sync.client import ClientConnection, connect

from home_agent.clock import Clock, RealClock
from home_agent.doors.pack import pack, unpack
from home_agent.errors import BadInput, HomeAgentError

KEY = "HOME_AGENT_POLICY_KEY"  # the environment variable that holds the key, on both sides
BUSY = "Busy: "  # a server's answer that begins so may be asked again
MOST_BYTES = 16 << 20
AGAIN_S = 0.02
_ADDRESS = re.compile(r"wss?://\S+")


class NoAnswer(HomeAgentError):
    """The policy server is not there, too slow, or says that something went wrong."""

    code = "no_answer"


def is_address(name: str) -> bool:
    """Whether a policy's name is the address of a server: ws://host:port."""
    return _ADDRESS.fullmatch(name) is not None


def key_of(environment: Mapping[str, str] = os.environ) -> str:
    """The key that opens policy servers, empty when none is set."""
    return environment.get(KEY, "").strip()


def connected(address: str) -> PolicyLine:
    """A line to the server at `address`, with the key of the environment."""
    return PolicyLine(address, key_of())


class PolicyLine:
    """A connection to a policy server that speaks openpi's websocket protocol.

    metadata: what the server says of itself. After anything went wrong the line is closed, so that
    a late answer can never be taken for the next one's.
    """

    def __init__(
        self, address: str, key: str = "", wait_s: float = 5.0, clock: Clock | None = None
    ) -> None:
        self._address, self._clock = address, clock or RealClock()
        self._open = ExitStack()
        self._socket = _opened(self._open, address, key, wait_s)
        self.metadata: dict[str, Any] = {}
        slow = f"What answers at {address} is no policy server: it says nothing of itself."
        found = self._receive(self._clock.now_s() + wait_s, slow)
        if not isinstance(found, dict):
            raise self._closed(f"What answers at {address} is no policy server.")
        self.metadata = {str(name): value for name, value in found.items()}

    def ask(self, question: Mapping[str, Any], wait_s: float) -> Any:
        """The answer to one observation; raises `NoAnswer` within about `wait_s`.

        A busy server is asked again until then.
        """
        until_s = self._clock.now_s() + wait_s
        data = pack(question)
        slow = f"The policy server at {self._address} did not answer within {wait_s:g} s."
        while True:
            try:
                self._socket.send(data)
            except (ConnectionClosed, OSError):
                raise self._closed(self._gone()) from None
            found = self._receive(until_s, slow)
            if not isinstance(found, _Busy):
                return found
            slow = f"The policy server at {self._address} is busy: {found.text}"
            if self._clock.now_s() + AGAIN_S >= until_s:
                raise self._closed(slow)
            self._clock.sleep(AGAIN_S)

    def _receive(self, until_s: float, slow: str) -> Any:
        try:
            found = self._socket.recv(max(0.0, until_s - self._clock.now_s()))
        except TimeoutError:
            raise self._closed(slow) from None
        except (ConnectionClosed, OSError):
            raise self._closed(self._gone()) from None
        if isinstance(found, str):
            if found.startswith(BUSY):
                return _Busy(found.removeprefix(BUSY))
            last = next((line for line in reversed(found.splitlines()) if line.strip()), "nothing")
            raise self._closed(f"The policy server says: {last.strip()[:200]}")
        try:
            return unpack(found)
        except BadInput:
            raise self._closed(
                f"The policy server at {self._address} answers nonsense: it must speak openpi's "
                "msgpack."
            ) from None

    def _gone(self) -> str:
        return f"The policy server at {self._address} is gone: start it again."

    def _closed(self, sentence: str) -> NoAnswer:
        self.close()
        return NoAnswer(sentence)

    def close(self) -> None:
        """Hang up, without waiting for the other side."""
        self._socket.close_timeout = 0
        self._open.close()


class _Busy:
    """A busy server's words."""

    def __init__(self, text: str) -> None:
        self.text = text


def _opened(until: ExitStack, address: str, key: str, wait_s: float) -> ClientConnection:
    headers = {"Authorization": f"Api-Key {key}"} if key else None
    try:
        found = until.enter_context(
            connect(
                address,
                compression=None,
                max_size=MOST_BYTES,
                additional_headers=headers,
                open_timeout=wait_s,
                ping_interval=None,  # a server that compiles its network answers nothing meanwhile
                proxy=None,
            )
        )
        # A server that hangs takes in nothing: sending must not wait for it for ever.
        limit = struct.pack("@ll", *divmod(int(wait_s * 1e6), 1_000_000))
        found.socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, limit)
        return found
    except InvalidURI:
        raise BadInput(f"'{address}' is no address: write ws://host:port.") from None
    except InvalidStatus as error:
        if error.response.status_code in (401, 403):
            raise BadInput(
                f"The policy server at {address} does not take this key: set {KEY}."
            ) from None
        raise NoAnswer(f"What answers at {address} is no policy server.") from None
    except (InvalidHandshake, EOFError):
        raise NoAnswer(f"What answers at {address} is no policy server.") from None
    except (TimeoutError, OSError):
        raise NoAnswer(f"No policy server answers at {address}: start it first.") from None
