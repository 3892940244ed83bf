"""Put things where they belong: "tidy up the toys"."""

from home_agent.skill import Fact, NotFound, Place, Run, Thing, place, say, skill, take


@skill(
    "(tidy|clean|clear) up [{thing}] [from {source}] [into {place}]",
    "put away {thing} [into {place}]",
    needs=[Fact("hand_empty")],
)
def tidy(
    thing: Thing = Thing("toy", quantifier="all"),
    source: Place | None = None,
    place_: Place | None = None,
) -> Run:
    """Take up the things that lie about, one after another, and put each where it belongs."""
    done = []
    while not done or thing.quantifier == "all":
        try:
            held = yield from take(thing, source, besides=done)
        except NotFound:
            if done:
                break
            raise
        yield place(held, on=place_)
        done.append(held)
    yield say("I put away {n}.", n="one thing" if len(done) == 1 else f"{len(done)} things")
