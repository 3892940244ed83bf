"""Nothing comes in; the folder of the network that the name "nano" stands for goes out."""

from __future__ import annotations

import os
from pathlib import Path

from home_agent.errors import BadInput

ENVIRONMENT = "HOME_AGENT_NANO"
SHIPPED = Path(__file__).parent / "weights_nano"


def nano_folder() -> Path:
    """$HOME_AGENT_NANO if set, else the package's own; raises `BadInput` when nothing is there."""
    named = os.environ.get(ENVIRONMENT)
    folder = Path(named) if named else SHIPPED
    if not (folder / "config.json").is_file():
        raise BadInput(
            f"There is no nano network in {folder}: let {ENVIRONMENT} name the folder of an "
            "exported one."
        )
    return folder
