"""Find something or someone: "find my keys"."""

from home_agent.skill import BadInput, Person, Place, Run, Thing, find, say, skill


@skill("(find|look for|search for) {thing} [in {place}]", "(find|look for) {person}")
def find_(
    thing: Thing | None = None, person: Person | None = None, place: Place | None = None
) -> Run:
    """Look for a thing or a person until it is seen, and say where it is."""
    what = thing or person
    if what is None:
        raise BadInput("Tell me what to find, such as 'find the keys'.")
    found = yield find(what, place)
    yield say("I found {what} {what.where}.", what=found)
