"""Let go of what was told: "forget the scissors", "forget what I told you about Monday"."""

from home_agent.skill import Run, Text, Thing, forget, say, skill


@skill("forget [about] {thing}", "forget what (i|we) told you [about {about}]")
def forget_(thing: Thing | None = None, about: Text = "") -> Run:
    """Forget where a thing was said or seen to be, or what was told."""
    gone = yield forget(thing, about)
    if gone == 0:
        yield say("There was nothing to forget.")
    elif thing is not None:
        yield say("I have forgotten about {what}.", what=thing)
    else:
        yield say("I have forgotten that." if about else "I have forgotten all that I was told.")
