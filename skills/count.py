"""Count things or people: "how many cups are on the counter?"."""

from home_agent.skill import BadInput, Fact, Person, Place, Run, Thing, look, say, skill


@skill("count {thing} [(on|in|at) {place}]", needs=[Fact("eyes_that_count")])
def count(
    thing: Thing | None = None, person: Person | None = None, place: Place | None = None
) -> Run:
    """Look a place over and say how many there are."""
    what = thing or person or place
    if what is None:
        raise BadInput("Tell me what to count, such as 'count the cups'.")
    yield look(place or what)
    yield say("I have counted {what}.", what=what)
