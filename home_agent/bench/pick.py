"""A home seed comes in; one thing picked up from where the robot stands, at most three tries."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from home_agent.bench.run import Row, Summary
from home_agent.bench.stats import Metric, mean, rate
from home_agent.bench.tasks import before, pick_target
from home_agent.sim.home import make_home
from home_agent.sim.kinds import kinds
from home_agent.sim.tasks import Pick
from home_agent.stage import make_agent, set_stage
from home_agent.types import Ref, Step

TRIES = 3


def play(seed: int, policy: str) -> Row:
    """Start before the thing's furniture, look, and pick the thing in up to three tries."""
    spec = make_home(seed)
    thing = pick_target(spec, seed, sorted(kinds()))
    start = before(spec, thing)
    stage = set_stage(replace(spec, start=(start.x_m, start.y_m, start.yaw_rad)), policy, seed)
    agent = make_agent(stage)
    attributes = {"colour": thing.colour}
    where = Ref("place", thing.on[0], id=thing.on[0]) if thing.on else None
    what = Ref("thing", f"{thing.colour} {thing.kind}", thing.kind, attributes)
    tries, why = 0, ""
    try:
        found = agent.runner.run(Step("find", {"what": what, "where": where}))
        why = found.reason
        if found.ok:
            picked = agent.runner.run(Step("pick", {"thing": found.value}))
            why, tries = picked.reason, agent.runner.tries
    except Exception as error:
        why = f"{type(error).__name__}: {error}"
    same = tuple(t.id for t in spec.things if (t.kind, t.colour) == (thing.kind, thing.colour))
    assert stage.referee is not None
    judged = stage.referee.verdict(Pick(same))
    return {
        "kind": thing.kind,
        "on": next((p.category for p in spec.places if thing.on and p.id == thing.on[0]), "floor"),
        "ok": judged.success,
        "tries": tries,
        "why": why or judged.reason,
        "true_sim_time_s": judged.sim_time_s,
        "knocked": judged.knocked + judged.tipped,
    }


def sum_up(rows: list[Row]) -> Summary:
    """Success within three tries and at the first, by kind of thing and of furniture."""
    n = len(rows)
    metrics = {
        "pick.success": rate(sum(bool(row["ok"]) for row in rows), n),
        "pick.first_try": rate(sum(bool(row["ok"]) and row["tries"] <= 1 for row in rows), n),
        "pick.knocked": rate(sum(row["knocked"] > 0 for row in rows), n),
        "pick.sim_time_s": mean([float(row["true_sim_time_s"]) for row in rows]),
        "pick.sim_speed": mean([float(r["true_sim_time_s"]) / float(r["wall_s"]) for r in rows]),
    }
    by: dict[str, list[Row]] = defaultdict(list)
    places: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by[str(row["kind"])].append(row)
        places[str(row["on"])].append(row)
    return Summary(
        metrics,
        splits={f"on {name}": _success(part) for name, part in sorted(places.items())},
        per_kind={kind: _success(part) for kind, part in sorted(by.items())},
        failures=tuple(
            f"seed {row['seed']}: {row['kind']} on {row['on']}: {row['why']}"
            for row in rows
            if not row["ok"]
        ),
    )


def _success(rows: list[Row]) -> dict[str, Metric]:
    return {"pick.success": rate(sum(bool(row["ok"]) for row in rows), len(rows))}
