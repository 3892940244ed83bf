"""A verb and words come in; a prompt as our data sets say it goes out ("pick up the red mug")."""

from __future__ import annotations

from collections.abc import Sequence

from home_agent.errors import BadInput

SAID = {"pick": "pick up", "place": "put"}  # every other verb is said as it is


def prompt(verb: str, words: str) -> str:
    """What a policy that only reads text is told."""
    thing = f"the {words}" if words and not words.startswith("the ") else words
    return f"{SAID.get(verb, verb)} {thing}".strip()


def verb_and_words(text: object, learned: Sequence[str]) -> tuple[str, str]:
    """The verb that a prompt begins with, said either way, and the words behind it."""
    if not isinstance(text, str):
        raise BadInput("The prompt must be a text, such as 'pick up the red mug'.")
    said = " ".join(text.lower().split())
    ways = sorted((way, verb) for verb in learned for way in (SAID.get(verb, verb), verb))
    for way, verb in reversed(ways):  # of two that fit, the longer one is later in order
        if f"{said} ".startswith(f"{way} "):
            return verb, said[len(way) :].strip()
    raise not_learned(said.partition(" ")[0], learned)


def not_learned(verb: str, learned: Sequence[str]) -> BadInput:
    """The error for a verb that was never demonstrated."""
    return BadInput(f"This network has not learned to '{verb}'. It knows: {', '.join(learned)}.")
