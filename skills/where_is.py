"""Answer from memory: "where is my book?"."""

from home_agent.skill import BadInput, NotFound, Person, Run, Thing, recall, say, skill


@skill("where (is|are) {thing}", "where did (I|you) (leave|put|see) {thing}")
def where_is(thing: Thing | None = None, person: Person | None = None) -> Run:
    """Say where a thing or person was last seen or should be, without moving."""
    what = thing or person
    if what is None:
        raise BadInput("Tell me what to look for, such as 'where are my keys'.")
    try:
        known = yield recall(what)
        yield say("{what} should be {what.where}.", what=known)
    except NotFound:
        yield say("I have not seen {what} yet. Say 'find it' and I will look.", what=what)
