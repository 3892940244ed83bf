"""Take a message to someone: "tell Anna that dinner is ready"."""

from home_agent.skill import Person, Run, Text, go, say, skill


@skill("(tell|say to) {to} [that] {text}", "say {text}")
def tell(text: Text, to: Person = Person("speaker")) -> Run:
    """Go to a person and say something."""
    if to.text != "speaker":
        yield go(to)
    yield say("{text}", text=text)
