"""A home with people and believed things for the tests of language."""

from __future__ import annotations

from collections.abc import Mapping

from home_agent.home.belief import Beliefs
from home_agent.home.graph import HomeMap, Place, Resident, Room, Surface
from home_agent.skill import Skill
from home_agent.skills_loader import load_skills
from home_agent.types import ObjectBelief, Pose2D

ROOMS = {
    "kitchen": (0.0, 0.0, 5.0, 4.0),
    "living room": (5.0, 0.0, 11.0, 5.0),
    "bedroom": (0.0, 4.0, 5.0, 8.0),
    "bathroom": (5.0, 5.0, 8.0, 8.0),
    "hall": (8.0, 5.0, 11.0, 8.0),
    "child's room": (11.0, 0.0, 15.0, 4.0),
}
# name, category, room, x, y, opening
PLACES = (
    ("counter", "counter", "kitchen", 1.0, 0.5, "none"),
    ("fridge", "fridge", "kitchen", 2.5, 0.5, "hinged"),
    ("cupboard", "cupboard", "kitchen", 4.0, 0.5, "hinged"),
    ("kitchen table", "table", "kitchen", 2.5, 2.8, "none"),
    ("coffee table", "table", "living room", 8.0, 2.5, "none"),
    ("sofa", "sofa", "living room", 8.0, 0.8, "none"),
    ("shelf", "shelf", "living room", 10.5, 4.0, "none"),
    ("bed", "bed", "bedroom", 2.0, 6.5, "none"),
    ("dresser", "dresser", "bedroom", 4.5, 5.0, "sliding"),
    ("desk", "desk", "child's room", 12.0, 1.0, "none"),
    ("washing machine", "washing machine", "bathroom", 7.0, 7.0, "none"),
)
# id, label, colour, place, x, y
THINGS = (
    ("mug_1", "mug", "red", "counter", 1.0, 0.5),
    ("mug_2", "mug", "blue", "kitchen_table", 2.5, 2.8),
    ("book_1", "book", "green", "bed", 2.0, 6.5),
    ("apple_1", "apple", "red", "kitchen_table", 2.3, 2.8),
    ("apple_2", "apple", "red", "counter", 1.2, 0.5),
    ("ball_1", "ball", "yellow", "sofa", 8.0, 0.8),
)


def home() -> HomeMap:
    """Six rooms, eleven places, Anna, Ben and Mia."""
    places = [
        Place(
            name.replace(" ", "_"),
            name,
            category,
            room.replace(" ", "_").replace("'", ""),
            Pose2D(x, y, 0.0),
            (0.6, 0.6, 0.8),
            (Surface("top", (0.0, 0.0), (0.5, 0.5), 0.8, inside=opening == "hinged"),),
            opening,  # type: ignore[arg-type]
        )
        for name, category, room, x, y, opening in PLACES
    ]
    rooms = [
        Room(name.replace(" ", "_").replace("'", ""), name, name, rect)
        for name, rect in ROOMS.items()
    ]
    residents = [
        Resident("anna", "Anna", "living_room", (8.0, 0.8)),
        Resident("ben", "Ben", "kitchen"),
        Resident("mia", "Mia"),
    ]
    return HomeMap("words", rooms=rooms, places=places, residents=residents)


def beliefs(of: HomeMap, things: bool = True) -> Beliefs:
    """What is believed there: THINGS, or nothing but the residents."""
    found = Beliefs(of)
    if things:
        found.load(
            ObjectBelief(id, label, {"colour": colour}, place, (x, y, 0.85))
            for id, label, colour, place, x, y in THINGS
        )
    return found


def skills() -> Mapping[str, Skill]:
    """The skills that ship."""
    return load_skills().skills
