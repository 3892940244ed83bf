"""Skills: generator functions come in, what the decorator makes of them is checked."""

from typing import Any

import pytest

from home_agent.errors import BadInput, GraspFailed
from home_agent.skill import (
    Number,
    Person,
    Place,
    Run,
    Text,
    Thing,
    find,
    give,
    go,
    pick,
    say,
    skill,
    take,
)
from home_agent.types import Fact, Goal, ObjectBelief, Ref, Step

MUG = ObjectBelief("mug_1", "mug", {"colour": "red"}, "counter", (1.0, 2.0, 0.9))


@skill("(bring|get) {thing} [from {source}]", needs=[Fact("hand_empty")])
def bring(thing: Thing, source: Place | None = None, to: Person = Person("speaker")) -> Run:
    """Bring a thing."""
    held = yield from take(thing, source)
    yield give(held, to)


def test_name_slots_and_help_come_from_the_function() -> None:
    assert (bring.name, bring.doc) == ("bring", "Bring a thing.")
    assert [(s.name, s.kind, s.required) for s in bring.slots.values()] == [
        ("thing", "thing", True),
        ("source", "place", False),
        ("to", "person", False),
    ]
    assert bring.slots["to"].default == Ref("person", "speaker")
    assert bring.needs == (Fact("hand_empty"),)


def test_numbers_text_and_trailing_underscores() -> None:
    @skill("open {place} {value}")
    def open_(place_: Place, value: Number = 3.0, text: Text | None = None) -> Run:
        """Open something."""
        yield go(place_)

    assert open_.name == "open"
    assert [s.kind for s in open_.slots.values()] == ["place", "number", "text"]
    run = open_.start(Goal("open", {"place": Ref("place", "fridge")}))
    assert next(run).args["where"].text == "fridge"


def test_a_generator_gets_the_value_of_each_step() -> None:
    run = bring.start(Goal("bring", {"thing": Ref("thing", "mug")}))
    assert next(run).verb == "find"
    step = run.send(MUG)
    assert (step.verb, step.args["thing"]) == ("pick", MUG)
    step = run.send(MUG)
    assert (step.verb, step.args["to"].text) == ("give", "speaker")
    with pytest.raises(StopIteration):
        run.send(None)


def test_take_looks_again_after_a_slip_and_then_gives_up() -> None:
    run = take(Ref("thing", "mug"), tries=3)
    verbs: list[str] = []
    step: Step = next(run)
    with pytest.raises(GraspFailed):
        for _ in range(9):
            verbs.append(step.verb)
            slip = GraspFailed("It slipped.")
            step = run.send(MUG) if step.verb == "find" else run.throw(slip)
    assert verbs == ["find", "pick"] * 3


def test_filling_slots() -> None:
    with pytest.raises(BadInput, match="need to know the thing"):
        bring.start(Goal("bring", {}))
    with pytest.raises(BadInput, match="Did you mean 'thing'"):
        bring.start(Goal("bring", {"things": "mug"}))


def test_say_fills_any_name() -> None:
    assert say("{text}", text="hello").args == {"text": "{text}", "about": {"text": "hello"}}


def no_kind(thing: Any) -> Run:
    """Has no kind."""
    yield pick(thing)


def no_steps(thing: Thing) -> None:
    """Yields nothing."""


def no_doc(thing: Thing) -> Run:
    yield find(thing)


@pytest.mark.parametrize(
    ("function", "phrase", "sentence"),
    [
        (no_kind, "x", "needs a kind"),
        (no_steps, "x", "yields no step"),
        (no_doc, "x", "needs a docstring"),
        (bring.run, "bring {thng}", "Did you mean 'thing'"),
    ],
)
def test_mistakes_are_named(function: Any, phrase: str, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        skill(phrase)(function)
