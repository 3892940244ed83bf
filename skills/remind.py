"""Remind someone: "remind me to call the doctor at five"."""

from home_agent.skill import Fact, Person, Run, Text, say, skill


@skill("remind {person} (to|about) {text}", needs=[Fact("a_clock_that_wakes_me")])
def remind(text: Text, person: Person = Person("speaker")) -> Run:
    """Say something to a person when its time has come."""
    yield say("Remember: {text}.", text=text)
