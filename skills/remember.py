"""Keep what is told: "remember that the scissors are in the desk drawer"."""

from home_agent.skill import Place, Run, Text, Thing, remember, say, skill


@skill("remember [that] {thing} (is|are|belongs|belong) (in|on|at) {place}", "remember {text}")
def remember_(
    thing: Thing | None = None, place: Place | None = None, text: Text | None = None
) -> Run:
    """Remember where a thing belongs, or a sentence."""
    yield remember(text, thing, place)
    yield say("I will remember that.")
