"""A validation seed comes in; how long searches for its things take, by each ranking, comes out.

No physics (`train/hunts.py`): a look overlooks nothing and every way is free, so that only the
order of places counts. The same things are sought from the same start in the order of the
beliefs, of what the network has learned, and at random.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise

import numpy as np

from home_agent.bench.ground_looks import VALIDATION
from home_agent.bench.run import Row
from home_agent.errors import BadInput, Blocked, no_such
from home_agent.home.belief import Beliefs
from home_agent.home.graph import HomeMap
from home_agent.planning.costs import DRIVE_MPS, TURN_S
from home_agent.sim.home import make_home, to_map
from home_agent.sim.spec import HomeSpec
from home_agent.train.held_out import held_out
from home_agent.train.hunts import Hunt, wanted
from home_agent.train.phrases import call
from home_agent.types import Pose2D, Ref
from home_agent.vla.eyesight import Eyesight
from home_agent.vla.runtime import Networks
from home_agent.vla.shipped import nano_folder
from home_agent.wanted import Wanted, learned

POLICIES = ("nano",)
ASKED = 6  # things a home
LEARNED, BELIEFS, RANDOM = "learned", "beliefs", "random"
AROUND = 1.5  # a way that is closed at its end counts so much more than the straight line

Next = Callable[[Hunt], str | None]


def check(policy: str, seeds: range) -> None:
    """Raise BadInput for a policy that does not choose, or seeds that are not for validation."""
    if policy not in POLICIES:
        raise BadInput(no_such("policy that chooses", policy, POLICIES))
    if seeds[0] not in VALIDATION or seeds[-1] not in VALIDATION:
        raise BadInput(
            "The bench 'search' plays the validation seeds 100000 to 199999, "
            f"not {seeds[0]} to {seeds[-1]}."
        )
    if not Networks(nano_folder()).config.chooses:
        raise BadInput(
            f"The network in {nano_folder()} has not learned where to look next: "
            "teach it with 'home-agent train choose'."
        )


@lru_cache(maxsize=1)
def eyes(policy: str) -> Eyesight:
    """What chooses, loaded once a process."""
    networks = Networks(nano_folder(), threads=1)
    networks.load("choose")
    return Eyesight(networks)


def play(seed: int, policy: str) -> Row:
    """Search for some things of a home, in the order of each ranking."""
    rng = np.random.default_rng([seed, 67])
    spec = make_home(seed)
    home = to_map(spec)
    ways = Ways(home)
    searches = []
    for number in rng.permutation(len(spec.things))[:ASKED]:
        thing = spec.things[int(number)]
        phrase, coloured = call(thing.kind, thing.colour, rng)
        what = wanted(phrase, thing, coloured)
        new = not held_out().shows(thing.kind, "")
        order = list(rng.permutation([*home.rooms, *_bearing(home)]))
        for ranking, choose in rankings(eyes(policy), what, order).items():
            found = search(spec, home, what, choose, ways)
            where = "floor" if thing.on is None else thing.on[1]
            told = {"ranking": ranking, "words": phrase, "new": new, "where": where}
            searches.append({**told, **found})
    return {"searches": searches}


def rankings(chooser: Eyesight, what: Ref, order: list[str]) -> dict[str, Next]:
    """How each ranking chooses where to look next; None when it gives up."""
    sought = Wanted(what, None, None)

    def by_beliefs(hunt: Hunt) -> str | None:
        return sought.next_place(hunt.beliefs, hunt.base, hunt.looked, ())

    def by_learning(hunt: Hunt) -> str | None:
        chances = learned(chooser, hunt.beliefs, what, hunt.base, hunt.looked, ())
        return sought.next_place(hunt.beliefs, hunt.base, hunt.looked, (), chances)

    def by_chance(hunt: Hunt) -> str | None:
        return next((name for name in order if name not in hunt.looked), None)

    return {LEARNED: by_learning, BELIEFS: by_beliefs, RANDOM: by_chance}


def search(spec: HomeSpec, home: HomeMap, what: Ref, choose: Next, ways: Ways) -> Row:
    """One search until the thing is seen; who gives up goes on to whatever is nearest."""
    hunt = Hunt(spec, home, what, Beliefs(home))
    metres = drive_s = 0.0
    gave_up = False
    while True:
        name = choose(hunt)
        if name is None:
            gave_up = True
            left = [one for one in (*home.rooms, *_bearing(home)) if one not in hunt.looked]
            name = min(left, key=lambda one: ways.straight_m(hunt.base, one))
        before = hunt.base
        found = hunt.visit(name)
        way_m = ways.metres(before, hunt.base)
        metres += way_m
        drive_s += way_m / DRIVE_MPS + TURN_S
        if found:
            stops = len(hunt.looked)
            took_s = drive_s + hunt.spent_s
            return {"metres": metres, "stops": stops, "took_s": took_s, "gave_up": gave_up}


class Ways:
    """Metres driven between poses of a home, each way found once."""

    def __init__(self, home: HomeMap) -> None:
        self._home = home
        self._known: dict[tuple[Pose2D, Pose2D], float] = {}

    def metres(self, start: Pose2D, goal: Pose2D) -> float:
        """Along the map's route, either way; where there is none, well over the straight line."""
        for pair in ((start, goal), (goal, start)):
            if pair in self._known:
                return self._known[pair]
        try:
            way = [start, *self._home.route(start, goal)]
            metres = sum(_apart(a, b) for a, b in pairwise(way))
        except Blocked:
            metres = AROUND * _apart(start, goal)
        self._known[start, goal] = metres
        return metres

    def straight_m(self, start: Pose2D, name: str) -> float:
        """How far a node's middle is as the crow flies."""
        if name in self._home.places:
            return _apart(start, self._home.places[name].pose)
        x0, y0, x1, y1 = self._home.rooms[name].rect
        return _apart(start, Pose2D((x0 + x1) / 2, (y0 + y1) / 2, 0.0))


def _apart(a: Pose2D, b: Pose2D) -> float:
    return math.dist((a.x_m, a.y_m), (b.x_m, b.y_m))


def _bearing(home: HomeMap) -> list[str]:
    """Places on or in which things can be."""
    return [place.id for place in home.places.values() if place.surfaces]
