"""Aims and what is sensed come in; the expert's motions, planned on what is supposed, go out.

The planner is the teacher's controller on perceived state: its motions are planned in a home
drawn from the map and from what the eyes measured, and checked by the robot's own senses.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from home_agent.baselines.grips import LEARNED
from home_agent.baselines.hands import Hands, Taken
from home_agent.baselines.looking import as_turned, fresh, middle
from home_agent.baselines.sensed import Held, SensedLimbs
from home_agent.baselines.supposed import thing_of
from home_agent.baselines.surroundings import Surroundings, Taker
from home_agent.errors import BadInput
from home_agent.home.graph import HomeMap
from home_agent.perception.ground import Perceived
from home_agent.perception.people import with_people
from home_agent.ports import Chooser, Sight
from home_agent.sim.kinds import kinds
from home_agent.sim.motions.give import give
from home_agent.sim.motions.grasp import Grasp
from home_agent.sim.motions.look import look_at, turn_head
from home_agent.sim.motions.open import move_front
from home_agent.sim.motions.peer import peer
from home_agent.sim.motions.pick import approach, plan_here, take, to_tuck
from home_agent.sim.motions.place import place, tidy
from home_agent.sim.motions.play import Player
from home_agent.sim.motions.reach import Motion, Point
from home_agent.sim.motions.stand import Stand
from home_agent.sim.movers import movers
from home_agent.sim.spec import ThingSpec
from home_agent.types import ActionChunk, Aim, Detection, Measured, Observation, Ref

Floats = NDArray[np.float64]

TRIES = 3
TILT_RAD = 0.75
CHEST_M = 0.9


class Planner:
    """Do what an aim says in the home as the map and the eyes tell it; a `ports.Policy`.

    ground: what stands on the floor, best shared with who drives. hands: a network's, whose grips
    are tried first. taken: whose deed each grip was.
    """

    def __init__(
        self,
        home: HomeMap,
        eyes: Sight,
        ground: Perceived | None = None,
        seed: int = 0,
        hands: Hands | None = None,
    ) -> None:
        self._home, self._eyes, self._ground = home, eyes, ground
        self._rng = np.random.default_rng([seed, 13])
        self._around: Surroundings | None = None
        self._limbs: SensedLimbs | None = None
        self._watched: SensedLimbs | None = None  # somebody else's
        self._player: Player | None = None
        self.measured: Measured | None = None  # what is acted on
        self.hands = hands
        self.taken: list[Taken] = []

    @property
    def name(self) -> str:
        """What drives the robot."""
        return "planner"

    def look(self, seen: Observation, wanted: Sequence[Ref] = ()) -> tuple[Detection, ...]:
        """What the eyes make of the cameras in `seen`, and whoever shows by their warmth alone."""
        self._take_in(seen)
        return with_people(self._eyes.look(seen, wanted), seen, self._home)

    def choose(
        self, words: str, rows: NDArray[np.float32], names: Sequence[str]
    ) -> NDArray[np.float32] | None:
        """Where the eyes would look next, None when they have not learned that."""
        inner = self._eyes
        return inner.choose(words, rows, names) if isinstance(inner, Chooser) else None

    def begin(self, aim: Aim, seen: Observation) -> None:
        """Set a new aim; raises `BadInput` for a verb that it does not know."""
        around = self._take_in(seen)
        motion, self.measured = self._motion_for(aim), None
        if self._limbs is None:
            _, self._limbs = around.suppose((seen.base.x_m, seen.base.y_m), None)
        self._player = Player(motion, seen.t_s)

    def act(self, seen: Observation) -> ActionChunk:
        """The next chunk towards the aim; `gave_up` says why when there is no way."""
        if self._player is None or self._limbs is None:
            raise BadInput("Nothing to do: begin with an aim.")
        around = self._take_in(seen)
        self._limbs.feel(seen)
        self._limbs.sync()
        chunk = self._player.chunk(seen, self._limbs)
        around.held = self._limbs.held
        return chunk

    def take_over(self, seen: Observation, held: Held | None, fronts: Mapping[str, float]) -> None:
        """Go on from what another policy did: what the hand holds, how far doors are open.

        fronts: rad or m, of doors and drawers called "<place id>/<surface id>".
        """
        around = self._take_in(seen)
        around.held = held
        around.fronts.update(fronts)

    def watch(self, seen: Observation, measured: Measured | None) -> None:
        """Keep up while another policy takes something: what it has in its hand is known here.

        measured: what it takes, None as long as nobody has seen it closely.
        """
        around = self._take_in(seen)
        self._limbs = None  # their set points are no longer what the motors were told
        if measured is None:
            self.measured = self._watched = None
        elif measured is not self.measured and around.held is None and measured.label in kinds():
            self.measured = measured
            thing = thing_of("target", measured.label, measured, self._home)
            _, self._watched = around.suppose(thing.position_m, None, thing)
        if self._watched is not None:
            self._watched.feel(seen)
            self._watched.holding()
            around.held = self._watched.held

    def _take_in(self, seen: Observation) -> Surroundings:
        if self._around is None:
            self._around = Surroundings(self._home, self._eyes, seen, self._ground)
        else:
            self._around.take_in(seen)
        return self._around

    def _motion_for(self, aim: Aim) -> Motion:
        verbs: dict[str, Callable[[Aim], Motion]] = {
            "pick": self._pick,
            "place": self._place,
            "give": self._give,
            "open": lambda aim: self._front(aim, opening=True),
            "close": lambda aim: self._front(aim, opening=False),
            "look": self._look,
            "peer": self._peer,
            "home": self._tidy,
            "stay": self._stay,
        }
        if aim.verb not in verbs:
            raise BadInput(f"The planner cannot '{aim.verb}': use {', '.join(verbs)}.")
        return verbs[aim.verb](aim)

    # --- looking

    def _target(self, aim: Aim, at: Floats) -> Generator[Point, None, ThingSpec | None]:
        """Look closely at what is to be taken; None when it is not there."""
        x, y, z = at.tolist()
        yield from fresh(*self._now(), (x, y, z))
        around, _ = self._now()
        label = "" if aim.thing is None else aim.thing.label
        self.measured = measured = around.measured(at, aim.words or label)
        if measured is None:
            return None
        label = label if label in kinds() else measured.label
        return thing_of("target", label, measured, self._home) if label in kinds() else None

    def _now(self) -> tuple[Surroundings, SensedLimbs]:
        assert self._around is not None and self._limbs is not None
        return self._around, self._limbs

    def _supposed(self, at: Sequence[float], target: ThingSpec | None = None) -> SensedLimbs:
        """Limbs in the home as it is supposed now round a map point."""
        around, last = self._now()
        self._home_now, self._limbs = around.suppose(at, last, target)
        return self._limbs

    def _watch(self, limbs: SensedLimbs) -> None:
        """The head looks down at the work."""
        limbs.head = np.array([0.0, TILT_RAD])

    # --- verbs

    def _pick(self, aim: Aim) -> Motion:
        at = aim.position_map_m or (aim.thing.position_map_m if aim.thing else None)
        if at is None:
            return "I do not know what to take."
        point = np.array(at, float)
        what = aim.words or "it"
        why = ""
        for _ in range(TRIES):
            thing = yield from self._target(aim, point)
            if thing is None:
                return f"I do not see {what} there any more."
            how = self._rng, aim.by_handle, len(aim.avoid)
            if aim.by_handle:
                thing = yield from self._over(aim, thing)
            limbs = self._supposed(thing.position_m, thing)
            trouble = yield from approach(limbs, thing, *how, self._proposed(aim, thing))
            point = middle(thing)
            # From nearer it is seen better, and the base is never exactly where it was sent.
            thing = as_turned((yield from self._target(aim, point)), self.measured, thing)
            limbs = self._supposed(thing.position_m, thing)
            fine, why = plan_here(limbs, thing, *how, self._proposed(aim, thing))
            if fine is not None:
                self._watch(limbs)
                return (yield from take(limbs, thing, fine, self._rng, self._into(thing, fine)))
            if trouble:
                return trouble
        return f"I cannot reach {what} from here: {why}."

    def _over(self, aim: Aim, thing: ThingSpec) -> Generator[Point, None, ThingSpec]:
        """What a look from above, with the wrist's camera, makes of a thing whose handle does not
        show: it may be behind its body, or behind what the thing stands in.
        """
        if self.measured is None or self.measured.turned:
            return thing
        limbs, at = self._supposed(thing.position_m, thing), middle(thing)
        again = None
        if not (yield from peer(limbs, at.tolist(), self._rng)):
            again = yield from self._target(aim, at)
        turned = as_turned(again, self.measured, thing)
        # In the home as it was supposed before: now the eyes see the arm itself.
        yield from to_tuck(limbs, self._rng)
        return turned

    def _proposed(self, aim: Aim, thing: ThingSpec) -> list[Grasp]:
        """Grips that a network proposes for the thing as it was measured last, if one can."""
        around, _ = self._now()
        hands = self.hands
        return [] if hands is None else hands.propose(around.picture, aim, self.measured, thing)

    def _into(self, thing: ThingSpec, plan: tuple[Stand, Grasp]) -> Callable[[], Motion] | None:
        """How a network brings the hand into a grip, if one can."""
        around, limbs = self._now()
        hands = self.hands
        way = None if hands is None else hands.way_in(limbs, thing, plan, around.seen)
        self.taken.append(Taken(plan[1].style == LEARNED, way is not None))
        return None if way is None else partial(way, lambda: around.seen)

    def _place(self, aim: Aim) -> Motion:
        around, _ = self._now()
        base = around.seen.base
        at = aim.position_map_m or (base.x_m, base.y_m, 0.0)
        yield from fresh(*self._now(), at)
        limbs = self._supposed(at)
        self._watch(limbs)
        spec = self._home_now.spec
        return (yield from place(limbs, spec, aim.place, aim.position_map_m, self._rng))

    def _give(self, aim: Aim) -> Motion:
        if aim.person is None:
            return "There is nobody to give it to."
        x, y, _ = aim.position_map_m or aim.person.position_map_m
        yield from fresh(*self._now(), (x, y, CHEST_M))
        around, _ = self._now()
        limbs = self._supposed((x, y))
        person = Taker(around, aim.person.attributes.get("name", "someone"), np.array([x, y]))
        return (yield from give(limbs, person, lambda: around.seen.wrench, self._rng))

    def _front(self, aim: Aim, *, opening: bool) -> Motion:
        if aim.place is None or aim.place not in self._home.places:
            return "I do not know what to open or close."
        spot, at = self._home.places[aim.place], aim.position_map_m
        yield from fresh(*self._now(), at or (spot.pose.x_m, spot.pose.y_m, CHEST_M))
        limbs = self._supposed((spot.pose.x_m, spot.pose.y_m))
        self._watch(limbs)
        trouble = yield from move_front(limbs, spot, at, self._rng, opening=opening)
        around, _ = self._now()
        for mover in movers(spot, (0.5, 0.5, 0.5)):
            front = f"{spot.id}/{mover.surface}"
            around.fronts[front] = float(limbs.data.qpos[limbs.model.joint(front).qposadr[0]])
        return trouble

    def _look(self, aim: Aim) -> Motion:
        _, limbs = self._now()
        if aim.position_map_m is None:
            return (yield from turn_head(limbs, 0.0, 0.45))
        return (yield from look_at(limbs, aim.position_map_m))

    def _peer(self, aim: Aim) -> Motion:
        if aim.position_map_m is None:
            return "I do not know what to look into."
        limbs = self._supposed(aim.position_map_m)
        self._watch(limbs)
        return (yield from peer(limbs, aim.position_map_m, self._rng))

    def _tidy(self, aim: Aim) -> Motion:
        around, _ = self._now()
        limbs = self._supposed((around.seen.base.x_m, around.seen.base.y_m))
        return (yield from tidy(limbs, self._rng))

    def _stay(self, aim: Aim) -> Motion:
        _, limbs = self._now()
        return (yield from limbs.rest(0.5))
