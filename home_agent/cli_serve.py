"""`home-agent serve-policy FOLDER` comes in; robots get chunks of motion from a network there."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from home_agent.doors.needs import check_libraries

console = Console(highlight=False)


def serve_policy(
    folder: Annotated[Path, typer.Argument(help="Of an exported network that can act.")],
    host: Annotated[str, typer.Option(help="Other than this machine only with a key.")] = (
        "127.0.0.1"
    ),
    port: Annotated[int, typer.Option(min=0, max=65535, help="0: any free one.")] = 8000,
    batch: Annotated[int, typer.Option(min=1, help="Robots asked for at once, at most.")] = 8,
    gather_ms: Annotated[float, typer.Option(min=0, help="How long a batch gathers.")] = 5.0,
    waiting: Annotated[int, typer.Option(min=1, help="Beyond so many, robots are sent away.")] = 32,
    threads: Annotated[int, typer.Option(min=1, help="Of the network.")] = 1,
) -> None:
    """Serve a network to robots over openpi's websocket protocol (key: HOME_AGENT_POLICY_KEY)."""
    check_libraries()
    from home_agent.doors.batcher import Limits  # noqa: PLC0415 - what it needs is an extra
    from home_agent.doors.line import key_of  # noqa: PLC0415
    from home_agent.doors.network import ActNetwork  # noqa: PLC0415
    from home_agent.doors.server import PolicyServer  # noqa: PLC0415

    network = ActNetwork(folder, threads)
    limits = Limits(batch, gather_ms / 1000, waiting)
    server = PolicyServer(network, network.config.name, key_of(), limits)

    def ready(address: str) -> None:
        console.print(f"Serving {network.config.name} at {address}", markup=False, soft_wrap=True)

    asyncio.run(server.run(host, port, ready))
