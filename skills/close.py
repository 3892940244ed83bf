"""Close a container: "close the drawer"."""

from home_agent.skill import Fact, Place, Run, close, say, skill


@skill(
    "(close|shut) {container}",
    needs=[Fact("hand_empty")],
    effects=[Fact("open", "container", holds=False)],
)
def close_(container: Place) -> Run:
    """Close a cupboard, drawer or fridge."""
    yield close(container)
    yield say("{container} is closed.", container=container)
