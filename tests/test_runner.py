"""The runner on a paper robot behind the real guard: goals come in, what happened is checked."""

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from fake_robot import PaperPolicy, PaperRobot, Room0, Thing, home

from home_agent.clock import SimClock
from home_agent.errors import (
    BadInput,
    Blocked,
    Cancelled,
    GraspFailed,
    NeedsAnswer,
    NotFound,
    Stopped,
    TimedOut,
)
from home_agent.guard.lockstep import LockstepGuard
from home_agent.home.belief import Beliefs
from home_agent.runner import Runner
from home_agent.skill import Run, ask, find, give, pick, skill, wait
from home_agent.skill import Thing as A
from home_agent.skills_loader import load_skills
from home_agent.types import ActionChunk, Event, Goal, Observation, Ref, Situation, Step, Verdict

MUG = Ref("thing", "the red mug", "mug", {"colour": "red"})
SKILLS = load_skills().skills


def red_mug(**more: object) -> Thing:
    return Thing("mug", "red", (0.35, 2.2, 0.95), **more)  # type: ignore[arg-type]


class Stage:
    """One paper home with everything real round it."""

    def __init__(self, *things: Thing, **world: object) -> None:
        self.world = Room0(list(things), **world)  # type: ignore[arg-type]
        self.robot, self.policy = PaperRobot(self.world), PaperPolicy(self.world)
        self.guard = LockstepGuard(self.robot)
        self.events: list[Event] = []
        self.said: list[str] = []
        self.at_s: list[tuple[float, Callable[[], None]]] = []
        self.clock = SimClock(self._advance)
        self.beliefs = Beliefs(home())
        self.runner = Runner(
            self.robot,
            self.policy,
            self.guard,
            self.clock,
            self.beliefs.home,
            self.beliefs,
            self.said.append,
            self.events.append,
            speaker="anna",
        )

    def _advance(self, dt_s: float) -> None:
        self.robot.step(dt_s)
        due = [do for t_s, do in self.at_s if t_s <= self.world.t_s]
        self.at_s = [one for one in self.at_s if one[0] > self.world.t_s]
        for do in due:
            do()

    def do(self, name: str, **slots: object) -> None:
        self.runner.do(Goal(name, slots), SKILLS[name])  # type: ignore[arg-type]

    def named(self, name: str) -> list[Event]:
        return [event for event in self.events if event.name == name]


def test_fetch_from_a_place_to_a_person() -> None:
    stage = Stage(red_mug(), Thing("mug", "blue", (0.35, 1.7, 0.95)))
    stage.do("fetch", thing=MUG)
    assert [one.colour for one in stage.world.taken] == ["red"]
    assert stage.runner.body.held is None
    (mug,) = stage.beliefs.match(MUG)
    assert mug.place == "anna"
    assert stage.said == ["Here is the red mug."]
    verbs = [event.data["verb"] for event in stage.named("step_end") if event.data["ok"]]
    assert verbs == ["find", "pick", "give"]


def test_a_hot_thing_is_taken_by_the_handle_and_set_down_beside_the_person() -> None:
    stage = Stage(red_mug(warm_c=55.0))
    stage.do("fetch", thing=MUG)
    assert stage.world.taken == []
    (mug,) = stage.world.things
    assert math.dist(mug.at[:2], (7.5, 3.5)) < 0.5  # on the side table
    assert math.dist(mug.at[:2], stage.world.people["Anna"]) > 0.4
    picked = [aim for aim in stage.policy.aims if aim.verb == "pick"]
    assert picked[0].by_handle and picked[0].upright
    assert stage.said == [
        "Careful, the red mug is hot: I put it on the side table in the living room."
    ]


def test_it_looks_first_where_the_policy_has_learned_that_it_is() -> None:
    class Learned(PaperPolicy):
        def choose(self, words: str, rows: np.ndarray, names: object) -> np.ndarray:
            asked.append(words)
            return (rows[:, 11] > 0.8).astype(np.float32) * (rows[:, 8] == 0) * (rows[:, 10] == 0)

    asked: list[str] = []
    stage = Stage(Thing("mug", "red", (1.8, 0.45, 0.95)))
    stage.runner.body.policy = Learned(stage.world)
    found = stage.runner.run(Step("find", {"what": MUG, "where": None}))
    assert found.ok and found.value.place == "kitchen_table"
    places = [event.data["place"] for event in stage.named("search")]
    assert set(places) <= {"counter", "kitchen_table"}
    assert asked and set(asked) == {"the red mug"}


def test_it_looks_on_after_an_empty_place_and_says_where_it_looked() -> None:
    stage = Stage(Thing("mug", "red", (1.8, 0.45, 0.95)), Thing("mug", "blue", (0.35, 2.0, 0.95)))
    found = stage.runner.run(Step("find", {"what": MUG, "where": None}))
    assert found.ok and found.value.place == "kitchen_table"
    places = [event.data["place"] for event in stage.named("search")]
    assert places[-1] == "kitchen_table" and "fridge" not in places

    where = Ref("place", "kitchen")
    missing = stage.runner.run(Step("find", {"what": Ref("thing", "ball", "ball"), "where": where}))
    assert (missing.ok, missing.code) == (False, "not_found")
    assert missing.reason == (
        "I found no ball. "
        "I looked at the kitchen floor, the fridge, the counter and the kitchen table."
    )


def test_what_is_not_where_it_was_said_to_be_is_looked_for_elsewhere() -> None:
    stage = Stage(Thing("mug", "red", (7.4, 3.4, 0.55)))
    stage.do("fetch", thing=MUG, source=Ref("place", "kitchen"))
    assert len(stage.world.taken) == 1
    assert stage.said[0].startswith("I found no red mug.") and "elsewhere" in stage.said[0]


def test_a_cup_is_not_a_mug_while_there_may_be_a_cup() -> None:
    cup = Ref("thing", "the red cup", "cup", {"colour": "red"})
    stage = Stage(red_mug(), Thing("cup", "red", (1.8, 0.45, 0.95)))
    found = stage.runner.run(Step("find", {"what": cup}))
    assert found.value.label == "cup"

    stage = Stage(red_mug())
    found = stage.runner.run(Step("find", {"what": cup}))
    assert found.ok and found.value.label == "mug"


def test_a_shut_container_is_opened_when_it_is_nowhere_else() -> None:
    stage = Stage(Thing("yoghurt", "white", (2.0, 3.7, 0.85), inside="fridge"))
    found = stage.runner.run(Step("find", {"what": Ref("thing", "yoghurt", "yoghurt")}))
    assert found.ok, found.reason
    assert found.value.place == "fridge"
    assert stage.world.opened == {"fridge"}


def test_slips_are_tried_three_times_each_after_a_new_look() -> None:
    stage = Stage(red_mug(), slips=2)
    stage.do("pick", thing=MUG)
    assert stage.runner.tries == 3
    aims = [aim for aim in stage.policy.aims if aim.verb == "pick"]
    assert [len(aim.avoid) for aim in aims] == [0, 1, 2]
    assert stage.world.held is not None

    stage = Stage(red_mug(), slips=99)
    with pytest.raises(GraspFailed, match="could not pick up the red mug"):
        stage.do("pick", thing=MUG)
    assert stage.runner.body.held is None


def test_what_falls_on_the_way_is_fetched_again() -> None:
    stage = Stage(red_mug())
    lose = lambda: setattr(stage.world, "loses_at_s", stage.world.t_s + 3.0)  # noqa: E731
    stage.at_s.append((0.0, lambda: None))
    pick_ends = [False]

    def watch() -> None:
        if stage.world.held is not None and not pick_ends[0]:
            pick_ends[0] = True
            lose()
        stage.at_s.append((stage.world.t_s + 0.5, watch))

    stage.at_s.append((1.0, watch))
    stage.do("fetch", thing=MUG)
    assert [one.colour for one in stage.world.taken] == ["red"]
    assert any(event.data["code"] == "dropped" for event in stage.named("step_end"))


def test_put_on_a_place_and_nobody_takes() -> None:
    stage = Stage(red_mug())
    stage.do("pick", thing=MUG)
    stage.do("put", thing=MUG, place=Ref("place", "side table"))
    assert stage.beliefs.match(MUG)[0].place == "side_table"

    stage = Stage(red_mug(), nobody_takes=True)
    with pytest.raises(TimedOut, match="still hold the red mug"):
        stage.do("fetch", thing=MUG)
    assert stage.world.held is not None and stage.runner.body.held is not None


def test_a_blocked_way_is_tried_thrice_and_told() -> None:
    stage = Stage(red_mug(), blocked=True)
    with pytest.raises(Blocked):
        stage.do("go_to", place=Ref("place", "living room"))
    assert len(stage.named("drive")) == 3


def test_stop_is_at_once_and_only_resume_moves_again() -> None:
    stage = Stage(red_mug())
    stopped_at: list[float] = []

    def stop() -> None:
        stopped_at.append(stage.world.t_s)
        stage.runner.stop("Somebody said stop.")

    stage.at_s.append((2.0, stop))
    with pytest.raises(Stopped, match="said stop"):
        stage.do("go_to", place=Ref("place", "living room"))
    assert float(np.abs(stage.world.velocity).max()) < 1e-6
    assert stage.world.t_s - stopped_at[0] < 1.0
    with pytest.raises(Stopped):
        stage.do("go_to", place=Ref("place", "living room"))
    here = stage.world.pose
    stage.runner.resume()
    stage.do("go_to", place=Ref("place", "living room"))
    assert math.dist((here.x_m, here.y_m), (stage.world.pose.x_m, stage.world.pose.y_m)) > 1.0


def test_cancel_ends_the_task_and_another_may_start() -> None:
    stage = Stage(red_mug())
    stage.at_s.append((2.0, stage.runner.cancel))
    with pytest.raises(Cancelled):
        stage.do("go_to", place=Ref("place", "living room"))
    assert float(np.abs(stage.world.velocity).max()) < 0.02
    stage.do("go_to", place=Ref("place", "living room"))
    assert stage.beliefs.home.room_at(stage.world.pose.x_m, stage.world.pose.y_m) == "living_room"


def test_pause_holds_still_until_resume() -> None:
    stage = Stage(red_mug())
    seen: list[tuple[float, float]] = []
    stage.at_s += [
        (2.0, stage.runner.pause),
        (4.0, lambda: seen.append((stage.world.pose.x_m, stage.world.pose.y_m))),
        (9.0, lambda: seen.append((stage.world.pose.x_m, stage.world.pose.y_m))),
        (9.1, stage.runner.resume),
    ]
    stage.do("go_to", place=Ref("place", "living room"))
    assert math.dist(*seen) < 0.01
    assert stage.world.t_s > 11.0


def test_imagination_may_take_the_chunk_away() -> None:
    class Fearful:
        name = "fearful"

        def imagine(self, seen: Observation, chunk: ActionChunk, situation: Situation) -> Verdict:
            assert situation.verb == "go"
            slow = replace(chunk, base=chunk.base * 0.2)
            return Verdict(True, slow, 0.9, (), "I go slowly.")

    stage = Stage(red_mug())
    stage.runner.body._world_model = Fearful()
    stage.do("go_to", place=Ref("place", "living room"))
    assert stage.world.top_mps < 0.2
    assert stage.named("veto")[0].data["by"] == "imagination"


def test_memory_is_asked_and_told() -> None:
    stage = Stage(red_mug())
    stage.do("where_is", thing=MUG)
    assert "have not seen" in stage.said[-1]
    stage.do("remember", thing=MUG, place=Ref("place", "fridge"))
    assert stage.beliefs.likely(MUG)[0][0] == "fridge"
    stage.do("find", thing=MUG)
    stage.do("where_is", thing=MUG)
    assert stage.said[-1] == "The red mug should be on the counter in the kitchen."


def test_sentences_are_kept_asked_for_and_forgotten() -> None:
    stage = Stage(red_mug())
    stage.do("forget", about="monday")
    assert stage.said[-1] == "There was nothing to forget."
    stage.do("remember", text="the plumber comes on monday")
    stage.do(
        "remember", thing=MUG, place=Ref("place", "fridge"), text="the red mug is in the fridge"
    )
    stage.do("recall")
    assert stage.said[-1] == (
        'You told me just now: "the red mug is in the fridge" and "the plumber comes on Monday".'
    )
    stage.do("forget", thing=MUG)
    stage.do("recall", about="the mug")
    assert stage.said[-1] == "Nobody has told me anything about the mug."
    assert stage.beliefs.facts == []
    with pytest.raises(BadInput, match="Say what to remember"):
        stage.do("remember", text="this")


def test_a_skill_of_a_user_recovers_by_except() -> None:
    @skill("try {thing}")
    def attempt(thing: A) -> Run:
        """Try to find a thing, and wait if it is not there."""
        try:
            found = yield find(thing, Ref("place", "fridge"))
            yield pick(found)
        except NotFound:
            yield wait(1.0)

    stage = Stage(red_mug())
    results = stage.runner.do(Goal("attempt", {"thing": MUG}), attempt)
    assert [(r.step.verb, r.ok) for r in results] == [("find", False), ("wait", True)]
    assert results[1].duration_s == pytest.approx(1.0, abs=0.1)


def test_what_a_step_may_not_do_is_said_before_anything_moves() -> None:
    @skill("hand {thing}")
    def hand(thing: A) -> Run:
        """Hand over something that is not held."""
        yield give(thing, Ref("person", "speaker"))

    stage = Stage(red_mug())
    result = stage.runner.run(next(hand.start(Goal("hand", {"thing": MUG}))))
    assert not result.ok and "my hand is empty" in result.reason
    assert stage.world.t_s < 0.5
    bad = stage.runner.run(Step("juggle", {}))
    assert (bad.code, bad.ok) == ("bad_input", False)
    with pytest.raises(BadInput):
        stage.do("go_to", place=Ref("place", "attic"))


def test_asking() -> None:
    @skill("offer")
    def offer() -> Run:
        """Ask whether to go on."""
        answer = yield ask("Shall I?", ("yes", "no"))
        yield wait(1.0 if answer == "yes" else 0.0)

    stage = Stage()
    with pytest.raises(NeedsAnswer, match="Shall I"):
        stage.runner.do(Goal("offer", {}), offer)
    stage.runner._answer = lambda text, choices: choices[0]
    assert len(stage.runner.do(Goal("offer", {}), offer)) == 2
