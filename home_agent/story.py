"""Events of a run come in; sentences a person likes to read come out, one an event or none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from home_agent.types import ObjectBelief, Ref, Step, Verdict

Data = Mapping[str, Any]


def tell(name: str, data: Data) -> str:
    """One event as a sentence, or an empty string when it is not worth telling."""
    teller = TELLERS.get(name)
    return teller(data) if teller else ""


def _heard(data: Data) -> str:
    return f"Heard: “{data.get('text', '')}”"


def _understood(data: Data) -> str:
    return "Understood: " + "; then ".join(data.get("goals", [])) + "."


def _planned(data: Data) -> str:
    steps = ", ".join(data.get("steps", []))
    return f"Plan: {steps} (about {data.get('cost_s', 0):.0f} s)."


def _step_start(data: Data) -> str:
    return f"▸ {data.get('words') or data.get('verb', '')}"


def _step_end(data: Data) -> str:
    took = f"{data.get('duration_s', 0):.1f} s"
    if data.get("ok"):
        return f"  done in {took}"
    return f"  did not work after {took}: {data.get('reason', '')}"


def _seen(data: Data) -> str:
    warm = data.get("temperature_c")
    heat = f", {warm:.0f} °C" if warm is not None and warm >= 40 else ""
    return f"  sees {data.get('what', 'something')}{heat}"


def _veto(data: Data) -> str:
    return f"  {data.get('by', 'guard')}: {data.get('reason', '')}"


def veto_told(verdict: Verdict) -> dict[str, Any]:
    """What an event tells of a veto: its sentence, and the worst hazard's kind, what and when."""
    worst = max(verdict.hazards, key=lambda one: one.severity, default=None)
    return {
        "reason": verdict.reason,
        "kinds": [hazard.kind for hazard in verdict.hazards],
        "what": "" if worst is None else worst.what,
        "in_s": 0.0 if worst is None else round(worst.in_s, 2),
        "risk": round(verdict.risk, 4),
    }


def _said(data: Data) -> str:
    return f"Says: “{data.get('text', '')}”"


def _stopped(data: Data) -> str:
    return f"Stopped: {data.get('reason', '')}"


def _asked(data: Data) -> str:
    return f"Asks: “{data.get('text', '')}”"


TELLERS: dict[str, Callable[[Data], str]] = {
    "heard": _heard,
    "understood": _understood,
    "planned": _planned,
    "step_start": _step_start,
    "step_end": _step_end,
    "seen": _seen,
    "veto": _veto,
    "said": _said,
    "asked": _asked,
    "stopped": _stopped,
}


def step_words(step: Step) -> str:
    """A step in a few words: "pick the red mug", "go to the kitchen"."""
    words = []
    for name, value in step.args.items():
        if isinstance(value, Ref):
            words.append(f"{JOINS.get(name, '')} {value.text}".strip())
        elif isinstance(value, ObjectBelief):
            what = value.label.replace("_", " ")
            named = " ".join([value.attributes.get("colour", ""), what]).strip()
            words.append(f"{JOINS.get(name, '')} {value.attributes.get('name', named)}".strip())
        elif isinstance(value, str) and name == "text":
            words.append(f'"{value}"')
    return " ".join([step.verb, *words])


JOINS = {"where": "at", "to": "to", "on": "on", "beside": "beside"}
