"""Give up the task: "cancel"."""

from home_agent.skill import Run, skill


@skill("cancel [that]", "never mind", "forget it", control=True)
def cancel() -> Run:
    """End the running task and wait for another. The agent acts on it itself."""
    yield from ()
