"""A piece of furniture comes in; its door or drawer has been opened or closed."""

from __future__ import annotations

from home_agent.acting import Body
from home_agent.driving import Legs
from home_agent.errors import BadInput, StepFailed
from home_agent.home.shape import surface_point
from home_agent.planning.meaning import described, the
from home_agent.types import Aim

REACH_M = 1.15  # from farther away the robot drives up first
AWAY_M = 1.7
MOVE_S = 120.0
TRIES, AGAIN_S = 2, 4.0  # somebody in the way may have gone by then


class Doors:
    """Open and close the compartments of furniture with an empty hand."""

    def __init__(self, body: Body, legs: Legs) -> None:
        self._body, self._home, self._legs = body, body.home, legs

    def open(self, place_id: str, surface_id: str | None = None) -> None:
        """Open a compartment of a place, the first without `surface_id`."""
        self._move("open", place_id, surface_id)

    def close(self, place_id: str, surface_id: str | None = None) -> None:
        """Close what `open` opens."""
        self._move("close", place_id, surface_id)

    def inside(self, place_id: str, surface_id: str | None) -> tuple[float, float, float]:
        """The middle of a compartment, in the map."""
        return surface_point(self._home.place(place_id), surface_id)

    def _move(self, verb: str, place_id: str, surface_id: str | None) -> None:
        body, place = self._body, self._home.place(place_id)
        if place.opening == "none":
            raise BadInput(f"The {place.name} has nothing to {verb}.")
        if body.held is not None:
            raise StepFailed(f"My hand is full: I hold {the(described(body.held))}.")
        inside = [s.id for s in place.surfaces if s.inside]
        surface = surface_id or (inside[0] if inside else None)
        point = self.inside(place_id, surface)
        aim = Aim(verb, words=f"the {place.name}", place=place_id, position_map_m=point)
        for left in reversed(range(TRIES)):
            # Before an open drawer there is no room where one stands to open it.
            if self._legs.far_m(point) > (REACH_M if verb == "open" else AWAY_M):
                self._legs.before(place_id, point[:2])
            try:
                body.act(aim, MOVE_S)
                break
            except StepFailed as error:
                if not left:
                    raise
                body.emit("slipped", what=f"the {place.name}", reason=str(error), then="try again")
                body.hold(AGAIN_S)
        names = {f"{place_id}/{surface}"} | ({place_id} if len(inside) < 2 else set())
        if verb == "open":
            body.opened |= names
        else:
            body.opened -= names | {place_id}
