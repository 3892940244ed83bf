"""Say hello to someone: "greet Omar in the office"."""

from home_agent.skill import Person, Place, Run, find, go, say, skill


@skill("(greet|welcome|say hello to) {person} [(at|in) {place}]")
def greet(person: Person, place: Place | None = None) -> Run:
    """Find a person, go to them and say hello."""
    found = yield find(person, place)
    yield go(found)
    yield say("Hello!")
