"""Go and charge: "go back to your dock"."""

from home_agent.skill import Fact, Run, home, skill


@skill("(dock|recharge) [yourself]", needs=[Fact("a_charging_dock")])
def dock() -> Run:
    """Drive to the charging station."""
    yield home()
