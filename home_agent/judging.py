"""Goals and the truth of a home come in; the task that the referee shall judge comes out."""

from __future__ import annotations

from collections.abc import Sequence

from home_agent.home.graph import HomeMap
from home_agent.home.things import fit
from home_agent.sim.home import speaker_of
from home_agent.sim.spec import HomeSpec
from home_agent.sim.tasks import Close, Fetch, Go, Open, Pick, Put, Task
from home_agent.types import Goal, Ref


def task_of(goals: Sequence[Goal], spec: HomeSpec, home: HomeMap) -> Task | None:
    """What must be true at the end of the last goal that moves something; None for mere talk."""
    for goal in reversed(goals):
        task = _task(goal, spec, home)
        if task is not None:
            return task
    return None


def _task(goal: Goal, spec: HomeSpec, home: HomeMap) -> Task | None:
    thing, place = goal.slots.get("thing"), goal.slots.get("place") or goal.slots.get("container")
    things = _things(thing, spec) if isinstance(thing, Ref) and thing.kind == "thing" else ()
    if goal.skill in ("fetch", "give") and things:
        return Fetch(things, person=_person(goal.slots.get("to"), spec))
    if goal.skill == "pick" and things:
        return Pick(things)
    where = _place(place, home)
    if goal.skill == "put" and things and where in home.places:
        return Put(things, where)
    if goal.skill in ("open", "close") and where in home.places:
        return Open(where) if goal.skill == "open" else Close(where)
    to = _place(goal.slots.get("to") or place, home)
    return Go(to) if goal.skill == "go_to" and to else None


def _things(ref: Ref, spec: HomeSpec) -> tuple[str, ...]:
    """Every thing of the home that the words fit."""
    return tuple(
        thing.id
        for thing in spec.things
        if fit(ref.category or ref.text, thing.kind) > 0
        and ref.attributes.get("colour", thing.colour) == thing.colour
        and ref.attributes.get("material", thing.material) == thing.material
    )


def _person(value: object, spec: HomeSpec) -> str:
    if isinstance(value, Ref):
        for person in spec.people:
            if value.id == person.id or value.text.lower() == person.name.lower():
                return person.id
    return speaker_of(spec).id


def _place(value: object, home: HomeMap) -> str:
    if not isinstance(value, Ref):
        return ""
    if value.id in home.places or value.id in home.rooms:
        return value.id or ""
    named = [id for kind, id in home.named(value.text) if kind in ("place", "room")]
    return named[0] if named else ""
