"""A home seed and an act come in; the home, what is made ready, the act and its judge go out."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from home_agent.agent import Agent
from home_agent.bench.tasks import before, pick_target
from home_agent.demos.scenes import HOT_C, NothingToDoError, choose, target
from home_agent.sim.home import make_home, speaker_of, to_map
from home_agent.sim.kinds import kinds
from home_agent.sim.spec import HomeSpec, ThingSpec
from home_agent.sim.tasks import Close, Fetch, Open, Pick, Put, Task
from home_agent.sim.things import Placing
from home_agent.types import Pose2D, Ref, Step, StepResult

ACTS = ("pick", "place", "give", "open", "close", "hot")
MUGS_TRIED = 12

Deed = Callable[[Agent], StepResult]


@dataclass(frozen=True, slots=True)
class Act:
    """A home as it starts, what a helper makes ready in it, and the act that is then judged.

    verb: what the policy is asked for. kind: of the thing, or of what opens. at: the furniture it
    is about ("person" for handing over).
    """

    spec: HomeSpec
    said: str
    verb: str
    kind: str
    at: str
    ready: tuple[Deed, ...]
    act: Deed
    judge: Task


def make_act(task: str, seed: int, turn: int = 0) -> Act:
    """The act in the home of a seed; another thing or place for another `turn`.

    The robot starts before the furniture of what it is about. Raises NothingToDoError where the
    home has nothing for it.
    """
    spec, rng = make_home(seed), random.Random(f"act {task} {seed} {turn}")
    if task in ("open", "close"):
        return _front(task, spec, rng)
    if task == "hot":
        spec, thing = _hot_mug(spec, rng)
    elif task == "pick":
        thing = pick_target(spec, seed + turn, sorted(kinds()))
    else:
        thing = choose(task, spec, rng)
    spec = _standing(spec, before(spec, thing))
    words = f"{thing.colour} {thing.kind}"
    what = Ref("thing", words, thing.kind, {"colour": thing.colour})
    same = tuple(t.id for t in spec.things if (t.kind, t.colour) == (thing.kind, thing.colour))
    on = thing.on[0] if thing.on else ""
    take = _taking(what, Ref("place", on, id=on) if on else None)
    if task in ("pick", "hot"):
        pick = Pick(same, by_handle=task == "hot")
        said = f"pick up the {'hot ' * (task == 'hot')}{words}"
        return Act(spec, said, "pick", thing.kind, _category(spec, on), (), take, pick)
    if task == "give":
        person = speaker_of(spec)
        to = Ref("person", person.name, id=person.id)
        ready, fetch = (take, _doing("go", where=to)), Fetch(same, person.id)
        said = f"give the {words} to {person.name}"
        return Act(spec, said, "give", thing.kind, "person", ready, _giving(to), fetch)
    place = target(to_map(spec), thing, rng)
    where = Ref("place", place.name, id=place.id)
    ready, put = (take, _doing("go", where=where)), Put(same, place.id)
    said = f"put the {words} on the {place.name}"
    return Act(spec, said, "place", thing.kind, place.category, ready, _placing(where), put)


def _front(task: str, spec: HomeSpec, rng: random.Random) -> Act:
    home = to_map(spec)
    fronts = [place for place in home.places.values() if place.opening != "none"]
    place = rng.choice(sorted(fronts, key=lambda one: one.id))
    surface = next(surface.id for surface in place.surfaces if surface.inside)
    spec = _standing(spec, home.approach(place.id))
    where = Ref("place", place.name, id=place.id)
    opened, closed = _doing("open", container=where), _doing("close", container=where)
    said = f"{task} the {place.name}"
    if task == "open":
        judge: Task = Open(place.id, surface)
        return Act(spec, said, task, place.category, place.category, (), opened, judge)
    judge = Close(place.id, surface)
    return Act(spec, said, task, place.category, place.category, (opened,), closed, judge)


def _hot_mug(spec: HomeSpec, rng: random.Random) -> tuple[HomeSpec, ThingSpec]:
    """The home with a hot mug in reach: one that it has, else one that is put there."""
    mugs = _mugs(spec)
    if not mugs:
        placing = Placing(
            np.random.default_rng(rng.getrandbits(32)), spec.rooms, spec.places, spec.people
        )
        placing.things = list(spec.things)
        for _ in range(MUGS_TRIED):
            placing.draw(kinds()["mug"])
        drawn = replace(spec, things=tuple(placing.things))
        mugs = _mugs(drawn)[:1]
        if not mugs:
            raise NothingToDoError(f"Home {spec.id} has no room for a mug.")
        spec = replace(spec, things=(*spec.things, *mugs))
    mug = rng.choice(mugs)
    hot = replace(mug, temp_c=round(rng.uniform(*HOT_C), 1))
    return replace(spec, things=tuple(hot if t.id == mug.id else t for t in spec.things)), hot


def _mugs(spec: HomeSpec) -> list[ThingSpec]:
    closed = {(place.id, s.id) for place in spec.places for s in place.surfaces if s.inside}
    return [t for t in spec.things if t.kind == "mug" and t.on is not None and t.on not in closed]


def _standing(spec: HomeSpec, at: Pose2D) -> HomeSpec:
    return replace(spec, start=(at.x_m, at.y_m, at.yaw_rad))


def _category(spec: HomeSpec, on: str) -> str:
    return next((place.category for place in spec.places if place.id == on), "floor")


# --- deeds


def _taking(what: Ref, where: Ref | None) -> Deed:
    """Look for a thing and pick it up."""

    def do(agent: Agent) -> StepResult:
        found = agent.runner.run(Step("find", {"what": what, "where": where}))
        return agent.runner.run(Step("pick", {"thing": found.value})) if found.ok else found

    return do


def _placing(on: Ref) -> Deed:
    def do(agent: Agent) -> StepResult:
        held = agent.runner.body.held
        return agent.runner.run(Step("place", {"thing": held, "on": on, "beside": None}))

    return do


def _giving(to: Ref) -> Deed:
    def do(agent: Agent) -> StepResult:
        return agent.runner.run(Step("give", {"thing": agent.runner.body.held, "to": to}))

    return do


def _doing(verb: str, **args: Ref) -> Deed:
    def do(agent: Agent) -> StepResult:
        return agent.runner.run(Step(verb, args))

    return do
