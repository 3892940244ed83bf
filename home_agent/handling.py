"""A thing, and where it goes, come in; the hand has picked, placed or given it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from home_agent.acting import Body
from home_agent.driving import Legs
from home_agent.errors import (
    Blocked,
    Dropped,
    GraspFailed,
    NotFound,
    StepFailed,
    TimedOut,
    TooHot,
)
from home_agent.home.belief import Beliefs
from home_agent.planning.believed import HOT_C, OUT_OF_LAP_M
from home_agent.planning.meaning import Known, described, name_of, the
from home_agent.planning.repair import repair
from home_agent.planning.surfaces import Spot, beside, firm, on_place
from home_agent.seeing import Eyes
from home_agent.types import Aim, ObjectBelief

TRIES = 3
LOW_M, FALLEN_M = 0.20, 1.2  # what lies so low, so near a person, has fallen down
JUST_S = 30.0
REACH_M = 1.15  # from farther away the robot drives up first


class Hands:
    """Pick, place and give, each looked at before and checked after."""

    def __init__(
        self, body: Body, known: Known, eyes: Eyes, legs: Legs, say: Callable[[str], None]
    ) -> None:
        self._body, self._known, self._home = body, known, known.home
        self._beliefs: Beliefs = known.beliefs
        self._eyes, self._legs, self._say = eyes, legs, say
        self.tries = 0

    # --- taking

    def pick(self, thing: ObjectBelief, timeout_s: float) -> ObjectBelief:
        """Grasp and lift a thing: look again before each of three tries, a hot one by its handle.

        Raises NotFound when it is gone, GraspFailed when the hand stays empty.
        """
        body = self._body
        if body.held is not None:
            if body.held.id == thing.id:
                return body.held
            raise StepFailed(f"My hand is full: I hold {the(described(body.held))}.")
        avoid: list[tuple[float, float, float]] = []
        self.tries = 0
        while True:
            thing = self._before(thing)
            self.tries += 1
            failed = self._grasp(thing, tuple(avoid), timeout_s)
            if body.grips:
                body.held = self._beliefs.hold(thing.id)
                return body.held
            avoid.append(thing.position_map_m)
            remedy = repair(failed, self.tries)
            body.emit("slipped", what=described(thing), reason=str(failed), then=remedy.remedy)
            if remedy.remedy == "give up":
                raise GraspFailed(f"I could not pick up {the(described(thing))}. {failed}")

    def _grasp(
        self, thing: ObjectBelief, avoid: tuple[tuple[float, float, float], ...], timeout_s: float
    ) -> GraspFailed:
        """Let the policy take it once; what went wrong if the hand stays empty."""
        warm = thing.temperature_c
        hot = warm is not None and warm >= HOT_C
        if hot:
            self._tell_hot(thing)
        aim = Aim(
            "pick",
            words=described(thing),
            thing=thing,
            place=thing.place,
            position_map_m=thing.position_map_m,
            by_handle=hot,
            upright=hot,
            avoid=avoid,
        )
        try:
            self._body.act(aim, timeout_s)
        except GraspFailed as error:
            return error
        except TimedOut as error:
            return GraspFailed(str(error))
        return GraspFailed("It slipped from my fingers.")

    def _before(self, thing: ObjectBelief) -> ObjectBelief:
        """Stand near a thing and see it now."""
        if self._legs.far_m(thing.position_map_m) > REACH_M:
            self._legs.near(thing)
        now = self._eyes.again(thing)
        if now is None:
            try:
                self._legs.near(thing)
                now = self._eyes.again(thing) or self._aside(thing)
            except Blocked:  # by a drawer that was opened, say: from here, then
                pass
        if now is None:
            # Seen from farther off and only hidden from here, by a shelf's board say: it is there.
            for known in self._beliefs.all():
                just = self._body.seen.t_s - known.seen_s < JUST_S
                if known.id == thing.id and known.p_here >= 0.5 and just:
                    return known
            raise NotFound(f"{the(described(thing)).capitalize()} is not there any more.")
        return now

    def _aside(self, thing: ObjectBelief) -> ObjectBelief | None:
        """A thing as it is seen from a step to the side, None if it is not seen there either."""
        for pose in self._legs.asides(thing):
            self._legs.to(pose, thing.place or thing.id)
            now = self._eyes.again(thing)
            if now is not None:
                return now
        return None

    def _tell_hot(self, thing: ObjectBelief) -> None:
        warm = thing.temperature_c or 0.0
        self._body.emit(
            "hot",
            what=described(thing),
            temperature_c=warm,
            reason=f"{the(described(thing)).capitalize()} is {warm:.0f} degrees: "
            "I take it by the handle and carry it upright.",
        )

    # --- giving away

    def place_on(self, place_id: str, near: tuple[float, float] | None = None) -> ObjectBelief:
        """Set down what is held on a place (near a map point) and see that it stands there."""
        name = the(name_of(self._home, place_id))

        def spots(avoid: Sequence[tuple[float, float, float]]) -> list[Spot]:
            things = self._others()
            return on_place(self._home, place_id, things, self._body.opened, near, avoid)

        return self._set_down(spots, f"There is no free spot on {name}.")

    def place_beside(self, whom: ObjectBelief) -> ObjectBelief:
        """Set down what is held on the nearest surface beside a person, out of their lap."""
        at = whom.position_map_m[:2]

        def spots(avoid: Sequence[tuple[float, float, float]]) -> list[Spot]:
            return beside(self._home, at, self._others(), OUT_OF_LAP_M, avoid)

        trouble = f"There is nothing near {described(whom)} to set it down on."
        return self._set_down(spots, trouble)

    def place_in(self, place_ids: Sequence[str]) -> ObjectBelief:
        """Set down what is held on the first of several places that has a free spot."""

        def spots(avoid: Sequence[tuple[float, float, float]]) -> list[Spot]:
            things, opened = self._others(), self._body.opened
            warm = self._held().temperature_c
            ids = firm(self._home, place_ids, only=warm is not None and warm >= HOT_C)
            found = [on_place(self._home, id, things, opened, None, avoid) for id in ids]
            return [spot for some in found for spot in some[:2]]

        return self._set_down(spots, "I know of no free spot to put it down.")

    def _set_down(
        self, spots: Callable[[Sequence[tuple[float, float, float]]], list[Spot]], none: str
    ) -> ObjectBelief:
        body = self._body
        held = self._held()
        avoid: list[tuple[float, float, float]] = []
        tried: list[str] = []
        trouble = none
        for _ in range(TRIES):
            found = spots(avoid)
            if not found:
                break
            # Where it did not work once, it may not again: another place, if there is one.
            spot = next((one for one in found if one.place not in tried), found[0])
            tried.append(spot.place)
            try:
                self._stand(spot)
                self._eyes.at(spot.position_map_m)
                spot = self._free(spots(avoid), spot)
                aim = Aim(
                    "place",
                    words=described(held),
                    thing=held,
                    place=spot.place,
                    position_map_m=spot.position_map_m,
                    upright=True,
                )
                body.act(aim, 90.0)
            except (Blocked, TimedOut) as error:
                trouble = str(error)
            except StepFailed as error:
                if not body.grips:
                    raise
                trouble = str(error)
            if not body.grips:
                return self._stands(held, spot)
            avoid.append(spot.position_map_m)
        raise StepFailed(f"I could not set down {the(described(held))}. {trouble}")

    def _stand(self, spot: Spot) -> None:
        if spot.stand is not None and self._legs.far_m(spot.position_map_m) > REACH_M:
            self._legs.before(spot.place, spot.position_map_m[:2])

    @staticmethod
    def _free(found: Sequence[Spot], spot: Spot) -> Spot:
        """The spot again if it is still free after a look, else the next on the same place."""
        same = [one for one in found if one.place == spot.place]
        if not same or any(_apart(one, spot) < 0.05 for one in same):
            return spot
        return same[0]

    def _stands(self, held: ObjectBelief, spot: Spot) -> ObjectBelief:
        """It was let go: believe it there, and look."""
        self._body.held = None
        self._beliefs.put(held.id, spot.position_map_m)
        self._eyes.at(spot.position_map_m)
        return self._beliefs.get(held.id)

    def give(self, find: Callable[[], ObjectBelief]) -> None:
        """Hold out what is held to a person until they take it; `find` looks for them.

        Raises TooHot before anything moves, TimedOut when nobody takes it.
        """
        body = self._body
        held = self._held()
        warm = held.temperature_c
        if warm is not None and warm >= HOT_C:
            what = the(described(held)).capitalize()
            raise TooHot(f"{what} is {warm:.0f} degrees hot: I do not hand that over.")
        trouble = ""
        for _ in range(2):
            to = find()
            here = f"here is {the(described(held))}."
            name = to.attributes.get("name", "")
            name = "" if self._known.speaker.lower() in (name.lower(), to.id.lower()) else name
            self._say(f"{name}, {here}" if name else here.capitalize())
            aim = Aim(
                "give",
                words=described(held),
                thing=held,
                person=to,
                position_map_m=to.position_map_m,
                upright=True,
            )
            try:
                body.act(aim, 90.0)
            except TimedOut as error:
                trouble = str(error)
            if not body.grips:
                body.held = None
                self._fallen(held, to)
                self._beliefs.hold(held.id, to.id)
                return
        raise TimedOut(f"I still hold {the(described(held))}. {trouble}".strip())

    def _fallen(self, held: ObjectBelief, to: ObjectBelief) -> None:
        """Look whether what was handed over lies on the floor; raises Dropped if it does."""
        x, y, _ = to.position_map_m
        for one in self._eyes.at((x, y, 0.3)):
            like = (one.label, one.attributes.get("colour"))
            # Seen so near whoever took it, it is believed in their hand: not down there.
            low = (one.place is None or one.id == held.id) and one.position_map_m[2] < LOW_M
            near = math.dist(one.position_map_m[:2], (x, y)) < FALLEN_M
            if low and near and like == (held.label, held.attributes.get("colour")):
                self._beliefs.put(held.id, one.position_map_m)
                raise Dropped(f"{the(described(held)).capitalize()} fell when I let go.")

    def _held(self) -> ObjectBelief:
        if self._body.held is None or not self._body.grips:
            raise StepFailed("I hold nothing.")
        return self._body.held

    def _others(self) -> list[ObjectBelief]:
        return [one for one in self._beliefs.all() if not self._beliefs.held(one)]


def _apart(a: Spot, b: Spot) -> float:
    return math.dist(a.position_map_m, b.position_map_m)
