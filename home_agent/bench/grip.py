"""A validation seed comes in; how the best grip at each of many things went comes out.

Only the choice of a grip is measured, and its physics: the robot stands where it can take the
thing, looks once with the network's eyes, and the best proposal that the arm reaches and that is
clear is carried out (`demos/practice.py`). "nano": the network proposes; "planner": the planner,
for the thing as the same eyes measured it. Both get the same looks.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from home_agent.bench.ground_looks import VALIDATION
from home_agent.bench.run import Row, Summary
from home_agent.bench.stats import mean, rate
from home_agent.demos.practice import Ask, Rows, practise
from home_agent.errors import BadInput, no_such
from home_agent.stage import eyes_of
from home_agent.types import VERBS
from home_agent.vla.runtime import Networks
from home_agent.vla.shipped import nano_folder

POLICIES = ("nano", "planner")
THINGS = 12  # a home


def check(policy: str, seeds: range) -> None:
    """Raise BadInput for a policy that does not grip, or seeds that are not for validation."""
    if policy not in POLICIES:
        raise BadInput(no_such("policy to grip", policy, POLICIES))
    if seeds[0] not in VALIDATION or seeds[-1] not in VALIDATION:
        raise BadInput(
            "The bench 'grip' plays the validation seeds 100000 to 199999, "
            f"not {seeds[0]} to {seeds[-1]}."
        )
    if policy == "nano" and not Networks(nano_folder()).config.grips:
        raise BadInput(
            f"The network in {nano_folder()} has not learned to grip: use 'home-agent train hands'."
        )


def play(seed: int, policy: str) -> Row:
    """One grip at each of some things of a home, with all that lies round them."""
    networks = eyes_of(nano_folder())
    ask = asked_of(networks) if policy == "nano" else None
    things = [
        {
            "kind": " ".join(one.look.aim.words.split()[1:]),
            "handle": one.look.aim.by_handle,
            "tried": bool(one.played),
            "held": any(outcome.held for outcome in one.played),
            "knocked": any(outcome.knocked for outcome in one.played),
            "refused": one.outcomes.count(None),
        }
        for one in practise(seed, networks, ask, THINGS, 1)
    ]
    return {"things": things}


def asked_of(networks: Networks) -> Ask:
    """What an exported network proposes for a look."""

    def ask(body: Rows, crop: Rows, phrase: str) -> tuple[Rows, Rows]:
        crops = np.stack([crop, np.zeros_like(crop)])
        return networks.intend(body, VERBS.index("pick"), phrase, crops)

    return ask


def sum_up(rows: list[Row]) -> Summary:
    """Of all things: held by the best grip, others knocked, and no grip left after the checks."""
    things = [one for row in rows for one in row["things"]]
    tried = [one for one in things if one["tried"]]
    metrics = {
        "grip.success": rate(sum(one["held"] for one in things), len(things)),
        "grip.of_tried": rate(sum(one["held"] for one in tried), len(tried)),
        "grip.knocked": rate(sum(one["knocked"] for one in things), len(things)),
        "grip.none_left": rate(len(things) - len(tried), len(things)),
        "grip.refused": mean([float(one["refused"]) for one in things]),
    }
    kinds: dict[str, list[bool]] = defaultdict(list)
    for one in things:
        kinds[one["kind"]].append(one["held"])
    return Summary(
        metrics,
        splits={
            name: {"grip.success": rate(sum(one["held"] for one in part), len(part))}
            for name, part in (
                ("only the handle", [one for one in things if one["handle"]]),
                ("anywhere", [one for one in things if not one["handle"]]),
            )
            if part
        },
        per_kind={
            kind: {"grip.success": rate(sum(held), len(held))}
            for kind, held in sorted(kinds.items())
        },
        failures=tuple(
            f"seed {row['seed']}: {one['kind']}{' by its handle' * one['handle']}: "
            f"{'not held' if one['tried'] else 'no grip was left'}"
            for row in rows
            for one in row["things"]
            if not one["held"]
        ),
    )
