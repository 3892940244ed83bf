"""A home comes in; a command as somebody there may say it, or talk that is no command, comes out.

The phrases are written down here and not drawn from the language's own grammar, so that the ear
is not tested on the very sentences that it was made from.
"""

from __future__ import annotations

import random
import re

from home_agent.home.graph import HomeMap
from home_agent.home.things import LIVING, things

COMMANDS = (
    "bring me the {colour} {thing} from the {room}",
    "bring me the {thing}",
    "bring {person} the {colour} {thing}",
    "could you bring me a {thing}",
    "fetch my {thing} from the {place}",
    "get me the {thing} please",
    "go to the {room}",
    "go to the {place}",
    "please drive to the {room}",
    "come here",
    "put the {colour} {thing} on the {place}",
    "put the {thing} on the {place}",
    "put my {thing} in the {box}",
    "take the {thing} to the {room}",
    "open the {box}",
    "please open the {box}",
    "close the {box}",
    "pick up the {colour} {thing}",
    "pick up the {thing} from the {place}",
    "give the {thing} to {person}",
    "give me the {colour} {thing}",
    "find the {colour} {thing}",
    "find my {thing}",
    "look for the {thing} in the {room}",
    "where is the {thing}",
    "where is my {colour} {thing}",
    "where did you see the {thing}",
    "remember that the {thing} is in the {room}",
    "remember that my {thing} is on the {place}",
    "forget the {thing}",
    "follow me",
    "follow {person}",
    "tidy up the {room}",
    "tell {person} that dinner is ready",
    "say hello to {person}",
    "wait here",
    "never mind",
    "carry on",
    "go to the {room} and bring me the {thing}",
    "open the {box} and bring me the {thing}",
)
OTHER_TALK = (
    "what is the capital of france",
    "the stock market fell sharply last week",
    "my favourite movie is playing on television tonight",
    "thank you very much for watching",
    "we should have dinner at seven",
    "i really think the weather will change tomorrow",
    "she told him that she would call later",
    "did you hear what happened at school today",
    "the train was late again because of the snow",
    "can you believe how expensive petrol has become",
    "our neighbours are moving to another country",
    "he scored twice in the second half of the match",
    "this song always makes me think of summer",
    "they have been working on that bridge for years",
    "i will send you the documents by email",
    "perhaps we could meet at the station",
    "the doctor says it is nothing serious",
    "nobody knows how the story ends",
    "let me tell you about our holiday in italy",
    "it has been raining all day long",
)
COLOURS = ("red", "blue", "green", "yellow", "white", "black", "brown", "orange")


def command(home: HomeMap, rng: random.Random) -> str:
    """A command in the words of this home; each phrase equally likely."""
    boxes = [place.name for place in home.places.values() if place.opening != "none"]
    words = {
        "colour": COLOURS,
        "thing": sorted(set(things()) - set(LIVING)),
        "room": [room.name for room in home.rooms.values()],
        "place": [place.name for place in home.places.values()],
        "box": boxes or ["fridge"],
        "person": [one.name for one in home.residents.values()] or ["me"],
    }
    return re.sub(
        r"\{(\w+)\}", lambda slot: rng.choice(words[slot[1]]), rng.choice(COMMANDS)
    ).lower()


def other_talk(rng: random.Random) -> str:
    """Something that nobody says to a robot."""
    return rng.choice(OTHER_TALK)
