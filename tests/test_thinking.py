"""Slow looks and slow plans on a paper robot: the loop's beats go on, and stop works at once."""

import threading
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from fake_robot import PaperPolicy, PaperRobot, Room0, Thing, home

from home_agent.clock import Clock, RealClock, SimClock
from home_agent.errors import GraspFailed, StepFailed, Stopped
from home_agent.guard.lockstep import LockstepGuard
from home_agent.home.belief import Beliefs
from home_agent.runner import Runner
from home_agent.skills_loader import load_skills
from home_agent.thinking import Mind
from home_agent.types import ActionChunk, Detection, Goal, Observation, Ref

MUG = Ref("thing", "the red mug", "mug", {"colour": "red"})
LIVING_ROOM = Ref("place", "living room")
SKILLS = load_skills().skills
LONG_S = 20.0  # a job that is never released ends then, and its test fails


class Slow(PaperPolicy):
    """A policy whose looks or chunks can be held back."""

    def __init__(self, world: Room0, slow: str) -> None:
        super().__init__(world)
        self.slow = slow
        self.begun, self.go_on = threading.Event(), threading.Event()
        self.go_on.set()
        self.held_up = False

    def look(self, seen: Observation, wanted: Sequence[Ref] = ()) -> tuple[Detection, ...]:
        self._hold("look")
        return super().look(seen, wanted)

    def act(self, seen: Observation) -> ActionChunk:
        self._hold("act")
        return super().act(seen)

    def _hold(self, what: str) -> None:
        if what == self.slow and not self.go_on.is_set():
            self.begun.set()
            self.held_up = not self.go_on.wait(LONG_S)


class Beats(RealClock):
    """Real time at ten times its pace; `on_beat` is called with each beat's number."""

    def __init__(self, robot: PaperRobot) -> None:
        super().__init__()
        self._robot = robot
        self.on_beat: Callable[[int], None] = lambda beat: None

    def tick(self, every_s: float) -> None:
        super().tick(every_s / 10)
        self._robot.step(every_s)
        self.on_beat(self.beats)


class Stage:
    """A paper home with a slow policy; `clock` is a real one unless told."""

    def __init__(self, slow: str = "", clock: Clock | None = None) -> None:
        self.world = Room0([Thing("mug", "red", (0.35, 2.2, 0.95))])
        robot, self.policy = PaperRobot(self.world), Slow(self.world, slow)
        self.beats = Beats(robot)
        if isinstance(clock, SimClock):
            clock._advance = robot.step
        self.said: list[str] = []
        beliefs = Beliefs(home())
        self.runner = Runner(
            robot,
            self.policy,
            LockstepGuard(robot),
            clock or self.beats,
            beliefs.home,
            beliefs,
            self.said.append,
            lambda event: None,
            speaker="anna",
        )

    def do(self, name: str, **slots: object) -> None:
        self.runner.do(Goal(name, slots), SKILLS[name])  # type: ignore[arg-type]


def test_beats_go_on_during_a_slow_look_and_what_it_saw_counts() -> None:
    stage = Stage("look")
    stage.policy.go_on.clear()
    waited: list[tuple[float, float]] = []

    def on_beat(beat: int) -> None:
        if stage.policy.begun.is_set():
            waited.append((stage.world.t_s, float(np.abs(stage.world.velocity).max())))
        if len(waited) == 30:
            stage.policy.go_on.set()

    stage.beats.on_beat = on_beat
    stage.do("find", thing=MUG)
    assert len(waited) >= 30 and not stage.policy.held_up
    assert waited[29][0] - waited[0][0] == pytest.approx(29 * 0.05, abs=1e-6)
    assert max(speed for _, speed in waited[12:30]) < 1e-6, "the robot stands meanwhile"


def test_a_plan_that_comes_late_finds_the_robot_at_rest_and_is_carried_out_from_there() -> None:
    stage = Stage("act")
    speeds: list[float] = []

    def on_beat(beat: int) -> None:
        if beat == 60:
            stage.policy.go_on.clear()
        if stage.policy.begun.is_set():
            speeds.append(float(np.hypot(*stage.world.velocity[:2])))
        if len(speeds) == 40:
            stage.policy.go_on.set()

    stage.beats.on_beat = on_beat
    stage.do("go_to", place=LIVING_ROOM)
    assert not stage.policy.held_up and len(speeds) > 40
    assert speeds[0] > 0.1, "what was going on is played to its end"
    assert max(speeds[25:40]) < 1e-6, "then it stands"
    pose = stage.world.pose
    assert stage.runner.body.home.room_at(pose.x_m, pose.y_m) == "living_room"


def test_stop_works_at_once_during_a_slow_look() -> None:
    stage = Stage("look")
    stage.policy.go_on.clear()
    since: list[float] = []

    def on_beat(beat: int) -> None:
        if stage.policy.begun.is_set():
            since.append(stage.world.t_s)
        if len(since) == 5:
            other = threading.Thread(target=stage.runner.stop, args=("Somebody said stop.",))
            other.start()
            other.join()

    stage.beats.on_beat = on_beat
    with pytest.raises(Stopped, match="said stop"):
        stage.do("find", thing=MUG)
    assert not stage.policy.go_on.is_set(), "the look is not over, and nobody waits for it"
    assert since[-1] - since[4] < 0.75, "only what it takes to come to rest"
    assert float(np.abs(stage.world.velocity).max()) < 1e-6
    stage.policy.go_on.set()
    stage.runner.resume()
    stage.do("find", thing=MUG)
    assert not stage.policy.held_up


def test_simulated_runs_come_out_the_same_each_time_however_long_thoughts_take() -> None:
    def ended(think_s: float) -> tuple[float, float, list[str], int]:
        stage = Stage(clock=SimClock(think_s=think_s))
        stage.do("fetch", thing=MUG)
        assert [one.colour for one in stage.world.taken] == ["red"]
        return stage.world.t_s, stage.world.pose.x_m, stage.said, len(stage.policy.aims)

    at_once, slow = ended(0.0), ended(0.4)
    assert at_once == ended(0.0) and slow == ended(0.4)
    assert slow[0] > at_once[0] + 5.0 and slow[2] == at_once[2]


def test_what_a_job_raises_is_raised_where_its_result_is_asked_for() -> None:
    def fail() -> None:
        raise GraspFailed("It slipped.")

    for clock in (RealClock(), SimClock(), SimClock(think_s=0.1)):
        thought = Mind(clock).begin(fail)
        if clock.think_s:
            assert not thought.ready(0.0)
            clock.sleep(0.1)
        assert thought.ready(5.0)
        with pytest.raises(StepFailed, match="slipped"):
            thought.result()
