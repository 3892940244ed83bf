"""Go on after a stop or a pause: "resume"."""

from home_agent.skill import Run, skill


@skill("resume", "continue", "go on", control=True)
def resume() -> Run:
    """Let the robot move again after "stop" or "pause". The agent acts on it itself."""
    yield from ()
