"""Stand still for now: "pause"."""

from home_agent.skill import Run, skill


@skill("pause", "hold on", "wait a moment", control=True)
def pause() -> Run:
    """Stand still where the task is, ready to "resume". The agent acts on it itself."""
    yield from ()
