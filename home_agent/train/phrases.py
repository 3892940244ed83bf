"""What a picture shows comes in; phrases that name some of it, or nothing in it, go out.

Phrases are what reaches the policy: noun phrases ("the small red mug", "milk", "something to
drink"), not whole sentences. Held-out nouns, pairs and frames never appear unless asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import log

import numpy as np

from home_agent.home.things import LIVING, fit, meant
from home_agent.language.nouns import THINGS
from home_agent.sim.kinds import kinds
from home_agent.sim.lessons import Shown
from home_agent.train.held_out import HeldOut, held_out

FRAMES = (
    "{noun}",
    "the {noun}",
    "a {noun}",
    "my {noun}",
    "the {noun} please",
    "this {noun} here",
    "some {noun}",
)
COLOUR_FRAMES = (
    "{colour} {noun}",
    "the {colour} {noun}",
    "a {colour} {noun}",
    "my {colour} {noun}",
    "the {noun} that is {colour}",
    "{noun}, the {colour} one",
    "the {colour} coloured {noun}",
)
MATERIAL_FRAMES = ("{material} {noun}", "the {noun} made of {material}")
SIDE_FRAMES = ("the {side} {noun}", "{noun} on the {side}", "the {noun} to the {side}")
WIDE = ("thing", "object", "item", "something")
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Named:
    """A phrase, the indices of what it means among what is shown, and the kinds it can mean."""

    phrase: str
    means: tuple[int, ...]


@cache
def synonyms() -> dict[str, tuple[str, ...]]:
    """Every kind's own name, then other nouns that mean it alone or best."""
    found: dict[str, list[str]] = {kind: [kind] for kind in (*kinds(), *LIVING)}
    for line in THINGS.strip().splitlines():
        noun, _, others = line.partition(":")
        if noun in found:
            found[noun] += [one.strip() for one in others.split(",") if one.strip()]
    for living, words in (
        ("person", ("somebody", "someone", "human", "man", "woman")),
        ("cat", ("kitty", "kitten")),
        ("dog", ("puppy", "doggy")),
    ):
        found[living] += [word for word in words if word not in found[living]]
    return {kind: tuple(dict.fromkeys(names)) for kind, names in found.items()}


def fits(noun: str, label: str) -> float:
    """How well a noun names a kind: its own or another name 1, else as `home.things.fit` says."""
    return 1.0 if noun in synonyms().get(label, ()) else fit(noun, label)


def nouns_for(label: str, out: HeldOut, new: bool = False) -> tuple[str, ...]:
    """Nouns for a kind: those trained on, or with `new` only the held-out ones."""
    names = synonyms().get(label, (label,))
    return tuple(
        name for name in names if any(f" {noun} " in f" {name} " for noun in out.nouns) == new
    )


@cache
def alike(label: str, most: int = 6) -> tuple[str, ...]:
    """The kinds most like a kind in width and height: those it is easily taken for."""
    if label not in kinds():
        return ()

    def apart(other: str) -> float:
        a, b = kinds()[label], kinds()[other]
        return abs(log(sum(a.y) / sum(b.y))) + abs(log(sum(a.z) / sum(b.z)))

    return tuple(sorted((other for other in kinds() if other != label), key=apart)[:most])


def pick_out(
    shown: Sequence[Shown], noun: str, colour: str = "", material: str = ""
) -> tuple[int, ...]:
    """Indices of all that a phrase means: those that fit the noun best among those that agree."""
    scores = [
        fits(noun, one.label)
        if colour in ("", one.colour) and material in ("", one.material)
        else 0.0
        for one in shown
    ]
    best = max(scores, default=0.0)
    return tuple(i for i, score in enumerate(scores) if score == best > 0.0)


def call(label: str, colour: str, rng: np.random.Generator) -> tuple[str, bool]:
    """A phrase for a thing that is not seen yet, and whether it says the colour.

    Never with a held-out noun or frame; the caller leaves out held-out kinds and pairs.
    """
    names = nouns_for(label, held_out()) or (label,)
    noun = names[0] if rng.random() < 0.4 else names[int(rng.integers(len(names)))]
    coloured = bool(colour) and rng.random() < 0.62
    frame = str(rng.choice(COLOUR_FRAMES if coloured else FRAMES))
    return _noisy(frame.format(noun=noun, colour=colour), rng), coloured


def present(shown: Sequence[Shown], rng: np.random.Generator, new: bool = False) -> Named | None:
    """A phrase for something that is shown, None when nothing can be named."""
    if not shown:
        return None
    out = held_out()
    one = shown[int(rng.integers(len(shown)))]
    names = nouns_for(one.label, out, new) or (() if new else (one.label,))
    if not names:
        return None
    noun = names[0] if rng.random() < 0.4 else names[int(rng.integers(len(names)))]
    wide = one.label not in LIVING and rng.random() < 0.06
    if wide and not new:
        noun = str(rng.choice(WIDE))
    draw = rng.random()
    frames = out.frames if new and rng.random() < 0.5 else COLOUR_FRAMES
    if (wide or draw < 0.62) and one.label not in LIVING and one.colour:
        phrase = str(rng.choice(frames)).format(noun=noun, colour=one.colour)
        return Named(_noisy(phrase, rng), pick_out(shown, noun, colour=one.colour))
    if draw < 0.68 and one.material:
        phrase = str(rng.choice(MATERIAL_FRAMES)).format(noun=noun, material=one.material)
        return Named(_noisy(phrase, rng), pick_out(shown, noun, material=one.material))
    means = pick_out(shown, noun)
    if len(means) > 1 and draw < 0.8:
        at = [float(np.nonzero(shown[i].mask)[1].mean()) for i in means]
        side = "left" if rng.random() < 0.5 else "right"
        chosen = means[int(np.argmin(at) if side == "left" else np.argmax(at))]
        phrase = str(rng.choice(SIDE_FRAMES)).format(noun=noun, side=side)
        return Named(_noisy(phrase, rng), (chosen,))
    return Named(_noisy(str(rng.choice(FRAMES)).format(noun=noun), rng), means)


def absent(shown: Sequence[Shown], colours: Sequence[str], rng: np.random.Generator) -> Named:
    """A phrase for something that is not shown: often nearly so: its kind in another
    colour, or what is easily taken for it in its own."""
    out = held_out()
    for _ in range(20):
        if shown and rng.random() < 0.55:
            one = shown[int(rng.integers(len(shown)))]
            if one.label in LIVING:
                continue
            label, colour = one.label, str(rng.choice(colours))
            if rng.random() < 0.5 and alike(label):
                label, colour = str(rng.choice(alike(label))), one.colour
        else:
            label = str(rng.choice(list(kinds())))
            colour = str(rng.choice(colours)) if rng.random() < 0.6 else ""
        if label in out.kinds:
            continue
        names = nouns_for(label, out)
        noun = names[int(rng.integers(len(names)))]
        if any(not out.shows(kind, colour) for kind in meant(noun)):
            continue
        if not pick_out(shown, noun, colour):
            frames = COLOUR_FRAMES if colour else FRAMES
            return Named(str(rng.choice(frames)).format(noun=noun, colour=colour), ())
    return Named("the unicorn", ())


def _noisy(phrase: str, rng: np.random.Generator) -> str:
    """Now and then a letter is wrong, as in what was heard."""
    if rng.random() > 0.03 or len(phrase) < 6:
        return phrase
    at = int(rng.integers(1, len(phrase)))
    return phrase[:at] + LETTERS[int(rng.integers(26))] + phrase[at + 1 :]
