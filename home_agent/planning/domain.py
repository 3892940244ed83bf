"""Skills and goals come in; acts with ground needs and effects go out, and states of facts.

A state is the set of facts that hold. Facts that no act can change and the state does not know
are never true, so a need nobody can meet is found out before anything moves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from home_agent.errors import BadInput, no_such
from home_agent.planning.meaning import key
from home_agent.skill import Skill
from home_agent.types import Fact, Goal, Slot

State = frozenset[Fact]
HAND_EMPTY = Fact("hand_empty")
USUAL_COST_S = 30.0
UNSAID_COST_S = 10.0  # for each slot that is left to its default


@dataclass(frozen=True, slots=True)
class Act:
    """A skill with its slots filled: what must hold before it, and what it makes of that."""

    goal: Goal
    needs: tuple[Fact, ...] = ()
    adds: tuple[Fact, ...] = ()
    removes: tuple[Fact, ...] = ()
    cost_s: float = USUAL_COST_S


@dataclass(frozen=True, slots=True)
class Domain:
    """The skills, and what fills a slot of a preparing skill that nothing else fills.

    `spare` maps a slot's name to such a value: "place" to somewhere to put things down.
    """

    skills: Mapping[str, Skill]
    spare: Mapping[str, Slot] = field(default_factory=dict)

    def act(self, goal: Goal) -> Act:
        """The goal as an act. Raises BadInput for an unknown skill or a slot not filled."""
        if goal.skill not in self.skills:
            raise BadInput(no_such("skill", goal.skill, self.skills))
        skill = self.skills[goal.skill]
        slots = skill.fill(goal.slots)
        needs = [ground(fact, slots) for fact in skill.needs]
        effects = [ground(fact, slots) for fact in skill.effects]
        return Act(
            goal,
            tuple(fact for fact in needs if fact is not None),
            tuple(fact for fact in effects if fact is not None and fact.holds),
            tuple(_positive(fact) for fact in effects if fact is not None and not fact.holds),
            USUAL_COST_S + UNSAID_COST_S * (len(slots) - len(goal.slots)),
        )

    def achievers(self, wanted: Fact, values: Mapping[str, Slot]) -> list[Act]:
        """Every act with `wanted` among its effects; `values` gives words for its arguments.

        Slots that `wanted` says nothing about get their default or the domain's spare value.
        """
        found = []
        for skill in self.skills.values():
            if skill.control:
                continue
            for effect in skill.effects:
                slots = _unify(effect, wanted, skill, values)
                if slots is None:
                    continue
                for slot in skill.slots.values():
                    if slot.required and slot.name not in slots and slot.name in self.spare:
                        slots[slot.name] = self.spare[slot.name]
                if all(s.name in slots for s in skill.slots.values() if s.required):
                    found.append(self.act(Goal(skill.name, slots)))
        return found


def ground(fact: Fact, slots: Mapping[str, Slot | None]) -> Fact | None:
    """`fact` with slots replaced by what fills them; None when one of them is empty."""
    args = []
    for arg in fact.args:
        value = slots.get(arg, arg)
        if value is None:
            return None
        args.append(key(value))
    return Fact(fact.name, *args, holds=fact.holds)


def met(need: Fact, act: Act, state: State) -> bool:
    """Does `need` hold in `state`? A hand that holds the act's own thing counts as free for it."""
    if _positive(need) in state:
        return need.holds
    if need == HAND_EMPTY:
        own = {key(value) for value in act.goal.slots.values()}
        return any(f.name == "holding" and f.args[0] in own for f in state)
    return not need.holds


def after(state: State, act: Act) -> State:
    """The state once `act` is done."""
    return (state - frozenset(act.removes)) | frozenset(act.adds)


def values_of(goals: Iterable[Goal]) -> dict[str, Slot]:
    """The words behind the arguments of facts: key -> slot value."""
    return {key(value): value for goal in goals for value in goal.slots.values()}


def _positive(fact: Fact) -> Fact:
    return fact if fact.holds else Fact(fact.name, *fact.args)


def _unify(
    effect: Fact, wanted: Fact, skill: Skill, values: Mapping[str, Slot]
) -> dict[str, Slot] | None:
    if (effect.name, effect.holds) != (wanted.name, wanted.holds):
        return None
    if len(effect.args) != len(wanted.args):
        return None
    slots: dict[str, Slot] = {}
    for arg, value in zip(effect.args, wanted.args, strict=True):
        if arg in skill.slots:
            slots[arg] = values.get(value, value)
        elif arg != value:
            return None
    return slots
