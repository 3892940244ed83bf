"""An utterance comes in; the robot does what was meant, and an Outcome tells how it went.

The agent wires all rooms below it: language, planning, the step loop and the guard. It knows the
robot and the policy only by their ports and never sees a simulator's truth.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from home_agent.clock import Clock, wall_s
from home_agent.errors import BadInput, HomeAgentError, NeedsAnswer, Refused, Stopped
from home_agent.home.belief import Beliefs
from home_agent.home.graph import HomeMap
from home_agent.home.store import Store
from home_agent.language.understand import understand
from home_agent.planning.checker import check
from home_agent.planning.gated import refuse_danger, rule
from home_agent.planning.planner import plan as make_plans
from home_agent.planning.report import mitigations
from home_agent.ports import Guard, Policy, Robot, WorldModel
from home_agent.runner import Runner
from home_agent.skill import Skill
from home_agent.story import step_words
from home_agent.types import Event, Fact, Goal, Plan, Question, Utterance

End = Literal["succeeded", "failed", "refused", "asked", "stopped"]
EXIT_CODES: Mapping[End, int] = {
    "succeeded": 0,
    "failed": 1,
    "refused": 3,
    "asked": 4,
    "stopped": 5,
}


@dataclass(frozen=True, slots=True)
class Parts:
    """What an agent is made of. `emit` gets every event, `speak` every sentence said aloud.

    store: where it keeps what it believes after every utterance; None: it forgets with its end.
    """

    home: HomeMap
    skills: Mapping[str, Skill]
    beliefs: Beliefs
    robot: Robot
    policy: Policy
    guard: Guard
    clock: Clock
    emit: Callable[[Event], None]
    speak: Callable[[str], None] = lambda text: None
    speaker: str = "speaker"
    store: Store | None = None
    world_model: WorldModel | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one utterance ended. `exit_code` is what the command line ends with.

    vetoes: what guard and imagination took away: by, kind, what, t_s, in_s and the sentence.
    """

    heard: str
    outcome: End
    exit_code: int
    reason: str = ""
    goals: tuple[Goal, ...] = ()
    plans: tuple[Plan, ...] = ()
    question: Question | None = None
    said: tuple[str, ...] = ()
    vetoes: tuple[Mapping[str, Any], ...] = ()
    timings_ms: Mapping[str, float] = field(default_factory=dict)


class Agent:
    """One robot in one home, waiting for the next utterance."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self.beliefs = parts.beliefs
        self.skills = parts.skills
        self._said: list[str] = []
        self._vetoes: list[Mapping[str, Any]] = []
        self._timings_ms: dict[str, float] = {}
        self.runner = Runner(
            robot=parts.robot,
            policy=parts.policy,
            guard=parts.guard,
            clock=parts.clock,
            home=parts.home,
            beliefs=parts.beliefs,
            say=self.say,
            emit=self._emit,
            world_model=parts.world_model,
            speaker=parts.speaker,
        )

    def do(self, heard: Utterance | str) -> Outcome:
        """Do what was said and tell how it ended; only errors of the program are raised."""
        try:
            return self._do(heard)
        finally:
            self._keep()

    def _do(self, heard: Utterance | str) -> Outcome:
        self._said, self._vetoes, self._timings_ms = [], [], {}
        text = heard.text if isinstance(heard, Utterance) else heard
        self._emit(Event("heard", self._now_s(), {"text": text}))
        goals: list[Goal] = []
        plans: list[Plan] = []
        try:
            with self._timed("understand"):
                meant = self._understood(heard, text)
            if isinstance(meant, Question):
                return self._ask(text, meant)
            goals = meant
            words = [f"{goal.skill} {goal.said}".strip() for goal in goals]
            self._emit(Event("understood", self._now_s(), {"goals": words}))
            with self._timed("plan"):
                plans = self.plan(goals)
            steps = [step_words(step) for plan in plans for step in plan.steps]
            cost_s = sum(plan.cost_s for plan in plans)
            self._emit(Event("planned", self._now_s(), {"steps": steps, "cost_s": cost_s}))
            with self._timed("act"):
                for plan in plans:
                    self._carry_out(plan)
        except HomeAgentError as error:
            return self._failed(text, goals, plans, error)
        return self._outcome(text, "succeeded", goals, plans)

    @property
    def imagined(self) -> Mapping[str, float] | None:
        """Chunks imagined and how long one took (ms), None without imagination."""
        took_s = getattr(self._parts.world_model, "took_s", None)
        if not took_s:
            return None
        ordered = sorted(1000 * one for one in took_s)
        return {
            "chunks": len(ordered),
            "p50_ms": round(ordered[len(ordered) // 2], 2),
            "p95_ms": round(ordered[int(0.95 * len(ordered))], 2),
            "unanswered": getattr(self._parts.world_model, "lost", 0),
        }

    def _understood(self, heard: Utterance | str, text: str) -> list[Goal] | Question:
        """Goals or a question; what is dangerous is refused even if no skill understands it."""
        try:
            meant = self.understand(heard)
        except BadInput:
            refuse_danger(text)
            raise
        if isinstance(meant, Question):
            refuse_danger(text)
        return meant

    def understand(self, heard: Utterance | str) -> list[Goal] | Question:
        """Goals, or what must be asked first; raises BadInput for what makes no sense."""
        parts = self._parts
        return understand(heard, parts.skills, parts.home, parts.beliefs, parts.speaker)

    def plan(self, goals: Sequence[Goal], given: Sequence[Fact] = ()) -> list[Plan]:
        """Checked plans for `goals`, which the plan gate lets pass.

        Raises Refused when the gate or the checker finds what must not be, NeedsAnswer when the
        gate must ask first. How to do it more safely is said.
        """
        state = self.runner.believed(given)
        ruling = rule(goals, state)
        if ruling.decision == "refuse":
            raise Refused(ruling.reason)
        if ruling.decision == "ask":
            raise NeedsAnswer(ruling.reason)
        plans = make_plans(goals, self._parts.skills, state)
        problems = check(plans, state)
        if problems:
            raise Refused(problems[0])
        if ruling.mitigations and not mitigations(plans):
            self.say(f"{ruling.reason} Better: {ruling.mitigations[0]}.")
        return plans

    def say(self, text: str) -> None:
        """Say a sentence aloud."""
        self._said.append(text)
        self._emit(Event("said", self._now_s(), {"text": text}))
        self._parts.speak(text)

    def stop(self, reason: str) -> None:
        """Stop every motion now; only `resume` starts the robot again."""
        self.runner.stop(reason)

    def resume(self) -> None:
        """Let the robot move again."""
        self.runner.resume()

    def _keep(self) -> None:
        """Write down what is believed now, so that neither an end nor a crash loses it."""
        if self._parts.store is None:
            return
        try:
            self._parts.store.save_beliefs(self.beliefs, self._now_s())
        except HomeAgentError as error:
            self.say(str(error))

    def _carry_out(self, plan: Plan) -> None:
        skill = self._parts.skills[plan.goal.skill]
        if skill.control:
            self._control(skill.name)
            return
        if self._parts.guard.stopped:
            raise Stopped(f"I am stopped: {self._parts.guard.stopped} Say 'resume' first.")
        self.runner.do(plan.goal, skill)

    def _control(self, word: str) -> None:
        """The words that steer the robot itself."""
        if word == "stop":
            self.stop("You told me to stop.")
            self.say("I have stopped. Say 'resume' when I may move again.")
        elif word == "resume":
            self.resume()
            self.say("I may move again.")
        elif word == "pause":
            self.runner.pause()
            self.say("I wait.")
        else:
            self.runner.cancel()
            self.say("All right, I leave it.")

    def _ask(self, text: str, question: Question) -> Outcome:
        choices = f" ({', '.join(question.choices)})" if question.choices else ""
        self._emit(Event("asked", self._now_s(), {"text": question.text + choices}))
        self.say(question.text)
        return self._outcome(text, "asked", [], [], question.text, question)

    def _failed(
        self, text: str, goals: list[Goal], plans: list[Plan], error: HomeAgentError
    ) -> Outcome:
        ends: dict[int, End] = {3: "refused", 4: "asked", 5: "stopped"}
        end = ends.get(error.exit_code, "failed")
        if str(error) not in self._said:
            self.say(str(error))
        found = self._outcome(text, end, goals, plans, str(error))
        return replace(found, exit_code=error.exit_code)

    def _outcome(
        self,
        text: str,
        end: End,
        goals: list[Goal],
        plans: list[Plan],
        reason: str = "",
        question: Question | None = None,
    ) -> Outcome:
        return Outcome(
            heard=text,
            outcome=end,
            exit_code=EXIT_CODES[end],
            reason=reason,
            goals=tuple(goals),
            plans=tuple(plans),
            question=question,
            said=tuple(self._said),
            vetoes=tuple(self._vetoes),
            timings_ms=dict(self._timings_ms),
        )

    def _emit(self, event: Event) -> None:
        if event.name == "veto":
            self._vetoes.append(_vetoed(event))
        self._parts.emit(event)
        if event.name == "veto" and event.data.get("by") == "imagination":
            self.say(str(event.data["reason"]))

    def _now_s(self) -> float:
        return self._parts.clock.now_s()

    @contextmanager
    def _timed(self, stage: str) -> Iterator[None]:
        start_s = wall_s()
        try:
            yield
        finally:
            self._timings_ms[stage] = (wall_s() - start_s) * 1000


def _vetoed(event: Event) -> Mapping[str, Any]:
    """A veto as a program reads it."""
    data = event.data
    kinds = data.get("kinds") or [""]
    told = {key: data.get(key, "") for key in ("by", "what", "in_s")}
    return {**told, "kind": kinds[0], "t_s": round(event.t_s, 2), "sentence": data["reason"]}
