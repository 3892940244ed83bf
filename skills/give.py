"""Hand over what is held: "give the cup to Anna"."""

from home_agent.skill import Fact, Person, Run, Thing, TooHot, give, place, say, skill


@skill(
    "(give|hand) [me] {thing} [to {to}]",
    needs=[Fact("holding", "thing")],
    effects=[
        Fact("has", "to", "thing"),
        Fact("hand_empty"),
        Fact("holding", "thing", holds=False),
    ],
)
def give_(thing: Thing, to: Person = Person("speaker")) -> Run:
    """Hold out what is held until the person takes it; a hot thing is set down beside them."""
    try:
        yield give(thing, to)
    except TooHot:
        stands = yield place(thing, beside=to)
        yield say("Careful, {thing} is hot: I put it {thing.where}.", thing=stands)
