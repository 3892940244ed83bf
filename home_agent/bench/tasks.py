"""A home comes in; one task for it comes out: a sentence and what the referee must find true."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from home_agent.sim.home import speaker_of, to_map
from home_agent.sim.spec import HomeSpec, ThingSpec
from home_agent.types import Pose2D


@dataclass(frozen=True, slots=True)
class FetchTask:
    """Say `sentence`; any of `things` in the hands of `person` (or set down for them) is right."""

    sentence: str
    things: tuple[str, ...]
    person: str
    kind: str
    named_source: bool


def fetch_task(spec: HomeSpec, seed: int) -> FetchTask:
    """One thing chosen at random, named by colour and kind, half of the time with its room.

    Things on the floor count as clutter and are not asked for; every other thing of the home may
    be. All things that fit the words are right answers.
    """
    rng = random.Random(seed)
    chosen = rng.choice(sorted(askable(spec), key=lambda thing: thing.id))
    return asking_for(spec, chosen, named=rng.random() < 0.5)


def asking_for(spec: HomeSpec, chosen: ThingSpec, named: bool) -> FetchTask:
    """The task to bring a thing of the home, with its room if `named`."""
    same = [t for t in askable(spec) if (t.kind, t.colour) == (chosen.kind, chosen.colour)]
    words = f"bring me the {chosen.colour} {chosen.kind}"
    if named:
        room = next(room for room in spec.rooms if room.id == chosen.room)
        words += f" from the {room.name}"
        same = [thing for thing in same if thing.room == chosen.room]
    things = tuple(thing.id for thing in same)
    return FetchTask(words, things, speaker_of(spec).id, chosen.kind, named)


def pick_target(spec: HomeSpec, turn: int, kinds: Sequence[str]) -> ThingSpec:
    """The thing to pick: the first kind the home has, counting on from `turn` through `kinds`.

    So every kind comes up about equally often over many homes. Things in closed containers are
    left out: opening is a task of its own.
    """
    closed = {(p.id, s.id) for p in spec.places for s in p.surfaces if s.inside}
    have = {thing.kind: thing for thing in askable(spec) if thing.on not in closed}
    for step in range(len(kinds)):
        kind = kinds[(turn + step) % len(kinds)]
        if kind in have:
            return have[kind]
    raise ValueError(f"home {spec.id} has nothing to pick")


def before(spec: HomeSpec, thing: ThingSpec) -> Pose2D:
    """The pose before the thing's furniture from which it is nearest."""
    home = to_map(spec)
    return home.approach(thing.on[0] if thing.on else thing.room, thing.position_m[:2])


def askable(spec: HomeSpec) -> list[ThingSpec]:
    """All things but the clutter on the floor."""
    return [thing for thing in spec.things if thing.on is not None]
