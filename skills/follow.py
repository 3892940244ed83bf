"""Go along with someone: "follow me"."""

from home_agent.skill import Person, Place, Run, follow, skill


@skill("(follow|come with) {person}", "follow {person} [from {source}] to {to}")
def follow_(
    person: Person = Person("speaker"), to: Place | None = None, source: Place | None = None
) -> Run:
    """Stay near a person until they have stood still for a while."""
    yield follow(person)
