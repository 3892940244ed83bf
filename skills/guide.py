"""Lead someone somewhere: "guide Ben to the kitchen"."""

from home_agent.skill import Person, Place, Run, find, go, say, skill


@skill("(guide|lead|escort) {person} [from {source}] to {to}")
def guide(person: Person, to: Place, source: Place | None = None) -> Run:
    """Find a person, ask them to come along and drive ahead."""
    found = yield find(person, source)
    yield go(found)
    yield say("Please follow me.")
    yield go(to)
    yield say("Here we are: this is {to}.", to=to)
