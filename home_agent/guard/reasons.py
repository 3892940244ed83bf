"""A hazard comes in; one sentence that a person understands goes out."""

from __future__ import annotations

import math

from home_agent.types import Hazard


def direction(x_m: float, y_m: float) -> str:
    """Where a point of the base frame is, as the robot would say it."""
    angle = math.atan2(y_m, x_m)
    if abs(angle) < math.pi / 4:
        return "ahead of me"
    if abs(angle) > 3 * math.pi / 4:
        return "behind me"
    return "to my left" if angle > 0 else "to my right"


def sentence(hazard: Hazard) -> str:
    """Why the guard took something away; `where` is in the base frame."""
    place = ""
    if hazard.where is not None:
        x, y, _ = hazard.where
        place = f"{math.hypot(x, y):.1f} m {direction(x, y)}"
    what = hazard.what[:1].upper() + hazard.what[1:]
    slow = "I slow down" if hazard.severity < 0.5 else "I wait"
    match hazard.kind:
        case "stopped" | "command":
            return hazard.what
        case "person" | "thing":
            return f"{slow}: {hazard.what} is {place}." if place else f"{slow}: {hazard.what}."
        case "hot":
            return (
                f"{what} is close to something hot that I hold, so I keep away."
                if (hazard.what == "someone")
                else "What I hold is too hot to hand over, so I do not let go."
            )
        case "room":
            return "I drive gently because people are in the room."
        case "arm":
            return "My arm is stretched out, so I drive slowly."
        case "unseen":
            return "I have not seen the floor there yet, so I drive slowly."
        case "force":
            return "Something pushes against my arm, so I let it yield."
        case "reach":
            return f"My hand would go too far towards {hazard.what}, so I hold it."
        case "contact":
            return "Something touches my base, so I move very slowly."
        case "blind":
            return "I have no fresh depth picture, so I drive slowly."
        case "sensors":
            return f"I have no fresh word from {hazard.what}, so I stand still."
        case "deadman":
            return "I have no fresh plan for my next move, so I stand still."
    return f"{what} makes me careful."
