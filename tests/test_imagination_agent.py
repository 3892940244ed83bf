"""A chunk that imagination takes away is told: in the outcome, in the story, aloud and once."""

from dataclasses import replace

from home_agent.sim.home import find_home
from home_agent.stage import make_agent, set_stage
from home_agent.story import tell
from home_agent.types import ActionChunk, Event, Hazard, Observation, Situation, Verdict

SENTENCE = "Someone would get in my way within 0.8 s, so I slow down."


class Once:
    """Slows the first chunks and says so at the first."""

    name = "once"

    def __init__(self) -> None:
        self.asked: list[Situation] = []
        self.took_s: list[float] = []

    def imagine(self, seen: Observation, chunk: ActionChunk, situation: Situation) -> Verdict:
        self.asked.append(situation)
        self.took_s.append(0.004)
        if len(self.asked) > 3:
            return Verdict(True, chunk)
        slow = replace(chunk, base=0.5 * chunk.base)
        hazard = Hazard("person", "someone", None, 0.8, 0.8)
        return Verdict(True, slow, 1.4, (hazard,), SENTENCE if len(self.asked) == 1 else "")


def test_a_veto_is_told_once_and_kept() -> None:
    events: list[Event] = []
    mind = Once()
    stage = replace(set_stage(find_home("apartment")), world_model=mind)
    agent = make_agent(stage, emit=events.append)
    outcome = agent.do("go to the hall")
    assert outcome.outcome == "succeeded", outcome.reason
    mine = [veto for veto in outcome.vetoes if veto["by"] == "imagination"]
    assert [veto["sentence"] for veto in mine] == [SENTENCE]
    assert (mine[0]["kind"], mine[0]["what"], mine[0]["in_s"]) == ("person", "someone", 0.8)
    assert mine[0]["t_s"] >= 0.0
    assert list(outcome.said).count(SENTENCE) == 1
    told = [tell(event.name, event.data) for event in events if event.name == "veto"]
    assert any("imagination: Someone" in line for line in told)
    assert {situation.verb for situation in mind.asked} >= {"go"}
    assert agent.imagined == {
        "chunks": len(mind.asked),
        "p50_ms": 4.0,
        "p95_ms": 4.0,
        "unanswered": 0,
    }
