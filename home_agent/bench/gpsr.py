"""Words of a home come in; a command of RoboCup@Home's general purpose task, with its goals, out.

Our own writing of the families that the competition's rule book lists (GPSR and EGPSR, 2024 and
2025): how a command starts, how it goes on, and what fills it. The goals are those of
`parse --json`, in the words of `language/brief.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import cast

from home_agent.bench.gpsr_words import (
    ABOUT,
    BEST,
    GESTURES,
    GROUPS,
    PLEASE,
    POSES,
    TALK,
    Named,
    Words,
)
from home_agent.language.brief import Brief


@dataclass(frozen=True, slots=True)
class Order:
    """A command: the family it is of, what is said, and the goals it must give."""

    family: str
    said: str
    goals: tuple[Brief, ...]


def draw(words: Words, family: str = "") -> Order:
    """A command of one family, of any if none is named."""
    family = family or words.rng.choice(list(STARTS))
    said, *goals = STARTS[family](words)
    return Order(
        family, words.rng.choice(PLEASE) + str(said), cast(tuple[Brief, ...], tuple(goals))
    )


Drawn = tuple[object, ...]  # what is said, then the goals


def _goal(skill: str, **slots: str) -> Brief:
    return {"skill": skill, **{name.rstrip("_"): value for name, value in slots.items()}}


def _at(person: Named, room: Named) -> str:
    return f"{person.brief} in({room.brief})"


# --- how a command goes on


def _held(c: Words, thing: Named) -> Drawn:
    room, way = c.room(), c.rng.randrange(4)
    if way == 0:
        place = c.stand()
        said = f"{c.verb('place')} it on the {place.said}"
        return said, _goal("put", thing=thing.brief, place=place.brief)
    verb = c.verb("deliver")
    skill = "give" if verb == "give" else "fetch"
    if way == 1:
        return f"{verb} it to me", _goal(skill, thing=thing.brief, to="speaker")
    who = c.person() if way == 2 else c.name()
    the = "the " if way == 2 else ""
    said = f"{verb} it to {the}{who.said} in the {room.said}"
    return said, _goal(skill, thing=thing.brief, to=_at(who, room))


def _seen(c: Words, thing: Named) -> Drawn:
    said, *goals = _held(c, thing)
    verb = c.verb("take")
    return f"{verb} it and {said}", _goal("pick", thing=thing.brief), *goals


def _met(c: Words, who: Named) -> Drawn:
    way = c.rng.randrange(5)
    if way == 0:
        text = c.rng.choice(TALK)
        return f"{c.verb('talk')} {text}", _goal("tell", text=text, to=who.brief)
    if way == 1:
        return f"answer a {c.rng.choice(('question', 'quiz'))}", _goal("answer", person=who.brief)
    if way == 2:
        return "follow them", _goal("follow", person=who.brief)
    to = c.somewhere()
    if way == 3:
        said = f"follow them to the {to.said}"
        return said, _goal("follow", person=who.brief, to=to.brief)
    said = f"{c.verb('guide')} them to the {to.said}"
    return said, _goal("guide", person=who.brief, to=to.brief)


# --- how a command starts


def _go(c: Words) -> Drawn:
    where, way = c.somewhere(), c.rng.randrange(3)
    start = f"{c.verb('go')} to the {where.said} then"
    first = _goal("go_to", place=where.brief)
    if way == 0:
        who = c.person()
        said, *goals = _met(c, who)
        find = _goal("find", person=who.brief)
        return f"{start} {c.verb('find')} the {who.said} and {said}", first, find, *goals
    if way == 1:
        who = c.name()
        said, *goals = _met(c, who)
        return f"{start} meet {who.said} and {said}", first, _goal("meet", person=who.brief), *goals
    thing = c.thing()
    said, *goals = _seen(c, thing)
    find = _goal("find", thing=thing.brief)
    return f"{start} {c.verb('find')} {thing.said} and {said}", first, find, *goals


def _take(c: Words) -> Drawn:
    thing, place = c.thing(), c.stand()
    said, *goals = _held(c, thing)
    first = _goal("pick", thing=thing.brief, source=place.brief)
    return f"{c.verb('take')} {thing.said} from the {place.said} and {said}", first, *goals


def _find_person(c: Words) -> Drawn:
    who, room = c.person(), c.room()
    said, *goals = _met(c, who)
    first = _goal("find", person=who.brief, place=room.brief)
    return f"{c.verb('find')} a {who.said} in the {room.said} and {said}", first, *goals


def _find_thing(c: Words) -> Drawn:
    thing, room = c.thing(), c.room()
    said, *goals = _seen(c, thing)
    first = _goal("find", thing=thing.brief, place=room.brief)
    return f"{c.verb('find')} {thing.said} in the {room.said} then {said}", first, *goals


def _meet(c: Words) -> Drawn:
    who, room = c.name(), c.room()
    said, *goals = _met(c, who)
    first = _goal("meet", person=who.brief, place=room.brief)
    return f"meet {who.said} in the {room.said} and {said}", first, *goals


def _count_things(c: Words) -> Drawn:
    many, brief = c.rng.choice(list(GROUPS.values()))
    place = c.stand()
    first = _goal("count", thing=f"{brief} q=some", place=place.brief)
    return f"{c.verb('count')} {many} there are on the {place.said}", first


def _count_people(c: Words) -> Drawn:
    form, brief = c.rng.choice([*GESTURES.items(), *POSES.items()])
    room = c.room()
    first = _goal("count", person=f"person {brief} q=some", place=room.brief)
    return f"{c.verb('count')} {form.format('persons')} are in the {room.said}", first


def _count_dressed(c: Words) -> Drawn:
    worn, room = c.dressed(many=True), c.room()
    first = _goal("count", person=f"person {worn.brief} q=some", place=room.brief)
    return f"{c.verb('count')} people in the {room.said} are wearing {worn.said}", first


def _tell_of_person(c: Words) -> Drawn:
    what, where = c.rng.choice(ABOUT), c.somewhere()
    small = "at" if where in c.places else "in"
    first = _goal("describe", person="person", property=what, place=where.brief)
    return f"tell me the {what} of the person {small} the {where.said}", first


def _carry_word(c: Words) -> Drawn:
    what, one, other = c.rng.choice(ABOUT), c.place(), c.place()
    said = f"tell the {what} of the person at the {one.said} to the person at the {other.said}"
    to = f"person at({other.brief})"
    return said, _goal("describe", person="person", property=what, place=one.brief, to=to)


def _compare(c: Words) -> Drawn:
    best, place = c.rng.choice(BEST), c.stand()
    first = _goal("compare", thing="thing", attribute=best, place=place.brief)
    return f"tell me what is the {best} object on the {place.said}", first


def _compare_group(c: Words) -> Drawn:
    best, place = c.rng.choice(BEST), c.stand()
    noun, (_, brief) = c.rng.choice(list(GROUPS.items()))
    first = _goal("compare", thing=brief, attribute=best, place=place.brief)
    return f"tell me what is the {best} {noun} on the {place.said}", first


def _talk(c: Words) -> Drawn:
    text, who, room = c.rng.choice(TALK), c.person(poses=False), c.room()
    said = f"{c.verb('talk')} {text} to the {who.said} in the {room.said}"
    return said, _goal("tell", text=text, to=_at(who, room))


def _answer(c: Words) -> Drawn:
    who, room = c.person(poses=False), c.room()
    what = c.rng.choice(("question", "quiz"))
    said = f"answer the {what} of the {who.said} in the {room.said}"
    return said, _goal("answer", person=_at(who, room))


def _follow(c: Words) -> Drawn:
    who, place, room = c.name(), c.place(), c.room()
    said = f"follow {who.said} from the {place.said} to the {room.said}"
    return said, _goal("follow", person=who.brief, source=place.brief, to=room.brief)


def _follow_posed(c: Words) -> Drawn:
    who, room = c.person(), c.room()
    return f"follow the {who.said} in the {room.said}", _goal("follow", person=_at(who, room))


def _guide(c: Words) -> Drawn:
    way = c.rng.randrange(3)
    who = (c.name(), c.person(), c.dressed())[way]
    one, other = c.place(), c.somewhere()
    whom = (who.said, f"the {who.said}", f"the person wearing a {who.said}")[way]
    brief = f"person {who.brief}" if way == 2 else who.brief
    said = f"{c.verb('guide')} {whom} from the {one.said} to the {other.said}"
    return said, _goal("guide", person=brief, source=one.brief, to=other.brief)


def _bring_me(c: Words) -> Drawn:
    thing, place = c.thing(groups=False), c.stand()
    first = _goal("fetch", thing=thing.brief, source=place.brief, to="speaker")
    return f"{c.verb('bring')} me {thing.said} from the {place.said}", first


def _greet_dressed(c: Words) -> Drawn:
    worn, room = c.dressed(), c.room()
    who = Named(f"person wearing a {worn.said}", f"person {worn.brief}")
    said, *goals = _met(c, who)
    first = _goal("greet", person=who.brief, place=room.brief)
    return f"{c.verb('greet')} the {who.said} in the {room.said} and {said}", first, *goals


def _greet(c: Words) -> Drawn:
    who, room = c.name(), c.room()
    said, *goals = _met(c, who)
    first = _goal("greet", person=who.brief, place=room.brief)
    return f"{c.verb('greet')} {who.said} in the {room.said} and {said}", first, *goals


def _meet_again(c: Words) -> Drawn:
    who, place, room = c.name(), c.place(), c.room()
    said = f"meet {who.said} at the {place.said} then {c.verb('find')} them in the {room.said}"
    first = _goal("meet", person=who.brief, place=place.brief)
    return said, first, _goal("find", person=who.brief, place=room.brief)


def _misplaced(c: Words) -> Drawn:
    room, place = c.room(), c.stand()
    first = _goal("put", thing=f"thing on(floor in({room.brief}))", place=place.brief)
    return f"put the object on the floor in the {room.said} on the {place.said}", first


def _two(c: Words) -> Drawn:
    one, other, place = c.thing(groups=False), c.thing(groups=False), c.stand()
    said = f"{c.verb('place')} {one.said} and {other.said} on the {place.said}"
    goals = [_goal("put", thing=thing.brief, place=place.brief) for thing in (one, other)]
    return said, *goals


STARTS: Mapping[str, Callable[[Words], Drawn]] = {
    "go": _go, "take from": _take, "find person": _find_person, "find thing": _find_thing,
    "meet": _meet, "count things": _count_things, "count people": _count_people,
    "count dressed": _count_dressed, "tell of person": _tell_of_person, "carry word": _carry_word,
    "compare": _compare, "compare group": _compare_group, "talk": _talk, "answer": _answer,
    "follow": _follow, "follow posed": _follow_posed, "guide": _guide, "bring me": _bring_me,
    "greet dressed": _greet_dressed, "greet": _greet, "meet again": _meet_again,
    "misplaced": _misplaced, "two": _two,
}  # fmt: skip
