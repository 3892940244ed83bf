"""`plan --json`: goals come in, decision, steps and mitigations are checked."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from home_agent.errors import BadInput, Blocked, GraspFailed, TooHot
from home_agent.home.belief import Beliefs
from home_agent.home.graph import HomeMap, Place, Room, Surface
from home_agent.planning.believed import Believed
from home_agent.planning.meaning import Known
from home_agent.planning.repair import repair
from home_agent.planning.report import plan_json
from home_agent.planning.surfaces import beside, on_place
from home_agent.skills_loader import load_skills
from home_agent.types import Fact, Goal, ObjectBelief, Pose2D, Ref

MAP = Path(__file__).parents[1] / "maps" / "apartment" / "home.yaml"
MUG = Ref("thing", "the red mug", "mug", {"colour": "red"})
SKILLS = load_skills().skills


def believed(*given: Fact) -> Believed:
    home = HomeMap.load(MAP)
    start = home.start or Pose2D(1.0, 1.0, 0.0)
    return Believed(Known(home, Beliefs(home), "anna"), start, given=given)


def test_do() -> None:
    found = plan_json([Goal("fetch", {"thing": MUG}, said="bring me the mug")], SKILLS, believed())
    assert (found["decision"], found["goals"]) == ("do", ["bring me the mug"])
    assert [step["verb"] for step in found["steps"]] == ["go", "find", "pick", "go", "give"]
    assert found["cost_s"] > 0
    assert json.loads(json.dumps(found)) == found


def test_mitigate() -> None:
    found = plan_json([Goal("give", {"thing": MUG})], SKILLS, believed(Fact("hot", "red mug")))
    assert found["decision"] == "mitigate"
    assert "48 degrees" in found["reason"]
    assert any("handle" in one for one in found["mitigations"])
    assert any("instead of handing it over" in one for one in found["mitigations"])
    cold = plan_json([Goal("give", {"thing": MUG})], SKILLS, believed(Fact("hot", "soup")))
    assert cold["decision"] == "do"


def test_ask_refuse_and_bad() -> None:
    nobody = plan_json([Goal("where_is", {"thing": MUG})], SKILLS, believed())
    assert nobody["decision"] == "do"
    sofa = Goal("put", {"thing": MUG, "place": Ref("place", "sofa", id="sofa")})
    refused = plan_json([sofa], SKILLS, believed(Fact("hot", "mug")))
    assert refused["decision"] == "refuse"
    assert "too hot" in refused["reason"]
    with pytest.raises(BadInput):
        plan_json([Goal("go_to", {"place": Ref("place", "attic")})], SKILLS, believed())


def test_every_goal_of_a_home_without_people_asks() -> None:
    state = believed()
    state.known.beliefs.forget(Ref("thing", "thing"))
    state.known.beliefs._known.clear()
    found = plan_json([Goal("fetch", {"thing": MUG})], SKILLS, state)
    assert found["decision"] == "ask"


def test_remedies_end() -> None:
    slips = [repair(GraspFailed("It slipped."), n).remedy for n in (1, 2, 3, 4)]
    assert slips == ["look again", "look again", "give up", "give up"]
    assert repair(Blocked("No way."), 1).remedy == "another way"
    assert repair(TooHot("Too hot."), 1).words == "Too hot."


def test_spots_keep_apart_from_things_and_laps() -> None:
    home = believed().known.home
    x, y, z = home.surface_point("coffee_table")
    there = ObjectBelief("mug_1", "mug", {}, "coffee_table", (x, y, z))
    spots = on_place(home, "coffee_table", [there])
    assert spots
    for spot in spots:
        apart = max(abs(a - b) for a, b in zip(spot.position_map_m[:2], (x, y), strict=True))
        assert apart > 0.13
    anna = home.residents["anna"].position_m
    assert anna is not None
    near = beside(home, anna, [], least_m=0.45)
    away = [((s.position_map_m[0] - anna[0]) ** 2 + (s.position_map_m[1] - anna[1]) ** 2) ** 0.5
            for s in near]  # fmt: skip
    assert min(away) >= 0.45 and away[0] < 1.2
    assert on_place(home, "fridge", []) == []
    assert on_place(home, "fridge", [], opened={"fridge"})


def test_a_hot_thing_goes_to_a_board_near_by_rather_than_to_a_table_far_away() -> None:
    room = Room("room", "room", "room", (0.0, 0.0, 9.0, 5.0))
    boards = (
        Surface("top", (0.0, 0.0), (0.34, 0.93), 1.16),
        Surface("low", (0.0, 0.0), (0.32, 0.88), 0.34, 0.365),
        Surface("board", (0.0, 0.0), (0.32, 0.88), 0.73, 0.405),
        Surface("flat", (0.0, 0.0), (0.32, 0.88), 0.98, 0.18),
    )
    shelf = Place(
        "shelf", "shelf", "shelf", "room", Pose2D(8.0, 4.8, -1.57), (0.34, 0.93, 1.16), boards
    )
    table = (Surface("top", (0.0, 0.0), (0.6, 1.0), 0.74),)
    far = Place("far", "table", "table", "room", Pose2D(1.5, 2.5, 0.0), (0.6, 1.0, 0.74), table)
    near = replace(far, id="near", pose=Pose2D(6.0, 2.5, 0.0))

    def first(*places: Place) -> tuple[str, str]:
        spot = beside(HomeMap("home", rooms=(room,), places=places), (8.0, 2.6), [], 0.45)[0]
        return spot.place, spot.surface

    assert first(shelf, far) == ("shelf", "board")
    assert first(shelf, far, near) == ("near", "top"), "with more room over it, and as near"
