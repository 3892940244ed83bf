"""Somebody who says how to grip what is seen comes in; how those grips went goes out.

Looks as in `demos/grips.py`, and then what is proposed is carried out in the physics of the home.
What the arm cannot reach, or is not clear, is refused, as in use. A file holds, per look: body,
crop, phrase, home as there, and tries float32 [n, t, 11]: the tool pose [9] (base frame), was the
thing held after the lift (what is refused is not), were others knocked (0, 1); NaN where there was
no further try.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from home_agent.baselines.grips import like, own_grips
from home_agent.baselines.supposed import thing_of
from home_agent.demos.grip_trial import Outcome
from home_agent.demos.grips import Gripping, Look, grip_of
from home_agent.sim.kinds import kinds
from home_agent.sim.kinematics import hand_matrix
from home_agent.sim.motions.grasp import Grasp
from home_agent.sim.motions.nearby import Nearby
from home_agent.vla.goal import axes
from home_agent.vla.runtime import Networks

Floats = NDArray[np.float64]
Rows = NDArray[np.float32]
# Body [48] and crop [7, c, c], and the phrase: tool poses [k, 9 or more], how good each is [k].
Ask = Callable[[Rows, Rows, str], tuple[Rows, Rows]]

MOST = 16  # tries of a look that are kept


@dataclass(frozen=True, slots=True)
class Tries:
    """Of one look: the tool poses that were tried [t, 9] (base frame) and what came of each.

    None: it was refused, being out of reach or not clear.
    """

    look: Look
    rows: Rows
    outcomes: tuple[Outcome | None, ...]

    @property
    def played(self) -> tuple[Outcome, ...]:
        """What came of those that were carried out."""
        return tuple(one for one in self.outcomes if one is not None)


def try_out(
    stage: Gripping,
    look: Look,
    near: Nearby,
    ways: Sequence[tuple[Rows, Grasp]],
    most: int,
    check_all: bool = False,
) -> Tries:
    """Carry out the first `most` of `ways` that the arm reaches and that are clear.

    check_all: of those after them, too, it is told which are refused.
    """
    rows: list[Rows] = []
    outcomes: list[Outcome | None] = []
    for row, way in ways:
        over = len(outcomes) - outcomes.count(None) == most
        if over and not check_all:
            break
        path = stage.trials.way_in(near, look.thing, look.stand, grip_of(way))
        if path is None:
            outcomes.append(None)
        elif over:
            continue
        else:
            outcomes.append(stage.trials.play(look.thing, look.stand, path, way.force_n))
        rows.append(row)
    return Tries(look, np.array(rows, np.float32).reshape(-1, 9), tuple(outcomes))


def proposed(stage: Gripping, look: Look, ask: Ask) -> list[tuple[Rows, Grasp]]:
    """What is said of a look, the best first, as grips in the map."""
    own = _own(stage, look)
    rows, good = ask(look.body, look.crop, look.aim.words)
    turn = hand_matrix(look.stand[2], 0.0, 0.0)
    found = []
    for n in np.argsort(-good):
        at = turn @ rows[n, :3] + [look.stand[0], look.stand[1], 0.0]
        found.append((rows[n, :9], like(at, turn @ axes(rows[n, 3:9]), own, 0.0)))
    return found if own else []


def planned(stage: Gripping, look: Look) -> list[tuple[Rows, Grasp]]:
    """What the planner would do, best first, for the thing as it was measured."""
    turn = hand_matrix(-look.stand[2], 0.0, 0.0)
    found = []
    for way in sorted(_own(stage, look), key=lambda one: one.cost):
        matrix = turn @ way.matrix
        at = turn @ (way.position_m - [look.stand[0], look.stand[1], 0.0])
        row = np.concatenate([at, matrix[:, :2].T.ravel()]).astype(np.float32)
        found.append((row, way))
    return found


def _own(stage: Gripping, look: Look) -> list[Grasp]:
    told, label = look.measured, look.measured.label
    noun = " ".join(look.aim.words.split()[1:])
    label = noun if noun in kinds() else label
    if label not in kinds():
        return []
    thing = thing_of("target", label, told, stage.world.home_map)
    return own_grips(thing, look.aim.by_handle)


def practise(
    seed: int,
    networks: Networks,
    ask: Ask | None,
    count: int,
    most: int,
    check_all: bool = False,
) -> list[Tries]:
    """Up to `most` grips at each of `count` things of a home; `ask` None: the planner's."""
    stage = Gripping(seed, networks)
    found = []
    try:
        for look, near in stage.looks(count, beside=1.0):
            ways = planned(stage, look) if ask is None else proposed(stage, look, ask)
            found.append(try_out(stage, look, near, ways, most, check_all))
    finally:
        stage.close()
    return found


def write(path: Path, tried: Sequence[Tries]) -> None:
    """Keep what was tried in a file."""
    kept = [one for one in tried if len(one.rows)]
    if not kept:
        return
    tries = np.full((len(kept), MOST, 11), np.nan, np.float32)
    for out, one in zip(tries, kept, strict=True):
        count = min(MOST, len(one.rows))
        out[:count, :9] = one.rows[:count]
        for row, outcome in zip(out, one.outcomes, strict=False):
            row[9] = outcome is not None and outcome.held
            row[10] = outcome is not None and outcome.knocked > 0
    arrays: dict[str, Any] = {
        "body": np.stack([one.look.body for one in kept]),
        "crop": np.stack([one.look.crop for one in kept]).astype(np.float16),
        "phrase": np.array([one.look.aim.words for one in kept]),
        "home": np.array([one.look.home for one in kept]),
        "tries": tries,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".part.npz")
    np.savez_compressed(draft, allow_pickle=False, **arrays)
    draft.rename(path)
