"""Get to know someone: "meet Mia at the front door"."""

from home_agent.skill import Person, Place, Run, find, go, say, skill


@skill("meet {person} [(at|in) {place}]")
def meet(person: Person, place: Place | None = None) -> Run:
    """Find a person, go to them and say who is there."""
    found = yield find(person, place)
    yield go(found)
    yield say("Hello, I am the robot of this home. Nice to meet you.")
