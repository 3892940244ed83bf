"""The challenge set: sentences written by hand come in as text; cases and their score go out.

Half A may be read and tuned on. Half B is scored only: nothing here shows which of it failed.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from language_home import brief_goal

from home_agent.errors import BadInput
from home_agent.home.graph import HomeMap, Place, Resident, Room, Surface
from home_agent.language.normalise import words
from home_agent.types import PERHAPS, Goal, Pose2D, Question, Ref, Slot

FILE = Path(__file__).parent / "challenge" / "sentences.txt"
PLACES = """
kitchen: counter, sink, stove, fridge*, dishwasher*, microwave*, cupboard*, bin
kitchen: kitchen table (table)
dining room: dining table (table), dining chair (chair)
living room: sofa, armchair, coffee table (table), shelf, tv stand
bedroom: bed, bedside table, wardrobe*, dresser*
bathroom: washing machine*, washbasin, bathtub, laundry basket
office: desk
hall: front door* (door)
child's room:
"""
PEOPLE = ("Anna", "Ben", "Mia", "Omar")
Told = list[Goal] | Question


@dataclass(frozen=True, slots=True)
class Case:
    """One sentence, its family and its gold: goals, "-" for nothing, "? slot" for a question."""

    said: str
    gold: str
    family: str

    @property
    def half(self) -> str:
        """ "A" or "B", by a hash of the sentence."""
        return "AB"[hashlib.sha256(self.said.encode()).digest()[0] & 1]


def cases(half: str = "AB") -> list[Case]:
    """The cases of one half, or of both."""
    found, family = [], ""
    for line in FILE.read_text(encoding="utf-8").splitlines():
        said, arrow, gold = line.partition(" => ")
        if line.startswith("## "):
            family = line[3:]
        elif arrow and not line.startswith("#"):
            found.append(Case(said, gold, family))
    return [case for case in found if case.half in half]


def home() -> HomeMap:
    """The home the sentences speak of: eight rooms, furniture, Anna, Ben, Mia and Omar."""
    rooms: dict[str, Room] = {}
    places: list[Place] = []
    for line in PLACES.strip().splitlines():
        room, _, several = line.partition(":")
        x = 6.0 * (list(rooms).index(room) if room in rooms else len(rooms))
        id = room.replace(" ", "_").replace("'", "")
        rooms.setdefault(room, Room(id, room, room, (x, 0.0, x + 6.0, 5.0)))
        for one in several.split(","):
            match = re.match(r"\s*([a-z ]*[a-z])(\*?)(?: \((.+)\))?", one)
            if match is None:
                continue
            name, opens, category = match.groups()
            places.append(
                Place(
                    name.replace(" ", "_"),
                    name,
                    category or name,
                    id,
                    Pose2D(x + 0.5 + 0.6 * (len(places) % 9), 2.0, 0.0),
                    (0.6, 0.6, 0.8),
                    (Surface("top", (0.0, 0.0), (0.5, 0.5), 0.8, inside=bool(opens)),),
                    "hinged" if opens else "none",
                )
            )
    residents = [Resident(name.lower(), name) for name in PEOPLE]
    return HomeMap("challenge", rooms=list(rooms.values()), places=places, residents=residents)


def right(case: Case, read: Callable[[str], Told]) -> bool:
    """Does reading the sentence give its gold? Places that only follow from the rest are free."""
    gold = plain(case.gold)
    return gold in (outcome(case.said, read), outcome(case.said, read, perhaps=True))


def outcome(said: str, read: Callable[[str], Told], perhaps: bool = False) -> str:
    """What reading gives, in the words of the golds; with what only follows, if `perhaps`."""
    try:
        found = read(said)
    except BadInput:
        return "-"
    if isinstance(found, Question):
        return f"? {found.slot}"
    return plain(" & ".join(_goal(goal, perhaps) for goal in found) or "-")


def plain(gold: str) -> str:
    """A gold in one form: slots in order, texts as their words."""
    if gold.startswith(("?", "-")):
        return gold
    goals = []
    for one in gold.split(" & "):
        skill, _, rest = one.partition(" ")
        pairs = [part.split(": ", 1) for part in rest.split("; ")] if rest else []
        slots = sorted((name, _words(name, value)) for name, value in pairs)
        goals.append(" ".join([skill, "; ".join(f"{n}: {v}" for n, v in slots)]).strip())
    return " & ".join(goals)


def score(of: Iterable[Case], read: Callable[[str], Told]) -> tuple[int, int]:
    """How many are right, and how many there are."""
    several = list(of)
    return sum(right(case, read) for case in several), len(several)


def _words(name: str, value: str) -> str:
    if name in ("text", "about", "condition", "schedule"):
        return " ".join(words(value))
    return f"{float(value):g}" if re.fullmatch(r"[\d.]+", value) else value


def _goal(goal: Goal, perhaps: bool) -> str:
    """A goal in the words of the golds."""
    slots = {name: _told(slot) for name, slot in goal.slots.items() if perhaps or not _perhaps(slot)}
    found = brief_goal(Goal(goal.skill, slots, goal.condition, goal.schedule))
    skill = found.pop("skill")
    return f"{skill} " + "; ".join(f"{name}: {value}" for name, value in found.items())


def _perhaps(slot: Slot) -> bool:
    return isinstance(slot, Ref) and slot.quantifier == PERHAPS


def _told(slot: Slot) -> Slot:
    """A place that is known needs no "in the kitchen" beside its id."""
    if not isinstance(slot, Ref):
        return slot
    relations = tuple(
        (name, other)
        for name, other in ((name, _told(other)) for name, other in slot.relations)
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


if __name__ == "__main__":
    import sys

    from language_home import beliefs, skills

    from home_agent.language.understand import understand

    known = skills()
    map_ = home()
    empty = beliefs(map_, things=False)

    def reading(said: str) -> Told:
        return understand(said, known, map_, empty)

    if "--show" in sys.argv:
        for case in cases("A"):
            if not right(case, reading):
                print(
                    f"{case.said}\n  gold {plain(case.gold)}\n  got  {outcome(case.said, reading)}"
                )
    for half in "AB":
        good, n = score(cases(half), reading)
        print(f"half {half}: {good} of {n} right, {100 * good / n:.1f}%")
