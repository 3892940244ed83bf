"""What a step needs comes in; a Step goes out: the verbs that a skill may yield."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import Any

from home_agent.errors import Dropped, GraspFailed, NotFound
from home_agent.types import ObjectBelief, Ref, Step

Meant = Ref | ObjectBelief


def go(where: Meant) -> Step:
    """Drive to a room, before a piece of furniture, or up to a person or thing."""
    return Step("go", {"where": where}, timeout_s=240.0)


def find(what: Ref, where: Ref | None = None, besides: Sequence[Meant] = ()) -> Step:
    """Look until `what` is seen, nearest likely place first (only in `where` if given).

    Closed containers are opened when it is nowhere else; things in `besides` do not count. Gives
    the ObjectBelief; NotFound says where it was looked for.
    """
    args = {"what": what, "where": where, "besides": tuple(besides)}
    return Step("find", args, timeout_s=600.0)


def look(where: Meant) -> Step:
    """Look at a place or thing from where the robot stands. Gives what was seen there."""
    return Step("look", {"where": where}, timeout_s=30.0)


def pick(thing: Meant) -> Step:
    """Grasp a thing and lift it, a hot one by its handle. Gives the thing as held.

    Raises GraspFailed after three tries, and TooHot when there is no handle to hold it by.
    """
    return Step("pick", {"thing": thing}, timeout_s=180.0)


def place(thing: Meant, on: Meant | None = None, beside: Meant | None = None) -> Step:
    """Set down what is held on furniture, or on the nearest surface `beside` someone.

    Gives the ObjectBelief where it now stands.
    """
    return Step("place", {"thing": thing, "on": on, "beside": beside}, timeout_s=240.0)


def give(thing: Meant, to: Ref) -> Step:
    """Go to a person, hold out what is held and wait until they take it.

    Raises TooHot for what must not be handed over, and TimedOut when nobody takes it.
    """
    return Step("give", {"thing": thing, "to": to}, timeout_s=240.0)


def open(container: Meant) -> Step:
    """Open a door, drawer or lid of a piece of furniture; needs an empty hand."""
    return Step("open", {"container": container}, timeout_s=120.0)


def close(container: Meant) -> Step:
    """Close what `open` opens."""
    return Step("close", {"container": container}, timeout_s=120.0)


def follow(person: Ref, for_s: float = 120.0) -> Step:
    """Stay near a person while they walk, until they have stood still or `for_s` is over."""
    return Step("follow", {"person": person, "for_s": for_s}, timeout_s=for_s + 60.0)


def say(text: str, /, **about: Meant | str | float | None) -> Step:
    """Say a sentence; {mug} stands for its words and {mug.where} for where it is believed."""
    return Step("say", {"text": text, "about": about}, timeout_s=30.0)


def ask(text: str, choices: Sequence[str] = ()) -> Step:
    """Ask the speaker something. Gives the answer as text."""
    return Step("ask", {"text": text, "choices": tuple(choices)}, timeout_s=60.0)


def wait(for_s: float) -> Step:
    """Stand still for `for_s` seconds."""
    return Step("wait", {"for_s": for_s}, timeout_s=for_s + 10.0)


def recall(what: Ref) -> Step:
    """What the robot believes of a thing or person, without moving. NotFound if it has no idea."""
    return Step("recall", {"what": what}, timeout_s=10.0)


def remember(text: str | None = None, thing: Ref | None = None, place: Ref | None = None) -> Step:
    """Keep what was told, word for word, and where a thing belongs if it says so."""
    return Step("remember", {"text": text, "thing": thing, "place": place}, timeout_s=10.0)


def told(about: str = "") -> Step:
    """What was told with these words in it. Gives a sentence to say, the newest first."""
    return Step("told", {"about": about}, timeout_s=10.0)


def forget(thing: Ref | None = None, about: str = "") -> Step:
    """Forget what is believed and was told of a thing, or all that was told with these words.

    Gives how many things were forgotten.
    """
    return Step("forget", {"thing": thing, "about": about}, timeout_s=10.0)


def home() -> Step:
    """Tuck the arm for driving."""
    return Step("home", {}, timeout_s=30.0)


def take(
    thing: Ref, source: Ref | None = None, besides: Sequence[Meant] = (), tries: int = 3
) -> Generator[Step, Any, ObjectBelief]:
    """Find a thing and pick it up, looking for it again when that fails: `yield from take(...)`.

    One thing that is not in `source` is looked for elsewhere, and the robot says so.
    """
    for left in reversed(range(tries)):
        try:
            found = yield find(thing, source, besides)
        except NotFound as missing:
            if source is None or thing.quantifier in ("all", "every", "each"):
                raise
            source = None
            yield say("{missing} I look elsewhere.", missing=str(missing))
            found = yield find(thing, None, besides)
        try:
            held: ObjectBelief = yield pick(found)
            return held
        except (GraspFailed, Dropped, NotFound):  # what was seen from afar may be none
            if not left:
                raise
    raise GraspFailed(f"I could not get hold of {thing.text}.")
