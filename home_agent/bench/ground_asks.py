"""What a look shows comes in; phrases to ask of it, with their splits and meanings, go out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from home_agent.bench.ground_looks import HELD_OUT, NEW_HOMES
from home_agent.home.things import LIVING, fit
from home_agent.sim.kinds import COLOURS
from home_agent.sim.lessons import Shown
from home_agent.train.held_out import held_out
from home_agent.train.phrases import (
    COLOUR_FRAMES,
    MATERIAL_FRAMES,
    WIDE,
    Named,
    absent,
    nouns_for,
    pick_out,
    present,
    synonyms,
)

NEW_PAIRS, NEW_KINDS = "new pairs", "new kinds"
NEW_NOUNS, NEW_FRAMES = "new phrasings: nouns", "new phrasings: frames"
ABSENT, BLANK, GARBAGE = "absent", "blank pictures", "garbage words"

Rng = np.random.Generator
Draw = Callable[[Sequence[Shown], Rng], Named | None]


@dataclass(frozen=True, slots=True)
class Ask:
    """Words to point at. means: indices of what is right among what is shown; none: not in view."""

    split: str
    phrase: str
    means: tuple[int, ...]


def asks(split: str, shown: Sequence[Shown], rng: Rng) -> list[Ask]:
    """What to ask of a look that was taken for `split` (ground_looks.py)."""
    if split == HELD_OUT:
        pairs = _several(NEW_PAIRS, 3, new_pair, shown, rng)
        return pairs + _several(NEW_KINDS, 3, new_kind, shown, rng)
    found = _several(split, 4, present, shown, rng)
    if split != NEW_HOMES:
        return found
    blank = [Ask(BLANK, ask.phrase, ask.means) for ask in found]
    noise = [Ask(GARBAGE, garbage(rng), ask.means) for ask in found]
    found += _several(NEW_NOUNS, 3, new_noun, shown, rng)
    found += _several(NEW_FRAMES, 3, new_frame, shown, rng)
    away = [Ask(ABSENT, not_there(shown, rng).phrase, ()) for _ in range(4)]
    return found + away + blank + noise


def new_pair(shown: Sequence[Shown], rng: Rng) -> Named | None:
    """A thing of a colour its kind never had in training, by trained words."""
    out = held_out()
    some = [one for one in shown if (one.colour, one.label) in out.pairs]
    if not some:
        return None
    one = some[int(rng.integers(len(some)))]
    noun = str(rng.choice(nouns_for(one.label, out)))
    phrase = str(rng.choice(COLOUR_FRAMES)).format(noun=noun, colour=one.colour)
    return Named(phrase, pick_out(shown, noun, colour=one.colour))


def new_kind(shown: Sequence[Shown], rng: Rng) -> Named | None:
    """A thing of a kind training never showed, described by trained words that mean nothing else.

    Its kind's name was never said: it is told by a wide or related noun with colour or material.
    """
    out = held_out()
    some = [one for one in shown if one.label in out.kinds]
    for _ in range(8 if some else 0):
        one = some[int(rng.integers(len(some)))]
        related = [noun for noun in _trained_nouns() if fit(noun, one.label) > 0]
        noun = str(rng.choice(related if related and rng.random() < 0.5 else WIDE))
        if rng.random() < 0.75:
            phrase = str(rng.choice(COLOUR_FRAMES)).format(noun=noun, colour=one.colour)
            means = pick_out(shown, noun, colour=one.colour)
        else:
            phrase = str(rng.choice(MATERIAL_FRAMES)).format(noun=noun, material=one.material)
            means = pick_out(shown, noun, material=one.material)
        if means and all(shown[i].label in out.kinds for i in means):
            return Named(phrase, means)
    return None


def new_noun(shown: Sequence[Shown], rng: Rng) -> Named | None:
    """A thing by a noun that training never said."""
    return present(shown, rng, new=True)


def new_frame(shown: Sequence[Shown], rng: Rng) -> Named | None:
    """A thing by trained words, put in a way that training never did."""
    some = [one for one in shown if one.label not in LIVING and one.colour]
    if not some:
        return None
    one = some[int(rng.integers(len(some)))]
    noun = str(rng.choice(nouns_for(one.label, held_out())))
    phrase = str(rng.choice(held_out().frames)).format(noun=noun, colour=one.colour)
    return Named(phrase, pick_out(shown, noun, colour=one.colour))


def not_there(shown: Sequence[Shown], rng: Rng) -> Named:
    """A thing that is not in view, often one like what is."""
    return absent(shown, tuple(COLOURS), rng)


def _several(split: str, count: int, draw: Draw, shown: Sequence[Shown], rng: Rng) -> list[Ask]:
    """Up to `count` different phrases, and no more than things are shown: few count little."""
    most = min(count, len(shown))
    found: dict[str, Ask] = {}
    for _ in range(2 * most):
        named = draw(shown, rng)
        if named is not None and len(found) < most:
            found.setdefault(named.phrase, Ask(split, named.phrase, named.means))
    return list(found.values())


def _trained_nouns() -> list[str]:
    """Every noun that names a trained kind in training."""
    out = held_out()
    return sorted(
        {noun for kind in synonyms() if kind not in out.kinds for noun in nouns_for(kind, out)}
    )


def garbage(rng: Rng) -> str:
    """A word that nobody says."""
    return "".join(rng.choice(list("qxzjkvw"), 6))
