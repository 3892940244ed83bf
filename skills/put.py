"""Put a thing somewhere: "put the book on the shelf"."""

from home_agent.skill import Fact, Place, Run, Thing, place, say, skill


@skill(
    "(put|place|set) {thing} (on|in|into|onto) {place}",
    needs=[Fact("holding", "thing"), Fact("open", "place")],
    effects=[
        Fact("at", "thing", "place"),
        Fact("hand_empty"),
        Fact("holding", "thing", holds=False),
    ],
)
def put(thing: Thing, place_: Place) -> Run:
    """Set down what is held on or in a piece of furniture."""
    stands = yield place(thing, on=place_)
    yield say("{thing} is {thing.where} now.", thing=stands)
