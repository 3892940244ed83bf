"""A validation seed and an act come in; how the act went from an approach pose comes out judged.

Picking begins with an empty hand before the furniture. For placing and handing over the teacher
takes the thing and drives up with it, for closing it opens: then the measured policy acts. Each
has three tries; what the teacher could not make ready is not counted, but told (`set_up`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace

from home_agent.baselines.apprentice import Apprentice
from home_agent.bench.act_scenes import ACTS, Act, make_act
from home_agent.bench.ground_looks import VALIDATION
from home_agent.bench.handed import TRIES, Handed
from home_agent.bench.report import Example, some
from home_agent.bench.run import Row, Summary
from home_agent.bench.snapshot import SHOWN, snapshot
from home_agent.bench.stats import Metric, mean, rate
from home_agent.demos.scenes import NothingToDoError
from home_agent.errors import BadInput
from home_agent.ports import Policy
from home_agent.sim.teacher.policy import Teacher
from home_agent.stage import check_policy, make_agent, set_stage
from home_agent.vla.driven import Driven

SET_UPS = 3  # another thing or place when the teacher cannot make it ready


def check(policy: str, seeds: range) -> None:
    """Raise BadInput for an unknown policy, or seeds that are not for validation."""
    check_policy(policy)
    if seeds[0] not in VALIDATION or seeds[-1] not in VALIDATION:
        raise BadInput(
            "The bench 'act' plays the validation seeds 100000 to 199999, "
            f"not {seeds[0]} to {seeds[-1]}."
        )


def play(seed: int, policy: str, task: str) -> Row:
    """Play one act in the home of a seed."""
    row: Row = {}
    for turn in range(SET_UPS):
        try:
            row = _play(make_act(task, seed, turn), seed, policy)
        except NothingToDoError as error:  # another turn may find something
            row = {"begun": False, "ok": False, "tries": 0, "why": str(error), "jpeg": b""}
        if row["begun"]:
            break
    example = None
    if row["jpeg"]:
        note = f"seed {seed}, {row['tries']} tries. {row['why']}"
        example = Example(task, row["said"], row["ok"], note, row["jpeg"])
    return {**row, "task": task, "jpeg": b"", "example": example}


def _play(act: Act, seed: int, policy: str) -> Row:
    stage = set_stage(act.spec, policy, seed)
    world, referee = stage.world, stage.referee
    assert world is not None and referee is not None
    helper = stage.policy if policy == "teacher" else Teacher(world)
    hands = Handed(helper, stage.policy)
    agent = make_agent(replace(stage, policy=hands))
    begun, why = True, ""
    try:
        for deed in act.ready:
            done = deed(agent)
            if not done.ok:
                begun, why = False, done.reason
                break
        if begun:
            hands.over(act.verb, world, agent.runner.body.seen)
            for _ in range(TRIES):
                tried = hands.tries
                done = act.act(agent)
                if hands.tries > tried or not why:
                    why = done.reason
                if done.ok or hands.tries in (tried, TRIES):
                    break
    except Exception as error:  # an error of the program is a failed act
        why = f"{type(error).__name__}: {error}"
    judged = referee.verdict(act.judge)
    wanted = begun and (not judged.success or seed % SHOWN == 0)
    row = {
        "said": act.said,
        "kind": act.kind,
        "at": act.at,
        "begun": begun,
        "ok": begun and judged.success,
        "tries": hands.tries,
        "why": why or judged.reason,
        "taken": _taken(stage.policy),
        "jpeg": snapshot(world) if wanted else b"",
        **{f"true_{name}": value for name, value in asdict(judged).items()},
    }
    world.close()
    stage.close()
    return row


def _taken(policy: Policy) -> list[tuple[bool, bool]]:
    """Of each thing taken: was the grip a network's, and its way in? None taken: by others."""
    hands = policy.hands if isinstance(policy, Driven) else policy
    planner = hands.planner if isinstance(hands, Apprentice) else hands
    return [(one.grip, one.way) for one in getattr(planner, "taken", ())]


def sum_up(rows: list[Row]) -> Summary:
    """Success within three tries and at the first of each act, by furniture and by kind."""
    begun = [row for row in rows if row["begun"]]
    metrics: dict[str, Metric] = {}
    for task in ACTS:
        asked = [row for row in rows if row["task"] == task]
        if asked:
            metrics |= _success(task, [row for row in asked if row["begun"]])
            metrics[f"{task}.set_up"] = rate(sum(row["begun"] for row in asked), len(asked))
    n = len(begun)
    for harm in ("people_contacts", "knocked", "dropped"):
        metrics[f"act.{harm}"] = rate(sum(row[f"true_{harm}"] > 0 for row in begun), n)
    taken = [one for row in begun for one in row.get("taken", ())]
    if any(grip for grip, _ in taken):
        metrics["act.grips_learned"] = rate(sum(grip for grip, _ in taken), len(taken))
        metrics["act.ways_learned"] = rate(sum(way for _, way in taken), len(taken))
    metrics["act.sim_time_s"] = mean([float(row["true_sim_time_s"]) for row in begun])
    return Summary(
        metrics,
        splits=_by(begun, lambda row: f"{row['task']}, {row['at']}"),
        per_kind=_by(begun, lambda row: str(row["kind"])),
        failures=tuple(
            f"seed {row['seed']}: {row['said']}: {row['why']} "
            f"(referee: {row['true_reason']}; {row['tries']} tries)"
            for row in begun
            if not row["ok"]
        ),
        examples=some([row["example"] for row in begun if row["example"]]),
    )


def _by(rows: Sequence[Row], name: Callable[[Row], str]) -> dict[str, dict[str, Metric]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[name(row)].append(row)
    found: dict[str, dict[str, Metric]] = {}
    for group in sorted(groups):
        found[group] = {}
        for task in ACTS:
            part = [row for row in groups[group] if row["task"] == task]
            if part:
                found[group][f"{task}.success"] = _success(task, part)[f"{task}.success"]
    return found


def _success(task: str, rows: Sequence[Row]) -> dict[str, Metric]:
    first = [row for row in rows if row["ok"] and row["tries"] <= 1]
    return {
        f"{task}.success": rate(sum(row["ok"] for row in rows), len(rows)),
        f"{task}.first_try": rate(len(first), len(rows)),
    }
