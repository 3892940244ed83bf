"""A thing as it was named comes in; how well each belief fits the words goes out."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from home_agent.home.shape import outside_m
from home_agent.home.things import LIVING, fit
from home_agent.types import ObjectBelief, Ref

if TYPE_CHECKING:
    from home_agent.home.graph import HomeMap

NEAR_M = 1.2  # "near", "next to", "beside"
UNKNOWN = 0.5  # an attribute that was never observed neither fits nor contradicts
HOT_C, WARM_C, COLD_C = 45.0, 28.0, 16.0
WITHIN = ("on", "in", "inside", "at", "from", "on top of", "into", "onto", "of", "under")
_SAME = {"gray": "grey", "big": "large", "huge": "large", "little": "small", "tiny": "small"}

Look = Callable[[Ref], list[ObjectBelief]]


def noun_of(ref: Ref) -> str:
    """The noun that names the kind: the category, else the words without articles."""
    words = [word for word in ref.text.lower().split() if word not in ("the", "a", "an", "my")]
    return ref.category or " ".join(words)


def fitness(ref: Ref, belief: ObjectBelief, home: HomeMap, look: Look) -> float:
    """0 when the words cannot mean this belief, up to 1 when all that was said is known to fit."""
    if ref.id is not None:
        return 1.0 if belief.id == ref.id else 0.0
    if ref.candidates and belief.id not in ref.candidates:
        return 0.0
    score = _kind_fit(ref, belief)
    for key, value in ref.attributes.items():
        score *= attribute_fit(key, value, belief)
    for relation, target in ref.relations:
        if score > 0.0:
            score *= 1.0 if related(relation, target, belief, home, look) else 0.0
    if score > 0.0 and any(_excluded(other, belief, home, look) for other in ref.exclude):
        return 0.0
    return score


def _kind_fit(ref: Ref, belief: ObjectBelief) -> float:
    noun = noun_of(ref)
    if ref.kind == "person":
        if belief.label not in LIVING:
            return 0.0
        name = belief.attributes.get("name", "").lower()
        if name and name in (noun, ref.text.lower()):
            return 1.0
        own = {belief.attributes.get("kind", "").lower(), belief.label}
        return 0.9 if noun in own or noun in ("", "person", "speaker", "me", "someone") else 0.0
    if belief.label in LIVING and ref.kind == "thing":
        return fit(noun, belief.label)
    return fit(noun, belief.label) if noun else 0.5


def attribute_fit(key: str, value: str, belief: ObjectBelief) -> float:
    """1 when a belief has the attribute, UNKNOWN when that was not observed, 0 when not."""
    wanted = _SAME.get(value.lower(), value.lower())
    if wanted in ("hot", "warm", "cold", "cool"):
        at = belief.temperature_c
        if at is None:
            return UNKNOWN
        warm = {"hot": at >= HOT_C, "warm": at >= WARM_C}.get(wanted, at <= COLD_C)
        return 1.0 if warm else 0.0
    have = belief.attributes.get(key)
    if have is None:
        known = {_SAME.get(v.lower(), v.lower()) for v in belief.attributes.values()}
        return 1.0 if wanted in known else UNKNOWN
    have = _SAME.get(have.lower(), have.lower())
    return 1.0 if have == wanted or wanted in have.split() else 0.0


def related(relation: str, target: Ref, belief: ObjectBelief, home: HomeMap, look: Look) -> bool:
    """Does the relation ("on", "in", "near" ...) between a belief and what was named hold?"""
    x, y, _ = belief.position_map_m
    if target.kind == "place":
        rooms, places = spots(target, home)
        if belief.place in places or home.room_at(x, y) in rooms:
            return True
        if relation in WITHIN:
            return False
        return any(outside_m(home.places[name], x, y) < NEAR_M for name in places)
    others = look(target)
    if any(belief.place == other.id for other in others):
        return True
    return any(
        math.dist(other.position_map_m[:2], (x, y)) < NEAR_M
        for other in others
        if other.id != belief.id
    )


def spots(target: Ref, home: HomeMap) -> tuple[set[str], set[str]]:
    """The ids of rooms and of places that a place's words can mean."""
    ids = {target.id} if target.id else set(target.candidates)
    if not ids:
        ids = {node for kind, node in home.named(target.text) if kind in ("room", "place")}
    if not ids and target.category:
        ids = {node for kind, node in home.named(target.category) if kind in ("room", "place")}
        ids |= {room.id for room in home.rooms.values() if room.category == target.category}
        ids |= {place.id for place in home.places_in(category=target.category)}
    inner = [other for _, other in target.relations if other.kind == "place"]
    rooms, places = ids & set(home.rooms), ids & set(home.places)
    for other in inner:  # "the table in the kitchen"
        within = spots(other, home)[0]
        places = {name for name in places if home.places[name].room in within}
    return rooms, places


def _excluded(other: Ref, belief: ObjectBelief, home: HomeMap, look: Look) -> bool:
    if other.kind == "place":
        return related("in", other, belief, home, look)
    return fitness(_wide(other), belief, home, look) > UNKNOWN * 0.5


def _wide(ref: Ref) -> Ref:
    """What was excluded by attributes alone ("not the red one") names any thing."""
    if ref.category is None and ref.attributes and ref.id is None:
        return Ref(ref.kind, "thing", "thing", _lower(ref.attributes), ref.relations)
    return ref


def _lower(attributes: Mapping[str, str]) -> dict[str, str]:
    return {key: value.lower() for key, value in attributes.items()}
