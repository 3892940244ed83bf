"""Deeds and what is believed come in; the decision on them, with its reasons, goes out (L0)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from home_agent.gate.deeds import Decision, Deed, Finding, Mention, World, any_is
from home_agent.gate.reading import nouns, read
from home_agent.gate.rules import (
    care,
    chemicals,
    cooking,
    food,
    force,
    harm,
    heat,
    home,
    liquid,
    misuse,
    people,
    power,
)

Rule = Callable[[Deed, World], Finding | None]
ROOMS = (harm, force, liquid, power, heat, cooking, chemicals, people, food, home, care, misuse)
RULES: tuple[Rule, ...] = tuple(rule for room in ROOMS for rule in room.RULES)
_GRAVITY: dict[Decision, int] = {"do": 0, "mitigate": 1, "ask": 2, "refuse": 3}


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the gate says: the gravest decision, why, what makes it safe, and all it found."""

    decision: Decision = "do"
    reason: str = ""
    mitigations: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


def judge_text(text: str, world: World | None = None) -> Ruling:
    """The ruling on an order in plain words; children and pets it names are taken to be about."""
    now = copied(world or World())
    now.beings |= {p for one in nouns(text) for p in one.has & {"child", "pet"}}
    return judge(read(text), now)


def graver(one: Ruling, other: Ruling) -> Ruling:
    """The one of two rulings that allows less; the first when they allow the same."""
    return other if _GRAVITY[other.decision] > _GRAVITY[one.decision] else one


def judge(deeds: Sequence[Deed], world: World | None = None) -> Ruling:
    """The ruling on deeds done one after another; `world`, believed before, is kept as it is.

    What a later deed puts right ("turn it off again") is forgiven; all else counts.
    """
    now = copied(world or World())
    for deed in deeds:
        now.beings |= {p for one in deed.mentions for p in one.has & {"child", "pet"}}
    found: list[Finding] = []
    for number, deed in enumerate(deeds):
        deed = as_believed(deed, now)  # noqa: PLW2901
        later = deeds[number + 1 :]
        for each in (deed, *_loaded(deed)):
            findings = (rule(each, now) for rule in RULES)
            found += [one for one in findings if one and not put_right(one, each, later)]
        change(now, deed)
    if not found:
        return Ruling()
    worst = max(found, key=lambda one: _GRAVITY[one.decision])
    softened = tuple(dict.fromkeys(one.mitigation for one in found if one.mitigation))
    return Ruling(worst.decision, worst.reason,
                  softened if worst.decision == "mitigate" else (), tuple(found))  # fmt: skip


def put_right(finding: Finding, deed: Deed, later: Sequence[Deed]) -> bool:
    """Does a later deed take the danger away: turned off, closed, watched, cleaned again?"""
    kinds = {one.kind for one in later}
    names = {one.name for one in deed.mentions}
    same = any(names & {one.name for one in more.mentions} for more in later)
    if finding.decision == "mitigate" and deed.kind == "on":
        return not kinds.isdisjoint({"off", "wait", "unplug"})
    if finding.hazard == "soiling":
        return "clean" in kinds and same
    if finding.hazard == "waste" and deed.kind in ("open", "leave"):
        return "close" in kinds and same
    left = finding.hazard in ("fire", "flood", "slip") and deed.kind in ("on", "leave")
    return left and "off" in kinds and same and "unattended" in deed.how


def _loaded(deed: Deed) -> list[Deed]:
    """ "Turn on the microwave with a fork inside": the fork is in it, as if it were put there."""
    machine = any_is(
        deed.things, "microwave", "oven", "toaster", "washer", "dryer", "hob", "machine"
    )
    load = [replace(one, relation="") for one in deed.at("with")]
    if deed.kind not in ("on", "leave") or machine is None or not load:
        return []
    where = replace(machine, relation="on" if machine.is_("hob") else "in")
    return [replace(deed, kind="put", mentions=(*load, where))]


def as_believed(deed: Deed, world: World) -> Deed:
    """The deed with what is believed of its things added to them."""
    mentions = tuple(replace(one, has=one.has | world.of(one.name)) for one in deed.mentions)
    return replace(deed, mentions=mentions)


def change(world: World, deed: Deed) -> None:
    """What the home is like after a deed."""
    for one in deed.things:
        states = world.of(one.name)
        if deed.kind in ("on", "light"):
            states.add("on")
            world.running.append(one)
        elif deed.kind == "off":
            states -= {"on", "lit"}
            world.running = [run for run in world.running if run.name != one.name]
        elif deed.kind == "soil":
            states.add("dirty")
        elif deed.kind == "clean":
            states.discard("dirty")
        elif deed.kind == "heat":
            states.add("hot")
        elif deed.kind == "cool":
            states.discard("hot")
        elif deed.kind == "take" and any_is(deed.at("from"), "fridge"):
            states.add("cold")
        if deed.kind in ("take", "put", "give", "pour"):
            world.held = one
        if one.is_("cleaner", "reacts", "chlorine") and deed.kind in (
            "pour",
            "fill",
            "spray",
            "mix",
        ):
            world.inside.setdefault("chemicals", []).append(one)
    _fill(world, deed)


def _fill(world: World, deed: Deed) -> None:
    things = deed.things
    for one in things:
        if deed.kind == "fill":
            inside: list[Mention] = [*deed.at("with")]
            world.inside.setdefault(one.name, []).extend(inside)
        if one.holds:
            stuff = Mention("stuff", one.holds)
            world.inside.setdefault(one.name, []).append(stuff)
    if deed.kind == "cover":
        for one in things:
            world.inside.setdefault(one.name, []).extend(deed.at("in", "with"))
    if deed.kind in ("put", "pour", "drop", "mix", "leave"):
        for place in deed.at("in", "on"):
            moved = [*things, *(deed.at("with") if deed.kind == "pour" else ())]
            world.inside.setdefault(place.name, []).extend(moved)


def copied(world: World) -> World:
    """A world to change, the same as `world`."""
    return World(
        {name: {*states} for name, states in world.states.items()},
        {name: [*inside] for name, inside in world.inside.items()},
        {*world.beings}, {*world.around}, [*world.running], world.held,
    )  # fmt: skip
