"""A home seed and a split come in; the home, what is asked of it and how it looks go out.

A split is one small change of a fetch in the same home. `garbage` is a control: the judge knows
what is meant, the robot is only told a word that nobody says, and right is a matter of chance.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from home_agent.bench.ground_asks import garbage
from home_agent.bench.ground_looks import BRIGHT, DIM, SHIFTED
from home_agent.bench.tasks import FetchTask, askable, asking_for, fetch_task
from home_agent.home.things import fit
from home_agent.sim.crowd import bustle
from home_agent.sim.home import make_home
from home_agent.sim.kinds import kinds
from home_agent.sim.spec import HomeSpec, ThingSpec
from home_agent.sim.things import Placing
from home_agent.sim.variation import Variation
from home_agent.train.held_out import held_out

BESIDE = 2  # distractors of each sort

Rng = np.random.Generator


@dataclass(frozen=True, slots=True)
class Trial:
    """A fetch to play. looks: how light and camera differ (None: as drawn); told: the word that
    is put in place of what is asked for ("": none); absent: there is no such thing.
    """

    spec: HomeSpec
    task: FetchTask
    looks: Variation | None = None
    told: str = ""
    absent: bool = False


def make_trial(seed: int, split: str) -> Trial:
    """The fetch of a seed as a split changes it."""
    spec = make_home(seed)
    rng = np.random.default_rng([seed, 67])
    return SPLITS[split](Trial(spec, fetch_task(spec, seed)), rng)


def _as_it_is(trial: Trial, rng: Rng) -> Trial:
    return trial


def _moved_camera(trial: Trial, rng: Rng) -> Trial:
    """The head's camera sits elsewhere, a little turned; the robot's own calibration knows."""
    return replace(trial, looks=SHIFTED)


def _changed_light(trial: Trial, rng: Rng) -> Trial:
    return replace(trial, looks=DIM if rng.random() < 0.5 else BRIGHT)


def _distractors(trial: Trial, rng: Rng) -> Trial:
    """Beside what is asked for: its kind in other colours, its colour in other kinds."""
    spec = trial.spec
    target = next(thing for thing in spec.things if thing.id == trial.task.things[0])
    colours = [one for one in kinds()[target.kind].colours if one != target.colour]
    others = [
        name
        for name, kind in kinds().items()
        if target.colour in kind.colours and not fit(target.kind, name)
    ]
    rng.shuffle(colours)
    rng.shuffle(others)
    spec = _beside(spec, target, [(target.kind, colour) for colour in colours], rng)
    spec = _beside(spec, target, [(name, target.colour) for name in others], rng)
    return replace(trial, spec=spec)


def _beside(
    spec: HomeSpec, target: ThingSpec, wanted: Sequence[tuple[str, str]], rng: Rng
) -> HomeSpec:
    """The home with `BESIDE` of the things (kind, colour) on the same furniture as `target`.

    Where that is full they come to lie on other furniture of the room.
    """
    own = [place for place in spec.places if target.on and place.id == target.on[0]]
    things, todo, most = list(spec.things), list(wanted), len(spec.things) + BESIDE
    for places in (own, [place for place in spec.places if place.room == target.room]):
        placing = Placing(rng, spec.rooms, tuple(places), spec.people)
        placing.things = things
        anywhere = {place.category: 1.0 for place in places}
        for name, colour in tuple(todo):
            kind = replace(kinds()[name], homes=anywhere)
            if len(things) < most and placing.draw(kind, colour):
                todo.remove((name, colour))
    return replace(spec, things=tuple(things))


def _new_pairs(trial: Trial, rng: Rng) -> Trial:
    """A thing of the home in a colour that its kind never had in training is asked for."""
    spec, pairs = trial.spec, sorted(held_out().pairs)
    rng.shuffle(pairs)
    for colour, kind in pairs:
        alike = [thing for thing in askable(spec) if thing.kind == kind]
        for thing in sorted(alike, key=lambda one: one.colour != colour)[:1]:
            new = replace(thing, colour=colour)
            things = tuple(new if one.id == thing.id else one for one in spec.things)
            return _asked(replace(spec, things=things), new, trial)
    for colour, kind in pairs:
        placing = Placing(rng, spec.rooms, spec.places, spec.people)
        placing.things = list(spec.things)
        if placing.draw(kinds()[kind], colour):
            return _asked(replace(spec, things=tuple(placing.things)), placing.things[-1], trial)
    raise ValueError(f"home {spec.id} has room for none of the held-out pairs")


def _asked(spec: HomeSpec, thing: ThingSpec, trial: Trial) -> Trial:
    return replace(trial, spec=spec, task=asking_for(spec, thing, trial.task.named_source))


def _absent(trial: Trial, rng: Rng) -> Trial:
    """A kind is asked for of which the home has nothing, nor anything that goes by its name."""
    have = {thing.kind for thing in trial.spec.things}
    missing = [
        name for name in kinds() if not any(fit(name, one) or fit(one, name) for one in have)
    ]
    kind = str(rng.choice(missing))
    colour = str(rng.choice(kinds()[kind].colours))
    words = f"bring me the {colour} {kind}"
    task = replace(trial.task, sentence=words, things=(), kind=kind, named_source=False)
    return replace(trial, task=task, absent=True)


def _moving_people(trial: Trial, rng: Rng) -> Trial:
    return replace(trial, spec=bustle(rng, trial.spec))


def _garbage(trial: Trial, rng: Rng) -> Trial:
    """The robot hears a word that nobody says, for a thing that may be anything anywhere."""
    target = next(thing for thing in trial.spec.things if thing.id == trial.task.things[0])
    return replace(trial, task=asking_for(trial.spec, target, named=False), told=garbage(rng))


NEW_HOMES, GARBAGE = "new_homes", "garbage"
SPLITS: Mapping[str, Callable[[Trial, Rng], Trial]] = MappingProxyType(
    {
        NEW_HOMES: _as_it_is,
        "moved_camera": _moved_camera,
        "changed_light": _changed_light,
        "distractors": _distractors,
        "new_pairs": _new_pairs,
        "absent": _absent,
        "moving_people": _moving_people,
        GARBAGE: _garbage,
    }
)
