"""Nothing comes in; an error that says what to install goes out where a library is missing."""

from __future__ import annotations

from importlib.util import find_spec

from home_agent.errors import HomeAgentError

LIBRARIES = ("websockets", "msgpack")


def check_libraries() -> None:
    """Raise HomeAgentError unless all that speaking to policies over a network needs is there."""
    missing = [name for name in LIBRARIES if find_spec(name) is None]
    if missing:
        raise HomeAgentError(
            f"Policies over a network need {' and '.join(missing)}: pip install "
            "'home-agent[serve]'."
        )
