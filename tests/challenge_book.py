"""The challenge set: sentences written by hand come in as text; cases and their score go out.

Half A may be read and tuned on. Half B is scored only: nothing here shows which of it failed.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from home_agent.errors import BadInput
from home_agent.home.graph import HomeMap, Place, Resident, Room, Surface
from home_agent.language.brief import brief_goal, same
from home_agent.language.normalise import words
from home_agent.types import Goal, Pose2D, Question

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
    """Does reading the sentence give its gold?"""
    try:
        found = read(case.said)
    except BadInput:
        return case.gold == "-"
    if isinstance(found, Question):
        return case.gold == f"? {found.slot}"
    return same(gold_goals(case.gold), found)


def gold_goals(gold: str) -> list[dict[str, str | float]]:
    """The goals of a gold, as `brief_goal` writes them."""
    if gold.startswith(("?", "-")):
        return []
    goals = []
    for one in gold.split(" & "):
        skill, _, rest = one.partition(" ")
        pairs = (part.split(": ", 1) for part in rest.split("; ") if part)
        goals.append({"skill": skill, **{name: _value(name, value) for name, value in pairs}})
    return goals


def score(of: Iterable[Case], read: Callable[[str], Told]) -> tuple[int, int]:
    """How many are right, and how many there are."""
    several = list(of)
    return sum(right(case, read) for case in several), len(several)


def _value(name: str, value: str) -> str | float:
    if name in ("text", "about", "condition", "schedule"):
        return " ".join(words(value)).replace(" 's", "'s").replace(" ,", ",")
    return float(value) if re.fullmatch(r"[\d.]+", value) else value


if __name__ == "__main__":
    import sys

    from language_home import beliefs, skills

    from home_agent.language.understand import understand

    known = skills()
    map_ = home()
    empty = beliefs(map_, things=False)

    def got(said: str, read: Callable[[str], Told]) -> object:
        try:
            found = read(said)
        except BadInput as error:
            return error
        return found if isinstance(found, Question) else [brief_goal(goal) for goal in found]

    def reading(said: str) -> Told:
        return understand(said, known, map_, empty)

    if "--show" in sys.argv:
        for case in cases("A"):
            if not right(case, reading):
                print(f"{case.said}\n  gold {case.gold}\n  got  {got(case.said, reading)}")
    for half in "AB":
        good, n = score(cases(half), reading)
        print(f"half {half}: {good} of {n} right, {100 * good / n:.1f}%")
