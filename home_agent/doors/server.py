"""A function that acts for many robots comes in; a server of openpi's websocket protocol goes out.

On connecting, a robot is sent the metadata; then each observation it sends is answered by one
action dict, or by a text when something is wrong with it: "Busy: ..." may be asked again.
GET /healthz answers OK.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
import signal
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any, Protocol

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from home_agent.clock import wall_s
from home_agent.doors.batcher import Batcher, Busy, Limits
from home_agent.doors.line import BUSY, KEY
from home_agent.doors.network import Answer, Question
from home_agent.doors.pack import pack, unpack
from home_agent.errors import BadInput, HomeAgentError

MOST_BYTES = 4 << 20
LOCAL = ("127.0.0.1", "::1", "localhost")


class Acts(Protocol):
    """What is served: reads a robot's observation, and acts for several of them at once."""

    def read(self, asked: object) -> Question: ...
    def act(self, questions: Sequence[Question]) -> Sequence[Answer]: ...
    def metadata(self, name: str) -> dict[str, Any]: ...


class PolicyServer:
    """Serve `acts` under `name` to whoever has the key; without a key, to this machine only."""

    def __init__(self, acts: Acts, name: str, key: str = "", limits: Limits | None = None) -> None:
        self._acts, self._key = acts, key
        self._hello = pack(acts.metadata(name))
        self._robots = 0
        limits = limits or Limits()
        self._batcher: Batcher[Question, Answer] = Batcher(acts.act, limits, lambda: self._robots)

    async def run(self, host: str, port: int, ready: Callable[[str], None]) -> None:
        """Serve until SIGINT or SIGTERM; `ready` is told the address, port 0 takes a free one.

        Raises `BadInput` for an address that cannot be served.
        """
        if not self._key and host not in LOCAL:
            raise BadInput(f"To serve beyond this machine, set a key in {KEY}.")
        end = asyncio.Event()
        for each in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(each, end.set)
        worker = asyncio.create_task(self._batcher.work())
        try:
            async with serve(
                self._talk,
                host,
                port,
                process_request=self._let_in,
                compression=None,
                max_size=MOST_BYTES,
                close_timeout=1.0,
            ) as server:
                ready(_address(host, server))
                await end.wait()
        except OSError as error:
            raise BadInput(f"{host}:{port} cannot be served: {error.strerror}.") from None
        finally:
            worker.cancel()

    def _let_in(self, connection: ServerConnection, request: Request) -> Response | None:
        if request.path == "/healthz":
            return connection.respond(HTTPStatus.OK, "OK\n")
        told = request.headers.get("Authorization", "").removeprefix("Api-Key ")
        if self._key and not hmac.compare_digest(told.encode(), self._key.encode()):
            return connection.respond(HTTPStatus.UNAUTHORIZED, "The key is wrong.\n")
        return None

    async def _talk(self, connection: ServerConnection) -> None:
        self._robots += 1
        try:
            await connection.send(self._hello)
            async for message in connection:
                await connection.send(await self._answer(message))
        except ConnectionClosed:
            pass
        finally:
            self._robots -= 1

    async def _answer(self, message: str | bytes) -> str | bytes:
        begun_s = wall_s()
        try:
            if isinstance(message, str):
                raise BadInput("Send observations as openpi's msgpack, not as text.")
            answer, together = await self._batcher.ask(self._acts.read(unpack(message)))
        except Busy as error:
            return f"{BUSY}{error}"
        except HomeAgentError as error:
            return str(error)
        except Exception as error:
            logging.getLogger(__name__).exception("The network failed")
            return f"The network failed ({type(error).__name__}): see the server's own output."
        timing = {"infer_ms": 1000 * (wall_s() - begun_s), "batch": together}
        return pack(
            {
                "actions": answer.moves,
                "progress": answer.progress,
                "goal": answer.goal,
                "server_timing": timing,
            }
        )


def _address(host: str, server: Server) -> str:
    port = next(iter(server.sockets)).getsockname()[1]
    return f"ws://{f'[{host}]' if ':' in host else host}:{port}"
