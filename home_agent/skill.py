"""A generator function comes in; a Skill goes out. The one module that a skill file imports.

A skill yields steps; the value of each `yield` is what came of the step, and a step that fails
arrives as an exception, so recovery is `except`:

    @skill("(bring|get|fetch) [me] {thing} [from {source}]", needs=[Fact("hand_empty")])
    def fetch(thing: Thing, source: Place | None = None, to: Person = Person("speaker")) -> Run:
        mug = yield from take(thing, source)
        yield give(mug, to)

Phrases: (a|b) is a choice, [x] may be left out, {slot} stands for what the slot holds.
"""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from home_agent.errors import (
    BadInput,
    Blocked,
    Dropped,
    GraspFailed,
    NotFound,
    StepFailed,
    TimedOut,
    TooHot,
    no_such,
)
from home_agent.steps import (
    ask,
    close,
    find,
    follow,
    forget,
    give,
    go,
    home,
    look,
    open,
    pick,
    place,
    recall,
    remember,
    say,
    take,
    told,
    wait,
)
from home_agent.types import Fact, Goal, Ref, Slot, Step

__all__ = [  # what a skill file may import: the words of errors and facts come along
    "BadInput", "Blocked", "Dropped", "Fact", "GraspFailed", "NotFound", "Number", "Person",
    "Place", "Run", "Skill", "StepFailed", "Text", "Thing", "Time", "TimedOut", "TooHot", "ask",
    "close", "find", "follow", "forget", "give", "go", "home", "look", "open", "pick", "place",
    "recall", "remember", "say", "skill", "take", "told", "wait",
]  # fmt: skip

Run = Generator[Step, Any, None]
SlotKind = Literal["thing", "place", "person", "number", "text", "time"]


class Thing(Ref):
    """A slot that holds a thing: `thing: Thing`; or a thing named by the skill: Thing("ball")."""

    __slots__ = ()

    def __init__(self, text: str, category: str | None = None, quantifier: str = "a") -> None:
        super().__init__("thing", text, category=category or text, quantifier=quantifier)


class Place(Ref):
    """A slot that holds a room or a piece of furniture."""

    __slots__ = ()

    def __init__(self, text: str, id: str | None = None) -> None:
        super().__init__("place", text, id=id)


class Person(Ref):
    """A slot that holds a person; Person("speaker") is the one who spoke."""

    __slots__ = ()

    def __init__(self, text: str, id: str | None = None) -> None:
        super().__init__("person", text, id=id)


class Time(Ref):
    """A slot that holds a time or a stretch of time as it was said."""

    __slots__ = ()

    def __init__(self, text: str) -> None:
        super().__init__("time", text)


Number = float
Text = str
KINDS: Mapping[type, SlotKind] = {
    Thing: "thing",
    Place: "place",
    Person: "person",
    Time: "time",
    Number: "number",
    int: "number",
    Text: "text",
}


@dataclass(frozen=True, slots=True)
class SlotSpec:
    """One blank of a skill: what kind of thing fills it, and what stands there if nothing is said.

    `default` is None for a slot that may stay empty.
    """

    name: str
    kind: SlotKind
    required: bool = True
    default: Slot | None = None


@dataclass(frozen=True, slots=True)
class Skill:
    """Something the robot can do: how it is asked for, what it needs, what it changes, its steps.

    `needs` and `effects` name slots ("thing") or fixed ids in their arguments. `control` marks
    the words that steer the robot itself (stop, resume, pause, cancel): the agent acts on them at
    once and the generator yields nothing.
    """

    name: str
    phrases: tuple[str, ...]
    slots: Mapping[str, SlotSpec]
    needs: tuple[Fact, ...]
    effects: tuple[Fact, ...]
    doc: str
    run: Callable[..., Run]
    control: bool = False

    def start(self, goal: Goal) -> Run:
        """Start the skill's generator for a goal.

        Raises BadInput when the goal fills a slot the skill does not have or leaves one empty.
        """
        return self.run(*self.fill(goal.slots).values())

    def fill(self, given: Mapping[str, Slot]) -> dict[str, Slot | None]:
        """Every slot with what was said, or else its default."""
        for name in given:
            if name not in self.slots:
                raise BadInput(no_such(f"slot of the skill {self.name}", name, self.slots))
        missing = [s.name for s in self.slots.values() if s.required and s.name not in given]
        if missing:
            raise BadInput(f"To {self.name.replace('_', ' ')} I need to know the {missing[0]}.")
        return {name: given.get(name, spec.default) for name, spec in self.slots.items()}


def skill(
    *phrases: str,
    needs: Sequence[Fact] = (),
    effects: Sequence[Fact] = (),
    control: bool = False,
) -> Callable[[Callable[..., Run]], Skill]:
    """Make a skill of a generator function: its name and slots are the function's and parameters'.

    A trailing "_" is left off both, so that `open_` may yield `open` and `place_` hold a place.

    Raises BadInput, naming the function, when a slot has no kind, a phrase or a fact names a slot
    that is not there, the docstring is missing, or the function yields nothing.
    """

    def make(run: Callable[..., Run]) -> Skill:
        name = run.__name__.rstrip("_")
        doc = inspect.cleandoc(run.__doc__ or "")
        if not inspect.isgeneratorfunction(run):
            raise BadInput(f"The skill '{name}' yields no step: write 'yield go(place)', say.")
        if not doc:
            raise BadInput(f"The skill '{name}' needs a docstring: it is what help shows.")
        slots = _slots(name, run)
        for phrase in phrases:
            for slot in (part.split("}")[0].split("=")[0] for part in phrase.split("{")[1:]):
                if slot not in slots:
                    raise BadInput(no_such(f"slot in a phrase of '{name}' called", slot, slots))
        return Skill(name, phrases, slots, tuple(needs), tuple(effects), doc, run, control)

    return make


def _slots(name: str, run: Callable[..., Run]) -> dict[str, SlotSpec]:
    try:
        hints = typing.get_type_hints(run)
    except NameError as error:
        raise BadInput(f"The skill '{name}' uses an unknown kind of slot: {error}.") from None
    slots: dict[str, SlotSpec] = {}
    for parameter in inspect.signature(run).parameters.values():
        slot = parameter.name.rstrip("_")
        hint = hints.get(parameter.name)
        kinds = [KINDS[kind] for kind in (typing.get_args(hint) or (hint,)) if kind in KINDS]
        if len(kinds) != 1:
            valid = "Thing, Place, Person, Number, Text or Time"
            raise BadInput(f"Slot '{slot}' of the skill '{name}' needs a kind: one of {valid}.")
        required = parameter.default is parameter.empty
        default = None if required else parameter.default
        if isinstance(default, Ref):
            default = Ref(
                default.kind,
                default.text,
                default.category,
                quantifier=default.quantifier,
                id=default.id,
            )
        slots[slot] = SlotSpec(slot, kinds[0], required, default)
    return slots
