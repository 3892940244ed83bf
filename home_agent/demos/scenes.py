"""A home seed and a task come in; the home as it starts and the steps to play in it go out."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from home_agent.agent import Agent
from home_agent.errors import HomeAgentError
from home_agent.home.graph import SOFT, HomeMap, Place
from home_agent.planning.surfaces import HIGH_M
from home_agent.sim.home import make_home, speaker_of, to_map
from home_agent.sim.kinds import kinds
from home_agent.sim.spec import HomeSpec, ThingSpec
from home_agent.sim.tasks import Close, Fetch, Go, Open, Pick, Put, Task
from home_agent.types import ObjectBelief, Pose2D, Ref, Step

PLAYED = ("search", "drive", "pick", "place", "give", "open", "close", "hot", "upright")
HANDLED = ("pick", "place", "give", "hot", "upright")
HOT_KINDS = ("mug", "teapot", "kettle", "pan")
HOT_C = (50.0, 75.0)
AGAIN = 2  # how often a thing that was lost is sought again


class NothingToDoError(HomeAgentError):
    """The home has nothing for this task."""


Steps = Callable[[Agent], None]


@dataclass(frozen=True, slots=True)
class Scene:
    """A home as it starts, what is said, how it is played and what must be true at the end.

    wanted: ids of the things that are right; steady: nothing may be spilled.
    """

    spec: HomeSpec
    said: str
    play: Steps
    judge: Task
    wanted: tuple[str, ...] = ()
    steady: bool = False


def make_scene(task: str, seed: int) -> Scene:
    """The scene of a task in the home of a seed; raises NothingToDoError where there is none."""
    spec, rng = make_home(seed), random.Random(f"{task} {seed}")
    if task in HANDLED or task == "search":
        return _with_thing(task, spec, rng)
    home = to_map(spec)
    if task == "drive":
        return _drive(spec, home, rng)
    fronts = [place for place in home.places.values() if place.opening != "none"]
    if not fronts:
        raise NothingToDoError(f"Home {seed} has nothing that opens.")
    place = rng.choice(sorted(fronts, key=lambda one: one.id))
    spec = _start(spec, home.approach(place.id), rng)
    where = Ref("place", place.name, id=place.id)
    steps = [Step("open", {"container": where}, 120.0)]
    if task == "open":
        return Scene(spec, f"open the {place.name}", _all(steps), Open(place.id))
    steps += [Step("close", {"container": where}, 120.0)]
    return Scene(spec, f"close the {place.name}", _all(steps), Close(place.id))


def _drive(spec: HomeSpec, home: HomeMap, rng: random.Random) -> Scene:
    names = sorted([*home.places, *home.rooms])
    goals = [rng.choice(names) for _ in range(2)]
    steps = [Step("go", {"where": Ref("place", name, id=name)}, 240.0) for name in goals]
    return Scene(spec, f"go to {goals[0]}, then to {goals[1]}", _all(steps), Go(goals[1]))


def _with_thing(task: str, spec: HomeSpec, rng: random.Random) -> Scene:
    """A scene about one thing of the home."""
    thing = choose(task, spec, rng)
    if task == "hot" and thing.temp_c < HOT_C[0]:
        thing = replace(thing, temp_c=round(rng.uniform(*HOT_C), 1))
        things = tuple(thing if one.id == thing.id else one for one in spec.things)
        spec = replace(spec, things=things)
    home = to_map(spec)
    words = f"{thing.colour} {thing.kind}"
    what = Ref("thing", words, thing.kind, {"colour": thing.colour})
    same = tuple(t.id for t in spec.things if (t.kind, t.colour) == (thing.kind, thing.colour))
    if task == "search":
        find = Step("find", {"what": what, "where": None}, 600.0)
        return Scene(spec, f"find the {words}", _all([find]), Go(thing.room), same)
    on = thing.on[0] if thing.on else ""
    spec = _start(spec, home.approach(on or thing.room, thing.position_m[:2]), rng)
    where = Ref("place", on, id=on) if on else Ref("place", thing.room, id=thing.room)
    if task == "pick":
        said = f"pick up the {words}"
        return Scene(spec, said, _handling(what, where, None), Pick(same), same)
    if task in ("give", "hot"):
        person = speaker_of(spec)
        to = Ref("person", person.name, id=person.id)
        how = ("give", {"to": to}) if task == "give" else ("place", {"on": None, "beside": to})
        then = Step(how[0], {"thing": what, **how[1]}, 240.0)
        said = f"bring the {words} to {person.name}"
        return Scene(spec, said, _handling(what, where, then), Fetch(same, person.id), same)
    place = target(home, thing, rng)
    on_it = Ref("place", place.name, id=place.id)
    then = Step("place", {"thing": what, "on": on_it, "beside": None}, 240.0)
    said = f"put the {words} on the {place.name}"
    play, judge = _handling(what, where, then), Put(same, place.id)
    return Scene(spec, said, play, judge, same, task == "upright")


def choose(task: str, spec: HomeSpec, rng: random.Random) -> ThingSpec:
    """A thing that suits the task, every kind about as often as any other."""
    closed = {(p.id, s.id) for p in spec.places for s in p.surfaces if s.inside}
    found = [
        t for t in spec.things if task == "search" or (t.on is not None and t.on not in closed)
    ]
    if task == "hot":
        found = [thing for thing in found if thing.kind in HOT_KINDS]
    elif task == "upright":
        found = [thing for thing in found if kinds()[thing.kind].open_vessel]
    if task in ("give", "place", "upright"):
        found = [thing for thing in found if thing.temp_c < HOT_C[0] - 5]
    if not found:
        raise NothingToDoError(f"{spec.id} has no thing for '{task}'.")
    kind = rng.choice(sorted({thing.kind for thing in found}))
    return rng.choice(sorted((t for t in found if t.kind == kind), key=lambda one: one.id))


def target(home: HomeMap, thing: ThingSpec, rng: random.Random) -> Place:
    """Another piece of furniture to set the thing on, mostly a near one."""
    low, high = HIGH_M
    found = [
        place
        for place in home.places.values()
        if place.category not in SOFT
        and (thing.on is None or place.id != thing.on[0])
        and any(not s.inside and low <= s.height_m <= high for s in place.surfaces)
    ]
    if not found:
        raise NothingToDoError(f"{home.id} has nowhere else to put the {thing.kind}.")
    at = thing.position_m[:2]
    found.sort(key=lambda place: math.dist((place.pose.x_m, place.pose.y_m), at))
    return rng.choice(found[:3])


def _start(spec: HomeSpec, pose: Pose2D, rng: random.Random) -> HomeSpec:
    """The home with the robot near a pose."""
    floor = to_map(spec).occupancy
    for _ in range(20):
        x, y = pose.x_m + rng.gauss(0, 0.12), pose.y_m + rng.gauss(0, 0.12)
        if floor.free(x, y):
            return replace(spec, start=(x, y, pose.yaw_rad + rng.gauss(0, 0.25)))
    return replace(spec, start=(pose.x_m, pose.y_m, pose.yaw_rad))


def _all(steps: Sequence[Step]) -> Steps:
    """Do steps one after the other until one fails."""

    def play(agent: Agent) -> None:
        for step in steps:
            if not agent.runner.run(step).ok:
                return

    return play


def _handling(what: Ref, where: Ref, then: Step | None) -> Steps:
    """Find and pick a thing, then do something with it; what was lost is sought again."""

    def play(agent: Agent) -> None:
        for _ in range(AGAIN):
            held = _take(agent, what, where)
            if held is None or then is None:
                return
            done = agent.runner.run(replace(then, args={**then.args, "thing": held}))
            if done.ok or done.code not in ("dropped", "step_failed"):
                return

    return play


def _take(agent: Agent, what: Ref, where: Ref) -> ObjectBelief | None:
    for place in _anywhere(where):
        found = agent.runner.run(Step("find", {"what": what, "where": place}, 300.0))
        if found.ok and agent.runner.run(Step("pick", {"thing": found.value}, 180.0)).ok:
            return agent.runner.body.held
    return None


def _anywhere(where: Ref) -> Iterator[Ref | None]:
    yield where
    yield None
