"""Stop at once: "stop"."""

from home_agent.skill import Run, skill


@skill("stop", "halt", "freeze", control=True)
def stop() -> Run:
    """Stop every motion now; only "resume" starts the robot again. The agent acts on it itself."""
    yield from ()
