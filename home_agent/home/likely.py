"""What is known of a kind of thing comes in; the places where one may be go out, best first."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from home_agent.home.priors import half_life_s, weight
from home_agent.home.things import fit, meant
from home_agent.types import ObjectBelief

if TYPE_CHECKING:
    from home_agent.home.graph import HomeMap, Place

TOLD = 0.8  # how far something that was told is trusted
FOUND_AGAIN = 2.0  # weight added for each time such a thing was found at a place
OVERLOOKED = 0.1  # chance that a look at a surface misses what is there
INSIDE = 0.6  # what a closed compartment counts against an open surface
ANYWHERE = 0.05  # nothing is impossible


@dataclass(frozen=True, slots=True)
class Known:
    """What ranking draws on: fitting beliefs, places told, when each place was looked at (s),
    how often each (label, place) was found, and the time now."""

    beliefs: Sequence[ObjectBelief]
    told: Sequence[str]
    looked: Mapping[str, float]
    history: Mapping[tuple[str, str], int]
    now_s: float


def rank(home: HomeMap, noun: str, known: Known, floors: bool) -> list[tuple[str, float]]:
    """(place id, probability), most likely first; with `floors` rooms stand for their floor."""
    kinds = meant(noun) or (noun,)
    guess = {place.id: _kept(home, place, kinds, known) for place in home.places.values()}
    if floors:
        for room in home.rooms.values():
            guess[room.id] = sum(weight(kind, "floor", room.category) for kind in kinds)
    told = _told(home, known.told, guess)
    total = sum(guess.values())
    guess = {name: value / total for name, value in guess.items()} if total > 0 else {}
    if told:
        guess = {
            name: TOLD * told.get(name, 0.0) + (1.0 - TOLD) * value for name, value in guess.items()
        }
    shares: dict[str, float] = {}
    for name, value in guess.items():
        place = home.places.get(name)
        shares[name] = value if place is None else value * _left(place, kinds, known)
    seen: dict[str, float] = {}
    unseen = 1.0
    for belief in known.beliefs:
        at = belief.place
        if at is None and floors:
            at = home.room_at(*belief.position_map_m[:2])
        if at in guess:
            seen[at] = max(seen.get(at, 0.0), belief.p_here)
            unseen *= 1.0 - belief.p_here
    rest = sum(shares.values())
    sure = sum(seen.values())
    out = []
    for name in guess:
        p = unseen * shares[name] / rest if rest > 0 else 0.0
        p += (1.0 - unseen) * seen.get(name, 0.0) / sure if sure > 0 else 0.0
        out.append((name, p))
    return sorted(out, key=lambda one: (-one[1], one[0]))


def _kept(home: HomeMap, place: Place, kinds: Sequence[str], known: Known) -> float:
    if not place.surfaces:
        return 0.0
    room = home.rooms[place.room].category
    value = sum(weight(kind, place.category, room) for kind in kinds) / len(kinds)
    found = sum(
        count
        for (label, at), count in known.history.items()
        if at == place.id and (label in kinds or fit(kinds[0], label) > 0)
    )
    return value + FOUND_AGAIN * found + ANYWHERE


def _told(home: HomeMap, told: Sequence[str], guess: Mapping[str, float]) -> dict[str, float]:
    """Shares of what was told: a place gets its own, a room's is spread over its places."""
    shares: dict[str, float] = {}
    for name in told:
        if name in home.rooms:
            inside = {
                key: value
                for key, value in guess.items()
                if key == name or (key in home.places and home.places[key].room == name)
            }
        else:
            inside = {name: 1.0}
        total = sum(inside.values())
        for key, value in inside.items():
            shares[key] = shares.get(key, 0.0) + value / total / len(told)
    return shares


def _left(place: Place, kinds: Sequence[str], known: Known) -> float:
    """The share of a place where one has not looked in vain; old looks count less."""
    half_life = min(half_life_s(kind) for kind in kinds)
    sizes = [
        math.sqrt(s.size[0] * s.size[1]) * (INSIDE if s.inside else 1.0) for s in place.surfaces
    ]
    left = 0.0
    for surface, size in zip(place.surfaces, sizes, strict=True):
        names = (place.id, f"{place.id}/{surface.id}")
        keys = [*names, *(f"{name} {kind}" for name in names for kind in kinds)]
        seen_s = max(known.looked.get(key, -math.inf) for key in keys)
        fresh = 0.5 ** (max(0.0, known.now_s - seen_s) / half_life)
        left += size * (1.0 - (1.0 - OVERLOOKED) * fresh)
    return left / sum(sizes) if sizes else 0.0
