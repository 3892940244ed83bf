"""A home and chance come in; words that fill a command go out, as said and as meant."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass

from home_agent.home.graph import HomeMap

FORMS: Mapping[str, tuple[str, ...]] = {
    "take": ("take", "get", "grasp", "fetch", "pick up", "grab"),
    "place": ("put", "place"),
    "deliver": ("bring", "give", "deliver"),
    "bring": ("bring", "give"),
    "go": ("go", "navigate"),
    "find": ("find", "locate", "look for"),
    "talk": ("tell", "say"),
    "meet": ("meet",),
    "greet": ("greet", "salute", "say hello to", "introduce yourself to"),
    "count": ("tell me how many",),
    "tell": ("tell me",),
    "guide": ("guide", "escort", "take", "lead"),
}
PLEASE = ("", "", "", "please ", "could you ", "robot please ", "could you please ", "can you ")
GROUPS = {
    "drink": ("drinks", "drink"), "fruit": ("fruits", "fruit"), "snack": ("snacks", "snack"),
    "food": ("foods", "food"), "dish": ("dishes", "dish"), "toy": ("toys", "toy"),
    "cleaning supply": ("cleaning supplies", "cleaning things"),
}  # fmt: skip
GESTURES = {
    "waving {}": "gesture=waving",
    "{} raising their left arm": "gesture=raising left arm",
    "{} raising their right arm": "gesture=raising right arm",
    "{} pointing to the left": "gesture=pointing left",
    "{} pointing to the right": "gesture=pointing right",
}
POSES = {"sitting {}": "pose=sitting", "standing {}": "pose=standing", "lying {}": "pose=lying"}
COLOURS = ("blue", "yellow", "black", "white", "red", "orange", "grey")
GARMENTS = ("t shirt", "shirt", "blouse", "sweater", "coat", "jacket")
TALK = (
    *("something about yourself", "the time", "what day is today", "what day is tomorrow"),
    *("your teams name", "your teams country", "your teams affiliation"),
    *("the day of the week", "the day of the month"),
)
BEST = ("biggest", "largest", "smallest", "heaviest", "lightest", "thinnest")
ABOUT = ("name", "pose", "gesture")


@dataclass(frozen=True, slots=True)
class Named:
    """Something in words and as goals name it."""

    said: str
    brief: str


class Words:
    """Draws what fills the commands about one home."""

    def __init__(self, home: HomeMap, things: tuple[str, ...], rng: random.Random) -> None:
        self.rng = rng
        self._things = things
        self._rooms = [Named(room.name.lower(), room.id) for room in home.rooms.values()]
        alone = [
            place
            for place in home.places.values()
            if len(home.named(place.name.lower())) == 1 and not place.name[-1].isdigit()
        ]
        self.places = [Named(place.name.lower(), place.id) for place in alone]
        self._stands = [Named(p.name.lower(), p.id) for p in alone if p.surfaces]
        self._names = [Named(one.name, one.id) for one in home.residents.values()]

    # --- what fills a command

    def verb(self, key: str) -> str:
        """One of the forms of a verb."""
        return self.rng.choice(FORMS[key])

    def room(self) -> Named:
        """A room."""
        return self.rng.choice(self._rooms)

    def place(self) -> Named:
        """A piece of furniture."""
        return self.rng.choice(self.places)

    def stand(self) -> Named:
        """A piece of furniture that things can be on or in."""
        return self.rng.choice(self._stands)

    def somewhere(self) -> Named:
        """A room or a piece of furniture."""
        return self.rng.choice([self.room(), self.place()])

    def name(self) -> Named:
        """Someone by name."""
        return self.rng.choice(self._names)

    def thing(self, groups: bool = True) -> Named:
        """A thing with its article, or one of a group."""
        if groups and self.rng.random() < 0.4:
            noun, (_, brief) = self.rng.choice(list(GROUPS.items()))
            return Named(f"a {noun}", brief)
        noun = self.rng.choice(self._things)
        return Named(f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}", noun)

    def person(self, poses: bool = True) -> Named:
        """A person by gesture, or by pose."""
        form, brief = self.rng.choice([*GESTURES.items(), *(POSES.items() if poses else ())])
        return Named(form.format("person"), f"person {brief}")

    def dressed(self, many: bool = False) -> Named:
        """What someone wears; of several, in the plural."""
        worn = f"{self.rng.choice(COLOURS)} {self.rng.choice(GARMENTS)}"
        return Named(worn + "s" if many else worn, f"clothes={worn}")
