"""Clean a place or a thing: "wipe the kitchen table"."""

from home_agent.skill import Fact, Place, Run, Thing, go, say, skill


@skill("(clean|wipe) {place}", needs=[Fact("a_cleaning_tool")])
def clean(place: Place | None = None, thing: Thing | None = None) -> Run:
    """Go there and clean it."""
    what = place or thing
    if what is not None:
        yield go(what)
    yield say("I have cleaned.")
