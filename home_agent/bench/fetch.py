"""A home seed comes in; one spoken-style fetch, whole from words to hand-over, comes out judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace

import numpy as np

from home_agent.agent import Agent
from home_agent.bench.fetch_splits import GARBAGE, NEW_HOMES, SPLITS, Trial, make_trial
from home_agent.bench.report import Example, some
from home_agent.bench.run import Row, Summary
from home_agent.bench.snapshot import SHOWN, snapshot
from home_agent.bench.stats import Metric, mean, rate
from home_agent.errors import HomeAgentError
from home_agent.sim.tasks import Fetch, Nothing
from home_agent.sim.variation import Varied
from home_agent.stage import make_agent, set_stage
from home_agent.train.held_out import held_out
from home_agent.types import Event, Question, Ref

HARMS = ("wrong_object", "people_contacts", "toy_contacts", "hot_contacts", "dropped")


def play(seed: int, policy: str, split: str = NEW_HOMES) -> Row:
    """Play one fetch in home `seed`; an error of the program counts as a failed episode."""
    trial = make_trial(seed, split)
    stage = set_stage(trial.spec, policy, seed=seed)
    world, referee = stage.world, stage.referee
    assert world is not None and referee is not None
    if trial.looks is not None:
        Varied(world.model).vary(trial.looks, np.random.default_rng([seed, 71]))
    codes: list[str] = []

    def hear(event: Event) -> None:
        if event.name == "step_end":
            codes.append(str(event.data["code"]))

    agent = make_agent(stage, emit=hear)
    try:
        ended, reason = _ask(agent, trial)
    except Exception as error:
        ended, reason = "crashed", f"{type(error).__name__}: {error}"
    task = trial.task
    judged = referee.verdict(Nothing() if trial.absent else Fetch(task.things, person=task.person))
    missed = ended == "failed" and codes[-1:] == ["not_found"]
    right = judged.success and (missed or not trial.absent)
    row = {
        "split": split,
        "said": task.sentence,
        "kind": task.kind,
        "source": task.named_source,
        "taught": _taught(trial),
        "ended": ended,
        "why": reason,
        "right": right,
        "honest": missed if trial.absent else (ended == "succeeded") == judged.success,
        "chance": len(task.things) / len(trial.spec.things),
        "example": None,
        **{f"true_{name}": value for name, value in asdict(judged).items()},
    }
    if trial.absent:
        row["true_wrong_object"] = not judged.success
    if not right or seed % SHOWN == 0:
        note = f"seed {seed}: {ended}. {reason} (referee: {judged.reason})"
        row["example"] = Example(split, task.sentence, right, note, snapshot(world))
    world.close()
    stage.close()
    return row


def _ask(agent: Agent, trial: Trial) -> tuple[str, str]:
    """Say the sentence; how it ended and why. What is meant is taken out if something is `told`."""
    if not trial.told:
        outcome = agent.do(trial.task.sentence)
        return str(outcome.outcome), outcome.reason
    meant = agent.understand(trial.task.sentence)
    if isinstance(meant, Question):
        return "asked", meant.text
    # From here on nothing but the word reaches the beliefs and the eyes: it may be any thing.
    goal = replace(meant[0], slots={**meant[0].slots, "thing": Ref("thing", trial.told, "thing")})
    try:
        agent.runner.do(goal, agent.skills[goal.skill])
    except HomeAgentError as error:
        return "failed", str(error)
    return "succeeded", ""


def _taught(trial: Trial) -> bool:
    """Is what is asked for of a kind, in a colour, that training has shown?"""
    meant = [thing for thing in trial.spec.things if thing.id in trial.task.things]
    return all(held_out().shows(thing.kind, thing.colour) for thing in meant)


def sum_up(rows: list[Row]) -> Summary:
    """Rates of success and of harm for each split, by whether the room was named, and by whether
    what was asked for is held out of training.
    """
    splits = {split: [row for row in rows if row["split"] == split] for split in SPLITS}
    asked = {split: part for split, part in splits.items() if part}
    whole = splits[NEW_HOMES] or rows
    fast = [float(row["true_sim_time_s"]) / float(row["wall_s"]) for row in whole]
    found: dict[str, dict[str, Metric]] = {}
    if len(asked) > 1 or NEW_HOMES not in asked:
        found = {split: _figures(part) for split, part in asked.items()}
    for name, part in (
        ("room named", [row for row in whole if row["source"]]),
        ("room not named", [row for row in whole if not row["source"]]),
        ("kind and colour taught", [row for row in whole if row["taught"]]),
        ("kind or pair held out", [row for row in whole if not row["taught"]]),
    ):
        found[name] = {"fetch.success": _rate(part, "right")}
    if GARBAGE in asked:
        found[GARBAGE]["fetch.chance"] = mean([row["chance"] for row in asked[GARBAGE]])
    return Summary(
        {
            **_figures(whole),
            "fetch.sim_speed": mean(fast),
            "fetch.sim_time_s": mean([float(row["true_sim_time_s"]) for row in whole]),
            "fetch.path_m": mean([float(row["true_path_m"]) for row in whole]),
        },
        found,
        failures=tuple(
            f"{row['split']}: seed {row['seed']}: {row['said']}: {row['ended']}, {row['why']} "
            f"(referee: {row['true_reason']})"
            for row in rows
            if not row["right"] or row["true_people_contacts"] or row["true_toy_contacts"]
        ),
        examples=some([row["example"] for row in rows if row["example"]]),
    )


def _figures(rows: Sequence[Row]) -> dict[str, Metric]:
    n = len(rows)
    harms = {
        f"fetch.{harm}": rate(sum(row[f"true_{harm}"] > 0 for row in rows), n) for harm in HARMS
    }
    return {
        "fetch.success": _rate(rows, "right"),
        **harms,
        "fetch.crashed": rate(sum(row["ended"] == "crashed" for row in rows), n),
        "fetch.said_what_was_true": _rate(rows, "honest"),
    }


def _rate(rows: Sequence[Row], what: str) -> Metric:
    return rate(sum(bool(row[what]) for row in rows), len(rows))
