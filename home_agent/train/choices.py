"""Seeds of training homes come in; moments of searches and where the thing truly was go out.

A moment is what a robot would know after some stops in vain (`vla.nodes.known`), half of them
chosen by the ranking of `wanted.py`, half at random; now and then the thing was seen or spoken of
before, and may have been moved since. Moments at which it was found already are left out, so that
the share of a node among like moments is its true chance. Pictures are not drawn: the network
chooses by map, words and beliefs alone.

A file is one .npz: phrases, names (JSON); rows float32 [n, M, 12]; called int16 [n, M], -1 for no
node; next int16 [n]; home int32 [n], its seed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from home_agent.errors import BadInput
from home_agent.home.belief import Beliefs
from home_agent.home.graph import HomeMap
from home_agent.home.priors import half_life_s
from home_agent.home.shape import surface_point
from home_agent.sim.home import make_home, to_map
from home_agent.sim.kinds import kinds
from home_agent.sim.spec import HomeSpec, ThingSpec
from home_agent.sim.things import Placing
from home_agent.train.held_out import held_out
from home_agent.train.hunts import Hunt, node, saw, wanted
from home_agent.train.phrases import call
from home_agent.train.shards import TRAIN_SEEDS
from home_agent.types import Pose2D, Ref
from home_agent.vla.nodes import Nodes, known
from home_agent.wanted import Wanted

MORE_THINGS = 20  # a home, so that every kind is asked for about as often
STOPS = 8  # at most, before the moment
SEEN_BEFORE, TOLD, RIGHT = 0.15, 0.08, 0.8
OPEN = 0.05  # of places that can be open, left so


@dataclass(frozen=True, slots=True)
class Moment:
    """What was known, the phrase, and the index of a node where what is wanted truly lies."""

    phrase: str
    nodes: Nodes
    next: int


def moments(seed: int) -> Iterator[Moment]:
    """Moments of searches in one training home, one for each thing; raises `BadInput`."""
    if seed not in TRAIN_SEEDS:
        raise BadInput(f"Seed {seed} is not for training: use 0 to 99999.")
    rng = np.random.default_rng([seed, 43])
    spec = fuller(make_home(seed), rng)
    home = to_map(spec)
    for thing in spec.things:
        if held_out().shows(thing.kind, thing.colour):
            found = moment(spec, home, thing, rng)
            if found is not None:
                yield found


def fuller(spec: HomeSpec, rng: np.random.Generator) -> HomeSpec:
    """The home with more things where such things are kept; none that also lie on floors."""
    placing = Placing(rng, spec.rooms, spec.places, spec.people)
    placing.things = list(spec.things)
    kept = [kind for kind in kinds().values() if not kind.floor_ok]
    for number in rng.choice(len(kept), MORE_THINGS, replace=False):
        placing.draw(kept[int(number)])
    return replace(spec, things=tuple(placing.things))


def moment(
    spec: HomeSpec, home: HomeMap, thing: ThingSpec, rng: np.random.Generator
) -> Moment | None:
    """A moment of a search for one thing, None when it was found before that."""
    phrase, coloured = call(thing.kind, thing.colour, rng)
    what = wanted(phrase, thing, coloured)
    beliefs = Beliefs(home)
    _remember(spec, thing, what, beliefs, rng)
    hunt = Hunt(spec, home, what, beliefs)
    hunt.base = _anywhere(home, rng)
    if not hunt.true <= {*home.rooms, *home.places}:
        return None
    ids = [*home.rooms, *home.places]
    for _ in range(int(rng.integers(STOPS + 1)) if rng.random() < 0.7 else 0):
        best = Wanted(what, None, None).next_place(beliefs, hunt.base, hunt.looked, ())
        left = [one for one in ids if one not in hunt.looked]
        if best is None or rng.random() < 0.5:
            best = left[int(rng.integers(len(left)))]
        if hunt.visit(best):
            return None
    opening = [id for id, one in home.places.items() if one.opening != "none"]
    opened = frozenset(id for id in opening if rng.random() < OPEN)
    nodes = known(beliefs, what, hunt.base, frozenset(hunt.looked), opened)
    true = sorted(nodes.ids.index(one) for one in hunt.true)
    return Moment(phrase, nodes, true[int(rng.integers(len(true)))])


def _remember(
    spec: HomeSpec, thing: ThingSpec, what: Ref, beliefs: Beliefs, rng: np.random.Generator
) -> None:
    """Now and then the thing was seen or told of before, and that may be true no more."""
    home = beliefs.home
    elsewhere = [one for one in home.places.values() if one.surfaces]
    other = elsewhere[int(rng.integers(len(elsewhere)))]
    draw = rng.random()
    if draw < SEEN_BEFORE:
        age_s = float(np.exp(rng.uniform(np.log(30.0), np.log(3 * half_life_s(thing.kind)))))
        stayed = rng.random() < 0.5 ** (age_s / half_life_s(thing.kind))
        surface = other.surfaces[int(rng.integers(len(other.surfaces)))]
        saw(beliefs, thing, thing.position_m if stayed else surface_point(other, surface.id), 0.0)
        beliefs.all(age_s)
    elif draw < SEEN_BEFORE + TOLD:
        beliefs.tell(what, node(thing) if rng.random() < RIGHT else other.id)


def _anywhere(home: HomeMap, rng: np.random.Generator) -> Pose2D:
    """A pose in a random room."""
    rooms = list(home.rooms.values())
    x0, y0, x1, y1 = rooms[int(rng.integers(len(rooms)))].rect
    x, y = float(rng.uniform(x0, x1)), float(rng.uniform(y0, y1))
    return Pose2D(x, y, float(rng.uniform(-np.pi, np.pi)))


def write(path: Path, seeds: Sequence[int], most: int = 64) -> int:
    """Keep the moments of some homes in a file unless it is there; how many it holds.

    most: nodes a moment; larger homes are left out.
    """
    if path.exists():
        with np.load(path) as found:
            return len(found["next"])
    names: dict[str, int] = {}
    parts: list[dict[str, Any]] = []
    for seed in seeds:
        for one in moments(seed):
            count = len(one.nodes.ids)
            if count > most:
                continue
            rows = np.zeros((most, one.nodes.rows.shape[1]), np.float32)
            called = np.full(most, -1, np.int16)
            rows[:count] = one.nodes.rows
            called[:count] = [names.setdefault(name, len(names)) for name in one.nodes.names]
            parts.append({"p": one.phrase, "r": rows, "c": called, "n": one.next, "h": seed})
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".part.npz")
    np.savez_compressed(
        draft,
        allow_pickle=False,
        phrases=np.array(json.dumps([part["p"] for part in parts])),
        names=np.array(json.dumps(list(names))),
        rows=np.stack([part["r"] for part in parts]),
        called=np.stack([part["c"] for part in parts]),
        next=np.array([part["n"] for part in parts], np.int16),
        home=np.array([part["h"] for part in parts], np.int32),
    )
    draft.rename(path)
    return len(parts)


def write_all(folder: Path, seeds: range, tell: Callable[[str], None], homes: int = 20) -> None:
    """Make all moments of some homes, a file for every few; those that are there are kept."""
    total = 0
    for seed in seeds[::homes]:
        group = range(seed, min(seed + homes, seeds.stop))
        path = folder / f"{seed:06d}.npz"
        there = path.exists()
        total += write(path, group)
        if not there:
            tell(f"seeds up to {group[-1]}: {total} moments in {folder}")


@dataclass(frozen=True, slots=True)
class Kept:
    """All moments of a folder: phrases [n], rows [n, M, 12], called [n, M] into names, next [n],
    home [n].
    """

    phrases: tuple[str, ...]
    names: tuple[str, ...]
    rows: np.ndarray
    called: np.ndarray
    next: np.ndarray
    home: np.ndarray


def read(folder: Path) -> Kept:
    """Every file of a folder; raises `BadInput` for none, or for homes not for training."""
    paths = sorted(path for path in folder.glob("*.npz") if not path.stem.endswith(".part"))
    if not paths:
        raise BadInput(f"There are no moments of searches in {folder}.")
    phrases: list[str] = []
    names: dict[str, int] = {}
    parts: dict[str, list[np.ndarray]] = {key: [] for key in ("rows", "called", "next", "home")}
    for path in paths:
        with np.load(path) as found:
            phrases += json.loads(str(found["phrases"]))
            own = [names.setdefault(name, len(names)) for name in json.loads(str(found["names"]))]
            called = found["called"].astype(np.int64)
            parts["called"].append(np.where(called < 0, -1, np.array(own)[called]))
            for key in ("rows", "next", "home"):
                parts[key].append(found[key])
    homes = np.concatenate(parts["home"])
    if homes.min() < TRAIN_SEEDS.start or homes.max() >= TRAIN_SEEDS.stop:
        raise BadInput(f"The moments in {folder} are not all of training homes: make them anew.")
    whole = {key: np.concatenate(value) for key, value in parts.items()}
    return Kept(tuple(phrases), tuple(names), **whole)
