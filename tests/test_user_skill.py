"""A new file in a user's folder comes in; its sentence is understood, planned, checked and run."""

from pathlib import Path

import pytest

from home_agent.config import Config
from home_agent.sim.home import find_home
from home_agent.sim.tasks import Go
from home_agent.skills_loader import check_file
from home_agent.stage import make_agent, set_stage

SKILL = '''"""Wish someone a good night: "say good night to Anna"."""

from home_agent.skill import Person, Place, Run, go, say, skill


@skill("wish {to} a good night [in {place}]", "tuck {to} in [in {place}]")
def good_night(to: Person, place: Place | None = None) -> Run:
    """Go to a room (if one is said) or to the person, and wish a good night."""
    yield go(place or to)
    yield say("Good night, {to}.", to=to)
'''


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "good_night.py").write_text(SKILL)
    return tmp_path


def test_a_skill_file_under_30_lines_is_a_skill(folder: Path) -> None:
    assert len(SKILL.splitlines()) < 30
    assert check_file(folder / "good_night.py") == []
    stage = set_stage(find_home("apartment"))
    agent = make_agent(stage, Config(skill_dirs=(folder,)))
    outcome = agent.do("wish Anna a good night in the bedroom")
    assert [goal.skill for goal in outcome.goals] == ["good_night"]
    assert [step.verb for plan in outcome.plans for step in plan.steps] == ["go", "say"]
    assert outcome.outcome == "succeeded", outcome.reason
    assert outcome.said == ("Good night, Anna.",)
    assert stage.referee is not None
    assert stage.referee.verdict(Go("bedroom")).success


def test_without_the_file_the_sentence_is_unknown(folder: Path) -> None:
    agent = make_agent(set_stage(find_home("apartment")))
    outcome = agent.do("tuck Anna in in the bedroom")
    assert "good_night" not in [goal.skill for goal in outcome.goals]
    assert outcome.outcome != "succeeded"


def test_a_broken_skill_costs_only_itself(folder: Path) -> None:
    (folder / "broken.py").write_text("from home_agent.skill import skill\n\n@skill('x {y}'\n")
    agent = make_agent(set_stage(find_home("apartment")), Config(skill_dirs=(folder,)))
    assert {"good_night", "fetch"} <= set(agent.skills)
    assert "broken" not in agent.skills
