"""A validation seed comes in; looks into its homes go out, each with the split it is for.

Light and camera are as they are drawn, unless the split is about them; nothing is as in training
by chance: held-out kinds and pairs lie only in the homes of their splits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from home_agent.errors import BadInput
from home_agent.sim.home import make_home
from home_agent.sim.lessons import Keep, Lesson, Studio, crowded, strewn
from home_agent.sim.spec import HomeSpec, ThingSpec
from home_agent.sim.variation import Variation
from home_agent.train.held_out import held_out
from home_agent.train.shards import MORE_THINGS

VALIDATION = range(100_000, 200_000)
NEW_HOMES, HELD_OUT, DISTRACTORS = "new homes", "held out", "more distractors"
MOVED, LIGHT = "moved camera", "changed light"

MANY_THINGS = 500  # are tried for `DISTRACTORS`, which fills the furniture
COPIES = 3  # of each held-out pair and kind are tried
OTHERS = 0.4  # of the trained things stay beside what is held out

STEADY = Variation(light=(1.0, 1.0), ambient=(1.0, 1.0), moved_m=0.0, turned_rad=(0.0, 0.0))
# All of it outside of what training varies.
SHIFTED = replace(STEADY, moved_m=0.06, turned_rad=(0.05, 0.10))
DIM = replace(STEADY, light=(0.15, 0.4), ambient=(0.4, 0.6))
BRIGHT = replace(STEADY, light=(1.5, 2.2), ambient=(1.25, 1.6))


def looks(seed: int) -> Iterator[tuple[str, Lesson]]:
    """Looks of a validation seed: (split, look); raises `BadInput` for a seed of another use."""
    if seed not in VALIDATION:
        raise BadInput(f"Seed {seed} is not for validation: use 100000 to 199999.")
    rng = np.random.default_rng([seed, 59])
    spec, out = make_home(seed), held_out()

    def trained(thing: ThingSpec) -> bool:
        return out.shows(thing.kind, thing.colour)

    yield from _taken(
        crowded(spec, rng, MORE_THINGS, trained),
        rng,
        [(NEW_HOMES, STEADY)] * 3
        + [(MOVED, SHIFTED)] * 2
        + [(LIGHT, DIM if seed % 2 else BRIGHT)] * 2,
    )
    yield from _taken(
        _with_held_out(spec, rng, lambda thing: not trained(thing) or rng.random() < OTHERS),
        rng,
        [(HELD_OUT, STEADY)] * 4,
    )
    yield from _taken(crowded(spec, rng, MANY_THINGS, trained), rng, [(DISTRACTORS, STEADY)] * 2)


def _with_held_out(spec: HomeSpec, rng: np.random.Generator, keep: Keep) -> HomeSpec:
    """The home with what is held out strewn over its furniture."""
    out = held_out()
    wanted: list[tuple[str, str | None]] = [(kind, colour) for colour, kind in sorted(out.pairs)]
    wanted += [(kind, None) for kind in sorted(out.kinds)] * 2
    wanted *= COPIES
    rng.shuffle(wanted)
    return strewn(spec, rng, wanted, keep)


def _taken(
    spec: HomeSpec, rng: np.random.Generator, wanted: Sequence[tuple[str, Variation]]
) -> Iterator[tuple[str, Lesson]]:
    studio = Studio(spec, rng)
    try:
        for split, variation in wanted:
            yield split, studio.look(variation)
    finally:
        studio.close()
