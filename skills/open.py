"""Open a container: "open the fridge"."""

from home_agent.skill import Fact, Place, Run, open, say, skill


@skill("open {container}", needs=[Fact("hand_empty")], effects=[Fact("open", "container")])
def open_(container: Place) -> Run:
    """Open a cupboard, drawer or fridge and leave it open."""
    yield open(container)
    yield say("{container} is open.", container=container)
