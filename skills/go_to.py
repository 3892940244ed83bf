"""Drive somewhere: "go to the kitchen"."""

from home_agent.skill import Fact, Place, Run, go, say, skill


@skill("(go|drive|move|come) [to|into] {place}", effects=[Fact("robot_at", "place")])
def go_to(place: Place) -> Run:
    """Drive to a room or before a piece of furniture."""
    yield go(place)
    yield say("I have reached {place}.", place=place)
