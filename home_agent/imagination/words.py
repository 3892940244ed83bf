"""A hazard and what is done about it come in; one sentence that a person understands goes out."""

from __future__ import annotations

from home_agent.types import Hazard

DOUBT = "unknown"
WOULD = {
    "thing": "I would bump into something",
    "toy": "I would touch what lies on the floor",
    "person": "someone would get in my way",
    "force": "I would push too hard against something",
    "knock": "I would knock something over",
    "slip": "{what} would slip out of my hand",
    "spill": "{what} would spill",
    "hot": "{what}, which is hot, would come too close to someone",
    DOUBT: "I have not learned what may happen here",
}


def sentence(hazard: Hazard, does: str) -> str:
    """Why a chunk is not done as it was wanted, and what is done instead ("slow down")."""
    what = f"the {hazard.what}" if hazard.what else "what I hold"
    would = WOULD[hazard.kind].format(what=what)
    soon = f" within {max(hazard.in_s, 0.1):.1f} s" if hazard.in_s else ""
    return f"{would[:1].upper()}{would[1:]}{soon}, so I {does}."
