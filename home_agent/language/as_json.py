"""Goals or a question come in; the plain values that `parse --json` prints go out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from home_agent.types import PERHAPS, Goal, Question, Ref, Slot


def to_json(found: Sequence[Goal] | Question, confidence: float = 1.0) -> dict[str, Any]:
    """{"goals": [...], "question": null or {...}, "confidence"} as in the command's contract."""
    asked = found if isinstance(found, Question) else None
    goals: Sequence[Goal] = () if isinstance(found, Question) else found
    return {
        "goals": [
            {
                "skill": goal.skill,
                "slots": {name: _slot(value) for name, value in goal.slots.items()},
                "condition": goal.condition,
                "schedule": goal.schedule,
            }
            for goal in goals
        ],
        "question": None
        if asked is None
        else {"text": asked.text, "choices": list(asked.choices), "slot": asked.slot},
        "confidence": round(confidence, 3),
    }


def _slot(value: Slot) -> Any:
    return _ref(value) if isinstance(value, Ref) else value


def _ref(ref: Ref) -> dict[str, Any]:
    return {
        "kind": ref.kind,
        "text": ref.text,
        "category": ref.category,
        "attributes": dict(ref.attributes),
        "relations": [[name, _ref(other)] for name, other in ref.relations],
        "quantifier": "the" if ref.quantifier == PERHAPS else ref.quantifier,
        "exclude": [_ref(other) for other in ref.exclude],
        "id": ref.id,
        "candidates": list(ref.candidates),
    }
