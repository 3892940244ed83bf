"""Answer from memory: "where is my book?"."""

from home_agent.skill import NotFound, Run, Thing, recall, say, skill


@skill("where (is|are) {thing}", "where did (I|you) (leave|put|see) {thing}")
def where_is(thing: Thing) -> Run:
    """Say where a thing was last seen or should be, without moving."""
    try:
        known = yield recall(thing)
        yield say("{what} should be {what.where}.", what=known)
    except NotFound:
        yield say("I have not seen {what} yet. Say 'find it' and I will look.", what=thing)
