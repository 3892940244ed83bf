"""Let go of what was told: "forget the scissors"."""

from home_agent.skill import Run, Thing, forget, say, skill


@skill("forget [about] {thing}")
def forget_(thing: Thing) -> Run:
    """Forget where a thing was said or seen to be."""
    yield forget(thing)
    yield say("I have forgotten where {what} was.", what=thing)
