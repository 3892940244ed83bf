"""Aims come in; what an expert with full knowledge of the simulation would do goes out as chunks.

The teacher stands where the learned model will stand (ports.Policy). It reads the simulator's
truth and nobody else may: it makes demonstrations and carries the whole line until the model does.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from home_agent.errors import BadInput
from home_agent.sim.motions.give import give
from home_agent.sim.motions.look import look_at, turn_head
from home_agent.sim.motions.open import move_front
from home_agent.sim.motions.peer import peer
from home_agent.sim.motions.pick import folded, pick, to_tuck
from home_agent.sim.motions.place import place, tidy
from home_agent.sim.motions.play import Player
from home_agent.sim.motions.reach import Limbs, Motion
from home_agent.sim.people import Person
from home_agent.sim.spec import ThingSpec
from home_agent.sim.teacher.drive import Driver, carried_over
from home_agent.sim.teacher.look import seen_things
from home_agent.sim.world import World
from home_agent.types import ActionChunk, Aim, Detection, Observation, Pose2D, Ref

_SAME_M = 0.35
_FAR_M = 1.0
_LOOK_TILT = 0.75


class Teacher:
    """Do what an aim says with full knowledge of `world`; implements `ports.Policy`."""

    def __init__(self, world: World, seed: int = 0) -> None:
        self._world = world
        self._limbs = Limbs(world.model, world.data)
        self._driver = Driver(world)
        self._rng = np.random.default_rng([seed, 11])
        self._aim: Aim | None = None
        self._player: Player | None = None
        self._seen: Observation | None = None

    @property
    def name(self) -> str:
        """What drives the robot."""
        return "teacher"

    def look(self, seen: Observation, wanted: Sequence[Ref] = ()) -> tuple[Detection, ...]:
        """What the cameras in `seen` truly show; perception adds positions and temperatures."""
        return seen_things(self._world, seen)

    def begin(self, aim: Aim, seen: Observation) -> None:
        """Set a new aim; raises `BadInput` for a verb the body does not know."""
        self._seen = seen
        self._aim = aim = self._true(aim, seen)
        self._player = None
        self._limbs.sync()
        if aim.verb in ("go", "follow"):
            self._driver.begin(aim)
            if not folded(self._limbs):
                self._player = Player(to_tuck(self._limbs, self._rng), seen.t_s)
            return
        self._player = Player(self._motion_for(aim), seen.t_s)

    def act(self, seen: Observation) -> ActionChunk:
        """The next chunk towards the aim; `gave_up` says why when there is no way."""
        if self._aim is None:
            raise BadInput("Nothing to do: begin with an aim.")
        self._seen = seen
        limbs = self._limbs
        drives = self._aim.verb in ("go", "follow")
        if drives and self._player is not None and self._player.over:  # the arm is folded now
            self._player = None
            self._driver.begin(self._aim)
        if self._player is None:
            chunk = self._driver.chunk(seen)
            count = len(chunk.grip)
            limbs.head = chunk.head[-1].copy()
            return replace(
                chunk, arm=np.tile(limbs.arm, (count, 1)), grip=np.full(count, limbs.force_n)
            )
        limbs.sync()
        chunk = self._player.chunk(seen, limbs)
        # Folding the arm is not the end of driving.
        return replace(chunk, done=np.zeros_like(chunk.done), gave_up="") if drives else chunk

    def _true(self, aim: Aim, seen: Observation) -> Aim:
        """The aim with its point carried from the robot's belief of where it is to the truth.

        The driver carries its route over by itself.
        """
        if aim.position_map_m is None:
            return aim
        x, y, z = aim.position_map_m
        moved = carried_over(seen.base, self._world.base_pose())(Pose2D(x, y, 0.0))
        return replace(aim, position_map_m=(moved.x_m, moved.y_m, z))

    def _motion_for(self, aim: Aim) -> Motion:
        verbs: dict[str, Callable[[Aim], Motion]] = {
            "pick": self._pick,
            "place": self._place,
            "give": self._give,
            "open": lambda aim: self._front(aim, True),
            "close": lambda aim: self._front(aim, False),
            "look": self._look,
            "peer": self._peer,
            "home": lambda _: tidy(self._limbs, self._rng),
            "stay": lambda _: self._limbs.rest(0.5),
        }
        if aim.verb not in verbs:
            raise BadInput(f"The teacher cannot '{aim.verb}': use {', '.join(verbs)}, go, follow.")
        return verbs[aim.verb](aim)

    def _pick(self, aim: Aim) -> Motion:
        thing = self._thing(aim)
        if thing is None:
            return _say(f"I do not see {aim.words or 'it'} there any more.")
        return self._watching(
            pick(
                self._limbs,
                thing,
                self._rng,
                by_handle=aim.by_handle,
                avoid=len(aim.avoid),
            )
        )

    def _place(self, aim: Aim) -> Motion:
        return self._watching(
            place(self._limbs, self._world.spec, aim.place, aim.position_map_m, self._rng)
        )

    def _give(self, aim: Aim) -> Motion:
        person = self._person(aim)
        if person is None:
            return _say("There is nobody to give it to.")
        return give(self._limbs, _Taker(self._world, person), self._wrench, self._rng)

    def _front(self, aim: Aim, opening: bool) -> Motion:
        if aim.place is None or aim.place not in self._world.scene.places:
            return _say("I do not know what to open or close.")
        spot = self._world.scene.places[aim.place]
        point = aim.position_map_m
        return self._watching(move_front(self._limbs, spot, point, self._rng, opening=opening))

    def _look(self, aim: Aim) -> Motion:
        if aim.position_map_m is None:
            return turn_head(self._limbs, 0.0, 0.45)
        return look_at(self._limbs, aim.position_map_m)

    def _peer(self, aim: Aim) -> Motion:
        if aim.position_map_m is None:
            return _say("I do not know what to look into.")
        return self._watching(peer(self._limbs, aim.position_map_m, self._rng))

    def _watching(self, motion: Motion) -> Motion:
        """The head looks down at the work meanwhile."""
        self._limbs.head = np.array([0.0, _LOOK_TILT])
        return motion

    def _wrench(self) -> np.ndarray:
        assert self._seen is not None
        return self._seen.wrench

    def _thing(self, aim: Aim) -> ThingSpec | None:
        """The true thing meant: of the same kind, nearest to where it is believed to be."""
        if aim.thing is None:
            return None
        at = np.array(aim.position_map_m or aim.thing.position_map_m)
        colour = aim.thing.attributes.get("colour")
        best: tuple[float, ThingSpec] | None = None
        for thing in self._world.spec.things:
            if thing.kind != aim.thing.label:
                continue
            away = float(np.linalg.norm(self._world.thing_pose(thing.id).position_m - at))
            rank = away + (0.3 if colour not in (None, thing.colour) else 0.0)
            if away < _SAME_M and (best is None or rank < best[0]):
                best = rank, thing
        return None if best is None else best[1]

    def _person(self, aim: Aim) -> Person | None:
        """The true person meant: by id, else the one nearest to where they are believed to be."""
        people = {name: one for name, one in self._world.people.all.items() if not one.pet}
        if aim.person is None:
            base = self._limbs.base_now()
            ranked = sorted(people.values(), key=lambda one: math.dist(one.xy, base[:2]))
            return ranked[0] if ranked else None
        if aim.person.id in people:
            return people[aim.person.id]
        at = aim.person.position_map_m
        near = [one for one in people.values() if math.dist(one.xy, at[:2]) < _FAR_M]
        return min(near, key=lambda one: math.dist(one.xy, at[:2])) if near else None


class _Taker:
    """A true person who takes what is held out to them: `give.Receiver`."""

    def __init__(self, world: World, person: Person) -> None:
        self._world, self._person = world, person
        self.name = person.spec.name

    @property
    def xy(self) -> np.ndarray:
        return self._person.xy

    def hand(self, towards: np.ndarray) -> np.ndarray:
        return self._world.people.hand(self._person.spec.id, towards)


def _say(sentence: str) -> Motion:
    """A motion that ends at once with `sentence`."""
    yield from ()
    return sentence
