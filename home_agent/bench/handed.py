"""A helper and a policy to measure come in; one acts until all is ready, then the other goes on.

What an act begins with (a thing in the hand, an open door) is made by the helper, the teacher, so
that only the act itself is measured. The measured policy has three tries for it.
"""

from __future__ import annotations

from collections.abc import Sequence

from home_agent.baselines.apprentice import Apprentice
from home_agent.baselines.planner import Planner
from home_agent.baselines.sensed import Held
from home_agent.errors import StepFailed
from home_agent.ports import Colourblind, Policy
from home_agent.sim.movers import movers
from home_agent.sim.world import World
from home_agent.types import ActionChunk, Aim, Detection, Observation, Ref
from home_agent.vla.driven import Driven

TRIES = 3
WHITE = (1.0, 1.0, 1.0)


class Handed:
    """The helper until `over`, then the measured policy; implements `ports.Policy`.

    tries: how often the measured one began with `verb`; beyond three it is not let.
    """

    def __init__(self, helper: Policy, measured: Policy) -> None:
        self._now, self._measured = helper, measured
        self._verb, self.tries = "", 0

    @property
    def name(self) -> str:
        """Who is measured."""
        return self._measured.name

    @property
    def by_shape(self) -> Sequence[str]:
        """For which verbs whoever acts now needs no colour."""
        return self._now.by_shape if isinstance(self._now, Colourblind) else ()

    def over(self, verb: str, world: World, seen: Observation) -> None:
        """From now on the measured policy acts, and `verb` is what counts."""
        if self._now is not self._measured:
            _tell(self._measured, world, seen)
        self._now, self._verb = self._measured, verb

    def look(self, seen: Observation, wanted: Sequence[Ref] = ()) -> tuple[Detection, ...]:
        """What whoever acts now sees."""
        return self._now.look(seen, wanted)

    def begin(self, aim: Aim, seen: Observation) -> None:
        """Set a new aim; raises StepFailed when its tries are used up."""
        if aim.verb == self._verb:
            if self.tries == TRIES:
                raise StepFailed(f"I have tried {TRIES} times.")
            self.tries += 1
        self._now.begin(aim, seen)

    def act(self, seen: Observation) -> ActionChunk:
        """The next chunk of whoever acts now."""
        return self._now.act(seen)


def _tell(policy: Policy, world: World, seen: Observation) -> None:
    """What a policy that keeps in mind what it did would know, had it done it itself."""
    hands = policy.hands if isinstance(policy, Driven) else policy
    if not isinstance(hands, Planner | Apprentice):
        return
    held: Held | None = None
    for thing in world.touches.held:
        pose, site = world.thing_pose(thing), world.scene.tool_site
        turn = world.data.site_xmat[site].reshape(3, 3)
        offset = turn.T @ (pose.position_m - world.data.site_xpos[site])
        held = Held(world.scene.things[thing], offset, turn.T @ pose.rotation)
    joints = {
        name: world.model.joint(name).qposadr[0]
        for place in world.spec.places
        for mover in movers(place, WHITE)
        if (name := f"{place.id}/{mover.surface}")
    }
    hands.take_over(seen, held, {name: float(world.data.qpos[q]) for name, q in joints.items()})
