"""A goal and its skill, or one step, come in; the robot has done it, or the result says why not.

A skill is a generator: what comes of a step is sent into it, a step that fails is thrown into it,
so that it can try another way. Every step, look, veto and sentence goes into the record.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from home_agent.acting import Body
from home_agent.clock import Clock
from home_agent.driving import Legs
from home_agent.errors import BadInput, Dropped, HomeAgentError, NeedsAnswer, StepFailed, no_such
from home_agent.following import follow
from home_agent.handling import Hands
from home_agent.home.belief import Beliefs
from home_agent.home.graph import HomeMap
from home_agent.home.notes import drop, keep
from home_agent.home.told import speaks_of
from home_agent.opening import Doors
from home_agent.planning.believed import Believed
from home_agent.planning.meaning import Known, described, node, person, the
from home_agent.planning.retold import retold
from home_agent.planning.wording import fill, step_in_words
from home_agent.ports import Guard, Policy, Robot, WorldModel
from home_agent.rehearsal import rehearse
from home_agent.searching import Search
from home_agent.seeing import Eyes
from home_agent.skill import Skill
from home_agent.types import Aim, Event, Fact, Goal, ObjectBelief, Pose2D, Ref, Step, StepResult

Args = Mapping[str, Any]
TUCK_S = 20.0


class Runner:
    """Do steps and skills with one robot in one home.

    say: gets every sentence the robot says. answer: asks somebody and gives what they said; None
    when nobody can. emit: gets every event. speaker: who is meant by "me", by name or id.
    """

    def __init__(
        self,
        robot: Robot,
        policy: Policy,
        guard: Guard,
        clock: Clock,
        home: HomeMap,
        beliefs: Beliefs,
        say: Callable[[str], None],
        emit: Callable[[Event], None],
        world_model: WorldModel | None = None,
        answer: Callable[[str, tuple[str, ...]], str] | None = None,
        speaker: str = "speaker",
    ) -> None:
        self.body = Body(robot, policy, guard, clock, home, emit, world_model)
        self.known = Known(home, beliefs, speaker)
        self._say, self._answer = say, answer
        self._eyes = Eyes(self.body, beliefs)
        self._legs = Legs(self.body, beliefs)
        self._hands = Hands(self.body, self.known, self._eyes, self._legs, say)
        self._doors = Doors(self.body, self._legs)
        self._search = Search(self.body, self.known, self._eyes, self._legs, self._doors)
        self._verbs: dict[str, Callable[[Step], Any]] = {
            "go": self._go,
            "find": self._find,
            "look": self._look,
            "pick": self._pick,
            "place": self._place,
            "give": self._give,
            "open": self._open,
            "close": self._close,
            "follow": self._follow,
            "say": self._speak,
            "ask": self._ask,
            "wait": self._wait,
            "home": self._home,
            "recall": self._recall,
            "remember": self._remember,
            "told": lambda step: retold(self.known, step.args.get("about") or ""),
            "forget": self._forget,
        }

    # --- from outside, at any moment

    def stop(self, reason: str = "I was told to stop.") -> None:
        """Stop every motion now; the running task ends, and only `resume` lets the robot move."""
        self.body.stop(reason)

    def cancel(self) -> None:
        """End the running task."""
        self.body.cancel()

    def pause(self) -> None:
        """Stand still in the running task."""
        self.body.pause()

    def resume(self) -> None:
        """Go on after `pause`; let the robot move again after `stop`."""
        self.body.resume()

    @property
    def pose(self) -> Pose2D:
        """Where the robot believes it stands, in the map."""
        return self.body.seen.base

    def believed(self, given: Sequence[Fact] = ()) -> Believed:
        """What plans start from: where the robot is, what it holds, what it has opened."""
        body = self.body
        return Believed(self.known, self.pose, body.held, set(body.opened), tuple(given))

    @property
    def tries(self) -> int:
        """How often the hand closed for the latest pick."""
        return self._hands.tries

    # --- doing

    def do(self, goal: Goal, skill: Skill) -> tuple[StepResult, ...]:
        """Run a skill to its end; returns the results of its steps.

        Raises the error that a step failed with and the skill did not catch, or Stopped.
        """
        self.body.begin()
        run = skill.start(goal)
        results: list[StepResult] = []
        try:
            step = next(run)
            while True:
                result, error = self._try(step)
                results.append(result)
                if isinstance(error, StepFailed):
                    step = run.throw(error)
                elif error is not None:
                    raise error
                else:
                    step = run.send(result.value)
        except StopIteration:
            return tuple(results)
        finally:
            run.close()

    def run(self, step: Step) -> StepResult:
        """Do one step; a failure is a result with a code and a reason that can be said."""
        self.body.begin()
        return self._try(step)[0]

    def _try(self, step: Step) -> tuple[StepResult, HomeAgentError | None]:
        body = self.body
        words = step_in_words(step, body.home)
        body.emit("step_start", verb=step.verb, words=words)
        begun_s = body.clock.now_s()
        value, error = None, None
        try:
            if step.verb not in self._verbs:
                raise BadInput(no_such("step", step.verb, self._verbs))
            problems = rehearse(step, self.believed())
            if problems:
                raise StepFailed(problems[0])
            value = self._verbs[step.verb](step)
        except HomeAgentError as failed:
            error = failed
            if isinstance(failed, Dropped):
                self._lost()
        took_s = body.clock.now_s() - begun_s
        code, reason = ("ok", "") if error is None else (error.code, str(error))
        body.emit(
            "step_end",
            verb=step.verb,
            words=words,
            ok=error is None,
            code=code,
            reason=reason,
            duration_s=round(took_s, 2),
        )
        return StepResult(step, error is None, code, reason, took_s, value), error

    def _lost(self) -> None:
        """What was held lies somewhere here."""
        held, self.body.held = self.body.held, None
        if held is not None:
            self.known.beliefs.put(held.id, (self.pose.x_m, self.pose.y_m, 0.0))

    # --- verbs

    def _go(self, step: Step) -> None:
        where = step.args["where"]
        kind, id = node(where, self.known)
        if kind == "person":
            self._legs.near(person(where, self.known))
        elif kind == "thing":
            self._legs.near(self.known.beliefs.get(id))
        else:
            self._legs.before(id)

    def _find(self, step: Step) -> ObjectBelief:
        what = step.args["what"]
        if what.kind == "person":
            return self._search.whom(what)
        besides = tuple(step.args.get("besides") or ())
        return self._search.thing(what, step.args.get("where"), besides)

    def _look(self, step: Step) -> tuple[ObjectBelief, ...]:
        kind, id = node(step.args["where"], self.known)
        if kind in ("thing", "person"):
            return self._eyes.at(self.known.beliefs.get(id).position_map_m)
        if kind == "room":
            found = [self._eyes.at(point) for point in self._eyes.floor_points()]
        else:
            place = self.body.home.places[id]
            found = [self._eyes.at(point) for point in self._eyes.points(place)]
        return tuple({one.id: one for some in found for one in some}.values())

    def _pick(self, step: Step) -> ObjectBelief:
        thing = step.args["thing"]
        if isinstance(thing, Ref):
            thing = self._search.thing(thing)
        return self._hands.pick(thing, step.timeout_s)

    def _place(self, step: Step) -> ObjectBelief:
        on, whom = step.args.get("on"), step.args.get("beside")
        if whom is not None:
            return self._hands.place_beside(person(whom, self.known))
        held, beliefs = self.body.held, self.known.beliefs
        if on is None:
            words = Ref("thing", described(held), held.label) if held else Ref("thing", "thing")
            past = self.believed().came_from()
            names = [name for name, _ in beliefs.likely(words) if name != past]
            return self._hands.place_in(names[:8])
        kind, id = node(on, self.known)
        if kind == "room":
            return self._hands.place_in([p.id for p in self.body.home.places_in(id)])
        if kind == "place":
            return self._hands.place_on(id)
        by = beliefs.get(id)
        if by.place not in self.body.home.places:
            raise StepFailed(f"I cannot put anything down by {described(by)}.")
        return self._hands.place_on(by.place or "", by.position_map_m[:2])

    def _give(self, step: Step) -> None:
        to: Ref = step.args["to"]
        self._hands.give(lambda: self._search.whom(to))

    def _open(self, step: Step) -> None:
        self._doors.open(node(step.args["container"], self.known)[1])

    def _close(self, step: Step) -> None:
        self._doors.close(node(step.args["container"], self.known)[1])

    def _follow(self, step: Step) -> None:
        whom = self._search.whom(step.args["person"])
        follow(self.body, self._eyes, self._legs, whom, float(step.args["for_s"]))

    def _speak(self, step: Step) -> None:
        self._say(fill(step.args["text"], step.args.get("about") or {}, self.body.home))

    def _ask(self, step: Step) -> str:
        text, choices = step.args["text"], tuple(step.args.get("choices") or ())
        if self._answer is None:
            raise NeedsAnswer(text)
        self._say(text)
        return self._answer(text, choices)

    def _wait(self, step: Step) -> None:
        self.body.hold(float(step.args["for_s"]))

    def _home(self, step: Step) -> None:
        self.body.act(Aim("home"), TUCK_S)

    def _recall(self, step: Step) -> ObjectBelief:
        what = step.args["what"]
        told = any(speaks_of(fact.ref, what) for fact in self.known.beliefs.facts)
        if told and not self.known.beliefs.match(what):
            return self.believed().expected(what)
        kind, id = node(what, self.known)
        if kind not in ("thing", "person"):
            raise BadInput("I can only tell where things and people are.")
        return self.known.beliefs.get(id)

    def _remember(self, step: Step) -> None:
        thing, place, text = (step.args.get(name) for name in ("thing", "place", "text"))
        known = self.known
        if thing is not None and place is not None:
            known.beliefs.tell(thing, node(place, known)[1])
            text = text or f"{the(thing.text)}: {place.text}"
        else:
            thing = None
        if not text or text in ("this", "that", "it"):
            raise BadInput("Say what to remember, such as 'remember that Anna comes on Monday'.")
        keep(known.beliefs, text, known.speaker, thing)
        self.body.emit("told", text=text, where=str(place and place.text))

    def _forget(self, step: Step) -> int:
        thing, beliefs = step.args.get("thing"), self.known.beliefs
        about = step.args.get("about") or ""
        return drop(beliefs, about) if thing is None else beliefs.forget(thing)
