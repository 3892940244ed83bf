"""Say what is seen of a place, a thing or a person: "what is on the table?"."""

from home_agent.skill import Fact, Person, Place, Run, Text, Thing, look, say, skill


@skill("describe {place}", "what is (on|in|at) {place}", needs=[Fact("words_for_what_i_see")])
def describe(
    place: Place | None = None,
    thing: Thing | None = None,
    person: Person | None = None,
    property: Text = "",
    to: Person | None = None,
) -> Run:
    """Look and say what is there, or one property of it."""
    what = thing or person or place
    if what is not None:
        yield look(what)
    yield say("I have looked.")
