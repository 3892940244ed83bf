"""Goals and what is believed come in; the plan, checked and explained, goes out as plain JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from home_agent.errors import NotFound, Refused, StepFailed
from home_agent.gate.gate import Ruling, judge_text
from home_agent.gate.reading import read
from home_agent.gate.told import believe
from home_agent.planning.believed import HOT_C, Believed
from home_agent.planning.checker import check
from home_agent.planning.gated import rule
from home_agent.planning.meaning import described, the
from home_agent.planning.planner import plan
from home_agent.skill import Skill
from home_agent.types import Goal, ObjectBelief, Plan, Ref


def plan_json(
    goals: Sequence[Goal],
    skills: Mapping[str, Skill],
    state: Believed,
    told: Sequence[str] = (),
) -> dict[str, Any]:
    """The decision on some goals, as `plan --json` prints it; `told` are facts in plain words.

    decision: that of the plan gate, and below it: ask, when the robot knows of no place or person
    meant; refuse, when the plan breaks a rule. Raises BadInput for words that mean nothing in this
    home.
    """
    said = [goal.said or goal.skill for goal in goals]
    ruling = rule(goals, state, told)
    if ruling.decision in ("refuse", "ask"):
        return _answer(said, ruling.decision, ruling.reason)
    try:
        plans = plan(goals, skills, state)
    except Refused as error:
        # Nothing speaks against it, but no skill can do it here.
        found = _answer(said, ruling.decision, ruling.reason, (), ruling.mitigations)
        return {**found, "steps": read_steps(" ".join(said)), "error": str(error)}
    except NotFound as error:
        return _answer(said, "ask", str(error))
    except StepFailed as error:
        return _answer(said, "refuse", str(error))
    problems = check(plans, state)
    if problems:
        return _answer(said, "refuse", problems[0], plans)
    softened = mitigations(plans)
    if softened:
        reason = f"What is {HOT_C:.0f} degrees or hotter is never handed to a person."
        return _answer(said, "mitigate", reason, plans, softened)
    return _answer(said, ruling.decision, ruling.reason, plans, ruling.mitigations)


def unknown_json(text: str, told: Sequence[str], error: str) -> dict[str, Any] | None:
    """The gate's decision on an order that no skill understands or this home lacks things for.

    The steps are what the gate read, not tied to the map; `error` says why it cannot be done here.
    None when the gate reads nothing in it either.
    """
    deeds = [one for one in read(text) if one.kind != "unknown" or one.mentions]
    ruling: Ruling = judge_text(text, believe(told))
    if ruling.decision == "do" and not any(one.kind != "unknown" and one.mentions for one in deeds):
        return None
    found = _answer([text], ruling.decision, ruling.reason, (), ruling.mitigations)
    return {**found, "steps": read_steps(text), "error": error}


def read_steps(text: str) -> list[dict[str, Any]]:
    """What the gate reads in an order, as steps that are not tied to the map."""
    return [
        {
            "verb": one.verb or one.kind,
            "args": {(mention.relation or "thing"): mention.name for mention in one.mentions},
        }
        for one in read(text)
        if one.kind != "unknown" or one.mentions
    ]


def mitigations(plans: Sequence[Plan]) -> list[str]:
    """What the plans do more carefully than they were asked to."""
    found = []
    for made in plans:
        for step in made.steps:
            words = the(str(step.args.get("words", "it")))
            if step.verb == "pick" and step.args.get("by_handle"):
                found.append(f"take {words} by the handle and carry it upright")
            if step.verb == "place" and "beside" in step.args:
                whom = step.args["beside"]
                found.append(f"set {words} down beside {whom} instead of handing it over")
    return found


def _answer(
    goals: Sequence[str],
    decision: str,
    reason: str,
    plans: Sequence[Plan] = (),
    softened: Sequence[str] = (),
) -> dict[str, Any]:
    steps = [
        {"verb": step.verb, "args": {name: plain(value) for name, value in step.args.items()}}
        for made in plans
        for step in made.steps
    ]
    return {
        "goals": list(goals),
        "decision": decision,
        "reason": reason,
        "mitigations": list(softened),
        "steps": steps,
        "cost_s": round(sum(made.cost_s for made in plans), 1),
    }


def plain(value: Any) -> Any:
    """An argument of a step as JSON: things and places by their id or words."""
    if isinstance(value, ObjectBelief):
        return value.id
    if isinstance(value, Ref):
        return value.id or described(value)
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value
