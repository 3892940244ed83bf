"""Acts: where they begin, who does what, how many tries count; whole ones judged by the referee."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import bare_stage
import pytest
import sim_room

from home_agent.baselines.planner import Planner
from home_agent.bench.act import check, play, sum_up
from home_agent.bench.act_scenes import ACTS, make_act
from home_agent.bench.handed import TRIES, Handed
from home_agent.bench.run import run_bench
from home_agent.demos.scenes import NothingToDoError
from home_agent.demos.true_eyes import TrueEyes
from home_agent.errors import BadInput, StepFailed
from home_agent.sim.home import make_home, speaker_of, to_map
from home_agent.sim.referee import Referee
from home_agent.sim.tasks import Close, Fetch, Open, Pick, Put
from home_agent.sim.teacher.policy import Teacher
from home_agent.sim.world import World
from home_agent.types import ActionChunk, Aim, Detection, Observation

SEEDS = (100_003, 100_004, 100_011)
BEFORE_TABLE = (3.2, 2.5, 0.0)


class Noted:
    """A policy that only notes what it is asked for."""

    def __init__(self, name: str) -> None:
        self.name, self.begun = name, 0

    def look(self, seen: Observation, wanted: Any = ()) -> tuple[Detection, ...]:
        return ()

    def begin(self, aim: Aim, seen: Observation) -> None:
        self.begun += 1

    def act(self, seen: Observation) -> ActionChunk:
        raise AssertionError


@pytest.mark.parametrize("task", ACTS)
def test_every_home_has_every_act_and_it_begins_before_it(task: str) -> None:
    for seed in SEEDS:
        act = make_act(task, seed)
        home = to_map(act.spec)
        x, y, _ = act.spec.start
        assert home.occupancy.free(x, y)
        assert act == replace(make_act(task, seed), ready=act.ready, act=act.act), "the same again"
        if isinstance(act.judge, Open | Close):
            place = act.spec.places[[p.id for p in act.spec.places].index(act.judge.place)]
            assert math.dist((x, y), (place.pose.x_m, place.pose.y_m)) < 1.3
            assert place.opening != "none" and len(act.ready) == (task == "close")
            continue
        assert isinstance(act.judge, Pick | Put | Fetch)
        things = [thing for thing in act.spec.things if thing.id in act.judge.things]
        assert min(math.dist((x, y), thing.position_m[:2]) for thing in things) < 1.5
        assert len(act.ready) == (0 if task in ("pick", "hot") else 2)
        if task == "hot":
            assert isinstance(act.judge, Pick) and act.judge.by_handle
            assert any(t.kind == "mug" and 50 <= t.temp_c <= 75 for t in things)
        if task == "give":
            assert isinstance(act.judge, Fetch)
            assert act.judge.person == speaker_of(act.spec).id
            assert all(thing.temp_c < 48 for thing in things)


def test_a_home_without_a_mug_is_given_one() -> None:
    seed = next(s for s in range(100_000, 100_050) if not _mugs(s))
    assert len(make_act("hot", seed).spec.things) == len(make_home(seed).things) + 1


def _mugs(seed: int) -> bool:
    return any(thing.kind == "mug" for thing in make_home(seed).things)


def test_the_helper_makes_ready_and_the_measured_one_has_three_tries() -> None:
    world = World(sim_room.room())
    seen = world.observe()
    helper, measured = Noted("helper"), Noted("measured")
    hands = Handed(helper, measured)
    for _ in range(5):
        hands.begin(Aim("pick"), seen)
    assert (helper.begun, hands.tries, hands.name) == (5, 0, "measured")
    hands.over("place", world, seen)
    for _ in range(TRIES):
        hands.begin(Aim("look"), seen)
        hands.begin(Aim("place"), seen)
    assert (helper.begun, measured.begun, hands.tries) == (5, 2 * TRIES, TRIES)
    with pytest.raises(StepFailed, match="3 times"):
        hands.begin(Aim("place"), seen)


def test_the_planner_goes_on_with_what_the_teacher_has_taken() -> None:
    spec = sim_room.room((sim_room.CAN,), (), BEFORE_TABLE)

    def both(world: World) -> Handed:
        return Handed(Teacher(world), Planner(to_map(spec), TrueEyes(world)))

    stage = bare_stage.Stage(spec, both)
    referee = Referee(stage.world)
    assert stage.pick(sim_room.CAN) == ""
    assert isinstance(stage.policy, Handed)
    stage.policy.over("place", stage.world, stage.seen("head"))
    spot = (3.85, 2.8, 0.74)
    assert stage.do(Aim("place", place="table", position_map_m=spot)) == ""
    for _ in range(10):
        stage.world.step(0.05)
    assert referee.verdict(Put(("can",), "table")).success
    at = stage.world.thing_pose("can").position_m
    assert math.dist(at[:2], spot[:2]) < 0.15


def row(task: str, *, ok: bool = True, tries: int = 1, begun: bool = True) -> dict[str, Any]:
    harms = {"true_people_contacts": 0, "true_knocked": 0, "true_dropped": 0}
    told = {"said": task, "why": "", "true_reason": "", "true_sim_time_s": 10.0, "example": None}
    where = {"kind": "mug", "at": "table", "seed": 100_000}
    return {"task": task, "ok": ok, "tries": tries, "begun": begun, **harms, **told, **where}


def test_sums_leave_out_what_was_not_made_ready() -> None:
    found = sum_up(
        [
            row("pick", tries=2),
            row("pick", ok=False, tries=3),
            row("place"),
            row("place", ok=False, begun=False),
        ]
    )
    assert found.metrics["pick.success"].value == 0.5
    assert found.metrics["pick.first_try"].value == 0.0
    assert (found.metrics["place.success"].value, found.metrics["place.success"].n) == (1.0, 1)
    assert found.metrics["place.set_up"].value == 0.5
    assert "give.success" not in found.metrics
    assert found.splits["pick, table"]["pick.success"].n == 2
    assert set(found.per_kind["mug"]) == {"pick.success", "place.success"}
    assert len(found.failures) == 1


@pytest.mark.parametrize(
    ("parts", "policy", "seed", "says"),
    [
        (("fly",), "teacher", 100_000, "task or split of act 'fly'"),
        ((), "nobody", 100_000, "no policy 'nobody'"),
        ((), "teacher", 99_999, "validation seeds 100000 to 199999, not 99999"),
    ],
)
def test_what_cannot_be_measured_is_said_before(
    parts: tuple[str, ...], policy: str, seed: int, says: str
) -> None:
    with pytest.raises(BadInput, match=says):
        run_bench("act", policy, seed, 2, parts=parts)


def test_the_last_validation_home_is_the_end() -> None:
    check("teacher", range(199_998, 200_000))
    with pytest.raises(BadInput, match="199999"):
        check("teacher", range(199_998, 200_001))


@pytest.mark.slow
@pytest.mark.parametrize("task", ["hot", "open", "close"])
def test_the_teacher_does_it(task: str) -> None:
    found = play(100_001, "teacher", task)
    assert found["ok"] and found["tries"] == 1, found["why"]


def test_where_a_mug_finds_no_room_another_turn_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NothingToDoError, match="no room for a mug"):
        make_act("hot", 100_627)
    monkeypatch.setattr("home_agent.bench.act.SET_UPS", 1)
    row = play(100_627, "planner", "hot")
    assert not row["begun"] and "no room for a mug" in row["why"]
    found = sum_up([{**row, "seed": 100_627, "task": "hot"}]).metrics
    assert found["hot.set_up"].value == 0.0 and found["hot.success"].n == 0
