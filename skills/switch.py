"""Switch a device: "turn on the light in the hall"."""

from home_agent.skill import Fact, Number, Place, Run, Text, Thing, say, skill


@skill("(turn|switch) (on {state=on}|off {state=off}) {device}", needs=[Fact("a_smart_home")])
def switch(
    device: Thing, state: Text = "", value: Number | None = None, place: Place | None = None
) -> Run:
    """Switch a device of the home on or off, or set it to a value."""
    yield say("{device}: {state}.", device=device, state=state)
