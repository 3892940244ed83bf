"""Go along with someone: "follow me"."""

from home_agent.skill import Person, Run, follow, skill


@skill("(follow|come with) {person}", "come here")
def follow_(person: Person = Person("speaker")) -> Run:
    """Stay near a person until they have stood still for a while."""
    yield follow(person)
