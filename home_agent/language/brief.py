"""A goal comes in; it goes out in few words, as tables of sentences and benchmarks write it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from home_agent.types import PERHAPS, Goal, Ref, Slot

Brief = Mapping[str, str | float]


def brief(slot: Slot) -> str | float:
    """A slot in few words: "mug colour=red on(table) q=all"; places and people by their id."""
    if not isinstance(slot, Ref):
        return slot
    words = [slot.category or "?"]
    if slot.kind != "thing" and slot.id is not None:
        words = [slot.id]
    words += [f"{name}={value}" for name, value in sorted(slot.attributes.items())]
    words += [f"{name}({brief(other)})" for name, other in slot.relations]
    words += [f"not({brief(other)})" for other in slot.exclude]
    if slot.quantifier not in ("a", "the"):
        words.append(f"q={slot.quantifier}")
    return " ".join(words)


def brief_goal(goal: Goal) -> dict[str, str | float]:
    """A goal as the tables of sentences write it."""
    found: dict[str, str | float] = {"skill": goal.skill}
    found |= {name: brief(slot) for name, slot in sorted(goal.slots.items())}
    if goal.condition:
        found["condition"] = goal.condition
    if goal.schedule:
        found["schedule"] = goal.schedule
    return found


def same(gold: Sequence[Brief], found: Sequence[Goal]) -> bool:
    """Are these the goals? A place that was not said but follows from the rest is free."""
    if len(gold) != len(found):
        return False
    for wanted, goal in zip(gold, found, strict=True):
        got = brief_goal(plain(goal))
        extra = got.keys() - wanted.keys()
        free = {n for n, s in goal.slots.items() if isinstance(s, Ref) and s.quantifier == PERHAPS}
        if not extra <= free or any(got.get(name) != value for name, value in wanted.items()):
            return False
    return True


def plain(goal: Goal) -> Goal:
    """The goal without what its places' ids say already: "the sofa in the living room"."""
    slots = {name: _plain(slot) for name, slot in goal.slots.items()}
    return Goal(goal.skill, slots, goal.condition, goal.schedule, goal.said)


def _plain(slot: Slot) -> Slot:
    if not isinstance(slot, Ref):
        return slot
    inner = ((name, _plain(other)) for name, other in slot.relations)
    relations = tuple(
        (name, other)
        for name, other in inner
        if isinstance(other, Ref)
        and not (
            slot.kind == "place" and slot.id and other.kind == "place" and name in ("in", "at")
        )
    )
    return Ref(
        slot.kind,
        slot.text,
        slot.category,
        slot.attributes,
        relations,
        "the" if slot.quantifier == PERHAPS else slot.quantifier,
        slot.exclude,
        slot.id,
    )
