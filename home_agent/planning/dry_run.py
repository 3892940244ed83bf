"""A skill's generator and what is believed come in; the moves it would make go out.

Every step is taken to work, so the same generator is plan and execution. A thing nobody has seen
is imagined at its likeliest place; what is believed hot raises TooHot when it would be given.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from home_agent.errors import Refused, StepFailed, TooHot
from home_agent.home.approach import facing
from home_agent.planning.believed import HOT_C, Believed
from home_agent.planning.costs import verb_s
from home_agent.planning.meaning import bare, described, node, person, the
from home_agent.planning.retold import retold
from home_agent.planning.ways import Ways
from home_agent.planning.wording import fill
from home_agent.skill import Run
from home_agent.types import ObjectBelief, Pose2D, Step

MOST_STEPS = 200
Args = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Moves:
    """The moves a skill would make, how long they should take, and what it ran into."""

    steps: tuple[Step, ...]
    cost_s: float
    troubles: tuple[StepFailed, ...] = ()


class DryRun:
    """Run skills against a believed state, which changes from one to the next."""

    def __init__(self, state: Believed, ways: Ways | None = None) -> None:
        self.state = state
        self._ways = ways or Ways(state.known.home)
        self._steps: list[Step] = []
        self._cost_s = 0.0
        self._verbs: dict[str, Callable[[Args], Any]] = {
            "go": self._go,
            "find": self._find,
            "pick": self._pick,
            "place": self._place,
            "give": self._give,
            "open": self._open,
            "close": self._close,
            "follow": self._follow,
            "recall": self._recall,
            "told": self._told,
            "ask": self._ask,
            "say": self._say,
            "look": self._look,
        }

    def moves(self, run: Run) -> Moves:
        """The moves of one skill. Raises what the skill raises, and Refused for an endless one."""
        self._steps, self._cost_s = [], 0.0
        troubles: list[StepFailed] = []
        try:
            step = next(run)
            for _ in range(MOST_STEPS):
                try:
                    value = self._verbs.get(step.verb, self._other(step.verb))(step.args)
                except StepFailed as error:
                    troubles.append(error)
                    step = run.throw(error)
                else:
                    step = run.send(value)
        except StopIteration:
            return Moves(tuple(self._steps), round(self._cost_s, 1), tuple(troubles))
        finally:
            run.close()
        raise Refused(f"That skill does not end within {MOST_STEPS} steps.")

    def _add(self, verb: str, **args: Any) -> None:
        self._steps.append(Step(verb, args))
        self._cost_s += verb_s(verb)

    def _other(self, verb: str) -> Callable[[Args], Any]:
        def add(args: Args) -> None:
            said = {name: value for name, value in args.items() if value is not None}
            self._add(verb, **said)
            if verb == "wait":
                self._cost_s += float(said["for_s"])

        return add

    # --- ways

    def _drive(self, goal: Pose2D, **args: Any) -> None:
        self._cost_s += self._ways.drive_s(self.state.at, goal)
        self.state.at = goal
        last = next((step for step in reversed(self._steps) if step.verb == "go"), None)
        if last is None or last.args != args:
            self._steps.append(Step("go", args))

    def _near(self, whom: ObjectBelief) -> None:
        home = self.state.known.home
        self._drive(facing(home, whom.position_map_m[:2], described(whom)), person=whom.id)

    def _to(self, thing: ObjectBelief) -> None:
        self._drive(self.state.stand(thing), place=thing.place or "floor")

    # --- verbs

    def _go(self, args: Args) -> None:
        known = self.state.known
        kind, id = node(args["where"], known)
        if kind == "person":
            self._near(person(args["where"], known))
        elif kind == "thing":
            self._to(known.beliefs.get(id))
        else:
            self._drive(known.home.approach(id), place=id)

    def _find(self, args: Args) -> ObjectBelief:
        state, what = self.state, args["what"]
        if what.kind == "person":
            found = person(what, state.known)
            self._near(found)
            self._add("find", person=found.id)
            return found
        if state.held is not None and state.fits(state.held, what):
            return state.held
        thing = state.expected(what, args.get("where"), args.get("besides") or ())
        self._to(thing)
        shut = state.shut_in(thing)
        if shut is not None:
            self._add("open", place=shut)
            state.opened.add(shut)
        self._add("find", thing=bare(what.text), place=thing.place or "floor")
        return thing

    def _look(self, args: Args) -> tuple[ObjectBelief, ...]:
        self._add("look", place=node(args["where"], self.state.known)[1])
        return ()

    def _pick(self, args: Args) -> ObjectBelief:
        state, thing = self.state, args["thing"]
        if not isinstance(thing, ObjectBelief):
            thing = self._find({"what": thing})
        if state.held is not None and state.held.id == thing.id:
            return state.held
        self._to(thing)
        warm = thing.temperature_c
        hot = {"by_handle": True, "upright": True} if warm is not None and warm >= HOT_C else {}
        self._add("pick", thing=thing.id, words=described(thing), **hot)
        state.held = replace(thing, place="robot")
        return state.held

    def _place(self, args: Args) -> ObjectBelief:
        state, home = self.state, self.state.known.home
        target, stand = state.put_down(args.get("on"), args.get("beside"))
        self._drive(stand, place=target)
        extra = {}
        if args.get("beside") is not None:
            extra["beside"] = person(args["beside"], state.known).id
        held = state.held or ObjectBelief(
            "thing_?", described(args["thing"]), {}, None, (0.0, 0.0, 0.0)
        )
        self._add("place", thing=held.id, words=described(held), place=target, **extra)
        x, y, z = home.surface_point(target) if target in home.places else (0.0, 0.0, 0.0)
        put = replace(held, place=target, position_map_m=(x, y, z))
        state.held, state.moved[put.id] = None, put
        return put

    def _give(self, args: Args) -> None:
        state, held = self.state, self.state.held
        if held is not None:
            warm = state.temperature_c(held)
            if warm is not None and warm >= HOT_C:
                raise TooHot(f"{the(described(held)).capitalize()} is too hot to hand over.")
        receiver = person(args["to"], state.known)
        self._near(receiver)
        name = held.id if held is not None else described(args["thing"])
        self._add("give", thing=name, words=described(held or args["thing"]), to=receiver.id)
        if held is not None:
            state.moved[held.id] = replace(held, place=receiver.id)
        state.held = None

    def _open(self, args: Args) -> None:
        self.state.opened.add(self._door("open", args))

    def _close(self, args: Args) -> None:
        self.state.opened.discard(self._door("close", args))

    def _door(self, verb: str, args: Args) -> str:
        known = self.state.known
        kind, id = node(args["container"], known)
        if kind == "thing":
            id = known.beliefs.get(id).place or id
        self._drive(known.home.approach(id), place=id)
        self._add(verb, place=id)
        return id

    def _follow(self, args: Args) -> None:
        whom = person(args["person"], self.state.known)
        self._near(whom)
        self._add("follow", person=whom.id)

    def _say(self, args: Args) -> None:
        home = self.state.known.home
        self._add("say", text=fill(args["text"], args.get("about") or {}, home))

    def _ask(self, args: Args) -> str:
        self._add("ask", text=args["text"])
        return args["choices"][0] if args.get("choices") else "yes"

    def _recall(self, args: Args) -> ObjectBelief:
        known = self.state.known
        return known.beliefs.get(node(args["what"], known)[1])

    def _told(self, args: Args) -> str:
        return retold(self.state.known, args.get("about") or "")
