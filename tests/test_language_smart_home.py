"""Smart-home sentences come in; Home Assistant's intents and the robot's goals must go out."""

from __future__ import annotations

import pytest

from home_agent.language.brief import brief_goal
from home_agent.language.smart_home import Device, Intent, SmartHome, goals_of


def briefly(intent: Intent) -> list[dict[str, str | float]]:
    return [brief_goal(goal) for goal in goals_of(intent, "said")]


def test_intents_become_the_robots_goals() -> None:
    assert briefly(Intent("HassTurnOn", {"name": "desk lamp"})) == [
        {"skill": "switch", "device": "desk lamp", "state": "on"}
    ]
    assert briefly(
        Intent("HassLightSet", {"area": "kitchen", "brightness": 50, "domain": "light"})
    )[0] == {"skill": "switch", "device": "light in(kitchen) q=all", "value": 50.0}
    assert briefly(Intent("HassStartTimer", {"minutes": 5}))[0]["schedule"] == "in 5 minutes"


def test_what_no_skill_does_is_left() -> None:
    assert briefly(Intent("HassGetWeather", {})) == []
    assert briefly(Intent("HassMediaNext", {"name": "tv"})) == []


def test_sentences_are_read_and_robot_commands_fall_through() -> None:
    pytest.importorskip("hassil")
    pytest.importorskip("home_assistant_intents")
    reader = SmartHome([Device("desk lamp", "light", {})], ["Kitchen"])
    found = reader.read("turn on the desk lamp")
    assert found is not None
    assert (found.name, found.slots["name"]) == ("HassTurnOn", "desk lamp")
    assert reader.read("bring me the red mug from the kitchen") is None
