"""Stand still for a while: "wait ten seconds"."""

from home_agent.skill import Number, Run, skill, wait


@skill("wait [for] [{value} seconds]")
def wait_(value: Number = 10.0) -> Run:
    """Stand still for some seconds."""
    yield wait(value)
