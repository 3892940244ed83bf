"""Pour something: "pour the juice into the glass"."""

from home_agent.skill import Fact, Run, Thing, go, say, skill, take


@skill("pour {thing} (into|in) {container}", needs=[Fact("a_wrist_that_may_tip")])
def pour(thing: Thing, container: Thing) -> Run:
    """Take up what is poured and bring it to the container."""
    yield from take(thing)
    yield go(container)
    yield say("I am at {container}.", container=container)
