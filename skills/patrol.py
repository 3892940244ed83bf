"""Look after a place: "patrol the hall"."""

from home_agent.skill import Place, Run, go, look, say, skill


@skill("patrol {place}")
def patrol(place: Place) -> Run:
    """Drive to a place and look round."""
    yield go(place)
    yield look(place)
    yield say("I have been to {place}.", place=place)
