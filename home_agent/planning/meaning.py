"""A Ref, a belief or a name comes in; the room, place, person or thing it means goes out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from home_agent.errors import BadInput, NotFound, no_such
from home_agent.home.belief import Beliefs
from home_agent.home.graph import HomeMap
from home_agent.types import ObjectBelief, Ref

NodeKind = Literal["room", "place", "person", "thing"]
SPEAKER = ("speaker", "me", "you", "")


@dataclass(frozen=True, slots=True)
class Known:
    """What words are tied to: the map, what is believed, and who is speaking (name or id)."""

    home: HomeMap
    beliefs: Beliefs
    speaker: str = "speaker"


def node(what: Ref | ObjectBelief, known: Known) -> tuple[NodeKind, str]:
    """(kind, id) of what is meant; a thing's id is a belief's.

    Raises NotFound for a thing or person nobody has seen, BadInput for a place the map lacks.
    """
    if isinstance(what, ObjectBelief):
        return ("person", what.id) if what.label == "person" else ("thing", what.id)
    if what.kind == "person":
        return "person", person(what, known).id
    if what.kind == "thing":
        found = known.beliefs.match(what)
        if not found:
            raise NotFound(f"I have not seen {the(what.text)} yet.")
        return "thing", found[0].id
    return spot(what, known)


def spot(what: Ref, known: Known) -> tuple[NodeKind, str]:
    """The room or place that a Ref means: ("room" or "place", id)."""
    home = known.home
    for name in (what.id, what.text):
        if name in home.places:
            return "place", name
        if name in home.rooms:
            return "room", name
    found = [one for one in home.named(what.text) if one[0] in ("room", "place")]
    if len(found) > 1:
        which = " or ".join(f"'{name_of(home, id)}'" for _, id in found)
        raise BadInput(f"'{what.text}' could be more than one place: say {which}.")
    if not found:
        raise BadInput(no_such("place", what.text, home.spoken_names()))
    return ("room", found[0][1]) if found[0][0] == "room" else ("place", found[0][1])


def person(what: Ref | ObjectBelief, known: Known) -> ObjectBelief:
    """Whom a Ref means; the speaker is who the run says it is, else the likeliest person.

    Raises NotFound when nobody like that was seen or is known to the map.
    """
    if isinstance(what, ObjectBelief):
        return what
    people = [one for one in known.beliefs.all() if one.label == "person"]
    name = (what.id or what.text).lower()
    if name in SPEAKER:
        name = known.speaker.lower()
    for one in people:
        if name in (one.id.lower(), one.attributes.get("name", "").lower()):
            return one
    if name in SPEAKER and people:
        return max(people, key=lambda one: (one.p_here, one.seen_s))
    if not people:
        raise NotFound("I do not know where anybody is.")
    names = [one.attributes.get("name", one.id) for one in people]
    raise BadInput(no_such("person", what.text, names))


def scope(where: Ref | None, known: Known) -> tuple[set[str] | None, set[str] | None]:
    """The rooms and the places that a search is limited to by `where`; None without a limit."""
    if where is None:
        return None, None
    kind, id = spot(where, known)
    return ({id}, None) if kind == "room" else (None, {id})


def key(value: object) -> str:
    """A slot's value as the argument of a fact: its id once known, else its words."""
    if isinstance(value, ObjectBelief):
        return value.id
    if isinstance(value, Ref):
        return value.id or value.text
    return str(value)


def described(what: Ref | ObjectBelief) -> str:
    """The thing or person in plain words, without an article: "red mug"."""
    if isinstance(what, Ref):
        named = what.kind == "person" and what.text.lower() not in SPEAKER
        return what.text.title() if named else bare(what.text)
    if what.label == "person":
        return what.attributes.get("name", "person")
    colour = what.attributes.get("colour")
    return f"{colour} {what.label}" if colour else what.label


def bare(text: str) -> str:
    """A noun phrase without its article."""
    words = text.split()
    articles = ("the", "a", "an", "some", "any")
    return " ".join(words[1:] if words and words[0].lower() in articles else words)


def the(text: str) -> str:
    """A noun phrase with "the", unless it has an owner or a name: "the mug", "my mug"."""
    words = bare(text)
    owned = ("my", "your", "his", "her", "our", "their", "all", "every", "each", "everything")
    first = words.split()[0] if words else ""
    return words if first.lower() in owned or first[:1].isupper() else f"the {words}"


def name_of(home: HomeMap, id: str) -> str:
    """The spoken name of a room or place."""
    if id in home.places:
        return home.places[id].name
    return home.rooms[id].name if id in home.rooms else id


def whereabouts(belief: ObjectBelief, home: HomeMap) -> str:
    """Where a thing or person is believed to be, as said: "on the kitchen table in the kitchen"."""
    room = home.room_at(*belief.position_map_m[:2])
    in_room = f"in the {home.rooms[room].name}" if room else "outside the rooms I know"
    if belief.place == "robot":
        return "in my hand"
    if belief.place in home.residents:
        return f"with {home.residents[belief.place].name}"
    if belief.place not in home.places:
        return in_room if belief.label == "person" else f"on the floor {in_room}"
    place = home.places[belief.place]
    at = home.surface_at(*belief.position_map_m)
    inside = at is not None and any(s.id == at[1] and s.inside for s in place.surfaces)
    on = f"{'in' if inside else 'on'} the {place.name}"
    return on if room and home.rooms[room].name in place.name else f"{on} {in_room}"
