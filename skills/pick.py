"""Take something up: "pick up the ball"."""

from home_agent.skill import Fact, Place, Run, Thing, say, skill, take


@skill(
    "(pick up|grab|take) {thing} [from {source}]",
    needs=[Fact("hand_empty")],
    effects=[Fact("holding", "thing"), Fact("hand_empty", holds=False)],
)
def pick(thing: Thing, source: Place | None = None) -> Run:
    """Find a thing and pick it up."""
    held = yield from take(thing, source)
    yield say("I have {thing}.", thing=held)
