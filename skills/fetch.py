"""Bring an object to a person: "bring me the red mug from the kitchen"."""

from home_agent.skill import (
    Dropped,
    Fact,
    Person,
    Place,
    Run,
    Thing,
    TooHot,
    give,
    place,
    say,
    skill,
    take,
)


@skill(
    "(bring|get|fetch) [me] {thing} [from {source}]",
    "(bring|take|carry) {thing} [from {source}] to {to}",
    needs=[Fact("hand_empty")],
    effects=[Fact("has", "to", "thing")],
)
def fetch(thing: Thing, source: Place | None = None, to: Person = Person("speaker")) -> Run:
    """Find a thing, carry it to someone and hand it over; a hot one is set down beside them."""
    held = yield from take(thing, source)
    try:
        yield give(held, to)
    except TooHot:
        stands = yield place(held, beside=to)
        yield say("Careful, {thing} is hot: I put it {thing.where}.", thing=stands)
    except Dropped:
        held = yield from take(thing)
        yield give(held, to)
