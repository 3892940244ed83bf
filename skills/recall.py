"""Answer with what was told: "what did I tell you about Monday?"."""

from home_agent.skill import Run, Text, say, skill, told


@skill("what did (i|we) tell you [about {about}]", "what do you (remember|know) [about {about}]")
def recall(about: Text = "") -> Run:
    """Say what was told, newest first."""
    answer = yield told(about)
    yield say("{answer}", answer=answer)
